//! What happened in a space by day: a projection of the log, for benefits, reports and activity.

use weilu_store::{Row, Sql, Tx, params, sql};
use weilu_vocabulary::{Fault, PersonaId, SpaceId};

/// Statements that empty the projection.
pub const CLEAR: &[fn() -> &'static Sql] =
    &[|| sql!("delete from space_day"), || sql!("delete from space_day_person")];

/// Adds to the count of a kind of event on a day.
///
/// # Errors
/// When the database fails.
pub fn add(tx: &mut Tx, space: SpaceId, day: i64, kind: &str, count: i64) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into space_day (tenant, space, day, kind, count) values ($tenant, $1, $2, $3, $4) on conflict (tenant, space, day, kind) do update set count = space_day.count + excluded.count"),
        params![space, day, kind, count],
    )
}

/// Adds to the acts of a persona on a day.
///
/// # Errors
/// When the database fails.
pub fn add_person(tx: &mut Tx, space: SpaceId, day: i64, persona: PersonaId, acts: i64) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into space_day_person (tenant, space, day, persona, acts) values ($tenant, $1, $2, $3, $4) on conflict (tenant, space, day, persona) do update set acts = space_day_person.acts + excluded.acts"),
        params![space, day, persona, acts],
    )
}

/// Counts by kind over days, both ends included.
///
/// # Errors
/// When the database fails.
pub async fn counts(tx: &mut Tx, space: SpaceId, from: i64, to: i64) -> Result<Vec<(String, i64)>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select kind, cast(sum(count) as bigint) as count from space_day where tenant = $tenant and space = $1 and day >= $2 and day <= $3 group by kind order by kind"),
            params![space, from, to],
        )
        .await?;
    rows.iter().map(|r| Ok((r.get("kind")?, r.get("count")?))).collect()
}

/// How many different people acted over days, both ends included.
///
/// # Errors
/// When the database fails.
pub async fn people(tx: &mut Tx, space: SpaceId, from: i64, to: i64) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(distinct coalesce(p.member, d.persona)) from space_day_person d left join persona p on p.tenant = d.tenant and p.id = d.persona where d.tenant = $tenant and d.space = $1 and d.day >= $2 and d.day <= $3"),
            params![space, from, to],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// The people who acted most over days, with how often: names as known now.
///
/// # Errors
/// When the database fails.
pub async fn busiest(
    tx: &mut Tx,
    space: SpaceId,
    from: i64,
    to: i64,
    most: i64,
) -> Result<Vec<(String, i64)>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select m.name, cast(sum(d.acts) as bigint) as acts from space_day_person d join persona p on p.tenant = d.tenant and p.id = d.persona join member m on m.tenant = d.tenant and m.id = p.member where d.tenant = $tenant and d.space = $1 and d.day >= $2 and d.day <= $3 group by m.id, m.name order by acts desc, m.id limit $4"),
            params![space, from, to, most],
        )
        .await?;
    rows.iter().map(|r| Ok((r.get("name")?, r.get("acts")?))).collect()
}
