//! Review 待审: what waits for a person's eye, before it is published or afterwards, and what was decided.
//!
//! Rules: a case is one thing that was held (by a word, or because everything of its kind is looked at first),
//! pointed at by members, or marked by a word for a look afterwards; it is approved, hidden or deleted with a
//! reason, or changed with its author's agreement; every decision names its reason, is told to the author, can
//! be undone and appealed. Nobody decides about himself, and what concerns those who run a space is for the
//! site. Invariants: a held post has no event in the log until it is let through; a thing has at most one case
//! that waits. It deliberately punishes nobody by itself: measures are suggested (V19) and given by people.

mod assign;
mod decide;
mod draft_back;
mod machine;
mod mode;
mod personal;
mod propose;
pub mod screen;
pub mod state;
mod suggest;
mod tell;
pub mod thing;
mod undo;
mod views;

pub(crate) use decide::{DecideRefusal, checked_reason};
pub use machine::CASE;
pub use screen::{Screened, screen};
pub use state::{Hidden, hidden_of};
pub(crate) use undo::overturn;

use weilu_kernel::{CommandSpec, Feature, Locator, Permission, Place, QuerySpec, Role, settings};
use weilu_vocabulary::{Audience, CaseId, EventKind, RefKind};

settings! {
    pub HOURS: i64 = 48, "review.hours" "待审须在几小时内处理" "Hours in which a case should be decided";
    pub REMIND_HOURS: i64 = 24, "review.remind_hours" "到期前几小时提醒" "Hours before it is due at which somebody is reminded";
    pub NEWCOMER_BELOW: i64 = 1, "review.newcomer_below" "信任等级低于几级算新人" "Trust level below which somebody counts as a newcomer";
    pub OWN_PAGE_MODE: mode::Mode = mode::Mode::None, "review.own_page_mode" "个人主页的审核方式" "What is looked at first on people's own pages";
}

const fn event(name: &'static str, zh: &'static str, en: &'static str, audience: Audience) -> EventKind {
    EventKind { name, zh, en, weight: 0, audience }
}

/// Something waits.
pub const OPENED: EventKind =
    event("review.opened", "有一条内容待审", "something waits for review", Audience::Staff);
/// A case is due soon.
pub const REMINDED: EventKind =
    event("review.reminded", "待审快到期了", "a case is due soon", Audience::Staff);
/// A case is overdue.
pub const ESCALATED: EventKind =
    event("review.escalated", "待审超时了", "a case is overdue", Audience::Staff);
/// A case ended well for its author.
pub const APPROVED: EventKind = event("review.approved", "审核通过了", "approved it", Audience::Concerned);
/// A case ended against its author.
pub const UPHELD: EventKind =
    event("review.upheld", "收起了内容", "took it out of sight", Audience::Concerned);
/// The author is asked whether a change may be made.
pub const PROPOSED: EventKind =
    event("review.proposed", "提议改几个字", "proposed a change", Audience::Concerned);
/// The author answered.
pub const ANSWERED: EventKind =
    event("review.answered", "答复了修改提议", "answered a proposed change", Audience::Concerned);
/// A decision was taken back.
pub const REOPENED: EventKind =
    event("review.reopened", "撤销了处理", "took a decision back", Audience::Concerned);
/// A decision was overturned on appeal.
pub const OVERTURNED: EventKind =
    event("review.overturned", "申诉成立，恢复了内容", "restored it on appeal", Audience::Concerned);
/// How a space reviews changed.
pub const MODE_SET: EventKind =
    event("review.mode_set", "调整了审核方式", "changed what is reviewed first", Audience::Space);

/// Deciding cases.
pub const DECIDE: Permission = Permission {
    name: "review.decide",
    zh: "审核内容",
    en: "review content",
    roles: &[Role::Owner, Role::Admin, Role::Operator, Role::Headquarters, Role::Reviewer],
};

/// Review as a feature.
pub const FEATURE: Feature = Feature {
    name: "review",
    zh: "待审",
    en: "Review",
    schema: Some(include_str!("schema.sql")),
    steady: &["review_mode"],
    commands: &[
        CommandSpec::of::<decide::Approve>(),
        CommandSpec::of::<decide::Hide>(),
        CommandSpec::of::<propose::Propose>(),
        CommandSpec::of::<propose::Answer>(),
        CommandSpec::of::<assign::Assign>(),
        CommandSpec::of::<undo::Undo>(),
        CommandSpec::of::<mode::SetMode>(),
    ],
    queries: &[
        QuerySpec::of::<views::Queue>(),
        QuerySpec::of::<views::Show>(),
        QuerySpec::of::<views::Waiting>(),
        QuerySpec::of::<views::Proposals>(),
        QuerySpec::of::<mode::ShowMode>(),
    ],
    events: &[
        OPENED, REMINDED, ESCALATED, APPROVED, UPHELD, PROPOSED, ANSWERED, REOPENED, OVERTURNED, MODE_SET,
    ],
    permissions: &[DECIDE],
    settings: SETTINGS,
    machines: &[&CASE],
    locators: &[Locator {
        kind: RefKind::Case,
        locate: |tx, id| {
            Box::pin(async move {
                let found = state::load(tx, CaseId::new(id)).await?;
                Ok(found.map(|c| Place { space: c.space, branch: None, author: c.author }))
            })
        },
    }],
    personal: personal::PERSONAL,
    notices: tell::NOTICES,
    ..Feature::EMPTY
};
