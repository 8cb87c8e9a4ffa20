//! Suggestions while somebody types: names first, then words.
//!
//! The beginning of a name or word is looked up as it is written and as it is spelled (`dush` and
//! `dsh` find 读书会). Rule: only what the person may find is suggested: each suggestion is backed by
//! a document that his rights admit, so that no word leaks out of a closed space.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::disk::{DiskShard, DiskView, Hidden};
use crate::document::Column;
use crate::fold::normalise;
use crate::memory::MemoryShard;
use crate::reading;
use crate::rights::{Directory, SpaceSet};
use crate::shard::{Cursor, END, Shard};

/// Terms looked at per shard and column.
const MAX_TERMS: usize = 1_024;
/// Documents looked at to find one that may be seen.
const MAX_TRIES: usize = 2_000;
/// Longer beginnings are finished questions.
const MAX_PREFIX_CHARS: usize = 32;
/// Longer stretches are no words to correct.
const MAX_SOUNDED_CHARS: usize = 8;

/// Something to complete what is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What to put in the box.
    pub text: String,
    /// Kind and id of the document that bears this name; nothing for a mere word.
    pub named: Option<(String, i64)>,
}

/// One look-up.
pub(crate) struct Suggesting<'a> {
    pub(crate) memory: [&'a MemoryShard; 2],
    pub(crate) view: &'a DiskView,
    pub(crate) hidden: &'a Hidden,
    pub(crate) spaces: SpaceSet,
    pub(crate) directory: &'a Directory,
}

impl Suggesting<'_> {
    /// At most `limit` suggestions for the beginning `typed`.
    pub(crate) fn suggest(&self, typed: &str, limit: usize) -> Vec<Suggestion> {
        let prefix = normalise(typed);
        let length = prefix.chars().count();
        if length == 0 || length > MAX_PREFIX_CHARS {
            return Vec::new();
        }
        let disk = self.hidden.shards(self.view);
        let mut suggestions = self.names(&disk, &prefix, limit);
        if length > 1 || !prefix.is_ascii() {
            self.add_words(&disk, &prefix, limit, &mut suggestions);
        }
        suggestions
    }

    /// See [`crate::SearchIndex::sounds_like`].
    pub(crate) fn sounds_like(&self, text: &str) -> Option<String> {
        let typed = normalise(text);
        let word: Vec<char> = typed.chars().collect();
        if !(2..=MAX_SOUNDED_CHARS).contains(&word.len()) {
            return None;
        }
        let disk = self.hidden.shards(self.view);
        let spellings = reading::full_spellings(&word);
        let terms =
            spellings.iter().flat_map(|spelling| self.terms(&disk, Column::Pinyin, &format!("{spelling} ")));
        terms
            .filter(|term| self.is_visible(&disk, Column::Pinyin, term))
            .filter_map(|term| term.split_once(' ').map(|(_, word)| word.to_owned()))
            .find(|other| *other != typed)
    }

    fn names(&self, disk: &[DiskShard<'_>], prefix: &str, limit: usize) -> Vec<Suggestion> {
        let mut seen = FxHashSet::default();
        let mut names: Vec<Suggestion> = Vec::new();
        for term in self.terms(disk, Column::Names, prefix) {
            for shard in self.memory {
                for doc in self.visible(shard, Column::Names, &term, limit) {
                    let Some(document) = shard.document(doc) else { continue };
                    if seen.insert(document.id) {
                        let named = Some((document.kind.clone(), document.id));
                        names.push(Suggestion { text: document.title.clone(), named });
                    }
                }
            }
            for shard in disk {
                for doc in self.visible(shard, Column::Names, &term, limit) {
                    if seen.insert(shard.id(doc)) {
                        let named = Some((self.directory.kind_name(shard.place(doc).kind()), shard.id(doc)));
                        names.push(Suggestion { text: shard.segment.stored(doc).0, named });
                    }
                }
            }
            if names.len() >= limit {
                break;
            }
        }
        names.truncate(limit);
        names
    }

    fn add_words(
        &self,
        disk: &[DiskShard<'_>],
        prefix: &str,
        limit: usize,
        suggestions: &mut Vec<Suggestion>,
    ) {
        let columns: &[Column] =
            if prefix.is_ascii() { &[Column::Pinyin, Column::Text] } else { &[Column::Words] };
        for column in columns {
            for term in self.terms(disk, *column, prefix) {
                if suggestions.len() >= limit {
                    return;
                }
                let word = term.split_once(' ').map_or(term.as_str(), |(_, word)| word);
                let known = suggestions.iter().any(|suggestion| suggestion.text == word);
                if !known && self.is_visible(disk, *column, &term) {
                    suggestions.push(Suggestion { text: word.to_owned(), named: None });
                }
            }
        }
    }

    /// The terms of a column that begin so, commonest first.
    fn terms(&self, disk: &[DiskShard<'_>], column: Column, prefix: &str) -> Vec<String> {
        let mut frequencies: FxHashMap<String, u64> = FxHashMap::default();
        for shard in self.memory {
            note_terms(shard, column, prefix, &mut frequencies);
        }
        for shard in disk {
            note_terms(shard, column, prefix, &mut frequencies);
        }
        let mut terms: Vec<(String, u64)> = frequencies.into_iter().collect();
        terms.sort_unstable_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
        terms.into_iter().map(|(term, _)| term).collect()
    }

    fn is_visible(&self, disk: &[DiskShard<'_>], column: Column, term: &str) -> bool {
        self.memory.into_iter().any(|shard| !self.visible(shard, column, term, 1).is_empty())
            || disk.iter().any(|shard| !self.visible(shard, column, term, 1).is_empty())
    }

    /// The first documents of a term that may be seen.
    fn visible<S: Shard>(&self, shard: &S, column: Column, term: &str, limit: usize) -> Vec<u32> {
        let mut visible = Vec::new();
        let Some(handle) = shard.find(column, term) else { return visible };
        let Some(mut cursor) = shard.open(column, &handle) else { return visible };
        for _ in 0..MAX_TRIES {
            if cursor.doc() == END || visible.len() >= limit {
                break;
            }
            if self.spaces.holds(shard.place(cursor.doc()).ordinal()) && shard.is_live(cursor.doc()) {
                visible.push(cursor.doc());
            }
            cursor.advance();
        }
        visible
    }
}

fn note_terms<S: Shard>(shard: &S, column: Column, prefix: &str, frequencies: &mut FxHashMap<String, u64>) {
    let mut room = MAX_TERMS;
    shard.for_prefix(column, prefix, &mut |term, frequency| {
        *frequencies.entry(term.to_owned()).or_default() += frequency;
        room -= 1;
        room > 0
    });
}
