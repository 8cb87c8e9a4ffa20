//! Applications 申请 (S4, S5): somebody asks to be let into a space.
//!
//! Rules: the gate judges at once; what it can decide is decided, what needs a person waits with a deadline;
//! everybody learns why and what would open it, and may appeal once. Attempts are limited per version of the
//! gate. Every decision is kept with who and why. A position is used for the judgement and forgotten; answers
//! go into the profile only by consent. Overdue ones are told to the owners and to the operators.

mod appeal;
mod ask;
mod decide;
mod overdue;
mod personal;
pub mod stage;
pub mod state;
mod tell;
mod views;
mod withdraw;

use weilu_kernel::{CommandSpec, Drawer, Feature, Locator, Place, QuerySpec, ReconcilerSpec, settings};
use weilu_vocabulary::{ApplicationId, Audience, EventKind, RefKind};

settings! {
    pub DECIDE_HOURS: i64 = 48, "application.decide_hours" "多少小时内要答复申请" "Hours within which an application is answered";
    pub APPEAL_HOURS: i64 = 48, "application.appeal_hours" "多少小时内要答复申诉" "Hours within which an appeal is answered";
}

const fn event(name: &'static str, zh: &'static str, en: &'static str, audience: Audience) -> EventKind {
    EventKind { name, zh, en, weight: 0, audience }
}

/// Somebody asked to be let in.
pub const ASKED: EventKind =
    event("application.asked", "申请入群", "asked to be let in", Audience::Concerned);
/// An application was accepted.
pub const ACCEPTED: EventKind =
    event("application.accepted", "通过了入群申请", "accepted an application", Audience::Concerned);
/// An application was refused.
pub const REFUSED: EventKind =
    event("application.refused", "没有通过入群申请", "refused an application", Audience::Concerned);
/// Somebody appealed.
pub const APPEALED: EventKind = event("application.appealed", "提出了申诉", "appealed", Audience::Concerned);
/// An application was taken back.
pub const WITHDRAWN: EventKind =
    event("application.withdrawn", "撤回了申请", "took the application back", Audience::Concerned);
/// An answer is overdue.
pub const OVERDUE: EventKind = event(
    "application.overdue",
    "有入群申请超时未答复",
    "an application waits too long",
    Audience::Concerned,
);
/// An answer is overdue, for the operators.
pub const ESCALATED: EventKind = event(
    "application.escalated",
    "入群申请超时，请运营跟进",
    "an overdue application needs an operator",
    Audience::Staff,
);

/// Applications as a feature.
pub const FEATURE: Feature = Feature {
    name: "application",
    zh: "入群申请",
    en: "Applications",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<ask::Ask>(),
        CommandSpec::of::<decide::Decide>(),
        CommandSpec::of::<appeal::Appeal>(),
        CommandSpec::of::<withdraw::Withdraw>(),
    ],
    queries: &[
        QuerySpec::of::<views::Show>(),
        QuerySpec::of::<views::Mine>(),
        QuerySpec::of::<views::Queue>(),
        QuerySpec::of::<views::All>(),
    ],
    events: &[ASKED, ACCEPTED, REFUSED, APPEALED, WITHDRAWN, OVERDUE, ESCALATED],
    reconcilers: &[ReconcilerSpec {
        name: "application.remind",
        run: |tx, act| Box::pin(overdue::remind(tx, act)),
    }],
    settings: SETTINGS,
    drawer: Drawer::Spaces,
    locators: &[Locator {
        kind: RefKind::Application,
        locate: |tx, id| {
            Box::pin(async move {
                let found = state::load(tx, ApplicationId::new(id)).await?;
                Ok(found.map(|a| Place { space: Some(a.space), branch: None, author: Some(a.persona) }))
            })
        },
    }],
    personal: personal::PERSONAL,
    notices: tell::NOTICES,
    ..Feature::EMPTY
};
