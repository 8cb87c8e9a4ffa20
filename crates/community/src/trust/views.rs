//! A level, and what the next one asks for.

use super::{Counts, MANAGE, STRIKE_DAYS, ladder, level, state};
use crate::review;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal};
use weilu_vocabulary::{DAY, MemberId, Outcome};

/// My trust level.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "MyTrust")]
pub struct Mine {}

/// The trust level of a member.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "TrustOf")]
pub struct Of {
    /// Whose.
    pub member: MemberId,
}

/// One thing that the next level asks for.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "TrustWant")]
pub struct Want {
    /// `days`, `posts` or `likes`.
    pub of: String,
    /// How many there are.
    pub have: i64,
    /// How many are asked for.
    pub need: i64,
}

/// A level.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct TrustShown {
    /// From 0 to 4.
    pub level: i64,
    /// Why an operator set it, when one did.
    pub locked: Option<String>,
    /// Upheld cases of the last 90 days; each costs a level.
    pub upheld: i64,
    /// What the next level asks for; nothing at the top.
    pub next: Vec<Want>,
}

impl Query for Mine {
    const NAME: &'static str = "trust.mine";
    const SUMMARY: (&'static str, &'static str) = ("我的信任等级", "My trust level");
    type Output = TrustShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<TrustShown> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        shown(tx, act, member).await
    }
}

impl Query for Of {
    const NAME: &'static str = "trust.of";
    const SUMMARY: (&'static str, &'static str) = ("某人的信任等级", "The trust level of a member");
    type Output = TrustShown;

    fn need(&self) -> Need {
        Need::On(self.member.into(), &MANAGE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<TrustShown> {
        shown(tx, act, self.member).await
    }
}

async fn shown(tx: &mut Tx, act: &Act, member: MemberId) -> Outcome<TrustShown> {
    let lock = state::lock(tx, member).await?;
    let now = level(tx, act, member).await?;
    let counts = state::counts(tx, member).await?;
    let upheld = review::state::upheld_against(tx, member, act.now - STRIKE_DAYS * DAY).await?;
    let steps = ladder(tx).await?;
    let next = usize::try_from(now).ok().and_then(|n| steps.get(n)).filter(|_| lock.is_none());
    Ok(TrustShown {
        level: now,
        locked: lock.map(|l| l.reason),
        upheld,
        next: next.map(|step| wants(counts, *step)).unwrap_or_default(),
    })
}

fn wants(counts: Counts, step: Counts) -> Vec<Want> {
    [
        ("days", counts.days, step.days),
        ("posts", counts.posts, step.posts),
        ("likes", counts.likes, step.likes),
    ]
    .into_iter()
    .filter(|(_, _, need)| *need > 0)
    .map(|(of, have, need)| Want { of: of.to_owned(), have, need })
    .collect()
}
