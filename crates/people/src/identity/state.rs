//! Rows of identities, claims, cases and merges.

use super::decide::{Known, Reason};
use crate::member;
use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, IdentityId, MemberId, MergeCaseId, MergeId, PersonaId, Time};

rows! {
    /// Who holds an id now.
    #[derive(Clone, Debug)]
    pub struct Holder {
        /// The persona.
        pub persona: PersonaId,
        /// The person.
        pub member: MemberId,
        /// When it was verified.
        pub verified_at: Option<Time>,
    }

    /// A case of the queue.
    #[derive(Clone, Debug)]
    pub struct CaseRow {
        /// Which.
        pub id: MergeCaseId,
        /// The record that was known.
        pub known: MemberId,
        /// The record that arrived.
        pub arrived: MemberId,
        /// `open`, `accepted`, `rejected`, `proven`.
        pub state: String,
        /// Wrong facts given so far.
        pub tries: i64,
    }

    /// A merge.
    #[derive(Clone, Debug)]
    pub struct MergeRow {
        /// Which.
        pub id: MergeId,
        /// What went in.
        pub source: MemberId,
        /// Where it went.
        pub target: MemberId,
        /// The state the source had.
        pub source_state: String,
        /// When it was undone.
        pub undone_at: Option<Time>,
    }
}

/// Who holds an id now.
///
/// # Errors
/// When the database fails.
pub async fn holder(tx: &mut Tx, kind: &str, value: &str) -> Result<Option<Holder>, Fault> {
    tx.one(
        sql!("select i.persona, p.member, i.verified_at from identity i join persona p on p.tenant = i.tenant and p.id = i.persona where i.tenant = $tenant and i.kind = $1 and i.value = $2 and i.ended_at is null and p.member is not null"),
        params![kind, value],
    )
    .await
}

/// Members whose recorded name and year of birth are these.
///
/// # Errors
/// When the database fails.
pub async fn named(tx: &mut Tx, name: &str, year: &str) -> Result<Vec<MemberId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select distinct p.member from member_fact f join persona p on p.tenant = f.tenant and p.id = f.persona join persona q on q.tenant = p.tenant and q.member = p.member join member_fact y on y.tenant = q.tenant and y.persona = q.id where f.tenant = $tenant and f.kind = 'real_name' and f.value = $1 and y.kind = 'birth_year' and y.value = $2 and p.member is not null limit 10"),
            params![name, year],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// What is known of a member, for the decision.
///
/// # Errors
/// When the database fails.
pub async fn known(tx: &mut Tx, member: MemberId, shares: Vec<Reason>) -> Result<Option<Known>, Fault> {
    let Some(row) = member::state::load(tx, member).await? else { return Ok(None) };
    Ok(Some(Known {
        member,
        number: row.number,
        shares,
        union_ids: values(tx, member, "union_id").await?,
        cards: values(tx, member, "card").await?,
        names: member::state::facts(tx, member, "real_name").await?,
        birth_years: member::state::facts(tx, member, "birth_year").await?,
        last_orders: member::state::facts(tx, member, "last_order").await?,
        seen_at: last_active(tx, member).await?.unwrap_or(row.created_at),
    }))
}

async fn values(tx: &mut Tx, member: MemberId, kind: &str) -> Result<Vec<String>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select i.value from identity i join persona p on p.tenant = i.tenant and p.id = i.persona where i.tenant = $tenant and p.member = $1 and i.kind = $2 and i.ended_at is null order by i.id limit 50"),
            params![member, kind],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// When a member was last active: a visit, a session, an id that was seen.
///
/// # Errors
/// When the database fails.
pub async fn last_active(tx: &mut Tx, member: MemberId) -> Result<Option<Time>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select max(at) from (select m.seen_at as at from member m where m.tenant = $tenant and m.id = $1 union all select max(s.seen_at) from session s join persona p on p.tenant = s.tenant and p.id = s.persona where s.tenant = $tenant and p.member = $1 union all select max(i.seen_at) from identity i join persona p on p.tenant = i.tenant and p.id = i.persona where i.tenant = $tenant and p.member = $1) seen"),
            params![member],
        )
        .await?;
    row.map_or(Ok(None), |r| r.first())
}

