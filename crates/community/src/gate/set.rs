//! Setting the gate of a space: rule, questionnaire, attempts.

use super::{CHANGED, Gate, Rule, state};
use crate::space::{self, RUN};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, form, link::LinkRefusal};
use weilu_vocabulary::{FormId, Outcome, SpaceId, refusals};

/// Sets the gate; those who are inside stay inside.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Set {
    /// Which space.
    pub space: SpaceId,
    /// What must be met.
    pub rule: Rule,
    /// The questionnaire, when the rule asks for one; the present one stays when absent.
    #[serde(default)]
    pub questionnaire: Option<form::Form>,
    /// How many refused applications somebody may send, 1 to 20.
    #[serde(default = "three")]
    pub attempts: i64,
}

const fn three() -> i64 {
    3
}

/// Set.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct IsSet {
    /// Number of this version.
    pub version: i64,
}

refusals! {
    /// Why the gate stays as it was.
    pub enum SetRefusal {
        /// Nobody could pass it.
        Impassable { detail: String } => 422 "gate.impassable" "这样的条件没有人能通过：{detail}" "Nobody could pass this gate: {detail}";
        /// Too few or too many attempts.
        BadAttempts => 422 "gate.bad_attempts" "申请次数请填 1 到 20。" "Attempts lie between 1 and 20.";
    }
}

impl Command for Set {
    const NAME: &'static str = "gate.set";
    const SUMMARY: (&'static str, &'static str) = ("设置入群条件", "Set the gate of a space");
    type Output = IsSet;
    type Refusal = SetRefusal;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &RUN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<IsSet> {
        tx.lock(&[self.space.into()])?;
        if !(1..=20).contains(&self.attempts) {
            return Err(SetRefusal::BadAttempts.into());
        }
        space::state::load(tx, self.space).await?.ok_or(LinkRefusal::NotFound)?;
        let (former, version) = state::numbered(tx, self.space).await?.unwrap_or_else(|| (Gate::open(), 0));
        let asks = self.rule.asks(|r| matches!(r, Rule::Questionnaire));
        let has_form = former.form.is_some() || self.questionnaire.is_some();
        if let Some(hole) = self.rule.hole(has_form) {
            return Err(SetRefusal::Impassable { detail: hole.get(act.lang).to_owned() }.into());
        }
        let form = match (&self.questionnaire, asks) {
            (_, false) => None,
            (None, true) => former.form,
            (Some(wished), true) => {
                let id = former.form.unwrap_or_else(|| act.id::<FormId>());
                form::save(tx, act, id, wished.clone()).await?;
                Some(id)
            }
        };
        let gate = Gate { rule: self.rule.clone(), form, attempts: self.attempts };
        state::write(tx, act, self.space, version + 1, &gate)?;
        let done = space::state::act_log::Done { kind: "gate_changed", ..Default::default() };
        space::state::act_log::write(tx, act, self.space, done)?;
        tx.append(act, CHANGED.on(self.space).space(self.space).value(version + 1));
        Ok(IsSet { version: version + 1 })
    }
}
