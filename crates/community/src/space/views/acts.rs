//! The public log of a space: what those who run it did, and why.

use crate::space::{READ, state::act_log};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_vocabulary::{Id, MemberId, Outcome, SpaceActId, SpaceId, Time};

const PAGE: i64 = 50;

/// What was done in a space by those who run it.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Acts {
    /// Which space.
    pub space: SpaceId,
    /// Only before this one (next page).
    #[serde(default)]
    pub before: Option<SpaceActId>,
}

/// Somebody named in the log.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Named {
    /// Who.
    pub id: MemberId,
    /// Name as shown.
    pub name: String,
}

/// One line.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ActShown {
    /// Which.
    pub id: SpaceActId,
    /// What was done.
    pub kind: String,
    /// Who did it.
    pub actor: Option<Named>,
    /// To whom.
    pub target: Option<Named>,
    /// Why.
    pub reason: String,
    /// Until when it lasts.
    pub until: Option<Time>,
    /// When.
    pub at: Time,
}

/// A page of the log.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ActsShown {
    /// Newest first.
    pub items: Vec<ActShown>,
    /// Where the next page begins.
    pub next: Option<SpaceActId>,
}

impl Query for Acts {
    const NAME: &'static str = "space.acts";
    const SUMMARY: (&'static str, &'static str) = ("群务公开", "What those who run the space did");
    type Output = ActsShown;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &READ)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<ActsShown> {
        let rows = act_log::page(tx, self.space, self.before.map(Id::raw), PAGE).await?;
        let full = i64::try_from(rows.len()).unwrap_or(0) == PAGE;
        let next = if full { rows.last().map(|r| r.id) } else { None };
        Ok(ActsShown { items: rows.into_iter().map(shown).collect(), next })
    }
}

fn shown(row: act_log::ActRow) -> ActShown {
    let named = |id: Option<MemberId>, name: Option<String>| {
        id.map(|id| Named { id, name: name.unwrap_or_default() })
    };
    ActShown {
        id: row.id,
        kind: row.kind,
        actor: named(row.actor, row.actor_name),
        target: named(row.target, row.target_name),
        reason: row.reason,
        until: row.until,
        at: row.at,
    }
}
