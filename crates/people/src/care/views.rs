//! Who looks after whom, as people read it.

use super::{APPROVE, ASSIGN};
use crate::member::views::check_staff;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_store::{params, rows, sql};
use weilu_vocabulary::{BlobId, HandoverId, Id, MemberId, Outcome, Time};

rows! {
    /// Somebody who looks after me, or whom I look after.
    #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
    pub struct CareShown {
        /// The other person.
        pub id: MemberId,
        /// Name.
        pub name: String,
        /// Picture.
        pub avatar: Option<BlobId>,
        /// `adviser`, `dealer`, `group_owner`.
        pub kind: String,
        /// Since when, microseconds.
        pub since: Time,
        /// When he was last here, microseconds.
        pub seen_at: Time,
    }

    /// Somebody with customers.
    #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
    pub struct Keeper {
        /// Whom.
        pub id: MemberId,
        /// Name.
        pub name: String,
        /// Picture.
        pub avatar: Option<BlobId>,
        /// How many customers.
        pub clients: i64,
    }

    struct HandoverView {
        id: HandoverId, leaving: Option<String>, taking: Option<String>, note: String, state: String, clients: i64,
        asked_by: Option<String>, asked_by_member: Option<MemberId>, asked_at: Time, decided_by: Option<String>,
        decided_at: Option<Time>, decision_note: String,
    }
}

/// Lines of care.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct CaresShown {
    /// At most 200.
    pub items: Vec<CareShown>,
}

/// Who looks after me.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Mine {}

impl Query for Mine {
    const NAME: &'static str = "care.mine";
    const SUMMARY: (&'static str, &'static str) = ("我的专属顾问", "Who looks after me");
    type Output = CaresShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<CaresShown> {
        let items = tx
            .all(
                sql!("select m.id, m.name, m.avatar, c.kind, c.since, m.seen_at from care c join persona p on p.tenant = c.tenant and p.id = c.client join persona k on k.tenant = c.tenant and k.id = c.keeper join member m on m.tenant = k.tenant and m.id = k.member where c.tenant = $tenant and p.member = $1 and c.until is null order by c.since desc limit 200"),
                params![act.actor.member.map_or(-1, Id::raw)],
            )
            .await?;
        Ok(CaresShown { items })
    }
}

/// Whom I look after.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Clients {}

impl Query for Clients {
    const NAME: &'static str = "care.clients";
    const SUMMARY: (&'static str, &'static str) = ("我照看的客户", "Whom I look after");
    type Output = CaresShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<CaresShown> {
        let items = tx
            .all(
                sql!("select m.id, m.name, m.avatar, c.kind, c.since, m.seen_at from care c join persona k on k.tenant = c.tenant and k.id = c.keeper join persona p on p.tenant = c.tenant and p.id = c.client join member m on m.tenant = p.tenant and m.id = p.member where c.tenant = $tenant and k.member = $1 and c.until is null order by c.since desc limit 200"),
                params![act.actor.member.map_or(-1, Id::raw)],
            )
            .await?;
        Ok(CaresShown { items })
    }
}

/// Everybody with customers.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Keepers {}

/// Keepers.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct KeepersShown {
    /// Most customers first, at most 200.
    pub items: Vec<Keeper>,
}

impl Query for Keepers {
    const NAME: &'static str = "care.keepers";
    const SUMMARY: (&'static str, &'static str) = ("谁照看着多少客户", "Who looks after how many customers");
    type Output = KeepersShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<KeepersShown> {
        check_staff(tx, act, &ASSIGN).await?;
        let items = tx
            .all(
                sql!("select m.id, m.name, m.avatar, count(*) as clients from care c join persona k on k.tenant = c.tenant and k.id = c.keeper join member m on m.tenant = k.tenant and m.id = k.member where c.tenant = $tenant and c.until is null group by m.id, m.name, m.avatar order by clients desc, m.id limit 200"),
                params![],
            )
            .await?;
        Ok(KeepersShown { items })
    }
}

/// Hand-overs, waiting ones first.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Handovers {}

/// A hand-over.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HandoverShown {
    /// Which.
    pub id: HandoverId,
    /// Who leaves.
    pub leaving: String,
    /// Who takes over.
    pub taking: String,
    /// Why.
    pub note: String,
    /// `waiting`, `approved`, `refused`.
    pub state: String,
    /// How many customers when it was asked.
    pub clients: i64,
    /// Who asked.
    pub asked_by: String,
    /// When, microseconds.
    pub asked_at: Time,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When, microseconds.
    pub decided_at: Option<Time>,
    /// A word on it.
    pub decision_note: String,
    /// Whether I may decide.
    pub mine_to_decide: bool,
}

/// Hand-overs.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct HandoversShown {
    /// At most 100.
    pub items: Vec<HandoverShown>,
}

impl Query for Handovers {
    const NAME: &'static str = "care.handovers";
    const SUMMARY: (&'static str, &'static str) = ("客户移交", "Hand-overs of customers");
    type Output = HandoversShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<HandoversShown> {
        let roles = check_staff(tx, act, &ASSIGN).await?;
        let may = APPROVE.roles.iter().any(|r| roles.contains(r));
        let rows: Vec<HandoverView> = tx
            .all(
                sql!("select h.id, lm.name as leaving, tm.name as taking, h.note, h.state, h.clients, am.name as asked_by, am.id as asked_by_member, h.asked_at, dm.name as decided_by, h.decided_at, h.decision_note from handover h left join persona l on l.tenant = h.tenant and l.id = h.leaving left join member lm on lm.tenant = l.tenant and lm.id = l.member left join persona t on t.tenant = h.tenant and t.id = h.taking left join member tm on tm.tenant = t.tenant and tm.id = t.member left join persona a on a.tenant = h.tenant and a.id = h.asked_by left join member am on am.tenant = a.tenant and am.id = a.member left join persona d on d.tenant = h.tenant and d.id = h.decided_by left join member dm on dm.tenant = d.tenant and dm.id = d.member where h.tenant = $tenant order by case when h.state = 'waiting' then 0 else 1 end, h.id desc limit 100"),
                params![],
            )
            .await?;
        let items = rows.into_iter().map(|row| shown(row, may, act.actor.member)).collect();
        Ok(HandoversShown { items })
    }
}

fn shown(row: HandoverView, may: bool, me: Option<MemberId>) -> HandoverShown {
    HandoverShown {
        id: row.id,
        leaving: row.leaving.unwrap_or_default(),
        taking: row.taking.unwrap_or_default(),
        note: row.note,
        mine_to_decide: may && row.state == "waiting" && row.asked_by_member != me,
        state: row.state,
        clients: row.clients,
        asked_by: row.asked_by.unwrap_or_default(),
        asked_at: row.asked_at,
        decided_by: row.decided_by,
        decided_at: row.decided_at,
        decision_note: row.decision_note,
    }
}
