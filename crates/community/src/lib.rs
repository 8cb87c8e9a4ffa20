//! Spaces and talk: where people come together and what they say there.
//!
//! Rules: everything said stands in a space; who may read, write or run a space is a role given there; what
//! was said is kept with its history and can be hidden, never silently changed.

pub mod announcement;
pub mod application;
pub mod belonging;
pub mod circle;
pub mod daily_report;
pub mod entry_code;
pub mod gate;
pub mod invitation;
pub mod playbook;
pub mod post;
pub mod setup;
pub mod space;
pub mod twin;

use weilu_kernel::Feature;

/// Every feature of this crate.
pub const FEATURES: &[&Feature] = &[
    &space::FEATURE,
    &gate::FEATURE,
    &invitation::FEATURE,
    &application::FEATURE,
    &entry_code::FEATURE,
    &announcement::FEATURE,
    &circle::FEATURE,
    &daily_report::FEATURE,
    &belonging::FEATURE,
    &post::FEATURE,
    &twin::FEATURE,
    &setup::FEATURE,
    &playbook::FEATURE,
];