/// Makes a persona of a record, with a member of its own.
///
/// # Errors
/// When the database fails.
pub async fn create(tx: &mut Tx, act: &Act, kind: &str, name: &str, seen_at: Time) -> Result<Holder, Fault> {
    let (member, persona): (MemberId, PersonaId) = (act.id(), act.id());
    let number = weilu_kernel::counter::next_number(tx, "member").await?;
    tx.queue(
        sql!("insert into member (tenant, id, number, name, state, created_at, seen_at) values ($tenant, $1, $2, $3, 'active', $4, $5)"),
        params![member, number, name, act.now, seen_at],
    )?;
    tx.queue(
        sql!("insert into persona (tenant, id, member, kind, created_at) values ($tenant, $1, $2, $3, $4)"),
        params![persona, member, kind, act.now],
    )?;
    Ok(Holder { persona, member, verified_at: None })
}

/// Writes an id of a persona.
///
/// # Errors
/// When the database fails.
pub fn attach(
    tx: &mut Tx,
    act: &Act,
    persona: PersonaId,
    id: (&str, &str),
    verified: bool,
    seen_at: Time,
) -> Result<(), Fault> {
    let verified_at = verified.then_some(act.now);
    tx.queue(
        sql!("insert into identity (tenant, id, persona, kind, value, verified_at, seen_at, created_at) values ($tenant, $1, $2, $3, $4, $5, $6, $7)"),
        params![act.id::<IdentityId>(), persona, id.0, id.1, verified_at, seen_at, act.now],
    )
}

/// Notes that an id was seen again, and verified if it was.
///
/// # Errors
/// When the database fails.
pub fn seen_again(tx: &mut Tx, act: &Act, id: (&str, &str), verified: bool, at: Time) -> Result<(), Fault> {
    let verified_at = verified.then_some(act.now);
    tx.queue(
        sql!("update identity set seen_at = case when seen_at < $3 then $3 else seen_at end, verified_at = coalesce(verified_at, $4) where tenant = $tenant and kind = $1 and value = $2 and ended_at is null"),
        params![id.0, id.1, at, verified_at],
    )
}

/// Ends an id: its number has gone to somebody else.
///
/// # Errors
/// When the database fails.
pub fn release(tx: &mut Tx, act: &Act, kind: &str, value: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("update identity set ended_at = $3 where tenant = $tenant and kind = $1 and value = $2 and ended_at is null"),
        params![kind, value, act.now],
    )
}

/// Keeps what a record says of itself but does not hold.
///
/// # Errors
/// When the database fails.
pub fn claim(
    tx: &mut Tx,
    act: &Act,
    persona: PersonaId,
    id: (&str, &str),
    source: &str,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into identity_claim (tenant, persona, kind, value, source, at) values ($tenant, $1, $2, $3, $4, $5) on conflict (tenant, persona, kind, value) do nothing"),
        params![persona, id.0, id.1, source, act.now],
    )
}

/// Opens a case unless the pair was looked at before; its id when it is new.
///
/// # Errors
/// When the database fails.
pub async fn open_case(
    tx: &mut Tx,
    act: &Act,
    known: MemberId,
    arrived: MemberId,
    reasons: &[Reason],
) -> Result<Option<MergeCaseId>, Fault> {
    let id: MergeCaseId = act.id();
    let new = tx
        .exec(
            sql!("insert into merge_case (tenant, id, known, arrived, reasons, state, opened_at) values ($tenant, $1, $2, $3, $4, 'open', $5) on conflict (tenant, known, arrived) do nothing"),
            params![id, known, arrived, serde_json::json!(reasons).to_string(), act.now],
        )
        .await?;
    Ok((new > 0).then_some(id))
}

/// A case by its id.
///
/// # Errors
/// When the database fails.
pub async fn case(tx: &mut Tx, id: MergeCaseId) -> Result<Option<CaseRow>, Fault> {
    tx.one(
        sql!("select id, known, arrived, state, tries from merge_case where tenant = $tenant and id = $1"),
        params![id],
    )
    .await
}

/// The open cases in which a member is the one who arrived.
///
/// # Errors
/// When the database fails.
pub async fn cases_of(tx: &mut Tx, arrived: MemberId) -> Result<Vec<CaseRow>, Fault> {
    tx.all(
        sql!("select id, known, arrived, state, tries from merge_case where tenant = $tenant and arrived = $1 and state = 'open' order by id limit 10"),
        params![arrived],
    )
    .await
}

