//! The charter of a space (S2): for whom it is, what it gives, how one gets in, its rules, its first people
//! and its first topics. A space opens only when every field is filled; each version is kept, public and dated.

use super::{RUN, benefit, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{Outcome, SpaceId, Text, refusals};

/// How many first topics a charter names.
pub const FIRST_TOPICS: usize = 4;
const LINE_MAX: usize = 60;
const TEXT_MAX: usize = 200;
const RULES_MAX: usize = 20;

/// A charter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Charter {
    /// For which people.
    pub for_whom: String,
    /// Core value: which benefit, in one sentence of up to 60 characters.
    pub value: String,
    /// Benefits it gives, of the nine the brand knows.
    pub benefits: Vec<String>,
    /// Product or topic it hangs on.
    pub topic: String,
    /// House rules, one per line.
    pub rules: Vec<String>,
    /// First seeds: who gives it its base life.
    pub seeds: Vec<String>,
    /// The first four topics.
    pub first_topics: Vec<String>,
}

impl Charter {
    /// Without blank lines and outer spaces.
    #[must_use]
    pub fn tidied(&self) -> Charter {
        let lines = |all: &[String]| {
            all.iter().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect::<Vec<_>>()
        };
        Charter {
            for_whom: self.for_whom.trim().to_owned(),
            value: self.value.trim().to_owned(),
            benefits: lines(&self.benefits),
            topic: self.topic.trim().to_owned(),
            rules: lines(&self.rules),
            seeds: lines(&self.seeds),
            first_topics: lines(&self.first_topics),
        }
    }

    /// What people wrote, in the order of the page: nothing that is chosen from a list.
    #[must_use]
    pub fn lines(&self) -> Vec<&str> {
        let single = [&self.for_whom, &self.value, &self.topic];
        let many = [&self.rules, &self.seeds, &self.first_topics];
        single.into_iter().chain(many.into_iter().flatten()).map(String::as_str).collect()
    }

    /// The same charter with other words for its [`Charter::lines`].
    #[must_use]
    pub fn with_lines(mut self, lines: &[&str]) -> Charter {
        let single = [&mut self.for_whom, &mut self.value, &mut self.topic];
        let many = [&mut self.rules, &mut self.seeds, &mut self.first_topics];
        let own = single.into_iter().chain(many.into_iter().flatten());
        own.zip(lines).for_each(|(own, line)| *own = (*line).to_owned());
        self
    }

    /// The fields that still have to be filled before the space may open, in the order of the page.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let filled = [
            ("for_whom", !self.for_whom.is_empty()),
            ("value", !self.value.is_empty()),
            ("benefits", !self.benefits.is_empty()),
            ("topic", !self.topic.is_empty()),
            ("rules", !self.rules.is_empty()),
            ("seeds", !self.seeds.is_empty()),
            ("first_topics", self.first_topics.len() >= FIRST_TOPICS),
        ];
        filled.iter().filter(|(_, full)| !full).map(|(name, _)| *name).collect()
    }

    /// What a field is called on the page.
    #[must_use]
    pub fn called(field: &str) -> Text {
        match field {
            "for_whom" => Text::new("给谁", "for whom"),
            "value" => Text::new("带来什么", "what it gives"),
            "benefits" => Text::new("说好的好处", "promised benefits"),
            "topic" => Text::new("围绕什么", "what it is about"),
            "rules" => Text::new("群规", "rules"),
            "seeds" => Text::new("第一批伙伴", "first people"),
            _ => Text::new("最初的话题", "first topics"),
        }
    }

    /// The first field that cannot be kept as it is.
    #[must_use]
    pub fn wrong(&self) -> Option<&'static str> {
        let long = |text: &str, max: usize| text.chars().count() > max;
        let any_long = |all: &[String]| all.len() > RULES_MAX || all.iter().any(|l| long(l, TEXT_MAX));
        let checks = [
            ("for_whom", long(&self.for_whom, TEXT_MAX)),
            ("value", long(&self.value, LINE_MAX)),
            ("benefits", self.benefits.iter().any(|b| benefit::find(b).is_none())),
            ("topic", long(&self.topic, TEXT_MAX)),
            ("rules", any_long(&self.rules)),
            ("seeds", any_long(&self.seeds)),
            ("first_topics", any_long(&self.first_topics)),
        ];
        checks.iter().find(|(_, wrong)| *wrong).map(|(name, _)| *name)
    }
}

