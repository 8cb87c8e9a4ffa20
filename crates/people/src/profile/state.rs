//! Rows of profiles, target personas and cards.

use super::score::Week;
use weilu_kernel::Act;
use weilu_store::{Row, Sql, Tx, Value, params, rows, sql};
use weilu_vocabulary::{Fault, MemberId, PersonaId, TargetPersonaId, Time};

rows! {
    /// A card as stored.
    #[derive(Clone, Debug, Default)]
    pub struct CardRow {
        /// What he is good at.
        pub speciality: String,
        /// How he does things.
        pub way: String,
        /// Parts he opened, as JSON.
        pub open_parts: String,
    }
}

/// Writes a value, or removes it when it is empty.
///
/// # Errors
/// When the database fails.
pub fn put(
    tx: &mut Tx,
    act: &Act,
    persona: PersonaId,
    field: &str,
    value: (&str, &str, i64),
) -> Result<(), Fault> {
    let (text, source, confidence) = value;
    if text.is_empty() {
        return tx.queue(
            sql!("delete from profile_value where tenant = $tenant and field = $2 and source = $3 and persona in (select b.id from persona a join persona b on b.tenant = a.tenant and b.member = a.member where a.tenant = $tenant and a.id = $1)"),
            params![persona, field, source],
        );
    }
    tx.queue(
        sql!("insert into profile_value (tenant, persona, field, source, value, confidence, at, written_by) values ($tenant, $1, $2, $3, $4, $5, $6, $7) on conflict (tenant, persona, field, source) do update set value = excluded.value, confidence = excluded.confidence, at = excluded.at, written_by = excluded.written_by"),
        params![persona, field, source, text, confidence, act.now, act.actor.persona],
    )
}

macro_rules! wishes {
    () => {
        "from member m where m.tenant = $tenant and m.state = 'active'
           and (cast($1 as text) is null or exists (select 1 from profile_value v join persona p on p.tenant = v.tenant and p.id = v.persona where v.tenant = $tenant and p.member = m.id and v.field = 'region' and v.confidence >= $8 and lower(v.value) like '%' || $1 || '%'))
           and (cast($2 as text) is null or exists (select 1 from profile_value v join persona p on p.tenant = v.tenant and p.id = v.persona where v.tenant = $tenant and p.member = m.id and v.field = 'buying_habits' and v.confidence >= $8 and lower(v.value) like '%' || $2 || '%'))
           and (cast($3 as text) is null or exists (select 1 from profile_value v join persona p on p.tenant = v.tenant and p.id = v.persona where v.tenant = $tenant and p.member = m.id and v.field = 'work_income' and v.confidence >= $8 and lower(v.value) like '%' || $3 || '%'))
           and (cast($4 as text) is null or exists (select 1 from profile_value v join persona p on p.tenant = v.tenant and p.id = v.persona where v.tenant = $tenant and p.member = m.id and v.field = 'age_range' and v.confidence >= $8 and lower(v.value) like '%' || $4 || '%'))
           and (cast($5 as text) is null or exists (select 1 from profile_value v join persona p on p.tenant = v.tenant and p.id = v.persona where v.tenant = $tenant and p.member = m.id and v.field = 'interests' and v.confidence >= $8 and lower(v.value) like '%' || $5 || '%'))
           and (cast($6 as text) is null or exists (select 1 from profile_value v join persona p on p.tenant = v.tenant and p.id = v.persona where v.tenant = $tenant and p.member = m.id and v.field = 'life_scenes' and v.confidence >= $8 and lower(v.value) like '%' || $6 || '%'))
           and (cast($7 as bigint) is null or exists (select 1 from member_label x join persona p on p.tenant = x.tenant and p.id = x.persona where x.tenant = $tenant and p.member = m.id and x.label = $7))"
    };
}

/// How many active members fit wishes: six texts, a label, the least confidence.
///
/// # Errors
/// When the database fails.
pub async fn fit_count(tx: &mut Tx, wishes: &[Value]) -> Result<i64, Fault> {
    let row: Option<Row> = tx.one(sql!(concat!("select count(*) ", wishes!())), wishes).await?;
    row.map_or(Ok(0), |r| r.first())
}

