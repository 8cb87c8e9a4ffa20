//! What people bring along: files made safe and kept ([`blob`]), and links read once and shown as cards
//! ([`preview`]).
//!
//! Rules: nothing that comes in goes out as it came, unless it is only ever saved; what hangs on a thing is seen by
//! whoever may see the thing; the open web is read by this crate alone, through one reader ([`web`]) that goes to no
//! private address. The crate knows no room: a thing is a `Ref`.

pub mod blob;
pub mod clip;
mod document;
pub mod picture;
pub mod preview;
pub mod web;

use weilu_kernel::Feature;

/// Every feature of this crate.
pub const FEATURES: &[&Feature] = &[&blob::FEATURE, &preview::FEATURE];
