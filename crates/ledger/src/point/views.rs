//! What a member has and how he came by it; what staff see of points.

use super::{
    AVAILABLE, EXPIRED, ISSUED, MANAGE, POINTS, RULES, Rule, purse, reason_text,
    rule::may_earn,
    state::{self, lot},
};
use crate::ledger::{self, Line, Party};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal, tenant};
use weilu_people::identity;
use weilu_vocabulary::{
    DAY, Fault, Id, MemberId, Outcome, Ref, Text, Time, TransferId, date_of, day_begins, day_number,
};

const PAGE: usize = 30;
const SOON_DAYS: i64 = 30;
const MOST_HOLDERS: i64 = 100;
const BOARD_DAYS: i64 = 30;

/// My points.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "MyPoints")]
pub struct Mine {}

/// The points of a member.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "PointsOf")]
pub struct Of {
    /// Whose.
    pub member: MemberId,
    /// Lines of the statement before this one.
    #[serde(default)]
    pub before: Option<TransferId>,
}

/// My statement of points, newest first.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "PointStatement")]
pub struct Statement {
    /// Lines before this one.
    #[serde(default)]
    pub before: Option<TransferId>,
}

/// A way to earn points.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PointWay")]
pub struct Way {
    /// The event.
    pub event: String,
    /// What is done.
    pub text: Text,
    /// Whether the points go to whom it is done for.
    pub for_other: bool,
    /// Points each time.
    pub points: i64,
    /// Points a day at most.
    pub per_day: i64,
    /// Points of today.
    pub today: i64,
}

/// What a member has.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PointsShown")]
pub struct Shown {
    /// What can be spent.
    pub available: i64,
    /// What the next points pay.
    pub owed: i64,
    /// What ends within thirty days.
    pub ending: i64,
    /// When the first of it ends, microseconds.
    pub first_ends: Option<Time>,
    /// Ways to earn that count now.
    pub ways: Vec<Way>,
}

/// A line of a statement.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PointLine")]
pub struct LineShown {
    /// Which.
    pub id: TransferId,
    /// Points: above zero in, below zero out.
    pub points: i64,
    /// Why.
    pub text: Text,
    /// What was done, of points that were earned.
    pub deed: Option<DeedDone>,
    /// What staff wrote.
    pub note: Option<String>,
    /// About what.
    pub about: Option<Ref>,
    /// When, microseconds.
    pub at: Time,
}

/// What points were earned by.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PointDeedDone")]
pub struct DeedDone {
    /// The event.
    pub event: String,
    /// What was done.
    pub text: Text,
    /// Whether it was done for whom the points go to.
    pub for_other: bool,
}

/// A page of a statement.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PointLines")]
pub struct Lines {
    /// Newest first.
    pub items: Vec<LineShown>,
    /// Where the next page begins.
    pub next: Option<TransferId>,
}

impl Query for Mine {
    const NAME: &'static str = "point.mine";
    const SUMMARY: (&'static str, &'static str) = ("我的积分", "My points");
    type Output = Shown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Shown> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        Ok(shown(tx, act, member).await?)
    }
}

async fn shown(tx: &mut Tx, act: &Act, member: MemberId) -> Result<Shown, Fault> {
    let standing = purse::standing(tx, member).await?;
    let (ending, first_ends) = lot::ending(tx, member, act.now + SOON_DAYS * DAY).await?;
    let day = day_number(act.now, &tenant::zone(tx).await?);
    let mut today: BTreeMap<String, i64> = BTreeMap::new();
    for row in state::today(tx, member, day).await? {
        today.insert(row.get("rule")?, row.get("points")?);
    }
    let rules: Vec<Rule> = RULES.get(tx).await?;
    let ways = rules.iter().filter(|rule| rule.on).filter_map(|rule| {
        let text = act.app.event_kind(&rule.event)?.text();
        Some(Way {
            text,
            for_other: rule.to == super::To::With,
            points: rule.points,
            per_day: rule.per_day,
            today: today.get(&rule.event).copied().unwrap_or(0),
            event: rule.event.clone(),
        })
    });
    Ok(Shown { available: standing.available, owed: standing.owed, ending, first_ends, ways: ways.collect() })
}

