//! Asking for somebody else to look again.

use super::{
    APPEAL, DAYS,
    state::{self, AppealRow},
    target,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal, machine::Opening};
use weilu_vocabulary::{AppealId, DAY, Outcome, Ref, Time, refusals};

/// Appeals against a decision about me.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "AskAppeal")]
pub struct Ask {
    /// The case, the measure, or the line of a space's log.
    pub against: Ref,
    /// What speaks for me, 5 to 500 characters.
    pub text: String,
}

/// Sent.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "AppealAsked")]
pub struct Asked {
    /// Which.
    pub appeal: AppealId,
    /// Until when it should be answered.
    pub due_at: Option<Time>,
}

refusals! {
    /// Why an appeal was not taken.
    pub enum AskRefusal {
        /// Too short or too long.
        BadText => 422 "appeal.bad_text" "请用 5 到 500 个字说明情况。" "Please explain in 5 to 500 characters.";
        /// Appealed before.
        Once => 409 "appeal.once" "这个决定已经申诉过了，每个决定可以申诉一次。" "This decision has been appealed already; each can be appealed once.";
        /// Too late.
        TooLate { days: i64 } => 409 "appeal.too_late" "决定已经过去 {days} 天，不能再申诉了。有新情况可以联系运营。" "The decision is more than {days} days old and can no longer be appealed. If something new has come up, write to an operator.";
    }
}

impl Command for Ask {
    const NAME: &'static str = "appeal.ask";
    const SUMMARY: (&'static str, &'static str) = ("申诉", "Appeal against a decision");
    const WHILE_SUSPENDED: bool = true;
    type Output = Asked;
    type Refusal = AskRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Asked> {
        tx.lock(&[self.against])?;
        let target = target::find(tx, self.against).await?.ok_or(LinkRefusal::NotFound)?;
        if !act.app.grants.is_me(tx, act, target.persona).await? {
            return Err(LinkRefusal::NotFound.into());
        }
        let text = self.text.trim();
        if !(5..=500).contains(&text.chars().count()) {
            return Err(AskRefusal::BadText.into());
        }
        if state::against(tx, target.about).await?.is_some() {
            return Err(AskRefusal::Once.into());
        }
        let days = DAYS.get(tx).await?;
        if act.now.since(target.at) > days * DAY {
            return Err(AskRefusal::TooLate { days }.into());
        }
        let row = AppealRow {
            id: act.id(),
            persona: target.persona,
            against_kind: target.about.kind.word().to_owned(),
            against: target.about.id,
            space: target.space,
            first_decider: target.decider,
            text: text.to_owned(),
            state: "waiting".to_owned(),
            reason: String::new(),
            at: act.now,
            decided_at: None,
        };
        state::insert(tx, &row)?;
        let opening = Opening { author: Some(target.persona), space: target.space, ..Opening::default() };
        let case = APPEAL.start(tx, act, row.id, opening).await?;
        Ok(Asked { appeal: row.id, due_at: case.due_at })
    }
}
