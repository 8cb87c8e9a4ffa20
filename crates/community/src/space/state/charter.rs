//! Versions of a charter.

use crate::space::charter::Charter;
use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, sql};
use weilu_vocabulary::{Fault, SpaceId, Time};

/// Writes a version and makes it the present one; the space's sentence and topic follow it.
///
/// # Errors
/// When the database fails.
pub fn write(tx: &mut Tx, act: &Act, space: SpaceId, version: i64, charter: &Charter) -> Result<(), Fault> {
    let body = serde_json::to_value(charter).map_err(|e| Fault::new(e.to_string()))?;
    tx.queue(
        sql!("insert into space_charter (tenant, space, version, body, written_by, at) values ($tenant, $1, $2, $3, $4, $5)"),
        params![space, version, &body, act.actor.persona.map_or(0, weilu_vocabulary::Id::raw), act.now],
    )?;
    tx.queue(
        sql!("update space set charter = $2, line = $3, topic = $4 where tenant = $tenant and id = $1"),
        params![space, version, &charter.value, &charter.topic],
    )
}

/// A version with the time it was written.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, space: SpaceId, version: i64) -> Result<Option<(Charter, Time)>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select body, at from space_charter where tenant = $tenant and space = $1 and version = $2"),
            params![space, version],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let body: serde_json::Value = row.get("body")?;
    Ok(Some((serde_json::from_value(body).unwrap_or_default(), row.get("at")?)))
}

/// The numbers of all versions with their times, newest first.
///
/// # Errors
/// When the database fails.
pub async fn versions(tx: &mut Tx, space: SpaceId) -> Result<Vec<(i64, Time)>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select version, at from space_charter where tenant = $tenant and space = $1 order by version desc"),
            params![space],
        )
        .await?;
    rows.iter().map(|r| Ok((r.get("version")?, r.get("at")?))).collect()
}
