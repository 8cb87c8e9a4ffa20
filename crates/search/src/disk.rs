//! Reading the index files: segments as shards.
//!
//! A view is one consistent state of the files. Its segments are read through memory maps and stay
//! readable after newer states have replaced them. Space and kind of every document are kept in
//! memory, four bytes each, because every candidate is asked for them.
//! What was removed since the last commit is hidden by [`Hidden`], per segment.
//! Deliberately not here: writing, and the decision when to look at the files again.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::columnar::ColumnValues;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::{InvertedIndexReader, SegmentId, SegmentReader};
use tantivy::postings::{BlockSegmentPostings, Postings, SegmentPostings, TermInfo};
use tantivy::schema::{IndexRecordOption, Term, Value};
use tantivy::store::StoreReader;
use tantivy::{DocSet, TantivyDocument};

use crate::document::Column;
use crate::fault::IndexFault;
use crate::files::Removal;
use crate::rights::{Directory, Place};
use crate::schema::{AT, AUTHOR, Fields, ID, KIND, SPACE};
use crate::shard::{Block, Cursor, END, Places, Shard};

/// Postings are packed in blocks of this many documents. The library does not say the number aloud;
/// the tests read lists of many blocks.
const BLOCK_DOCUMENTS: usize = 128;
/// Blocks of stored text that a segment keeps unpacked.
const STORE_CACHE_BLOCKS: usize = 16;

/// One segment, opened.
pub(crate) struct Segment {
    reader: SegmentReader,
    fields: Fields,
    columns: Vec<SegmentColumn>,
    authors: Arc<InvertedIndexReader>,
    ids: Arc<InvertedIndexReader>,
    id: Arc<dyn ColumnValues<i64>>,
    author: Arc<dyn ColumnValues<i64>>,
    space: Arc<dyn ColumnValues<i64>>,
    at: Arc<dyn ColumnValues<i64>>,
    places: Arc<Vec<Place>>,
    store: StoreReader,
}

/// What is read of one indexed column.
struct SegmentColumn {
    index: Arc<InvertedIndexReader>,
    lengths: Option<FieldNormReader>,
}

impl Segment {
    /// Opens a segment; what a former opening of the same segment counted out is taken over.
    fn open(
        reader: &SegmentReader,
        fields: &Fields,
        directory: &Directory,
        former: Option<&Self>,
    ) -> tantivy::Result<Self> {
        let columns = Column::ALL.map(|column| {
            let field = fields.column(column);
            let lengths =
                if column.has_lengths() { reader.fieldnorms_readers().get_field(field)? } else { None };
            Ok(SegmentColumn { index: reader.inverted_index(field)?, lengths })
        });
        let places = match former {
            Some(former) => Arc::clone(&former.places),
            None => Arc::new(places(reader, directory)?),
        };
        Ok(Self {
            columns: columns.into_iter().collect::<tantivy::Result<_>>()?,
            authors: reader.inverted_index(fields.author)?,
            ids: reader.inverted_index(fields.id)?,
            id: reader.fast_fields().column_first_or_default(ID)?,
            author: reader.fast_fields().column_first_or_default(AUTHOR)?,
            space: reader.fast_fields().column_first_or_default(SPACE)?,
            at: reader.fast_fields().column_first_or_default(AT)?,
            places,
            store: reader.get_store_reader(STORE_CACHE_BLOCKS)?,
            fields: fields.clone(),
            reader: reader.clone(),
        })
    }

    /// Title and body as they were written.
    pub(crate) fn stored(&self, doc: u32) -> (String, String) {
        let Ok(stored) = self.store.get::<TantivyDocument>(doc) else {
            return (String::new(), String::new());
        };
        let text =
            |field| stored.get_first(field).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        (text(self.fields.title), text(self.fields.body))
    }

    /// The kind's number.
    pub(crate) fn kind(&self, doc: u32) -> u8 {
        self.places.get(doc as usize).copied().unwrap_or(Place::NOWHERE).kind()
    }

    /// The author, 0 for nobody.
    pub(crate) fn author(&self, doc: u32) -> i64 {
        self.author.get_val(doc)
    }

    /// The space as the caller knows it.
    pub(crate) fn space(&self, doc: u32) -> i64 {
        self.space.get_val(doc)
    }

    /// The living documents with this id; usually none or one.
    fn documents_of_id(&self, id: i64) -> Vec<u32> {
        // Ids rise with time: a new one lies beyond everything that is stored.
        if id < self.id.min_value() || id > self.id.max_value() {
            return Vec::new();
        }
        self.living(&self.ids, &Term::from_field_i64(self.fields.id, id))
    }

    fn documents_of_author(&self, author: i64) -> Vec<u32> {
        self.living(&self.authors, &Term::from_field_i64(self.fields.author, author))
    }

    fn living(&self, index: &InvertedIndexReader, term: &Term) -> Vec<u32> {
        let Ok(Some(mut postings)) = index.read_postings(term, IndexRecordOption::Basic) else {
            return Vec::new();
        };
        let mut documents = Vec::new();
        while postings.doc() != END {
            if !self.reader.is_deleted(postings.doc()) {
                documents.push(postings.doc());
            }
            postings.advance();
        }
        documents
    }
}

