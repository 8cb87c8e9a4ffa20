//! Giving a consent and taking it back, each with one tap.

use super::{GIVEN, Purpose, WITHDRAWN, state};
use crate::policy;
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{Outcome, refusals};

/// Agrees to a use of one's data.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Give {
    /// For what.
    pub purpose: Purpose,
    /// The version that was read, for terms and privacy.
    #[serde(default)]
    pub version: Option<i64>,
}

/// Takes a consent back.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Withdraw {
    /// For what.
    pub purpose: Purpose,
}

refusals! {
    /// Why a consent did not change.
    pub enum ConsentRefusal {
        /// Another version counts by now.
        Outdated { version: i64 } => 409 "consent.outdated" "现在是第 {version} 版了，请先看看新版再同意。" "Version {version} counts now; please read it, then agree.";
        /// Without it there is no account.
        Needed => 409 "consent.needed" "没有这项同意就无法继续使用账号。如果要离开，可以在「我 · 隐私」里注销账号。" "The account cannot go on without this. If you want to leave, close your account under Me · Privacy.";
    }
}

impl Command for Give {
    const NAME: &'static str = "consent.give";
    const SUMMARY: (&'static str, &'static str) = ("同意一种用途", "Agree to a use of one's data");
    type Output = ();
    type Refusal = ConsentRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let version = match self.purpose.text() {
            None => 1,
            Some(kind) => {
                let version = policy::current_version(tx, kind).await?;
                if self.version != Some(version) {
                    return Err(ConsentRefusal::Outdated { version }.into());
                }
                version
            }
        };
        state::add(tx, act, persona, self.purpose, version, true)?;
        let body = serde_json::json!({ "purpose": self.purpose.word(), "version": version });
        tx.append(act, GIVEN.on(persona).body(body));
        Ok(())
    }
}

impl Command for Withdraw {
    const NAME: &'static str = "consent.withdraw";
    const SUMMARY: (&'static str, &'static str) = ("撤回一项同意", "Withdraw a consent");
    type Output = ();
    type Refusal = ConsentRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        if self.purpose.text().is_some() {
            return Err(ConsentRefusal::Needed.into());
        }
        state::add(tx, act, persona, self.purpose, 1, false)?;
        let body = serde_json::json!({ "purpose": self.purpose.word() });
        tx.append(act, WITHDRAWN.on(persona).body(body));
        Ok(())
    }
}
