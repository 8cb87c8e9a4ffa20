//! Measures as those who give them read them.

use super::{GIVE, state};
use crate::trust::STRIKE_DAYS;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_vocabulary::{CaseId, DAY, Fault, Id, MemberId, Outcome, SanctionId, SpaceId, Time};

const PAGE: i64 = 50;

/// A measure.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SanctionShown {
    /// Which.
    pub id: SanctionId,
    /// `warn`, `mute` or `suspend`.
    pub kind: String,
    /// Where; none for the whole site.
    pub space: Option<SpaceId>,
    /// Name of the space.
    pub space_name: Option<String>,
    /// Against whom.
    pub member: Option<MemberId>,
    /// His name.
    pub name: String,
    /// Who gave it.
    pub giver: String,
    /// Why.
    pub reason: String,
    /// The case it rests on.
    pub case: Option<CaseId>,
    /// When.
    pub at: Time,
    /// Until when; without, a suspension is for good.
    pub until: Option<Time>,
    /// Whether it counts now.
    pub in_force: bool,
    /// Why it was lifted.
    pub end_reason: String,
}

fn shown(row: state::NamedRow, now: Time) -> SanctionShown {
    let lasts = row.kind != "warn" && row.until.is_none_or(|u| u > now);
    SanctionShown {
        id: row.id,
        kind: row.kind,
        space: row.space,
        space_name: row.space_name,
        member: row.member,
        name: row.name.unwrap_or_default(),
        giver: row.giver.unwrap_or_default(),
        reason: row.reason,
        case: row.case_id,
        at: row.at,
        until: row.until,
        in_force: lasts && row.ended_at.is_none(),
        end_reason: row.end_reason,
    }
}

/// Measures against one person, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_member(tx: &mut Tx, act: &Act, member: MemberId) -> Result<Vec<SanctionShown>, Fault> {
    let rows = state::page(tx, None, Some(member), i64::MAX, 20).await?;
    Ok(rows.into_iter().map(|row| shown(row, act.now)).collect())
}

/// Measures.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "ListSanctions")]
pub struct List {
    /// In which space; none for all of the site.
    #[serde(default)]
    pub space: Option<SpaceId>,
    /// Only against this person.
    #[serde(default)]
    pub member: Option<MemberId>,
    /// Only before this one.
    #[serde(default)]
    pub before: Option<SanctionId>,
}

/// A page of measures.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SanctionPage {
    /// Newest first.
    pub items: Vec<SanctionShown>,
    /// Where the next page begins.
    pub next: Option<SanctionId>,
}

impl Query for List {
    const NAME: &'static str = "sanction.list";
    const SUMMARY: (&'static str, &'static str) = ("处分记录", "Measures");
    type Output = SanctionPage;

    fn need(&self) -> Need {
        self.space.map_or(Need::Site(&GIVE), |space| Need::On(space.into(), &GIVE))
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<SanctionPage> {
        let before = self.before.map_or(i64::MAX, Id::raw);
        let rows = state::page(tx, self.space, self.member, before, PAGE).await?;
        let full = i64::try_from(rows.len()).unwrap_or(0) == PAGE;
        let next = if full { rows.last().map(|r| r.id) } else { None };
        Ok(SanctionPage { items: rows.into_iter().map(|r| shown(r, act.now)).collect(), next })
    }
}

/// People who were in the wrong more than once in 90 days.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "RepeatOffenders")]
pub struct Repeat {}

/// Somebody.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Repeated {
    /// Who.
    pub id: MemberId,
    /// His name.
    pub name: String,
    /// Cases upheld against him.
    pub upheld: i64,
    /// When the last one was.
    pub last_at: Time,
}

/// Them.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct RepeatedList {
    /// Most cases first.
    pub items: Vec<Repeated>,
}

impl Query for Repeat {
    const NAME: &'static str = "sanction.repeated";
    const SUMMARY: (&'static str, &'static str) =
        ("多次违规的人", "People who were in the wrong more than once");
    type Output = RepeatedList;

    fn need(&self) -> Need {
        Need::Site(&GIVE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<RepeatedList> {
        let rows = state::repeated(tx, act.now - STRIKE_DAYS * DAY).await?;
        let items = rows.into_iter().map(|r| Repeated {
            id: r.member,
            name: r.name,
            upheld: r.upheld,
            last_at: r.last_at,
        });
        Ok(RepeatedList { items: items.collect() })
    }
}
