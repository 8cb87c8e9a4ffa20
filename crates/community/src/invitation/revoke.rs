//! Taking an unused invitation back; it returns to the quota.

use super::{InvitationRefusal, REVOKED, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{InvitationId, Outcome};

/// Takes an invitation of mine back.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Revoke {
    /// Which.
    pub invitation: InvitationId,
}

/// Taken back.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Revoked {}

impl Command for Revoke {
    const NAME: &'static str = "invitation.revoke";
    const SUMMARY: (&'static str, &'static str) = ("收回邀请", "Take an invitation back");
    type Output = Revoked;
    type Refusal = InvitationRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Revoked> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        if !state::revoke(tx, act, self.invitation, member).await? {
            return Err(InvitationRefusal::Invalid.into());
        }
        tx.append(act, REVOKED.on(self.invitation));
        Ok(Revoked {})
    }
}
