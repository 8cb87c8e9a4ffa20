//! The brand's own words for the screening at the door.

use super::state;
use crate::space::MANAGE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Query, Tx};
use weilu_vocabulary::{Outcome, refusals};

/// Adds a word to the list, or takes it off.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct SetWord {
    /// The word, 2 to 20 characters.
    pub word: String,
    /// Whether it stands in the list from now on.
    pub on: bool,
}

/// The list.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct WordList {
    /// Words.
    pub items: Vec<String>,
}

refusals! {
    /// Why a word is not taken.
    pub enum WordRefusal {
        /// Too short or too long.
        BadWord => 422 "gate.bad_word" "词语请写 2 到 20 个字。" "A word has 2 to 20 characters.";
    }
}

impl Command for SetWord {
    const NAME: &'static str = "gate.set_word";
    const SUMMARY: (&'static str, &'static str) = ("维护入群筛查词", "Keep the words screened at the door");
    type Output = WordList;
    type Refusal = WordRefusal;

    fn need(&self) -> Need {
        Need::Site(&MANAGE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<WordList> {
        let word = self.word.trim();
        if !(2..=20).contains(&word.chars().count()) {
            return Err(WordRefusal::BadWord.into());
        }
        state::set_word(tx, act, word, self.on)?;
        Ok(WordList { items: state::words(tx).await? })
    }
}

/// The words screened at the door.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Words {}

impl Query for Words {
    const NAME: &'static str = "gate.words";
    const SUMMARY: (&'static str, &'static str) = ("入群筛查词", "The words screened at the door");
    type Output = WordList;

    fn need(&self) -> Need {
        Need::Site(&MANAGE)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<WordList> {
        Ok(WordList { items: state::words(tx).await? })
    }
}
