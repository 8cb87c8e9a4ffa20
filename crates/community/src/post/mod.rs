//! Posts: what people say in a space, and what others answer.
//!
//! Rules: a post stands in one space; replies hang on a thread; a like is one event and taking it back
//! another; counts are a reading of the log (`post.count`) and can be rebuilt.

mod count;
mod like;
mod personal;
mod say;
pub mod state;
mod views;
mod write;

pub use like::{Like, Unlike};
pub use say::say;
pub use views::{Post, Timeline};
pub use write::Write;

use weilu_kernel::{CommandSpec, Feature, Locator, Mode, Permission, Place, ProcessorSpec, QuerySpec, Role};
use weilu_vocabulary::{Audience, EventKind, PostId, RefKind};

/// A post was written.
pub const WRITTEN: EventKind = EventKind {
    name: "post.written",
    zh: "发了一条帖子",
    en: "wrote a post",
    weight: 3,
    audience: Audience::Space,
};
/// A post was answered.
pub const REPLIED: EventKind =
    EventKind {
        name: "post.replied", zh: "回复了帖子", en: "replied", weight: 2, audience: Audience::Space
    };
/// A post was liked.
pub const LIKED: EventKind =
    EventKind {
        name: "post.liked", zh: "点了赞", en: "liked a post", weight: 1, audience: Audience::Space
    };
/// A like was taken back.
pub const UNLIKED: EventKind = EventKind {
    name: "post.unliked",
    zh: "取消了赞",
    en: "took a like back",
    weight: 0,
    audience: Audience::Space,
};

/// Writing in a space.
pub const WRITE: Permission = Permission {
    name: "post.write",
    zh: "发帖与回复",
    en: "write posts and replies",
    roles: &[Role::Member, Role::Admin, Role::Owner, Role::Operator, Role::Headquarters],
};
/// Liking in a space.
pub const LIKE: Permission = Permission {
    name: "post.like",
    zh: "点赞",
    en: "like posts",
    roles: &[Role::Member, Role::Admin, Role::Owner, Role::Operator, Role::Headquarters],
};

/// Posts as a feature.
pub const FEATURE: Feature = Feature {
    name: "post",
    zh: "帖子",
    en: "Posts",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<Write>(), CommandSpec::of::<Like>(), CommandSpec::of::<Unlike>()],
    queries: &[QuerySpec::of::<Timeline>(), QuerySpec::of::<views::Show>()],
    events: &[WRITTEN, REPLIED, LIKED, UNLIKED],
    permissions: &[WRITE, LIKE],
    processors: &[ProcessorSpec {
        name: "post.count",
        mode: Mode::Knows,
        clear: &[state::clear_counts, crate::twin::state::clear],
        handle: |tx, act, events| Box::pin(count::handle(tx, act, events)),
    }],
    locators: &[Locator {
        kind: RefKind::Post,
        locate: |tx, id| {
            Box::pin(async move {
                let found = state::load(tx, PostId::new(id)).await?;
                Ok(found.map(|p| Place { space: Some(p.space), branch: None, author: Some(p.author) }))
            })
        },
    }],
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
