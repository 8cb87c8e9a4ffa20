//! Closing a poll: when its time has come, or before by who opened it or runs the space. It closes once.

use super::{CLOSED, VOTE, choose::VoteRefusal, state};
use crate::{
    post::{self, publish::placed},
    space::RUN,
};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Place, Tx, Verdict, link::LinkRefusal};
use weilu_vocabulary::{Failure, Fault, Outcome, PollId, refusals};

const SLICE: i64 = 100;

/// Closes a poll before its time.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Close {
    /// Which.
    pub poll: PollId,
}

refusals! {
    /// Why it stays open.
    pub enum CloseRefusal {
        /// Not one's own.
        NotYours => 403 "poll.not_yours" "只有发起人或群主可以提前结束投票。" "Only whoever opened a poll, or runs the space, may close it early.";
    }
}

impl Command for Close {
    const NAME: &'static str = "poll.close";
    const SUMMARY: (&'static str, &'static str) = ("提前结束投票", "Close a poll before its time");
    type Output = ();
    type Refusal = CloseRefusal;

    fn need(&self) -> Need {
        Need::On(self.poll.into(), &VOTE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        tx.lock(&[self.poll.into()])?;
        let poll = state::load(tx, self.poll).await?.ok_or(LinkRefusal::NotFound)?;
        let post = post::state::load(tx, poll.post).await?.ok_or(LinkRefusal::NotFound)?;
        let mine = act.app.grants.is_me(tx, act, post.author).await?;
        let place = Place { space: post.space, ..Place::default() };
        if !mine && !act.actor.system && act.app.grants.may(tx, act, &RUN, place).await? != Verdict::Yes {
            return Err(CloseRefusal::NotYours.into());
        }
        if poll.closed_at.is_some() {
            return Err(VoteRefusal::Closed.into());
        }
        Ok(close(tx, act, &poll).await?)
    }
}

async fn close(tx: &mut Tx, act: &Act, poll: &state::PollRow) -> Result<(), Fault> {
    state::close(tx, act, poll.id)?;
    let people = state::people(tx, poll.id).await?;
    tx.append(act, placed(CLOSED.on(poll.id).with(poll.post).value(people), poll.space));
    Ok(())
}

/// Closes what is due.
pub(super) async fn close_due(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let due = state::due(tx, act.now, SLICE).await?;
    for poll in &due {
        close(tx, act, poll).await?;
    }
    Ok(due.len())
}
