//! The search index: the newest documents in memory, the others in files, searched as one.
//!
//! A document is findable when [`SearchIndex::add`] returns. The caller's clock drives everything
//! else: [`SearchIndex::tick`] writes to the files when ten seconds or ten thousand changes have
//! gathered. The files know the log position up to which they are complete; after a restart the
//! caller feeds the log again from [`SearchIndex::resume_position`] on; feeding a document twice is
//! harmless. Erasure is [`SearchIndex::purge`]: when it returns, no file holds the text.
//! Invariants: a document is never found twice and never missing while it moves from memory to disk;
//! removal is effective at once. Deliberately not here: reading the log, knowing rights.

use std::path::Path;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::asking::{Answer, Request, Searching};
use crate::disk::{DiskView, Hidden};
use crate::document::Document;
use crate::fault::IndexFault;
use crate::files::{IndexFiles, Removal};
use crate::memory::MemoryShard;
use crate::rights::{Directory, Rights, SpaceSet};
use crate::suggest::{Suggesting, Suggestion};
use crate::tokenizer::{Analysis, Tokenizer};

/// Changes that are written at once.
const COMMIT_CHANGES: usize = 10_000;
/// How long a change waits at most, microseconds.
const COMMIT_AFTER: i64 = 10_000_000;

/// A place in the log, with a mark of the line that stands there: a log that was exchanged for
/// another has the same places and other lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The place.
    pub pos: i64,
    /// The mark; what it is made of is the caller's affair.
    pub mark: u64,
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:016x}", self.pos, self.mark)
    }
}

impl FromStr for Position {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (pos, mark) = text.split_once(' ').unwrap_or((text, ""));
        Ok(Self { pos: pos.parse()?, mark: u64::from_str_radix(mark, 16)? })
    }
}

/// What changes while the index lives.
#[derive(Default)]
pub(crate) struct Live {
    /// Not yet on disk.
    pub(crate) fresh: MemoryShard,
    /// On its way to the disk, still searched here.
    pub(crate) sealed: MemoryShard,
    /// The files as of the last look.
    pub(crate) view: Arc<DiskView>,
    /// What the files hold and should not.
    pub(crate) hidden: Arc<Hidden>,
    /// Removals that the files do not know.
    removals: Vec<Removal>,
    /// Log position up to which documents were fed.
    position: Option<Position>,
    /// Log position up to which the files are complete.
    durable: Option<Position>,
    /// When the oldest change that waits was first seen by a tick.
    waiting_since: Option<i64>,
}

impl Live {
    fn add(&mut self, document: Document, analysis: Analysis, directory: &Directory) {
        self.remove(Removal::Id(document.id));
        self.fresh.add(Arc::new(document), Arc::new(analysis), directory);
    }

    fn remove(&mut self, removal: Removal) {
        let in_sealed = match removal {
            Removal::Id(id) => {
                self.fresh.remove(id);
                self.sealed.remove(id)
            }
            Removal::Author(author) => {
                self.fresh.remove_author(author);
                self.sealed.remove_author(author)
            }
        };
        let found = self.view.locate(removal);
        if !found.is_empty() {
            Arc::make_mut(&mut self.hidden).hide(&found);
        }
        if in_sealed || !found.is_empty() {
            self.removals.push(removal);
        }
    }

    /// Moves everything fresh to the sealed side, behind what a failed commit left there.
    fn seal(&mut self, directory: &Directory) {
        let fresh = std::mem::take(&mut self.fresh);
        if self.sealed.len() == 0 {
            self.sealed = fresh;
            return;
        }
        for (document, analysis) in fresh.live() {
            self.sealed.add(Arc::clone(document), Arc::clone(analysis), directory);
        }
    }

    /// Takes a new view, and hides in it what the files still do not know.
    fn install(&mut self, view: DiskView) {
        let mut hidden = Hidden::default();
        for removal in &self.removals {
            hidden.hide(&view.locate(*removal));
        }
        self.view = Arc::new(view);
        self.hidden = Arc::new(hidden);
    }

    fn waiting(&self) -> usize {
        self.fresh.len() + self.sealed.len() + self.removals.len()
    }

