//! Decisions about me and what I said to them; appeals for those who answer; how often decisions did not hold.

use super::{
    APPEAL, DAYS, DECIDE,
    state::{self, AppealRow, DecisionRow},
};
use crate::{post, review::thing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal};
use weilu_vocabulary::{
    AppealId, CaseId, DAY, Id, MemberId, Outcome, Ref, RefKind, SanctionId, SpaceId, Time,
};

const PAGE: i64 = 50;

/// Decisions about me.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "MyDecisions")]
pub struct Mine {}

/// An appeal of mine.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct MyAppeal {
    /// Which.
    pub id: AppealId,
    /// `waiting`, `upheld`, `rejected`.
    pub state: String,
    /// What I said.
    pub text: String,
    /// What was answered.
    pub reason: String,
    /// Until when it should be answered.
    pub due_at: Option<Time>,
}

/// A decision about me.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "DecisionAboutMe")]
pub struct Decision {
    /// What an appeal names.
    pub about: Ref,
    /// `hide`, `delete`, `warn`, `mute`, `suspend`, `silenced`, `removed`, `overturn`.
    pub kind: String,
    /// Where.
    pub space: Option<SpaceId>,
    /// Name of the space.
    pub space_name: Option<String>,
    /// Why.
    pub reason: String,
    /// The words it is about.
    pub words: String,
    /// When.
    pub at: Time,
    /// Until when it lasts.
    pub until: Option<Time>,
    /// Whether it was undone.
    pub ended: bool,
    /// What I said to it.
    pub appeal: Option<MyAppeal>,
    /// Until when I may appeal; not any more without.
    pub appeal_until: Option<Time>,
}

/// Decisions.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "MyDecisionList")]
pub struct MineShown {
    /// Newest first.
    pub items: Vec<Decision>,
}

impl Query for Mine {
    const NAME: &'static str = "appeal.mine";
    const SUMMARY: (&'static str, &'static str) = ("对我的处理与申诉", "Decisions about me, and my appeals");
    const WHILE_SUSPENDED: bool = true;
    type Output = MineShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<MineShown> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let days = DAYS.get(tx).await?;
        let mut items = Vec::new();
        for row in state::about(tx, member).await? {
            items.push(decision(tx, act, row, days).await?);
        }
        Ok(MineShown { items })
    }
}

async fn decision(tx: &mut Tx, act: &Act, row: DecisionRow, days: i64) -> Outcome<Decision> {
    let appeal = match row.appeal {
        Some(id) => state::load(tx, id).await?,
        None => None,
    };
    let until = row.at + days * DAY;
    let open = appeal.is_none() && row.ended == 0 && act.now <= until;
    let words = match (row.thing_kind.as_deref().and_then(RefKind::from_word), row.thing) {
        (Some(kind), Some(id)) => {
            let (title, text) = thing::words(tx, act, Ref { kind, id }).await?;
            post::state::with_names(tx, &format!("{title} {text}")).await?.trim().to_owned()
        }
        _ => String::new(),
    };
    let about = RefKind::from_word(&row.about_kind).unwrap_or(RefKind::Case);
    Ok(Decision {
        about: Ref { kind: about, id: row.about },
        kind: row.kind,
        space: row.space,
        space_name: row.space_name,
        reason: row.reason,
        words,
        at: row.at,
        until: row.until,
        ended: row.ended != 0,
        appeal: match appeal {
            Some(appeal) => Some(mine(tx, appeal).await?),
            None => None,
        },
        appeal_until: open.then_some(until),
    })
}

async fn mine(tx: &mut Tx, row: AppealRow) -> Outcome<MyAppeal> {
    let due_at = APPEAL.case(tx, row.id.raw()).await?.and_then(|c| c.due_at);
    Ok(MyAppeal { id: row.id, state: row.state, text: row.text, reason: row.reason, due_at })
}

/// Appeals.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "ListAppeals")]
pub struct List {
    /// In which space; none for all of the site.
    #[serde(default)]
    pub space: Option<SpaceId>,
    /// Those decided instead of those that wait.
    #[serde(default)]
    pub decided: bool,
    /// Only before this one.
    #[serde(default)]
    pub before: Option<AppealId>,
}

