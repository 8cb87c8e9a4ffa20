//! The backups there are, and the one that is being made.

use super::{MAKE, Place, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_vocabulary::{BackupId, Outcome, Time};

/// The backups there are.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "ListBackups")]
pub struct List {}

/// A file that is there.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct BackupFile {
    /// Its name; `/backup/{name}` gives the file.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// When it was finished.
    pub at: Time,
}

/// One that is being made.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct BackupRunning {
    /// Which.
    pub id: BackupId,
    /// What is being written now.
    pub step: String,
    /// Parts written.
    pub done: i64,
    /// Parts there are; 0 before the first.
    pub total: i64,
    /// When it was asked for.
    pub at: Time,
}

/// The answer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct BackupsShown {
    /// Newest first.
    pub items: Vec<BackupFile>,
    /// The one that is being made.
    pub running: Option<BackupRunning>,
    /// When the last try failed, unless one went well since.
    pub failed_at: Option<Time>,
    /// Whether one can be made here: the house holds one brand.
    pub possible: bool,
}

impl Query for List {
    const NAME: &'static str = "backup.list";
    const SUMMARY: (&'static str, &'static str) = ("有哪些备份", "The backups there are");
    type Output = BackupsShown;

    fn need(&self) -> Need {
        Need::Site(&MAKE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<BackupsShown> {
        let possible = state::brands(tx).await? == 1;
        // A file holds every brand: where there are several, none of them may look.
        let files = if possible { act.app.port::<Place>()?.list()? } else { Vec::new() };
        let latest = state::latest(tx).await?;
        let failed_at = latest.as_ref().filter(|b| b.state == "failed").and_then(|b| b.done_at);
        let running = latest.filter(|b| b.state == "asked");
        Ok(BackupsShown {
            items: files.into_iter().map(|k| BackupFile { name: k.name, bytes: k.bytes, at: k.at }).collect(),
            running: running.map(|b| BackupRunning {
                id: b.id,
                step: b.step,
                done: b.done,
                total: b.total,
                at: b.asked_at,
            }),
            failed_at,
            possible,
        })
    }
}
