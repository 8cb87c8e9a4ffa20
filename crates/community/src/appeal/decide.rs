//! Answering an appeal: never by whoever decided first.

use super::{APPEAL, DECIDE, state, target};
use crate::review;
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{AppealId, Outcome, refusals};

/// Answers an appeal.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "DecideAppeal")]
pub struct Decide {
    /// Which.
    pub appeal: AppealId,
    /// Whether the decision is undone.
    pub uphold: bool,
    /// Why, 2 to 200 characters; told to the person, and public in the space.
    pub reason: String,
}

refusals! {
    /// Why an appeal was not answered.
    pub enum DecideRefusal {
        /// One's own decision.
        OwnDecision => 403 "appeal.own_decision" "原来的决定是你做的，请另一位同事来复核。" "You made the first decision; somebody else has to look again.";
        /// One's own appeal.
        OwnAppeal => 403 "appeal.own_appeal" "这是你自己的申诉，请别人来复核。" "This is your own appeal; somebody else has to look.";
    }
}

impl Command for Decide {
    const NAME: &'static str = "appeal.decide";
    const SUMMARY: (&'static str, &'static str) = ("答复申诉", "Answer an appeal");
    type Output = ();
    type Refusal = DecideRefusal;

    fn need(&self) -> Need {
        Need::On(self.appeal.into(), &DECIDE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        tx.lock(&[self.appeal.into()])?;
        let row = state::load(tx, self.appeal).await?.ok_or(LinkRefusal::NotFound)?;
        let reason = review::checked_reason(&self.reason)?;
        if act.app.grants.is_me(tx, act, row.persona).await? {
            return Err(DecideRefusal::OwnAppeal.into());
        }
        if let Some(first) = row.first_decider
            && act.app.grants.is_me(tx, act, first).await?
        {
            return Err(DecideRefusal::OwnDecision.into());
        }
        let (verb, word) = if self.uphold { ("uphold", "upheld") } else { ("reject", "rejected") };
        APPEAL.go(tx, act, row.id, verb, reason).await?;
        state::decide(tx, act, row.id, word, reason)?;
        if self.uphold {
            target::undo(tx, act, row.about(), reason).await?;
        }
        Ok(target::say(tx, act, row.space, row.persona, self.uphold, reason)?)
    }
}