impl Query for Statement {
    const NAME: &'static str = "point.statement";
    const SUMMARY: (&'static str, &'static str) = ("我的积分明细", "My statement of points");
    type Output = Lines;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Lines> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        Ok(lines(tx, act, member, self.before).await?)
    }
}

/// A member's points and how he came by them.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "MemberPoints")]
pub struct OfShown {
    /// What he has.
    pub points: Shown,
    /// How he came by it.
    pub lines: Lines,
}

impl Query for Of {
    const NAME: &'static str = "point.of";
    const SUMMARY: (&'static str, &'static str) = ("某人的积分", "The points of a member");
    type Output = OfShown;

    fn need(&self) -> Need {
        Need::On(self.member.into(), &MANAGE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<OfShown> {
        act.reads_data_of(self.member);
        let points = shown(tx, act, self.member).await?;
        Ok(OfShown { points, lines: lines(tx, act, self.member, self.before).await? })
    }
}

async fn lines(tx: &mut Tx, act: &Act, member: MemberId, before: Option<TransferId>) -> Result<Lines, Fault> {
    let most = i64::try_from(PAGE).unwrap_or(i64::MAX) + 1;
    let mut all: Vec<Line> = Vec::new();
    for persona in identity::state::personas(tx, member).await? {
        all.extend(ledger::lines(tx, &POINTS, Party::of(&AVAILABLE, persona), before, most).await?);
    }
    all.sort_unstable_by_key(|line| std::cmp::Reverse(line.id));
    let more = all.len() > PAGE;
    all.truncate(PAGE);
    let next = all.last().filter(|_| more).map(|line| line.id);
    let mut items = Vec::with_capacity(all.len());
    for line in all {
        items.push(line_shown(tx, act, line).await?);
    }
    Ok(Lines { items, next })
}

async fn line_shown(tx: &mut Tx, act: &Act, line: Line) -> Result<LineShown, Fault> {
    // The key of what was earned names the rule: `earn:post.written:actor:12:psn_…`.
    let mut key = line.key.split(':').skip(1);
    let kind = key.next().and_then(|event| act.app.event_kind(event));
    let for_other = kind.is_some() && key.next() == Some(super::To::With.word());
    let by_hand = line.reason == super::GIVEN.word || line.reason == super::TAKEN.word;
    Ok(LineShown {
        note: if by_hand { state::note_of(tx, line.id).await? } else { None },
        text: reason_text(&line.reason).unwrap_or_else(|| Text::new("", "")),
        about: line.about().filter(|about| act.app.can_locate(*about)),
        id: line.id,
        points: line.change,
        deed: kind.map(|kind| DeedDone { event: kind.name.to_owned(), text: kind.text(), for_other }),
        at: line.at,
    })
}

/// The rules of points, and what could be worth some.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "PointRules")]
pub struct Rules {}

/// A kind of event that can be worth points.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PointDeed")]
pub struct Deed {
    /// The event.
    pub event: String,
    /// What is done.
    pub text: Text,
}

/// Rules and what could have one.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PointRulesShown")]
pub struct RulesShown {
    /// As they stand.
    pub rules: Vec<Rule>,
    /// Everything that can be worth points.
    pub deeds: Vec<Deed>,
    /// Days after which points expire; 0 never.
    pub valid_days: i64,
}

impl Query for Rules {
    const NAME: &'static str = "point.rules";
    const SUMMARY: (&'static str, &'static str) = ("积分规则", "The rules of points");
    type Output = RulesShown;

    fn need(&self) -> Need {
        Need::Site(&MANAGE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<RulesShown> {
        let kinds = act.app.features.iter().flat_map(|feature| feature.events);
        let able = kinds.filter(|kind| may_earn(&act.app, kind.name));
        Ok(RulesShown {
            rules: RULES.get(tx).await?,
            deeds: able.map(|kind| Deed { event: kind.name.to_owned(), text: kind.text() }).collect(),
            valid_days: super::VALID_DAYS.get(tx).await?,
        })
    }
}

/// How points came and went.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "PointBoard")]
pub struct Board {}

/// Points of a day.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PointDay")]
pub struct Day {
    /// The day, year-month-day of the brand's calendar.
    pub day: String,
    /// Given out, less what was taken back.
    pub issued: i64,
    /// Gone by their last day.
    pub expired: i64,
}

/// The sums of all points.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PointBoardShown")]
pub struct BoardShown {
    /// Given out so far, less what was taken back.
    pub issued: i64,
    /// Gone by their last day so far.
    pub expired: i64,
    /// What people can spend now.
    pub outstanding: i64,
    /// How many hold some.
    pub holders: i64,
    /// The last thirty days, oldest first.
    pub days: Vec<Day>,
}

impl Query for Board {
    const NAME: &'static str = "point.board";
    const SUMMARY: (&'static str, &'static str) = ("积分概况", "How points came and went");
    type Output = BoardShown;

    fn need(&self) -> Need {
        Need::Site(&MANAGE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<BoardShown> {
        let issued = -posted(tx, &ISSUED).await?;
        let expired = posted(tx, &EXPIRED).await?;
        let holders = state::holders(tx).await?;
        let owed = state::owed(tx).await?;
        let outstanding = issued - expired + owed;
        Ok(BoardShown { issued, expired, outstanding, holders, days: days(tx, act).await? })
    }
}

async fn posted(tx: &mut Tx, role: &'static ledger::Role) -> Result<i64, Fault> {
    Ok(ledger::balance(tx, &POINTS, None, Party::house(role)).await?.posted)
}

async fn days(tx: &mut Tx, act: &Act) -> Result<Vec<Day>, Fault> {
    let zone = tenant::zone(tx).await?;
    let today = day_number(act.now, &zone);
    let first = today - BOARD_DAYS + 1;
    let since = day_begins(first, &zone).unwrap_or(act.now - BOARD_DAYS * DAY);
    let mut sums: BTreeMap<i64, Day> =
        (first..=today).map(|n| (n, Day { day: date_of(n), ..Day::default() })).collect();
    for (role, sign) in [(&ISSUED, -1), (&EXPIRED, 1)] {
        for (at, change) in ledger::by_hour(tx, &POINTS, Party::house(role), since).await? {
            let Some(day) = sums.get_mut(&day_number(at, &zone)) else { continue };
            let sum = if role.word == ISSUED.word { &mut day.issued } else { &mut day.expired };
            *sum += sign * change;
        }
    }
    Ok(sums.into_values().collect())
}

/// Who has most.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "PointHolders")]
pub struct Holders {}

/// Somebody and what he has.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PointHolder")]
pub struct Holder {
    /// Who.
    pub member: MemberId,
    /// Member number.
    pub number: i64,
    /// His name.
    pub name: String,
    /// What he can spend.
    pub points: i64,
}

/// Those who have most, a hundred at most.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PointHoldersShown")]
pub struct HoldersShown {
    /// Most first.
    pub items: Vec<Holder>,
}

impl Query for Holders {
    const NAME: &'static str = "point.holders";
    const SUMMARY: (&'static str, &'static str) = ("积分最多的人", "Who has most points");
    type Output = HoldersShown;

    fn need(&self) -> Need {
        Need::Site(&MANAGE)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<HoldersShown> {
        let rows = state::richest(tx, MOST_HOLDERS).await?;
        let holder = |row: &weilu_store::Row| {
            Ok(Holder {
                member: MemberId::from_raw(row.first()?),
                number: row.get("number")?,
                name: row.get("name")?,
                points: row.get("points")?,
            })
        };
        Ok(HoldersShown { items: rows.iter().map(holder).collect::<Result<_, Fault>>()? })
    }
}
