//! Taking an application back while it waits.

use super::{WITHDRAWN, stage::Step, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{ApplicationId, Outcome, refusals};

/// Takes an application of mine back.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Withdraw {
    /// Which.
    pub application: ApplicationId,
}

/// Taken back.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Withdrawn {}

refusals! {
    /// Why it stays.
    pub enum WithdrawRefusal {
        /// Decided.
        Decided => 409 "application.cannot_withdraw" "这份申请已经有结果了，不用撤回。" "This application has been decided; there is nothing to take back.";
    }
}

impl Command for Withdraw {
    const NAME: &'static str = "application.withdraw";
    const SUMMARY: (&'static str, &'static str) = ("撤回申请", "Take an application back");
    type Output = Withdrawn;
    type Refusal = WithdrawRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Withdrawn> {
        let row = super::views::mine_only(tx, act, self.application).await?;
        let to = row.stage().after(Step::Withdraw).ok_or(WithdrawRefusal::Decided)?;
        state::step(tx, act, row.id, to, "", None, act.actor.persona)?;
        tx.append(act, WITHDRAWN.on(row.id).space(row.space).with(row.persona));
        Ok(Withdrawn {})
    }
}
