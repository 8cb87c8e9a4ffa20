//! Taking a decision back: the thing is as before, what followed is lifted, and the case waits again.

use super::{
    CASE, DECIDE,
    decide::{DecideRefusal, checked_reason, mine_to_decide},
    state::{self, CaseRow, Decision},
    thing,
};
use crate::{sanction, space, space::state::act_log::Done};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{CaseId, Outcome};

/// Takes a decision back.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "UndoCase")]
pub struct Undo {
    /// Which case.
    pub case: CaseId,
    /// Why, 2 to 200 characters.
    pub reason: String,
}

impl Command for Undo {
    const NAME: &'static str = "review.undo";
    const SUMMARY: (&'static str, &'static str) = ("撤销审核决定", "Take a decision back");
    type Output = ();
    type Refusal = DecideRefusal;

    fn need(&self) -> Need {
        Need::On(self.case.into(), &DECIDE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let reason = checked_reason(&self.reason)?;
        let case = mine_to_decide(tx, act, self.case, None).await?;
        CASE.go(tx, act, case.id, "reopen", reason).await?;
        back(tx, act, &case, reason).await?;
        state::decide(tx, act, case.id, Decision { state: "waiting", decision: "", reason: "" })?;
        Ok(())
    }
}

/// Brings back what was said before the decision, and lifts what followed from it.
async fn back(tx: &mut Tx, act: &Act, case: &CaseRow, reason: &str) -> Outcome<()> {
    if case.state != "upheld" {
        return Ok(());
    }
    if case.announced {
        thing::show(tx, act, case).await?;
    } else {
        thing::hold(tx, case.about()).await?;
    }
    sanction::lift_of_case(tx, act, case.id, reason).await?;
    if let Some(space) = case.space {
        let done = Done { kind: "post_shown", target: case.author, reason, until: None };
        space::state::act_log::write(tx, act, space, done)?;
    }
    Ok(())
}

/// An appeal was upheld: what was hidden is shown, and what never stood is said now.
///
/// # Errors
/// When the database fails.
pub(crate) async fn overturn(tx: &mut Tx, act: &Act, id: CaseId, reason: &str) -> Outcome<()> {
    let Some(case) = state::load(tx, id).await? else { return Ok(()) };
    let mut system = act.again();
    system.ctx.actor.system = true;
    CASE.go(tx, &system, id, "overturn", reason).await?;
    thing::show(tx, act, &case).await?;
    sanction::lift_of_case(tx, act, id, reason).await?;
    let what = Decision { state: "cleared", decision: "overturn", reason };
    Ok(state::decide(tx, act, id, what)?)
}
