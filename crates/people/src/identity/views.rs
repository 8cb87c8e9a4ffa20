//! The review queue as people read it: both records side by side, and why they may be one.

use super::{DECIDE, decide::Reason, kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_store::{Row, params, rows, sql};
use weilu_vocabulary::{BlobId, Fault, Id, MemberId, MergeCaseId, Outcome, Time};

/// Cases of the queue.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Cases {
    /// `open` (without those put aside), `later`, `decided`.
    #[serde(default)]
    pub state: Option<String>,
}

/// One side of a case.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Side {
    /// The member.
    pub id: MemberId,
    /// Member number.
    pub number: i64,
    /// Name as shown.
    pub name: String,
    /// Picture.
    pub avatar: Option<BlobId>,
    /// Recorded names.
    pub real_names: Vec<String>,
    /// Recorded years of birth.
    pub birth_years: Vec<String>,
    /// Ids: kind and masked value.
    pub identities: Vec<SideId>,
    /// When it came, microseconds.
    pub joined_at: Time,
    /// When it was last active, microseconds.
    pub seen_at: Time,
}

/// An id on one side.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SideId {
    /// Kind.
    pub kind: String,
    /// Masked.
    pub value: String,
    /// Whether the other side has it too.
    pub shared: bool,
}

/// A case.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CaseShown {
    /// Which.
    pub id: MergeCaseId,
    /// The record that was known.
    pub known: Side,
    /// The record that arrived.
    pub arrived: Side,
    /// What speaks for and against.
    pub reasons: Vec<Reason>,
    /// `open`, `accepted`, `rejected`, `proven`.
    pub state: String,
    /// Put aside until, microseconds.
    pub later_until: Option<Time>,
    /// When it was opened, microseconds.
    pub opened_at: Time,
    /// When it was decided, microseconds.
    pub decided_at: Option<Time>,
    /// Why.
    pub note: String,
}

/// Cases, oldest first.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct CasesShown {
    /// At most 50.
    pub items: Vec<CaseShown>,
    /// How many are open and not put aside.
    pub waiting: i64,
}

rows! {
    struct CaseView {
        id: MergeCaseId, known: MemberId, arrived: MemberId, reasons: serde_json::Value, state: String,
        later_until: Option<Time>, opened_at: Time, decided_at: Option<Time>, note: String,
    }
    struct SideRow {
        id: MemberId, number: i64, name: String, avatar: Option<BlobId>, created_at: Time,
    }
}

impl Query for Cases {
    const NAME: &'static str = "identity.cases";
    const SUMMARY: (&'static str, &'static str) =
        ("待归并队列", "The review queue of records that may be one person");
    type Output = CasesShown;

    fn need(&self) -> Need {
        Need::Site(&DECIDE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<CasesShown> {
        let wanted = self.state.clone().unwrap_or_else(|| "open".to_owned());
        let rows: Vec<CaseView> = tx
            .all(
                sql!("select id, known, arrived, reasons, state, later_until, opened_at, decided_at, note from merge_case where tenant = $tenant and ((cast($1 as text) = 'open' and state = 'open' and (later_until is null or later_until <= $2)) or ($1 = 'later' and state = 'open' and later_until > $2) or ($1 = 'decided' and state <> 'open')) order by id limit 50"),
                params![wanted, act.now],
            )
            .await?;
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            items.extend(shown(tx, row).await?);
        }
        Ok(CasesShown { items, waiting: waiting(tx, act.now).await? })
    }
}

async fn waiting(tx: &mut Tx, now: Time) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) from merge_case where tenant = $tenant and state = 'open' and (later_until is null or later_until <= $1)"),
            params![now],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

async fn shown(tx: &mut Tx, row: CaseView) -> Result<Option<CaseShown>, Fault> {
    let (Some(mut known), Some(mut arrived)) = (side(tx, row.known).await?, side(tx, row.arrived).await?)
    else {
        return Ok(None);
    };
    mark_shared(&mut known, &mut arrived);
    let hide = |side: &mut Side| {
        for id in &mut side.identities {
            id.value = kind::masked(&id.kind, &id.value);
        }
    };
    hide(&mut known);
    hide(&mut arrived);
    Ok(Some(CaseShown {
        id: row.id,
        known,
        arrived,
        reasons: serde_json::from_value(row.reasons).unwrap_or_default(),
        state: row.state,
        later_until: row.later_until,
        opened_at: row.opened_at,
        decided_at: row.decided_at,
        note: row.note,
    }))
}

fn mark_shared(a: &mut Side, b: &mut Side) {
    for x in &mut a.identities {
        for y in &mut b.identities {
            if x.kind == y.kind && x.value == y.value {
                x.shared = true;
                y.shared = true;
            }
        }
    }
}

/// Ids with the member who had them at the time: also after a merge both sides stay apart.
async fn side(tx: &mut Tx, member: MemberId) -> Result<Option<Side>, Fault> {
    let row: Option<SideRow> = tx
        .one(
            sql!(
                "select id, number, name, avatar, created_at from member where tenant = $tenant and id = $1"
            ),
            params![member],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let ids: Vec<Row> = tx
        .all(
            sql!("select i.kind, i.value from identity i join persona p on p.tenant = i.tenant and p.id = i.persona where i.tenant = $tenant and p.member = $1 union select c.kind, c.value from identity_claim c join persona p on p.tenant = c.tenant and p.id = c.persona where c.tenant = $tenant and p.member = $1 order by 1, 2 limit 20"),
            params![member],
        )
        .await?;
    let mut identities = Vec::with_capacity(ids.len());
    for id in ids {
        identities.push(SideId { kind: id.get("kind")?, value: id.get("value")?, shared: false });
    }
    Ok(Some(Side {
        id: row.id,
        number: row.number,
        name: row.name,
        avatar: row.avatar,
        real_names: crate::member::state::facts(tx, member, "real_name").await?,
        birth_years: crate::member::state::facts(tx, member, "birth_year").await?,
        identities,
        joined_at: row.created_at,
        seen_at: super::state::last_active(tx, member).await?.unwrap_or(row.created_at),
    }))
}

/// Whether an earlier record waits for one more fact of mine. It says nothing about that record.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Waiting {}

/// Whether there is one.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct WaitingShown {
    /// Whether an earlier record of my number waits.
    pub waiting: bool,
}

impl Query for Waiting {
    const NAME: &'static str = "identity.waiting";
    const SUMMARY: (&'static str, &'static str) =
        ("是否有待核对的旧档案", "Whether an earlier record waits for one more fact of mine");
    type Output = WaitingShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<WaitingShown> {
        let row: Option<Row> = tx
            .one(
                sql!("select 1 from merge_case where tenant = $tenant and arrived = $1 and state = 'open' limit 1"),
                params![act.actor.member.map_or(-1, Id::raw)],
            )
            .await?;
        Ok(WaitingShown { waiting: row.is_some() })
    }
}
