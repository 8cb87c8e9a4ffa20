//! Going on to a step: kept, so that one can leave and come back.

use super::{RUN, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, command::Never};
use weilu_vocabulary::Outcome;

/// A step of setting up, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SetupStep")]
pub enum Step {
    /// What the house is for.
    #[default]
    Purpose,
    /// Name, sentence, colour.
    Face,
    /// Who may join, and where the community stands.
    Door,
    /// Ready spaces.
    Spaces,
    /// Whose name stands in the texts.
    Law,
}

impl Step {
    /// Every step.
    pub const ALL: [Step; 5] = [Step::Purpose, Step::Face, Step::Door, Step::Spaces, Step::Law];

    /// As stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Step::Purpose => "purpose",
            Step::Face => "face",
            Step::Door => "door",
            Step::Spaces => "spaces",
            Step::Law => "law",
        }
    }

    /// From storage; the first when unknown.
    #[must_use]
    pub fn from_word(word: &str) -> Step {
        Step::ALL.into_iter().find(|s| s.word() == word).unwrap_or_default()
    }
}

/// Goes on to a step.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "ReachStep")]
pub struct Reach {
    /// Which.
    pub step: Step,
}

/// Kept.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Reached {}

impl Command for Reach {
    const NAME: &'static str = "setup.reach";
    const SUMMARY: (&'static str, &'static str) =
        ("记下开张设置到了哪一步", "Keep how far setting up has come");
    type Output = Reached;
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::Site(&RUN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Reached> {
        state::reach(tx, act, self.step.word())?;
        Ok(Reached {})
    }
}
