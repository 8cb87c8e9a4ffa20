//! Content fingerprints: whether what was installed or built still matches its sources.
//!
//! Times of files mean nothing after a checkout, so contents are hashed. A stamp is a small file that holds the
//! fingerprint of the sources a result was made from; it is written after the result stands.

use crate::Failure;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// SHA-256 of a text or file, in hexadecimal.
pub fn of_bytes(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// One fingerprint over names and contents of many files; folders are walked, `skip` names are left out.
///
/// # Errors
/// When a file cannot be read.
pub fn of_files(roots: &[PathBuf], skip: &[&str]) -> Result<String, Failure> {
    let mut files = Vec::new();
    for root in roots {
        gather(root, skip, &mut files)?;
    }
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let bytes = fs::read(&file).map_err(Failure::io(file.display()))?;
        hash.update(file.to_string_lossy().as_bytes());
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(&bytes);
    }
    Ok(of_bytes(&hash.finalize()))
}

fn gather(path: &Path, skip: &[&str], into: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if path.is_file() {
        into.push(path.to_path_buf());
    } else if path.is_dir() {
        for entry in fs::read_dir(path).map_err(Failure::io(path.display()))? {
            let entry = entry.map_err(Failure::io(path.display()))?;
            if !skip.iter().any(|name| entry.file_name() == *name) {
                gather(&entry.path(), skip, into)?;
            }
        }
    }
    Ok(())
}

/// Whether the stamp says that its result was made from sources with this fingerprint.
pub fn is_current(stamp: &Path, fingerprint: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|text| text.trim() == fingerprint)
}

/// Writes the stamp.
///
/// # Errors
/// When the file cannot be written.
pub fn record(stamp: &Path, fingerprint: &str) -> Result<(), Failure> {
    fs::write(stamp, format!("{fingerprint}\n")).map_err(Failure::io(stamp.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_byte_changes_the_fingerprint_and_skipped_folders_do_not() {
        let folder = crate::process::scratch("fingerprint").unwrap();
        let inside = folder.path().join("skipped");
        fs::create_dir(&inside).unwrap();
        fs::write(folder.path().join("a"), "one").unwrap();
        let roots = [folder.path().to_path_buf()];
        let first = of_files(&roots, &["skipped"]).unwrap();
        fs::write(inside.join("b"), "unseen").unwrap();
        assert_eq!(of_files(&roots, &["skipped"]).unwrap(), first);
        fs::write(folder.path().join("a"), "two").unwrap();
        assert_ne!(of_files(&roots, &["skipped"]).unwrap(), first);
    }
}
