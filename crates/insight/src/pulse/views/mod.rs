//! The questions of the dashboard: the figures of a period with their days, the definitions, what waits.

pub(super) mod read;

use super::{
    SEE,
    board::{Figure, Window, figure, middle, share, stickiness},
    count::{HOUSE, REPORT},
    metric::{self, METRICS, Unit},
};
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weilu_kernel::{Act, Need, Query, Tx, tenant};
use weilu_vocabulary::{
    Fault, Id, MINUTE, Outcome, PostId, SpaceId, Text, Time, date_of, day_begins, day_number,
};

const DAYS: i64 = 30;
const DAYS_MOST: i64 = 366;
const KINDS_MOST: usize = 12;

/// What counts as a post, and as a reply.
const POSTS: &[&str] = &["post.written", "question.asked"];
const REPLIES: &[&str] = &["post.replied", "question.answered"];
const JOINED: &str = "space.joined";
const NEW_MEMBER: &str = "member.joined";
const SEARCHED: &str = "search.searched";

/// The length of a period as it is counted.
pub(super) fn asked(days: Option<i64>) -> i64 {
    days.unwrap_or(DAYS).clamp(1, DAYS_MOST)
}

/// The figures of a period.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "PulseBoard")]
pub struct Board {
    /// Days of the period, today included: 1 to 366; 30 when absent.
    #[serde(default)]
    pub days: Option<i64>,
    /// Only in this space.
    #[serde(default)]
    pub space: Option<SpaceId>,
}

/// One day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PulseDay")]
pub struct Day {
    /// Year-month-day of the brand's calendar.
    pub date: String,
    /// People who acted.
    pub active: i64,
    /// People who acted for the first time.
    pub fresh: i64,
    /// Posts and questions.
    pub posts: i64,
    /// Replies and answers.
    pub replies: i64,
    /// New members, or people who came into the space.
    pub joined: i64,
    /// Searches.
    pub searches: i64,
    /// Searches that found nothing.
    pub empty_searches: i64,
}

/// How often something happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PulseKind")]
pub struct KindCount {
    /// The kind of event.
    pub kind: String,
    /// What it says.
    pub text: Text,
    /// How often.
    pub count: i64,
}

/// What was said in one space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PulseSpace")]
pub struct SpaceCount {
    /// Which.
    pub space: SpaceId,
    /// Posts and questions.
    pub posts: i64,
    /// Replies and answers.
    pub replies: i64,
    /// People who acted.
    pub active: i64,
}

/// The board.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PulseShown")]
pub struct BoardShown {
    /// First day of the period.
    pub from: String,
    /// Last day of the period: today.
    pub to: String,
    /// The figures, in the order of the definitions.
    pub figures: Vec<Figure>,
    /// Every day of the period, oldest first.
    pub days: Vec<Day>,
    /// What people did, most often first.
    pub kinds: Vec<KindCount>,
    /// Where it was said, most first; empty when one space was asked for.
    pub spaces: Vec<SpaceCount>,
}

impl Query for Board {
    const NAME: &'static str = "pulse.board";
    const SUMMARY: (&'static str, &'static str) = ("一段时间的数据", "The figures of a period");
    type Output = BoardShown;

