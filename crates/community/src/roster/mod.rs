//! Rosters 接龙 (A33): a numbered list in the talk, on a post of its own, to which everybody adds a line.
//!
//! Rules: one line for a person, with a few words and, where the roster counts, how many (people, portions, jars) he
//! stands for; a line is changed and taken out by whoever wrote it, and taken out by who opened the roster or runs the
//! space; lines are numbered as they stand, so that a line that goes leaves no gap. A roster may be full, in lines or in
//! what it counts; it closes at its deadline, or before by who opened it. Its opener and who runs the space take it
//! along as a sheet.
//!
//! Invariants: what stands never exceeds what the roster holds; a person has one line whatever face he wears. It
//! deliberately holds no payment and no check-in: those are the activity's.

mod close;
mod feature;
mod line;
mod note;
mod open;
mod personal;
pub mod state;
mod views;

pub use close::Close;
pub use feature::*;
pub(crate) use note::note;
pub use open::Open;
pub use views::{RosterView, hung, sheet};
