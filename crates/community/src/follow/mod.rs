//! Following 关注: people, topics and shared lists whose news one wants.
//!
//! Rules: one follows a person (by a persona of his), a tag, or a shared list of bookmarks; doing it twice changes
//! nothing. Two people who follow each other are friends: they see what the other shows to friends only. Whom
//! somebody follows is his own business; how many follow him is public. It deliberately brings no news itself.

mod acts;
mod personal;
pub mod state;
mod views;

pub use state::are_friends;

use weilu_kernel::{CommandSpec, Feature, QuerySpec};
use weilu_vocabulary::{Audience, EventKind};

/// Somebody began to follow.
pub const STARTED: EventKind = EventKind {
    name: "follow.started",
    zh: "关注了你",
    en: "follows you",
    weight: 1,
    audience: Audience::Concerned,
};
/// Somebody follows no longer.
pub const STOPPED: EventKind = EventKind {
    name: "follow.stopped",
    zh: "取消了关注",
    en: "stopped following",
    weight: 0,
    audience: Audience::Nobody,
};

/// Following as a feature.
pub const FEATURE: Feature = Feature {
    name: "follow",
    zh: "关注",
    en: "Following",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<acts::Start>(), CommandSpec::of::<acts::Stop>()],
    queries: &[QuerySpec::of::<views::Mine>(), QuerySpec::of::<views::Of>()],
    events: &[STARTED, STOPPED],
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
