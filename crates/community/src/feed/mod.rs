//! 订阅源: what is said here, for readers of Atom and RSS (C5).
//!
//! Rules: every space that strangers may read, every author in such spaces, and every search among them has an
//! address that anybody may fetch; closed talk is fetched by a secret address that its owner makes, copies once
//! and can take back, and which shows what he himself may read at that moment and nothing else. A feed holds the
//! twenty newest posts as plain text. Secrets are kept hashed. Invariant: a feed shows no post that its reader
//! could not open. Deliberately not here: rich text, replies, the writing of XML (a library does it).

mod atom;
mod fetch;
mod make;
mod personal;
mod revoke;
pub mod state;
mod unchanged;
mod views;

pub use fetch::{Fetched, Which, fetch, offered};
pub use unchanged::is_unchanged;

use weilu_kernel::{CommandSpec, Feature, QuerySpec, settings};
use weilu_vocabulary::{Audience, EventKind};

settings! {
    pub OPEN: bool = true, "feed.open" "公开的圈子提供订阅源（RSS/Atom）" "Open spaces can be followed by feed readers (RSS/Atom)";
}

/// Somebody made a secret address.
pub const MADE: EventKind = EventKind {
    name: "feed.made",
    zh: "生成了订阅地址",
    en: "made a feed address",
    weight: 0,
    audience: Audience::Concerned,
};
/// Somebody took a secret address back.
pub const REVOKED: EventKind = EventKind {
    name: "feed.revoked",
    zh: "作废了订阅地址",
    en: "took a feed address back",
    weight: 0,
    audience: Audience::Concerned,
};

/// Feeds as a feature.
pub const FEATURE: Feature = Feature {
    name: "feed",
    zh: "订阅源",
    en: "Feeds",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<make::Make>(), CommandSpec::of::<revoke::Revoke>()],
    queries: &[QuerySpec::of::<views::Mine>()],
    events: &[MADE, REVOKED],
    settings: SETTINGS,
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
