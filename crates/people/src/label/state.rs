//! Rows of labels.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, sql};
use weilu_vocabulary::{Fault, LabelId, MemberId, PersonaId, SpaceId};

/// Whether a kind exists, built in or added.
///
/// # Errors
/// When the database fails.
pub async fn kind_exists(tx: &mut Tx, word: &str) -> Result<bool, Fault> {
    if super::KINDS.iter().any(|k| k.0 == word) {
        return Ok(true);
    }
    let row: Option<Row> = tx
        .one(sql!("select word from label_kind where tenant = $tenant and word = $1"), params![word])
        .await?;
    Ok(row.is_some())
}

/// Adds a kind.
///
/// # Errors
/// When the database fails.
pub fn add_kind(tx: &mut Tx, act: &Act, word: &str, zh: &str, en: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into label_kind (tenant, word, zh, en, created_at) values ($tenant, $1, $2, $3, $4) on conflict (tenant, word) do update set zh = excluded.zh, en = excluded.en"),
        params![word, zh, en, act.now],
    )
}

/// The label of a kind and name; made when there is none yet.
///
/// # Errors
/// When the database fails.
pub async fn label_of(tx: &mut Tx, act: &Act, kind: &str, name: &str) -> Result<LabelId, Fault> {
    let fresh: LabelId = act.id();
    tx.exec(
        sql!("insert into label (tenant, id, kind, name, state, created_at, created_by) values ($tenant, $1, $2, $3, 'live', $4, $5) on conflict (tenant, kind, name) do nothing"),
        params![fresh, kind, name, act.now, act.actor.persona],
    )
    .await?;
    let row: Option<Row> = tx
        .one(
            sql!("select id from label where tenant = $tenant and kind = $1 and name = $2"),
            params![kind, name],
        )
        .await?;
    row.map_or(Ok(fresh), |r| r.first())
}

/// Whether a label exists.
///
/// # Errors
/// When the database fails.
pub async fn exists(tx: &mut Tx, label: LabelId) -> Result<bool, Fault> {
    let row: Option<Row> =
        tx.one(sql!("select id from label where tenant = $tenant and id = $1"), params![label]).await?;
    Ok(row.is_some())
}

/// Gives a label; false when the person has it already through any of his personas.
///
/// # Errors
/// When the database fails.
pub async fn put(
    tx: &mut Tx,
    act: &Act,
    member: MemberId,
    persona: PersonaId,
    label: LabelId,
    source: &str,
) -> Result<bool, Fault> {
    if has(tx, member, label).await? {
        return Ok(false);
    }
    let touched = tx
        .exec(
            sql!("insert into member_label (tenant, persona, label, source, at, given_by) values ($tenant, $1, $2, $3, $4, $5) on conflict (tenant, persona, label) do nothing"),
            params![persona, label, source, act.now, act.actor.persona],
        )
        .await?;
    Ok(touched > 0)
}

async fn has(tx: &mut Tx, member: MemberId, label: LabelId) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select 1 from member_label x join persona p on p.tenant = x.tenant and p.id = x.persona where x.tenant = $tenant and p.member = $1 and x.label = $2 limit 1"),
            params![member, label],
        )
        .await?;
    Ok(row.is_some())
}

/// Takes a label from a person; true when he had it.
///
/// # Errors
/// When the database fails.
pub async fn take(tx: &mut Tx, member: MemberId, label: LabelId) -> Result<bool, Fault> {
    let gone = tx
        .exec(
            sql!("delete from member_label where tenant = $tenant and label = $2 and persona in (select id from persona where tenant = $tenant and member = $1)"),
            params![member, label],
        )
        .await?;
    Ok(gone > 0)
}

/// How many labels a person has.
///
/// # Errors
/// When the database fails.
pub async fn count(tx: &mut Tx, member: MemberId) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(distinct x.label) from member_label x join persona p on p.tenant = x.tenant and p.id = x.persona where x.tenant = $tenant and p.member = $1"),
            params![member],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// Agrees (or no longer) to be suggested to others with the same label.
///
/// # Errors
/// When the database fails.
pub fn set_consent(
    tx: &mut Tx,
    act: &Act,
    member: MemberId,
    persona: PersonaId,
    given: bool,
) -> Result<(), Fault> {
    if !given {
        return tx.queue(
            sql!("delete from label_consent where tenant = $tenant and persona in (select id from persona where tenant = $tenant and member = $1)"),
            params![member],
        );
    }
    tx.queue(
        sql!("insert into label_consent (tenant, persona, given_at) values ($tenant, $1, $2) on conflict (tenant, persona) do nothing"),
        params![persona, act.now],
    )
}

/// Says on which kind and label a space is built.
///
/// # Errors
/// When the database fails.
pub fn declare(
    tx: &mut Tx,
    act: &Act,
    space: SpaceId,
    kind: &str,
    label: Option<LabelId>,
) -> Result<(), Fault> {
    if kind.is_empty() {
        return tx.queue(
            sql!("delete from space_label_kind where tenant = $tenant and space = $1"),
            params![space],
        );
    }
    tx.queue(
        sql!("insert into space_label_kind (tenant, space, kind, label, at) values ($tenant, $1, $2, $3, $4) on conflict (tenant, space) do update set kind = excluded.kind, label = excluded.label, at = excluded.at"),
        params![space, kind, label, act.now],
    )
}
