//! Signing out: this device's session ends at once.

use super::{Noted, SIGNED_OUT, state, tell};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, command::Never};
use weilu_vocabulary::Outcome;

/// Ends the session it comes by.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct SignOut {}

impl Command for SignOut {
    const NAME: &'static str = "account.sign_out";
    const SUMMARY: (&'static str, &'static str) = ("退出登录", "Sign out of this device");
    const WHILE_SUSPENDED: bool = true;
    type Output = ();
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        if let Some(session) = act.actor.session {
            state::end_session(tx, act, session)?;
            tx.append(act, SIGNED_OUT.on(session));
            if let Some(persona) = act.actor.persona {
                tell::note(tx, act, persona, Noted::SignedOut)?;
            }
        }
        Ok(())
    }
}
