//! Applications as the applicant sees his, and as those see them who decide.

use super::{stage::Step, state, state::ApplicationRow};
use crate::{
    gate::{Judged, screen::Sign},
    space::{MANAGE, RUN},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{
    Act, Need, Place, Query, Tx, Verdict,
    form::{self, Form},
    link::LinkRefusal,
};
use weilu_vocabulary::{ApplicationId, MemberId, Outcome, SpaceId, Text, Time};

const PAGE: i64 = 50;

/// The application of an id, when it is the actor's own.
///
/// # Errors
/// 404 for everybody else.
pub(super) async fn mine_only(tx: &mut Tx, act: &Act, id: ApplicationId) -> Outcome<ApplicationRow> {
    let row = state::load(tx, id).await?.ok_or(LinkRefusal::NotFound)?;
    let owner = crate::invitation::state::member_of(tx, row.persona).await?;
    if owner.is_none() || owner != act.actor.member {
        return Err(LinkRefusal::NotFound.into());
    }
    Ok(row)
}

/// One application: mine, or one of a space that I run.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Show {
    /// Which.
    pub application: ApplicationId,
}

/// One step of its history.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct StepShown {
    /// Stage it led to.
    pub state: String,
    /// Who took it; none for the gate itself.
    pub by: Option<String>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Time,
}

/// An application with everything the reader may know.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ApplicationShown {
    /// Which.
    pub id: ApplicationId,
    /// Into which space.
    pub space: SpaceId,
    /// Its name.
    pub space_name: String,
    /// Who asks.
    pub applicant: Option<String>,
    /// Stage it is in.
    pub state: String,
    /// How the gate judged it, part by part.
    pub judged: Option<Judged>,
    /// What the applicant added.
    pub note: String,
    /// City, when it was asked for.
    pub city: Option<Text>,
    /// Points reached; only for those who decide.
    pub score: Option<i64>,
    /// Points that can be reached; only for those who decide.
    pub max_score: Option<i64>,
    /// What the screening saw; only for those who decide.
    pub signs: Vec<Sign>,
    /// The questionnaire as it was answered; only for those who decide.
    pub questionnaire: Option<Form>,
    /// What was answered.
    pub answers: serde_json::Value,
    /// What the appeal says.
    pub appeal: String,
    /// History.
    pub steps: Vec<StepShown>,
    /// Whether it can be appealed now.
    pub may_appeal: bool,
    /// Whether it is mine.
    pub mine: bool,
    /// Whether I may decide it.
    pub may_decide: bool,
    /// When it was sent.
    pub at: Time,
    /// Until when a person should decide.
    pub due_at: Option<Time>,
}

impl Query for Show {
    const NAME: &'static str = "application.show";
    const SUMMARY: (&'static str, &'static str) = ("一份入群申请", "One application with its history");
    type Output = ApplicationShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<ApplicationShown> {
        let row = state::load(tx, self.application).await?.ok_or(LinkRefusal::NotFound)?;
        let owner = crate::invitation::state::member_of(tx, row.persona).await?;
        let mine = owner.is_some() && owner == act.actor.member;
        let place = Place { space: Some(row.space), branch: None, author: None };
        let decides = act.app.grants.may(tx, act, &RUN, place).await? == Verdict::Yes;
        if !mine && !decides {
            return Err(LinkRefusal::NotFound.into());
        }
        let space = crate::space::state::load(tx, row.space).await?.ok_or(LinkRefusal::NotFound)?;
        let applicant = match owner {
            Some(member) => crate::space::state::member::name_of(tx, member).await?,
            None => None,
        };
        let questionnaire = match (decides, row.form, row.form_version) {
            (true, Some(id), Some(version)) => form::load(tx, id, version).await?,
            _ => None,
        };
        let steps = state::steps(tx, row.id).await?.into_iter().map(step).collect();
        Ok(shown(row, space.name, applicant, questionnaire, steps, mine, decides))
    }
}

fn step(row: state::StepRow) -> StepShown {
    StepShown { state: row.state, by: row.actor_name, reason: row.reason, at: row.at }
}

