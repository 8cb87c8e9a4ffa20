//! How far setting up has come, and which ready spaces were made.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, SpaceId, Time};

rows! {
    /// How far it has come.
    #[derive(Clone, Debug)]
    pub struct SetupRow {
        /// The step somebody stopped at.
        pub step: String,
        /// When it was finished.
        pub finished_at: Option<Time>,
    }
}

/// How far it has come; none before it was begun.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx) -> Result<Option<SetupRow>, Fault> {
    tx.one(sql!("select step, finished_at from setup where tenant = $tenant"), &[]).await
}

/// Whether the house still has to be set up: it was begun and not finished, or there is no space at all.
///
/// # Errors
/// When the database fails.
pub async fn is_open(tx: &mut Tx) -> Result<bool, Fault> {
    if let Some(row) = load(tx).await? {
        return Ok(row.finished_at.is_none());
    }
    let row: Option<Row> = tx.one(sql!("select 1 from space where tenant = $tenant limit 1"), &[]).await?;
    Ok(row.is_none())
}

/// Writes the step somebody is at.
pub(super) fn reach(tx: &mut Tx, act: &Act, step: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into setup (tenant, step, begun_at) values ($tenant, $1, $2) on conflict (tenant) do update set step = excluded.step"),
        params![step, act.now],
    )
}

/// Writes that it is finished.
pub(super) fn finish(tx: &mut Tx, act: &Act) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into setup (tenant, step, begun_at, finished_at) values ($tenant, 'done', $1, $1) on conflict (tenant) do update set step = excluded.step, finished_at = excluded.finished_at"),
        params![act.now],
    )
}

/// The ready spaces that were made, by their word.
///
/// # Errors
/// When the database fails.
pub async fn made(tx: &mut Tx) -> Result<std::collections::BTreeMap<String, SpaceId>, Fault> {
    let rows: Vec<Row> =
        tx.all(sql!("select word, space from setup_space where tenant = $tenant order by word"), &[]).await?;
    rows.iter().map(|r| Ok((r.get("word")?, r.get("space")?))).collect()
}

/// Writes that a ready space was made.
pub(super) fn note_made(tx: &mut Tx, act: &Act, word: &str, space: SpaceId) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into setup_space (tenant, word, space, at) values ($tenant, $1, $2, $3)"),
        params![word, space, act.now],
    )
}
