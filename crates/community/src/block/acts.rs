//! Setting and lifting a block.

use super::{LIFTED, MOST_BLOCKED, SET, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_people::member::state::{face, load_now};
use weilu_vocabulary::{MemberId, Outcome, refusals};

/// Keeps somebody away.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Set {
    /// Whom.
    pub member: MemberId,
}

/// Done.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct BlockDone {}

refusals! {
    /// Why nobody was blocked.
    pub enum BlockRefusal {
        /// Oneself.
        Yourself => 409 "block.yourself" "不用拉黑自己。" "There is no need to block yourself.";
        /// A long list.
        TooMany { most: i64 } => 409 "block.too_many" "最多拉黑 {most} 个人，先从名单里解除几位吧。" "You may block {most} people at most; lift a few first.";
    }
}

impl Command for Set {
    const NAME: &'static str = "block.set";
    const SUMMARY: (&'static str, &'static str) = ("拉黑一位成员", "Block a member");
    type Output = BlockDone;
    type Refusal = BlockRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<BlockDone> {
        let mine = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let them = load_now(tx, self.member).await?.ok_or(LinkRefusal::NotFound)?;
        if act.actor.member == Some(them.id) {
            return Err(BlockRefusal::Yourself.into());
        }
        let face = face(tx, them.id).await?.ok_or(LinkRefusal::NotFound)?;
        if state::between(tx, act, face).await?.by_me {
            return Ok(BlockDone {});
        }
        let most = MOST_BLOCKED.get(tx).await?;
        if state::count(tx, act).await? >= most {
            return Err(BlockRefusal::TooMany { most }.into());
        }
        state::insert(tx, act, mine, face)?;
        tx.append(act, SET.on(face));
        Ok(BlockDone {})
    }
}

/// Lets somebody come near again.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Lift {
    /// Whom.
    pub member: MemberId,
}

impl Command for Lift {
    const NAME: &'static str = "block.lift";
    const SUMMARY: (&'static str, &'static str) = ("解除拉黑", "Lift a block");
    type Output = BlockDone;
    type Refusal = weilu_kernel::command::Never;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<BlockDone> {
        let them = load_now(tx, self.member).await?.ok_or(LinkRefusal::NotFound)?;
        let face = face(tx, them.id).await?.ok_or(LinkRefusal::NotFound)?;
        if state::lift(tx, act, them.id).await? {
            tx.append(act, LIFTED.on(face));
        }
        Ok(BlockDone {})
    }
}
