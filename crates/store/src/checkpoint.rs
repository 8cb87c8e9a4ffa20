//! Moves what was written from SQLite's write-ahead log into the database file, beside the writer instead of in it.
//!
//! SQLite does this inside a commit as soon as a thousand pages wait, and whoever waits for that commit waits for
//! megabytes to be copied and synced. A passive checkpoint over a connection of its own holds up nobody (SQLite's
//! documentation, "Write-Ahead Logging", 2.1); the writer steps in only when it cannot keep up.

use rusqlite::Connection;
use std::{
    path::{Path, PathBuf},
    sync::{Condvar, Mutex, PoisonError},
    time::Duration,
};

/// Pages that may wait before the writer itself moves them: 32 MB.
pub(crate) const WRITERS_OWN: i64 = 8_000;
/// Bytes that may wait, about as many as SQLite lets wait by itself.
const WAITING_MAX: u64 = 4 << 20;
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Ends the loop.
#[derive(Default)]
pub(crate) struct Stop(Mutex<bool>, Condvar);

impl Stop {
    pub(crate) fn now(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.1.notify_all();
    }

    /// Waits a while; true when it is over.
    fn after(&self, time: Duration) -> bool {
        let stopped = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.1.wait_timeout_while(stopped, time, |stopped| !*stopped);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Moves pages whenever enough wait, until it is stopped.
pub(crate) fn run(db: &Connection, path: &Path, stop: &Stop) {
    let log = log_of(path);
    while !stop.after(LOOK_EVERY) {
        // A log that was moved keeps its size; then there is little to move, and that is soon seen.
        if std::fs::metadata(&log).is_ok_and(|file| file.len() > WAITING_MAX) {
            // Busy or failed: the writer does it when it must.
            let _ = db.query_row("pragma wal_checkpoint(passive)", [], |_| Ok(()));
        }
    }
}

fn log_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}
