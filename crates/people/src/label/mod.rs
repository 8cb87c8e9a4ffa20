//! Labels of people (charter P6): region, hobby, occupation, school, and kinds a brand adds.
//!
//! Rules: a member gives himself labels, staff may add more; who agrees is suggested to members and groups
//! with the same label, and only among those who agree; a group may say which kind (and which label) it is
//! built on. Labels are for people; content carries tags.

mod commands;
mod personal;
pub mod state;
mod views;

use weilu_kernel::{CommandSpec, Feature, Permission, QuerySpec, Role};
use weilu_vocabulary::{Audience, EventKind};

/// The kinds every brand begins with: word, Chinese, English.
pub const KINDS: &[(&str, &str, &str)] = &[
    ("region", "地域", "Region"),
    ("hobby", "爱好", "Hobby"),
    ("occupation", "职业", "Occupation"),
    ("school", "学校", "School"),
];

/// A member got a label.
pub const PUT: EventKind = EventKind {
    name: "label.put",
    zh: "添加了标签",
    en: "was given a label",
    weight: 0,
    audience: Audience::Concerned,
};
/// A member lost a label.
pub const TAKEN: EventKind = EventKind {
    name: "label.taken",
    zh: "去掉了标签",
    en: "lost a label",
    weight: 0,
    audience: Audience::Concerned,
};
/// A group said on which kind of label it is built.
pub const DECLARED: EventKind = EventKind {
    name: "label.declared",
    zh: "社群写明了共同标签",
    en: "a space named its common label",
    weight: 0,
    audience: Audience::Space,
};

/// Making kinds and labels, and giving them to others.
pub const GIVE: Permission = Permission {
    name: "label.give",
    zh: "管理标签",
    en: "manage labels",
    roles: &[Role::Operator, Role::Headquarters, Role::Service, Role::Marketer],
};
/// Saying on which label a space is built.
pub const DECLARE: Permission = Permission {
    name: "label.declare",
    zh: "写明社群的共同标签",
    en: "name the common label of a space",
    roles: &[Role::Owner, Role::Admin, Role::Operator, Role::Headquarters],
};

/// Labels as a feature.
pub const FEATURE: Feature = Feature {
    name: "label",
    zh: "标签",
    en: "Labels",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<commands::AddKind>(),
        CommandSpec::of::<commands::Put>(),
        CommandSpec::of::<commands::PutMany>(),
        CommandSpec::of::<commands::Take>(),
        CommandSpec::of::<commands::Choose>(),
        CommandSpec::of::<commands::Consent>(),
        CommandSpec::of::<commands::Declare>(),
    ],
    queries: &[
        QuerySpec::of::<views::List>(),
        QuerySpec::of::<views::Mine>(),
        QuerySpec::of::<views::Companions>(),
        QuerySpec::of::<views::Groups>(),
        QuerySpec::of::<views::Fitting>(),
    ],
    events: &[PUT, TAKEN, DECLARED],
    permissions: &[GIVE, DECLARE],
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
