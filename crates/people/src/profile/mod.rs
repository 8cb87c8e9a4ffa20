//! What is known of a person as fields (charter P4), target personas, and the personal card (charter P7).
//!
//! Rules: six fields, each value with its source (said, observed, imported, inferred), time and confidence;
//! what a member says of himself outranks the rest, and he sees and changes it. A target persona is a saved
//! set of wishes and says how many members fit. The card shows only what its owner opened; its figures come
//! from facts by charter def-19, and where there are too few of them it says so.

mod card;
mod card_edit;
mod personal;
mod react;
pub mod score;
pub mod state;
mod target;
mod values;
mod views;

use weilu_kernel::{
    CommandSpec, Drawer, Feature, Mode, Permission, ProcessorSpec, QuerySpec, Role, settings,
};
use weilu_vocabulary::{Audience, EventKind};

/// The six fields: key, Chinese, English.
pub const SIX: &[(&str, &str, &str)] = &[
    ("region", "地域", "Region"),
    ("buying_habits", "消费习惯", "Buying habits"),
    ("work_income", "职业与收入", "Work and income"),
    ("age_range", "年龄段", "Age range"),
    ("interests", "兴趣爱好", "Interests"),
    ("life_scenes", "生活场景", "Scenes of life"),
];

settings! {
    pub REACTIONS_PER_WEEK: i64 = 3, "profile.reactions_per_week" "人气：同一个人每周最多计几次" "Popularity: times a week one person counts";
    pub REACTORS_MIN: i64 = 5, "profile.reactors_min" "人气：少于几人回应时显示数据不足" "Popularity: fewer people than this is not enough data";
    pub ANSWERS_MIN: i64 = 5, "profile.answers_min" "解决问题：少于几次回答时显示数据不足" "Solved problems: fewer answers than this is not enough data";
}

/// A member said something about himself.
pub const SAID: EventKind = EventKind {
    name: "profile.said",
    zh: "更新了个人信息",
    en: "told something about himself",
    weight: 0,
    audience: Audience::Concerned,
};
/// Something was noted about a member.
pub const NOTED: EventKind = EventKind {
    name: "profile.noted",
    zh: "补充了成员信息",
    en: "noted something about a member",
    weight: 0,
    audience: Audience::Nobody,
};
/// A member changed his card.
pub const CARD_EDITED: EventKind = EventKind {
    name: "profile.card_edited",
    zh: "更新了名片",
    en: "edited the personal card",
    weight: 0,
    audience: Audience::Concerned,
};

/// Noting things about members, and target personas.
pub const NOTE: Permission = Permission {
    name: "profile.note",
    zh: "补充成员信息与目标画像",
    en: "note things about members and keep target personas",
    roles: &[Role::Operator, Role::Headquarters, Role::Service, Role::Marketer],
};

/// Profiles as a feature.
pub const FEATURE: Feature = Feature {
    name: "profile",
    zh: "画像与名片",
    en: "Profiles and cards",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<values::Say>(),
        CommandSpec::of::<values::Note>(),
        CommandSpec::of::<target::SaveTarget>(),
        CommandSpec::of::<target::DropTarget>(),
        CommandSpec::of::<card_edit::EditCard>(),
    ],
    queries: &[
        QuerySpec::of::<views::Mine>(),
        QuerySpec::of::<views::Targets>(),
        QuerySpec::of::<views::Fit>(),
        QuerySpec::of::<card::CardOf>(),
    ],
    events: &[SAID, NOTED, CARD_EDITED],
    permissions: &[NOTE],
    settings: SETTINGS,
    drawer: Drawer::Law,
    processors: &[ProcessorSpec {
        name: "profile.react",
        mode: Mode::Knows,
        clear: &[state::clear_reactions],
        handle: |tx, act, events| Box::pin(react::handle(tx, act, events)),
    }],
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
