//! Rows of votes and of the order that follows from them.

use super::{cast::Way, wilson};
use crate::post::views::places;
use std::collections::BTreeMap;
use weilu_kernel::Act;
use weilu_store::{Row, Sql, Tx, params, sql};
use weilu_vocabulary::{Fault, Id, PersonaId, PostId};

/// Empties the order before it is built again.
pub(super) fn clear() -> &'static Sql {
    sql!("delete from vote_rank")
}

/// How a person voted, by any of his faces: the last vote counts.
pub(super) async fn of_person(tx: &mut Tx, post: PostId, persona: PersonaId) -> Result<Option<i64>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select v.value from persona me cross join persona o cross join vote v where me.tenant = $tenant and me.id = $2 and o.tenant = $tenant and o.member = me.member and v.tenant = $tenant and v.post = $1 and v.persona = o.id order by v.at desc, v.persona desc limit 1"),
            params![post, persona],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

/// Takes away what a person voted, by any of his faces; whether there was anything.
pub(super) async fn drop(tx: &mut Tx, post: PostId, persona: PersonaId) -> Result<bool, Fault> {
    let gone = tx
        .exec(
            sql!("delete from vote where tenant = $tenant and post = $1 and persona in (select o.id from persona me join persona o on o.tenant = me.tenant and o.member = me.member where me.tenant = $tenant and me.id = $2)"),
            params![post, persona],
        )
        .await?;
    Ok(gone > 0)
}

pub(super) fn put(tx: &mut Tx, act: &Act, post: PostId, persona: PersonaId, value: i64) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into vote (tenant, post, persona, value, at) values ($tenant, $1, $2, $3, $4)"),
        params![post, persona, value, act.now],
    )
}

/// What a persona voted on.
pub(super) async fn voted_by(tx: &mut Tx, persona: PersonaId) -> Result<Vec<PostId>, Fault> {
    let rows: Vec<Row> = tx
        .all(sql!("select post from vote where tenant = $tenant and persona = $1"), params![persona])
        .await?;
    rows.iter().map(Row::first).collect()
}

/// Works out where a post stands, each person counted once by his last vote.
pub(super) async fn recount(tx: &mut Tx, post: PostId) -> Result<(), Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select coalesce(cast(sum(case when v.value > 0 then 1 else 0 end) as bigint), 0) as up, coalesce(cast(sum(case when v.value < 0 then 1 else 0 end) as bigint), 0) as down from vote v left join persona p on p.tenant = v.tenant and p.id = v.persona where v.tenant = $tenant and v.post = $1 and not exists (select 1 from persona o join vote w on w.tenant = o.tenant and w.post = v.post and w.persona = o.id where o.tenant = v.tenant and o.member = p.member and o.id <> v.persona and (w.at > v.at or (w.at = v.at and o.id > v.persona)))"),
            params![post],
        )
        .await?;
    let (up, down): (i64, i64) = match row {
        Some(row) => (row.get("up")?, row.get("down")?),
        None => (0, 0),
    };
    tx.queue(
        sql!("insert into vote_rank (tenant, post, parent, rank, score) select tenant, id, parent, cast($2 as bigint), cast($3 as bigint) from post where tenant = $tenant and id = $1 on conflict (tenant, post) do update set rank = excluded.rank, score = excluded.score"),
        params![post, wilson::rank(up, down), up - down],
    )
}

/// The balance of each of a page of posts, never below 0.
///
/// # Errors
/// When the database fails.
pub async fn scores(tx: &mut Tx, posts: &[PostId]) -> Result<BTreeMap<PostId, i64>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select post, score from vote_rank where tenant = $tenant and post in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"),
            &places(posts),
        )
        .await?;
    rows.iter().map(|r| Ok((r.get("post")?, r.get::<i64>("score")?.max(0)))).collect()
}

/// How the actor voted on each of a page of posts; of two faces the later vote counts.
///
/// # Errors
/// When the database fails.
pub async fn mine(tx: &mut Tx, act: &Act, posts: &[PostId]) -> Result<BTreeMap<PostId, Way>, Fault> {
    let mut places = places(posts);
    places.push(act.actor.member.map_or(-1, Id::raw).into());
    let rows: Vec<Row> = tx
        .all(
            sql!("select v.post, v.value from persona me cross join vote v where me.tenant = $tenant and me.member = $21 and v.tenant = $tenant and v.persona = me.id and v.post in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) order by v.at, v.persona"),
            &places,
        )
        .await?;
    let mut out = BTreeMap::new();
    for row in &rows {
        if let Some(way) = Way::from_value(row.get("value")?) {
            out.insert(row.get("post")?, way);
        }
    }
    Ok(out)
}

/// Where a post stands among its brothers, for going on below it.
///
/// # Errors
/// When the database fails.
pub async fn rank_of(tx: &mut Tx, post: PostId) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(sql!("select rank from vote_rank where tenant = $tenant and post = $1"), params![post])
        .await?;
    row.map_or(Ok(0), |r| r.first())
}
