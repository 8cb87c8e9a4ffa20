//! Doors to the outside and to people: notices to members, mail and short messages with their carriers, each with a
//! simulator that enforces the real limits. It names no other room: what is told to whom is declared by the
//! features whose events it is.

pub mod delivery;
pub mod mail;
pub mod notification;
pub mod sms;
pub mod wechat;

use weilu_kernel::Feature;

/// Every feature of this crate.
pub const FEATURES: &[&Feature] = &[&delivery::FEATURE, &notification::FEATURE, &wechat::FEATURE];
