//! Spaces and talk: where people come together and what they say there.
//!
//! Rules: everything said stands in a space; who may read, write or run a space is a role given there; what
//! was said is kept with its history and can be hidden, never silently changed.

pub mod announcement;
pub mod appeal;
pub mod application;
pub mod belonging;
pub mod block;
pub mod bookmark;
pub mod chat;
pub mod circle;
pub mod daily_report;
pub mod draft;
pub mod entry_code;
pub mod feed;
pub mod follow;
pub mod gate;
pub mod hot_list;
pub mod invitation;
pub mod playbook;
pub mod poll;
pub mod post;
pub mod question;
pub mod report;
pub mod review;
pub mod roster;
pub mod sanction;
pub mod sensitive_word;
pub mod setup;
pub mod space;
pub mod tag;
pub mod trust;
pub mod twin;
pub mod unread;
pub mod vote;

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
    &follow::FEATURE,
    &tag::FEATURE,
    &bookmark::FEATURE,
    &draft::FEATURE,
    &block::FEATURE,
    &chat::FEATURE,
    &twin::FEATURE,
    &vote::FEATURE,
    &question::FEATURE,
    &poll::FEATURE,
    &roster::FEATURE,
    &hot_list::FEATURE,
    &sensitive_word::FEATURE,
    &trust::FEATURE,
    &review::FEATURE,
    &report::FEATURE,
    &sanction::FEATURE,
    &appeal::FEATURE,
    &unread::FEATURE,
    &feed::FEATURE,
    &setup::FEATURE,
    &playbook::FEATURE,
];
