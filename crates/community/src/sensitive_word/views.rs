//! The lists as those who keep them read them, and what would happen to a sentence.

use super::{Action, acts::need, csv, look, state};
use crate::gate::screen::Sign;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_vocabulary::{Id, Outcome, SpaceId, Time, WordId};

const PAGE: usize = 100;

/// The words of a list.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "ListWords")]
pub struct List {
    /// Of which space; none for the whole site.
    #[serde(default)]
    pub space: Option<SpaceId>,
    /// Only words that hold this.
    #[serde(default)]
    pub find: String,
    /// Only words before this one.
    #[serde(default)]
    pub before: Option<WordId>,
}

/// A listed word.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ListedWord")]
pub struct Word {
    /// Which.
    pub id: WordId,
    /// As written.
    pub word: String,
    /// What happens.
    pub action: Action,
    /// What the author is told.
    pub sentence: String,
    /// Since when.
    pub at: Time,
}

/// A page of a list.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "WordPage")]
pub struct Words {
    /// Newest first.
    pub items: Vec<Word>,
    /// Where the next page begins.
    pub next: Option<WordId>,
    /// Words in the whole list.
    pub words: i64,
}

impl Query for List {
    const NAME: &'static str = "sensitive_word.list";
    const SUMMARY: (&'static str, &'static str) = ("敏感词表", "The sensitive words");
    type Output = Words;

    fn need(&self) -> Need {
        need(self.space)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<Words> {
        let before = self.before.map_or(i64::MAX, Id::raw);
        let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
        let mut rows = state::page(tx, self.space, &self.find, before, most).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = if more { rows.last().map(|r| r.id) } else { None };
        let items = rows.into_iter().map(|row| Word {
            id: row.id,
            action: Action::from_word(&row.action).unwrap_or(Action::Hold),
            word: row.word,
            sentence: row.sentence,
            at: row.at,
        });
        Ok(Words { items: items.collect(), next, words: state::number(tx, self.space).await? })
    }
}

/// What would happen to a sentence.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "TryWords")]
pub struct Try {
    /// Where it would be said; none for somebody's own page.
    #[serde(default)]
    pub space: Option<SpaceId>,
    /// The sentence.
    pub text: String,
}

/// What would happen.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Tried {
    /// The hardest action; none when it would simply be said.
    pub action: Option<Action>,
    /// As it would stand.
    pub text: String,
    /// What was met.
    pub signs: Vec<Sign>,
    /// The word that is refused.
    pub refused: Option<String>,
}

impl Query for Try {
    const NAME: &'static str = "sensitive_word.try";
    const SUMMARY: (&'static str, &'static str) = ("试一句话会怎样", "What would happen to a sentence");
    type Output = Tried;

    fn need(&self) -> Need {
        need(self.space)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Tried> {
        let looked = look(tx, act, self.space, "", &self.text).await?;
        let action = looked.action.or(looked.masked.then_some(Action::Mask));
        Ok(Tried {
            action,
            text: looked.text,
            signs: looked.signs,
            refused: looked.refused.map(|(word, _)| word),
        })
    }
}

/// A list as text.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "ExportWords")]
pub struct Export {
    /// Of which space; none for the whole site.
    #[serde(default)]
    pub space: Option<SpaceId>,
}

/// The list.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct WordsAsText {
    /// One word a line: word, action, sentence.
    pub list: String,
}

impl Query for Export {
    const NAME: &'static str = "sensitive_word.export";
    const SUMMARY: (&'static str, &'static str) = ("导出敏感词表", "A list of words as text");
    type Output = WordsAsText;

    fn need(&self) -> Need {
        need(self.space)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<WordsAsText> {
        Ok(WordsAsText { list: csv::write(&state::entries(tx, self.space).await?) })
    }
}
