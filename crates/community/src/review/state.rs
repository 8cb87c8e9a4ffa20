//! Rows of cases.

use super::thing::Thing;
use crate::gate::screen::Sign;
use std::collections::BTreeMap;
use weilu_kernel::{Act, Work, machine::Moved, rows, sql};
use weilu_store::{Row, Tx, params};
use weilu_vocabulary::{CaseId, Fault, MemberId, PersonaId, Ref, RefKind, SpaceId, Time, Value};

rows! {
    /// A case.
    #[derive(Clone, Debug)]
    pub struct CaseRow {
        /// Which.
        pub id: CaseId,
        /// `held`, `reported` or `noted`.
        pub kind: String,
        /// Kind of the thing.
        pub thing_kind: String,
        /// Its number.
        pub thing: i64,
        /// Where.
        pub space: Option<SpaceId>,
        /// Whose it is.
        pub author: Option<PersonaId>,
        /// State in the machine.
        pub state: String,
        /// What speaks against it.
        pub signs: serde_json::Value,
        /// Weight of the reports.
        pub score: i64,
        /// Out of sight because of its score.
        pub hidden: bool,
        /// Whether it was published before.
        pub announced: bool,
        /// Who takes care of it.
        pub assignee: Option<PersonaId>,
        /// Title that was proposed.
        pub proposed_title: String,
        /// Text that was proposed.
        pub proposed_text: String,
        /// `approve`, `hide`, `delete`, `accept`.
        pub decision: String,
        /// Why, as the author and readers are told.
        pub reason: String,
        /// Who decided.
        pub decider: Option<PersonaId>,
        /// Since when.
        pub opened_at: Time,
        /// When it was decided.
        pub decided_at: Option<Time>,
    }
}

impl CaseRow {
    /// The thing it is about.
    #[must_use]
    pub fn about(&self) -> Ref {
        Ref { kind: RefKind::from_word(&self.thing_kind).unwrap_or(RefKind::Post), id: self.thing }
    }
}

/// A case of this brand.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, case: CaseId) -> Result<Option<CaseRow>, Fault> {
    tx.one(
        sql!("select id, kind, thing_kind, thing, space, author, state, signs, score, hidden, announced, assignee, proposed_title, proposed_text, decision, reason, decider, opened_at, decided_at from review_case where tenant = $tenant and id = $1"),
        params![case],
    )
    .await
}

/// The case of a thing that waits.
///
/// # Errors
/// When the database fails.
pub async fn waiting(tx: &mut Tx, thing: Ref) -> Result<Option<CaseRow>, Fault> {
    tx.one(
        sql!("select id, kind, thing_kind, thing, space, author, state, signs, score, hidden, announced, assignee, proposed_title, proposed_text, decision, reason, decider, opened_at, decided_at from review_case where tenant = $tenant and thing_kind = $1 and thing = $2 and state in ('waiting', 'proposed') order by id desc limit 1"),
        params![thing.kind.word(), thing.id],
    )
    .await
}

/// The last case of a thing, whatever became of it.
///
/// # Errors
/// When the database fails.
pub async fn last(tx: &mut Tx, thing: Ref) -> Result<Option<CaseRow>, Fault> {
    tx.one(
        sql!("select id, kind, thing_kind, thing, space, author, state, signs, score, hidden, announced, assignee, proposed_title, proposed_text, decision, reason, decider, opened_at, decided_at from review_case where tenant = $tenant and thing_kind = $1 and thing = $2 order by id desc limit 1"),
        params![thing.kind.word(), thing.id],
    )
    .await
}

pub(super) fn insert(
    tx: &mut Tx,
    act: &Act,
    (id, kind): (CaseId, &str),
    thing: &Thing,
    signs: &[Sign],
    announced: bool,
) -> Result<(), Fault> {
    let signs = serde_json::to_value(signs).unwrap_or_default();
    tx.queue(
        sql!("insert into review_case (tenant, id, kind, thing_kind, thing, space, author, state, signs, score, hidden, announced, proposed_title, proposed_text, decision, reason, opened_at) values ($tenant, $1, $2, $3, $4, $5, $6, 'waiting', $7, 0, false, $8, '', '', '', '', $9)"),
        params![id, kind, thing.about.kind.word(), thing.about.id, thing.space, thing.author, &signs, announced, act.now],
    )
}

