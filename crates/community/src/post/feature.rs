//! What posts declare: events, permissions, settings, commands, queries.

use super::{
    count, edit, history, like, personal, pin, remove, searched, share, sight, state, tell, views, write,
};
use weilu_kernel::{
    CommandSpec, Feature, Locator, Mode, Permission, Place, ProcessorSpec, QuerySpec, ReconcilerSpec, Role,
    Seers, Viewer, settings,
};
use weilu_vocabulary::{Audience, EventKind, PostId, RefKind};

settings! {
    pub EDIT_DAYS: i64 = 30, "post.edit_days" "发布后几天内可以修改" "Days after publishing in which a post may be edited";
    pub RESTORE_HOURS: i64 = 24, "post.restore_hours" "删除后几小时内可以恢复" "Hours in which an author may take a deletion back";
    pub KEEP_REMOVED_DAYS: i64 = 30, "post.keep_removed_days" "删除的内容保留几天后彻底清除" "Days after which the text of a deleted post is forgotten";
    pub MOST_PINNED: i64 = 3, "post.most_pinned" "每个群最多置顶几条" "Most posts pinned in a space";
}

const fn event(
    name: &'static str,
    zh: &'static str,
    en: &'static str,
    weight: i64,
    audience: Audience,
) -> EventKind {
    EventKind { name, zh, en, weight, audience }
}

/// A post was written.
pub const WRITTEN: EventKind = event("post.written", "发了一条帖子", "wrote a post", 3, Audience::Space);
/// A post was answered.
pub const REPLIED: EventKind = event("post.replied", "回复了帖子", "replied", 2, Audience::Space);
/// A post was liked.
pub const LIKED: EventKind = event("post.liked", "点了赞", "liked a post", 1, Audience::Space);
/// A like was taken back.
pub const UNLIKED: EventKind = event("post.unliked", "取消了赞", "took a like back", 0, Audience::Space);
/// Somebody was named in a post.
pub const MENTIONED: EventKind =
    event("post.mentioned", "在帖子里提到了你", "mentioned you in a post", 1, Audience::Concerned);
/// A post was changed.
pub const EDITED: EventKind = event("post.edited", "修改了帖子", "edited a post", 0, Audience::Space);
/// Its author removed a post.
pub const REMOVED: EventKind = event("post.removed", "删除了帖子", "deleted a post", 0, Audience::Space);
/// Its author brought a post back.
pub const RESTORED: EventKind =
    event("post.restored", "恢复了帖子", "brought a post back", 0, Audience::Space);
/// Those who keep order took a post out of sight.
pub const HIDDEN: EventKind =
    event("post.hidden", "收起了帖子", "took a post out of sight", 0, Audience::Space);
/// Those who keep order brought a post back.
pub const UNHIDDEN: EventKind =
    event("post.unhidden", "恢复了帖子的显示", "brought a post back into sight", 0, Audience::Space);
/// A post was pinned.
pub const PINNED: EventKind = event("post.pinned", "置顶了一条帖子", "pinned a post", 0, Audience::Space);
/// A post is no longer pinned.
pub const UNPINNED: EventKind = event("post.unpinned", "取消了置顶", "unpinned a post", 0, Audience::Space);

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
/// Reading what is meant for those inside only.
pub const READ_INSIDE: Permission = Permission {
    name: "post.read_inside",
    zh: "阅读仅成员可见的帖子",
    en: "read posts that only members see",
    roles: &[
        Role::Member,
        Role::Admin,
        Role::Owner,
        Role::Operator,
        Role::Headquarters,
        Role::Reviewer,
        Role::Auditor,
    ],
};
/// Pinning posts.
pub const PIN: Permission = Permission {
    name: "post.pin",
    zh: "置顶帖子",
    en: "pin posts",
    roles: &[Role::Admin, Role::Owner, Role::Operator, Role::Headquarters],
};

/// Posts as a feature.
pub const FEATURE: Feature = Feature {
    name: "post",
    zh: "帖子",
    en: "Posts",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<write::Write>(),
        CommandSpec::of::<edit::Edit>(),
        CommandSpec::of::<remove::Remove>(),
        CommandSpec::of::<remove::Restore>(),
        CommandSpec::of::<pin::Pin>(),
        CommandSpec::of::<like::Like>(),
        CommandSpec::of::<like::Unlike>(),
    ],
    queries: &[
        QuerySpec::of::<views::Timeline>(),
        QuerySpec::of::<views::Home>(),
        QuerySpec::of::<views::Show>(),
        QuerySpec::of::<views::Replies>(),
        QuerySpec::of::<views::ByAuthor>(),
        QuerySpec::of::<views::Source>(),
        QuerySpec::of::<history::History>(),
    ],
    events: &[
        WRITTEN, REPLIED, LIKED, UNLIKED, MENTIONED, EDITED, REMOVED, RESTORED, HIDDEN, UNHIDDEN, PINNED,
        UNPINNED,
    ],
    permissions: &[WRITE, LIKE, READ_INSIDE, PIN],
    processors: &[ProcessorSpec {
        name: "post.count",
        mode: Mode::Knows,
        clear: &[state::clear_counts, state::clear_latest, crate::twin::state::clear],
        handle: |tx, act, events| Box::pin(count::handle(tx, act, events)),
    }],
    reconcilers: &[ReconcilerSpec { name: "post.forget", run: |tx, act| Box::pin(remove::forget(tx, act)) }],
    settings: SETTINGS,
    locators: &[Locator {
        kind: RefKind::Post,
        locate: |tx, id| {
            Box::pin(async move {
                let found = state::load(tx, PostId::new(id)).await?;
                Ok(found.map(|p| Place { space: p.space, branch: None, author: Some(p.author) }))
            })
        },
    }],
    viewers: &[Viewer {
        kind: RefKind::Post,
        who: Seers::Asked(|tx, act, id| Box::pin(sight::is_seen(tx, act, PostId::new(id)))),
    }],
    personal: personal::PERSONAL,
    notices: tell::NOTICES,
    namers: &[tell::NAMER],
    shares: &[share::SHARE],
    highlights: &[tell::HIGHLIGHT],
    searchables: &[searched::POSTS],
    ..Feature::EMPTY
};
