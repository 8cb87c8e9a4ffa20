//! Rows of what was earned by what.

pub(super) mod lot;

use super::Rule;
use weilu_kernel::{Act, Tx, rows, sql};
use weilu_store::{Row, params};
use weilu_vocabulary::{Fault, MemberId, PersonaId, Ref, Time, TransferId};

/// Points somebody got for something.
#[derive(Clone, Debug)]
pub(super) struct Deed {
    pub rule: String,
    pub persona: PersonaId,
    pub object: Ref,
    pub points: i64,
    pub undone: bool,
    pub day: i64,
    pub at: Time,
}

rows! {
    struct DeedRow { persona: PersonaId, points: i64, day: i64, at: Time }
}

pub(super) fn insert(tx: &mut Tx, deed: &Deed) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into point_earned (tenant, rule, persona, object_kind, object, points, undone, day, at) values ($tenant, $1, $2, $3, $4, $5, $6, $7, $8)"),
        params![&deed.rule, deed.persona, deed.object.kind.word(), deed.object.id, deed.points, deed.undone, deed.day, deed.at],
    )
}

/// How many points a persona got for something under a rule.
pub(super) async fn earned(
    tx: &mut Tx,
    rule: &Rule,
    persona: PersonaId,
    object: Ref,
) -> Result<Option<i64>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select points from point_earned where tenant = $tenant and rule = $1 and persona = $2 and object_kind = $3 and object = $4"),
            params![&rule.event, persona, object.kind.word(), object.id],
        )
        .await?;
    row.map(|row| row.first()).transpose()
}

/// What a member got under a rule on a day, over all of his personas; what was taken back still counts, so that nobody
/// gains by removing and writing anew.
pub(super) async fn earned_on(tx: &mut Tx, rule: &str, member: MemberId, day: i64) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select cast(coalesce(sum(e.points), 0) as bigint) from persona p join point_earned e on e.tenant = p.tenant and e.persona = p.id where p.tenant = $tenant and p.member = $2 and e.rule = $1 and e.day = $3"),
            params![rule, member, day],
        )
        .await?;
    row.map_or(Ok(0), |row| row.first())
}

/// What was earned by a thing under a rule.
pub(super) async fn earned_by(
    tx: &mut Tx,
    rule: &str,
    object: Ref,
    standing: bool,
) -> Result<Vec<Deed>, Fault> {
    let rows: Vec<DeedRow> = tx
        .all(
            sql!("select persona, points, day, at from point_earned where tenant = $tenant and object = $3 and object_kind = $2 and rule = $1 and undone = $4"),
            params![rule, object.kind.word(), object.id, !standing],
        )
        .await?;
    let deed = |row: DeedRow| Deed {
        rule: rule.to_owned(),
        persona: row.persona,
        object,
        points: row.points,
        undone: !standing,
        day: row.day,
        at: row.at,
    };
    Ok(rows.into_iter().map(deed).collect())
}

pub(super) fn turn(tx: &mut Tx, deed: &Deed, undone: bool) -> Result<(), Fault> {
    tx.queue(
        sql!("update point_earned set undone = $5 where tenant = $tenant and rule = $1 and persona = $2 and object_kind = $3 and object = $4"),
        params![&deed.rule, deed.persona, deed.object.kind.word(), deed.object.id, undone],
    )
}

/// Why staff changed somebody's points.
pub(super) fn note(
    tx: &mut Tx,
    act: &Act,
    transfer: TransferId,
    persona: PersonaId,
    text: &str,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into point_note (tenant, transfer, persona, text, written_by) values ($tenant, $1, $2, $3, $4)"),
        params![transfer, persona, text, act.actor.persona],
    )
}

/// Why staff changed the points of a line of a statement.
pub(super) async fn note_of(tx: &mut Tx, transfer: TransferId) -> Result<Option<String>, Fault> {
    let row: Option<Row> = tx
        .one(sql!("select text from point_note where tenant = $tenant and transfer = $1"), params![transfer])
        .await?;
    row.map(|row| row.first()).transpose()
}

/// What a member got today under each rule.
pub(super) async fn today(tx: &mut Tx, member: MemberId, day: i64) -> Result<Vec<Row>, Fault> {
    tx.all(
        sql!("select e.rule, cast(sum(e.points) as bigint) as points from persona p join point_earned e on e.tenant = p.tenant and e.persona = p.id where p.tenant = $tenant and p.member = $1 and e.day = $2 group by e.rule"),
        params![member, day],
    )
    .await
}

/// Whoever has most, with the name of the member.
pub(super) async fn richest(tx: &mut Tx, most: i64) -> Result<Vec<Row>, Fault> {
    tx.all(
        sql!("select m.id, m.name, m.number, cast(sum(a.posted) as bigint) as points from (select owner, posted from ledger_account where tenant = $tenant and book = 'points' and unit = 0 and role = 'available' and posted > 0 order by posted desc, owner limit $1) a
              join persona p on p.tenant = $tenant and p.id = a.owner join member m on m.tenant = $tenant and m.id = p.member group by m.id, m.name, m.number order by points desc, m.id"),
        params![most],
    )
    .await
}

/// How many people hold points.
pub(super) async fn holders(tx: &mut Tx) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) from ledger_account where tenant = $tenant and book = 'points' and unit = 0 and role = 'available' and posted > 0"),
            &[],
        )
        .await?;
    row.map_or(Ok(0), |row| row.first())
}

/// What people owe all together.
pub(super) async fn owed(tx: &mut Tx) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select cast(coalesce(-sum(posted), 0) as bigint) from ledger_account where tenant = $tenant and book = 'points' and unit = 0 and role = 'debt'"),
            &[],
        )
        .await?;
    row.map_or(Ok(0), |row| row.first())
}
