//! Kinds of space (charter S1), as data: what each kind presets, and what a space may switch on and off.
//!
//! A kind is a template: default gate, offices, house rules and modules. A space copies it when it is drafted
//! and may then change everything but its kind. Kinds that wait for another feature (mirrored outside group)
//! are drafted like any other; what they cannot do yet is not on their pages.

use crate::gate::Rule;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::Role;
use weilu_vocabulary::Text;

/// A text of the pack: Chinese and English, copied as a constant.
#[derive(Clone, Copy, Debug)]
pub struct Words(pub &'static str, pub &'static str);

impl Words {
    /// As a text.
    #[must_use]
    pub const fn text(self) -> Text {
        Text::new(self.0, self.1)
    }
}

/// What a space offers inside; each can be switched on and off per space.
pub struct Module {
    /// As stored.
    pub word: &'static str,
    /// As read by people.
    pub name: Words,
}

/// Every module there is.
pub const MODULES: &[Module] = &[
    Module { word: "post", name: Words("帖子", "Posts") },
    Module { word: "question", name: Words("问答", "Questions") },
    Module { word: "poll", name: Words("投票", "Polls") },
    Module { word: "roster", name: Words("接龙", "Rosters") },
    Module { word: "chat", name: Words("群聊", "Group chat") },
    Module { word: "announcement", name: Words("群公告", "Announcements") },
    Module { word: "invitation", name: Words("成员邀请", "Invitations by members") },
    Module { word: "entry_code", name: Words("入群码", "Entry codes") },
];

/// Who leads a space of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Led {
    /// The brand runs it.
    Brand,
    /// Its members run it; the brand is a supporting actor.
    Members,
}

/// A kind of space.
#[derive(Clone, Copy)]
pub struct SpaceKind {
    /// As stored.
    pub word: &'static str,
    /// As read by people.
    pub name: Words,
    /// What it is good for.
    pub line: Words,
    /// Who leads it.
    pub led: Led,
    /// Whether strangers may read by default.
    pub open_to_read: bool,
    /// Whether it stands in the catalogue for everybody.
    pub listed: bool,
    /// Its gate unless the space sets another.
    pub gate: fn() -> Rule,
    /// Offices it knows besides member.
    pub offices: &'static [Role],
    /// House rules to begin with.
    pub rules: &'static [Words],
    /// Modules that are on.
    pub modules: &'static [&'static str],
}

const TALK: &[&str] =
    &["post", "question", "poll", "roster", "chat", "announcement", "invitation", "entry_code"];
const BOARD: &[&str] = &["post", "question", "poll", "roster", "announcement", "entry_code"];
const QUIET: &[&str] = &["post", "question", "announcement"];
const OFFICES: &[Role] = &[Role::Owner, Role::Admin];

const COURTESY: Words =
    Words("对事不对人，有话好好说。", "Speak about matters, not about persons, and speak kindly.");
const NO_ADVERTS: Words =
    Words("不贴广告，不拉下线。", "No adverts, and no recruiting for anybody's down-line.");
const PRIVACY: Words = Words(
    "群里说的话不截图外传，别人的联系方式不外泄。",
    "What is said here is not passed on as screenshots, nor are other people's contacts.",
);
const NEEDS: Words =
    Words("求助写清楚情况，得到帮助回一声谢。", "Ask with the facts, and thank whoever helped.");
const DISCLOSE: Words = Words("推荐自家东西请说明关系。", "Say so when you recommend something of your own.");
const ANSWER: Words = Words(
    "每条吐槽都有人在约定时间内回应。",
    "Every complaint is answered by a named person within the promised time.",
);

const fn kind(word: &'static str, name: Words, line: Words, gate: fn() -> Rule) -> SpaceKind {
    SpaceKind {
        word,
        name,
        line,
        led: Led::Brand,
        open_to_read: true,
        listed: true,
        gate,
        offices: OFFICES,
        rules: &[COURTESY, NO_ADVERTS],
        modules: TALK,
    }
}

const fn members(kind: SpaceKind) -> SpaceKind {
    SpaceKind { led: Led::Members, ..kind }
}

const fn closed(kind: SpaceKind, rules: &'static [Words]) -> SpaceKind {
    SpaceKind { open_to_read: false, rules, ..kind }
}

