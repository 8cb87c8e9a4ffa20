//! Opening a space in one step: name and sentence are the owner's, the rest of the charter is the starter text
//! of an interest circle, which he may rewrite at any time. The long way is to draft, write and publish.

use super::{Beginning, DRAFT, begin, charter::Charter, kind, publish::publish, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{Lang, Outcome, SpaceId, refusals};

/// Opens an interest circle with the starter charter.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Open {
    /// Name, 2 to 30 characters.
    pub name: String,
    /// Core value in one sentence, up to 60 characters.
    pub line: String,
    /// Whether strangers may read.
    #[serde(default)]
    pub open_to_read: bool,
}

/// The new space.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Opened {
    /// Its id.
    pub space: SpaceId,
}

refusals! {
    /// Why no space was opened.
    pub enum OpenRefusal {
        /// The sentence is missing or too long.
        BadLine => 422 "space.bad_line" "请用一句话（60 字以内）说说它给大家带来什么。" "Say in one sentence of up to 60 characters what it gives people.";
    }
}

/// The starter charter of an interest circle, in the owner's language.
fn starter(lang: Lang, name: &str, line: &str, owner: String) -> Charter {
    let said = |zh: &str, en: &str| match lang {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
    };
    let rules = kind::find("circle").map(|k| k.rules).unwrap_or_default();
    Charter {
        for_whom: said("对这件事感兴趣的人", "Everybody who cares about it"),
        value: line.to_owned(),
        benefits: vec!["friends".to_owned(), "knowledge".to_owned()],
        topic: name.to_owned(),
        rules: rules.iter().map(|r| r.text().get(lang).to_owned()).collect(),
        seeds: vec![owner],
        first_topics: vec![
            said("你是怎么喜欢上它的？", "How did you come to love it?"),
            said("晒一件你最珍惜的东西", "Show one thing you treasure"),
            said("新手最常问的问题", "What beginners ask most"),
            said("这个月想一起做点什么？", "What shall we do together this month?"),
        ],
    }
}

impl Command for Open {
    const NAME: &'static str = "space.open";
    const SUMMARY: (&'static str, &'static str) =
        ("一步开设兴趣圈子（用起步章程）", "Open an interest circle at once, with the starter charter");
    type Output = Opened;
    type Refusal = OpenRefusal;

    fn need(&self) -> Need {
        Need::Site(&DRAFT)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Opened> {
        let line = self.line.trim();
        if !(1..=60).contains(&line.chars().count()) {
            return Err(OpenRefusal::BadLine.into());
        }
        let owner = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let beginning = Beginning {
            kind: "circle",
            name: &self.name,
            open_to_read: Some(self.open_to_read),
            branch: None,
            owner,
        };
        let space = begin(tx, act, beginning).await?;
        let name = match act.actor.member {
            Some(member) => state::member::name_of(tx, member).await?.filter(|n| !n.is_empty()),
            None => None,
        };
        let founder = name.unwrap_or_else(|| match act.lang {
            Lang::Zh => "群主".to_owned(),
            Lang::En => "The owner".to_owned(),
        });
        let charter = starter(act.lang, self.name.trim(), line, founder);
        state::charter::write(tx, act, space, 1, &charter)?;
        publish(tx, act, space).await?;
        Ok(Opened { space })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_starter_charter_is_whole_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            assert!(starter(lang, "茶", "一起喝茶", "阿桃".into()).missing().is_empty());
        }
    }
}
