//! Roles: which persona holds which bundle of permissions, and where.
//!
//! Rules: a role is given on the site, on a branch (and so on everything below it), or in a space; the
//! person behind a persona holds what any of his personas holds; `ANYONE` stands for everybody, so that a
//! space open to readers is a role of visitor given to anyone. Anti-rule: roles are not honours.

mod grants;
mod memory;
mod personal;
mod state;

pub use grants::{RoleGrants, runs_site};
pub use state::{ANYONE, Held, Site, grant, held, held_on_site, holders, open_at, revoke, revoke_all_in};

use weilu_kernel::{Category, Feature, NoticeSpec, Permission, Role, Whom};
use weilu_vocabulary::{Audience, Event, EventKind, Text};

/// Somebody was given a role.
pub const GIVEN: EventKind = EventKind {
    name: "role.given",
    zh: "获得了角色",
    en: "was given a role",
    weight: 0,
    audience: Audience::Concerned,
};
/// Somebody lost a role.
pub const TAKEN: EventKind = EventKind {
    name: "role.taken",
    zh: "不再担任角色",
    en: "no longer holds a role",
    weight: 0,
    audience: Audience::Concerned,
};

/// Hearing events meant for staff.
pub const HEAR_STAFF: Permission = Permission {
    name: "role.hear_staff",
    zh: "收到工作提醒",
    en: "hear what concerns staff",
    roles: &[Role::Operator, Role::Headquarters, Role::Reviewer, Role::Service],
};

fn role_of(event: &Event) -> Option<Role> {
    Role::from_word(event.body.get("role")?.as_str()?)
}

/// Whether the role is an office on the site or a branch: offices in spaces are told by spaces, and who buys or
/// joins knows it.
fn is_office(event: &Event) -> bool {
    let daily = [Role::Visitor, Role::Prospect, Role::Customer, Role::Member, Role::Fan];
    event.space.is_none() && role_of(event).is_some_and(|role| !daily.contains(&role))
}

fn role_name(event: &Event) -> Vec<(&'static str, Text)> {
    role_of(event).map(|role| ("role", role.text())).into_iter().collect()
}

/// Roles as a feature.
pub const FEATURE: Feature = Feature {
    name: "role",
    zh: "角色",
    en: "Roles",
    schema: Some(include_str!("schema.sql")),
    steady: &["role_grant"],
    events: &[GIVEN, TAKEN],
    permissions: &[HEAR_STAFF],
    personal: personal::PERSONAL,
    notices: &[
        NoticeSpec {
            whom: Whom::Object,
            when: is_office,
            values: role_name,
            firm: true,
            ..NoticeSpec::of(GIVEN.name, Category::Account, "你现在是{role}了", "You are {role} now")
        },
        NoticeSpec {
            whom: Whom::Object,
            when: is_office,
            values: role_name,
            firm: true,
            ..NoticeSpec::of(TAKEN.name, Category::Account, "你不再是{role}了", "You are no longer {role}")
        },
    ],
    ..Feature::EMPTY
};
