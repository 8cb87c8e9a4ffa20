//! Taking a case on, or leaving it to others again.

use super::{CASE, DECIDE, state};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, command::Never};
use weilu_vocabulary::{CaseId, Outcome};

/// Takes a case on.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "AssignCase")]
pub struct Assign {
    /// Which.
    pub case: CaseId,
    /// Whether I take care of it; otherwise nobody does.
    pub to_me: bool,
}

impl Command for Assign {
    const NAME: &'static str = "review.assign";
    const SUMMARY: (&'static str, &'static str) = ("认领待审", "Take a case on");
    type Output = ();
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::On(self.case.into(), &DECIDE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let to = act.actor.persona.filter(|_| self.to_me);
        CASE.assign(tx, self.case, to).await?;
        Ok(state::assign(tx, self.case, to)?)
    }
}
