//! Putting the list away, and taking it out again.

use super::{DISMISSED, FOLLOW, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, command::Never};
use weilu_vocabulary::Outcome;

/// Puts the playbook away, or takes it out again.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "DismissPlaybook")]
pub struct Dismiss {
    /// Whether it is put away.
    pub away: bool,
}

/// Done.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct PlaybookDismissed {}

impl Command for Dismiss {
    const NAME: &'static str = "playbook.dismiss";
    const SUMMARY: (&'static str, &'static str) =
        ("收起或展开起步清单", "Put the playbook away, or take it out again");
    type Output = PlaybookDismissed;
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::Site(&FOLLOW)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<PlaybookDismissed> {
        state::dismiss(tx, act, self.away)?;
        tx.append(act, DISMISSED.on(act.tenant).value(i64::from(self.away)));
        Ok(PlaybookDismissed {})
    }
}
