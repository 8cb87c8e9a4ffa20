//! The newest documents, or all of them where there is no disk: a small index in memory.
//!
//! A document is findable as soon as `add` returns. Rules: documents are numbered in order of
//! arrival; removal marks, and the marked go when the disk index takes over or, without a disk, when
//! they are the greater part. Invariant: per term the documents rise. Nothing here depends on the
//! order of a hash table, so that two runs with the same input answer alike.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;

use crate::document::{Column, Document};
use crate::rights::{Directory, Place};
use crate::shard::{Block, Cursor, END, Places, Shard};
use crate::tokenizer::Analysis;

/// One document of a term.
#[derive(Debug, Clone, Copy)]
struct Posting {
    doc: u32,
    frequency: u32,
    /// Where its positions begin in the shard's list.
    positions_from: u32,
}

/// A stored document.
#[derive(Debug)]
struct Row {
    document: Arc<Document>,
    analysis: Arc<Analysis>,
    place: Place,
    length_codes: [u8; 7],
    live: bool,
}

/// Terms of one column. Those that are asked by prefix are kept in order.
#[derive(Debug)]
enum Terms {
    Hashed(FxHashMap<Box<str>, Vec<Posting>>),
    Sorted(BTreeMap<Box<str>, Vec<Posting>>),
}

/// See the module.
#[derive(Debug)]
pub(crate) struct MemoryShard {
    columns: Vec<Terms>,
    authors: FxHashMap<i64, Vec<Posting>>,
    rows: Vec<Row>,
    by_id: FxHashMap<i64, u32>,
    positions: Vec<u32>,
    tokens: [u64; 7],
}

impl Default for MemoryShard {
    fn default() -> Self {
        let terms = |column: &Column| match column {
            Column::Pinyin | Column::Names | Column::Words | Column::Text => Terms::Sorted(BTreeMap::new()),
            _ => Terms::Hashed(FxHashMap::default()),
        };
        Self {
            columns: Column::ALL.iter().map(terms).collect(),
            authors: FxHashMap::default(),
            rows: Vec::new(),
            by_id: FxHashMap::default(),
            positions: Vec::new(),
            tokens: [0; 7],
        }
    }
}

impl MemoryShard {
    /// Adds a document, replacing one with the same id.
    pub(crate) fn add(&mut self, document: Arc<Document>, analysis: Arc<Analysis>, directory: &Directory) {
        self.remove(document.id);
        let Ok(doc) = u32::try_from(self.rows.len()) else { return };
        let mut length_codes = [0; 7];
        for (column, list) in Column::ALL.into_iter().zip(analysis.lists()) {
            if let (Some(code), Some(tokens)) =
                (length_codes.get_mut(column.slot()), self.tokens.get_mut(column.slot()))
            {
                *code = FieldNormReader::fieldnorm_to_id(list.len());
                *tokens += u64::from(list.len());
            }
            self.post(column, doc, list.iter().collect());
        }
        self.authors.entry(document.author).or_default().push(Posting {
            doc,
            frequency: 1,
            positions_from: 0,
        });
        self.by_id.insert(document.id, doc);
        let place = Place::new(directory.ordinal(document.space), directory.kind(&document.kind));
        self.rows.push(Row { document, analysis, place, length_codes, live: true });
    }

    /// Enters the tokens of one column: equal ones together, with their positions in order.
    fn post(&mut self, column: Column, doc: u32, mut tokens: Vec<(&str, u32)>) {
        tokens.sort_unstable();
        let mut rest = tokens.as_slice();
        while let Some((term, _)) = rest.first() {
            let count = rest.iter().take_while(|(other, _)| other == term).count();
            let (group, others) = rest.split_at(count);
            let posting = Posting {
                doc,
                frequency: u32::try_from(count).unwrap_or(u32::MAX),
                positions_from: u32::try_from(self.positions.len()).unwrap_or(u32::MAX),
            };
            if column == Column::Text {
                self.positions.extend(group.iter().map(|(_, position)| position));
            }
            if let Some(terms) = self.columns.get_mut(column.slot()) {
                terms.push(term, posting);
            }
            rest = others;
        }
    }

    /// Removes a document; whether there was one.
    pub(crate) fn remove(&mut self, id: i64) -> bool {
        let row = self.by_id.remove(&id).and_then(|doc| self.rows.get_mut(doc as usize));
        row.map(|row| row.live = false).is_some()
    }

    /// Removes everything of an author; whether there was anything.
    pub(crate) fn remove_author(&mut self, author: i64) -> bool {
        let before = self.by_id.len();
        for posting in self.authors.remove(&author).unwrap_or_default() {
            if let Some(row) = self.rows.get_mut(posting.doc as usize)
                && std::mem::replace(&mut row.live, false)
            {
                self.by_id.remove(&row.document.id);
            }
        }
        self.by_id.len() < before
    }

    /// How many documents are findable.
    pub(crate) fn len(&self) -> usize {
        self.by_id.len()
    }

    /// The findable documents in order of arrival, with what was cut of them.
    pub(crate) fn live(&self) -> impl Iterator<Item = (&Arc<Document>, &Arc<Analysis>)> {
        self.rows.iter().filter(|row| row.live).map(|row| (&row.document, &row.analysis))
    }

    /// The document with this number.
    pub(crate) fn document(&self, doc: u32) -> Option<Arc<Document>> {
        self.rows.get(doc as usize).map(|row| Arc::clone(&row.document))
    }

    /// Whether most of what is held was removed.
    pub(crate) fn is_mostly_dead(&self) -> bool {
        self.rows.len() > 1_000 && self.rows.len() > 2 * self.by_id.len()
    }

