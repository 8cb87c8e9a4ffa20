//! Rows of erasures, exports and the sealed archive.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{ExportId, Fault, MemberId, PersonaId, SealedRecordId, Time};

rows! {
    /// A wish to leave.
    #[derive(Clone, Debug)]
    pub struct ErasureRow {
        /// `asked`, `taken_back` or `erased`.
        pub state: String,
        /// When it was asked.
        pub asked_at: Time,
        /// When it comes true.
        pub due_at: Time,
    }

    /// An export.
    #[derive(Clone, Debug)]
    pub struct ExportRow {
        /// Which.
        pub id: ExportId,
        /// Whose.
        pub persona: PersonaId,
        /// `asked`, `ready` or `expired`.
        pub state: String,
        /// Parts done.
        pub done: i64,
        /// Parts in all.
        pub total: i64,
        /// Hash of the file, once ready.
        pub hash: Option<String>,
        /// Its size.
        pub bytes: i64,
        /// When it was asked for.
        pub asked_at: Time,
        /// When it was ready.
        pub ready_at: Option<Time>,
        /// Until when it can be fetched.
        pub expires_at: Time,
    }

    /// A sealed part of the archive.
    #[derive(Clone, Debug)]
    pub struct SealedRow {
        /// Which.
        pub id: SealedRecordId,
        /// Of whom: an id without a person behind it.
        pub member: MemberId,
        /// What it is.
        pub kind: String,
        /// Since when.
        pub sealed_at: Time,
        /// Until when the law wants it kept.
        pub until: Time,
    }
}

/// The wish of a person to leave.
///
/// # Errors
/// When the database fails.
pub async fn erasure(tx: &mut Tx, member: MemberId) -> Result<Option<ErasureRow>, Fault> {
    tx.one(
        sql!("select state, asked_at, due_at from erasure where tenant = $tenant and member = $1"),
        params![member],
    )
    .await
}

/// Writes the wish to leave.
///
/// # Errors
/// When the database fails.
pub fn ask_erasure(tx: &mut Tx, act: &Act, member: MemberId, due_at: Time) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into erasure (tenant, member, state, asked_at, due_at) values ($tenant, $1, 'asked', $2, $3) on conflict (tenant, member) do update set state = 'asked', asked_at = excluded.asked_at, due_at = excluded.due_at, ended_at = null"),
        params![member, act.now, due_at],
    )
}

/// Ends a wish to leave: taken back, or come true.
///
/// # Errors
/// When the database fails.
pub fn end_erasure(tx: &mut Tx, act: &Act, member: MemberId, state: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into erasure (tenant, member, state, asked_at, due_at, ended_at) values ($tenant, $1, $2, $3, $3, $3) on conflict (tenant, member) do update set state = excluded.state, ended_at = excluded.ended_at"),
        params![member, state, act.now],
    )
}

/// One person whose time to leave has come.
///
/// # Errors
/// When the database fails.
pub async fn erasure_due(tx: &mut Tx, now: Time) -> Result<Option<MemberId>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select member from erasure where tenant = $tenant and state = 'asked' and due_at <= $1 order by due_at, member limit 1"),
            params![now],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

/// Whether a member is there and not erased yet.
///
/// # Errors
/// When the database fails.
pub async fn is_there(tx: &mut Tx, member: MemberId) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select 1 from member where tenant = $tenant and id = $1 and state <> 'erased'"),
            params![member],
        )
        .await?;
    Ok(row.is_some())
}

/// Whether a file is still an export that can be fetched in this brand.
///
/// # Errors
/// When the database fails.
pub async fn export_is_kept(tx: &mut Tx, hash: &str) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!(
                "select 1 from data_export where tenant = $tenant and hash = $1 and state = 'ready' limit 1"
            ),
            params![hash],
        )
        .await?;
    Ok(row.is_some())
}

/// Files of exports of a persona.
///
/// # Errors
/// When the database fails.
pub async fn export_hashes(tx: &mut Tx, persona: PersonaId) -> Result<Vec<String>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select hash from data_export where tenant = $tenant and persona = $1 and hash is not null"),
            params![persona],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// Writes that an export was asked for.
///
/// # Errors
/// When the database fails.
pub fn ask_export(
    tx: &mut Tx,
    act: &Act,
    id: ExportId,
    persona: PersonaId,
    total: i64,
    expires_at: Time,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into data_export (tenant, id, persona, state, done, total, bytes, asked_at, expires_at) values ($tenant, $1, $2, 'asked', 0, $3, 0, $4, $5)"),
        params![id, persona, total, act.now, expires_at],
    )
}

