//! My invitations into a space: how many are left, and what became of those I made.

use super::{INVITE, QUOTA, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal};
use weilu_vocabulary::{InvitationId, MemberId, Outcome, SpaceId, Time};

/// My invitations into a space.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Mine {
    /// Which space.
    pub space: SpaceId,
}

/// One I made.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct MadeShown {
    /// Which.
    pub id: InvitationId,
    /// `open`, `used`, `expired`, `revoked`.
    pub state: String,
    /// When it was made.
    pub at: Time,
    /// Until when it is valid.
    pub expires_at: Time,
    /// Who came in by it.
    pub guest: Option<MemberId>,
    /// His name.
    pub guest_name: Option<String>,
}

/// What I have.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct MineShown {
    /// Invitations a member has here.
    pub quota: i64,
    /// How many of mine are left.
    pub left: i64,
    /// Whether they were taken from me.
    pub lost: bool,
    /// Newest first.
    pub items: Vec<MadeShown>,
}

impl Query for Mine {
    const NAME: &'static str = "invitation.mine";
    const SUMMARY: (&'static str, &'static str) = ("我的邀请", "My invitations into a space");
    type Output = MineShown;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &INVITE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<MineShown> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let quota = QUOTA.get(tx).await?;
        let lost = state::has_lost(tx, self.space, member).await?;
        let counted = state::counted(tx, self.space, member, act.now).await?;
        let items = state::made(tx, self.space, member).await?;
        Ok(MineShown {
            quota,
            left: if lost { 0 } else { (quota - counted).max(0) },
            lost,
            items: items.into_iter().map(|made| shown(made, act.now)).collect(),
        })
    }
}

fn shown(made: state::Made, now: Time) -> MadeShown {
    let word = if made.guest.is_some() {
        "used"
    } else if made.revoked_at.is_some() {
        "revoked"
    } else if now >= made.expires_at {
        "expired"
    } else {
        "open"
    };
    MadeShown {
        id: made.id,
        state: word.to_owned(),
        at: made.created_at,
        expires_at: made.expires_at,
        guest: made.guest,
        guest_name: made.guest_name,
    }
}
