//! Polls 投票 (C11): a vote that stands on a post of its own.
//!
//! Rules: one choice, several, or an order of choices; 2 to 20 choices that never change; everybody has one vote,
//! weighing 1 unless the rules page of the space says otherwise (P18); a vote can be changed until the deadline. An
//! order counts after Borda: of n choices the first gets n points, the next n − 1, what is left out none; it was
//! chosen over instant run-off because it adds up, cannot harm a choice by placing it higher, and can be checked by
//! hand. Counts are shown after one's own vote or only at the end.
//!
//! Secret: who voted is known, for what is not kept with the person. The voter stands in `poll_voter`, the ballot
//! under a random number in `poll_secret_ballot`, both written in one transaction; such a ballot weighs 1, cannot be
//! changed, and is counted only at the end. It does not protect against somebody who reads the database while votes
//! come in (the order of pages, journals and copies of two moments tell), against a result so clear that it tells
//! everybody's vote, nor against voters who show theirs; and when two records that both voted turn out to be one
//! person, both ballots stay, since nobody can tell which they were.
//!
//! Invariants: `poll_count` and `poll_turnout` are readings (`poll.count`) and come out the same when rebuilt.

mod choose;
mod close;
mod count;
mod feature;
mod note;
mod open;
mod personal;
pub mod state;
mod views;

pub use choose::Vote;
pub use close::Close;
pub use feature::*;
pub(crate) use note::note;
pub use open::{Kind, Open};
pub use views::{PollView, hung};
