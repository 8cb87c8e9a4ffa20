//! Deciding cases, one or many: let it stand, or take it out of sight with a reason, and what else follows.

use super::{
    CASE, DECIDE, draft_back,
    state::{self, CaseRow, Decision},
    thing,
};
use crate::{
    report, sanction,
    space::{self, state::act_log::Done},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Place, Role, Tx, Verdict, link::LinkRefusal};
use weilu_people::role::{self, Site};
use weilu_vocabulary::{CaseId, Outcome, SpaceId, refusals};

const MOST_AT_ONCE: usize = 100;

refusals! {
    /// Why nothing was decided.
    pub enum DecideRefusal {
        /// None or too many.
        BadCount { most: usize } => 422 "review.bad_count" "一次请选 1 到 {most} 条。" "Choose 1 to {most} cases at a time.";
        /// No reason.
        NoReason => 422 "review.no_reason" "请写一句原因（2 到 200 字），作者和读者会看到。" "Please give a reason of 2 to 200 characters; the author and readers will see it.";
        /// One's own.
        Own => 403 "review.own" "这是你自己的内容，请别的审核人来看。" "This is your own; somebody else has to look at it.";
        /// Of somebody who runs the space.
        StandsHigher => 403 "review.stands_higher" "这是群主或管理员发的，由平台运营来处理。" "This was said by somebody who runs the space; the site's operators decide it.";
    }
}

pub(super) fn need(space: Option<SpaceId>) -> Need {
    space.map_or(Need::Site(&DECIDE), |space| Need::On(space.into(), &DECIDE))
}

/// Lets things stand.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "ApproveCases")]
pub struct Approve {
    /// Which, up to 100.
    pub cases: Vec<CaseId>,
    /// The space whose queue it is; none for the queue of the site.
    #[serde(default)]
    pub space: Option<SpaceId>,
}

/// What became of them.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "CasesDecided")]
pub struct Decided {
    /// How many were decided.
    pub decided: i64,
}

impl Command for Approve {
    const NAME: &'static str = "review.approve";
    const SUMMARY: (&'static str, &'static str) = ("通过待审内容", "Let things stand");
    type Output = Decided;
    type Refusal = DecideRefusal;

    fn need(&self) -> Need {
        need(self.space)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Decided> {
        for id in counted(&self.cases)? {
            let case = mine_to_decide(tx, act, *id, self.space).await?;
            CASE.go(tx, act, case.id, "approve", "").await?;
            let what = Decision { state: "cleared", decision: "approve", reason: "" };
            state::decide(tx, act, case.id, what)?;
            thing::show(tx, act, &case).await?;
            report::settle(tx, act, case.id, false).await?;
        }
        Ok(Decided { decided: i64::try_from(self.cases.len()).unwrap_or(0) })
    }
}

/// What else follows from an upheld case.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(rename = "ReviewMeasure")]
pub struct Measure {
    /// A warning, silence in the space, or a suspended account.
    pub kind: sanction::Kind,
    /// For how many days; a suspension without is for good.
    #[serde(default)]
    pub days: Option<i64>,
}

/// Takes things out of sight.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "HideCases")]
pub struct Hide {
    /// Which, up to 100.
    pub cases: Vec<CaseId>,
    /// The space whose queue it is; none for the queue of the site.
    #[serde(default)]
    pub space: Option<SpaceId>,
    /// Why, 2 to 200 characters: told to the author, and shown in place.
    pub reason: String,
    /// Deletes it, for what the law forbids.
    #[serde(default)]
    pub delete: bool,
    /// What else follows.
    #[serde(default)]
    pub measure: Option<Measure>,
}

impl Command for Hide {
    const NAME: &'static str = "review.hide";
    const SUMMARY: (&'static str, &'static str) =
        ("收起或删除待审内容", "Take things out of sight, with a reason");
    type Output = Decided;
    type Refusal = DecideRefusal;

    fn need(&self) -> Need {
        need(self.space)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Decided> {
        let reason = checked_reason(&self.reason)?;
        for id in counted(&self.cases)? {
            let case = mine_to_decide(tx, act, *id, self.space).await?;
            self.one(tx, act, &case, reason).await?;
        }
        Ok(Decided { decided: i64::try_from(self.cases.len()).unwrap_or(0) })
    }
}

impl Hide {
    async fn one(&self, tx: &mut Tx, act: &Act, case: &CaseRow, reason: &str) -> Outcome<()> {
        CASE.go(tx, act, case.id, "uphold", reason).await?;
        let decision = if self.delete { "delete" } else { "hide" };
        state::decide(tx, act, case.id, Decision { state: "upheld", decision, reason })?;
        if !case.announced {
            draft_back::give(tx, act, case.about()).await?;
        }
        thing::hide(tx, act, case.about(), self.delete).await?;
        if let Some(space) = case.space {
            let kind = if self.delete { "post_deleted" } else { "post_hidden" };
            let done = Done { kind, target: case.author, reason, until: None };
            space::state::act_log::write(tx, act, space, done)?;
        }
        report::settle(tx, act, case.id, true).await?;
        let (Some(measure), Some(author)) = (&self.measure, case.author) else { return Ok(()) };
        let given = sanction::NewSanction {
            persona: author,
            kind: measure.kind,
            space: case.space,
            days: measure.days,
            reason,
            case: Some(case.id),
        };
        sanction::give(tx, act, given).await.map(drop)
    }
}

pub(crate) fn checked_reason(reason: &str) -> Result<&str, DecideRefusal> {
    let reason = reason.trim();
    if (2..=200).contains(&reason.chars().count()) { Ok(reason) } else { Err(DecideRefusal::NoReason) }
}

fn counted(cases: &[CaseId]) -> Result<&[CaseId], DecideRefusal> {
    if (1..=MOST_AT_ONCE).contains(&cases.len()) {
        Ok(cases)
    } else {
        Err(DecideRefusal::BadCount { most: MOST_AT_ONCE })
    }
}

/// A case of this queue that the actor may decide: not his own, and not of somebody who runs the space unless he
/// decides for the whole site.
pub(super) async fn mine_to_decide(
    tx: &mut Tx,
    act: &Act,
    id: CaseId,
    space: Option<SpaceId>,
) -> Outcome<CaseRow> {
    tx.lock(&[id.into()])?;
    let case = state::load(tx, id).await?.ok_or(LinkRefusal::NotFound)?;
    if space.is_some() && case.space != space {
        return Err(LinkRefusal::NotFound.into());
    }
    let Some(author) = case.author.filter(|_| !act.actor.system) else { return Ok(case) };
    if act.app.grants.is_me(tx, act, author).await? {
        return Err(DecideRefusal::Own.into());
    }
    if let Some(space) = case.space
        && runs(tx, space, author).await?
        && act.app.grants.may(tx, act, &DECIDE, Place::default()).await? != Verdict::Yes
    {
        return Err(DecideRefusal::StandsHigher.into());
    }
    Ok(case)
}

async fn runs(tx: &mut Tx, space: SpaceId, persona: weilu_vocabulary::PersonaId) -> Outcome<bool> {
    for role in [Role::Owner, Role::Admin] {
        if role::holders(tx, role, Site::Space(space)).await?.contains(&persona) {
            return Ok(true);
        }
    }
    Ok(false)
}
