//! The organisation tree, and the roles given on it by hand.
//!
//! Rules: branches nest; a role given on a branch counts there and below; whoever runs a branch edits what
//! lies below it and gives the roles of its staff there, never above. Nobody gives a role above his own, and
//! the last of headquarters stays. In a space everybody has one voice and one vote (charter P18); whatever
//! differs stands on its rules page with its reason and date.

mod branch;
mod equality;
mod give;
pub mod rails;
pub mod state;
mod views;

use weilu_kernel::{CommandSpec, Feature, Locator, Permission, Place, QuerySpec, Role};
use weilu_vocabulary::{Audience, BranchId, EventKind, RefKind};

pub use equality::vote_weight;

/// The tree changed.
pub const CHANGED: EventKind = EventKind {
    name: "organisation.changed",
    zh: "调整了组织",
    en: "changed the organisation",
    weight: 0,
    audience: Audience::Staff,
};
/// A member was put into a branch.
pub const PLACED: EventKind = EventKind {
    name: "organisation.placed",
    zh: "调整了成员的所属",
    en: "put a member into a branch",
    weight: 0,
    audience: Audience::Concerned,
};
/// A vote counts more, for a stated reason.
pub const WEIGHTED: EventKind = EventKind {
    name: "organisation.weighted",
    zh: "写明了投票例外",
    en: "stated an exception to equal votes",
    weight: 0,
    audience: Audience::Space,
};

/// Editing the tree, there and below.
pub const EDIT: Permission = Permission {
    name: "organisation.edit",
    zh: "编辑组织",
    en: "edit the organisation",
    roles: &[Role::Headquarters, Role::BranchHead],
};
/// Stating exceptions to equal votes in a space.
pub const WEIGH: Permission = Permission {
    name: "organisation.weigh",
    zh: "写明投票例外",
    en: "state exceptions to equal votes",
    roles: &[Role::Owner, Role::Operator, Role::Headquarters],
};
/// Seeing the tree and who holds which role.
pub const SEE: Permission = Permission {
    name: "organisation.see",
    zh: "查看组织与角色",
    en: "see the organisation and its roles",
    roles: &[
        Role::Headquarters,
        Role::Operator,
        Role::Auditor,
        Role::BranchHead,
        Role::SubBranchHead,
        Role::TaskAdmin,
        Role::Service,
        Role::Marketer,
    ],
};

/// The organisation as a feature.
pub const FEATURE: Feature = Feature {
    name: "organisation",
    zh: "组织",
    en: "Organisation",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<branch::Add>(),
        CommandSpec::of::<branch::Edit>(),
        CommandSpec::of::<branch::Close>(),
        CommandSpec::of::<branch::PlaceMember>(),
        CommandSpec::of::<give::Give>(),
        CommandSpec::of::<give::Take>(),
        CommandSpec::of::<equality::SetVoteWeight>(),
    ],
    queries: &[
        QuerySpec::of::<views::Tree>(),
        QuerySpec::of::<views::Holders>(),
        QuerySpec::of::<views::Grantable>(),
        QuerySpec::of::<equality::Equality>(),
    ],
    events: &[CHANGED, PLACED, WEIGHTED],
    permissions: &[EDIT, WEIGH, SEE],
    locators: &[Locator {
        kind: RefKind::Branch,
        locate: |tx, id| {
            Box::pin(async move {
                let found = state::branch(tx, BranchId::new(id)).await?;
                Ok(found.map(|b| Place { space: None, branch: Some(b.id), author: None }))
            })
        },
    }],
    ..Feature::EMPTY
};
