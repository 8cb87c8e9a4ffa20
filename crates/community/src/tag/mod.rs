//! Tags 话题 (C7): words that authors and readers put on posts; never on people.
//!
//! Rules: `#word` or `#word#` in a text makes a tag of the post, and whoever may write where it stands may add one;
//! the same word in another spelling (case, width, traditional characters) is the same tag; moderators merge
//! synonyms, after which the old word leads to the new one. A tag's page shows what its reader may read.

mod acts;
mod found;
mod personal;
pub mod state;
mod views;

pub use found::written_in;
pub use state::{attach, of};
pub use views::TagName;

use weilu_kernel::{CommandSpec, Feature, Permission, QuerySpec, Role};
use weilu_vocabulary::{Audience, EventKind};

/// A reader put a tag on a post.
pub const ADDED: EventKind = EventKind {
    name: "tag.added",
    zh: "给帖子加了话题",
    en: "put a topic on a post",
    weight: 1,
    audience: Audience::Space,
};
/// A tag was taken off a post.
pub const DROPPED: EventKind = EventKind {
    name: "tag.dropped",
    zh: "去掉了帖子的话题",
    en: "took a topic off a post",
    weight: 0,
    audience: Audience::Space,
};
/// Two tags became one.
pub const MERGED: EventKind = EventKind {
    name: "tag.merged",
    zh: "合并了话题",
    en: "merged two topics",
    weight: 0,
    audience: Audience::Staff,
};

/// Keeping tags in order.
pub const MERGE: Permission = Permission {
    name: "tag.merge",
    zh: "合并话题",
    en: "merge topics",
    roles: &[Role::Operator, Role::Headquarters, Role::Reviewer],
};

/// Tags as a feature.
pub const FEATURE: Feature = Feature {
    name: "tag",
    zh: "话题",
    en: "Topics",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<acts::Add>(),
        CommandSpec::of::<acts::Drop>(),
        CommandSpec::of::<acts::Merge>(),
    ],
    queries: &[
        QuerySpec::of::<views::Show>(),
        QuerySpec::of::<views::Posts>(),
        QuerySpec::of::<views::List>(),
        QuerySpec::of::<views::Suggest>(),
    ],
    events: &[ADDED, DROPPED, MERGED],
    permissions: &[MERGE],
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
