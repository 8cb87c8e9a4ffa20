//! Rows of care and hand-overs.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, HandoverId, MemberId, PersonaId};

rows! {
    /// A hand-over.
    #[derive(Clone, Debug)]
    pub struct HandoverRow {
        /// Which.
        pub id: HandoverId,
        /// Who leaves.
        pub leaving: PersonaId,
        /// Who takes over.
        pub taking: PersonaId,
        /// `waiting`, `approved`, `refused`.
        pub state: String,
        /// Who asked.
        pub asked_by: PersonaId,
    }
}

/// Who looks after a member in one kind now.
///
/// # Errors
/// When the database fails.
pub async fn keeper(tx: &mut Tx, client: MemberId, kind: &str) -> Result<Option<PersonaId>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select c.keeper from care c join persona p on p.tenant = c.tenant and p.id = c.client where c.tenant = $tenant and p.member = $1 and c.kind = $2 and c.until is null order by c.since desc limit 1"),
            params![client, kind],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

/// Ends who looks after a member in one kind; true when somebody did.
///
/// # Errors
/// When the database fails.
pub async fn end(tx: &mut Tx, act: &Act, client: MemberId, kind: &str) -> Result<bool, Fault> {
    let ended = tx
        .exec(
            sql!("update care set until = $3 where tenant = $tenant and kind = $2 and until is null and client in (select id from persona where tenant = $tenant and member = $1)"),
            params![client, kind, act.now],
        )
        .await?;
    Ok(ended > 0)
}

/// Names who looks after a persona.
///
/// # Errors
/// When the database fails.
pub fn begin(tx: &mut Tx, act: &Act, client: PersonaId, kind: &str, keeper: PersonaId) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into care (tenant, client, kind, keeper, since) values ($tenant, $1, $2, $3, $4) on conflict (tenant, client, kind, since) do update set keeper = excluded.keeper, until = null"),
        params![client, kind, keeper, act.now],
    )
}

/// How many customers somebody looks after, through any of his personas.
///
/// # Errors
/// When the database fails.
pub async fn client_count(tx: &mut Tx, keeper: PersonaId) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) from care c join persona k on k.tenant = c.tenant and k.id = c.keeper join persona me on me.tenant = k.tenant and me.member = k.member where c.tenant = $tenant and me.id = $1 and c.until is null"),
            params![keeper],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// Writes a hand-over that waits.
///
/// # Errors
/// When the database fails.
pub fn ask(
    tx: &mut Tx,
    act: &Act,
    id: HandoverId,
    pair: (PersonaId, PersonaId),
    asked_by: PersonaId,
    note: (&str, i64),
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into handover (tenant, id, leaving, taking, note, state, clients, asked_by, asked_at) values ($tenant, $1, $2, $3, $4, 'waiting', $5, $6, $7)"),
        params![id, pair.0, pair.1, note.0, note.1, asked_by, act.now],
    )
}

/// A hand-over by its id.
///
/// # Errors
/// When the database fails.
pub async fn handover(tx: &mut Tx, id: HandoverId) -> Result<Option<HandoverRow>, Fault> {
    tx.one(
        sql!("select id, leaving, taking, state, asked_by from handover where tenant = $tenant and id = $1"),
        params![id],
    )
    .await
}

/// Whether a hand-over of somebody waits already.
///
/// # Errors
/// When the database fails.
pub async fn waits(tx: &mut Tx, leaving: PersonaId) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!(
                "select 1 from handover where tenant = $tenant and leaving = $1 and state = 'waiting' limit 1"
            ),
            params![leaving],
        )
        .await?;
    Ok(row.is_some())
}

/// Decides a hand-over; false when it was decided before.
///
/// # Errors
/// When the database fails.
pub async fn decide(tx: &mut Tx, act: &Act, id: HandoverId, state: &str, note: &str) -> Result<bool, Fault> {
    let moved = tx
        .exec(
            sql!("update handover set state = $2, decided_by = $3, decided_at = $4, decision_note = $5 where tenant = $tenant and id = $1 and state = 'waiting'"),
            params![id, state, act.actor.persona, act.now, note],
        )
        .await?;
    Ok(moved > 0)
}

/// Passes every open customer from one keeper to another; the old lines stay with their end.
///
/// # Errors
/// When the database fails.
pub async fn pass(tx: &mut Tx, act: &Act, row: &HandoverRow) -> Result<u64, Fault> {
    let passed = tx
        .exec(
            sql!("insert into care (tenant, client, kind, keeper, since, handover) select c.tenant, c.client, c.kind, cast($2 as bigint), cast($3 as bigint), cast($4 as bigint) from care c join persona k on k.tenant = c.tenant and k.id = c.keeper join persona me on me.tenant = k.tenant and me.member = k.member where c.tenant = $tenant and me.id = $1 and c.until is null on conflict (tenant, client, kind, since) do nothing"),
            params![row.leaving, row.taking, act.now, row.id],
        )
        .await?;
    tx.exec(
        sql!("update care set until = $2 where tenant = $tenant and until is null and (handover is null or handover <> $3) and keeper in (select k.id from persona k join persona me on me.tenant = k.tenant and me.member = k.member where k.tenant = $tenant and me.id = $1)"),
        params![row.leaving, act.now, row.id],
    )
    .await?;
    Ok(passed)
}