    /// A copy without the removed documents: their text is gone from memory, too.
    pub(crate) fn compacted(&self, directory: &Directory) -> Self {
        let mut fresh = Self::default();
        for (document, analysis) in self.live() {
            fresh.add(Arc::clone(document), Arc::clone(analysis), directory);
        }
        fresh
    }
}

impl Terms {
    fn push(&mut self, term: &str, posting: Posting) {
        // Two look-ups for a new term, so that a known one costs no allocation.
        match self {
            Self::Hashed(map) => match map.get_mut(term) {
                Some(list) => list.push(posting),
                None => drop(map.insert(term.into(), vec![posting])),
            },
            Self::Sorted(map) => match map.get_mut(term) {
                Some(list) => list.push(posting),
                None => drop(map.insert(term.into(), vec![posting])),
            },
        }
    }

    fn get(&self, term: &str) -> Option<&Vec<Posting>> {
        match self {
            Self::Hashed(map) => map.get(term),
            Self::Sorted(map) => map.get(term),
        }
    }
}

/// Walks over the postings of a term.
pub(crate) struct MemoryCursor<'a> {
    shard: &'a MemoryShard,
    column: Column,
    postings: &'a [Posting],
    at: usize,
}

impl MemoryCursor<'_> {
    fn current(&self) -> Option<&Posting> {
        self.postings.get(self.at)
    }
}

impl Cursor for MemoryCursor<'_> {
    fn doc(&self) -> u32 {
        self.current().map_or(END, |posting| posting.doc)
    }

    fn advance(&mut self) -> u32 {
        self.at += 1;
        self.doc()
    }

    fn seek(&mut self, target: u32) -> u32 {
        let rest = self.postings.get(self.at..).unwrap_or_default();
        self.at += rest.partition_point(|posting| posting.doc < target);
        self.doc()
    }

    fn frequency(&self) -> u32 {
        self.current().map_or(0, |posting| posting.frequency)
    }

    fn length_code(&self, doc: u32) -> u8 {
        let codes = self.shard.rows.get(doc as usize).map(|row| row.length_codes);
        codes.and_then(|codes| codes.get(self.column.slot()).copied()).unwrap_or(0)
    }

    fn take(&mut self, block: &mut Block) {
        let rest = self.postings.get(self.at..).unwrap_or_default();
        block.documents.clear();
        block.documents.extend(rest.iter().map(|posting| posting.doc));
        block.frequencies.clear();
        block.frequencies.extend(rest.iter().map(|posting| posting.frequency));
        self.at = self.postings.len();
    }
}

impl Places for MemoryCursor<'_> {
    fn seek(&mut self, target: u32) -> u32 {
        Cursor::seek(self, target)
    }

    fn positions(&mut self, positions: &mut Vec<u32>) {
        positions.clear();
        if let Some(posting) = self.current() {
            let from = posting.positions_from as usize;
            let own = self.shard.positions.get(from..from + posting.frequency as usize);
            positions.extend_from_slice(own.unwrap_or_default());
        }
    }
}

impl Shard for MemoryShard {
    type Handle = (Box<str>, u64);
    type Cursor<'a> = MemoryCursor<'a>;
    type Places<'a> = MemoryCursor<'a>;

    fn find(&self, column: Column, term: &str) -> Option<Self::Handle> {
        let postings = self.columns.get(column.slot())?.get(term)?;
        Some((term.into(), postings.len() as u64))
    }

    fn document_frequency(&self, handle: &Self::Handle) -> u64 {
        handle.1
    }

    fn open(&self, column: Column, handle: &Self::Handle) -> Option<MemoryCursor<'_>> {
        let postings = self.columns.get(column.slot())?.get(&handle.0)?;
        Some(MemoryCursor { shard: self, column, postings, at: 0 })
    }

    fn open_places(&self, column: Column, handle: &Self::Handle) -> Option<MemoryCursor<'_>> {
        self.open(column, handle)
    }

    fn for_prefix(&self, column: Column, prefix: &str, visit: &mut dyn FnMut(&str, u64) -> bool) {
        let Some(Terms::Sorted(map)) = self.columns.get(column.slot()) else { return };
        let from = (std::ops::Bound::Included(prefix), std::ops::Bound::Unbounded);
        for (term, postings) in map.range::<str, _>(from) {
            if !term.starts_with(prefix) || !visit(term, postings.len() as u64) {
                return;
            }
        }
    }

    fn author_cursor(&self, author: i64) -> Option<MemoryCursor<'_>> {
        let postings = self.authors.get(&author)?;
        Some(MemoryCursor { shard: self, column: Column::Tags, postings, at: 0 })
    }

    fn documents(&self) -> u64 {
        self.rows.len() as u64
    }

    fn tokens(&self, column: Column) -> u64 {
        self.tokens.get(column.slot()).copied().unwrap_or(0)
    }

    fn is_live(&self, doc: u32) -> bool {
        self.rows.get(doc as usize).is_some_and(|row| row.live)
    }

    fn place(&self, doc: u32) -> Place {
        self.rows.get(doc as usize).map_or(Place::NOWHERE, |row| row.place)
    }

    fn at(&self, doc: u32) -> i64 {
        self.rows.get(doc as usize).map_or(0, |row| row.document.at)
    }

    fn author(&self, doc: u32) -> i64 {
        self.rows.get(doc as usize).map_or(0, |row| row.document.author)
    }

    fn id(&self, doc: u32) -> i64 {
        self.rows.get(doc as usize).map_or(0, |row| row.document.id)
    }
}
