//! Writing the index files: commits, merges, and the physical removal of what was erased.
//!
//! Merges are started here and nowhere else, one batch at a time, and run on a thread of the index
//! library; their ends are noticed when the caller ticks. Invariants: the commit payload holds the
//! log position up to which the files are complete; removals are applied before additions; after
//! [`IndexFiles::expunge`] no file holds a removed document.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use tantivy::directory::MmapDirectory;
use tantivy::index::SegmentMeta;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, MergePolicy, NoMergePolicy};
use tantivy::schema::Term;
use tantivy::{
    FutureResult, Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, TantivyDocument,
};

use crate::fault::IndexFault;
use crate::index::Position;
use crate::schema::{FORMAT, Fields, tokenizers};

/// What one commit may gather in memory before it cuts a segment.
const WRITER_BYTES: usize = 48 * 1024 * 1024;
/// Smaller blocks unpack faster, and a page of results touches some twenty of them.
const STORE_BLOCK_BYTES: usize = 8 * 1024;
/// A segment with more removed documents than this is rewritten.
const REMOVED_SHARE: f32 = 0.2;
/// Segments of one size that are merged together.
const MERGE_WIDTH: usize = 6;

type Merge = FutureResult<Option<SegmentMeta>>;

/// The index folder, open for writing.
pub(crate) struct IndexFiles {
    fields: Fields,
    writer: IndexWriter,
    reader: IndexReader,
    merges: Vec<Merge>,
}

/// A removal that waits for the next commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Removal {
    /// Of the document with this id.
    Id(i64),
    /// Of everything of this author.
    Author(i64),
}

impl IndexFiles {
    /// Opens or creates the index below `folder`. Files of another format, and files that cannot
    /// be read, are thrown away: the log has everything.
    pub(crate) fn open(folder: &Path) -> Result<Self, IndexFault> {
        let own = folder.join(format!("format-{FORMAT}"));
        remove_other_formats(folder, &own)?;
        std::fs::create_dir_all(&own)?;
        match Self::open_at(&own) {
            Err(IndexFault::Storage(_)) => {
                std::fs::remove_dir_all(&own)?;
                std::fs::create_dir_all(&own)?;
                Self::open_at(&own)
            }
            opened => opened,
        }
    }

