//! Search in Chinese and mixed text, as a projection of the log.
//!
//! A two-character word is the measure: most Chinese words have two characters, and every stretch
//! of two in a text finds it; one character works, too. Simplified and traditional, full and half
//! width, capitals and small letters are the same; Chinese is found by its pinyin. Rights are bits
//! that are asked of every candidate. The same questions are answered by [`SearchIndex::in_memory`]
//! and by an index with files, in the same order.
//!
//! Rules: no clock, no thread, no environment of its own; queries never fail, they degrade; text
//! that was purged is in no file. The feature in [`search`] is the glue: it follows the log, asks
//! features for documents and answers people. Deliberately not here: deciding rights, storing
//! documents for good.

mod asking;
mod clean;
mod collect;
mod disk;
mod document;
mod excerpt;
mod fault;
mod files;
mod fold;
mod index;
mod matching;
mod memory;
mod plan;
mod query;
mod reading;
mod refine;
mod rights;
mod schema;
pub mod search;
mod shard;
mod statistics;
mod suggest;
mod tokenizer;
mod tokens;

pub use asking::{Answer, Filter, Hit, Request};
pub use clean::without_readings;
pub use document::Document;
pub use excerpt::Excerpt;
pub use fault::IndexFault;
pub use fold::{FoldedChar, fold, normalise};
pub use index::{Position, SearchIndex};
pub use matching::Order;
pub use query::Query;
pub use rights::{Rights, SpaceSet};
pub use suggest::Suggestion;
pub use tokenizer::{Tokenizer, Word};

use weilu_kernel::Feature;

/// Every feature of this crate.
pub const FEATURES: &[&Feature] = &[&search::FEATURE];
