//! The definitions: each figure has a name that never changes, a version that grows when it is counted otherwise,
//! and says in both languages what is counted, over which window, and what it does not tell.

use schemars::JsonSchema;
use serde::Serialize;
use weilu_vocabulary::Text;

/// In what a figure is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "MetricUnit")]
pub enum Unit {
    /// People.
    People,
    /// Things counted.
    Count,
    /// Parts of a thousand.
    Permille,
    /// Minutes.
    Minutes,
}

/// A definition.
#[derive(Clone, Copy)]
pub struct Metric {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: i64,
    /// As shown.
    pub title: (&'static str, &'static str),
    /// How it is counted and what it does not tell.
    pub text: (&'static str, &'static str),
    /// In what it is measured.
    pub unit: Unit,
    /// Whether the people behind it can be listed.
    pub people: bool,
}

/// The fewest people whom a list may show, and the fewest answers a middle is taken of.
pub const LEAST: i64 = 5;
/// Days of the monthly window.
pub const MONTH: i64 = 30;

/// People who acted yesterday.
pub const ACTIVE_DAY: Metric = Metric {
    name: "active_day",
    version: 1,
    title: ("昨天活跃", "Active yesterday"),
    text: (
        "昨天做过一件事的人：发帖、回复、点赞、入群这类算一件事，只看不算。一个人有几个身份也只算一个。旁边是一周前的同一天，避开周末的影响。今天还没过完，所以不拿今天比。",
        "People who did something yesterday: posting, answering, liking, joining. Looking does not count. Somebody with several faces counts once. Beside it stands the same day a week before, so that weekends do not mislead. Today is not over, so it is not compared.",
    ),
    unit: Unit::People,
    people: true,
};
/// People who acted in the last thirty days.
pub const ACTIVE_MONTH: Metric = Metric {
    name: "active_month",
    version: 1,
    title: ("30 天活跃", "Active in 30 days"),
    text: (
        "最近 30 天（含今天）做过至少一件事的人，每人算一次。旁边是再往前的 30 天；开张不满 60 天就没有可比的。",
        "People who did at least one thing in the last 30 days, today included, each counted once. Beside it stand the 30 days before; a house younger than 60 days has nothing to compare.",
    ),
    unit: Unit::People,
    people: true,
};
/// How much of the month's people a day sees.
pub const STICKINESS: Metric = Metric {
    name: "stickiness",
    version: 1,
    title: ("黏性", "Stickiness"),
    text: (
        "最近 30 天平均每天的活跃人数，除以这 30 天的活跃人数。20% 大约是每人五天来一次。单看每天人数会骗人，来一次就走的人多，这个数就低。活跃不到 5 人，或开张不满 30 天，就不算。",
        "The mean of active people a day over the last 30 days, divided by those active in them. 20 % is about one visit in five days each. Daily counts alone mislead: many who come once make this low. Not counted below 5 active people or before 30 days.",
    ),
    unit: Unit::Permille,
    people: false,
};
/// People whose first act lies in the window.
pub const NEW_CONTRIBUTORS: Metric = Metric {
    name: "new_contributors",
    version: 1,
    title: ("新参与者", "New contributors"),
    text: (
        "第一次做一件事的日子落在这段时间里的人。比注册人数可靠：注册了不说话的不算，刷号也进不来。",
        "People whose first act ever lies in this time. More to be trusted than sign-ups: who signs up and says nothing does not count.",
    ),
    unit: Unit::People,
    people: true,
};
/// Posts, questions, replies and answers.
pub const SAID: Metric = Metric {
    name: "said",
    version: 1,
    title: ("说了多少", "Things said"),
    text: (
        "这段时间里的帖子、提问、回复和回答。后来隐藏或删除的也算在内。",
        "Posts, questions, replies and answers of this time. What was hidden or deleted later is counted.",
    ),
    unit: Unit::Count,
    people: false,
};
/// Questions without an answer.
pub const UNANSWERED: Metric = Metric {
    name: "unanswered",
    version: 1,
    title: ("没人回答的提问", "Questions without an answer"),
    text: (
        "此刻还没有别人回答过、也没有采纳的提问。提问人自己补充的不算回答；被隐藏或删除的不算在内。",
        "Questions that nobody else has answered and that were not settled, as of now. What the asker adds himself is no answer; hidden and deleted ones do not count.",
    ),
    unit: Unit::Count,
    people: false,
};
/// The middle of the time to the first answer.
pub const FIRST_ANSWER: Metric = Metric {
    name: "first_answer",
    version: 1,
    title: ("首次回答用时", "Time to the first answer"),
    text: (
        "这段时间里的提问，从提出到第一个别人回答，取中间的那一个（中位数）。用平均会被几个拖了很久的带偏。还没回答的不在里面，要和「没人回答的提问」一起看。回答过的不到 5 个就不算。",
        "For the questions of this time, from asking to the first answer by somebody else: the middle one (median). A mean would be bent by a few that took long. Those without an answer are not in it; read it together with them. Not counted below 5 answered questions.",
    ),
    unit: Unit::Minutes,
    people: false,
};
/// Searches.
pub const SEARCHES: Metric = Metric {
    name: "searches",
    version: 1,
    title: ("搜索次数", "Searches"),
    text: (
        "这段时间里搜索了多少次。搜了什么词不记在这里。",
        "How often people searched in this time. What they searched for is not kept here.",
    ),
    unit: Unit::Count,
    people: false,
};
/// Searches that found nothing.
pub const EMPTY_SEARCHES: Metric = Metric {
    name: "empty_searches",
    version: 1,
    title: ("没搜到的比例", "Searches without result"),
    text: (
        "这段时间里，一条结果也没有的搜索占多少。高了，说明大家想知道的事还没人写。搜索不到 5 次就不算。",
        "The share of searches of this time that found nothing. When it is high, what people want to know is not written yet. Not counted below 5 searches.",
    ),
    unit: Unit::Permille,
    people: false,
};
/// Reports that nobody has decided yet.
pub const REPORTS: Metric = Metric {
    name: "reports",
    version: 1,
    title: ("等待处理的举报", "Reports waiting"),
    text: ("此刻还没有处理的举报。", "Reports that nobody has decided yet, as of now."),
    unit: Unit::Count,
    people: false,
};

/// Every definition, in the order of the page.
pub const METRICS: &[Metric] = &[
    ACTIVE_DAY,
    ACTIVE_MONTH,
    STICKINESS,
    NEW_CONTRIBUTORS,
    SAID,
    UNANSWERED,
    FIRST_ANSWER,
    SEARCHES,
    EMPTY_SEARCHES,
    REPORTS,
];

impl Metric {
    /// As shown.
    #[must_use]
    pub fn title(&self) -> Text {
        self.title.into()
    }

    /// How it is counted.
    #[must_use]
    pub fn text(&self) -> Text {
        self.text.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_figure_has_a_name_of_its_own_and_a_version() {
        let names: BTreeSet<&str> = METRICS.iter().map(|m| m.name).collect();
        assert_eq!(names.len(), METRICS.len());
        assert!(METRICS.iter().all(|m| m.version > 0 && !m.text.0.is_empty() && !m.text.1.is_empty()));
    }
}
