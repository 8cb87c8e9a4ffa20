//! Signing out other devices: one of them, or all. Their open connections end with them.

use super::{Noted, SIGNED_OUT, add_address, state, tell};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, command::Never, link::LinkRefusal};
use weilu_vocabulary::{MemberId, Outcome, SessionId};

/// Signs one of one's own devices out.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct EndSession {
    /// Which session.
    pub session: SessionId,
}

/// Signs every other device of one's own out.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct EndOtherSessions {}

/// How many devices were signed out.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SessionsEnded {
    /// The number.
    pub ended: i64,
}

/// Signs every device of a person out but the one the act comes by.
///
/// # Errors
/// When the database fails.
pub(super) async fn end_others(tx: &mut Tx, act: &Act, member: MemberId) -> Outcome<i64> {
    let mut ended = 0;
    for device in state::session::of_member(tx, member, act.now).await? {
        if Some(device.id) == act.actor.session {
            continue;
        }
        end(tx, act, member, device.id).await?;
        ended += 1;
    }
    Ok(ended)
}

async fn end(tx: &mut Tx, act: &Act, member: MemberId, session: SessionId) -> Outcome<()> {
    state::end_session(tx, act, session)?;
    let (personas, _) = state::way::traces(tx, member).await?;
    let event = personas.into_iter().fold(SIGNED_OUT.on(session), |event, persona| event.with(persona));
    tx.append(act, event);
    Ok(())
}

impl Command for EndSession {
    const NAME: &'static str = "account.end_session";
    const SUMMARY: (&'static str, &'static str) = ("让一台设备退出登录", "Sign one device out");
    type Output = ();
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let (member, persona) = add_address::myself(act)?;
        let mine = state::session::of_member(tx, member, act.now).await?;
        if !mine.iter().any(|d| d.id == self.session) {
            return Err(LinkRefusal::NotFound.into());
        }
        tell::note(tx, act, persona, Noted::SignedOut)?;
        end(tx, act, member, self.session).await
    }
}

impl Command for EndOtherSessions {
    const NAME: &'static str = "account.end_other_sessions";
    const SUMMARY: (&'static str, &'static str) = ("让其他设备都退出登录", "Sign every other device out");
    type Output = SessionsEnded;
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<SessionsEnded> {
        let (member, persona) = add_address::myself(act)?;
        tell::note(tx, act, persona, Noted::OthersSignedOut)?;
        Ok(SessionsEnded { ended: end_others(tx, act, member).await? })
    }
}
