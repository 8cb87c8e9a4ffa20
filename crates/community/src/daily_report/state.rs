//! Rows of daily reports.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, sql};
use weilu_vocabulary::{Fault, SpaceId, Time};

/// Whether every space has its report of a day.
///
/// # Errors
/// When the database fails.
pub async fn is_done(tx: &mut Tx, day: i64) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(sql!("select day from daily_report_turn where tenant = $tenant and day = $1"), params![day])
        .await?;
    Ok(row.is_some())
}

/// Marks that every space has its report of a day.
///
/// # Errors
/// When the database fails.
pub fn mark_done(tx: &mut Tx, act: &Act, day: i64) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into daily_report_turn (tenant, day, at) values ($tenant, $1, $2) on conflict (tenant, day) do nothing"),
        params![day, act.now],
    )
}

/// Spaces that were open before a time and have no report of a day yet.
///
/// # Errors
/// When the database fails.
pub async fn without(tx: &mut Tx, day: i64, before: Time, limit: i64) -> Result<Vec<SpaceId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select s.id from space s where s.tenant = $tenant and s.state = 'open' and s.opened_at < $2 and not exists (select r.day from daily_report r where r.tenant = $tenant and r.space = s.id and r.day = $1) order by s.id limit $3"),
            params![day, before, limit],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// Writes a report.
///
/// # Errors
/// When the database fails.
pub fn insert(
    tx: &mut Tx,
    act: &Act,
    space: SpaceId,
    day: i64,
    body: &serde_json::Value,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into daily_report (tenant, space, day, body, at) values ($tenant, $1, $2, $3, $4) on conflict (tenant, space, day) do nothing"),
        params![space, day, body, act.now],
    )
}

/// The reports of a space, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_space(
    tx: &mut Tx,
    space: SpaceId,
    limit: i64,
) -> Result<Vec<(i64, serde_json::Value)>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select day, body from daily_report where tenant = $tenant and space = $1 order by day desc limit $2"),
            params![space, limit],
        )
        .await?;
    rows.iter().map(|r| Ok((r.get("day")?, r.get("body")?))).collect()
}

/// How many applications of a space wait for a person.
///
/// # Errors
/// When the database fails.
pub async fn waiting(tx: &mut Tx, space: SpaceId) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) from application where tenant = $tenant and space = $1 and state in ('asked', 'appealed')"),
            params![space],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}
