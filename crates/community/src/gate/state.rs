//! Rows of gates: every version is kept, the highest is in force.

use super::{Gate, rule::Rule};
use weilu_kernel::{Act, Role, form};
use weilu_people::role::{self, Site};
use weilu_store::{Row, Tx, params, sql};
use weilu_vocabulary::{DAY, Fault, FormId, MemberId, PersonaId, SpaceId, Time};

/// Writes a version of the gate of a space.
///
/// # Errors
/// When the database fails.
pub fn write(tx: &mut Tx, act: &Act, space: SpaceId, version: i64, gate: &Gate) -> Result<(), Fault> {
    let rule = serde_json::to_value(&gate.rule).map_err(|e| Fault::new(e.to_string()))?;
    tx.queue(
        sql!("insert into gate (tenant, space, version, rule, form, attempts, set_by, at) values ($tenant, $1, $2, $3, $4, $5, $6, $7)"),
        params![space, version, &rule, gate.form, gate.attempts, act.actor.persona, act.now],
    )
}

/// The gate in force; open to everybody when a space has none.
///
/// # Errors
/// When the database fails.
pub async fn present(tx: &mut Tx, space: SpaceId) -> Result<Gate, Fault> {
    Ok(numbered(tx, space).await?.map_or_else(Gate::open, |(gate, _)| gate))
}

/// The gate in force with its number.
///
/// # Errors
/// When the database fails.
pub async fn numbered(tx: &mut Tx, space: SpaceId) -> Result<Option<(Gate, i64)>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select version, rule, form, attempts from gate where tenant = $tenant and space = $1 order by version desc limit 1"),
            params![space],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let stored: serde_json::Value = row.get("rule")?;
    let rule: Rule = serde_json::from_value(stored).map_err(|e| Fault::new(e.to_string()))?;
    let gate = Gate { rule, form: row.get("form")?, attempts: row.get("attempts")? };
    Ok(Some((gate, row.get("version")?)))
}

/// The questionnaire of a gate, in its newest version.
///
/// # Errors
/// When the database fails.
pub async fn questionnaire(tx: &mut Tx, form: Option<FormId>) -> Result<Option<form::Form>, Fault> {
    match form {
        Some(id) => form::newest(tx, id).await,
        None => Ok(None),
    }
}

/// What the brand knows of a person without asking: roles, days since he joined, labels.
///
/// # Errors
/// When the database fails.
pub async fn standing(tx: &mut Tx, act: &Act, member: MemberId) -> Result<(Vec<Role>, i64), Fault> {
    let held = role::held(tx, act).await?;
    let roles = held.iter().filter(|h| h.site == Site::Whole).map(|h| h.role).collect();
    let row: Option<Row> = tx
        .one(sql!("select created_at from member where tenant = $tenant and id = $1"), params![member])
        .await?;
    let since: Time = row.map_or(Ok(act.now), |r| r.first())?;
    Ok((roles, act.now.since(since) / DAY))
}

/// Since when a persona is in a space.
///
/// # Errors
/// When the database fails.
pub async fn inside_since(tx: &mut Tx, persona: PersonaId, space: SpaceId) -> Result<Option<Time>, Fault> {
    let row: Option<Row> = tx
        .memo(
            sql!("select m.since from space_member m where m.tenant = $tenant and m.space = $1 and m.persona in (select p.id from persona p where p.tenant = $tenant and p.id = $2 union all select p.id from persona me join persona p on p.tenant = me.tenant and p.member = me.member where me.tenant = $tenant and me.id = $2) and m.via <> 'founder' order by m.since limit 1"),
            params![space, persona],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

/// Whether a persona, under any of his faces, runs a space.
///
/// # Errors
/// When the database fails.
pub async fn runs(tx: &mut Tx, persona: PersonaId, space: SpaceId) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .memo(
            sql!("select g.role from role_grant g where g.tenant = $tenant and g.scope_kind = 'space' and g.scope = $1 and g.role in ('owner', 'admin') and g.persona in (select p.id from persona p where p.tenant = $tenant and p.id = $2 union all select p.id from persona me join persona p on p.tenant = me.tenant and p.member = me.member where me.tenant = $tenant and me.id = $2) limit 1"),
            params![space, persona],
        )
        .await?;
    Ok(row.is_some())
}

/// Words that the brand added to the screening list.
///
/// # Errors
/// When the database fails.
pub async fn words(tx: &mut Tx) -> Result<Vec<String>, Fault> {
    let rows: Vec<Row> =
        tx.all(sql!("select word from gate_word where tenant = $tenant order by word"), &[]).await?;
    rows.iter().map(Row::first).collect()
}

/// Adds a word to the screening list, or takes it off.
///
/// # Errors
/// When the database fails.
pub fn set_word(tx: &mut Tx, act: &Act, word: &str, on: bool) -> Result<(), Fault> {
    if on {
        tx.queue(
            sql!("insert into gate_word (tenant, word, set_by, at) values ($tenant, $1, $2, $3) on conflict (tenant, word) do nothing"),
            params![word, act.actor.persona, act.now],
        )
    } else {
        tx.queue(sql!("delete from gate_word where tenant = $tenant and word = $1"), params![word])
    }
}

/// How many other people sent the same words to a door since a time.
///
/// # Errors
/// When the database fails.
pub async fn same_words(tx: &mut Tx, member: MemberId, hash: &[u8], since: Time) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) from application a join persona p on p.tenant = a.tenant and p.id = a.persona where a.tenant = $tenant and a.text_hash = $1 and p.member <> $2 and a.at >= $3"),
            params![hash, member, since],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}
