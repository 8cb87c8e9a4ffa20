//! Giving somebody his invitations back after a review.

use super::{InvitationRefusal, RESTORED, state};
use crate::space::{self, RUN};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{MemberId, Outcome, SpaceId};

/// Lets somebody invite again.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Restore {
    /// Into which space.
    pub space: SpaceId,
    /// Whom.
    pub member: MemberId,
}

/// Restored.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Restored {}

impl Command for Restore {
    const NAME: &'static str = "invitation.restore";
    const SUMMARY: (&'static str, &'static str) = ("恢复邀请名额", "Let somebody invite again");
    type Output = Restored;
    type Refusal = InvitationRefusal;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &RUN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Restored> {
        if !state::restore(tx, act, self.space, self.member).await? {
            return Err(InvitationRefusal::Invalid.into());
        }
        let event = RESTORED.on(self.space).space(self.space);
        let face = space::state::member::face_of(tx, self.member).await?;
        tx.append(act, face.map_or(event.clone(), |p| event.with(p)));
        Ok(Restored {})
    }
}
