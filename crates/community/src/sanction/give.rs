//! Giving a measure and lifting it, whoever decided it.

use super::{
    GIVE, GIVEN, LIFTED,
    state::{self, SanctionRow},
};
use crate::{post::publish::placed, space};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Place, Tx, link, link::LinkRefusal};
use weilu_people::account;
use weilu_vocabulary::{CaseId, DAY, HOUR, Outcome, PersonaId, SanctionId, SpaceId, refusals};

/// Most days of a suspension with a term.
const MOST_DAYS: i64 = 365;

/// What kind of measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SanctionKind")]
pub enum Kind {
    /// A warning.
    Warn,
    /// Silence in one space.
    Mute,
    /// The account is suspended.
    Suspend,
}

impl Kind {
    /// As stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Warn => "warn",
            Kind::Mute => "mute",
            Kind::Suspend => "suspend",
        }
    }
}

/// A measure about to be given.
#[derive(Clone, Copy, Debug)]
pub struct NewSanction<'a> {
    /// Against whom.
    pub persona: PersonaId,
    /// Which.
    pub kind: Kind,
    /// Where; a suspension counts everywhere.
    pub space: Option<SpaceId>,
    /// For how many days.
    pub days: Option<i64>,
    /// Why.
    pub reason: &'a str,
    /// The case it rests on.
    pub case: Option<CaseId>,
}

refusals! {
    /// Why no measure was given.
    pub enum GiveRefusal {
        /// Silence without a space or a term.
        MuteWhere => 422 "sanction.mute_where" "禁言要选一个群和天数。全站的限制请用停用账号。" "Silence needs a space and a number of days. For the whole site, suspend the account.";
        /// A term that makes no sense.
        BadDays { most: i64 } => 422 "sanction.bad_days" "停用天数请填 1 到 {most}，不填就是长期停用。" "A suspension lasts 1 to {most} days, or for good without a number.";
        /// Staff.
        Staff => 403 "sanction.staff" "这是同事的账号，请先收回它的角色，再来处理。" "This is a colleague's account; take his roles back first.";
        /// Oneself.
        Yourself => 409 "sanction.yourself" "不能给自己处分。" "You cannot give a measure to yourself.";
        /// Lifted before.
        Lifted => 409 "sanction.lifted" "这个处分已经解除了。" "This measure has been lifted already.";
    }
}

/// Gives a measure: checks that the actor may, does what it means, writes it down and tells the person.
///
/// # Errors
/// [`GiveRefusal`], 403, or a refusal of the space.
pub async fn give(tx: &mut Tx, act: &Act, new: NewSanction<'_>) -> Outcome<SanctionId> {
    let space = new.space.filter(|_| new.kind != Kind::Suspend);
    link::may(tx, act, &GIVE, Place { space, ..Place::default() }).await?;
    if act.app.grants.is_me(tx, act, new.persona).await? {
        return Err(GiveRefusal::Yourself.into());
    }
    let member = account::state::member_of(tx, new.persona).await?.ok_or(LinkRefusal::NotFound)?;
    let mut until = None;
    match (new.kind, space, new.days) {
        (Kind::Warn, _, _) => {}
        (Kind::Mute, Some(space), Some(days)) if days > 0 => {
            let silence = space::Silence { space, member, hours: days * 24, reason: new.reason.to_owned() };
            weilu_kernel::Command::perform(&silence, tx, act).await?;
            until = Some(act.now + days * 24 * HOUR);
        }
        (Kind::Mute, _, _) => return Err(GiveRefusal::MuteWhere.into()),
        (Kind::Suspend, _, days) => {
            if days.is_some_and(|d| !(1..=MOST_DAYS).contains(&d)) {
                return Err(GiveRefusal::BadDays { most: MOST_DAYS }.into());
            }
            if state::is_staff(tx, member).await? {
                return Err(GiveRefusal::Staff.into());
            }
            until = days.map(|d| act.now + d * DAY);
            account::suspend(tx, act, member, until, new.reason).await?;
        }
    }
    let row = SanctionRow {
        id: act.id(),
        persona: new.persona,
        kind: new.kind.word().to_owned(),
        space,
        reason: new.reason.to_owned(),
        case_id: new.case,
        given_by: act.actor.persona,
        at: act.now,
        until,
        ended_at: None,
        end_reason: String::new(),
    };
    state::insert(tx, &row)?;
    let body = serde_json::json!({ "kind": row.kind, "until": until });
    tx.append(act, placed(GIVEN.on(row.id).with(new.persona).body(body), space));
    Ok(row.id)
}

/// Lifts a measure; the caller has checked the permission.
///
/// # Errors
/// [`GiveRefusal::Lifted`].
pub async fn lift(tx: &mut Tx, act: &Act, row: &SanctionRow, reason: &str) -> Outcome<()> {
    if row.ended_at.is_some() {
        return Err(GiveRefusal::Lifted.into());
    }
    if let Some(member) = account::state::member_of(tx, row.persona).await? {
        match (row.kind.as_str(), row.space) {
            ("suspend", _) => account::reinstate(tx, member)?,
            ("mute", Some(space)) if row.until.is_some_and(|u| u > act.now) => {
                space::unsilence(tx, act, space, row.persona, reason)?;
            }
            _ => {}
        }
    }
    state::end(tx, act, row.id, reason)?;
    tx.append(act, placed(LIFTED.on(row.id).with(row.persona), row.space));
    Ok(())
}

/// Lifts every measure that rests on a case.
///
/// # Errors
/// When the database fails.
pub async fn lift_of_case(tx: &mut Tx, act: &Act, case: CaseId, reason: &str) -> Outcome<()> {
    for row in state::of_case(tx, case).await? {
        lift(tx, act, &row, reason).await?;
    }
    Ok(())
}
