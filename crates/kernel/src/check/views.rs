//! The question of the console: what is missing.

use super::{Finding, SEE, findings};
use crate::{Act, Need, Query, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_vocabulary::Outcome;

/// What is missing or wrong now.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct List {}

/// The findings.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Findings {
    /// Grave ones first.
    pub items: Vec<Finding>,
}

impl Query for List {
    const NAME: &'static str = "check.list";
    const SUMMARY: (&'static str, &'static str) =
        ("还有什么没准备好", "What is missing or wrong in the installation");
    type Output = Findings;

    fn need(&self) -> Need {
        Need::Site(&SEE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Findings> {
        Ok(Findings { items: findings(tx, act).await? })
    }
}
