//! Roles: which persona holds which bundle of permissions, and where.
//!
//! Rules: a role is given on the site, on a branch (and so on everything below it), or in a space; the
//! person behind a persona holds what any of his personas holds; `ANYONE` stands for everybody, so that a
//! space open to readers is a role of visitor given to anyone. Anti-rule: roles are not honours.

mod grants;
mod memory;
mod state;

pub use grants::{RoleGrants, runs_site};
pub use state::{ANYONE, Held, Site, grant, held, holders, open_at, revoke, revoke_all_in};

use weilu_kernel::{Feature, Permission, Role};
use weilu_vocabulary::{Audience, EventKind};

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

/// Roles as a feature.
pub const FEATURE: Feature = Feature {
    name: "role",
    zh: "角色",
    en: "Roles",
    schema: Some(include_str!("schema.sql")),
    events: &[GIVEN, TAKEN],
    permissions: &[HEAR_STAFF],
    ..Feature::EMPTY
};
