//! Rows of visitors.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, sql};
use weilu_vocabulary::{Fault, IdentityId, MemberId, PersonaId};

/// The stored form of a visitor's token.
#[must_use]
pub fn hash(token: &str) -> String {
    data_encoding::HEXLOWER.encode(blake3::derive_key("weilu visitor token", token.as_bytes()).as_slice())
}

/// Makes a persona of nobody yet, known by a token.
///
/// # Errors
/// When the database fails.
pub fn create(tx: &mut Tx, act: &Act, token: &str) -> Result<PersonaId, Fault> {
    let persona: PersonaId = act.id();
    tx.queue(
        sql!("insert into persona (tenant, id, member, kind, created_at) values ($tenant, $1, null, 'visitor', $2)"),
        params![persona, act.now],
    )?;
    tx.queue(
        sql!("insert into identity (tenant, id, persona, kind, value, seen_at, created_at) values ($tenant, $1, $2, 'visitor', $3, $4, $4)"),
        params![act.id::<IdentityId>(), persona, hash(token), act.now],
    )?;
    Ok(persona)
}

/// The persona of a token, and the member behind it if he joined.
///
/// # Errors
/// When the database fails.
pub async fn of_token(tx: &mut Tx, token: &str) -> Result<Option<(PersonaId, Option<MemberId>)>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select i.persona, p.member from identity i join persona p on p.tenant = i.tenant and p.id = i.persona where i.tenant = $tenant and i.kind = 'visitor' and i.value = $1 and i.ended_at is null"),
            params![hash(token)],
        )
        .await?;
    row.map(|r| Ok((r.get("persona")?, r.get("member")?))).transpose()
}

/// Writes a step of a trail.
///
/// # Errors
/// When the database fails.
pub fn step(tx: &mut Tx, act: &Act, persona: PersonaId, what: &str, thing: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into visitor_step (tenant, persona, at, act, thing) values ($tenant, $1, $2, $3, $4) on conflict (tenant, persona, at, act) do nothing"),
        params![persona, act.now, what, thing],
    )
}

/// Joins a trail to a member.
///
/// # Errors
/// When the database fails.
pub fn join(tx: &mut Tx, persona: PersonaId, member: MemberId) -> Result<(), Fault> {
    tx.touch_rights();
    tx.queue(
        sql!("update persona set member = $2 where tenant = $tenant and id = $1 and member is null"),
        params![persona, member],
    )
}

/// Forgets a trail that joined nobody.
///
/// # Errors
/// When the database fails.
pub fn forget(tx: &mut Tx, act: &Act, persona: PersonaId) -> Result<(), Fault> {
    tx.queue(sql!("delete from visitor_step where tenant = $tenant and persona = $1"), params![persona])?;
    tx.queue(
        sql!("update identity set ended_at = $2 where tenant = $tenant and persona = $1 and kind = 'visitor' and ended_at is null"),
        params![persona, act.now],
    )
}
