//! The steps of the first week, as data: who we are, seeds, gate, first topic, and the habits that keep it alive.

use crate::space::kind::Words;
use std::collections::BTreeSet;

/// What shows that a step was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// Events of a kind in the log.
    Event(&'static str),
    /// People who are members.
    Members,
}

/// A step.
#[derive(Clone, Copy)]
pub struct Step {
    /// As stored nowhere and named in addresses.
    pub word: &'static str,
    /// On which day of the week, from 1.
    pub day: i64,
    /// What to do.
    pub title: Words,
    /// Why, and how to do it well.
    pub line: Words,
    /// Address of the page where it is done.
    pub to: &'static str,
    /// What shows that it was done.
    pub shows: Shows,
    /// How much of it.
    pub want: i64,
}

const fn step(
    day: i64,
    word: &'static str,
    title: Words,
    line: Words,
    to: &'static str,
    shows: Shows,
    want: i64,
) -> Step {
    Step { word, day, title, line, to, shows, want }
}

/// Every step, in the order of the week.
pub const STEPS: &[Step] = &[
    step(
        1,
        "position",
        Words("定位：写下你们为谁而开", "Position: say for whom you are here"),
        Words(
            "名字、一句话介绍和颜色，别人第一眼就靠它们认识你。",
            "Name, sentence and colour are what people see first.",
        ),
        "/console/settings?drawer=brand",
        Shows::Event("brand.changed"),
        1,
    ),
    step(
        1,
        "spaces",
        Words("开好头几个社群", "Open the first spaces"),
        Words("三五个就够，太多会显得冷清。", "A handful is enough; more of them look empty."),
        "/console/setup",
        Shows::Event("space.opened"),
        3,
    ),
    step(
        2,
        "gate",
        Words("门槛：想好谁能进来", "Gate: decide who may come in"),
        Words(
            "一个小小的问题，就能挡住来发广告的人。",
            "One small question keeps out those who only advertise.",
        ),
        "/console/spaces",
        Shows::Event("gate.changed"),
        1,
    ),
    step(
        2,
        "law",
        Words("换上自己的协议和隐私政策", "Publish your own terms and privacy text"),
        Words(
            "自带的文本能用，但请核对过再邀请外人。",
            "The built-in ones work, but check them before strangers come.",
        ),
        "/console/policies",
        Shows::Event("policy.published"),
        2,
    ),
    step(
        3,
        "seeds",
        Words("种子：请来十位你叫得出名字的人", "Seeds: invite ten people you know by name"),
        Words(
            "一位一位请，说清楚为什么是TA。空屋子不会自己热闹起来。",
            "Ask them one by one and say why. An empty room does not fill by itself.",
        ),
        "/spaces",
        Shows::Members,
        11,
    ),
    step(
        3,
        "first_topic",
        Words("第一个话题：让三个人接上话", "First topic: get three people to answer"),
        Words(
            "问一件谁都答得上的小事，别发通知。",
            "Ask something small that everybody can answer; no notices.",
        ),
        "/write",
        Shows::Event("post.replied"),
        3,
    ),
    step(
        4,
        "welcome",
        Words("迎新：五位新人走完欢迎", "Welcome: five newcomers read it through"),
        Words(
            "新人头一天有人搭话，留下来的会多很多。",
            "Those whom somebody talks to on the first day stay.",
        ),
        "/console/spaces",
        Shows::Event("space.welcomed"),
        5,
    ),
    step(
        4,
        "code",
        Words("入口：印一张入群码放到店里或包裹里", "Entrance: print an entry code for counter or parcel"),
        Words("来买东西的人，就是最该请进来的人。", "Those who buy are those to bring in."),
        "/console/spaces",
        Shows::Event("entry_code.made"),
        1,
    ),
    step(
        5,
        "notice",
        Words("说一次正事：发一条群公告", "Say what matters: pin an announcement"),
        Words("一周一条就好，说清楚什么时候、要做什么。", "One a week is plenty: when, and what to do."),
        "/console/spaces",
        Shows::Event("announcement.published"),
        1,
    ),
    step(
        5,
        "helper",
        Words("帮手：请一位热心成员当管理员", "Help: make a keen member an administrator"),
        Words("你不在的时候，群里也有人招呼。", "Somebody looks after people while you are away."),
        "/console/spaces",
        Shows::Event("space.office_given"),
        1,
    ),
    step(
        6,
        "spread",
        Words("传开：让成员带来第一位朋友", "Spread: let a member bring the first friend"),
        Words(
            "有人愿意带朋友来，说明这里值得来。",
            "When people bring friends, the place is worth coming to.",
        ),
        "/console/spaces",
        Shows::Event("invitation.used"),
        1,
    ),
    step(
        7,
        "backup",
        Words("收尾：备份一次", "Keep it: make a backup"),
        Words(
            "这一周的话都在里面，存到另一台机器上。",
            "This week's talk is in it; keep it on another machine.",
        ),
        "/console/backups",
        Shows::Event("backup.made"),
        1,
    ),
];

/// The kinds of events that steps name.
#[must_use]
pub fn kinds() -> BTreeSet<&'static str> {
    STEPS
        .iter()
        .filter_map(|s| match s.shows {
            Shows::Event(kind) => Some(kind),
            Shows::Members => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_week_runs_forwards_and_no_word_stands_twice() {
        assert!(STEPS.is_sorted_by_key(|s| s.day));
        assert!(STEPS.iter().all(|s| (1..=7).contains(&s.day) && s.want > 0 && s.to.starts_with('/')));
        let words: BTreeSet<&str> = STEPS.iter().map(|s| s.word).collect();
        assert_eq!(words.len(), STEPS.len());
    }
}
