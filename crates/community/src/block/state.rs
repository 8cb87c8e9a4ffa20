//! Rows of blocks, read by person: every face of both counts.

use std::collections::BTreeSet;
use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, Id, MemberId, Outcome, PersonaId};

/// What stands between the actor and somebody else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Between {
    /// The actor blocked the other.
    pub by_me: bool,
    /// The other blocked the actor, who must not learn of it.
    pub by_them: bool,
}

impl Between {
    /// Whether either blocked the other.
    #[must_use]
    pub const fn any(self) -> bool {
        self.by_me || self.by_them
    }
}

rows! {
    struct BetweenRow { by_me: i64, by_them: i64 }
}

/// What stands between the actor and the person behind a persona.
///
/// # Errors
/// When the database fails.
pub async fn between(tx: &mut Tx, act: &Act, persona: PersonaId) -> Outcome<Between> {
    let Some(me) = act.actor.member else { return Ok(Between::default()) };
    let row: Option<BetweenRow> = tx
        .one(
            sql!(
                "select
                   (select count(*) from block k join persona a on a.tenant = k.tenant and a.id = k.persona join persona b on b.tenant = k.tenant and b.id = k.blocked
                    where k.tenant = $tenant and a.member = $1 and b.member = (select t.member from persona t where t.tenant = $tenant and t.id = $2)) as by_me,
                   (select count(*) from block k join persona a on a.tenant = k.tenant and a.id = k.blocked join persona b on b.tenant = k.tenant and b.id = k.persona
                    where k.tenant = $tenant and a.member = $1 and b.member = (select t.member from persona t where t.tenant = $tenant and t.id = $2)) as by_them"
            ),
            params![me, persona],
        )
        .await?;
    Ok(row.map_or_else(Between::default, |r| Between { by_me: r.by_me > 0, by_them: r.by_them > 0 }))
}

/// The people whom the actor blocked: to fold away what they said.
///
/// # Errors
/// When the database fails.
pub async fn blocked_by_me(tx: &mut Tx, act: &Act) -> Result<BTreeSet<MemberId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select distinct b.member from block k join persona a on a.tenant = k.tenant and a.id = k.persona join persona b on b.tenant = k.tenant and b.id = k.blocked where k.tenant = $tenant and a.member = $1 limit 1000"),
            params![me(act)],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

fn me(act: &Act) -> i64 {
    act.actor.member.map_or(-1, Id::raw)
}

/// How many rows the actor has set.
///
/// # Errors
/// When the database fails.
pub async fn count(tx: &mut Tx, act: &Act) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) from block k join persona a on a.tenant = k.tenant and a.id = k.persona where k.tenant = $tenant and a.member = $1"),
            params![me(act)],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// Writes a block.
///
/// # Errors
/// When the database fails.
pub fn insert(tx: &mut Tx, act: &Act, mine: PersonaId, blocked: PersonaId) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into block (tenant, persona, blocked, at) values ($tenant, $1, $2, $3) on conflict (tenant, persona, blocked) do nothing"),
        params![mine, blocked, act.now],
    )
}

/// Lifts every block between the actor's faces and those of a person; true when there was one.
///
/// # Errors
/// When the database fails.
pub async fn lift(tx: &mut Tx, act: &Act, member: MemberId) -> Result<bool, Fault> {
    let gone = tx
        .exec(
            sql!("delete from block where tenant = $tenant and persona in (select id from persona where tenant = $tenant and member = $1) and blocked in (select id from persona where tenant = $tenant and member = $2)"),
            params![me(act), member],
        )
        .await?;
    Ok(gone > 0)
}
