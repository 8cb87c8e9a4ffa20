//! One person, one record (charter P1): ids of several kinds, arrival of records, merging and undoing it.
//!
//! Rules: the same union id is the same person; a verified phone is, unless something contradicts or the
//! record slept too long; a card alone never is; what is only likely waits for people. A merge points personas
//! at another member and rewrites nothing, so that undoing it loses nothing. A number that passed to somebody
//! else shows him nothing of its former holder. It does not guess from behaviour or devices.

mod arrive;
pub mod decide;
pub mod kind;
pub mod merge;
mod personal;
mod queue;
mod recognise;
pub mod state;
mod views;

pub use arrive::{Arrive, Arrived, ArrivingId};
pub use kind::{IdentityKind, masked};
pub use recognise::{Proof, RecogniseRefusal, Recognised, note_passed, recognise};

use weilu_kernel::{
    Category, CommandSpec, Drawer, Feature, NoticeSpec, Permission, QuerySpec, Role, Whom, settings,
};
use weilu_vocabulary::{Audience, EventKind};

settings! {
    pub ACTIVE_DAYS: i64 = 90, "identity.active_days" "手机号自动认人时，旧档案须在多少天内活跃过" "Days within which a record must have been active for its phone to recognise it";
    pub LATER_DAYS: i64 = 7, "identity.later_days" "「稍后再看」的归并隔几天再提醒" "Days until a case put aside comes back";
    pub PROOFS_MAX: i64 = 3, "identity.proofs_max" "找回旧档案最多核对几次" "Wrong facts allowed when proving an earlier record";
}

/// A record came by a channel.
pub const ARRIVED: EventKind = EventKind {
    name: "identity.arrived",
    zh: "一条来源记录到达",
    en: "a record arrived",
    weight: 0,
    audience: Audience::Staff,
};
/// Two records may be one person.
pub const CASE_OPENED: EventKind = EventKind {
    name: "identity.case_opened",
    zh: "有两份档案待归并",
    en: "two records may be one person",
    weight: 0,
    audience: Audience::Staff,
};
/// People decided about a case.
pub const CASE_DECIDED: EventKind = EventKind {
    name: "identity.case_decided",
    zh: "处理了待归并",
    en: "decided a case of the merge queue",
    weight: 0,
    audience: Audience::Staff,
};
/// A number passed to somebody else.
pub const RELEASED: EventKind = EventKind {
    name: "identity.released",
    zh: "号码换了主人",
    en: "a number passed to somebody else",
    weight: 0,
    audience: Audience::Nobody,
};
/// Two records became one. `with` names the source and the personas that moved.
pub const MERGED: EventKind = EventKind {
    name: "member.merged",
    zh: "归并了档案",
    en: "merged two records",
    weight: 0,
    audience: Audience::Concerned,
};
/// A merge was undone. `with` names the source and the personas that moved back.
pub const UNMERGED: EventKind = EventKind {
    name: "member.unmerged",
    zh: "撤销了归并",
    en: "undid a merge",
    weight: 0,
    audience: Audience::Concerned,
};

/// Handing in records of channels.
pub const ARRIVE: Permission = Permission {
    name: "identity.arrive",
    zh: "导入来源记录",
    en: "hand in records of channels",
    roles: &[Role::Operator, Role::Headquarters, Role::Service],
};
/// Deciding whether two records are one person.
pub const DECIDE: Permission = Permission {
    name: "identity.decide",
    zh: "处理待归并",
    en: "decide about merging records",
    roles: &[Role::Operator, Role::Headquarters, Role::Service],
};

/// A person learns when his records become one, or two again.
const NOTICES: &[NoticeSpec] = &[
    NoticeSpec {
        whom: Whom::Object,
        leads: |_| "/me/profile".to_owned(),
        firm: true,
        ..NoticeSpec::of(
            MERGED.name,
            Category::Account,
            "你的两份档案合成了一份，看看对不对",
            "Two records of yours became one; see whether that is right",
        )
    },
    NoticeSpec {
        whom: Whom::Object,
        leads: |_| "/me/profile".to_owned(),
        firm: true,
        ..NoticeSpec::of(
            UNMERGED.name,
            Category::Account,
            "合在一起的档案又分开了",
            "A merge of your records was undone",
        )
    },
];

/// Identities as a feature.
pub const FEATURE: Feature = Feature {
    name: "identity",
    zh: "身份归并",
    en: "Identities",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<arrive::Arrive>(),
        CommandSpec::of::<queue::DecideCase>(),
        CommandSpec::of::<queue::Propose>(),
        CommandSpec::of::<queue::Unmerge>(),
        CommandSpec::of::<recognise::Prove>(),
    ],
    queries: &[QuerySpec::of::<views::Cases>(), QuerySpec::of::<views::Waiting>()],
    events: &[ARRIVED, CASE_OPENED, CASE_DECIDED, RELEASED, MERGED, UNMERGED],
    sweeping: &[MERGED, UNMERGED],
    permissions: &[ARRIVE, DECIDE],
    settings: SETTINGS,
    drawer: Drawer::Entry,
    personal: personal::PERSONAL,
    notices: NOTICES,
    ..Feature::EMPTY
};
