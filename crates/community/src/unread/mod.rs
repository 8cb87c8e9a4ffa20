//! What is new in my spaces since I looked: a mark per person and space, and counts above it.
//!
//! Rules: a mark only moves forward; whoever never looked begins with the day he came in; one's own posts are never
//! new; counts stop at a hundred, so that they read a bounded piece of an index. A mark is plain state without an
//! event: how far somebody read is nobody's story. It deliberately counts posts and not replies, which reach
//! those they concern as notices.

mod mine;
mod personal;
mod see;
mod state;

pub use mine::Mine;
pub use see::See;

use weilu_kernel::{CommandSpec, Feature, QuerySpec};

/// Unread marks as a feature.
pub const FEATURE: Feature = Feature {
    name: "unread",
    zh: "未读",
    en: "Unread marks",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<See>()],
    queries: &[QuerySpec::of::<Mine>()],
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
