//! The reports of a space, for those who run it.

use super::{state, write::Figures};
use crate::space::{RUN, day, state::day as counted};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_vocabulary::{Outcome, SpaceId};

const DAYS: i64 = 28;
const BUSIEST: i64 = 5;

/// The daily reports of a space.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Show {
    /// Which space.
    pub space: SpaceId,
}

/// Somebody who did much.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Busy {
    /// Name as known now.
    pub name: String,
    /// How often he did something.
    pub acts: i64,
}

/// One day.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// The day, as year-month-day of the brand's calendar.
    pub date: String,
    /// Its figures.
    pub figures: Figures,
    /// Who did most on that day.
    pub busiest: Vec<Busy>,
}

/// Reports.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Reports {
    /// Newest first.
    pub items: Vec<Report>,
}

impl Query for Show {
    const NAME: &'static str = "daily_report.show";
    const SUMMARY: (&'static str, &'static str) = ("群日报", "The daily reports of a space");
    type Output = Reports;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &RUN)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<Reports> {
        let mut items = Vec::new();
        for (number, body) in state::of_space(tx, self.space, DAYS).await? {
            let busiest = counted::busiest(tx, self.space, number, number, BUSIEST).await?;
            items.push(Report {
                date: day::date(number),
                figures: serde_json::from_value(body).unwrap_or_default(),
                busiest: busiest.into_iter().map(|(name, acts)| Busy { name, acts }).collect(),
            });
        }
        Ok(Reports { items })
    }
}
