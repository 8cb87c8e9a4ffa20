//! Proposing a circle: the proposer signs first.

use super::{LAPSE_DAYS, MOST_PROPOSALS, PROPOSED, found, state, template};
use crate::{
    review::{self, Screened},
    space::charter::Charter,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{DAY, Outcome, ProposalId, Text, refusals};

/// Proposes a circle, from a starter pack or with a charter of one's own.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Propose {
    /// Name, 2 to 30 characters.
    pub name: String,
    /// Word of the starter pack it begins with.
    #[serde(default)]
    pub template: Option<String>,
    /// Its charter; fields left empty are taken from the starter pack.
    #[serde(default)]
    pub charter: Charter,
}

/// Proposed.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Proposed {
    /// Which.
    pub proposal: ProposalId,
    /// How many signatures it needs.
    pub needs: i64,
    /// Whether it waits for a reviewer before others see it.
    pub held: bool,
}

refusals! {
    /// Why nothing was proposed.
    pub enum ProposeRefusal {
        /// The name is too short or too long.
        BadName => 422 "circle.bad_name" "圈子名字请写 2 到 30 个字。" "Give the circle a name of 2 to 30 characters.";
        /// No such pack.
        NoTemplate => 422 "circle.no_template" "没有这个起步模板，请从列表里选。" "There is no such starter pack; choose one from the list.";
        /// The charter has holes.
        CharterMissing { fields: Vec<String>, names: Vec<Text> } => 422 "circle.charter_missing" "还差这几项：{names}。写好了大家才知道为什么来。" "Still missing: {names}. People want to know why they should come.";
        /// Part of the charter cannot be kept as it is.
        CharterTooLong { field: String, name: Text } => 422 "circle.charter_too_long" "「{name}」太长了，请改短一些再发起。" "“{name}” is too long; please shorten it and propose again.";
        /// Too many at once.
        TooMany { most: i64 } => 409 "circle.too_many" "你已经发起了 {most} 个，等它们有结果再发起新的。" "You have {most} proposals under way; wait for their outcome first.";
    }
}

impl Propose {
    fn whole(&self, act: &Act) -> Result<Charter, ProposeRefusal> {
        let mut charter = self.charter.tidied();
        if let Some(word) = &self.template {
            let pack = template::find(word).ok_or(ProposeRefusal::NoTemplate)?.charter(act.lang);
            let text = |own: &mut String, other: String| {
                if own.is_empty() {
                    *own = other
                }
            };
            let list = |own: &mut Vec<String>, other: Vec<String>| {
                if own.is_empty() {
                    *own = other
                }
            };
            text(&mut charter.for_whom, pack.for_whom);
            text(&mut charter.value, pack.value);
            text(&mut charter.topic, pack.topic);
            list(&mut charter.benefits, pack.benefits);
            list(&mut charter.rules, pack.rules);
            list(&mut charter.first_topics, pack.first_topics);
        }
        // The seeds are those who sign; they are written in when the circle opens.
        let missing: Vec<String> =
            charter.missing().into_iter().filter(|f| *f != "seeds").map(ToOwned::to_owned).collect();
        if missing.is_empty() { Ok(charter) } else { Err(ProposeRefusal::missing(missing)) }
    }
}

impl ProposeRefusal {
    fn missing(fields: Vec<String>) -> ProposeRefusal {
        let names = fields.iter().map(|field| Charter::called(field)).collect();
        ProposeRefusal::CharterMissing { fields, names }
    }
}

impl Command for Propose {
    const NAME: &'static str = "circle.propose";
    const SUMMARY: (&'static str, &'static str) = ("发起开圈", "Propose a circle");
    type Output = Proposed;
    type Refusal = ProposeRefusal;

    fn need(&self) -> Need {
        Need::Publisher
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Proposed> {
        let (Some(member), Some(persona)) = (act.actor.member, act.actor.persona) else {
            return Err(LinkRefusal::SignIn.into());
        };
        tx.lock(&[member.into()])?;
        let name = self.name.trim();
        if !(2..=30).contains(&name.chars().count()) {
            return Err(ProposeRefusal::BadName.into());
        }
        let charter = self.whole(act)?;
        if let Some(field) = charter.wrong() {
            let name = Charter::called(field);
            return Err(ProposeRefusal::CharterTooLong { field: field.to_owned(), name }.into());
        }
        let most = MOST_PROPOSALS.get(tx).await?;
        if state::gathering_of(tx, member).await? >= most {
            return Err(ProposeRefusal::TooMany { most }.into());
        }
        let (charter, screened) = screened(tx, act, name, charter).await?;
        let id: ProposalId = act.id();
        let lapses_at = act.now + LAPSE_DAYS.get(tx).await? * DAY;
        let word = self.template.as_deref().unwrap_or_default();
        let state = if screened.held { "held" } else { "gathering" };
        state::insert(tx, act, id, persona, (&screened.title, word), &charter, (state, lapses_at))?;
        state::sign(tx, act, id, persona).await?;
        if !screened.held {
            tx.append(act, PROPOSED.on(id));
            found::open_if_ready(tx, act, id).await?;
        }
        review::screen::follow_up(tx, act, id.into(), &screened, false).await?;
        Ok(Proposed { proposal: id, needs: super::SIGNATURES.get(tx).await?, held: screened.held })
    }
}

/// Stands between the lines of a charter while they are looked at; nobody types it.
const BETWEEN: &str = "\u{1f}";

/// Name and charter as they may stand: everybody reads them, so they are looked at as a post is.
async fn screened(tx: &mut Tx, act: &Act, name: &str, charter: Charter) -> Outcome<(Charter, Screened)> {
    let text = charter.lines().join(BETWEEN);
    let screened = review::screen(tx, act, None, name, &text).await?;
    let lines: Vec<&str> = screened.text.split(BETWEEN).collect();
    let charter = if screened.masked { charter.with_lines(&lines) } else { charter };
    Ok((charter, screened))
}