fn shown(
    row: ApplicationRow,
    space_name: String,
    applicant: Option<String>,
    questionnaire: Option<Form>,
    steps: Vec<StepShown>,
    mine: bool,
    decides: bool,
) -> ApplicationShown {
    ApplicationShown {
        id: row.id,
        space: row.space,
        space_name,
        applicant,
        may_appeal: mine && row.stage().after(Step::Appeal).is_some(),
        may_decide: decides && row.is_waiting(),
        judged: serde_json::from_value(row.judged).ok(),
        note: row.note,
        city: row.city.as_deref().and_then(crate::gate::region::name),
        score: row.score.filter(|_| decides),
        max_score: row.max_score.filter(|_| decides),
        signs: if decides { serde_json::from_value(row.signs).unwrap_or_default() } else { Vec::new() },
        questionnaire,
        answers: row.answers,
        appeal: row.appeal,
        steps,
        mine,
        state: row.state,
        at: row.at,
        due_at: row.due_at,
    }
}

/// My latest application into a space.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Mine {
    /// Which space.
    pub space: SpaceId,
}

/// Mine, when there is one.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct MineShown {
    /// Which.
    pub application: Option<ApplicationId>,
    /// Stage it is in.
    pub state: Option<String>,
}

impl Query for Mine {
    const NAME: &'static str = "application.mine";
    const SUMMARY: (&'static str, &'static str) = ("我的入群申请", "My latest application into a space");
    type Output = MineShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<MineShown> {
        let row = state::latest(tx, act, self.space).await?;
        Ok(MineShown { application: row.as_ref().map(|r| r.id), state: row.map(|r| r.state) })
    }
}

/// An application in a queue.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Queued {
    /// Which.
    pub id: ApplicationId,
    /// Into which space.
    pub space: SpaceId,
    /// Its name.
    pub space_name: String,
    /// Who asks.
    pub member: Option<MemberId>,
    /// His name.
    pub name: String,
    /// Stage it is in.
    pub state: String,
    /// Points reached.
    pub score: Option<i64>,
    /// Points that can be reached.
    pub max_score: Option<i64>,
    /// What the applicant added.
    pub note: String,
    /// What the screening saw.
    pub signs: Vec<Sign>,
    /// When it was sent.
    pub at: Time,
    /// Until when a person should decide.
    pub due_at: Option<Time>,
}

/// A page of a queue.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct QueueShown {
    /// Those that wait longest first; decided ones newest first.
    pub items: Vec<Queued>,
    /// Where the next page begins.
    pub next: Option<ApplicationId>,
}

fn queued(row: state::QueueRow) -> Queued {
    Queued {
        id: row.id,
        space: row.space,
        space_name: row.space_name,
        member: row.member,
        name: row.member_name.unwrap_or_default(),
        state: row.state,
        score: row.score,
        max_score: row.max_score,
        note: row.note,
        signs: serde_json::from_value(row.signs).unwrap_or_default(),
        at: row.at,
        due_at: row.due_at,
    }
}

fn page(rows: Vec<state::QueueRow>) -> QueueShown {
    let full = i64::try_from(rows.len()).unwrap_or(0) == PAGE;
    let next = if full { rows.last().map(|r| r.id) } else { None };
    QueueShown { items: rows.into_iter().map(queued).collect(), next }
}

/// Applications into a space that I run.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Queue {
    /// Which space.
    pub space: SpaceId,
    /// Those decided instead of those that wait.
    #[serde(default)]
    pub decided: bool,
    /// Where the page begins.
    #[serde(default)]
    pub before: Option<ApplicationId>,
}

impl Query for Queue {
    const NAME: &'static str = "application.queue";
    const SUMMARY: (&'static str, &'static str) = ("待处理的入群申请", "Applications into a space");
    type Output = QueueShown;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &RUN)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<QueueShown> {
        Ok(page(state::queue(tx, Some(self.space), !self.decided, self.before, PAGE).await?))
    }
}

/// Applications into every space of the brand.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct All {
    /// Those decided instead of those that wait.
    #[serde(default)]
    pub decided: bool,
    /// Only this space.
    #[serde(default)]
    pub space: Option<SpaceId>,
    /// Where the page begins.
    #[serde(default)]
    pub before: Option<ApplicationId>,
}

impl Query for All {
    const NAME: &'static str = "application.all";
    const SUMMARY: (&'static str, &'static str) =
        ("全部入群申请（控制台）", "Applications into every space, for the console");
    type Output = QueueShown;

    fn need(&self) -> Need {
        Need::Site(&MANAGE)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<QueueShown> {
        Ok(page(state::queue(tx, self.space, !self.decided, self.before, PAGE).await?))
    }
}