    fn need(&self) -> Need {
        Need::Site(&SEE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<BoardShown> {
        let zone = tenant::zone(tx).await?;
        let today = day_number(act.now, &zone);
        let period = Window::of(today, asked(self.days));
        let space = self.space.map_or(HOUSE, SpaceId::raw);
        let kinds = read::kinds(tx, space, period).await?;
        let days = days(tx, space, period, &kinds).await?;
        let at = Asked { space, today, period, zone: &zone };
        Ok(BoardShown {
            from: date_of(period.from),
            to: date_of(period.to),
            figures: at.figures(tx, &kinds).await?,
            kinds: acts(act, &kinds),
            spaces: if space == HOUSE { spaces(tx, period).await? } else { Vec::new() },
            days,
        })
    }
}

struct Asked<'z> {
    space: i64,
    today: i64,
    period: Window,
    zone: &'z TimeZone,
}

impl Asked<'_> {
    async fn figures(&self, tx: &mut Tx, kinds: &[read::KindDay]) -> Result<Vec<Figure>, Fault> {
        let first_day = read::first_day(tx).await?;
        let mut out = self.people(tx, first_day).await?;
        let (period, before) = (self.period, self.period.before());
        let earlier = read::kinds(tx, self.space, before).await?;
        let compare = before.is_covered(first_day);
        let count = |all: &[read::KindDay], of: &[&str]| {
            all.iter().filter(|k| of.contains(&k.kind.as_str())).map(|k| k.count).sum::<i64>()
        };
        let zeros =
            |all: &[read::KindDay]| all.iter().filter(|k| k.kind == SEARCHED).map(|k| k.zeros).sum::<i64>();
        let said = [POSTS, REPLIES].concat();
        let whole = Some(period);
        out.push(figure(
            &metric::SAID,
            whole,
            Some(count(kinds, &said)),
            compare.then(|| count(&earlier, &said)),
        ));
        let open = read::unanswered_count(tx, self.space).await?;
        out.push(figure(&metric::UNANSWERED, None, Some(open), None));
        let took = self.first_answer(tx, period).await?;
        let took_before = self.first_answer(tx, before).await?;
        out.push(figure(&metric::FIRST_ANSWER, whole, took, took_before));
        let (searched, searched_before) = (count(kinds, &[SEARCHED]), count(&earlier, &[SEARCHED]));
        out.push(figure(&metric::SEARCHES, whole, Some(searched), compare.then_some(searched_before)));
        let empty = share(zeros(kinds), searched);
        out.push(figure(&metric::EMPTY_SEARCHES, whole, empty, share(zeros(&earlier), searched_before)));
        let reports = read::waiting_count(tx, REPORT, self.space).await?;
        out.push(figure(&metric::REPORTS, None, Some(reports), None));
        Ok(out)
    }

    /// The figures that count people.
    async fn people(&self, tx: &mut Tx, first_day: Option<i64>) -> Result<Vec<Figure>, Fault> {
        let (space, period) = (self.space, self.period);
        let (yesterday, week_before) = (Window::of(self.today - 1, 1), Window::of(self.today - 8, 1));
        let month = Window::of(self.today, metric::MONTH);
        let last_month = month.before();
        let day = read::active(tx, space, yesterday).await?;
        let day_before = read::active(tx, space, week_before).await?;
        let active = read::active(tx, space, month).await?;
        let active_before = read::active(tx, space, last_month).await?;
        let fresh = read::new_people(tx, space, period).await?;
        let fresh_before = read::new_people(tx, space, period.before()).await?;
        let sum = read::sum_of_days(tx, space, month).await?;
        let sum_before = read::sum_of_days(tx, space, last_month).await?;
        let covers = |w: Window| w.is_covered(first_day);
        let stick = stickiness(sum, month.days(), active, covers(month));
        let stick_before = stickiness(sum_before, last_month.days(), active_before, covers(last_month));
        Ok(vec![
            figure(
                &metric::ACTIVE_DAY,
                Some(yesterday),
                covers(yesterday).then_some(day),
                covers(week_before).then_some(day_before),
            ),
            figure(
                &metric::ACTIVE_MONTH,
                Some(month),
                Some(active),
                covers(last_month).then_some(active_before),
            ),
            figure(&metric::STICKINESS, Some(month), stick, stick_before),
            figure(
                &metric::NEW_CONTRIBUTORS,
                Some(period),
                Some(fresh),
                covers(period.before()).then_some(fresh_before),
            ),
        ])
    }

    /// Minutes to the first answer, in the middle, of the questions asked in a window.
    async fn first_answer(&self, tx: &mut Tx, window: Window) -> Result<Option<i64>, Fault> {
        let (Some(from), Some(to)) =
            (day_begins(window.from, self.zone), day_begins(window.to + 1, self.zone))
        else {
            return Ok(None);
        };
        let answered = read::answered_count(tx, self.space, from, to).await?;
        let Some(at) = middle(answered) else { return Ok(None) };
        let took = read::answered_after(tx, self.space, from, to, at).await?;
        Ok(took.map(|t| (t + MINUTE / 2) / MINUTE))
    }
}

