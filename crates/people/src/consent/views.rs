//! One's own consents and their history.

use super::{Purpose, state};
use crate::policy;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal};
use weilu_vocabulary::{Outcome, Text, Time};

/// One's own consents.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Mine {}

/// One purpose.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ConsentShown {
    /// For what.
    pub purpose: Purpose,
    /// What it is called.
    pub title: Text,
    /// What yes and no mean.
    pub line: Text,
    /// Whether it is agreed to now.
    pub given: bool,
    /// Since when it stands as it does; none when nothing was ever said.
    pub since: Option<Time>,
    /// Whether it belongs to having an account at all.
    pub needed: bool,
    /// The version that counts now, for terms and privacy.
    pub version: Option<i64>,
    /// Whether a new version waits to be accepted.
    pub due: bool,
}

/// A line of the history.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ConsentLine {
    /// For what.
    pub title: Text,
    /// In which version.
    pub version: i64,
    /// Given or taken back.
    pub given: bool,
    /// When.
    pub at: Time,
}

/// The answer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ConsentsShown {
    /// Every purpose.
    pub items: Vec<ConsentShown>,
    /// Every giving and taking back, newest first.
    pub log: Vec<ConsentLine>,
}

impl Query for Mine {
    const NAME: &'static str = "consent.mine";
    const SUMMARY: (&'static str, &'static str) = ("我的授权同意", "One's own consents");
    type Output = ConsentsShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<ConsentsShown> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let lines = state::of_member(tx, member).await?;
        let due = state::due(tx, member).await?;
        let mut items = Vec::new();
        for purpose in Purpose::ALL {
            let newest = lines.iter().find(|l| l.purpose == purpose.word());
            let version = match purpose.text() {
                Some(kind) => Some(policy::current_version(tx, kind).await?),
                None => None,
            };
            items.push(ConsentShown {
                purpose,
                title: purpose.title(),
                line: purpose.line(),
                given: newest.is_some_and(|l| l.given),
                since: newest.map(|l| l.at),
                needed: version.is_some(),
                version,
                due: due.contains(&purpose),
            });
        }
        let log = lines.into_iter().filter_map(line).collect();
        Ok(ConsentsShown { items, log })
    }
}

fn line(row: state::ConsentRow) -> Option<ConsentLine> {
    let purpose = Purpose::ALL.into_iter().find(|p| p.word() == row.purpose)?;
    Some(ConsentLine { title: purpose.title(), version: row.version, given: row.given, at: row.at })
}
