//! The words every other crate speaks: typed ids, time, money, texts in two languages, references,
//! the event envelope, the context of an act, and the two ways in which an act can fail.
//!
//! Invariants: no IO, no SQL, no HTTP, no clock of its own; an id is shown as prefix + base32 and never
//! as a number; every text a person reads exists in Chinese and in English.

mod calendar;
mod ctx;
mod event;
mod fault;
mod id;
mod money;
mod refusal;
mod text;
mod time;
mod value;

pub use calendar::{date_of, day_begins, day_number};
pub use ctx::{Actor, Chance, Clock, Ctx, IdSource, ManualClock, Origin, id_floor};
pub use event::{Audience, Event, EventKind, NewEvent};
pub use fault::{Fault, Faulty};
pub use id::*;
pub use money::Money;
pub use refusal::{Failure, Outcome, Refusal, RefusalText, Refuse};
pub use text::{Lang, Text};
pub use time::{DAY, HOUR, MINUTE, SECOND, Time};
pub use value::{FromValue, Value};

#[doc(hidden)]
pub mod reexport {
    pub use serde_json;
}
