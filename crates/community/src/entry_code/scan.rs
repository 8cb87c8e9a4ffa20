//! Scanning a code: counted, and answered with where to go. Anybody may, before any sign-in.

use super::{SCANNED, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{Outcome, SpaceId, refusals};

/// Follows a code.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Scan {
    /// What stood in its address.
    pub token: String,
}

/// Where to go.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Led {
    /// Into a space of ours.
    pub space: Option<SpaceId>,
    /// To the code of an outside group.
    pub url: Option<String>,
    /// What it is called.
    pub title: String,
}

refusals! {
    /// Why a code leads nowhere.
    pub enum ScanRefusal {
        /// No such code, or stopped.
        Gone => 404 "entry_code.gone" "这张码已经停用了，来看看其他圈子吧。" "This code is no longer in use; have a look at the other circles.";
    }
}

impl Command for Scan {
    const NAME: &'static str = "entry_code.scan";
    const SUMMARY: (&'static str, &'static str) = ("扫码", "Follow an entry code");
    type Output = Led;
    type Refusal = ScanRefusal;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Led> {
        let code = state::by_token(tx, &self.token).await?.ok_or(ScanRefusal::Gone)?;
        if code.stopped_at.is_some() {
            return Err(ScanRefusal::Gone.into());
        }
        let targets = state::targets(tx, code.id).await?;
        let open = targets.into_iter().find(|t| t.takes(act.now));
        state::count(tx, code.id, 1, 0)?;
        tx.append(act, SCANNED.on(code.id).space(code.space));
        Ok(match open {
            Some(t) if t.space.is_none() => Led { space: None, url: Some(t.url), title: t.title },
            Some(t) => Led { space: t.space, url: None, title: t.title },
            None => Led { space: Some(code.space), url: None, title: code.name },
        })
    }
}