/// The first members that fit wishes, newest first.
///
/// # Errors
/// When the database fails.
pub async fn fit_some(tx: &mut Tx, wishes: &[Value]) -> Result<Vec<Row>, Fault> {
    tx.all(
        sql!(concat!("select m.id, m.name, m.number ", wishes!(), " order by m.number desc limit 20")),
        wishes,
    )
    .await
}

/// Writes a target persona.
///
/// # Errors
/// When the database fails.
pub fn put_target(
    tx: &mut Tx,
    act: &Act,
    id: TargetPersonaId,
    name: &str,
    wishes: &str,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into target_persona (tenant, id, name, wishes, created_by, created_at, changed_at) values ($tenant, $1, $2, $3, $4, $5, $5) on conflict (tenant, id) do update set name = excluded.name, wishes = excluded.wishes, changed_at = excluded.changed_at"),
        params![id, name, wishes, act.actor.persona, act.now],
    )
}

/// Forgets a target persona; false when there was none.
///
/// # Errors
/// When the database fails.
pub async fn drop_target(tx: &mut Tx, id: TargetPersonaId) -> Result<bool, Fault> {
    let gone =
        tx.exec(sql!("delete from target_persona where tenant = $tenant and id = $1"), params![id]).await?;
    Ok(gone > 0)
}

/// Whether a target persona exists.
///
/// # Errors
/// When the database fails.
pub async fn target_exists(tx: &mut Tx, id: TargetPersonaId) -> Result<bool, Fault> {
    let row: Option<Row> =
        tx.one(sql!("select id from target_persona where tenant = $tenant and id = $1"), params![id]).await?;
    Ok(row.is_some())
}

/// The card of a member; the latest of his personas counts.
///
/// # Errors
/// When the database fails.
pub async fn card(tx: &mut Tx, member: MemberId) -> Result<CardRow, Fault> {
    let row: Option<CardRow> = tx
        .one(
            sql!("select c.speciality, c.way, c.open_parts from card c join persona p on p.tenant = c.tenant and p.id = c.persona where c.tenant = $tenant and p.member = $1 order by c.changed_at desc, c.persona desc limit 1"),
            params![member],
        )
        .await?;
    Ok(row.unwrap_or_default())
}

/// Writes a card.
///
/// # Errors
/// When the database fails.
pub fn put_card(tx: &mut Tx, act: &Act, persona: PersonaId, card: &CardRow) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into card (tenant, persona, speciality, way, open_parts, changed_at) values ($tenant, $1, $2, $3, $4, $5) on conflict (tenant, persona) do update set speciality = excluded.speciality, way = excluded.way, open_parts = excluded.open_parts, changed_at = excluded.changed_at"),
        params![persona, card.speciality.clone(), card.way.clone(), card.open_parts.clone(), act.now],
    )
}

/// Empties the reading of reactions.
#[must_use]
pub fn clear_reactions() -> &'static Sql {
    sql!("delete from reaction_week")
}

/// Counts the reactions of one persona (the second) to another in a week: how many, and when the last was.
///
/// # Errors
/// When the database fails.
pub fn count_reactions(
    tx: &mut Tx,
    (to, from, week): (PersonaId, PersonaId, i64),
    times: i64,
    last: Time,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into reaction_week (tenant, persona, reactor, week, times, last_at) values ($tenant, $1, $2, $3, $5, $4) on conflict (tenant, persona, reactor, week) do update set times = reaction_week.times + excluded.times, last_at = case when excluded.last_at > reaction_week.last_at then excluded.last_at else reaction_week.last_at end"),
        params![to, from, week, last, times],
    )
}

/// Who reacted to a member, week by week; his own faces do not count.
///
/// # Errors
/// When the database fails.
pub async fn reactions(tx: &mut Tx, member: MemberId, since_week: i64) -> Result<Vec<Week>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select r.member, w.week, w.times, w.last_at from reaction_week w join persona p on p.tenant = w.tenant and p.id = w.persona join persona r on r.tenant = w.tenant and r.id = w.reactor where w.tenant = $tenant and p.member = $1 and w.week >= $2 and r.member is not null and r.member <> $1 limit 20000"),
            params![member, since_week],
        )
        .await?;
    rows.iter()
        .map(|r| {
            Ok(Week {
                reactor: r.get("member")?,
                week: r.get("week")?,
                times: r.get("times")?,
                last_at: r.get("last_at")?,
            })
        })
        .collect()
}