/// Space and kind of every document of a segment.
fn places(reader: &SegmentReader, directory: &Directory) -> tantivy::Result<Vec<Place>> {
    let spaces: Arc<dyn ColumnValues<i64>> = reader.fast_fields().column_first_or_default(SPACE)?;
    let kinds = reader.fast_fields().str(KIND)?;
    let mut ordinals: FxHashMap<i64, u32> = FxHashMap::default();
    let mut kind_numbers: FxHashMap<u64, u8> = FxHashMap::default();
    let mut places = Vec::with_capacity(reader.max_doc() as usize);
    let mut name = String::new();
    for doc in 0..reader.max_doc() {
        let space = spaces.get_val(doc);
        let ordinal = *ordinals.entry(space).or_insert_with(|| directory.ordinal(space));
        let mut kind = 0;
        if let Some(kinds) = &kinds
            && let Some(term) = kinds.ords().first(doc)
        {
            kind = match kind_numbers.get(&term) {
                Some(known) => *known,
                None => {
                    name.clear();
                    kinds.ord_to_str(term, &mut name)?;
                    let number = directory.kind(&name);
                    kind_numbers.insert(term, number);
                    number
                }
            };
        }
        places.push(Place::new(ordinal, kind));
    }
    Ok(places)
}

/// One consistent state of the index files.
#[derive(Default)]
pub(crate) struct DiskView {
    /// In the order of the files; newer ones are not always later.
    pub(crate) segments: Vec<Arc<Segment>>,
}

impl DiskView {
    /// Opens the segments of `searcher`, taking unchanged ones over from `former`.
    pub(crate) fn open(
        searcher: &tantivy::Searcher,
        fields: &Fields,
        directory: &Directory,
        former: &Self,
    ) -> Result<Self, IndexFault> {
        let known: FxHashMap<SegmentId, &Arc<Segment>> =
            former.segments.iter().map(|segment| (segment.reader.segment_id(), segment)).collect();
        let mut segments = Vec::new();
        for reader in searcher.segment_readers() {
            let former = known.get(&reader.segment_id());
            let unchanged = former.filter(|former| former.reader.delete_opstamp() == reader.delete_opstamp());
            segments.push(match unchanged {
                Some(same) => Arc::clone(same),
                None => {
                    Arc::new(Segment::open(reader, fields, directory, former.map(|former| former.as_ref()))?)
                }
            });
        }
        Ok(Self { segments })
    }

    /// Where the documents lie that a removal means: number of the segment, number in it.
    pub(crate) fn locate(&self, removal: Removal) -> Vec<(usize, u32)> {
        let mut found = Vec::new();
        for (number, segment) in self.segments.iter().enumerate() {
            let documents = match removal {
                Removal::Id(id) => segment.documents_of_id(id),
                Removal::Author(author) => segment.documents_of_author(author),
            };
            found.extend(documents.into_iter().map(|doc| (number, doc)));
        }
        found
    }

    /// How many documents the files hold, removed ones left out.
    pub(crate) fn len(&self) -> usize {
        self.segments.iter().map(|segment| segment.reader.num_docs() as usize).sum()
    }
}

/// Documents of a view that were removed or replaced after it was written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hidden {
    segments: Vec<FxHashSet<u32>>,
}

impl Hidden {
    /// Hides documents that [`DiskView::locate`] found.
    pub(crate) fn hide(&mut self, found: &[(usize, u32)]) {
        for (segment, doc) in found {
            if self.segments.len() <= *segment {
                self.segments.resize_with(segment + 1, FxHashSet::default);
            }
            if let Some(hidden) = self.segments.get_mut(*segment) {
                hidden.insert(*doc);
            }
        }
    }

    /// How many documents are hidden.
    pub(crate) fn len(&self) -> usize {
        self.segments.iter().map(FxHashSet::len).sum()
    }

    /// The shards of a view, without what is hidden.
    pub(crate) fn shards<'a>(&'a self, view: &'a DiskView) -> Vec<DiskShard<'a>> {
        let hidden = |index: usize| self.segments.get(index).filter(|set| !set.is_empty());
        view.segments
            .iter()
            .enumerate()
            .map(|(index, segment)| DiskShard { segment, hidden: hidden(index) })
            .collect()
    }
}

/// A segment without what is hidden in it.
pub(crate) struct DiskShard<'a> {
    pub(crate) segment: &'a Arc<Segment>,
    hidden: Option<&'a FxHashSet<u32>>,
}

impl DiskShard<'_> {
    fn column(&self, column: Column) -> Option<&SegmentColumn> {
        self.segment.columns.get(column.slot())
    }
}

/// Walks over the postings of a term in a segment, which are packed in blocks.
pub(crate) struct DiskCursor<'a> {
    block: BlockSegmentPostings,
    /// Place in the block; behind the last document the block is filled up with [`END`].
    at: usize,
    lengths: Option<&'a FieldNormReader>,
}

