//! One's own privacy: exports, a wish to leave, who read one's data; and the list of sealed records.

use super::{ARCHIVE, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal, personal::DATA_READ};
use weilu_vocabulary::{ExportId, Outcome, SealedRecordId, Text, Time};

const LOOK_BACK: i64 = 500;
const READS_SHOWN: usize = 50;

/// One's own privacy.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Mine {}

/// An export.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ExportShown {
    /// Which; the file is at `/export/{id}`.
    pub id: ExportId,
    /// `asked`, `ready` or `expired`.
    pub state: String,
    /// How much is done, 0 to 100.
    pub percent: i64,
    /// Size of the file.
    pub bytes: i64,
    /// When it was asked for.
    pub asked_at: Time,
    /// Until when it can be fetched.
    pub expires_at: Time,
}

/// Somebody of the staff read one's data.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReadShown {
    /// When.
    pub at: Time,
    /// What was asked.
    pub what: Text,
}

/// The answer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct PrivacyShown {
    /// When the account will be erased, if one asked for it.
    pub erasure_due_at: Option<Time>,
    /// Exports, newest first.
    pub exports: Vec<ExportShown>,
    /// Who of the staff read one's data, newest first.
    pub reads: Vec<ReadShown>,
}

impl Query for Mine {
    const NAME: &'static str = "privacy.mine";
    const SUMMARY: (&'static str, &'static str) =
        ("我的隐私：导出、注销、谁看过", "One's own privacy: exports, leaving, who looked");
    const WHILE_SUSPENDED: bool = true;
    type Output = PrivacyShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<PrivacyShown> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let erasure = state::erasure(tx, member).await?.filter(|e| e.state == "asked");
        let events = tx.events_of_object(member.into(), i64::MAX, LOOK_BACK).await?;
        let reads = events.iter().filter(|e| e.kind == DATA_READ.name).take(READS_SHOWN).map(|event| {
            let question = event.body.get("question").and_then(|q| q.as_str()).unwrap_or_default();
            let summary = act.app.query(question).map_or(("成员资料", "member data"), |q| q.summary);
            ReadShown { at: event.at, what: summary.into() }
        });
        Ok(PrivacyShown {
            erasure_due_at: erasure.map(|e| e.due_at),
            reads: reads.collect(),
            exports: state::exports(tx, member).await?.into_iter().map(export).collect(),
        })
    }
}

fn export(row: state::ExportRow) -> ExportShown {
    ExportShown {
        id: row.id,
        percent: if row.state == "asked" { row.done * 100 / row.total.max(1) } else { 100 },
        state: row.state,
        bytes: row.bytes,
        asked_at: row.asked_at,
        expires_at: row.expires_at,
    }
}

/// The sealed records; what they hold opens only for two officers.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Archive {}

/// A sealed record from outside.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SealedShown {
    /// Which.
    pub id: SealedRecordId,
    /// What it is.
    pub title: Text,
    /// Since when it is sealed.
    pub sealed_at: Time,
    /// Until when the law wants it kept.
    pub until: Time,
}

/// The archive.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ArchiveShown {
    /// Newest first.
    pub items: Vec<SealedShown>,
}

impl Query for Archive {
    const NAME: &'static str = "privacy.archive";
    const SUMMARY: (&'static str, &'static str) = ("封存记录", "Sealed records");
    type Output = ArchiveShown;

    fn need(&self) -> Need {
        Need::Site(&ARCHIVE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<ArchiveShown> {
        let items = state::sealed(tx).await?.into_iter().map(|row| {
            let kept = act.app.features.iter().flat_map(|f| f.kept).find(|k| k.name == row.kind);
            let title = kept.map_or_else(|| Text::owned(&*row.kind, &*row.kind), |k| k.title.into());
            SealedShown { id: row.id, title, sealed_at: row.sealed_at, until: row.until }
        });
        Ok(ArchiveShown { items: items.collect() })
    }
}