/// An appeal as those who answer read it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct AppealShown {
    /// Which.
    pub id: AppealId,
    /// What it is against.
    pub against: Ref,
    /// Reason of the first decision.
    pub first_reason: String,
    /// The words it was about.
    pub words: String,
    /// By whom.
    pub member: Option<MemberId>,
    /// His name.
    pub name: String,
    /// Where.
    pub space_name: Option<String>,
    /// Who decided first.
    pub decider: String,
    /// Whether that was me.
    pub mine: bool,
    /// What speaks for him.
    pub text: String,
    /// `waiting`, `upheld`, `rejected`.
    pub state: String,
    /// What was answered.
    pub reason: String,
    /// When it was sent.
    pub at: Time,
    /// Until when it should be answered.
    pub due_at: Option<Time>,
    /// Whether that is past.
    pub overdue: bool,
}

/// A page of appeals.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct AppealPage {
    /// Newest first.
    pub items: Vec<AppealShown>,
    /// Where the next page begins.
    pub next: Option<AppealId>,
}

impl Query for List {
    const NAME: &'static str = "appeal.list";
    const SUMMARY: (&'static str, &'static str) = ("申诉列表", "Appeals");
    type Output = AppealPage;

    fn need(&self) -> Need {
        self.space.map_or(Need::Site(&DECIDE), |space| Need::On(space.into(), &DECIDE))
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<AppealPage> {
        let before = self.before.map_or(i64::MAX, Id::raw);
        let rows = state::list(tx, self.space, self.decided, before, PAGE).await?;
        let full = i64::try_from(rows.len()).unwrap_or(0) == PAGE;
        let next = if full { rows.last().map(|r| r.id) } else { None };
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(appeal) = state::load(tx, row.id).await? else { continue };
            items.push(shown(tx, act, row, appeal).await?);
        }
        Ok(AppealPage { items, next })
    }
}

async fn shown(tx: &mut Tx, act: &Act, row: state::ListRow, appeal: AppealRow) -> Outcome<AppealShown> {
    let against = appeal.about();
    let (mut first_reason, mut words) = (String::new(), String::new());
    if let Some(id) = against.get::<CaseId>()
        && let Some(case) = crate::review::state::load(tx, id).await?
    {
        let (title, text) = thing::words(tx, act, case.about()).await?;
        words = post::state::with_names(tx, &format!("{title} {text}")).await?.trim().to_owned();
        first_reason = case.reason;
    } else if let Some(id) = against.get::<SanctionId>()
        && let Some(sanction) = crate::sanction::state::load(tx, id).await?
    {
        first_reason = sanction.reason;
    }
    let mine = match appeal.first_decider {
        Some(first) => act.app.grants.is_me(tx, act, first).await?,
        None => false,
    };
    Ok(AppealShown {
        id: appeal.id,
        against,
        first_reason,
        words,
        member: row.member,
        name: row.name.unwrap_or_default(),
        space_name: row.space_name,
        decider: row.decider_name.unwrap_or_default(),
        mine,
        text: appeal.text,
        state: appeal.state,
        reason: appeal.reason,
        at: appeal.at,
        due_at: row.due_at,
        overdue: row.escalated_at.is_some(),
    })
}

/// How often decisions were overturned, by who decided first.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "AppealsByDecider")]
pub struct ByDecider {
    /// Over how many days, 1 to 365.
    pub days: i64,
}

/// One person's decisions.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "DeciderFigures")]
pub struct Decider {
    /// Who.
    pub id: MemberId,
    /// His name.
    pub name: String,
    /// Appeals that were answered.
    pub appeals: i64,
    /// Of them, upheld.
    pub upheld: i64,
}

/// Them all.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "DeciderList")]
pub struct Deciders {
    /// Most upheld first.
    pub items: Vec<Decider>,
}

impl Query for ByDecider {
    const NAME: &'static str = "appeal.by_decider";
    const SUMMARY: (&'static str, &'static str) =
        ("各人决定被申诉成立的比例", "How often decisions were overturned, by who made them");
    type Output = Deciders;

    fn need(&self) -> Need {
        Need::Site(&DECIDE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Deciders> {
        let rows = state::by_decider(tx, act.now - self.days.clamp(1, 365) * DAY).await?;
        let items = rows.into_iter().map(|r| Decider {
            id: r.member,
            name: r.name,
            appeals: r.appeals,
            upheld: r.upheld,
        });
        Ok(Deciders { items: items.collect() })
    }
}
