//! The way of a case: waiting, perhaps proposed, then cleared or upheld; every end can be opened again.

use super::{
    ANSWERED, APPROVED, DECIDE, ESCALATED, HOURS, OPENED, OVERTURNED, PROPOSED, REMIND_HOURS, REMINDED,
    REOPENED, UPHELD,
};
use weilu_kernel::machine::{By, Deadline, Machine, Overdue, Reminder, State, Transition};
use weilu_vocabulary::{EventKind, RefKind};

const fn way(
    (verb, zh, en): (&'static str, &'static str, &'static str),
    from: &'static [&'static str],
    to: &'static str,
    by: &'static [By],
    event: &'static EventKind,
) -> Transition {
    Transition { verb, zh, en, from, to, by, needs_reason: false, event, effect: None }
}

/// The machine of cases.
pub static CASE: Machine = Machine {
    name: "review_case",
    zh: "待审",
    en: "Review",
    subject: RefKind::Case,
    states: &[
        State::due(
            "waiting",
            "待审",
            "Waiting",
            Deadline {
                hours: &HOURS,
                reminder: Some(Reminder { hours_before: &REMIND_HOURS, event: &REMINDED }),
                overdue: Overdue::Escalate(&ESCALATED),
            },
        ),
        State::due(
            "proposed",
            "等作者答复",
            "Waiting for its author",
            Deadline { hours: &HOURS, reminder: None, overdue: Overdue::Go("lapse") },
        ),
        State::open("cleared", "已通过", "Cleared"),
        State::open("upheld", "已处理", "Upheld"),
    ],
    transitions: &[
        way(
            ("approve", "通过", "Approve"),
            &["waiting", "proposed"],
            "cleared",
            &[By::Holder(&DECIDE)],
            &APPROVED,
        ),
        Transition {
            needs_reason: true,
            ..way(
                ("uphold", "收起", "Hide"),
                &["waiting", "proposed"],
                "upheld",
                &[By::Holder(&DECIDE)],
                &UPHELD,
            )
        },
        way(
            ("propose", "提议修改", "Propose a change"),
            &["waiting"],
            "proposed",
            &[By::Holder(&DECIDE)],
            &PROPOSED,
        ),
        way(("accept", "同意修改", "Accept"), &["proposed"], "cleared", &[By::Author], &ANSWERED),
        way(("decline", "不同意", "Decline"), &["proposed"], "waiting", &[By::Author], &ANSWERED),
        Transition {
            effect: Some(super::state::lapse),
            ..way(("lapse", "过期退回", "Lapse"), &["proposed"], "waiting", &[By::System], &ANSWERED)
        },
        Transition {
            needs_reason: true,
            ..way(
                ("reopen", "撤销处理", "Take back"),
                &["cleared", "upheld"],
                "waiting",
                &[By::Holder(&DECIDE)],
                &REOPENED,
            )
        },
        way(("overturn", "申诉成立", "Overturn"), &["upheld"], "cleared", &[By::System], &OVERTURNED),
    ],
    started: &OPENED,
};
