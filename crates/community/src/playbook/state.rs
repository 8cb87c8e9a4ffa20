//! What the log has shown so far, and whether the list was put away.

use std::collections::BTreeMap;
use weilu_kernel::Act;
use weilu_store::{Row, Sql, Tx, params, sql};
use weilu_vocabulary::{Fault, Time};

/// Statements that empty the projection.
pub(super) const CLEAR: &[fn() -> &'static Sql] = &[|| sql!("delete from playbook_mark")];

/// Adds to the count of a kind of event.
pub(super) fn add(tx: &mut Tx, kind: &str, count: i64) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into playbook_mark (tenant, kind, count) values ($tenant, $1, $2) on conflict (tenant, kind) do update set count = playbook_mark.count + excluded.count"),
        params![kind, count],
    )
}

/// How often each kind happened.
pub(super) async fn marks(tx: &mut Tx) -> Result<BTreeMap<String, i64>, Fault> {
    let rows: Vec<Row> = tx
        .all(sql!("select kind, count from playbook_mark where tenant = $tenant order by kind"), &[])
        .await?;
    rows.iter().map(|r| Ok((r.get("kind")?, r.get("count")?))).collect()
}

/// How many members there are.
pub(super) async fn members(tx: &mut Tx) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) from member where tenant = $tenant and state = 'active' and merged_into is null"),
            &[],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// When the list was put away.
pub(super) async fn dismissed_at(tx: &mut Tx) -> Result<Option<Time>, Fault> {
    let row: Option<Row> =
        tx.one(sql!("select dismissed_at from playbook where tenant = $tenant"), &[]).await?;
    row.map_or(Ok(None), |r| r.first())
}

/// Puts the list away, or takes it out again.
pub(super) fn dismiss(tx: &mut Tx, act: &Act, away: bool) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into playbook (tenant, dismissed_at) values ($tenant, $1) on conflict (tenant) do update set dismissed_at = excluded.dismissed_at"),
        params![away.then_some(act.now)],
    )
}
