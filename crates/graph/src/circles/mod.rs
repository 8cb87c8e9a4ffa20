//! Circles: groups that are more tied within than chance would have it.
//!
//! Leiden (Traag, Waltman, van Eck: From Louvain to Leiden: guaranteeing well-connected communities, 2019) for the
//! modularity of Newman and Girvan (2004) with a resolution. Rules: no circle falls apart into parts without a tie
//! between them; one-way ties count both ways; weights count. The same seed gives the same circles. After growth, what is
//! known is the start, and circles keep their numbers where most of their members stay. Deliberately not here: circles
//! that overlap, names of circles.

mod leiden;
mod naming;
mod network;
#[cfg(test)]
mod tests;

pub use leiden::{Circles, circles, circles_again};
pub use naming::keep_numbers;
pub use network::modularity;
