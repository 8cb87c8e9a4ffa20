//! Bookmarks 收藏 (C4): posts that somebody keeps, privately or in a list that others may see and follow.
//!
//! Rules: a person keeps a post once, in one list or in none; a shared list shows its reader only what he may read;
//! everybody sees how many saved a post, nobody sees who. It deliberately copies nothing: what its author removes
//! is gone from every list.

mod acts;
mod lists;
mod personal;
pub mod state;
mod views;

pub use state::{mine, saves};

use weilu_kernel::{CommandSpec, Feature, QuerySpec};
use weilu_vocabulary::{Audience, EventKind};

/// Somebody saved a post.
pub const SAVED: EventKind = EventKind {
    name: "bookmark.saved",
    zh: "收藏了帖子",
    en: "saved a post",
    weight: 1,
    audience: Audience::Nobody,
};
/// Somebody saved it no longer.
pub const DROPPED: EventKind = EventKind {
    name: "bookmark.dropped",
    zh: "取消了收藏",
    en: "took a post out of the bookmarks",
    weight: 0,
    audience: Audience::Nobody,
};
/// A list was shared.
pub const SHARED: EventKind = EventKind {
    name: "bookmark.shared",
    zh: "公开了一个收藏夹",
    en: "shared a list of bookmarks",
    weight: 2,
    audience: Audience::Concerned,
};

/// Bookmarks as a feature.
pub const FEATURE: Feature = Feature {
    name: "bookmark",
    zh: "收藏",
    en: "Bookmarks",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<acts::Save>(),
        CommandSpec::of::<acts::Drop>(),
        CommandSpec::of::<lists::Make>(),
        CommandSpec::of::<lists::Change>(),
        CommandSpec::of::<lists::Discard>(),
    ],
    queries: &[
        QuerySpec::of::<views::Lists>(),
        QuerySpec::of::<views::Posts>(),
        QuerySpec::of::<views::Show>(),
    ],
    events: &[SAVED, DROPPED, SHARED],
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
