//! Rows of backups: what is being made, and what became of it. Which files there are, the folder knows.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{BackupId, Fault, Time};

rows! {
    /// A backup that was asked for.
    #[derive(Clone, Debug)]
    pub struct BackupRow {
        /// Which.
        pub id: BackupId,
        /// Name of its file.
        pub name: String,
        /// `asked`, `ready`, `failed`.
        pub state: String,
        /// What is being written now.
        pub step: String,
        /// Parts written.
        pub done: i64,
        /// Parts there are.
        pub total: i64,
        /// When it was asked for.
        pub asked_at: Time,
        /// When it last said that it goes on.
        pub seen_at: Time,
        /// When it ended.
        pub done_at: Option<Time>,
        /// Why it failed.
        pub why: String,
    }
}

/// The newest backup that was asked for.
///
/// # Errors
/// When the database fails.
pub async fn latest(tx: &mut Tx) -> Result<Option<BackupRow>, Fault> {
    tx.one(
        sql!("select id, name, state, step, done, total, asked_at, seen_at, done_at, why from backup where tenant = $tenant order by id desc limit 1"),
        &[],
    )
    .await
}

/// The backup of an id.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, id: BackupId) -> Result<Option<BackupRow>, Fault> {
    tx.one(
        sql!("select id, name, state, step, done, total, asked_at, seen_at, done_at, why from backup where tenant = $tenant and id = $1"),
        params![id],
    )
    .await
}

/// Writes that one was asked for.
pub(super) fn insert(tx: &mut Tx, act: &Act, id: BackupId, name: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into backup (tenant, id, name, state, step, done, total, bytes, asked_at, seen_at, asked_by) values ($tenant, $1, $2, 'asked', '', 0, 0, 0, $3, $3, $4)"),
        params![id, name, act.now, act.actor.persona],
    )
}

/// Writes how far it is.
pub(super) fn progress(
    tx: &mut Tx,
    id: BackupId,
    step: &str,
    done: i64,
    total: i64,
    now: Time,
) -> Result<(), Fault> {
    tx.queue(
        sql!("update backup set step = $2, done = $3, total = $4, seen_at = $5 where tenant = $tenant and id = $1 and state = 'asked'"),
        params![id, step, done, total, now],
    )
}

/// Writes what became of it; true when it was still being made.
pub(super) async fn end(
    tx: &mut Tx,
    id: BackupId,
    state: &str,
    bytes: i64,
    why: &str,
    now: Time,
) -> Result<bool, Fault> {
    let touched = tx
        .exec(
            sql!("update backup set state = $2, bytes = $3, why = $4, done_at = $5, done = total where tenant = $tenant and id = $1 and state = 'asked'"),
            params![id, state, bytes, why, now],
        )
        .await?;
    Ok(touched > 0)
}

/// Writes that one was made elsewhere: on the command line.
pub(super) async fn note(tx: &mut Tx, id: BackupId, name: &str, bytes: i64, now: Time) -> Result<(), Fault> {
    tx.exec(
        sql!("insert into backup (tenant, id, name, state, step, done, total, bytes, asked_at, seen_at, done_at) values ($tenant, $1, $2, 'ready', '', 1, 1, $3, $4, $4, $4)"),
        params![id, name, bytes, now],
    )
    .await
    .map(drop)
}

/// When the newest whole one was finished.
///
/// # Errors
/// When the database fails.
pub async fn last_made(tx: &mut Tx) -> Result<Option<Time>, Fault> {
    let row: Option<Row> = tx
        .one(sql!("select max(done_at) from backup where tenant = $tenant and state = 'ready'"), &[])
        .await?;
    row.map_or(Ok(None), |r| r.first())
}

/// How many brands this house holds.
///
/// # Errors
/// When the database fails.
pub async fn brands(tx: &mut Tx) -> Result<i64, Fault> {
    let row: Option<Row> = tx.one(sql!("select count(*) from tenant"), &[]).await?;
    row.map_or(Ok(0), |r| r.first())
}
