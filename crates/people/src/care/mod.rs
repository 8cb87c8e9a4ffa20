//! Named owners of a customer (charter P19, tension t35): adviser, dealer, group owner, with dates.
//!
//! Rules: at most one keeper of a kind at a time; a change ends the old one and keeps it in the history; the
//! customers of somebody who leaves pass to another only when a manager who did not ask for it approves. The
//! customer sees who looks after him. Not a sales territory: area rules of dealers come with the partners.

mod commands;
mod handover;
mod personal;
pub mod state;
mod views;

use weilu_kernel::{Category, CommandSpec, Feature, NoticeSpec, Permission, QuerySpec, Role, Whom};
use weilu_vocabulary::{Audience, EventKind};

/// Somebody looks after a member now.
pub const ASSIGNED: EventKind = EventKind {
    name: "care.assigned",
    zh: "有了专属顾问",
    en: "was given a named adviser",
    weight: 0,
    audience: Audience::Concerned,
};
/// Somebody no longer does.
pub const ENDED: EventKind = EventKind {
    name: "care.ended",
    zh: "不再由TA照看",
    en: "is no longer looked after by him",
    weight: 0,
    audience: Audience::Concerned,
};
/// A hand-over waits for approval.
pub const ASKED: EventKind = EventKind {
    name: "care.handover_asked",
    zh: "申请移交客户",
    en: "asked to hand customers over",
    weight: 0,
    audience: Audience::Staff,
};
/// A hand-over was decided.
pub const DECIDED: EventKind = EventKind {
    name: "care.handover_decided",
    zh: "处理了客户移交",
    en: "decided a hand-over of customers",
    weight: 0,
    audience: Audience::Staff,
};

/// Naming who looks after a member, and asking for a hand-over.
pub const ASSIGN: Permission = Permission {
    name: "care.assign",
    zh: "安排专属顾问",
    en: "name who looks after a member",
    roles: &[Role::Operator, Role::Headquarters, Role::Service, Role::BranchHead, Role::SubBranchHead],
};
/// Approving a hand-over.
pub const APPROVE: Permission = Permission {
    name: "care.approve",
    zh: "批准客户移交",
    en: "approve a hand-over of customers",
    roles: &[Role::Headquarters, Role::BranchHead],
};

/// Whom it concerns who looks after somebody.
const NOTICES: &[NoticeSpec] = &[
    NoticeSpec {
        whom: Whom::Object,
        leads: |_| "/me".to_owned(),
        ..NoticeSpec::of(
            ASSIGNED.name,
            Category::Account,
            "你有了一位专属顾问，有事可以找 TA",
            "You have a named adviser now, there for you",
        )
    },
    NoticeSpec {
        name: "care.assigned.keeper",
        leads: |_| "/console/members/care".to_owned(),
        ..NoticeSpec::of(
            ASSIGNED.name,
            Category::Work,
            "{actor} 把一位成员交给你照看",
            "{actor} put a member into your care",
        )
    },
    NoticeSpec {
        leads: |_| "/console/members/care".to_owned(),
        ..NoticeSpec::of(
            ASKED.name,
            Category::Work,
            "{actor} 申请移交客户，和你有关",
            "{actor} asks to hand customers over; it concerns you",
        )
    },
    NoticeSpec {
        leads: |_| "/console/members/care".to_owned(),
        ..NoticeSpec::of(
            DECIDED.name,
            Category::Work,
            "和你有关的客户移交有了结果",
            "A hand-over of customers that concerns you was decided",
        )
    },
];

/// Named owners as a feature.
pub const FEATURE: Feature = Feature {
    name: "care",
    zh: "专属顾问",
    en: "Named advisers",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<commands::Assign>(),
        CommandSpec::of::<commands::End>(),
        CommandSpec::of::<handover::AskHandover>(),
        CommandSpec::of::<handover::DecideHandover>(),
    ],
    queries: &[
        QuerySpec::of::<views::Mine>(),
        QuerySpec::of::<views::Clients>(),
        QuerySpec::of::<views::Keepers>(),
        QuerySpec::of::<views::Handovers>(),
    ],
    events: &[ASSIGNED, ENDED, ASKED, DECIDED],
    permissions: &[ASSIGN, APPROVE],
    personal: personal::PERSONAL,
    notices: NOTICES,
    ..Feature::EMPTY
};
