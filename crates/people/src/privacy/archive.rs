//! Opening a sealed record: two officers turn their keys within a day of each other.

use super::{ARCHIVE, ARCHIVE_OPENED, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, command::Never, link::LinkRefusal};
use weilu_vocabulary::{DAY, Outcome, SealedRecordId};

const OFFICERS: i64 = 2;

/// Turns one's key on a sealed record; the second officer's opens it once.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct OpenArchive {
    /// Which record.
    pub record: SealedRecordId,
}

/// The record, or that another officer is needed.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ArchiveOpened {
    /// Whether it is open.
    pub opened: bool,
    /// What it holds; null while it is closed.
    pub content: serde_json::Value,
}

impl Command for OpenArchive {
    const NAME: &'static str = "privacy.open_archive";
    const SUMMARY: (&'static str, &'static str) =
        ("会同另一位负责人打开封存记录", "Open a sealed record together with another officer");
    const REMEMBERED: bool = false;
    type Output = ArchiveOpened;
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::Site(&ARCHIVE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<ArchiveOpened> {
        let officer = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        tx.lock(&[self.record.into()])?;
        let (_, content) = state::sealed_content(tx, self.record).await?.ok_or(LinkRefusal::NotFound)?;
        let keys = state::turn_key(tx, act, self.record, officer, act.now - DAY).await?;
        if keys < OFFICERS {
            return Ok(ArchiveOpened { opened: false, content: serde_json::Value::Null });
        }
        state::drop_keys(tx, self.record)?;
        tx.append(act, ARCHIVE_OPENED.on(self.record));
        Ok(ArchiveOpened { opened: true, content })
    }
}
