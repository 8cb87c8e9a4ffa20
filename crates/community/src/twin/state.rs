//! Rows of likes that count once although two faces of one person gave them.

use weilu_kernel::searchable;
use weilu_store::{Row, Sql, Tx, params, sql};
use weilu_vocabulary::{Fault, PersonaId, PostId};

/// Empties the reading.
#[must_use]
pub fn clear() -> &'static Sql {
    sql!("delete from post_twin")
}

/// Which of these personas (twenty at most) are one face of several.
///
/// # Errors
/// When the database fails.
pub async fn many_faced(tx: &mut Tx, personas: &[i64]) -> Result<Vec<PersonaId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select p.id from persona p where p.tenant = $tenant and p.id in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) and exists (select 1 from persona o where o.tenant = $tenant and o.member = p.member and o.id <> p.id)"),
            &searchable::twenty(personas),
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// Which of these posts (twenty at most) are known to have a surplus.
///
/// # Errors
/// When the database fails.
pub async fn with_surplus(tx: &mut Tx, posts: &[i64]) -> Result<Vec<PostId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select post from post_twin where tenant = $tenant and post in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"),
            &searchable::twenty(posts),
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// Posts a persona likes.
///
/// # Errors
/// When the database fails.
pub async fn liked_by(tx: &mut Tx, persona: PersonaId) -> Result<Vec<PostId>, Fault> {
    let rows: Vec<Row> = tx
        .all(sql!("select post from post_like where tenant = $tenant and persona = $1"), params![persona])
        .await?;
    rows.iter().map(Row::first).collect()
}

/// By how much the likes of a post must go down (below zero: up again) so that nobody counts twice.
///
/// # Errors
/// When the database fails.
pub async fn surplus(tx: &mut Tx, post: PostId) -> Result<i64, Fault> {
    let now: Option<Row> = tx
        .one(
            sql!("select count(*) - count(distinct coalesce(p.member, -p.id)) from post_like l join persona p on p.tenant = l.tenant and p.id = l.persona where l.tenant = $tenant and l.post = $1"),
            params![post],
        )
        .await?;
    let now: i64 = now.map_or(Ok(0), |r| r.first())?;
    let known: Option<Row> = tx
        .one(sql!("select surplus from post_twin where tenant = $tenant and post = $1"), params![post])
        .await?;
    let known: i64 = known.map_or(Ok(0), |r| r.first())?;
    if now == known {
        return Ok(0);
    }
    if now == 0 {
        tx.queue(sql!("delete from post_twin where tenant = $tenant and post = $1"), params![post])?;
        return Ok(-known);
    }
    tx.queue(
        sql!("insert into post_twin (tenant, post, surplus) values ($tenant, $1, $2) on conflict (tenant, post) do update set surplus = excluded.surplus"),
        params![post, now],
    )?;
    Ok(now - known)
}

/// Whether two faces are one person's.
///
/// # Errors
/// When the database fails.
pub async fn same(tx: &mut Tx, one: PersonaId, other: PersonaId) -> Result<bool, Fault> {
    if one == other {
        return Ok(true);
    }
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) as n from persona a join persona b on b.tenant = a.tenant and b.member = a.member where a.tenant = $tenant and a.id = $1 and b.id = $2"),
            params![one, other],
        )
        .await?;
    row.map_or(Ok(false), |r| Ok(r.first::<i64>()? > 0))
}
