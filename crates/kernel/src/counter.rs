//! Running numbers of a brand (member numbers) and shared rate limits.

use crate::Act;
use weilu_store::{Row, Tx, params, sql};
use weilu_vocabulary::{Fault, Outcome, SECOND};

weilu_vocabulary::refusals! {
    /// Too much in too short a time.
    pub enum RateRefusal {
        /// Wait.
        TooMany { seconds: i64 } => 429 "rate.too_many" "操作太频繁了，请 {seconds} 秒后再试。" "That was a lot at once; please try again in {seconds} seconds.";
    }
}

/// The next number of a series, from 1, without gaps among committed acts.
///
/// # Errors
/// When the database fails.
pub async fn next_number(tx: &mut Tx, series: &str) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("insert into counter (tenant, name, value) values ($tenant, $1, 1) on conflict (tenant, name) do update set value = counter.value + 1 returning value"),
            params![series],
        )
        .await?;
    row.map_or_else(|| Err(Fault::new("a counter gave no number")), |r| r.first())
}

/// Counts an act against a limit of `most` per `window` microseconds, shared by all nodes.
///
/// # Errors
/// [`RateRefusal::TooMany`] when the limit is reached.
pub async fn limit(tx: &mut Tx, act: &Act, key: &str, most: i64, window: i64) -> Outcome<()> {
    let row: Option<Row> = tx
        .one(
            sql!("insert into rate (tenant, key, since, count) values ($tenant, $1, $2, 1) on conflict (tenant, key) do update set since = case when rate.since <= $3 then excluded.since else rate.since end, count = case when rate.since <= $3 then 1 else rate.count + 1 end returning since, count"),
            params![key, act.now, act.now - window],
        )
        .await?;
    let Some(row) = row else { return Ok(()) };
    if row.get::<i64>("count")? <= most {
        return Ok(());
    }
    let left = row.get::<i64>("since")? + window - act.now.0;
    Err(RateRefusal::TooMany { seconds: (left + SECOND - 1) / SECOND }.into())
}
