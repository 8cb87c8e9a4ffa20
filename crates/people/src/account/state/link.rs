//! Rows of one-time sign-in links, and of those who run the house.

use super::Known;
use weilu_store::{Row, Tx, params, sql};
use weilu_vocabulary::{Fault, MemberId, PersonaId, Time};

/// Keeps the hash of a link.
///
/// # Errors
/// When the database fails.
pub fn keep(tx: &mut Tx, hash: &[u8], persona: PersonaId, expires_at: Time) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into sign_in_link (tenant, hash, persona, expires_at) values ($tenant, $1, $2, $3)"),
        params![hash, persona, expires_at],
    )
}

/// Takes a link out of the world and says whose it was.
///
/// # Errors
/// When the database fails.
pub async fn take(tx: &mut Tx, hash: &[u8], now: Time) -> Result<Option<Known>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("delete from sign_in_link where tenant = $tenant and hash = $1 and expires_at > $2 returning persona"),
            params![hash, now],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    tx.one(
        sql!("select id as persona, member from persona where tenant = $tenant and id = $1 and member is not null"),
        params![row.get::<PersonaId>("persona")?],
    )
    .await
}

/// The first persona that holds a role on the whole site, and its member.
///
/// # Errors
/// When the database fails.
pub async fn first_with_role(tx: &mut Tx, role: &str) -> Result<Option<Known>, Fault> {
    tx.one(
        sql!("select p.id as persona, p.member from role_grant g join persona p on p.tenant = g.tenant and p.id = g.persona join member m on m.tenant = p.tenant and m.id = p.member where g.tenant = $tenant and g.role = $1 and g.scope_kind = 'site' and g.scope = 0 and m.state = 'active' order by g.since, p.id limit 1"),
        params![role],
    )
    .await
}

/// Whether somebody runs the whole house and nobody else does.
///
/// # Errors
/// When the database fails.
pub async fn is_last_with_role(tx: &mut Tx, member: MemberId, role: &str) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select cast(sum(case when p.member = $1 then 1 else 0 end) as bigint) as mine, cast(sum(case when p.member = $1 then 0 else 1 end) as bigint) as others from role_grant g join persona p on p.tenant = g.tenant and p.id = g.persona join member m on m.tenant = p.tenant and m.id = p.member where g.tenant = $tenant and g.role = $2 and g.scope_kind = 'site' and g.scope = 0 and m.state = 'active'"),
            params![member, role],
        )
        .await?;
    let Some(row) = row else { return Ok(false) };
    let (mine, others): (Option<i64>, Option<i64>) = (row.get("mine")?, row.get("others")?);
    Ok(mine.unwrap_or(0) > 0 && others.unwrap_or(0) == 0)
}

/// How many who hold a role on the whole site have neither phone nor mail to come back by.
///
/// # Errors
/// When the database fails.
pub async fn without_way_in(tx: &mut Tx, role: &str) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(distinct m.id) from role_grant g join persona p on p.tenant = g.tenant and p.id = g.persona join member m on m.tenant = p.tenant and m.id = p.member where g.tenant = $tenant and g.role = $1 and g.scope_kind = 'site' and g.scope = 0 and m.state = 'active' and not exists (select 1 from identity i join persona q on q.tenant = i.tenant and q.id = i.persona where i.tenant = $tenant and q.member = m.id and i.kind in ('phone', 'mail') and i.ended_at is null)"),
            params![role],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}
