//! Announcements 群公告 (S33): a pinned notice whose reading is confirmed.
//!
//! Rules: the newest notice that was not taken down is pinned; whoever is inside may confirm it once; those who
//! run the space see who has not, and may remind them once a day. It deliberately keeps no drafts.

mod acts;
mod personal;
pub mod state;
mod views;

use crate::{post::first_words, space::READ};
use weilu_kernel::{
    Category, CommandSpec, Feature, Locator, Namer, NoticeSpec, Permission, Place, QuerySpec, Role, Seers,
    Viewer, Whom, notice::to_space,
};
use weilu_vocabulary::{AnnouncementId, Audience, EventKind, RefKind};

/// A notice was pinned.
pub const PUBLISHED: EventKind = EventKind {
    name: "announcement.published",
    zh: "发布了群公告",
    en: "pinned an announcement",
    weight: 2,
    audience: Audience::Space,
};
/// Somebody confirmed a notice.
pub const CONFIRMED: EventKind = EventKind {
    name: "announcement.confirmed",
    zh: "确认读过公告",
    en: "confirmed an announcement",
    weight: 1,
    audience: Audience::Space,
};
/// Those who have not confirmed were reminded.
pub const REMINDED: EventKind = EventKind {
    name: "announcement.reminded",
    zh: "提醒你读一读群公告",
    en: "reminds you to read the announcement",
    weight: 0,
    audience: Audience::Concerned,
};
/// A notice was taken down.
pub const TAKEN_DOWN: EventKind = EventKind {
    name: "announcement.taken_down",
    zh: "撤下了群公告",
    en: "took the announcement down",
    weight: 0,
    audience: Audience::Space,
};

/// Confirming a notice.
pub const CONFIRM: Permission = Permission {
    name: "announcement.confirm",
    zh: "确认已读公告",
    en: "confirm announcements",
    roles: &[Role::Member, Role::Admin, Role::Owner],
};

/// Whom announcements are told.
const NOTICES: &[NoticeSpec] = &[
    NoticeSpec {
        whom: Whom::Inside,
        leads: |event| to_space(event, "/announcements"),
        ..NoticeSpec::of(
            PUBLISHED.name,
            Category::Space,
            "{actor} 在{space}发了群公告",
            "{actor} pinned an announcement in {space}",
        )
    },
    NoticeSpec {
        leads: |event| to_space(event, "/announcements"),
        ..NoticeSpec::of(
            REMINDED.name,
            Category::Space,
            "{actor} 提醒你读一读{space}的群公告",
            "{actor} reminds you to read the announcement in {space}",
        )
    },
];

/// Announcements as a feature.
pub const FEATURE: Feature = Feature {
    name: "announcement",
    zh: "群公告",
    en: "Announcements",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<acts::Publish>(),
        CommandSpec::of::<acts::Confirm>(),
        CommandSpec::of::<acts::Remind>(),
        CommandSpec::of::<acts::TakeDown>(),
    ],
    queries: &[QuerySpec::of::<views::List>(), QuerySpec::of::<views::Readers>()],
    events: &[PUBLISHED, CONFIRMED, REMINDED, TAKEN_DOWN],
    permissions: &[CONFIRM],
    viewers: &[Viewer { kind: RefKind::Announcement, who: Seers::With(&READ) }],
    locators: &[Locator {
        kind: RefKind::Announcement,
        locate: |tx, id| {
            Box::pin(async move {
                let found = state::load(tx, AnnouncementId::new(id)).await?;
                Ok(found.map(|a| Place { space: Some(a.space), branch: None, author: a.author }))
            })
        },
    }],
    personal: personal::PERSONAL,
    notices: NOTICES,
    namers: &[Namer {
        kind: RefKind::Announcement,
        names: |tx, ids| {
            Box::pin(async move {
                let mut out = Vec::with_capacity(ids.len());
                for id in ids {
                    let notice = state::load(tx, AnnouncementId::new(*id)).await?;
                    let stands = notice.filter(|n| n.taken_down_at.is_none());
                    out.extend(stands.map(|n| (*id, first_words(&n.text))));
                }
                Ok(out)
            })
        },
    }],
    ..Feature::EMPTY
};
