//! What is known of me, and target personas with how many fit.

use super::{NOTE, SIX, state, target::Wishes};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_store::{Row, params, rows, sql};
use weilu_vocabulary::{Id, LabelId, MemberId, Outcome, TargetPersonaId, Text, Time};

/// Everything kept about me in the six fields, with where it comes from.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Mine {}

rows! {
    /// A value about me.
    #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
    pub struct ValueShown {
        /// Field key.
        pub field: String,
        /// The value.
        pub value: String,
        /// `said`, `observed`, `imported`, `inferred`.
        pub source: String,
        /// From 1 to 100.
        pub confidence: i64,
        /// When, microseconds.
        pub at: Time,
    }
    struct TargetRow {
        id: TargetPersonaId, name: String, wishes: serde_json::Value, changed_at: Time,
    }
}

/// One of the six fields.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FieldOfMine {
    /// Key.
    pub key: String,
    /// Name.
    pub name: Text,
    /// Values; what I said first.
    pub values: Vec<ValueShown>,
}

/// The six fields.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct MineShown {
    /// In order.
    pub items: Vec<FieldOfMine>,
}

impl Query for Mine {
    const NAME: &'static str = "profile.mine";
    const SUMMARY: (&'static str, &'static str) =
        ("我的六项信息及来源", "What is known of me, with its sources");
    type Output = MineShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<MineShown> {
        let values: Vec<ValueShown> = tx
            .all(
                sql!("select v.field, v.value, v.source, v.confidence, v.at from profile_value v join persona p on p.tenant = v.tenant and p.id = v.persona where v.tenant = $tenant and p.member = $1 order by case when v.source = 'said' then 0 else 1 end, v.confidence desc, v.at desc"),
                params![act.actor.member.map_or(-1, Id::raw)],
            )
            .await?;
        let items = SIX
            .iter()
            .map(|(key, zh, en)| FieldOfMine {
                key: (*key).to_owned(),
                name: Text::new(zh, en),
                values: values.iter().filter(|v| v.field == *key).cloned().collect(),
            })
            .collect();
        Ok(MineShown { items })
    }
}

/// Saved target personas.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Targets {}

/// A target persona.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TargetShown {
    /// Which.
    pub id: TargetPersonaId,
    /// Name.
    pub name: String,
    /// What they have in common.
    pub wishes: Wishes,
    /// How many members fit now.
    pub fit: i64,
    /// When it was changed, microseconds.
    pub changed_at: Time,
}

/// Target personas.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct TargetsShown {
    /// At most 50, newest first.
    pub items: Vec<TargetShown>,
    /// Active members, to compare with.
    pub members: i64,
}

impl Query for Targets {
    const NAME: &'static str = "profile.targets";
    const SUMMARY: (&'static str, &'static str) = ("目标画像与符合人数", "Target personas and how many fit");
    type Output = TargetsShown;

    fn need(&self) -> Need {
        Need::Site(&NOTE)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<TargetsShown> {
        let rows: Vec<TargetRow> = tx
            .all(
                sql!("select id, name, wishes, changed_at from target_persona where tenant = $tenant order by id desc limit 50"),
                params![],
            )
            .await?;
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            let wishes: Wishes = serde_json::from_value(row.wishes).unwrap_or_default();
            let fit = state::fit_count(tx, &wishes.values()).await?;
            items.push(TargetShown { id: row.id, name: row.name, wishes, fit, changed_at: row.changed_at });
        }
        let members = state::fit_count(tx, &Wishes::default().values()).await?;
        Ok(TargetsShown { items, members })
    }
}

/// How many members fit wishes, before they are saved.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Fit {
    /// Region contains.
    #[serde(default)]
    pub region: Option<String>,
    /// Buying habits contain.
    #[serde(default)]
    pub buying_habits: Option<String>,
    /// Work and income contain.
    #[serde(default)]
    pub work_income: Option<String>,
    /// Age range contains.
    #[serde(default)]
    pub age_range: Option<String>,
    /// Interests contain.
    #[serde(default)]
    pub interests: Option<String>,
    /// Scenes of life contain.
    #[serde(default)]
    pub life_scenes: Option<String>,
    /// A label they carry.
    #[serde(default)]
    pub label: Option<LabelId>,
    /// Least confidence, 0 to 100.
    #[serde(default)]
    pub confidence: i64,
}

/// Somebody who fits.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Fitting {
    /// Whom.
    pub id: MemberId,
    /// Name.
    pub name: String,
    /// Member number.
    pub number: i64,
}

/// Who fits.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct FitShown {
    /// How many.
    pub fit: i64,
    /// Some of them.
    pub items: Vec<Fitting>,
}

impl Query for Fit {
    const NAME: &'static str = "profile.fit";
    const SUMMARY: (&'static str, &'static str) = ("试算符合人数", "How many members fit these wishes");
    type Output = FitShown;

    fn need(&self) -> Need {
        Need::Site(&NOTE)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<FitShown> {
        let texts = [
            &self.region,
            &self.buying_habits,
            &self.work_income,
            &self.age_range,
            &self.interests,
            &self.life_scenes,
        ];
        let fields = SIX.iter().zip(texts).filter_map(|(f, t)| Some((f.0.to_owned(), t.clone()?))).collect();
        let wishes = Wishes { fields, label: self.label, confidence: self.confidence }.values();
        let rows: Vec<Row> = state::fit_some(tx, &wishes).await?;
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            items.push(Fitting { id: row.get("id")?, name: row.get("name")?, number: row.get("number")? });
        }
        Ok(FitShown { fit: state::fit_count(tx, &wishes).await?, items })
    }
}