    /// Whether it is time to write.
    fn is_due(&mut self, now: i64) -> bool {
        if self.waiting() == 0 && self.position == self.durable {
            self.waiting_since = None;
            return false;
        }
        let since = *self.waiting_since.get_or_insert(now);
        self.waiting() >= COMMIT_CHANGES || now.saturating_sub(since) >= COMMIT_AFTER
    }
}

/// See the module. Shared between threads by reference; searches run side by side.
pub struct SearchIndex {
    tokenizer: Arc<Tokenizer>,
    directory: Directory,
    live: RwLock<Live>,
    /// Taken before the lock on `live`, never after.
    files: Option<Mutex<IndexFiles>>,
}

impl SearchIndex {
    /// An index without files, for tests and simulations: everything stays in memory.
    #[must_use]
    pub fn in_memory(tokenizer: Arc<Tokenizer>) -> Self {
        Self { tokenizer, directory: Directory::default(), live: RwLock::default(), files: None }
    }

    /// Opens the index below `folder`, or creates it. Files that cannot be read, or were written by
    /// another version, are thrown away; [`Self::resume_position`] is then empty.
    ///
    /// # Errors
    /// If another process holds the folder, or the file system refuses.
    pub fn open(folder: &Path, tokenizer: Arc<Tokenizer>) -> Result<Self, IndexFault> {
        let files = IndexFiles::open(folder)?;
        let directory = Directory::default();
        let view = DiskView::open(&files.searcher()?, files.fields(), &directory, &DiskView::default())?;
        let durable = files.position()?;
        let live = Live { view: Arc::new(view), position: durable, durable, ..Live::default() };
        Ok(Self { tokenizer, directory, live: RwLock::new(live), files: Some(Mutex::new(files)) })
    }

    /// The log position from which to go on feeding after a restart; nothing for "from the start".
    #[must_use]
    pub fn resume_position(&self) -> Option<Position> {
        self.read().durable
    }

