//! The list with its ticks.

use super::{
    FOLLOW, state,
    step::{STEPS, Shows},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_vocabulary::{Outcome, Text, Time};

/// The first week, with what is done.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "ShowPlaybook")]
pub struct Show {}

/// A step.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct PlaybookStep {
    /// Which.
    pub word: String,
    /// On which day of the first week, from 1.
    pub day: i64,
    /// What to do.
    pub title: Text,
    /// Why, and how to do it well.
    pub line: Text,
    /// Address of the page where it is done.
    pub to: String,
    /// How much is done, at most `want`.
    pub have: i64,
    /// How much it takes.
    pub want: i64,
    /// Whether it is done.
    pub done: bool,
}

/// The list.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct PlaybookShown {
    /// In the order of the week.
    pub steps: Vec<PlaybookStep>,
    /// How many are done.
    pub done: i64,
    /// When it was put away.
    pub dismissed_at: Option<Time>,
}

impl Query for Show {
    const NAME: &'static str = "playbook.show";
    const SUMMARY: (&'static str, &'static str) = ("起步清单", "The first week, with what is done");
    type Output = PlaybookShown;

    fn need(&self) -> Need {
        Need::Site(&FOLLOW)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<PlaybookShown> {
        let marks = state::marks(tx).await?;
        let members = state::members(tx).await?;
        let steps: Vec<PlaybookStep> = STEPS
            .iter()
            .map(|step| {
                let have = match step.shows {
                    Shows::Event(kind) => marks.get(kind).copied().unwrap_or(0),
                    Shows::Members => members,
                };
                PlaybookStep {
                    word: step.word.to_owned(),
                    day: step.day,
                    title: step.title.text(),
                    line: step.line.text(),
                    to: step.to.to_owned(),
                    have: have.min(step.want),
                    want: step.want,
                    done: have >= step.want,
                }
            })
            .collect();
        let done = steps.iter().filter(|s| s.done).count();
        Ok(PlaybookShown {
            done: i64::try_from(done).unwrap_or(0),
            steps,
            dismissed_at: state::dismissed_at(tx).await?,
        })
    }
}
