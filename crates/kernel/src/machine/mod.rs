//! State machines: complaints, appeals, applications, plans, disputes go through named states.
//!
//! Rules: a machine is static data: states, and transitions with a verb, who may make them, whether a reason
//! is wanted, the event they append and what else they do. A case is one thing in one machine; every move
//! writes case, history and event in one transaction. A state may have a deadline (a setting in hours), a
//! reminder before it, and a transition or an escalation after it; each happens exactly once. Invariants: a
//! case is always in a state of its machine, its history begins with `start` and each line's state before is
//! the state after of the line above. The reason stands in the history only, never in the log, so that it
//! can be erased. It deliberately has no conditions and no parallel states: what a step needs to be true is
//! asked by the command that makes it.

mod definition;
mod diagram;
mod go;
mod state;
#[cfg(test)]
mod tests;
mod wake;

pub use definition::{By, Deadline, Effect, Machine, Overdue, Reminder, State, Transition, complaints};
pub use go::{MachineRefusal, Moved, Offer, Opening, StepView};
pub use state::{Case, Step};

use crate::Feature;

/// State machines as a feature of the kernel: their tables and the reconciler of their deadlines.
pub const FEATURE: Feature = Feature {
    name: "machine",
    zh: "状态机",
    en: "State machines",
    schema: Some(include_str!("schema.sql")),
    reconcilers: &[wake::WAKE],
    personal: state::PERSONAL,
    ..Feature::EMPTY
};
