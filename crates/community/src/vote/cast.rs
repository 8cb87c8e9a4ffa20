//! Voting up or down, voting differently, and taking a vote back. Doing any of it twice changes nothing.

use super::{CAST, MOST_PER_MINUTE, VOTE, WITHDRAWN, state};
use crate::post::{publish::placed, sight};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, command::Never, counter, link::LinkRefusal};
use weilu_vocabulary::{MINUTE, Outcome, PersonaId, PostId, refusals};

/// Which way somebody votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// This helps.
    Up,
    /// This does not.
    Down,
}

impl Way {
    /// As stored.
    #[must_use]
    pub const fn value(self) -> i64 {
        match self {
            Way::Up => 1,
            Way::Down => -1,
        }
    }

    /// From storage; none when there is no vote.
    #[must_use]
    pub const fn from_value(value: i64) -> Option<Way> {
        match value {
            1 => Some(Way::Up),
            -1 => Some(Way::Down),
            _ => None,
        }
    }
}

/// Votes on what somebody else said; a second vote replaces the first.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Cast {
    /// On what.
    pub post: PostId,
    /// Which way.
    pub way: Way,
}

refusals! {
    /// Why a vote does not count.
    pub enum VoteRefusal {
        /// One's own words.
        Own => 409 "vote.own" "自己写的内容，留给别人来评价。" "What you wrote yourself is for others to judge.";
    }
}

async fn limited(tx: &mut Tx, act: &Act, persona: PersonaId) -> Outcome<()> {
    let most = MOST_PER_MINUTE.get(tx).await?.max(1);
    counter::limit(tx, act, &format!("vote:{persona}"), most, MINUTE).await
}

impl Command for Cast {
    const NAME: &'static str = "vote.cast";
    const SUMMARY: (&'static str, &'static str) = ("认可或不认可一条内容", "Vote on what somebody said");
    type Output = ();
    type Refusal = VoteRefusal;

    fn need(&self) -> Need {
        Need::On(self.post.into(), &VOTE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let post = sight::live(tx, act, self.post).await?;
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        if act.app.grants.is_me(tx, act, post.author).await? {
            return Err(VoteRefusal::Own.into());
        }
        limited(tx, act, persona).await?;
        if state::of_person(tx, post.id, persona).await? == Some(self.way.value()) {
            return Ok(());
        }
        state::drop(tx, post.id, persona).await?;
        state::put(tx, act, post.id, persona, self.way.value())?;
        // Whom a down vote is about is nobody's business but the order's.
        let event = CAST.on(post.id).value(self.way.value());
        let event = if self.way == Way::Up { event.with(post.author) } else { event };
        tx.append(act, placed(event, post.space));
        Ok(())
    }
}

/// Takes a vote back.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Withdraw {
    /// On what.
    pub post: PostId,
}

impl Command for Withdraw {
    const NAME: &'static str = "vote.withdraw";
    const SUMMARY: (&'static str, &'static str) = ("收回评价", "Take a vote back");
    type Output = ();
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::On(self.post.into(), &VOTE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let post = sight::live(tx, act, self.post).await?;
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        limited(tx, act, persona).await?;
        if state::drop(tx, post.id, persona).await? {
            tx.append(act, placed(WITHDRAWN.on(post.id), post.space));
        }
        Ok(())
    }
}
