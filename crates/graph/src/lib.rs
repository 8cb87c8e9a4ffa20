//! Graphs of ties and cascades of words: pure algorithms over numbers, usable by anyone.
//!
//! [`Ties`] is the snapshot that everything reads: compressed rows both ways. Over it stand [`measures`] of members and of
//! the whole, [`circles`], and [`influence`]: whom to start with so that a word goes far, with a proof of how good the choice
//! is. [`Cascades`] are what really happened; [`cascades::past`] learns from them whom to start with. [`Edges`] and
//! [`Cascades::parse`] read the two text formats.
//!
//! Rules: no input or output, no clock, nothing from the environment; threads end before a call returns. The same seed gives
//! the same answer with any number of threads. What is estimated carries its range and its method ([`Estimate`]); what cannot
//! be answered is a [`GraphFault`], never a panic. Members are numbers; names are kept apart ([`Names`]).
//! Deliberately not here: people, consent, storage: who uses the crate passes filters and lists.

pub mod cascades;
mod chance;
pub mod circles;
mod edges;
mod estimate;
mod fault;
pub mod influence;
pub mod measures;
mod names;
mod rows;
mod workers;

pub use cascades::Cascades;
pub use chance::Chance;
pub use edges::{Edges, Third};
pub use estimate::Estimate;
pub use fault::GraphFault;
pub use names::Names;
pub use rows::{Direction, Rows, Ties};
pub use workers::Workers;
