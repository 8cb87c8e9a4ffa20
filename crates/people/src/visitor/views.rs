//! The three kinds of market person, and one person's trail.

use super::{WATCH_DAYS, WATCH_VIEWS, WINDOW_DAYS};
use crate::member::{LIST, SEE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_store::{params, rows, sql};
use weilu_vocabulary::{DAY, Fault, MemberId, Outcome, Text, Time};

/// The kinds: word, Chinese, English, how one is read.
const KINDS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "direct",
        "直接消费者",
        "Direct consumer",
        "窗口期内下过单，或表达过需求",
        "Ordered, or showed a need, in the window",
    ),
    (
        "potential",
        "潜在消费者",
        "Potential consumer",
        "反复来看，还没有表达需求",
        "Comes back to look, no need shown yet",
    ),
    ("casual", "偶然点进来的游客", "Casual visitor", "偶然来过", "Came by chance"),
];

/// How many people of each kind there are.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Market {}

/// One kind.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MarketKind {
    /// As stored.
    pub kind: String,
    /// Name.
    pub name: Text,
    /// How one is read.
    pub definition: Text,
    /// How many, visitors and members together.
    pub people: i64,
    /// Of them members.
    pub members: i64,
}

/// The three kinds.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct MarketShown {
    /// Direct, potential, casual.
    pub items: Vec<MarketKind>,
    /// Days the acts are read from.
    pub window_days: i64,
}

rows! {
    struct PersonRow { is_member: i64, views: i64, needs: i64, days: i64 }
    /// A step of a trail.
    #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
    pub struct StepShown {
        /// `view`, `search`, `need`.
        pub act: String,
        /// On which page.
        pub thing: String,
        /// When, microseconds.
        pub at: Time,
    }
}

fn kind_of(needs: i64, views: i64, days: i64, watch: (i64, i64)) -> &'static str {
    if needs > 0 {
        "direct"
    } else if views >= watch.0 || days >= watch.1 {
        "potential"
    } else {
        "casual"
    }
}

impl Query for Market {
    const NAME: &'static str = "visitor.market";
    const SUMMARY: (&'static str, &'static str) = ("三类市场人群", "The three kinds of market person");
    type Output = MarketShown;

    fn need(&self) -> Need {
        Need::Site(&LIST)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<MarketShown> {
        let window_days = WINDOW_DAYS.get(tx).await?;
        let watch = (WATCH_VIEWS.get(tx).await?, WATCH_DAYS.get(tx).await?);
        let people: Vec<PersonRow> = people(tx, act.now - window_days * DAY).await?;
        let items = KINDS
            .iter()
            .map(|(kind, zh, en, def_zh, def_en)| {
                let of = |p: &&PersonRow| kind_of(p.needs, p.views, p.days, watch) == *kind;
                MarketKind {
                    kind: (*kind).to_owned(),
                    name: Text::new(zh, en),
                    definition: Text::new(def_zh, def_en),
                    people: count(people.iter().filter(of)),
                    members: count(people.iter().filter(of).filter(|p| p.is_member > 0)),
                }
            })
            .collect();
        Ok(MarketShown { items, window_days })
    }
}

fn count<'a>(people: impl Iterator<Item = &'a PersonRow>) -> i64 {
    i64::try_from(people.count()).unwrap_or(i64::MAX)
}

async fn people(tx: &mut Tx, since: Time) -> Result<Vec<PersonRow>, Fault> {
    tx.all(
        sql!("select cast(max(case when p.member is null then 0 else 1 end) as bigint) as is_member, cast(sum(case when s.act = 'need' then 0 else 1 end) as bigint) as views, cast(sum(case when s.act = 'need' then 1 else 0 end) as bigint) as needs, count(distinct s.at / cast(86400000000 as bigint)) as days from visitor_step s join persona p on p.tenant = s.tenant and p.id = s.persona where s.tenant = $tenant and s.at >= $1 group by coalesce(p.member, -p.id) limit 200000"),
        params![since],
    )
    .await
}

/// What a member looked at before he signed up.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Trail {
    /// Whose.
    pub member: MemberId,
}

/// A trail.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct TrailShown {
    /// `direct`, `potential`, `casual`; none without steps in the window.
    pub kind: Option<String>,
    /// The kind's name.
    pub kind_name: Option<Text>,
    /// Newest first, at most 100.
    pub items: Vec<StepShown>,
}

impl Query for Trail {
    const NAME: &'static str = "visitor.trail";
    const SUMMARY: (&'static str, &'static str) =
        ("成员注册前的足迹", "What a member looked at before he signed up");
    type Output = TrailShown;

    fn need(&self) -> Need {
        Need::On(self.member.into(), &SEE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<TrailShown> {
        let items: Vec<StepShown> = tx
            .all(
                sql!("select s.act, s.thing, s.at from visitor_step s join persona p on p.tenant = s.tenant and p.id = s.persona where s.tenant = $tenant and p.member = $1 order by s.at desc limit 100"),
                params![self.member],
            )
            .await?;
        let since = act.now - WINDOW_DAYS.get(tx).await? * DAY;
        let watch = (WATCH_VIEWS.get(tx).await?, WATCH_DAYS.get(tx).await?);
        let recent: Vec<&StepShown> = items.iter().filter(|s| s.at >= since).collect();
        let needs = recent.iter().filter(|s| s.act == "need").count();
        let mut days: Vec<i64> = recent.iter().map(|s| s.at.0.div_euclid(DAY)).collect();
        days.dedup();
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let kind = (!recent.is_empty())
            .then(|| kind_of(number(needs), number(recent.len() - needs), number(days.len()), watch));
        let name = kind.and_then(|k| KINDS.iter().find(|row| row.0 == k)).map(|row| Text::new(row.1, row.2));
        Ok(TrailShown { kind: kind.map(ToOwned::to_owned), kind_name: name, items })
    }
}
