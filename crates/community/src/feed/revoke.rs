//! Taking a secret address back: from now on it leads nowhere.

use super::{REVOKED, state};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, command::Never, link::LinkRefusal};
use weilu_vocabulary::{FeedId, Outcome};

/// Takes one of my secret addresses back.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Revoke {
    /// Which.
    pub feed: FeedId,
}

impl Command for Revoke {
    const NAME: &'static str = "feed.revoke";
    const SUMMARY: (&'static str, &'static str) = ("作废私密订阅地址", "Take a secret feed address back");
    type Output = ();
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        if !state::delete(tx, self.feed, member).await? {
            return Err(LinkRefusal::NotFound.into());
        }
        tx.append(act, REVOKED.on(self.feed));
        Ok(())
    }
}
