//! What people search for: for everybody the words that lead somewhere, for staff also those that lead nowhere.

use super::{Finder, SEE_WORDS, count, state};
use crate::{Filter, Order, Query as Asked, Request};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_vocabulary::Outcome;

const HOT_DAYS: i64 = 14;
const HOT_TRIED: i64 = 30;
const HOT_SHOWN: usize = 8;
const HOT_CHARS: std::ops::RangeInclusive<usize> = 2..=12;
const DAYS: std::ops::RangeInclusive<i64> = 1..=super::WORD_DAYS;
const SHOWN: i64 = 100;

/// Words that others search for and that lead somewhere.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Hot {}

/// Words.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct HotShown {
    /// Most searched first.
    pub items: Vec<String>,
}

impl Query for Hot {
    const NAME: &'static str = "search.hot";
    const SUMMARY: (&'static str, &'static str) = ("大家在搜", "What others search for");
    type Output = HotShown;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<HotShown> {
        let today = count::day(tx, act.now).await?;
        let words = state::words_since(tx, today - HOT_DAYS, false, HOT_TRIED).await?;
        let finder = act.app.port::<Finder>()?;
        let Some(index) = finder.ready() else { return Ok(HotShown { items: Vec::new() }) };
        let may = finder.may(tx, act, &index).await?;
        // A word is offered only to whom it leads somewhere: it tells nobody of what he may not see.
        let leads = |word: &str| {
            let (query, filter) = (Asked::parse(word), Filter::default());
            let order = Order::Newest;
            let now = act.now.0;
            let request = Request {
                query: &query,
                rights: &may.rights,
                filter: &filter,
                order,
                now,
                offset: 0,
                limit: 1,
                excerpt_chars: 0,
            };
            let answer = index.search(&request);
            answer.total > 0 && !answer.relaxed
        };
        let fit =
            words.into_iter().map(|row| row.word).filter(|word| HOT_CHARS.contains(&word.chars().count()));
        Ok(HotShown { items: fit.filter(|word| leads(word)).take(HOT_SHOWN).collect() })
    }
}

/// What was searched in the last days.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Words {
    /// How many days back, 1 to 90.
    pub days: i64,
    /// Only words that were searched in vain.
    pub in_vain: bool,
}

impl Default for Words {
    fn default() -> Self {
        Self { days: 30, in_vain: false }
    }
}

/// A word that at least three people typed.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct WordShown {
    /// The word, folded.
    pub word: String,
    /// How often it was searched.
    pub times: i64,
    /// How often nothing was found.
    pub without_result: i64,
}

/// What was searched.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct WordsShown {
    /// Searches in all, of whatever words.
    pub searches: i64,
    /// How many of them found nothing.
    pub without_result: i64,
    /// Words that at least three people typed, most often first.
    pub items: Vec<WordShown>,
}

impl Query for Words {
    const NAME: &'static str = "search.words";
    const SUMMARY: (&'static str, &'static str) =
        ("大家搜了什么、什么没搜到", "What people searched for, and in vain");
    type Output = WordsShown;

    fn need(&self) -> Need {
        Need::Site(&SEE_WORDS)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<WordsShown> {
        let days = self.days.clamp(*DAYS.start(), *DAYS.end());
        let since = count::day(tx, act.now).await? - days + 1;
        let sum = state::sum_since(tx, since).await?;
        let rows = state::words_since(tx, since, self.in_vain, SHOWN).await?;
        let shown = |row: state::WordRow| WordShown {
            word: row.word,
            times: row.times,
            without_result: row.without_result,
        };
        Ok(WordsShown {
            searches: sum.times,
            without_result: sum.without_result,
            items: rows.into_iter().map(shown).collect(),
        })
    }
}
