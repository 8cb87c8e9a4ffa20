//! Rows of exports.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{ExportId, Fault, MemberId, PersonaId, Time};

rows! {
    /// An export.
    #[derive(Clone, Debug)]
    pub struct ExportRow {
        /// Which.
        pub id: ExportId,
        /// Who wants it.
        pub persona: PersonaId,
        /// The person behind him.
        pub member: Option<MemberId>,
        /// `csv` or `xlsx`.
        pub format: String,
        /// Columns, as JSON.
        pub columns: serde_json::Value,
        /// Filter, as JSON.
        pub filters: serde_json::Value,
        /// Whether phones are whole.
        pub phones: bool,
        /// `working`, `ready`, `gone`.
        pub state: String,
        /// Lines written so far, the head not counted.
        pub lines: i64,
        /// Where the file is kept.
        pub hash: Option<String>,
        /// When it was asked for.
        pub created_at: Time,
    }
}

/// What an export is to hold.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// `csv` or `xlsx`.
    pub format: &'static str,
    /// Columns, as JSON.
    pub columns: String,
    /// Filter, as JSON.
    pub filters: String,
    /// Whether phones are whole.
    pub phones: bool,
    /// Why.
    pub reason: String,
}

/// Writes a new export.
///
/// # Errors
/// When the database fails.
pub fn add(tx: &mut Tx, act: &Act, id: ExportId, persona: PersonaId, wanted: &Wanted) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into member_export (tenant, id, persona, format, columns, filters, phones, reason, state, lines, created_at) values ($tenant, $1, $2, $3, $4, $5, $6, $7, 'working', 0, $8)"),
        params![id, persona, wanted.format, wanted.columns.clone(), wanted.filters.clone(), wanted.phones, wanted.reason.clone(), act.now],
    )
}

/// An export by its id.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, id: ExportId) -> Result<Option<ExportRow>, Fault> {
    tx.one(
        sql!("select e.id, e.persona, p.member, e.format, e.columns, e.filters, e.phones, e.state, e.lines, e.hash, e.created_at from member_export e join persona p on p.tenant = e.tenant and p.id = e.persona where e.tenant = $tenant and e.id = $1"),
        params![id],
    )
    .await
}

/// Notes how far an export has come.
///
/// # Errors
/// When the database fails.
pub fn note_lines(tx: &mut Tx, id: ExportId, lines: i64) -> Result<(), Fault> {
    tx.queue(
        sql!("update member_export set lines = $2 where tenant = $tenant and id = $1 and state = 'working'"),
        params![id, lines],
    )
}

/// Notes where the finished file is kept.
///
/// # Errors
/// When the database fails.
pub fn finish(tx: &mut Tx, id: ExportId, lines: i64, hash: &str, at: Time) -> Result<(), Fault> {
    tx.queue(
        sql!("update member_export set state = 'ready', lines = $2, hash = $3, done_at = $4 where tenant = $tenant and id = $1"),
        params![id, lines, hash, at],
    )
}

/// Files that are older than a time and were not forgotten yet.
///
/// # Errors
/// When the database fails.
pub async fn old(tx: &mut Tx, before: Time) -> Result<Vec<(ExportId, String)>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select id, hash from member_export where tenant = $tenant and state = 'ready' and done_at <= $1 order by id limit 50"),
            params![before],
        )
        .await?;
    rows.iter().map(|r| Ok((r.get("id")?, r.get("hash")?))).collect()
}

/// Notes that a file is gone; true when no other export holds the same bytes.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut Tx, id: ExportId, hash: &str) -> Result<bool, Fault> {
    tx.exec(
        sql!("update member_export set state = 'gone', hash = null where tenant = $tenant and id = $1"),
        params![id],
    )
    .await?;
    let other: Option<Row> = tx
        .one(sql!("select 1 from member_export where tenant = $tenant and hash = $1 limit 1"), params![hash])
        .await?;
    Ok(other.is_none())
}
