//! Leaving a space. What was said there stays; a founder hands the office over first.

use super::{LEFT, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Role, Tx, link::LinkRefusal};
use weilu_people::role::{self, Site};
use weilu_vocabulary::{Outcome, SpaceId, refusals};

/// Leaves a space.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Leave {
    /// Which.
    pub space: SpaceId,
}

/// Gone.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Left {}

refusals! {
    /// Why somebody stays.
    pub enum LeaveRefusal {
        /// Not inside.
        NotInside => 409 "space.not_inside" "你不在这个群里，先加入再来。" "You are not in this space; join it first.";
        /// The owner cannot simply go.
        OwnerStays => 409 "space.owner_stays" "你是群主，先把群主转给别人，再离开。" "You own this space; hand it over to somebody before you leave.";
    }
}

impl Command for Leave {
    const NAME: &'static str = "space.leave";
    const SUMMARY: (&'static str, &'static str) = ("退出社群", "Leave a space");
    type Output = Left;
    type Refusal = LeaveRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Left> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        tx.lock(&[self.space.into()])?;
        let mine = state::member::of(tx, self.space, member).await?.ok_or(LeaveRefusal::NotInside)?;
        let owners = role::holders(tx, Role::Owner, Site::Space(self.space)).await?;
        if owners.contains(&mine.persona) {
            return Err(LeaveRefusal::OwnerStays.into());
        }
        state::let_out(tx, act, self.space, mine.persona).await?;
        tx.append(act, LEFT.on(self.space).space(self.space).with(mine.persona));
        Ok(Left {})
    }
}
