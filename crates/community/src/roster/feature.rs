//! What rosters declare.

use super::{close, line, open, personal, state, views};
use weilu_kernel::{
    Category, CommandSpec, Feature, Locator, NoticeSpec, Permission, Place, QuerySpec, ReconcilerSpec, Role,
    settings,
};
use weilu_vocabulary::{Audience, Event, EventKind, Id, PostId, RefKind, RosterId};

settings! {
    pub DEFAULT_HOURS: i64 = 72, "roster.default_hours" "没有写截止时间的接龙，几小时后截止" "Hours until a roster without a deadline of its own closes";
    pub MOST_DAYS: i64 = 60, "roster.most_days" "接龙最长开放几天" "Most days a roster stays open";
}

const fn event(name: &'static str, zh: &'static str, en: &'static str, weight: i64) -> EventKind {
    EventKind { name, zh, en, weight, audience: Audience::Space }
}

/// A roster was opened; `with` names its post.
pub const OPENED: EventKind = event("roster.opened", "发起了一个接龙", "opened a roster", 1);
/// Somebody added a line; the value is how many he stands for.
pub const JOINED: EventKind = event("roster.joined", "参加了接龙", "joined a roster", 2);
/// Somebody changed his line.
pub const CHANGED: EventKind = event("roster.changed", "修改了接龙", "changed a line of a roster", 0);
/// A line was taken out; `with` names whose it was.
pub const LEFT: EventKind = event("roster.left", "退出了接龙", "left a roster", 0);
/// Somebody else took a line out; `with` names whose it was.
pub const STRUCK: EventKind = event("roster.struck", "把一行移出了接龙", "took a line out of a roster", 0);
/// A roster closed; the value is how many lines it has.
pub const CLOSED: EventKind = event("roster.closed", "接龙截止了", "a roster closed", 0);

/// Opening a roster in a space.
pub const OPEN: Permission = Permission {
    name: "roster.open",
    zh: "发起接龙",
    en: "open rosters",
    roles: &[Role::Member, Role::Admin, Role::Owner, Role::Operator, Role::Headquarters],
};
/// Adding a line to a space's roster.
pub const JOIN: Permission = Permission {
    name: "roster.join",
    zh: "参加接龙",
    en: "join rosters",
    roles: &[Role::Member, Role::Admin, Role::Owner, Role::Operator, Role::Headquarters],
};

fn to_post(event: &Event) -> String {
    let post = event.with.iter().find_map(|thing| thing.get::<PostId>());
    post.map_or_else(String::new, |post| format!("/posts/{post}"))
}

const NOTICES: &[NoticeSpec] = &[
    NoticeSpec {
        leads: to_post,
        mail: false,
        ..NoticeSpec::of(
            STRUCK.name,
            Category::Space,
            "你在接龙里的一行被{actor}移出了，有疑问可以去问问",
            "{actor} took your line out of a roster; ask if you wonder why",
        )
    },
    NoticeSpec {
        whom: weilu_kernel::Whom::Found(|tx, event| {
            Box::pin(async move {
                let Some(roster) = event.object.and_then(|thing| thing.get::<RosterId>()) else {
                    return Ok(Vec::new());
                };
                Ok(state::opener(tx, roster).await?.into_iter().collect())
            })
        }),
        leads: to_post,
        mail: false,
        ..NoticeSpec::of(
            CLOSED.name,
            Category::Space,
            "你发起的接龙截止了，可以导出名单",
            "Your roster closed; take the list along",
        )
    },
];

/// Rosters as a feature.
pub const FEATURE: Feature = Feature {
    name: "roster",
    zh: "接龙",
    en: "Rosters",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<open::Open>(),
        CommandSpec::of::<line::Join>(),
        CommandSpec::of::<line::Leave>(),
        CommandSpec::of::<line::Strike>(),
        CommandSpec::of::<close::Close>(),
    ],
    queries: &[QuerySpec::of::<views::Show>(), QuerySpec::of::<views::Lines>()],
    events: &[OPENED, JOINED, CHANGED, LEFT, STRUCK, CLOSED],
    permissions: &[OPEN, JOIN],
    reconcilers: &[ReconcilerSpec {
        name: "roster.close",
        run: |tx, act| Box::pin(close::close_due(tx, act)),
    }],
    settings: SETTINGS,
    notices: NOTICES,
    locators: &[Locator {
        kind: RefKind::Roster,
        locate: |tx, id| {
            Box::pin(async move {
                let Some(roster) = state::load(tx, RosterId::from_raw(id)).await? else { return Ok(None) };
                let post = crate::post::state::load(tx, roster.post).await?;
                Ok(post.map(|p| Place { space: p.space, branch: None, author: Some(p.author) }))
            })
        },
    }],
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
