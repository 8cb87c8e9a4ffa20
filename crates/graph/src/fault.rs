//! What can be wrong with a question about a graph.
//!
//! Rules: every function of this crate that can be asked something impossible says so with a [`GraphFault`];
//! none panics. Messages are for logs and for the command line of an operator, in English; what a member
//! reads is worded by the feature that asked. Deliberately not here: faults of reading files or of threads.

use std::fmt;

/// Why a graph, a cascade or a question about them cannot be used.
#[derive(Debug, Clone, PartialEq)]
pub enum GraphFault {
    /// More of something than the compressed rows can number.
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many are possible.
        limit: u64,
    },
    /// A line of a text that cannot be read.
    Line {
        /// Counted from one.
        number: usize,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A number outside what makes sense.
    OutOfRange {
        /// The parameter's name.
        what: &'static str,
        /// What was given.
        value: f64,
        /// What is allowed, in words.
        allowed: &'static str,
    },
    /// A list that must be as long as something else is not.
    Length {
        /// The list's name.
        what: &'static str,
        /// How long it is.
        given: usize,
        /// How long it must be.
        wanted: usize,
    },
    /// A member's number that the graph does not have.
    NoSuchMember(u32),
    /// Conditions that contradict each other.
    Impossible(&'static str),
    /// Nothing to work on.
    Empty(&'static str),
}

impl fmt::Display for GraphFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GraphFault::TooMany { what, limit } => {
                write!(out, "too many {what}: at most {limit} are possible")
            }
            GraphFault::Line { number, problem } => write!(out, "line {number}: {problem}"),
            GraphFault::OutOfRange { what, value, allowed } => {
                write!(out, "{what} is {value}; it must be {allowed}")
            }
            GraphFault::Length { what, given, wanted } => {
                write!(out, "{what} has {given} entries instead of {wanted}")
            }
            GraphFault::NoSuchMember(member) => write!(out, "the graph has no member number {member}"),
            GraphFault::Impossible(why) => write!(out, "the conditions cannot be met: {why}"),
            GraphFault::Empty(what) => write!(out, "there is nothing to work on: {what}"),
        }
    }
}

impl std::error::Error for GraphFault {}
