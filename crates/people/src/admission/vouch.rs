//! Whether a new account may be opened for an address that somebody just proved.

use super::{Door, Invites, MODE, Mode, state};
use crate::account::Address;
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{Outcome, PersonaId, refusals};

refusals! {
    /// Why somebody may not become a member now.
    pub enum AdmissionRefusal {
        /// Only by invitation.
        InvitationNeeded => 403 "admission.invitation_needed" "这里现在凭邀请加入。请一位成员把邀请链接发给你，从链接进来就好。" "Joining is by invitation now. Ask a member for an invitation link and come in by it.";
        /// The invitation brought somebody in already, or is too old.
        InvitationSpent => 403 "admission.invitation_spent" "这份邀请已经用过或过期了，请朋友再发一份。" "This invitation was used or is too old; ask your friend for another.";
        /// People decide.
        ApprovalNeeded => 403 "admission.approval_needed" "加入前请先说说你是谁，工作人员看过就放你进来。" "Before you join, say who you are; somebody will look at it and let you in.";
        /// Asked already.
        Waiting => 403 "admission.waiting" "你的申请已经收到，通过后会发消息告诉你，到时再用这个号码登录。" "Your application has arrived. You will hear when it is approved; then sign in with this address.";
        /// Answered with no.
        TurnedDown { reason: String } => 403 "admission.turned_down" "你的申请这次没有通过，原因是：{reason}" "Your application was not approved this time, because: {reason}";
    }
}

/// By what somebody came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Vouched {
    /// The house is open.
    Open,
    /// A token that brings one person; its hash.
    Token(Vec<u8>),
    /// A token that brings many.
    Code,
}

/// The hash under which a used token is remembered.
fn hash_of(token: &str) -> Vec<u8> {
    blake3::derive_key("weilu token at the door", token.as_bytes()).to_vec()
}

/// Refuses unless a new account may be opened for an address that was just proved.
///
/// # Errors
/// [`AdmissionRefusal`], or the fault of the database.
pub async fn vouch(tx: &mut Tx, act: &Act, address: &Address, token: Option<&str>) -> Outcome<Vouched> {
    match MODE.get(tx).await? {
        Mode::Open => Ok(Vouched::Open),
        Mode::Invitation => by_token(tx, act, token).await,
        Mode::Approval => {
            let asked = state::latest(tx, address).await?;
            Err(match asked {
                None => AdmissionRefusal::ApprovalNeeded,
                Some(row) if row.state == "refused" => AdmissionRefusal::TurnedDown { reason: row.reason },
                Some(_) => AdmissionRefusal::Waiting,
            }
            .into())
        }
    }
}

async fn by_token(tx: &mut Tx, act: &Act, token: Option<&str>) -> Outcome<Vouched> {
    let token = token.map(str::trim).filter(|t| !t.is_empty()).ok_or(AdmissionRefusal::InvitationNeeded)?;
    let invites = act.app.port::<Invites>()?.clone();
    match invites.door(tx, act, token).await? {
        Door::Many => Ok(Vouched::Code),
        Door::Once => {
            let hash = hash_of(token);
            tx.lock_name(&data_encoding::HEXLOWER.encode(&hash))?;
            if state::is_used(tx, &hash).await? {
                return Err(AdmissionRefusal::InvitationSpent.into());
            }
            Ok(Vouched::Token(hash))
        }
        Door::Closed => Err(AdmissionRefusal::InvitationSpent.into()),
    }
}

/// Remembers that a token brought somebody in: it brings in nobody else.
///
/// # Errors
/// When the database fails.
pub fn note_used(tx: &mut Tx, act: &Act, by: &Vouched, persona: PersonaId) -> Outcome<()> {
    if let Vouched::Token(hash) = by {
        state::use_token(tx, act, hash, persona)?;
    }
    Ok(())
}
