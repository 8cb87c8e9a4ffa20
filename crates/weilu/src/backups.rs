//! The folder of backups in the data folder: the archive behind the port of the feature `backup`.

use crate::archive;
use futures_util::future::BoxFuture;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::UNIX_EPOCH,
};
use weilu_kernel::App;
use weilu_people::backup::{BackupPlace, Kept, Made, Say};
use weilu_vocabulary::{Fault, Faulty, Time};

/// `backups/` in a data folder.
#[derive(Clone, Debug)]
pub struct BackupFolder(PathBuf);

const ENDING: &str = ".tar.gz";

impl BackupFolder {
    /// The folder beside a database; made with the first backup.
    #[must_use]
    pub fn in_folder(data: &Path) -> BackupFolder {
        BackupFolder(data.join("backups"))
    }

    /// Where a backup of a name lies, if it is a name of ours: it never leaves the folder.
    fn at(&self, name: &str) -> Option<PathBuf> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.';
        let sound = name.ends_with(ENDING) && !name.starts_with('.') && name.chars().all(plain);
        sound.then(|| self.0.join(name))
    }
}

impl BackupPlace for BackupFolder {
    fn make(&self, app: Arc<App>, name: String, say: Say) -> BoxFuture<'static, Result<Made, Fault>> {
        let (folder, path) = (self.0.clone(), self.at(&name));
        Box::pin(async move {
            let path = path.ok_or_else(|| Fault::new("not a name of a backup"))?;
            std::fs::create_dir_all(&folder).context("creating the folder of backups")?;
            archive::backup(&app, &path, move |step: &str| say(step)).await?;
            let bytes = std::fs::metadata(&path).context("looking at the backup")?.len();
            Ok(Made { bytes })
        })
    }

    fn list(&self) -> Result<Vec<Kept>, Fault> {
        let entries = match std::fs::read_dir(&self.0) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Fault::new(error.to_string()).context("listing the backups")),
        };
        let mut kept = Vec::new();
        for entry in entries.flatten() {
            let Some(name) = entry.file_name().into_string().ok().filter(|n| self.at(n).is_some()) else {
                continue;
            };
            let Ok(about) = entry.metadata() else { continue };
            let age = about.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
            let at = Time(age.map_or(0, |d| i64::try_from(d.as_micros()).unwrap_or(i64::MAX)));
            kept.push(Kept { name, bytes: about.len(), at });
        }
        kept.sort_by(|a, b| (b.at, &b.name).cmp(&(a.at, &a.name)));
        Ok(kept)
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        self.at(name).filter(|path| path.is_file())
    }

    fn remove(&self, name: &str) -> Result<(), Fault> {
        let path = self.at(name).ok_or_else(|| Fault::new("not a name of a backup"))?;
        std::fs::remove_file(path).context("removing an old backup")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leaves_the_folder() {
        let folder = BackupFolder::in_folder(Path::new("/tmp/nowhere"));
        assert!(folder.at("weilu-2026-11-21-030000.tar.gz").is_some());
        for wrong in ["../weilu.db", "..tar.gz", "weilu.db", "a/b.tar.gz", "a\\b.tar.gz", ""] {
            assert!(folder.at(wrong).is_none(), "{wrong}");
        }
    }
}
