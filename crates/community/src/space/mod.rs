//! Spaces 社群: a place with a purpose, a gate and an owner.
//!
//! Rules: being in a space is a role held there (visitor, member, admin, owner); a space open to readers
//! gives the role of visitor to anyone. Every member of a space has a number in the order of entry.

mod join;
mod open;
mod personal;
pub mod state;
mod views;

pub use join::Join;
pub use open::Open;

use weilu_kernel::{CommandSpec, Feature, Locator, Permission, Place, QuerySpec, Role};
use weilu_vocabulary::{Audience, EventKind, RefKind, SpaceId};

/// A space was opened.
pub const OPENED: EventKind = EventKind {
    name: "space.opened",
    zh: "开了一个社群",
    en: "opened a space",
    weight: 5,
    audience: Audience::Space,
};
/// Somebody came in.
pub const JOINED: EventKind = EventKind {
    name: "space.joined",
    zh: "进了群",
    en: "joined the space",
    weight: 2,
    audience: Audience::Space,
};

/// Opening spaces.
pub const OPEN: Permission = Permission {
    name: "space.open",
    zh: "开设社群",
    en: "open a space",
    roles: &[Role::Operator, Role::Headquarters, Role::BranchHead],
};
/// Reading a space.
pub const READ: Permission = Permission {
    name: "space.read",
    zh: "阅读社群",
    en: "read a space",
    roles: &[
        Role::Visitor,
        Role::Member,
        Role::Admin,
        Role::Owner,
        Role::Operator,
        Role::Headquarters,
        Role::Reviewer,
        Role::Auditor,
        Role::Service,
    ],
};

/// Spaces as a feature.
pub const FEATURE: Feature = Feature {
    name: "space",
    zh: "社群",
    en: "Spaces",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<Open>(), CommandSpec::of::<Join>()],
    queries: &[QuerySpec::of::<views::List>(), QuerySpec::of::<views::Show>()],
    events: &[OPENED, JOINED],
    permissions: &[OPEN, READ],
    locators: &[Locator {
        kind: RefKind::Space,
        locate: |tx, id| {
            Box::pin(async move {
                let found = state::load(tx, SpaceId::new(id)).await?;
                Ok(found.map(|s| Place { space: Some(s.id), branch: None, author: s.founder }))
            })
        },
    }],
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
