//! What the kernel's own check reads.

use weilu_store::{Row, Tx, sql};
use weilu_vocabulary::Fault;

/// How many jobs of the brand are dead, and how many are held back after a restore.
pub(super) async fn stuck_jobs(tx: &mut Tx) -> Result<(i64, i64), Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select cast(coalesce(sum(case when state = 'dead' then 1 else 0 end), 0) as bigint) as dead, cast(coalesce(sum(case when state = 'held' then 1 else 0 end), 0) as bigint) as held from job where tenant = $tenant and state in ('dead', 'held')"),
            &[],
        )
        .await?;
    row.map_or(Ok((0, 0)), |r| Ok((r.get("dead")?, r.get("held")?)))
}
