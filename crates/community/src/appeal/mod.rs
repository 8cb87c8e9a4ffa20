//! Appeals 申诉: whoever is concerned by a decision asks once for somebody else to look again.
//!
//! Rules: against what was hidden, a measure, or an act of those who run a space; within some days; once each;
//! somebody other than the first decider answers, within a term; an upheld appeal undoes the act and says so in
//! the public log (V25). Somebody suspended appeals as well: it is what his session is open for. Invariant: how
//! often the decisions of one person are overturned can be counted (`appeal.by_decider`).

mod ask;
mod decide;
mod personal;
mod state;
mod target;
mod views;

use weilu_kernel::{
    Category, CommandSpec, Feature, Locator, Machine, NoticeSpec, Permission, Place, QuerySpec, Role, Whom,
    machine::{By, Deadline, Overdue, Reminder, State, Transition},
    settings,
};
use weilu_vocabulary::{AppealId, Audience, EventKind, RefKind};

settings! {
    pub DAYS: i64 = 15, "appeal.days" "决定后几天内可以申诉" "Days within which a decision can be appealed";
    pub HOURS: i64 = 72, "appeal.hours" "申诉须在几小时内答复" "Hours in which an appeal should be answered";
    pub REMIND_HOURS: i64 = 24, "appeal.remind_hours" "申诉到期前几小时提醒" "Hours before an appeal is due at which somebody is reminded";
}

const fn event(name: &'static str, zh: &'static str, en: &'static str, audience: Audience) -> EventKind {
    EventKind { name, zh, en, weight: 0, audience }
}

/// Somebody asks to look again.
pub const SENT: EventKind = event("appeal.sent", "提出了申诉", "appealed", Audience::Staff);
/// An appeal is due soon.
pub const REMINDED: EventKind =
    event("appeal.reminded", "申诉快到期了", "an appeal is due soon", Audience::Staff);
/// An appeal is overdue.
pub const ESCALATED: EventKind =
    event("appeal.escalated", "申诉超时了", "an appeal is overdue", Audience::Staff);
/// The decision is undone.
pub const UPHELD: EventKind = event("appeal.upheld", "申诉成立", "upheld the appeal", Audience::Concerned);
/// The decision stands.
pub const REJECTED: EventKind =
    event("appeal.rejected", "维持了原决定", "kept the decision", Audience::Concerned);

/// Answering appeals.
pub const DECIDE: Permission = Permission {
    name: "appeal.decide",
    zh: "处理申诉",
    en: "answer appeals",
    roles: &[Role::Owner, Role::Operator, Role::Headquarters, Role::Reviewer],
};

const fn told(event: &'static str, zh: &'static str, en: &'static str) -> NoticeSpec {
    NoticeSpec {
        whom: Whom::Author,
        leads: |_| "/me/decisions".to_owned(),
        firm: true,
        ..NoticeSpec::of(event, Category::Moderation, zh, en)
    }
}

/// The machine of appeals.
pub static APPEAL: Machine = Machine {
    name: "appeal",
    zh: "申诉",
    en: "Appeal",
    subject: RefKind::Appeal,
    states: &[
        State::due(
            "waiting",
            "等待复核",
            "Waiting",
            Deadline {
                hours: &HOURS,
                reminder: Some(Reminder { hours_before: &REMIND_HOURS, event: &REMINDED }),
                overdue: Overdue::Escalate(&ESCALATED),
            },
        ),
        State::last("upheld", "申诉成立", "Upheld"),
        State::last("rejected", "维持原决定", "Rejected"),
    ],
    transitions: &[
        Transition {
            verb: "uphold",
            zh: "成立",
            en: "Uphold",
            from: &["waiting"],
            to: "upheld",
            by: &[By::Holder(&DECIDE)],
            needs_reason: true,
            event: &UPHELD,
            effect: None,
        },
        Transition {
            verb: "reject",
            zh: "维持",
            en: "Reject",
            from: &["waiting"],
            to: "rejected",
            by: &[By::Holder(&DECIDE)],
            needs_reason: true,
            event: &REJECTED,
            effect: None,
        },
    ],
    started: &SENT,
};

/// Appeals as a feature.
pub const FEATURE: Feature = Feature {
    name: "appeal",
    zh: "申诉",
    en: "Appeals",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<ask::Ask>(), CommandSpec::of::<decide::Decide>()],
    queries: &[
        QuerySpec::of::<views::Mine>(),
        QuerySpec::of::<views::List>(),
        QuerySpec::of::<views::ByDecider>(),
    ],
    events: &[SENT, REMINDED, ESCALATED, UPHELD, REJECTED],
    permissions: &[DECIDE],
    settings: SETTINGS,
    machines: &[&APPEAL],
    locators: &[Locator {
        kind: RefKind::Appeal,
        locate: |tx, id| {
            Box::pin(async move {
                let found = state::load(tx, AppealId::new(id)).await?;
                Ok(found.map(|a| Place { space: a.space, branch: None, author: Some(a.persona) }))
            })
        },
    }],
    personal: personal::PERSONAL,
    notices: &[
        told(UPHELD.name, "你的申诉成立了", "Your appeal was upheld"),
        told(REJECTED.name, "你的申诉有答复了：维持原决定", "Your appeal was answered: the decision stands"),
    ],
    ..Feature::EMPTY
};