/// Adds what speaks against a thing that waits already.
pub(super) fn add_signs(tx: &mut Tx, case: &CaseRow, signs: &[Sign]) -> Result<(), Fault> {
    let mut all: Vec<Sign> = serde_json::from_value(case.signs.clone()).unwrap_or_default();
    for sign in signs {
        if !all.contains(sign) {
            all.push(sign.clone());
        }
    }
    let signs = serde_json::to_value(&all).unwrap_or_default();
    tx.queue(
        sql!("update review_case set signs = $2 where tenant = $tenant and id = $1"),
        params![case.id, &signs],
    )
}

/// Sets the weight of the reports, and whether the thing is out of sight because of it.
///
/// # Errors
/// When the database fails.
pub fn set_score(tx: &mut Tx, case: CaseId, score: i64, hidden: bool) -> Result<(), Fault> {
    tx.queue(
        sql!("update review_case set score = $2, hidden = $3 where tenant = $tenant and id = $1"),
        params![case, score, hidden],
    )
}

/// What was decided.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decision<'a> {
    pub state: &'a str,
    pub decision: &'a str,
    pub reason: &'a str,
}

pub(super) fn decide(tx: &mut Tx, act: &Act, case: CaseId, what: Decision<'_>) -> Result<(), Fault> {
    let at = (what.state != "waiting").then_some(act.now);
    tx.queue(
        sql!("update review_case set state = $2, decision = $3, reason = $4, decider = $5, decided_at = $6, hidden = false, announced = (announced or $2 = 'cleared') where tenant = $tenant and id = $1"),
        params![case, what.state, what.decision, what.reason, act.actor.persona, at],
    )
}

pub(super) fn propose(tx: &mut Tx, case: CaseId, state: &str, title: &str, text: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("update review_case set state = $2, proposed_title = $3, proposed_text = $4 where tenant = $tenant and id = $1"),
        params![case, state, title, text],
    )
}

/// A proposal that nobody answered goes back to the queue.
pub(super) fn lapse<'t>(tx: &'t mut Tx, _act: &'t Act, moved: &'t Moved) -> Work<'t, (), Fault> {
    Box::pin(async move { propose(tx, CaseId::new(moved.case.thing), "waiting", "", "") })
}

pub(super) fn assign(tx: &mut Tx, case: CaseId, to: Option<PersonaId>) -> Result<(), Fault> {
    tx.queue(
        sql!("update review_case set assignee = $2 where tenant = $tenant and id = $1"),
        params![case, to],
    )
}

/// Cases upheld against a member since a time, by any of his faces.
///
/// # Errors
/// When the database fails.
pub async fn upheld_against(tx: &mut Tx, member: MemberId, since: Time) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) as n from persona p join review_case c on c.tenant = p.tenant and c.author = p.id where p.tenant = $tenant and p.member = $1 and c.state = 'upheld' and c.decided_at >= $2"),
            params![member, since],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// Why a thing is out of sight.
#[derive(Clone, Debug)]
pub struct Hidden {
    /// The reason, as told.
    pub reason: String,
    /// The case that decided it.
    pub case: CaseId,
}

/// Why things are out of sight.
///
/// # Errors
/// When the database fails.
pub async fn hidden_of(tx: &mut Tx, things: &[Ref]) -> Result<BTreeMap<Ref, Hidden>, Fault> {
    let mut out = BTreeMap::new();
    for thing in things {
        let Some(case) = last(tx, *thing).await? else { continue };
        out.insert(*thing, Hidden { reason: case.reason, case: case.id });
    }
    Ok(out)
}

pub(super) async fn mode(tx: &mut Tx, space: SpaceId) -> Result<Option<String>, Fault> {
    let row: Option<Row> = tx
        .memo(sql!("select mode from review_mode where tenant = $tenant and space = $1"), params![space])
        .await?;
    row.map(|r| r.first()).transpose()
}

pub(super) fn set_mode(tx: &mut Tx, act: &Act, space: SpaceId, mode: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into review_mode (tenant, space, mode, set_by, at) values ($tenant, $1, $2, $3, $4) on conflict (tenant, space) do update set mode = excluded.mode, set_by = excluded.set_by, at = excluded.at"),
        params![space, mode, act.actor.persona, act.now],
    )
}

/// Which cases a queue shows.
#[derive(Clone, Debug, Default)]
pub(super) struct Which {
    pub space: Option<SpaceId>,
    pub state: String,
    pub kind: String,
    pub assignee: Option<PersonaId>,
    pub author: Option<MemberId>,
    pub after: i64,
    pub most: i64,
}

