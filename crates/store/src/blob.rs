//! Blobs: files by the hash of their content. The database holds who owns what; this holds the bytes.
//!
//! Large files go in and out in pieces: into a nameless file beside the store, from there under their hash, and out
//! by ranges. A nameless file is gone with whoever held it, so that a broken upload leaves nothing.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
    path::PathBuf,
};
use weilu_vocabulary::{Fault, Faulty};

const PIECE: usize = 64 << 10;

/// A place for bytes, found again by their hash.
pub trait BlobStore: Send + Sync {
    /// Keeps bytes; returns their hash in hex. The same bytes are kept once.
    ///
    /// # Errors
    /// When the place cannot be written.
    fn put(&self, mut bytes: &[u8]) -> Result<String, Fault> {
        self.put_from(&mut bytes)
    }
    /// Keeps what is read until its end, piece by piece; returns its hash in hex.
    ///
    /// # Errors
    /// When it cannot be read or the place cannot be written.
    fn put_from(&self, from: &mut dyn Read) -> Result<String, Fault>;
    /// The bytes of a hash, or `None`.
    ///
    /// # Errors
    /// When the place cannot be read.
    fn get(&self, hash: &str) -> Result<Option<Vec<u8>>, Fault>;
    /// At most `most` bytes of a hash from a place on; `None` when there is no such hash.
    ///
    /// # Errors
    /// When the place cannot be read.
    fn piece(&self, hash: &str, from: u64, most: usize) -> Result<Option<Vec<u8>>, Fault>;
    /// Whether the bytes of a hash are there.
    ///
    /// # Errors
    /// When the place cannot be read.
    fn has(&self, hash: &str) -> Result<bool, Fault>;
    /// A file without a name, for what is still coming in; it vanishes when it is dropped.
    ///
    /// # Errors
    /// When the place cannot be written.
    fn aside(&self) -> Result<File, Fault>;
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

    fn opened(&self, hash: &str) -> Result<Option<File>, Fault> {
        match File::open(self.path(hash)?) {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Fault::new(error.to_string()).context("opening a file")),
        }
    }
}

impl BlobStore for Folder {
    fn put_from(&self, from: &mut dyn Read) -> Result<String, Fault> {
        // Written aside and renamed, so that a kill leaves no half file under its hash.
        let mut aside = tempfile::NamedTempFile::new_in(&self.root).context("creating a file")?;
        let mut hasher = blake3::Hasher::new();
        let mut piece = vec![0; PIECE];
        loop {
            let read = from.read(&mut piece).context("reading what comes in")?;
            let Some(bytes) = piece.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
            hasher.update(bytes);
            aside.write_all(bytes).context("writing a file")?;
        }
        let hash = hasher.finalize().to_hex().to_string();
        let path = self.path(&hash)?;
        if path.exists() {
            return Ok(hash);
        }
        let dir = path.parent().ok_or_else(|| Fault::new("a file without a folder"))?;
        std::fs::create_dir_all(dir).context("creating a folder of files")?;
        // A row that names the file is committed after this: the bytes must outlive a power cut as the row does.
        aside.as_file().sync_all().context("writing a file")?;
        aside.persist(&path).context("naming a file")?;
        Ok(hash)
    }

    fn get(&self, hash: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some(mut file) = self.opened(hash)? else { return Ok(None) };
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).context("reading a file")?;
        Ok(Some(bytes))
    }

    fn piece(&self, hash: &str, from: u64, most: usize) -> Result<Option<Vec<u8>>, Fault> {
        let Some(mut file) = self.opened(hash)? else { return Ok(None) };
        file.seek(SeekFrom::Start(from)).context("reading a file")?;
        let mut bytes = Vec::new();
        file.take(most as u64).read_to_end(&mut bytes).context("reading a file")?;
        Ok(Some(bytes))
    }

    fn has(&self, hash: &str) -> Result<bool, Fault> {
        Ok(self.path(hash)?.exists())
    }

    fn aside(&self) -> Result<File, Fault> {
        tempfile::tempfile_in(&self.root).context("creating a file")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_whole_and_by_ranges_and_nothing_lies_beside_them() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(place.path().join("blobs")).unwrap();
        let bytes: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
        let mut aside = folder.aside().unwrap();
        aside.write_all(&bytes).unwrap();
        aside.rewind().unwrap();
        let hash = folder.put_from(&mut aside).unwrap();
        drop(aside);
        assert_eq!(folder.put(&bytes).unwrap(), hash, "the same bytes are kept once");
        assert_eq!(folder.get(&hash).unwrap().unwrap(), bytes);
        assert_eq!(folder.piece(&hash, 100_000, 10).unwrap().unwrap(), bytes[100_000..100_010]);
        assert_eq!(folder.piece(&hash, 199_999, 10).unwrap().unwrap(), bytes[199_999..]);
        assert_eq!(folder.list().unwrap(), vec![hash.clone()]);
        assert_eq!(std::fs::read_dir(&folder.root).unwrap().count(), 1);
        folder.delete(&hash).unwrap();
        folder.delete(&hash).unwrap();
        assert!(!folder.has(&hash).unwrap());
        assert_eq!(folder.get(&hash).unwrap(), None);
        assert!(folder.piece("../etc/passwd", 0, 1).is_err());
    }
}
