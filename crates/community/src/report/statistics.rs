//! Figures of reports and review over some days.

use super::state::settled_by_reason;
use crate::review::DECIDE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_vocabulary::{DAY, Outcome};

/// Figures of reports.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "ReportStatistics")]
pub struct Statistics {
    /// Over how many days, 1 to 365.
    pub days: i64,
}

/// One reason.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ReportsByReason")]
pub struct ByReason {
    /// The reason.
    pub reason: String,
    /// Reports for it.
    pub reports: i64,
    /// Of them, right.
    pub right: i64,
    /// Of them, wrong.
    pub wrong: i64,
}

/// The figures.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ReportFigures")]
pub struct Figures {
    /// By reason, most first.
    pub reasons: Vec<ByReason>,
}

impl Query for Statistics {
    const NAME: &'static str = "report.statistics";
    const SUMMARY: (&'static str, &'static str) = ("举报统计", "Figures of reports");
    type Output = Figures;

    fn need(&self) -> Need {
        Need::Site(&DECIDE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Figures> {
        let since = act.now - self.days.clamp(1, 365) * DAY;
        Ok(Figures { reasons: settled_by_reason(tx, since).await? })
    }
}
