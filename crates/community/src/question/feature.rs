//! What questions declare.

use super::{accept, ask, escalate, help, personal, state, views};
use weilu_kernel::{
    CommandSpec, Feature, Mode, Permission, ProcessorSpec, QuerySpec, ReconcilerSpec, Role, settings,
};
use weilu_vocabulary::{Audience, EventKind};

settings! {
    pub EXPERT_HOURS: i64 = 2, "question.expert_hours" "提问几小时没人回答，就请专业人士来看" "Hours without an answer after which people who know are asked";
    pub SERVICE_HOURS: i64 = 2, "question.service_hours" "再过几小时还没人回答，就转给客服" "Further hours after which customer service is asked";
    pub ACCEPT_OWN: bool = false, "question.accept_own" "提问人可以采纳自己的回答" "Whether one may accept one's own answer";
    pub SAVED_MINUTES: i64 = 20, "question.saved_minutes" "一个被采纳的回答，估计替别人省下几分钟" "Minutes an accepted answer is thought to save";
}

const fn event(
    name: &'static str,
    zh: &'static str,
    en: &'static str,
    weight: i64,
    audience: Audience,
) -> EventKind {
    EventKind { name, zh, en, weight, audience }
}

/// A question was asked.
pub const ASKED: EventKind = event("question.asked", "提了一个问题", "asked a question", 1, Audience::Space);
/// The first answer of somebody else came; `with` names who asked and the answer, the value is seconds since.
pub const ANSWERED: EventKind =
    event("question.answered", "第一个回答了问题", "answered a question first", 1, Audience::Space);
/// An answer was accepted; `with` names who gave it, and the answer.
pub const ACCEPTED: EventKind =
    event("question.accepted", "采纳了回答", "accepted an answer", 1, Audience::Space);
/// An acceptance was taken back; the value is seconds since it was given.
pub const UNACCEPTED: EventKind =
    event("question.unaccepted", "取消了采纳", "took an acceptance back", 0, Audience::Space);
/// Nobody answered; `with` names people who may know.
pub const NEEDS_EXPERT: EventKind = event(
    "question.needs_expert",
    "有个问题等着懂的人来答",
    "A question waits for somebody who knows",
    0,
    Audience::Concerned,
);
/// Still nobody answered: customer service is asked.
pub const NEEDS_SERVICE: EventKind = event(
    "question.needs_service",
    "有个问题一直没人回答",
    "A question is still without an answer",
    0,
    Audience::Staff,
);

/// Asking in a space.
pub const ASK: Permission = Permission {
    name: "question.ask",
    zh: "提问",
    en: "ask questions",
    roles: &[Role::Member, Role::Admin, Role::Owner, Role::Operator, Role::Headquarters],
};
/// Accepting an answer to one's own question, or to any by who runs the space.
pub const ACCEPT: Permission = Permission {
    name: "question.accept",
    zh: "采纳回答",
    en: "accept answers",
    roles: &[Role::Member, Role::Admin, Role::Owner, Role::Operator, Role::Headquarters],
};
/// Seeing all questions of the brand and what became of them.
pub const OVERSEE: Permission = Permission {
    name: "question.oversee",
    zh: "查看全部问题",
    en: "oversee questions",
    roles: &[Role::Operator, Role::Headquarters, Role::Service],
};

/// Questions as a feature.
pub const FEATURE: Feature = Feature {
    name: "question",
    zh: "提问",
    en: "Questions",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<ask::Ask>(),
        CommandSpec::of::<accept::Accept>(),
        CommandSpec::of::<accept::Unaccept>(),
    ],
    queries: &[
        QuerySpec::of::<views::List>(),
        QuerySpec::of::<views::Helpers>(),
        QuerySpec::of::<views::MyHelp>(),
        QuerySpec::of::<views::Manage>(),
        QuerySpec::of::<views::AllHelpers>(),
    ],
    events: &[ASKED, ANSWERED, ACCEPTED, UNACCEPTED, NEEDS_EXPERT, NEEDS_SERVICE],
    permissions: &[ASK, ACCEPT, OVERSEE],
    processors: &[ProcessorSpec {
        name: "question.help",
        mode: Mode::Knows,
        clear: &[state::clear_help],
        handle: |tx, act, events| Box::pin(help::handle(tx, act, events)),
    }],
    reconcilers: &[ReconcilerSpec {
        name: "question.escalate",
        run: |tx, act| Box::pin(escalate::escalate(tx, act)),
    }],
    settings: SETTINGS,
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