/// The exports of a person, newest first.
///
/// # Errors
/// When the database fails.
pub async fn exports(tx: &mut Tx, member: MemberId) -> Result<Vec<ExportRow>, Fault> {
    tx.all(
        sql!("select e.id, e.persona, e.state, e.done, e.total, e.hash, e.bytes, e.asked_at, e.ready_at, e.expires_at from data_export e join persona p on p.tenant = e.tenant and p.id = e.persona where e.tenant = $tenant and p.member = $1 order by e.id desc limit 10"),
        params![member],
    )
    .await
}

/// One export.
///
/// # Errors
/// When the database fails.
pub async fn export(tx: &mut Tx, id: ExportId) -> Result<Option<ExportRow>, Fault> {
    tx.one(
        sql!("select id, persona, state, done, total, hash, bytes, asked_at, ready_at, expires_at from data_export where tenant = $tenant and id = $1"),
        params![id],
    )
    .await
}

/// Writes how far an export has come.
///
/// # Errors
/// When the database fails.
pub fn export_progress(tx: &mut Tx, id: ExportId, done: i64) -> Result<(), Fault> {
    tx.queue(sql!("update data_export set done = $2 where tenant = $tenant and id = $1"), params![id, done])
}

/// Writes that an export can be fetched; false when it is gone meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn export_ready(
    tx: &mut Tx,
    act: &Act,
    id: ExportId,
    hash: &str,
    bytes: i64,
) -> Result<bool, Fault> {
    let touched = tx
        .exec(
            sql!("update data_export set state = 'ready', done = total, hash = $2, bytes = $3, ready_at = $4 where tenant = $tenant and id = $1 and state = 'asked'"),
            params![id, hash, bytes, act.now],
        )
        .await?;
    Ok(touched > 0)
}

/// Ends exports whose time is over; returns the hashes of their files.
///
/// # Errors
/// When the database fails.
pub async fn expire_exports(tx: &mut Tx, now: Time) -> Result<Vec<String>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("update data_export set state = 'expired' where tenant = $tenant and state = 'ready' and expires_at <= $1 returning hash"),
            params![now],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// Seals a part of the archive.
///
/// # Errors
/// When the database fails.
pub fn seal(
    tx: &mut Tx,
    act: &Act,
    member: MemberId,
    kind: &str,
    content: &serde_json::Value,
    until: Time,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into sealed_record (tenant, id, member, kind, content, sealed_at, until) values ($tenant, $1, $2, $3, $4, $5, $6)"),
        params![act.id::<SealedRecordId>(), member, kind, content, act.now, until],
    )
}

/// The archive, newest first.
///
/// # Errors
/// When the database fails.
pub async fn sealed(tx: &mut Tx) -> Result<Vec<SealedRow>, Fault> {
    tx.all(
        sql!("select id, member, kind, sealed_at, until from sealed_record where tenant = $tenant order by id desc limit 500"),
        &[],
    )
    .await
}

/// What a sealed part holds.
///
/// # Errors
/// When the database fails.
pub async fn sealed_content(
    tx: &mut Tx,
    id: SealedRecordId,
) -> Result<Option<(MemberId, serde_json::Value)>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select member, content from sealed_record where tenant = $tenant and id = $1"),
            params![id],
        )
        .await?;
    row.map(|r| Ok((r.get("member")?, r.get("content")?))).transpose()
}

/// Turns an officer's key; returns how many different officers turned theirs since `since`.
///
/// # Errors
/// When the database fails.
pub async fn turn_key(
    tx: &mut Tx,
    act: &Act,
    id: SealedRecordId,
    officer: MemberId,
    since: Time,
) -> Result<i64, Fault> {
    tx.exec(
        sql!("insert into archive_key (tenant, record, officer, at) values ($tenant, $1, $2, $3) on conflict (tenant, record, officer) do update set at = excluded.at"),
        params![id, officer, act.now],
    )
    .await?;
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) from archive_key where tenant = $tenant and record = $1 and at > $2"),
            params![id, since],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// Forgets the keys of a sealed part: it is closed again.
///
/// # Errors
/// When the database fails.
pub fn drop_keys(tx: &mut Tx, id: SealedRecordId) -> Result<(), Fault> {
    tx.queue(sql!("delete from archive_key where tenant = $tenant and record = $1"), params![id])
}

/// Forgets what the law no longer wants kept; returns how much.
///
/// # Errors
/// When the database fails.
pub async fn forget_sealed(tx: &mut Tx, now: Time) -> Result<u64, Fault> {
    tx.exec(sql!("delete from sealed_record where tenant = $tenant and until <= $1"), params![now]).await
}
