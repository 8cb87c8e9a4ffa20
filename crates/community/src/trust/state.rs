//! Rows of trust.

use super::Counts;
use weilu_kernel::{Act, searchable};
use weilu_store::{Row, Sql, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, MemberId, PersonaId, Time};

rows! {
    /// A level that an operator set.
    #[derive(Clone, Debug)]
    pub struct LockRow {
        /// The level.
        pub level: i64,
        /// Why.
        pub reason: String,
        /// Since when.
        pub at: Time,
    }
}

/// Which of these personas (twenty at most) are known to have come by on a day.
pub(super) async fn came_by(tx: &mut Tx, day: i64, personas: &[i64]) -> Result<Vec<PersonaId>, Fault> {
    let mut values = searchable::twenty(personas);
    values.push(day.into());
    let rows: Vec<Row> = tx
        .all(
            sql!("select persona from trust_day where tenant = $tenant and day = $21 and persona in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"),
            &values,
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

pub(super) fn note_day(tx: &mut Tx, persona: PersonaId, day: i64) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into trust_day (tenant, persona, day) values ($tenant, $1, $2) on conflict (tenant, persona, day) do nothing"),
        params![persona, day],
    )
}

pub(super) fn add(tx: &mut Tx, persona: PersonaId, days: i64, posts: i64, likes: i64) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into trust_count (tenant, persona, days, posts, likes) values ($tenant, $1, $2, $3, $4) on conflict (tenant, persona) do update set days = trust_count.days + excluded.days, posts = trust_count.posts + excluded.posts, likes = trust_count.likes + excluded.likes"),
        params![persona, days, posts, likes],
    )
}

/// What a member did, by all his faces.
///
/// # Errors
/// When the database fails.
pub async fn counts(tx: &mut Tx, member: MemberId) -> Result<Counts, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select cast(coalesce(sum(c.days), 0) as bigint) as days, cast(coalesce(sum(c.posts), 0) as bigint) as posts, cast(coalesce(sum(c.likes), 0) as bigint) as likes from persona p join trust_count c on c.tenant = p.tenant and c.persona = p.id where p.tenant = $tenant and p.member = $1"),
            params![member],
        )
        .await?;
    let Some(row) = row else { return Ok(Counts::default()) };
    Ok(Counts { days: row.get("days")?, posts: row.get("posts")?, likes: row.get("likes")? })
}

/// The level that was set for a member.
///
/// # Errors
/// When the database fails.
pub async fn lock(tx: &mut Tx, member: MemberId) -> Result<Option<LockRow>, Fault> {
    tx.one(
        sql!("select level, reason, at from trust_lock where tenant = $tenant and member = $1"),
        params![member],
    )
    .await
}

pub(super) fn set_lock(
    tx: &mut Tx,
    act: &Act,
    member: MemberId,
    level: Option<i64>,
    reason: &str,
) -> Result<(), Fault> {
    let Some(level) = level else {
        return tx
            .queue(sql!("delete from trust_lock where tenant = $tenant and member = $1"), params![member]);
    };
    tx.queue(
        sql!("insert into trust_lock (tenant, member, level, reason, set_by, at) values ($tenant, $1, $2, $3, $4, $5) on conflict (tenant, member) do update set level = excluded.level, reason = excluded.reason, set_by = excluded.set_by, at = excluded.at"),
        params![member, level, reason, act.actor.persona, act.now],
    )
}

/// Empties the days before they are counted again.
pub(super) fn clear_days() -> &'static Sql {
    sql!("delete from trust_day")
}

/// Empties the counts before they are counted again.
pub(super) fn clear_counts() -> &'static Sql {
    sql!("delete from trust_count")
}
