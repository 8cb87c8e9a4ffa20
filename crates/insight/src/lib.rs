//! Figures that explain themselves: readings of the log by day, each with a named definition.
//!
//! Rules: a figure is read from envelopes, never from texts; it says how it is counted, in which version and over
//! which window, and "not enough data" is one of its values; people are resolved when it is read, so that a merged
//! person counts once. The crate knows no room: what a space is called, its page asks the room itself.

pub mod pulse;

use weilu_kernel::Feature;

/// Every feature of this crate.
pub const FEATURES: &[&Feature] = &[&pulse::FEATURE];