/// Every kind there is.
pub const KINDS: &[SpaceKind] = &[
    kind(
        "brand",
        Words("品牌社群", "Brand community"),
        Words("顾客和粉丝的家，由品牌照看。", "Home of customers and fans, looked after by the brand."),
        Rule::phone,
    ),
    members(kind(
        "circle",
        Words("兴趣圈子", "Interest circle"),
        Words("因为同一个爱好坐到一起。", "People together for one shared interest."),
        Rule::open,
    )),
    members(closed(
        kind(
            "profession",
            Words("职业群", "Profession group"),
            Words("同行之间互通有无。", "Peers of one trade who help each other."),
            Rule::hand,
        ),
        &[COURTESY, NO_ADVERTS, NEEDS],
    )),
    kind(
        "region",
        Words("同城群", "Region group"),
        Words("住得近，见得着。", "Neighbours who can meet."),
        Rule::same_region,
    ),
    closed(
        kind(
            "company",
            Words("企业群", "Company group"),
            Words("一家公司的人和他们的服务。", "People of one company and those who serve them."),
            Rule::invited_or_hand,
        ),
        &[COURTESY, PRIVACY],
    ),
    members(kind(
        "designer",
        Words("设计师小社群", "Designer's small community"),
        Words("一位设计师和懂他的人。", "One designer and those who understand the work."),
        Rule::hand,
    )),
    kind(
        "shop",
        Words("门店群", "Shop community"),
        Words("一家店和常来的人。", "One shop and its regulars."),
        Rule::open,
    ),
    kind(
        "scene",
        Words("场景群", "Scene group"),
        Words(
            "同一种时刻的人：备考夜、午后、露营。",
            "People of one moment: exam nights, afternoons, camping.",
        ),
        Rule::open,
    ),
    members(closed(
        kind(
            "leader",
            Words("领袖群", "Leader's group"),
            Words("围着一位有见识的人。", "Around one person worth listening to."),
            Rule::invited_or_hand,
        ),
        &[COURTESY, NO_ADVERTS, DISCLOSE],
    )),
    closed(
        kind(
            "expert",
            Words("专家群", "Expert group"),
            Words("小而专，问题有人认真答。", "Small and serious: questions get proper answers."),
            Rule::hand,
        ),
        &[COURTESY, PRIVACY, DISCLOSE],
    ),
    SpaceKind {
        listed: false,
        ..closed(
            kind(
                "partner",
                Words("合伙人群", "Partner group"),
                Words("从各群推选的铁粉，一起出主意。", "Iron fans from every group, thinking along."),
                Rule::invited,
            ),
            &[COURTESY, PRIVACY],
        )
    },
    SpaceKind {
        rules: &[COURTESY, ANSWER],
        modules: BOARD,
        ..kind(
            "complaint",
            Words("吐槽与点子", "Complaints and ideas"),
            Words("不满和点子都在这里，有人负责回。", "Where dislikes and ideas go, and get an answer."),
            Rule::phone,
        )
    },
    SpaceKind {
        listed: false,
        ..closed(
            kind(
                "work",
                Words("工作社群", "Work space"),
                Words("员工自己的工作空间。", "The staff's own working space."),
                Rule::staff,
            ),
            &[COURTESY, PRIVACY],
        )
    },
    SpaceKind {
        listed: false,
        modules: QUIET,
        ..closed(
            kind(
                "mirror",
                Words("外部群镜像", "Mirrored outside group"),
                Words("别处那个群在这里的影子。", "The shadow of a group that lives elsewhere."),
                Rule::invited,
            ),
            &[COURTESY, PRIVACY],
        )
    },
];

/// The kind of a word.
#[must_use]
pub fn find(word: &str) -> Option<&'static SpaceKind> {
    KINDS.iter().find(|k| k.word == word)
}

/// Whether a module is on in a space: its own switch, or else what its kind presets.
#[must_use]
pub fn module_on(kind: &str, switches: &serde_json::Value, module: &str) -> bool {
    let own = switches.get(module).and_then(serde_json::Value::as_bool);
    own.unwrap_or_else(|| find(kind).is_some_and(|k| k.modules.contains(&module)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_is_one_of_fourteen_and_names_only_modules_there_are() {
        let words: BTreeSet<_> = KINDS.iter().map(|k| k.word).collect();
        assert_eq!((KINDS.len(), words.len()), (14, 14));
        for kind in KINDS {
            assert!(kind.modules.iter().all(|m| MODULES.iter().any(|k| k.word == *m)), "{}", kind.word);
            assert!(!kind.rules.is_empty() && kind.offices.contains(&Role::Owner));
        }
    }

    #[test]
    fn a_switch_of_the_space_wins_over_its_kind() {
        let none = serde_json::json!({});
        assert!(module_on("circle", &none, "chat"));
        assert!(!module_on("complaint", &none, "chat"));
        assert!(!module_on("circle", &serde_json::json!({ "chat": false }), "chat"));
        assert!(module_on("complaint", &serde_json::json!({ "chat": true }), "chat"));
    }
}