    /// The log position up to which documents were fed: what a search can find.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.read().position
    }

    /// How many documents can be found.
    #[must_use]
    pub fn len(&self) -> usize {
        let live = self.read();
        live.fresh.len() + live.sealed.len() + live.view.len() - live.hidden.len()
    }

    /// Whether nothing can be found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The set of these spaces, for [`Rights`] and filters.
    pub fn space_set(&self, spaces: impl IntoIterator<Item = i64>) -> SpaceSet {
        self.directory.set(spaces)
    }

    /// Adds a document, or replaces the one with the same id. It can be found when this returns.
    pub fn add(&self, document: Document) {
        let analysis = self.tokenizer.analyse(&document);
        self.write().add(document, analysis, &self.directory);
    }

    /// Removes the document with this id, if there is one. Its text stays in the files until they
    /// are rewritten; see [`Self::purge`].
    pub fn remove(&self, id: i64) {
        self.write().remove(Removal::Id(id));
    }

    /// Removes everything of an author. As for [`Self::remove`].
    pub fn remove_author(&self, author: i64) {
        self.write().remove(Removal::Author(author));
    }

    /// Notes that everything of the log up to here was fed. Never goes back.
    pub fn advance(&self, position: Position) {
        let mut live = self.write();
        live.position = live.position.max(Some(position));
    }

    /// Does what is due at `now` (microseconds UTC): writes what has waited long enough, looks after
    /// the files. Whether something was written. Call it about every second, on a thread that may
    /// wait for the disk; searches and additions go on meanwhile.
    ///
    /// # Errors
    /// If the file system refuses. Nothing is lost: the next tick tries again.
    pub fn tick(&self, now: i64) -> Result<bool, IndexFault> {
        let Some(files) = &self.files else {
            self.compact();
            return Ok(false);
        };
        let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
        let due = self.write().is_due(now);
        if due {
            self.commit(&mut files)?;
        }
        if files.tend_merges()? {
            self.refresh(&files)?;
        }
        Ok(due)
    }

    /// Writes everything that waits now, for instance before the process ends.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn flush(&self) -> Result<(), IndexFault> {
        let Some(files) = &self.files else { return Ok(()) };
        self.commit(&mut files.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Erases what was removed: when this returns, neither files nor memory hold its text. Rewrites
    /// the files concerned, which takes seconds on a large index.
    ///
    /// # Errors
    /// If the file system refuses, or a file could not be deleted yet: call again.
    pub fn purge(&self) -> Result<(), IndexFault> {
        self.expunge()
    }

    /// Forgets everything, to be fed from the start of the log.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn clear(&self) -> Result<(), IndexFault> {
        let Some(files) = &self.files else {
            *self.write() = Live::default();
            return Ok(());
        };
        let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
        files.clear()?;
        let view = Arc::new(self.look(&files)?);
        *self.write() = Live { view, ..Live::default() };
        files.collect_garbage().map(drop)
    }

    /// Answers a question.
    #[must_use]
    pub fn search(&self, request: &Request<'_>) -> Answer {
        Searching { tokenizer: &self.tokenizer, directory: &self.directory, request }.answer(|| self.read())
    }

    /// At most `limit` completions of what is being typed, of what these rights admit. Names come
    /// before words.
    #[must_use]
    pub fn suggest(&self, typed: &str, rights: &Rights, limit: usize) -> Vec<Suggestion> {
        let live = self.read();
        let suggesting = Suggesting {
            memory: [&live.fresh, &live.sealed],
            view: &live.view,
            hidden: &live.hidden,
            spaces: rights.effective(),
            directory: &self.directory,
        };
        suggesting.suggest(typed, limit)
    }

    /// A word that these rights admit and that sounds like `text`, where `text` is one Chinese word:
    /// who chose the wrong characters is led to the right ones.
    #[must_use]
    pub fn sounds_like(&self, text: &str, rights: &Rights) -> Option<String> {
        let live = self.read();
        let suggesting = Suggesting {
            memory: [&live.fresh, &live.sealed],
            view: &live.view,
            hidden: &live.hidden,
            spaces: rights.effective(),
            directory: &self.directory,
        };
        suggesting.sounds_like(text)
    }

    fn read(&self) -> RwLockReadGuard<'_, Live> {
        self.live.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Live> {
        self.live.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes to the files what is in memory, and takes it out of memory in the same moment in which
    /// the files begin to show it.
    fn commit(&self, files: &mut IndexFiles) -> Result<(), IndexFault> {
        let (documents, removals, position) = {
            let mut live = self.write();
            live.seal(&self.directory);
            let documents: Vec<_> =
                live.sealed.live().map(|(doc, cut)| (Arc::clone(doc), Arc::clone(cut))).collect();
            (documents, std::mem::take(&mut live.removals), live.position)
        };
        let fields = files.fields().clone();
        let fed = documents.iter().map(|(document, analysis)| fields.document(document, analysis));
        let written = files.commit(&removals, fed, position).and_then(|()| self.look(files));
        let mut live = self.write();
        match written {
            Ok(view) => {
                let written = std::mem::take(&mut live.sealed);
                live.install(view);
                live.durable = position;
                live.waiting_since = None;
                // Freeing a million small things takes longer than a search may wait for the lock.
                drop(live);
                drop(written);
                Ok(())
            }
            Err(fault) => {
                live.removals.splice(0..0, removals);
                Err(fault)
            }
        }
    }

    /// The files as they are now.
    fn look(&self, files: &IndexFiles) -> Result<DiskView, IndexFault> {
        let former = Arc::clone(&self.read().view);
        DiskView::open(&files.searcher()?, files.fields(), &self.directory, &former)
    }

    fn refresh(&self, files: &IndexFiles) -> Result<(), IndexFault> {
        let view = self.look(files)?;
        self.write().install(view);
        Ok(())
    }

    fn expunge(&self) -> Result<(), IndexFault> {
        let Some(files) = &self.files else {
            let mut live = self.write();
            live.fresh = live.fresh.compacted(&self.directory);
            return Ok(());
        };
        let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
        self.commit(&mut files)?;
        files.expunge()?;
        self.refresh(&files)?;
        if files.collect_garbage()? { Ok(()) } else { Err(IndexFault::StillHeld) }
    }

    fn compact(&self) {
        let mut live = self.write();
        if live.fresh.is_mostly_dead() {
            live.fresh = live.fresh.compacted(&self.directory);
        }
    }
}
