//! Making an invitation.

use super::{INVITE, INVITE_AFTER_DAYS, MADE, QUOTA, VALID_DAYS, hash_of, state, token_text};
use crate::space::{self, LeaveRefusal, RUN};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Place, Tx, Verdict, link::LinkRefusal};
use weilu_vocabulary::{DAY, InvitationId, Outcome, SpaceId, Time, refusals};

/// Makes a link that brings one person in.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Invite {
    /// Into which space.
    pub space: SpaceId,
}

/// The link's secret, shown once.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct InvitationMade {
    /// Which.
    pub invitation: InvitationId,
    /// What stands in the link: `/spaces/ID?invitation=TOKEN`. It is not kept and cannot be shown again.
    pub secret: String,
    /// Until when it is valid.
    pub expires_at: Time,
    /// How many more can be made.
    pub left: i64,
}

refusals! {
    /// Why no invitation was made.
    pub enum InviteRefusal {
        /// The quota is used.
        NoneLeft { quota: i64 } => 409 "invitation.none_left" "你的 {quota} 个邀请名额都用上了。没用掉的收回或到期后会还给你。" "Your {quota} invitations are all in use. Those not used come back when you revoke them or they expire.";
        /// Guests were removed too often.
        Lost => 403 "invitation.lost" "你邀请来的朋友有几位被移出了，邀请名额先收回。可以找群主说明情况。" "Several people you invited were removed, so your invitations are on hold. You may explain to the owner.";
        /// Too new here.
        TooNew { days: i64 } => 403 "invitation.too_new" "再待 {days} 天，熟悉了就可以邀请朋友。" "Stay {days} more days; then you may invite friends.";
        /// Switched off here.
        Off => 409 "invitation.off" "这个群没有开放成员邀请。" "This space does not take invitations by members.";
    }
}

impl Command for Invite {
    const NAME: &'static str = "invitation.invite";
    const SUMMARY: (&'static str, &'static str) = ("生成一份邀请", "Make an invitation");
    type Output = InvitationMade;
    type Refusal = InviteRefusal;
    const REMEMBERED: bool = false;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &INVITE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<InvitationMade> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        tx.lock(&[self.space.into(), member.into()])?;
        let row = space::state::load(tx, self.space).await?.ok_or(LinkRefusal::NotFound)?;
        if row.state != "open" || !space::kind::module_on(&row.kind, &row.modules, "invitation") {
            return Err(InviteRefusal::Off.into());
        }
        let own = space::state::member::of(tx, row.id, member).await?.ok_or(LeaveRefusal::NotInside)?;
        if state::has_lost(tx, row.id, member).await? {
            return Err(InviteRefusal::Lost.into());
        }
        let place = Place { space: Some(row.id), branch: row.branch, author: row.founder };
        let runs = act.app.grants.may(tx, act, &RUN, place).await? == Verdict::Yes;
        let left = if runs { i64::MAX } else { left(tx, act, &row, &own).await? };
        let (id, secret) = (act.id::<InvitationId>(), token_text(act.token()));
        let until = act.now + VALID_DAYS.get(tx).await? * DAY;
        state::insert(tx, act, id, row.id, own.persona, &hash_of(&secret), until)?;
        tx.append(act, MADE.on(id).space(row.id));
        Ok(InvitationMade { invitation: id, secret, expires_at: until, left: (left - 1).min(999) })
    }
}

/// How many invitations a plain member may still make.
async fn left(
    tx: &mut Tx,
    act: &Act,
    row: &space::state::SpaceRow,
    own: &space::state::member::Membership,
) -> Outcome<i64> {
    let since = INVITE_AFTER_DAYS.get(tx).await? * DAY - act.now.since(own.since);
    if since > 0 {
        return Err(InviteRefusal::TooNew { days: (since + DAY - 1) / DAY }.into());
    }
    let quota = QUOTA.get(tx).await?;
    let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
    let left = quota - state::counted(tx, row.id, member, act.now).await?;
    if left <= 0 { Err(InviteRefusal::NoneLeft { quota }.into()) } else { Ok(left) }
}
