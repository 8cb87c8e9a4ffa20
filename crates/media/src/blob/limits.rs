//! How large files may be, so that the page says no before a phone has sent a hundred megabytes.

use super::Caps;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_vocabulary::Outcome;

/// How large files may be.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ShowLimits {}

/// The answer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Limits {
    /// By kind.
    #[serde(flatten)]
    pub caps: Caps,
}

impl Query for ShowLimits {
    const NAME: &'static str = "blob.limits";
    const SUMMARY: (&'static str, &'static str) = ("附件大小的上限", "How large files may be");
    type Output = Limits;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<Limits> {
        Ok(Limits { caps: Caps::read(tx).await? })
    }
}
