//! Spaces and talk: where people come together and what they say there.
//!
//! Rules: everything said stands in a space; who may read, write or run a space is a role given there; what
//! was said is kept with its history and can be hidden, never silently changed.

pub mod post;
pub mod space;

use weilu_kernel::Feature;

/// Every feature of this crate.
pub const FEATURES: &[&Feature] = &[&space::FEATURE, &post::FEATURE];
