//! The playbook 起步清单: what the first week of a community needs, as a list that ticks itself.
//!
//! Rules: a step is data: what to do, why, where, and what in the log shows that it was done; nobody ticks by hand,
//! so the list never lies. It reads the log through one small projection (`playbook.mark`) that counts the kinds of
//! events that steps name. Whoever runs the house may put the list away and take it out again. It judges nobody
//! and sends nothing.

mod dismiss;
mod state;
pub mod step;
mod views;

use weilu_kernel::{CommandSpec, Feature, Mode, Permission, ProcessorSpec, QuerySpec, Role, Tx};
use weilu_vocabulary::{Audience, Event, EventKind, Failure};

/// The list was put away, or taken out again.
pub const DISMISSED: EventKind = EventKind {
    name: "playbook.dismissed",
    zh: "收起了起步清单",
    en: "put the playbook away",
    weight: 0,
    audience: Audience::Staff,
};

/// Following the playbook.
pub const FOLLOW: Permission = Permission {
    name: "playbook.follow",
    zh: "查看起步清单",
    en: "follow the playbook",
    roles: &[Role::Headquarters, Role::Operator],
};

/// The playbook as a feature.
pub const FEATURE: Feature = Feature {
    name: "playbook",
    zh: "起步清单",
    en: "The playbook",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<dismiss::Dismiss>()],
    queries: &[QuerySpec::of::<views::Show>()],
    events: &[DISMISSED],
    permissions: &[FOLLOW],
    processors: &[ProcessorSpec {
        name: "playbook.mark",
        mode: Mode::Knows,
        clear: state::CLEAR,
        handle: |tx, _, events| Box::pin(mark(tx, events)),
    }],
    ..Feature::EMPTY
};

async fn mark(tx: &mut Tx, events: &[Event]) -> Result<(), Failure> {
    for kind in step::kinds() {
        let count = events.iter().filter(|e| e.kind == kind).count();
        if count > 0 {
            state::add(tx, kind, i64::try_from(count).unwrap_or(i64::MAX))?;
        }
    }
    Ok(())
}