impl<'a> DiskCursor<'a> {
    fn new(block: BlockSegmentPostings, lengths: Option<&'a FieldNormReader>) -> Self {
        Self { block, at: 0, lengths }
    }
}

impl Cursor for DiskCursor<'_> {
    #[inline]
    fn doc(&self) -> u32 {
        self.block.doc(self.at)
    }

    #[inline]
    fn advance(&mut self) -> u32 {
        self.at += 1;
        if self.at == BLOCK_DOCUMENTS {
            self.at = 0;
            self.block.advance();
        }
        self.doc()
    }

    #[inline]
    fn seek(&mut self, target: u32) -> u32 {
        let doc = self.doc();
        if doc >= target {
            return doc;
        }
        // The next one is often meant, and cheap to look at.
        self.at = (self.at + 1).min(BLOCK_DOCUMENTS - 1);
        let doc = self.doc();
        if doc >= target {
            return doc;
        }
        self.at = self.block.seek(target);
        self.doc()
    }

    #[inline]
    fn frequency(&self) -> u32 {
        self.block.freq(self.at)
    }

    #[inline]
    fn length_code(&self, doc: u32) -> u8 {
        self.lengths.map_or(0, |lengths| lengths.fieldnorm_id(doc))
    }

    fn take(&mut self, block: &mut Block) {
        let (documents, frequencies) = (self.block.docs(), self.block.freqs());
        block.documents.clear();
        block.documents.extend_from_slice(documents.get(self.at..).unwrap_or_default());
        block.frequencies.clear();
        // A column without frequencies leaves this list short.
        block.frequencies.extend_from_slice(frequencies.get(self.at..).unwrap_or_default());
        block.frequencies.resize(block.documents.len(), 1);
        if !block.documents.is_empty() {
            self.at = 0;
            self.block.advance();
        }
    }
}

/// Walks over the postings of a term with its positions.
pub(crate) struct DiskPlaces(SegmentPostings);

impl Places for DiskPlaces {
    fn seek(&mut self, target: u32) -> u32 {
        let doc = self.0.doc();
        if doc >= target { doc } else { self.0.seek(target) }
    }

    fn positions(&mut self, positions: &mut Vec<u32>) {
        self.0.positions(positions);
    }
}

impl Shard for DiskShard<'_> {
    type Handle = TermInfo;
    type Cursor<'b>
        = DiskCursor<'b>
    where
        Self: 'b;
    type Places<'b>
        = DiskPlaces
    where
        Self: 'b;

    fn find(&self, column: Column, term: &str) -> Option<TermInfo> {
        self.column(column)?.index.terms().get(term.as_bytes()).ok().flatten()
    }

    fn document_frequency(&self, handle: &TermInfo) -> u64 {
        u64::from(handle.doc_freq)
    }

    fn open(&self, column: Column, handle: &TermInfo) -> Option<DiskCursor<'_>> {
        let column = self.column(column)?;
        let block =
            column.index.read_block_postings_from_terminfo(handle, IndexRecordOption::WithFreqs).ok()?;
        Some(DiskCursor::new(block, column.lengths.as_ref()))
    }

    fn open_places(&self, column: Column, handle: &TermInfo) -> Option<DiskPlaces> {
        let detail = IndexRecordOption::WithFreqsAndPositions;
        self.column(column)?.index.read_postings_from_terminfo(handle, detail).ok().map(DiskPlaces)
    }

    fn for_prefix(&self, column: Column, prefix: &str, visit: &mut dyn FnMut(&str, u64) -> bool) {
        let Some(column) = self.column(column) else { return };
        let Ok(mut terms) = column.index.terms().range().ge(prefix.as_bytes()).into_stream() else { return };
        while terms.advance() {
            let Ok(term) = std::str::from_utf8(terms.key()) else { continue };
            if !term.starts_with(prefix) || !visit(term, u64::from(terms.value().doc_freq)) {
                return;
            }
        }
    }

    fn author_cursor(&self, author: i64) -> Option<DiskCursor<'_>> {
        let term = Term::from_field_i64(self.segment.fields.author, author);
        let block =
            self.segment.authors.read_block_postings(&term, IndexRecordOption::Basic).ok().flatten()?;
        Some(DiskCursor::new(block, None))
    }

    fn documents(&self) -> u64 {
        u64::from(self.segment.reader.max_doc())
    }

    fn tokens(&self, column: Column) -> u64 {
        self.column(column).map_or(0, |column| column.index.total_num_tokens())
    }

    #[inline]
    fn is_live(&self, doc: u32) -> bool {
        !self.segment.reader.is_deleted(doc) && !self.hidden.is_some_and(|hidden| hidden.contains(&doc))
    }

    #[inline]
    fn place(&self, doc: u32) -> Place {
        self.segment.places.get(doc as usize).copied().unwrap_or(Place::NOWHERE)
    }

    #[inline]
    fn at(&self, doc: u32) -> i64 {
        self.segment.at.get_val(doc)
    }

    fn author(&self, doc: u32) -> i64 {
        self.segment.author.get_val(doc)
    }

    fn id(&self, doc: u32) -> i64 {
        self.segment.id.get_val(doc)
    }
}
