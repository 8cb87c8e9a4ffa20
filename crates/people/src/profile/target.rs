//! Target personas: whom one wants to reach, saved as wishes over the six fields and labels.

use super::{NOTE, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_store::Value;
use weilu_vocabulary::{LabelId, Outcome, TargetPersonaId, refusals};

/// What members must have in common.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Wishes {
    /// Per field a text its value contains.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// A label they carry.
    #[serde(default)]
    pub label: Option<LabelId>,
    /// Least confidence of a value, 0 to 100.
    #[serde(default)]
    pub confidence: i64,
}

impl Wishes {
    /// The places of the statements that count.
    #[must_use]
    pub fn values(&self) -> Vec<Value> {
        let text =
            |field: &str| self.fields.get(field).map(|t| t.trim().to_lowercase()).filter(|t| !t.is_empty());
        let mut values: Vec<Value> = super::SIX.iter().map(|f| text(f.0).into()).collect();
        values.extend([self.label.into(), self.confidence.into()]);
        values
    }
}

refusals! {
    /// Why a target persona was not kept.
    pub enum TargetRefusal {
        /// No name, or a long one.
        BadName => 422 "profile.bad_target_name" "给目标画像起个名字，1 到 24 个字。" "Give the target persona a name of 1 to 24 characters.";
        /// Nothing wished.
        Empty => 422 "profile.empty_target" "至少写一项特征。" "Name at least one trait.";
        /// A field that is none of the six.
        UnknownField => 422 "profile.unknown_field" "没有这一项，请刷新页面再试。" "There is no such field; reload the page and try again.";
    }
}

/// Keeps a target persona.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct SaveTarget {
    /// Which, to change one.
    #[serde(default)]
    pub target: Option<TargetPersonaId>,
    /// Name, 1 to 24 characters.
    pub name: String,
    /// What they have in common.
    pub wishes: Wishes,
}

/// The target persona.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct TargetSaved {
    /// Its id.
    pub target: TargetPersonaId,
    /// How many members fit now.
    pub fit: i64,
}

impl Command for SaveTarget {
    const NAME: &'static str = "profile.save_target";
    const SUMMARY: (&'static str, &'static str) = ("保存目标画像", "Keep a target persona");
    type Output = TargetSaved;
    type Refusal = TargetRefusal;

    fn need(&self) -> Need {
        Need::Site(&NOTE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<TargetSaved> {
        let name = self.name.trim();
        if !(1..=24).contains(&name.chars().count()) {
            return Err(TargetRefusal::BadName.into());
        }
        if self.wishes.fields.keys().any(|k| !super::SIX.iter().any(|f| f.0 == k)) {
            return Err(TargetRefusal::UnknownField.into());
        }
        if self.wishes.label.is_none() && self.wishes.fields.values().all(|t| t.trim().is_empty()) {
            return Err(TargetRefusal::Empty.into());
        }
        let target = match self.target {
            Some(id) if state::target_exists(tx, id).await? => id,
            Some(_) => return Err(LinkRefusal::NotFound.into()),
            None => act.id(),
        };
        let wishes = serde_json::json!(self.wishes).to_string();
        state::put_target(tx, act, target, name, &wishes)?;
        Ok(TargetSaved { target, fit: state::fit_count(tx, &self.wishes.values()).await? })
    }
}

/// Forgets a target persona.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct DropTarget {
    /// Which.
    pub target: TargetPersonaId,
}

impl Command for DropTarget {
    const NAME: &'static str = "profile.drop_target";
    const SUMMARY: (&'static str, &'static str) = ("删除目标画像", "Forget a target persona");
    type Output = ();
    type Refusal = TargetRefusal;

    fn need(&self) -> Need {
        Need::Site(&NOTE)
    }

    async fn perform(&self, tx: &mut Tx, _act: &Act) -> Outcome<()> {
        if !state::drop_target(tx, self.target).await? {
            return Err(LinkRefusal::NotFound.into());
        }
        Ok(())
    }
}
