//! Closing a roster: when its time has come, or before by who opened it or runs the space. It closes once.

use super::{
    CLOSED, JOIN,
    line::{LineRefusal, runs},
    state,
};
use crate::post::publish::placed;
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{Failure, Fault, Outcome, RosterId};

const SLICE: i64 = 100;

/// Closes a roster before its time.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "CloseRoster")]
pub struct Close {
    /// Which.
    pub roster: RosterId,
}

impl Command for Close {
    const NAME: &'static str = "roster.close";
    const SUMMARY: (&'static str, &'static str) = ("提前截止接龙", "Close a roster before its time");
    type Output = ();
    type Refusal = LineRefusal;

    fn need(&self) -> Need {
        Need::On(self.roster.into(), &JOIN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        tx.lock(&[self.roster.into()])?;
        let roster = state::load(tx, self.roster).await?.ok_or(LinkRefusal::NotFound)?;
        if !runs(tx, act, &roster).await? {
            return Err(LineRefusal::NotYours.into());
        }
        if roster.closed_at.is_some() {
            return Err(LineRefusal::Closed.into());
        }
        Ok(close(tx, act, &roster).await?)
    }
}

async fn close(tx: &mut Tx, act: &Act, roster: &state::RosterRow) -> Result<(), Fault> {
    state::close(tx, act, roster.id)?;
    let lines = state::taken(tx, roster.id).await?.lines;
    tx.append(act, placed(CLOSED.on(roster.id).with(roster.post).value(lines), roster.space));
    Ok(())
}

/// Closes what is due.
pub(super) async fn close_due(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let due = state::due(tx, act.now, SLICE).await?;
    for roster in &due {
        close(tx, act, roster).await?;
    }
    Ok(due.len())
}
