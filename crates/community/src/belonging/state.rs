//! Rows of questions and answers.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, MemberId, PersonaId, SpaceId, Time};

rows! {
    /// A question that is due.
    #[derive(Clone, Debug)]
    pub struct Due {
        /// About which space.
        pub space: SpaceId,
        /// Whom to ask.
        pub persona: PersonaId,
        /// Since when he has been in.
        pub since: Time,
        /// The gate in force, as stored.
        pub rule: Option<String>,
    }

    /// A question that waits for me.
    #[derive(Clone, Debug)]
    pub struct Open {
        /// About which space.
        pub space: SpaceId,
        /// Its name.
        pub name: String,
        /// Under which face I was asked.
        pub persona: PersonaId,
    }

    /// One side of the comparison.
    #[derive(Clone, Debug)]
    pub struct Side {
        /// Whether these spaces have a gate.
        pub gated: bool,
        /// How many were asked.
        pub asked: i64,
        /// How many answered.
        pub answered: i64,
        /// Sum of the answers.
        pub total: i64,
        /// How many said 4 or 5.
        pub proud: i64,
    }
}

/// Members who came in before a time, not before those who were asked last, and have not been asked.
///
/// # Errors
/// When the database fails.
pub async fn due(tx: &mut Tx, before: Time, limit: i64) -> Result<Vec<Due>, Fault> {
    tx.all(
        sql!("select m.space, m.persona, m.since, (select g.rule from gate g where g.tenant = $tenant and g.space = m.space order by g.version desc limit 1) as rule from space_member m join space s on s.tenant = m.tenant and s.id = m.space where m.tenant = $tenant and s.state = 'open' and m.since <= $1 and m.since >= coalesce((select t.since from belonging_turn t where t.tenant = $tenant), 0) and not exists (select b.space from belonging b where b.tenant = $tenant and b.space = m.space and b.persona = m.persona) order by m.since limit $2"),
        params![before, limit],
    )
    .await
}

/// Keeps up to whom everybody was asked.
///
/// # Errors
/// When the database fails.
pub fn note_turn(tx: &mut Tx, since: Time) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into belonging_turn (tenant, since) values ($tenant, $1) on conflict (tenant) do update set since = excluded.since"),
        params![since],
    )
}

/// Writes that somebody was asked.
///
/// # Errors
/// When the database fails.
pub fn insert(tx: &mut Tx, act: &Act, due: &Due, gated: bool) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into belonging (tenant, space, persona, gated, asked_at) values ($tenant, $1, $2, $3, $4) on conflict (tenant, space, persona) do nothing"),
        params![due.space, due.persona, gated, act.now],
    )
}

/// Questions that wait for a person.
///
/// # Errors
/// When the database fails.
pub async fn open(tx: &mut Tx, member: MemberId) -> Result<Vec<Open>, Fault> {
    tx.all(
        sql!("select b.space, s.name, b.persona from belonging b join persona p on p.tenant = b.tenant and p.id = b.persona join space s on s.tenant = b.tenant and s.id = b.space where b.tenant = $tenant and p.member = $1 and b.answer is null order by b.asked_at limit 20"),
        params![member],
    )
    .await
}

/// Writes an answer.
///
/// # Errors
/// When the database fails.
pub fn answer(tx: &mut Tx, act: &Act, open: &Open, answer: i64) -> Result<(), Fault> {
    tx.queue(
        sql!("update belonging set answer = $3, answered_at = $4 where tenant = $tenant and space = $1 and persona = $2"),
        params![open.space, open.persona, answer, act.now],
    )
}

/// Both sides of the comparison.
///
/// # Errors
/// When the database fails.
pub async fn sides(tx: &mut Tx) -> Result<Vec<Side>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select gated, count(*) as asked, count(answer) as answered, coalesce(cast(sum(answer) as bigint), 0) as total, coalesce(cast(sum(case when answer >= 4 then 1 else 0 end) as bigint), 0) as proud from belonging where tenant = $tenant group by gated"),
            &[],
        )
        .await?;
    rows.iter().map(Row::into).collect()
}
