//! What can go wrong with the index files. Queries never fail; only opening and writing can.

use std::fmt;

/// The world failed under the index. The index is a projection: when in doubt, it is rebuilt.
#[derive(Debug)]
pub enum IndexFault {
    /// Another process holds the folder.
    Locked,
    /// The files could not be read or written; what and why.
    Storage(String),
    /// Erased text is still held in files, because a search that began before has not ended. Call
    /// again.
    StillHeld,
}

impl fmt::Display for IndexFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Locked => f.write_str("the search index is in use by another process"),
            Self::Storage(what) => write!(f, "the search index cannot be read or written: {what}"),
            Self::StillHeld => f.write_str("erased text is still held by a running search"),
        }
    }
}

impl std::error::Error for IndexFault {}

impl From<tantivy::TantivyError> for IndexFault {
    fn from(error: tantivy::TantivyError) -> Self {
        match error {
            tantivy::TantivyError::LockFailure(..) => Self::Locked,
            other => Self::Storage(other.to_string()),
        }
    }
}

impl From<std::io::Error> for IndexFault {
    fn from(error: std::io::Error) -> Self {
        Self::Storage(error.to_string())
    }
}