/// Writes the charter of a space; an open space keeps its older versions readable.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct WriteCharter {
    /// Which space.
    pub space: SpaceId,
    /// What it says.
    pub charter: Charter,
}

/// Written.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct CharterWritten {
    /// Number of this version, from 1.
    pub version: i64,
    /// What is still missing before the space may open.
    pub missing: Vec<String>,
}

refusals! {
    /// Why a charter is not kept.
    pub enum CharterRefusal {
        /// A field is too long or names what is not there.
        BadField { field: String, name: Text } => 422 "space.bad_charter" "章程里「{name}」这一项太长或不在选项里，请改短一些再存。" "“{name}” in the charter is too long or not among the choices; please shorten it and save again.";
        /// An open space may not fall back to half a charter.
        MustStayWhole { fields: Vec<String>, names: Vec<Text> } => 409 "space.charter_must_stay_whole" "社群已经开放，章程的每一项都要保留：{names}。" "The space is open, so every part of its charter must stay filled: {names}.";
        /// Archived.
        Archived => 409 "space.archived" "这个社群已经归档，不能再改动。" "This space is archived and cannot be changed any more.";
    }
}

impl Command for WriteCharter {
    const NAME: &'static str = "space.write_charter";
    const SUMMARY: (&'static str, &'static str) = ("写社群章程", "Write the charter of a space");
    type Output = CharterWritten;
    type Refusal = CharterRefusal;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &RUN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<CharterWritten> {
        tx.lock(&[self.space.into()])?;
        let space = state::load(tx, self.space).await?.ok_or(LinkRefusal::NotFound)?;
        let charter = self.charter.tidied();
        decide(&space.state, &charter)?;
        let version = space.charter + 1;
        state::charter::write(tx, act, space.id, version, &charter)?;
        tx.append(act, super::CHARTER_WRITTEN.on(space.id).space(space.id).value(version));
        let missing = charter.missing().into_iter().map(ToOwned::to_owned).collect();
        Ok(CharterWritten { version, missing })
    }
}

/// Whether a charter may be kept for a space in this state.
fn decide(state: &str, charter: &Charter) -> Result<(), CharterRefusal> {
    if state == "archived" {
        return Err(CharterRefusal::Archived);
    }
    if let Some(field) = charter.wrong() {
        return Err(CharterRefusal::BadField { field: field.to_owned(), name: Charter::called(field) });
    }
    let missing = charter.missing();
    if state == "open" && !missing.is_empty() {
        let names = missing.iter().map(|field| Charter::called(field)).collect();
        let fields = missing.into_iter().map(ToOwned::to_owned).collect();
        return Err(CharterRefusal::MustStayWhole { fields, names });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> Charter {
        Charter {
            for_whom: "爱喝茶的人".into(),
            value: "一起喝茶，一起说话".into(),
            benefits: vec!["knowledge".into()],
            topic: "茶".into(),
            rules: vec!["有话好好说".into()],
            seeds: vec!["阿桃".into()],
            first_topics: (1..=FIRST_TOPICS).map(|n| format!("话题{n}")).collect(),
        }
    }

    #[test]
    fn three_topics_are_not_enough_and_four_are() {
        let mut charter = whole();
        assert!(charter.missing().is_empty());
        charter.first_topics.pop();
        assert_eq!(charter.missing(), vec!["first_topics"]);
        assert_eq!(decide("draft", &charter), Ok(()));
        assert!(matches!(decide("open", &charter), Err(CharterRefusal::MustStayWhole { .. })));
    }

    #[test]
    fn blank_lines_fill_nothing() {
        let charter = Charter { rules: vec!["  ".into()], ..whole() };
        assert_eq!(charter.tidied().missing(), vec!["rules"]);
    }

    #[test]
    fn the_value_ends_at_sixty_characters() {
        let value = |n: usize| Charter { value: "茶".repeat(n), ..whole() };
        assert_eq!(decide("draft", &value(60)), Ok(()));
        assert!(matches!(decide("draft", &value(61)), Err(CharterRefusal::BadField { .. })));
    }
}
