//! Seeds: with whom to start so that a word goes far, and how far that is.
//!
//! [`Pool`] chooses under a [`Model`] and a [`Brief`] and proves how good its choice is; [`simulate`] judges any
//! choice independently. Rules: nobody is a seed who is excluded; every number carries its bounds and its method.
//! Deliberately not here: what happened in earlier cascades (see there) and who has consented to what.

mod brief;
mod choose;
mod compare;
mod cover;
mod judge;
mod model;
mod sample;
#[cfg(test)]
mod tests;

pub use brief::{Brief, Quota};
pub use choose::{Care, Pool};
pub use compare::{Row, compare};
pub use judge::simulate;
pub use model::Model;

use crate::Estimate;

/// What is proven about a choice, with probability `confidence`.
#[derive(Debug, Clone, PartialEq)]
pub struct Certificate {
    /// The choice reaches at least this part of what the best choice under the same brief reaches.
    pub ratio: f64,
    /// The part that was to be proven: 1 - 1/e - eps.
    pub target: f64,
    /// Whether it is proven.
    pub met: bool,
    /// The eps asked for.
    pub eps: f64,
    /// The probability that the bounds hold.
    pub confidence: f64,
    /// The choice reaches at least so many members (or so much worth).
    pub spread_least: f64,
    /// No choice reaches more.
    pub best_most: f64,
    /// How many reverse-reachable sets it rests on.
    pub sets: usize,
    /// How many of the seeds were fixed beforehand to shorten the sets: 0 or 1.
    pub sentinels: usize,
    /// Whether only the number of seeds is limited, so that the target could be promised beforehand.
    pub classical: bool,
}

/// Chosen seeds.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The seeds, in the order in which they were chosen.
    pub seeds: Vec<u32>,
    /// How many members (or how much worth) each adds to those before it, as the choosing sets see it.
    pub gains: Vec<f64>,
    /// What all seeds cost.
    pub cost: f64,
    /// How many members (or how much worth) they reach, themselves included.
    pub forecast: Estimate,
    /// What is proven.
    pub certificate: Certificate,
}
