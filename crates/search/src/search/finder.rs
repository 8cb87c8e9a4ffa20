//! The index of this node: where it lies, whether it is open, and what is kept in memory beside it.
//!
//! The wiring makes one and puts it among the ports. It opens when the log is first followed and not before, so
//! that a command line beside a running server takes nothing from it. Files that belong to another log (a
//! restored database, another installation) are recognised by the mark of the line they end at, and built anew.

use super::rights::Kept;
use crate::{IndexFault, Position, SearchIndex, Tokenizer};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use weilu_kernel::{App, Tx};
use weilu_store::Scope;
use weilu_vocabulary::{DAY, Event, Fault, Faulty};

const LOCK_TRIES: usize = 30;
const LOCK_PAUSE: Duration = Duration::from_millis(100);

/// Where an index lies.
#[derive(Debug)]
enum Place {
    Folder(PathBuf),
    Memory,
    Nowhere,
}

/// See the module.
pub struct Finder {
    place: Place,
    index: OnceLock<Arc<SearchIndex>>,
    kept: Mutex<Kept>,
    /// When the files were last swept, microseconds; 0 before the first look.
    swept: AtomicI64,
}

impl Finder {
    const fn at(place: Place) -> Self {
        Self { place, index: OnceLock::new(), kept: Mutex::new(Kept::EMPTY), swept: AtomicI64::new(0) }
    }

    /// An index in files below a folder.
    #[must_use]
    pub fn in_folder(folder: &Path) -> Self {
        Self::at(Place::Folder(folder.to_owned()))
    }

    /// An index that ends with the program: for tests.
    #[must_use]
    pub const fn in_memory() -> Self {
        Self::at(Place::Memory)
    }

    /// No index: for a program in which nobody searches.
    #[must_use]
    pub const fn nowhere() -> Self {
        Self::at(Place::Nowhere)
    }

    /// The index, once it is open.
    #[must_use]
    pub fn ready(&self) -> Option<Arc<SearchIndex>> {
        self.index.get().cloned()
    }

    /// The index, opened if need be; none where there is none.
    pub(super) async fn open(&self, app: &App) -> Result<Option<Arc<SearchIndex>>, Fault> {
        if let Some(index) = self.index.get() {
            return Ok(Some(index.clone()));
        }
        let tokenizer = Arc::new(Tokenizer::new());
        let index = match &self.place {
            Place::Nowhere => return Ok(None),
            Place::Memory => SearchIndex::in_memory(tokenizer),
            Place::Folder(folder) => open_files(folder, &tokenizer).await?,
        };
        let index = Arc::new(index);
        if let Some(position) = index.position()
            && !stands(app, position).await?
        {
            tracing::info!("the search index belongs to another log and is built anew");
            let stale = index.clone();
            blocking(move || stale.clear()).await?;
        }
        warm();
        Ok(Some(self.index.get_or_init(|| index).clone()))
    }

    /// Whether a day has passed since the files were swept, or since the program began.
    pub(super) fn is_time_to_sweep(&self, now: i64) -> bool {
        let last = self.swept.load(Ordering::Relaxed);
        let due = last != 0 && now.saturating_sub(last) >= DAY;
        if last == 0 || due {
            self.swept.store(now, Ordering::Relaxed);
        }
        due
    }

    /// What is kept of people's rights.
    pub(super) fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Opens the files; a process that is just ending may hold them for a moment.
async fn open_files(folder: &Path, tokenizer: &Arc<Tokenizer>) -> Result<SearchIndex, Fault> {
    for _ in 0..LOCK_TRIES {
        let (folder, tokenizer) = (folder.to_owned(), tokenizer.clone());
        let opened = tokio::task::spawn_blocking(move || SearchIndex::open(&folder, tokenizer)).await;
        match opened.context("opening the search index")? {
            Ok(index) => return Ok(index),
            Err(IndexFault::Locked) => tokio::time::sleep(LOCK_PAUSE).await,
            Err(fault) => return Err(Fault::new(fault.to_string())),
        }
    }
    Err(Fault::new(IndexFault::Locked.to_string()))
}

/// Loads the dictionary beside the first requests, instead of within the first search.
fn warm() {
    drop(tokio::task::spawn_blocking(|| Tokenizer::new().words("围炉 圍爐")));
}

/// Work that waits for the disk.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, IndexFault> + Send + 'static,
) -> Result<T, Fault> {
    let done = tokio::task::spawn_blocking(work).await.context("working on the search index")?;
    done.map_err(|fault| Fault::new(fault.to_string()))
}

/// The place of an event with a mark of what stands there.
pub(super) fn position_of(event: &Event) -> Position {
    let line =
        format!("{} {} {} {} {}", event.pos, event.recorded_at.0, event.tenant, event.kind, event.cause);
    let hash = blake3::hash(line.as_bytes());
    let mark = hash.as_bytes().first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
    Position { pos: event.pos, mark }
}

/// Whether the log has that very line at that place.
async fn stands(app: &App, position: Position) -> Result<bool, Fault> {
    let before = position.pos - 1;
    let found: Vec<Event> = app
        .store
        .read(Scope::System, move |tx: &mut Tx| Box::pin(async move { tx.events_after(before, 1).await }))
        .await?;
    Ok(found.first().is_some_and(|event| position_of(event) == position))
}