rows! {
    /// A case in a queue, with names.
    #[derive(Clone, Debug)]
    pub(super) struct QueueRow {
        pub id: CaseId,
        pub space_name: Option<String>,
        pub member: Option<MemberId>,
        pub name: Option<String>,
        pub title: Option<String>,
        pub text: Option<String>,
        /// Kind of the first file on a message.
        pub carries: Option<String>,
        pub reports: i64,
        pub assignee_name: Option<String>,
        pub due_at: Option<Time>,
        pub escalated_at: Option<Time>,
    }
}

/// A page of a queue: those that wait longest first, decided ones newest first.
pub(super) async fn queue(tx: &mut Tx, which: &Which) -> Result<Vec<QueueRow>, Fault> {
    let values: Vec<Value> = params![
        which.space,
        &which.state,
        &which.kind,
        which.assignee,
        which.author,
        which.after,
        which.most
    ]
    .to_vec();
    if which.state == "waiting" {
        return tx
            .all(
                sql!("select c.id, s.name as space_name, m.id as member, m.name, coalesce(t.title, a.name) as title, coalesce(t.text, g.text) as text, g.carries, (select count(*) from report r where r.tenant = c.tenant and r.case_id = c.id) as reports, am.name as assignee_name, k.due_at, k.escalated_at from review_case c join machine_case k on k.tenant = c.tenant and k.machine = 'review_case' and k.thing = c.id left join space s on s.tenant = c.tenant and s.id = c.space left join persona p on p.tenant = c.tenant and p.id = c.author left join member m on m.tenant = p.tenant and m.id = p.member left join post t on t.tenant = c.tenant and c.thing_kind = 'post' and t.id = c.thing left join chat_message g on g.tenant = c.tenant and c.thing_kind = 'message' and g.id = c.thing left join proposal a on a.tenant = c.tenant and c.thing_kind = 'proposal' and a.id = c.thing left join persona ap on ap.tenant = c.tenant and ap.id = c.assignee left join member am on am.tenant = ap.tenant and am.id = ap.member where c.tenant = $tenant and c.state = $2 and (cast($1 as bigint) is null or c.space = $1) and (cast($3 as text) = '' or c.kind = $3) and (cast($4 as bigint) is null or c.assignee = $4) and (cast($5 as bigint) is null or p.member = $5) and c.id > $6 order by c.id limit $7"),
                &values,
            )
            .await;
    }
    tx.all(
        sql!("select c.id, s.name as space_name, m.id as member, m.name, coalesce(t.title, a.name) as title, coalesce(t.text, g.text) as text, g.carries, (select count(*) from report r where r.tenant = c.tenant and r.case_id = c.id) as reports, am.name as assignee_name, k.due_at, k.escalated_at from review_case c join machine_case k on k.tenant = c.tenant and k.machine = 'review_case' and k.thing = c.id left join space s on s.tenant = c.tenant and s.id = c.space left join persona p on p.tenant = c.tenant and p.id = c.author left join member m on m.tenant = p.tenant and m.id = p.member left join post t on t.tenant = c.tenant and c.thing_kind = 'post' and t.id = c.thing left join chat_message g on g.tenant = c.tenant and c.thing_kind = 'message' and g.id = c.thing left join proposal a on a.tenant = c.tenant and c.thing_kind = 'proposal' and a.id = c.thing left join persona ap on ap.tenant = c.tenant and ap.id = c.assignee left join member am on am.tenant = ap.tenant and am.id = ap.member where c.tenant = $tenant and c.state = $2 and (cast($1 as bigint) is null or c.space = $1) and (cast($3 as text) = '' or c.kind = $3) and (cast($4 as bigint) is null or c.assignee = $4) and (cast($5 as bigint) is null or p.member = $5) and (cast($6 as bigint) = 0 or c.id < $6) order by c.id desc limit $7"),
        &values,
    )
    .await
}

/// How many cases wait, and how many of them are overdue.
pub(super) async fn number(tx: &mut Tx, space: Option<SpaceId>) -> Result<(i64, i64), Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) as waiting, count(k.escalated_at) as overdue from review_case c join machine_case k on k.tenant = c.tenant and k.machine = 'review_case' and k.thing = c.id where c.tenant = $tenant and c.state = 'waiting' and (cast($1 as bigint) is null or c.space = $1)"),
            params![space],
        )
        .await?;
    row.map_or(Ok((0, 0)), |r| Ok((r.get("waiting")?, r.get("overdue")?)))
}

/// Proposals that wait for a member's answer.
pub(super) async fn proposed_to(tx: &mut Tx, member: MemberId) -> Result<Vec<CaseId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select c.id from persona p join review_case c on c.tenant = p.tenant and c.author = p.id where p.tenant = $tenant and p.member = $1 and c.state = 'proposed' order by c.id limit 20"),
            params![member],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}
