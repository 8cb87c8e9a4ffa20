//! Measures of members and of the whole graph.
//!
//! Rules: measures that are exact say nothing about error; those that sample give an error and the probability that
//! it holds. Where a measure is about friendship, one-way ties count both ways. Snapshots that grew are measured anew
//! from the old result where that is cheaper. Deliberately not here: circles, seeds, cascades.

mod betweenness;
mod bridging;
mod chains;
mod cliques;
mod concentration;
mod cores;
mod likeness;
mod rank;
mod triangles;

pub use betweenness::{Betweenness, betweenness};
pub use bridging::{Position, positions};
pub use chains::{Separation, chain, separation};
pub use cliques::cliques;
pub use concentration::{Concentration, concentration};
pub use cores::cores;
pub use likeness::{alike, jaccard};
pub use rank::{Rank, rank, rank_again};
pub use triangles::Triangles;
