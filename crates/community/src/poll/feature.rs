//! What polls declare.

use super::{choose, close, count, open, personal, state, views};
use weilu_kernel::{
    CommandSpec, Feature, Locator, Mode, Permission, Place, ProcessorSpec, QuerySpec, ReconcilerSpec, Role,
    settings,
};
use weilu_vocabulary::{Audience, EventKind, Id, PollId, RefKind};

settings! {
    pub DEFAULT_HOURS: i64 = 72, "poll.default_hours" "没有写截止时间的投票，几小时后截止" "Hours until a poll without a deadline of its own closes";
    pub MOST_DAYS: i64 = 90, "poll.most_days" "投票最长开放几天" "Most days a poll stays open";
}

const fn event(name: &'static str, zh: &'static str, en: &'static str, weight: i64) -> EventKind {
    EventKind { name, zh, en, weight, audience: Audience::Space }
}

/// A poll was opened; `with` names its post.
pub const OPENED: EventKind = event("poll.opened", "发起了一个投票", "opened a poll", 1);
/// Somebody voted; for what is not in the log.
pub const VOTED: EventKind = event("poll.voted", "参加了投票", "voted in a poll", 1);
/// A poll closed; the value is how many people voted.
pub const CLOSED: EventKind =
    event("poll.closed", "投票结束，结果出来了", "a poll closed; the result is there", 0);

/// Opening a poll in a space.
pub const OPEN: Permission = Permission {
    name: "poll.open",
    zh: "发起投票",
    en: "open polls",
    roles: &[Role::Member, Role::Admin, Role::Owner, Role::Operator, Role::Headquarters],
};
/// Voting in a space's poll.
pub const VOTE: Permission = Permission {
    name: "poll.vote",
    zh: "参加投票",
    en: "vote in polls",
    roles: &[Role::Member, Role::Admin, Role::Owner, Role::Operator, Role::Headquarters],
};

/// Polls as a feature.
pub const FEATURE: Feature = Feature {
    name: "poll",
    zh: "投票",
    en: "Polls",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<open::Open>(),
        CommandSpec::of::<choose::Vote>(),
        CommandSpec::of::<close::Close>(),
    ],
    queries: &[QuerySpec::of::<views::Show>(), QuerySpec::of::<views::Voters>()],
    events: &[OPENED, VOTED, CLOSED],
    permissions: &[OPEN, VOTE],
    processors: &[ProcessorSpec {
        name: "poll.count",
        mode: Mode::Knows,
        clear: &[state::clear_count, state::clear_turnout],
        handle: |tx, act, events| Box::pin(count::handle(tx, act, events)),
    }],
    reconcilers: &[ReconcilerSpec { name: "poll.close", run: |tx, act| Box::pin(close::close_due(tx, act)) }],
    settings: SETTINGS,
    locators: &[Locator {
        kind: RefKind::Poll,
        locate: |tx, id| {
            Box::pin(async move {
                let Some(poll) = state::load(tx, PollId::from_raw(id)).await? else { return Ok(None) };
                let post = crate::post::state::load(tx, poll.post).await?;
                Ok(post.map(|p| Place { space: p.space, branch: None, author: Some(p.author) }))
            })
        },
    }],
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
