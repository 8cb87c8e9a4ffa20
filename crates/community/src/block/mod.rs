//! Blocks 拉黑 (V23): a member keeps another away.
//!
//! Rules: a block is between people, so it holds for every face of both; the blocked is never told, and what he is
//! refused sounds like any other refusal. It ends when whoever set it lifts it. Others ask [`between`] before they
//! let one reach the other, and [`blocked_by_me`] to fold away what somebody does not want to read. It deliberately
//! hides nobody from a space they share: that is for those who run the space.

mod acts;
mod personal;
pub mod state;
mod views;

pub use state::{Between, between, blocked_by_me};

use weilu_kernel::{CommandSpec, Feature, QuerySpec, settings};
use weilu_vocabulary::{Audience, EventKind};

settings! {
    pub MOST_BLOCKED: i64 = 500, "block.most" "每人最多拉黑人数" "Most people somebody may block";
}

/// Somebody was blocked. Nobody is told: the blocked must not hear of it.
pub const SET: EventKind = EventKind {
    name: "block.set",
    zh: "拉黑了一位成员",
    en: "blocked a member",
    weight: 0,
    audience: Audience::Nobody,
};
/// A block was lifted.
pub const LIFTED: EventKind = EventKind {
    name: "block.lifted",
    zh: "解除了拉黑",
    en: "lifted a block",
    weight: 0,
    audience: Audience::Nobody,
};

/// Blocks as a feature.
pub const FEATURE: Feature = Feature {
    name: "block",
    zh: "拉黑",
    en: "Blocks",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<acts::Set>(), CommandSpec::of::<acts::Lift>()],
    queries: &[QuerySpec::of::<views::List>(), QuerySpec::of::<views::Of>()],
    events: &[SET, LIFTED],
    settings: SETTINGS,
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
