//! What the executor needs of a piece of the index, be it in memory or on disk.
//!
//! A shard numbers its documents from 0 and hands out cursors over the documents of a term, in
//! rising order. Invariant: memory and disk answer alike for the same documents, which a test
//! checks. Static dispatch throughout: these calls happen a million times a second.

use crate::document::Column;
use crate::rights::Place;

/// The number after the last document.
pub(crate) const END: u32 = tantivy::TERMINATED;

/// Documents of a term and how often each has it, a handful at a time.
#[derive(Debug, Default)]
pub(crate) struct Block {
    pub(crate) documents: Vec<u32>,
    pub(crate) frequencies: Vec<u32>,
}

/// Walks over the documents of one term.
pub(crate) trait Cursor {
    /// The current document, or [`END`].
    fn doc(&self) -> u32;
    /// The next document.
    fn advance(&mut self) -> u32;
    /// The first document from `target` on. Never goes back.
    fn seek(&mut self, target: u32) -> u32;
    /// How often the term stands in the current document.
    fn frequency(&self) -> u32;
    /// The length of a document in the column of the term, as the ranking codes it.
    fn length_code(&self, doc: u32) -> u8;
    /// Moves the current document and some after it into `block`; none are left if it stays empty.
    fn take(&mut self, block: &mut Block);
}

/// Walks over documents of one term with the places where it stands in them.
pub(crate) trait Places {
    /// The first document from `target` on. Never goes back.
    fn seek(&mut self, target: u32) -> u32;
    /// Replaces `positions` by those of the term in the current document.
    fn positions(&mut self, positions: &mut Vec<u32>);
}

/// A piece of the index.
pub(crate) trait Shard {
    /// A term that was found in the dictionary.
    type Handle;
    /// A cursor over its documents.
    type Cursor<'a>: Cursor
    where
        Self: 'a;
    /// A cursor that knows positions.
    type Places<'a>: Places
    where
        Self: 'a;

    /// Looks a term up.
    fn find(&self, column: Column, term: &str) -> Option<Self::Handle>;
    /// In how many documents a term stands, removed ones included.
    fn document_frequency(&self, handle: &Self::Handle) -> u64;
    /// A cursor over a term's documents.
    fn open(&self, column: Column, handle: &Self::Handle) -> Option<Self::Cursor<'_>>;
    /// A cursor over a term's documents with positions, if the column has any.
    fn open_places(&self, column: Column, handle: &Self::Handle) -> Option<Self::Places<'_>>;
    /// Calls `visit` for terms that begin with `prefix`, in order, until it answers `false`.
    fn for_prefix(&self, column: Column, prefix: &str, visit: &mut dyn FnMut(&str, u64) -> bool);
    /// A cursor over the documents of an author.
    fn author_cursor(&self, author: i64) -> Option<Self::Cursor<'_>>;
    /// How many documents there are, removed ones included.
    fn documents(&self) -> u64;
    /// How many tokens a column holds, removed documents included.
    fn tokens(&self, column: Column) -> u64;
    /// Whether the document has not been removed.
    fn is_live(&self, doc: u32) -> bool;
    /// Space and kind.
    fn place(&self, doc: u32) -> Place;
    /// Time, microseconds UTC.
    fn at(&self, doc: u32) -> i64;
    /// Author, 0 for nobody.
    fn author(&self, doc: u32) -> i64;
    /// The caller's id.
    fn id(&self, doc: u32) -> i64;
}
