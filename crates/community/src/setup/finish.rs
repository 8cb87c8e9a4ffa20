//! The end of setting up: from now on the landing page leads.

use super::{FINISHED, RUN, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, command::Never};
use weilu_vocabulary::Outcome;

/// Ends setting up; it can be opened again from the settings.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "FinishSetup")]
pub struct Finish {}

/// Done.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SetupFinished {}

impl Command for Finish {
    const NAME: &'static str = "setup.finish";
    const SUMMARY: (&'static str, &'static str) = ("完成开张设置", "Finish setting up");
    type Output = SetupFinished;
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::Site(&RUN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<SetupFinished> {
        let before = state::load(tx).await?;
        state::finish(tx, act)?;
        if before.is_none_or(|row| row.finished_at.is_none()) {
            tx.append(act, FINISHED.on(act.tenant));
        }
        Ok(SetupFinished {})
    }
}
