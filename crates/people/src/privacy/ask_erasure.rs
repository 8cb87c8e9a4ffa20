//! Asking to leave, and staying after all.

use super::{COOLING_DAYS, ERASURE_ASKED, ERASURE_TAKEN_BACK, state};
use crate::account::{self, Noted, tell};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Role, Tx, link::LinkRefusal};
use weilu_vocabulary::{DAY, MemberId, Outcome, PersonaId, Time, refusals};

/// Asks to close one's account and erase everything.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct AskErasure {}

/// Stays after all.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct TakeBackErasure {}

/// When it comes true.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ErasureAsked {
    /// Until then it can be taken back.
    pub due_at: Time,
}

refusals! {
    /// Why an erasure is not asked for or taken back.
    pub enum ErasureRefusal {
        /// Asked already.
        Asked => 409 "privacy.erasure_asked" "你已经申请过注销了，冷静期内随时可以取消。" "You asked to leave already; you can change your mind until the cooling-off time ends.";
        /// Not asked.
        NotAsked => 409 "privacy.erasure_not_asked" "没有正在等待的注销申请。" "There is no wish to leave that waits.";
        /// The last one who runs the house.
        LastAdministrator => 409 "privacy.last_administrator" "你是最后一位总部管理员，先把角色交给另一个人再注销。" "You are the last administrator; give the role to somebody else first.";
    }
}

fn myself(act: &Act) -> Outcome<(MemberId, PersonaId)> {
    match (act.actor.member, act.actor.persona) {
        (Some(member), Some(persona)) => Ok((member, persona)),
        _ => Err(LinkRefusal::SignIn.into()),
    }
}

impl Command for AskErasure {
    const NAME: &'static str = "privacy.ask_erasure";
    const SUMMARY: (&'static str, &'static str) = ("申请注销账号", "Ask to close the account");
    const WHILE_SUSPENDED: bool = true;
    type Output = ErasureAsked;
    type Refusal = ErasureRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<ErasureAsked> {
        let (member, persona) = myself(act)?;
        if state::erasure(tx, member).await?.is_some_and(|e| e.state == "asked") {
            return Err(ErasureRefusal::Asked.into());
        }
        if account::state::link::is_last_with_role(tx, member, Role::Headquarters.word()).await? {
            return Err(ErasureRefusal::LastAdministrator.into());
        }
        let days = COOLING_DAYS.get(tx).await?;
        let due_at = act.now + days * DAY;
        state::ask_erasure(tx, act, member, due_at)?;
        let ways = account::state::way::of_member(tx, member).await?;
        tell::send_to_all(tx, act, &ways, "erasure_asked", &serde_json::json!({ "days": days }))?;
        tell::note(tx, act, persona, Noted::ErasureAsked)?;
        tx.append(act, ERASURE_ASKED.on(member));
        Ok(ErasureAsked { due_at })
    }
}

impl Command for TakeBackErasure {
    const NAME: &'static str = "privacy.take_back_erasure";
    const SUMMARY: (&'static str, &'static str) = ("取消注销", "Keep the account after all");
    const WHILE_SUSPENDED: bool = true;
    type Output = ();
    type Refusal = ErasureRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let (member, persona) = myself(act)?;
        if state::erasure(tx, member).await?.is_none_or(|e| e.state != "asked") {
            return Err(ErasureRefusal::NotAsked.into());
        }
        state::end_erasure(tx, act, member, "taken_back")?;
        tell::note(tx, act, persona, Noted::ErasureTakenBack)?;
        tx.append(act, ERASURE_TAKEN_BACK.on(member));
        Ok(())
    }
}
