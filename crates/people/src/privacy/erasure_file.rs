//! The list of erasures, kept apart from the database: a copy of the database from before must not bring
//! somebody back. It names ids only.

use serde::{Deserialize, Serialize};
use std::{
    fs::OpenOptions,
    io::Write,
    path::{Path, PathBuf},
};
use weilu_vocabulary::{Fault, Faulty, MemberId, TenantId, Time};

/// Where the list lies.
#[derive(Clone, Debug)]
pub struct ErasureFile(PathBuf);

/// One erasure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    /// Of which brand.
    pub tenant: TenantId,
    /// Who was erased.
    pub member: MemberId,
    /// When.
    pub at: Time,
}

impl ErasureFile {
    /// The list in a data folder.
    #[must_use]
    pub fn in_folder(folder: &Path) -> ErasureFile {
        ErasureFile(folder.join("erasures.jsonl"))
    }

    /// Every line; a half line at the end (a kill while writing) is left out, its job writes it again.
    pub(super) fn read(&self) -> Result<Vec<Line>, Fault> {
        match std::fs::read_to_string(&self.0) {
            Ok(text) => Ok(text.lines().filter_map(|l| serde_json::from_str(l).ok()).collect()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(Fault::new(error.to_string()).context("reading the list of erasures")),
        }
    }

    /// Adds a line, once, and waits until it is on the disk.
    pub(super) fn add(&self, line: Line) -> Result<(), Fault> {
        if self.read()?.iter().any(|l| l.tenant == line.tenant && l.member == line.member) {
            return Ok(());
        }
        let text = serde_json::to_string(&line).context("writing an erasure")?;
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.0)
            .context("opening the list of erasures")?;
        // A line break first: what a kill left half written stays a line of its own.
        file.write_all(format!("\n{text}\n").as_bytes()).context("writing an erasure")?;
        file.sync_all().context("keeping an erasure")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_line_does_no_harm_and_nobody_stands_twice() {
        let folder = std::env::temp_dir().join(format!("weilu-erasures-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let list = ErasureFile::in_folder(&folder);
        let line = |n| Line { tenant: TenantId::new(1), member: MemberId::new(n), at: Time(5) };
        list.add(line(1)).unwrap();
        std::fs::write(&list.0, std::fs::read_to_string(&list.0).unwrap() + "{\"tenant\":\"te").unwrap();
        list.add(line(2)).unwrap();
        list.add(line(2)).unwrap();
        assert_eq!(list.read().unwrap(), vec![line(1), line(2)]);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
