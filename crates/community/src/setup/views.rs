//! The wizard's question: where one stopped, and which ready spaces there are.

use super::{RUN, reach::Step, state, template};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_people::{account, brand};
use weilu_vocabulary::{Outcome, SpaceId, Text, Time};

/// How far setting up has come.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "ShowSetup")]
pub struct Show {}

/// A ready space.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReadySpace {
    /// Which.
    pub word: String,
    /// For which purpose of the house.
    pub purpose: brand::Purpose,
    /// Its name.
    pub name: Text,
    /// What it gives, in one sentence.
    pub line: Text,
    /// Who may come in.
    pub gate: Text,
    /// Whether strangers may read.
    pub open_to_read: bool,
    /// Whether it is for colleagues alone.
    pub staff: bool,
    /// Its first post.
    pub post: Text,
    /// The space, when it was made.
    pub made: Option<SpaceId>,
}

/// The answer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SetupShown {
    /// Whether it still has to be done.
    pub open: bool,
    /// The step somebody stopped at.
    pub step: Step,
    /// When it was finished.
    pub finished_at: Option<Time>,
    /// Ready spaces of every purpose.
    pub spaces: Vec<ReadySpace>,
}

impl Query for Show {
    const NAME: &'static str = "setup.show";
    const SUMMARY: (&'static str, &'static str) = ("开张设置做到哪里了", "How far setting up has come");
    type Output = SetupShown;

    fn need(&self) -> Need {
        Need::Site(&RUN)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<SetupShown> {
        let row = state::load(tx).await?;
        let made = state::made(tx).await?;
        let country = account::COUNTRY.get(tx).await?;
        let mut spaces = Vec::new();
        for purpose in [brand::Purpose::Brand, brand::Purpose::Dealers] {
            for ready in template::of(purpose) {
                spaces.push(ReadySpace {
                    word: ready.word.to_owned(),
                    purpose,
                    name: ready.name.text(),
                    line: ready.line.text(),
                    gate: ready.gate_in(country).sentence(),
                    open_to_read: ready.is_open_to_read(),
                    staff: ready.is_for_staff(),
                    post: ready.post.text(),
                    made: made.get(ready.word).copied(),
                });
            }
        }
        Ok(SetupShown {
            open: state::is_open(tx).await?,
            step: row.as_ref().map_or(Step::Purpose, |r| Step::from_word(&r.step)),
            finished_at: row.and_then(|r| r.finished_at),
            spaces,
        })
    }
}
