//! Blobs: files by the hash of their content. The database holds who owns what; this holds the bytes.

use std::path::PathBuf;
use weilu_vocabulary::{Fault, Faulty};

/// A place for bytes, found again by their hash.
pub trait BlobStore: Send + Sync {
    /// Keeps bytes; returns their hash in hex. The same bytes are kept once.
    ///
    /// # Errors
    /// When the place cannot be written.
    fn put(&self, bytes: &[u8]) -> Result<String, Fault>;
    /// The bytes of a hash, or `None`.
    ///
    /// # Errors
    /// When the place cannot be read.
    fn get(&self, hash: &str) -> Result<Option<Vec<u8>>, Fault>;
    /// Forgets the bytes of a hash.
    ///
    /// # Errors
    /// When the place cannot be written.
    fn delete(&self, hash: &str) -> Result<(), Fault>;
    /// Every hash that is kept, for backup.
    ///
    /// # Errors
    /// When the place cannot be read.
    fn list(&self) -> Result<Vec<String>, Fault>;
}

/// A folder on the local disk.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Opens (and creates) the folder.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn open(root: PathBuf) -> Result<Folder, Fault> {
        std::fs::create_dir_all(&root).context("creating the folder of files")?;
        Ok(Folder { root })
    }

    fn path(&self, hash: &str) -> Result<PathBuf, Fault> {
        let sound = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        let dir = hash.get(..2).filter(|_| sound).ok_or_else(|| Fault::new("not a hash"))?;
        Ok(self.root.join(dir).join(hash))
    }
}

impl BlobStore for Folder {
    fn put(&self, bytes: &[u8]) -> Result<String, Fault> {
        let hash = blake3::hash(bytes).to_hex().to_string();
        let path = self.path(&hash)?;
        if path.exists() {
            return Ok(hash);
        }
        let dir = path.parent().ok_or_else(|| Fault::new("a file without a folder"))?;
        std::fs::create_dir_all(dir).context("creating a folder of files")?;
        // Written aside and renamed, so that a kill leaves no half file under its hash.
        let aside = path.with_extension("part");
        std::fs::write(&aside, bytes).context("writing a file")?;
        std::fs::rename(&aside, &path).context("naming a file")?;
        Ok(hash)
    }

    fn get(&self, hash: &str) -> Result<Option<Vec<u8>>, Fault> {
        match std::fs::read(self.path(hash)?) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Fault::new(error.to_string()).context("reading a file")),
        }
    }

    fn delete(&self, hash: &str) -> Result<(), Fault> {
        match std::fs::remove_file(self.path(hash)?) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Fault::new(error.to_string()).context("deleting a file"))
            }
            _ => Ok(()),
        }
    }

    fn list(&self) -> Result<Vec<String>, Fault> {
        let mut out = Vec::new();
        for dir in std::fs::read_dir(&self.root).context("listing files")?.flatten() {
            let Ok(files) = std::fs::read_dir(dir.path()) else { continue };
            out.extend(
                files.flatten().filter_map(|f| f.file_name().into_string().ok()).filter(|n| n.len() == 64),
            );
        }
        out.sort();
        Ok(out)
    }
}
