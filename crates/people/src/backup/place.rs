//! The port behind which the program's own archive makes files, and the folder that holds them.

use futures_util::future::BoxFuture;
use std::{path::PathBuf, sync::Arc};
use weilu_kernel::App;
use weilu_vocabulary::{Fault, Time};

/// Hears which part is being written.
pub type Say = Box<dyn Fn(&str) + Send + Sync>;

/// What was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// Size of the file.
    pub bytes: u64,
}

/// A file that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// When it was finished.
    pub at: Time,
}

/// Where backups are made and lie.
pub trait BackupPlace: Send + Sync {
    /// Writes a whole backup under a name; no half file is left under it.
    fn make(&self, app: Arc<App>, name: String, say: Say) -> BoxFuture<'static, Result<Made, Fault>>;
    /// The files there are, newest first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    fn list(&self) -> Result<Vec<Kept>, Fault>;
    /// Where a file lies; none when there is no such backup.
    fn path(&self, name: &str) -> Option<PathBuf>;
    /// Removes a file.
    ///
    /// # Errors
    /// When it cannot be removed.
    fn remove(&self, name: &str) -> Result<(), Fault>;
}

/// The port as it is wired.
pub type Place = Arc<dyn BackupPlace>;
