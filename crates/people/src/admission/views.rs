//! Those who ask, for those who answer.

use super::{DECIDE, MODE, Mode, state, state::AdmissionRow};
use crate::account::Address;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_vocabulary::{AdmissionId, Id, Outcome, Time};

const PAGE: i64 = 50;

/// Those who ask to become a member.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "ListAdmissions")]
pub struct List {
    /// Those who were answered, instead of those who wait.
    pub decided: bool,
    /// The last one of the page before.
    pub after: Option<AdmissionId>,
}

/// Somebody who asks.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct AdmissionShown {
    /// Which.
    pub id: AdmissionId,
    /// What he wants to be called.
    pub name: String,
    /// What he says about himself.
    pub words: String,
    /// The address he proved, masked; empty once he is a member.
    pub masked: String,
    /// `asked`, `approved`, `refused`.
    pub state: String,
    /// Why not.
    pub reason: String,
    /// When he asked.
    pub asked_at: Time,
    /// When he was answered.
    pub decided_at: Option<Time>,
}

/// A page of them.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct AdmissionsShown {
    /// Oldest first while they wait, newest first afterwards.
    pub items: Vec<AdmissionShown>,
    /// Where the next page begins.
    pub next: Option<AdmissionId>,
    /// How many wait in all.
    pub waiting: i64,
    /// Who may join now.
    pub mode: Mode,
}

impl Query for List {
    const NAME: &'static str = "admission.list";
    const SUMMARY: (&'static str, &'static str) = ("入会申请", "Those who ask to become a member");
    type Output = AdmissionsShown;

    fn need(&self) -> Need {
        Need::Site(&DECIDE)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<AdmissionsShown> {
        let ends = if self.decided { i64::MAX } else { 0 };
        let after = self.after.unwrap_or_else(|| AdmissionId::from_raw(ends));
        let rows = state::list(tx, !self.decided, after, PAGE).await?;
        let full = i64::try_from(rows.len()).unwrap_or(0) == PAGE;
        Ok(AdmissionsShown {
            next: if full { rows.last().map(|r| r.id) } else { None },
            items: rows.into_iter().map(shown).collect(),
            waiting: state::waiting(tx).await?,
            mode: MODE.get(tx).await?,
        })
    }
}

fn shown(row: AdmissionRow) -> AdmissionShown {
    let address = Address::stored(&row.kind, &row.value).filter(|_| !row.value.is_empty());
    AdmissionShown {
        id: row.id,
        name: row.name,
        words: row.words,
        masked: address.map_or_else(String::new, |a| a.masked()),
        state: row.state,
        reason: row.reason,
        asked_at: row.asked_at,
        decided_at: row.decided_at,
    }
}
