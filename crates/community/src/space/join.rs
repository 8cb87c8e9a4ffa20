//! Joining a space.

use super::{JOINED, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{Outcome, SpaceId, refusals};

/// Joins a space.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Join {
    /// Which.
    pub space: SpaceId,
}

/// Let in.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Joined {
    /// Number in the order of entry.
    pub number: i64,
}

refusals! {
    /// Why somebody was not let in.
    pub enum JoinRefusal {
        /// Already inside.
        AlreadyIn => 409 "space.already_in" "你已经在这个群里了，直接进去聊吧。" "You are in this space already; go right in.";
        /// Not open now.
        NotOpen => 409 "space.not_open" "这个群现在不开放加入，可以先看看别的圈子。" "This space takes nobody in right now; have a look at other circles.";
    }
}

impl Command for Join {
    const NAME: &'static str = "space.join";
    const SUMMARY: (&'static str, &'static str) = ("加入社群", "Join a space");
    type Output = Joined;
    type Refusal = JoinRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Joined> {
        let space = state::load(tx, self.space).await?.ok_or(LinkRefusal::NotFound)?;
        if space.state != "open" {
            return Err(JoinRefusal::NotOpen.into());
        }
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let number = state::let_in(tx, act, space.id, persona).await?.ok_or(JoinRefusal::AlreadyIn)?;
        tx.append(act, JOINED.on(space.id).space(space.id).value(number));
        Ok(Joined { number })
    }
}