async fn days(tx: &mut Tx, space: i64, period: Window, kinds: &[read::KindDay]) -> Result<Vec<Day>, Fault> {
    let mut days: BTreeMap<i64, Day> =
        (period.from..=period.to).map(|d| (d, Day { date: date_of(d), ..Day::default() })).collect();
    for kind in kinds {
        let Some(day) = days.get_mut(&kind.day) else { continue };
        let (name, count) = (kind.kind.as_str(), kind.count);
        if POSTS.contains(&name) {
            day.posts += count;
        } else if REPLIES.contains(&name) {
            day.replies += count;
        } else if name == SEARCHED {
            day.searches += count;
            day.empty_searches += kind.zeros;
        } else if name == (if space == HOUSE { NEW_MEMBER } else { JOINED }) {
            day.joined += count;
        }
    }
    for (day, people) in read::active_by_day(tx, space, period).await? {
        days.entry(day).and_modify(|d| d.active = people);
    }
    for (day, people) in read::new_by_day(tx, space, period).await? {
        days.entry(day).and_modify(|d| d.fresh = people);
    }
    Ok(days.into_values().collect())
}

/// What people did, most often first: kinds with a weight, by their text.
fn acts(act: &Act, kinds: &[read::KindDay]) -> Vec<KindCount> {
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for kind in kinds {
        *sums.entry(&kind.kind).or_default() += kind.count;
    }
    let mut out: Vec<KindCount> = sums
        .into_iter()
        .filter_map(|(name, count)| {
            let kind = act.app.event_kind(name).filter(|k| k.weight > 0)?;
            Some(KindCount { kind: name.to_owned(), text: kind.text(), count })
        })
        .collect();
    out.sort_by_key(|k| (std::cmp::Reverse(k.count), k.kind.clone()));
    out.truncate(KINDS_MOST);
    out
}

async fn spaces(tx: &mut Tx, period: Window) -> Result<Vec<SpaceCount>, Fault> {
    let rows = read::spaces(tx, period).await?;
    let shown = |r: read::SpaceSum| SpaceCount {
        space: r.space,
        posts: r.posts,
        replies: r.replies,
        active: r.active,
    };
    Ok(rows.into_iter().map(shown).collect())
}

/// The definitions of every figure.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "PulseMetrics")]
pub struct Metrics {}

/// A definition.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MetricShown {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: i64,
    /// As shown.
    pub title: Text,
    /// How it is counted and what it does not tell.
    pub text: Text,
    /// In what it is measured.
    pub unit: Unit,
    /// Whether the people behind it can be listed.
    pub people: bool,
}

impl Query for Metrics {
    const NAME: &'static str = "pulse.metrics";
    const SUMMARY: (&'static str, &'static str) = ("每个数字怎么算", "How every figure is counted");
    type Output = Vec<MetricShown>;

    fn need(&self) -> Need {
        Need::Site(&SEE)
    }

    async fn answer(&self, _: &mut Tx, _: &Act) -> Outcome<Vec<MetricShown>> {
        let shown = |m: &metric::Metric| MetricShown {
            name: m.name.to_owned(),
            version: m.version,
            title: m.title(),
            text: m.text(),
            unit: m.unit,
            people: m.people,
        };
        Ok(METRICS.iter().map(shown).collect())
    }
}

/// Questions that nobody answered yet.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Unanswered {}

/// A question that waits.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct WaitingQuestion {
    /// The post that asks.
    pub post: PostId,
    /// Where.
    pub space: Option<SpaceId>,
    /// When it was asked.
    pub at: Time,
}

/// What waits.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct UnansweredShown {
    /// How many.
    pub count: i64,
    /// The oldest few.
    pub items: Vec<WaitingQuestion>,
}

impl Query for Unanswered {
    const NAME: &'static str = "pulse.unanswered";
    const SUMMARY: (&'static str, &'static str) = ("还没人回答的提问", "Questions that nobody answered yet");
    type Output = UnansweredShown;

    fn need(&self) -> Need {
        Need::Site(&SEE)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<UnansweredShown> {
        let rows = read::unanswered(tx).await?;
        let shown = |r: read::Waiting| WaitingQuestion {
            post: PostId::from_raw(r.thing),
            space: (r.space != HOUSE).then(|| SpaceId::from_raw(r.space)),
            at: r.opened_at,
        };
        Ok(UnansweredShown {
            count: read::unanswered_count(tx, HOUSE).await?,
            items: rows.into_iter().map(shown).collect(),
        })
    }
}