    fn open_at(own: &Path) -> Result<Self, IndexFault> {
        let (schema, fields) = Fields::build();
        let settings = IndexSettings {
            docstore_blocksize: STORE_BLOCK_BYTES,
            docstore_compress_dedicated_thread: false,
            ..IndexSettings::default()
        };
        let files = MmapDirectory::open(own).map_err(tantivy::TantivyError::from)?;
        let index = Index::builder()
            .schema(schema)
            .settings(settings)
            .tokenizers(tokenizers())
            .open_or_create(files)?;
        let options = IndexWriterOptions::builder()
            .memory_budget_per_thread(WRITER_BYTES)
            .num_worker_threads(1)
            .num_merge_threads(1)
            .build();
        let writer: IndexWriter = index.writer_with_options(options)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { fields, writer, reader, merges: Vec::new() })
    }

    /// The layout.
    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The log position up to which the files are complete.
    pub(crate) fn position(&self) -> Result<Option<Position>, IndexFault> {
        let payload = self.writer.index().load_metas()?.payload;
        Ok(payload.and_then(|payload| payload.parse().ok()))
    }

    /// Writes removals, then documents, then `position`, all or nothing.
    pub(crate) fn commit(
        &mut self,
        removals: &[Removal],
        documents: impl Iterator<Item = TantivyDocument>,
        position: Option<Position>,
    ) -> Result<(), IndexFault> {
        let written = self.write(removals, documents, position);
        if written.is_err() {
            self.writer.rollback()?;
        }
        written
    }

    fn write(
        &mut self,
        removals: &[Removal],
        documents: impl Iterator<Item = TantivyDocument>,
        position: Option<Position>,
    ) -> Result<(), IndexFault> {
        for removal in removals {
            self.writer.delete_term(match removal {
                Removal::Id(id) => Term::from_field_i64(self.fields.id, *id),
                Removal::Author(author) => Term::from_field_i64(self.fields.author, *author),
            });
        }
        for document in documents {
            self.writer.add_document(document)?;
        }
        let mut commit = self.writer.prepare_commit()?;
        if let Some(position) = position {
            commit.set_payload(&position.to_string());
        }
        commit.commit()?;
        Ok(())
    }

    /// Throws every document away; the position is none.
    pub(crate) fn clear(&mut self) -> Result<(), IndexFault> {
        self.finish_merges();
        self.writer.delete_all_documents()?;
        self.writer.commit()?;
        Ok(())
    }

    /// The newest state of the files.
    pub(crate) fn searcher(&self) -> Result<Searcher, IndexFault> {
        self.reader.reload()?;
        Ok(self.reader.searcher())
    }

    /// Looks after merges: whether one has ended since the last call, so that the files changed.
    /// Starts new ones when none is running.
    pub(crate) fn tend_merges(&mut self) -> Result<bool, IndexFault> {
        let running = self.merges.len();
        let mut context = Context::from_waker(Waker::noop());
        // A merge that failed leaves its segments as they were; the next round tries again.
        self.merges.retain_mut(|merge| matches!(Pin::new(merge).poll_once(&mut context), Poll::Pending));
        let ended = self.merges.len() < running;
        if self.merges.is_empty() {
            self.start_merges()?;
        }
        Ok(ended)
    }

    fn start_merges(&mut self) -> Result<(), IndexFault> {
        let mut policy = LogMergePolicy::default();
        policy.set_min_num_segments(MERGE_WIDTH);
        policy.set_del_docs_ratio_before_merge(REMOVED_SHARE);
        let segments = self.writer.index().searchable_segment_metas()?;
        for candidate in policy.compute_merge_candidates(&segments) {
            self.merges.push(self.writer.merge(&candidate.0));
        }
        Ok(())
    }

    /// Waits for running merges.
    pub(crate) fn finish_merges(&mut self) {
        for merge in self.merges.drain(..) {
            // See `tend_merges` about failed ones.
            let _ended = merge.wait();
        }
    }

    /// Rewrites every segment that holds removed documents.
    pub(crate) fn expunge(&mut self) -> Result<(), IndexFault> {
        self.finish_merges();
        for segment in self.writer.index().searchable_segment_metas()? {
            if segment.num_deleted_docs() > 0 {
                self.writer.merge(&[segment.id()]).wait()?;
            }
        }
        Ok(())
    }

    /// Deletes files that no state needs any more; whether all of them could be deleted.
    pub(crate) fn collect_garbage(&mut self) -> Result<bool, IndexFault> {
        let collected = self.writer.garbage_collect_files().wait()?;
        let index = self.writer.index();
        let mut needed = index.load_metas()?.list_segment_files();
        needed.insert(PathBuf::from("meta.json"));
        let kept = index.directory().list_managed_files();
        Ok(collected.failed_to_delete_files.is_empty() && kept.iter().all(|file| needed.contains(file)))
    }
}

/// Asks a future once.
trait PollOnce {
    fn poll_once(self, context: &mut Context<'_>) -> Poll<()>;
}

impl PollOnce for Pin<&mut Merge> {
    fn poll_once(self, context: &mut Context<'_>) -> Poll<()> {
        std::future::Future::poll(self, context).map(drop)
    }
}

fn remove_other_formats(folder: &Path, own: &Path) -> Result<(), IndexFault> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path != own && is_format_folder(&path) {
            std::fs::remove_dir_all(&path)?;
        }
    }
    Ok(())
}

fn is_format_folder(path: &Path) -> bool {
    path.is_dir()
        && path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with("format-"))
}
