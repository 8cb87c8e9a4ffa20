//! Doors to other carriers: mail, SMS, WeChat, each with a simulator that enforces the real limits.

pub mod delivery;

use weilu_kernel::Feature;

/// Every feature of this crate.
pub const FEATURES: &[&Feature] = &[&delivery::FEATURE];
