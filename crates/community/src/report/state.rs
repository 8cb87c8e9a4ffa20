//! Rows of reports.

use super::ANSWERED;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, link::LinkRefusal};
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{CaseId, Fault, MemberId, Outcome, PersonaId, Ref, RefKind, ReportId, Time};

rows! {
    /// A report as reviewers read it.
    #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
    pub struct ReportShown {
        /// Which.
        pub id: ReportId,
        /// Why.
        pub reason: String,
        /// In words.
        pub note: String,
        /// What it weighs.
        pub weight: i64,
        /// Who reported; for reviewers only.
        pub reporter: Option<MemberId>,
        /// His name.
        pub name: Option<String>,
        /// When.
        pub at: Time,
    }

    struct MineRow { id: ReportId, thing_kind: String, thing: i64, reason: String, note: String, state: String, at: Time }
}

pub(super) async fn sent_before(tx: &mut Tx, about: Ref, member: MemberId) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select 1 from report r join persona p on p.tenant = r.tenant and p.id = r.reporter where r.tenant = $tenant and r.thing_kind = $1 and r.thing = $2 and p.member = $3 limit 1"),
            params![about.kind.word(), about.id, member],
        )
        .await?;
    Ok(row.is_some())
}

/// How many of a member's decided reports were right, and how many were decided.
pub(super) async fn accuracy(tx: &mut Tx, member: MemberId) -> Result<(i64, i64), Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(case when r.state = 'right' then 1 end) as right_ones, count(*) as decided from persona p join report r on r.tenant = p.tenant and r.reporter = p.id where p.tenant = $tenant and p.member = $1 and r.state in ('right', 'wrong')"),
            params![member],
        )
        .await?;
    row.map_or(Ok((0, 0)), |r| Ok((r.get("right_ones")?, r.get("decided")?)))
}

pub(super) fn insert(
    tx: &mut Tx,
    act: &Act,
    id: ReportId,
    (about, case): (Ref, CaseId),
    reporter: PersonaId,
    (reason, note, weight): (&str, &str, i64),
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into report (tenant, id, thing_kind, thing, reporter, reason, note, weight, case_id, state, at) values ($tenant, $1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9)"),
        params![id, about.kind.word(), about.id, reporter, reason, note, weight, case, act.now],
    )
}

pub(super) async fn score(tx: &mut Tx, case: CaseId) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select cast(coalesce(sum(weight), 0) as bigint) as n from report where tenant = $tenant and case_id = $1"),
            params![case],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// The reports of a case, heaviest first.
///
/// # Errors
/// When the database fails.
pub async fn of_case(tx: &mut Tx, case: CaseId) -> Result<Vec<ReportShown>, Fault> {
    tx.all(
        sql!("select r.id, r.reason, r.note, r.weight, m.id as reporter, m.name, r.at from report r left join persona p on p.tenant = r.tenant and p.id = r.reporter left join member m on m.tenant = p.tenant and m.id = p.member where r.tenant = $tenant and r.case_id = $1 order by r.weight desc, r.id limit 50"),
        params![case],
    )
    .await
}

/// Tells everybody who reported what became of it, and remembers who was right.
///
/// # Errors
/// When the database fails.
pub async fn settle(tx: &mut Tx, act: &Act, case: CaseId, right: bool) -> Outcome<()> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select id, reporter from report where tenant = $tenant and case_id = $1 and state = 'waiting' order by id limit 1000"),
            params![case],
        )
        .await?;
    let word = if right { "right" } else { "wrong" };
    for row in &rows {
        let (id, reporter): (ReportId, PersonaId) = (row.get("id")?, row.get("reporter")?);
        tx.queue(sql!("update report set state = $2 where tenant = $tenant and id = $1"), params![id, word])?;
        tx.append(act, ANSWERED.on(id).with(reporter).body(serde_json::json!({ "right": right })));
    }
    Ok(())
}

/// What I reported.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "MyReports")]
pub struct Mine {}

/// A report of mine.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct MyReport {
    /// Which.
    pub id: ReportId,
    /// What it is about.
    pub about: Ref,
    /// Why.
    pub reason: String,
    /// In words.
    pub note: String,
    /// `waiting`, `right` or `wrong`.
    pub state: String,
    /// When.
    pub at: Time,
}

/// My reports.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "MyReportList")]
pub struct MineShown {
    /// Newest first, at most 50.
    pub items: Vec<MyReport>,
}

impl Query for Mine {
    const NAME: &'static str = "report.mine";
    const SUMMARY: (&'static str, &'static str) = ("我的举报", "What I reported");
    type Output = MineShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<MineShown> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let rows: Vec<MineRow> = tx
            .all(
                sql!("select r.id, r.thing_kind, r.thing, r.reason, r.note, r.state, r.at from persona p join report r on r.tenant = p.tenant and r.reporter = p.id where p.tenant = $tenant and p.member = $1 order by r.id desc limit 50"),
                params![member],
            )
            .await?;
        let items = rows.into_iter().map(|row| MyReport {
            id: row.id,
            about: Ref { kind: RefKind::from_word(&row.thing_kind).unwrap_or(RefKind::Post), id: row.thing },
            reason: row.reason,
            note: row.note,
            state: row.state,
            at: row.at,
        });
        Ok(MineShown { items: items.collect() })
    }
}

/// Reports since a time, by reason.
pub(super) async fn settled_by_reason(
    tx: &mut Tx,
    since: Time,
) -> Result<Vec<super::statistics::ByReason>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select reason, count(*) as reports, count(case when state = 'right' then 1 end) as right_ones, count(case when state = 'wrong' then 1 end) as wrong_ones from report where tenant = $tenant and at >= $1 group by reason order by reports desc, reason limit 20"),
            params![since],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(super::statistics::ByReason {
                reason: row.get("reason")?,
                reports: row.get("reports")?,
                right: row.get("right_ones")?,
                wrong: row.get("wrong_ones")?,
            })
        })
        .collect()
}