/// Closes a case; false when it was closed before.
///
/// # Errors
/// When the database fails.
pub async fn close_case(
    tx: &mut Tx,
    act: &Act,
    id: MergeCaseId,
    state: &str,
    note: &str,
) -> Result<bool, Fault> {
    let closed = tx
        .exec(
            sql!("update merge_case set state = $2, decided_by = $3, decided_at = $4, note = $5 where tenant = $tenant and id = $1 and state = 'open'"),
            params![id, state, act.actor.persona, act.now, note],
        )
        .await?;
    Ok(closed > 0)
}

/// Puts a case aside until a time; false when it is closed.
///
/// # Errors
/// When the database fails.
pub async fn put_aside(tx: &mut Tx, id: MergeCaseId, until: Time, note: &str) -> Result<bool, Fault> {
    let moved = tx
        .exec(
            sql!("update merge_case set later_until = $2, note = $3 where tenant = $tenant and id = $1 and state = 'open'"),
            params![id, until, note],
        )
        .await?;
    Ok(moved > 0)
}

/// Counts a wrong fact.
///
/// # Errors
/// When the database fails.
pub fn count_try(tx: &mut Tx, id: MergeCaseId) -> Result<(), Fault> {
    tx.queue(sql!("update merge_case set tries = tries + 1 where tenant = $tenant and id = $1"), params![id])
}

/// The personas of a member.
///
/// # Errors
/// When the database fails.
pub async fn personas(tx: &mut Tx, member: MemberId) -> Result<Vec<PersonaId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select id from persona where tenant = $tenant and member = $1 order by id"),
            params![member],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// Writes a merge and points the personas at their new record.
///
/// # Errors
/// When the database fails.
pub fn write_merge(
    tx: &mut Tx,
    act: &Act,
    merge: MergeId,
    pair: (MemberId, MemberId),
    source_state: &str,
    reason: &str,
) -> Result<(), Fault> {
    let (source, target) = pair;
    tx.touch_rights();
    tx.queue(
        sql!("insert into member_merge (tenant, id, source, target, source_state, reason, at, by_persona) values ($tenant, $1, $2, $3, $4, $5, $6, $7)"),
        params![merge, source, target, source_state, reason, act.now, act.actor.persona],
    )?;
    tx.queue(
        sql!("insert into member_merge_moved (tenant, merge, persona) select tenant, cast($1 as bigint), id from persona where tenant = $tenant and member = $2"),
        params![merge, source],
    )?;
    tx.queue(
        sql!("update persona set member = $2 where tenant = $tenant and member = $1"),
        params![source, target],
    )?;
    tx.queue(
        sql!("update member set state = 'merged', merged_into = $2 where tenant = $tenant and id = $1"),
        params![source, target],
    )
}

/// A merge by its id.
///
/// # Errors
/// When the database fails.
pub async fn merge(tx: &mut Tx, id: MergeId) -> Result<Option<MergeRow>, Fault> {
    tx.one(
        sql!("select id, source, target, source_state, undone_at from member_merge where tenant = $tenant and id = $1"),
        params![id],
    )
    .await
}

/// The personas a merge moved.
///
/// # Errors
/// When the database fails.
pub async fn moved(tx: &mut Tx, id: MergeId) -> Result<Vec<PersonaId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select persona from member_merge_moved where tenant = $tenant and merge = $1 order by persona"),
            params![id],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// Undoes a merge: what it moved goes back, the source stands as it stood.
///
/// # Errors
/// When the database fails.
pub fn write_unmerge(tx: &mut Tx, act: &Act, row: &MergeRow) -> Result<(), Fault> {
    tx.touch_rights();
    tx.queue(
        sql!("update persona set member = $2 where tenant = $tenant and id in (select persona from member_merge_moved where tenant = $tenant and merge = $1)"),
        params![row.id, row.source],
    )?;
    tx.queue(
        sql!("update member set state = $2, merged_into = null where tenant = $tenant and id = $1"),
        params![row.source, row.source_state.clone()],
    )?;
    tx.queue(
        sql!("update member_merge set undone_at = $2, undone_by = $3 where tenant = $tenant and id = $1"),
        params![row.id, act.now, act.actor.persona],
    )
}

/// Whether a later merge that still stands took the target further: undone first.
///
/// # Errors
/// When the database fails.
pub async fn later_merge(tx: &mut Tx, row: &MergeRow) -> Result<bool, Fault> {
    let found: Option<Row> = tx
        .one(
            sql!("select id from member_merge where tenant = $tenant and source = $1 and id > $2 and undone_at is null limit 1"),
            params![row.target, row.id],
        )
        .await?;
    Ok(found.is_some())
}
