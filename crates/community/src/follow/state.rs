//! Rows of who follows what. A person is followed by a persona of his and found by any of them.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, sql};
use weilu_vocabulary::{Fault, MemberId, PersonaId, Ref};

/// A persona of a member.
///
/// # Errors
/// When the database fails.
pub async fn face(tx: &mut Tx, member: MemberId) -> Result<Option<PersonaId>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select id from persona where tenant = $tenant and member = $1 order by id limit 1"),
            params![member],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

pub(super) fn start(tx: &mut Tx, act: &Act, persona: PersonaId, target: Ref) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into follow (tenant, persona, kind, target, at) values ($tenant, $1, $2, $3, $4) on conflict (tenant, persona, kind, target) do nothing"),
        params![persona, target.kind.word(), target.id, act.now],
    )
}

/// Whether a member follows something; a person by any of his personas.
///
/// # Errors
/// When the database fails.
pub async fn follows(tx: &mut Tx, member: MemberId, target: Ref) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) as n from persona me cross join follow f where me.tenant = $tenant and me.member = $1 and f.tenant = $tenant and f.persona = me.id and f.kind = $2 and (f.target = $3 or ($2 = 'persona' and f.target in (select b.id from persona a join persona b on b.tenant = a.tenant and b.member = a.member where a.tenant = $tenant and a.id = $3)))"),
            params![member, target.kind.word(), target.id],
        )
        .await?;
    Ok(row.map_or(Ok(0), |r| r.first::<i64>())? > 0)
}

/// Takes every row away by which a member follows something; true when there was one.
pub(super) async fn stop(tx: &mut Tx, member: MemberId, target: Ref) -> Result<bool, Fault> {
    let gone = tx
        .exec(
            sql!("delete from follow where tenant = $tenant and kind = $2 and persona in (select id from persona where tenant = $tenant and member = $1) and (target = $3 or ($2 = 'persona' and target in (select b.id from persona a join persona b on b.tenant = a.tenant and b.member = a.member where a.tenant = $tenant and a.id = $3)))"),
            params![member, target.kind.word(), target.id],
        )
        .await?;
    Ok(gone > 0)
}

pub(super) async fn count(tx: &mut Tx, member: MemberId) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) as n from persona me cross join follow f where me.tenant = $tenant and me.member = $1 and f.tenant = $tenant and f.persona = me.id"),
            params![member],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// Whether a member and the person behind a persona follow each other.
///
/// # Errors
/// When the database fails.
pub async fn are_friends(tx: &mut Tx, member: MemberId, other: PersonaId) -> Result<bool, Fault> {
    if !follows(tx, member, other.into()).await? {
        return Ok(false);
    }
    let row: Option<Row> =
        tx.one(sql!("select member from persona where tenant = $tenant and id = $1"), params![other]).await?;
    let Some(them) = row.map(|r| r.first::<Option<MemberId>>()).transpose()?.flatten() else {
        return Ok(false);
    };
    match face(tx, member).await? {
        Some(mine) => follows(tx, them, mine.into()).await,
        None => Ok(false),
    }
}

/// The personas of a member's friends, and his own.
///
/// # Errors
/// When the database fails.
pub async fn friends(tx: &mut Tx, member: MemberId) -> Result<Vec<PersonaId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select face.id from persona face where face.tenant = $tenant and (face.member = $1 or face.member in (select them.member from persona me cross join follow f join persona them on them.tenant = f.tenant and them.id = f.target where me.tenant = $tenant and me.member = $1 and f.tenant = $tenant and f.persona = me.id and f.kind = 'persona' and exists (select 1 from persona their join follow back on back.tenant = their.tenant and back.persona = their.id join persona mine on mine.tenant = back.tenant and mine.id = back.target where their.tenant = $tenant and their.member = them.member and back.kind = 'persona' and mine.member = $1))) limit 10000"),
            params![member],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}
