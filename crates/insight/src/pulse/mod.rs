//! The pulse 脉搏: how alive the house is, day by day.
//!
//! Rules: one processor (`pulse.count`) keeps small readings of the log: who acted on which day, what happened how
//! often, who acted for the first time, which questions and reports wait. Everything else is arithmetic over them
//! when it is asked. A day is the brand's own. Invariants: built again, the readings come out the same; nothing of
//! what was said stands in them. A list of people behind a figure is shown to few, and never for fewer than five.
//! It draws no conclusion: what to do about a figure stands in its definition.

mod board;
mod count;
pub mod metric;
mod people;
mod state;
mod views;

pub use count::HEARD;

use weilu_kernel::{Feature, Mode, Permission, ProcessorSpec, QuerySpec, Role};

/// Reading the figures.
pub const SEE: Permission = Permission {
    name: "pulse.see",
    zh: "查看数据",
    en: "read the figures",
    roles: &[Role::Headquarters, Role::Operator, Role::Marketer, Role::Auditor],
};

/// Seeing the people behind a figure.
pub const SEE_PEOPLE: Permission = Permission {
    name: "pulse.see_people",
    zh: "查看数据背后的成员",
    en: "see the members behind a figure",
    roles: &[Role::Headquarters, Role::Operator],
};

/// The pulse as a feature.
pub const FEATURE: Feature = Feature {
    name: "pulse",
    zh: "脉搏",
    en: "The pulse",
    schema: Some(include_str!("schema.sql")),
    queries: &[
        QuerySpec::of::<views::Board>(),
        QuerySpec::of::<views::Metrics>(),
        QuerySpec::of::<views::Unanswered>(),
        QuerySpec::of::<people::People>(),
    ],
    permissions: &[SEE, SEE_PEOPLE],
    processors: &[ProcessorSpec {
        name: "pulse.count",
        mode: Mode::Knows,
        clear: state::CLEAR,
        handle: |tx, act, events| Box::pin(count::handle(tx, act, events)),
    }],
    by_day: &["pulse.count"],
    ..Feature::EMPTY
};
