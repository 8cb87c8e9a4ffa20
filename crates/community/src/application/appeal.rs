//! Appealing against a refusal, once.

use super::{APPEAL_HOURS, APPEALED, stage::Step, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Role, Tx, link::LinkRefusal};
use weilu_people::role::{self, Site};
use weilu_vocabulary::{ApplicationId, HOUR, Outcome, Time, refusals};

/// Asks those who run the space to look again.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Appeal {
    /// Which application of mine.
    pub application: ApplicationId,
    /// What speaks for me, 5 to 500 characters.
    pub text: String,
}

/// Sent.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct AppealSent {
    /// Until when it should be answered.
    pub due_at: Time,
}

refusals! {
    /// Why an appeal was not taken.
    pub enum AppealRefusal {
        /// Too short or too long.
        BadText => 422 "application.bad_appeal" "请用 5 到 500 个字说明情况。" "Please explain in 5 to 500 characters.";
        /// Not open to appeal.
        NotOpen { state: String } => 409 "application.no_appeal" "这份申请现在不能申诉。每次拒绝可以申诉一次。" "This application cannot be appealed now; each refusal can be appealed once.";
    }
}

impl Command for Appeal {
    const NAME: &'static str = "application.appeal";
    const SUMMARY: (&'static str, &'static str) = ("申诉", "Appeal against a refusal");
    type Output = AppealSent;
    type Refusal = AppealRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<AppealSent> {
        let row = super::views::mine_only(tx, act, self.application).await?;
        let text = self.text.trim();
        if !(5..=500).contains(&text.chars().count()) {
            return Err(AppealRefusal::BadText.into());
        }
        let to =
            row.stage().after(Step::Appeal).ok_or(AppealRefusal::NotOpen { state: row.state.clone() })?;
        let latest = state::latest(tx, act, row.space).await?.ok_or(LinkRefusal::NotFound)?;
        if latest.id != row.id {
            return Err(AppealRefusal::NotOpen { state: row.state }.into());
        }
        let due_at = act.now + APPEAL_HOURS.get(tx).await? * HOUR;
        state::set_appeal(tx, act, row.id, text)?;
        state::step(tx, act, row.id, to, text, Some(due_at), act.actor.persona)?;
        let mut event = APPEALED.on(row.id).space(row.space).with(row.persona);
        for role in [Role::Owner, Role::Admin] {
            for runner in role::holders(tx, role, Site::Space(row.space)).await? {
                event = event.with(runner);
            }
        }
        tx.append(act, event);
        Ok(AppealSent { due_at })
    }
}
