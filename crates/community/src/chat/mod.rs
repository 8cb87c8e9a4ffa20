//! Chats 聊天 (C41): short lines between two, in a small group, or among everybody inside a space.
//!
//! Rules: a space has one chat of its members, which bears the space's number; two people have one between them;
//! a small group is made by a member of people he knows. Messages are numbered in the order of their commits, so
//! that what is unread is a difference of two numbers. A message can be taken back for a short while, and taken out
//! of one's own sight for ever. Whoever writes to strangers does it within limits and waits for an answer; what a
//! block or a "no" refuses sounds like chance. Invariants: numbers of a chat have no gaps; texts stand in
//! `chat_message` alone, never in an event. It deliberately opens no links, shows nobody's typing, and tells no
//! feature what was said: ties and reports count messages. Files hang on messages and are fetched by those in whose
//! sight the message stands; what was reported is read by those who decide about it, with a few lines around it.

mod approach;
mod decline;
mod door;
mod events;
mod forget;
mod group;
mod keep;
mod mark;
mod mention;
mod open;
pub mod order;
mod personal;
mod read;
mod recall;
mod remove;
mod send;
mod sight;
pub mod state;
mod views;

pub use door::may_see;
pub use events::*;
pub(crate) use mark::marked;
pub use send::Send;
pub use views::excerpt;

use weilu_kernel::{
    CommandSpec, Feature, Locator, Permission, Place, QuerySpec, ReconcilerSpec, Role, Seers, Viewer,
    settings,
};
use weilu_vocabulary::{ChatId, MessageId, RefKind};

settings! {
    pub RECALL_MINUTES: i64 = 2, "chat.recall_minutes" "几分钟内可以撤回" "Minutes within which a message may be taken back";
    pub CALLS_A_DAY: i64 = 3, "chat.calls_a_day" "每个群每天最多@所有人次数" "Times a day everybody in a group may be called";
    pub STRANGERS_A_DAY: i64 = 5, "chat.strangers_a_day" "每天最多主动联系几位陌生人" "Strangers somebody may write to first in a day";
    pub UNANSWERED_MOST: i64 = 3, "chat.unanswered_most" "对方回复前最多发几条" "Messages to somebody who has not answered";
    pub MESSAGES_A_MINUTE: i64 = 30, "chat.messages_a_minute" "每人每分钟最多发几条" "Messages a person may send in a minute";
    pub KEEP_REMOVED_DAYS: i64 = 30, "chat.keep_removed_days" "被审核删除、或举报后撤回的消息，保留几天后彻底清除" "Days after which a message is forgotten that review deleted, or that was taken back after it was reported";
    pub GROUP_PEOPLE: i64 = 30, "chat.group_people" "小群最多人数" "Most people in a small group";
}

/// Reading a chat. Chats between two and small groups are read by nobody but those who are in them.
pub const READ: Permission = Permission {
    name: "chat.read",
    zh: "看聊天",
    en: "read chats",
    roles: &[Role::Member, Role::Admin, Role::Owner, Role::Operator, Role::Headquarters, Role::Reviewer],
};
/// Saying something in a chat one is in.
pub const SEND: Permission = Permission {
    name: "chat.send",
    zh: "发消息",
    en: "send messages",
    roles: &[Role::Member, Role::Admin, Role::Owner],
};
/// Calling everybody in the chat of a space.
pub const CALL_ALL: Permission = Permission {
    name: "chat.call_all",
    zh: "@所有人",
    en: "call everybody",
    roles: &[Role::Owner, Role::Admin],
};
/// Writing to people first without the limits that protect from strangers: it is their work.
pub const APPROACH: Permission = Permission {
    name: "chat.approach",
    zh: "不限次数主动联系成员",
    en: "write to members first without limits",
    roles: &[Role::Operator, Role::Headquarters, Role::Service],
};

/// Chats as a feature.
pub const FEATURE: Feature = Feature {
    name: "chat",
    zh: "聊天",
    en: "Chats",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<open::Open>(),
        CommandSpec::of::<send::Send>(),
        CommandSpec::of::<recall::Recall>(),
        CommandSpec::of::<remove::Remove>(),
        CommandSpec::of::<read::Read>(),
        CommandSpec::of::<keep::Keep>(),
        CommandSpec::of::<keep::Clear>(),
        CommandSpec::of::<keep::ShowReads>(),
        CommandSpec::of::<decline::Decline>(),
        CommandSpec::of::<group::found::Found>(),
        CommandSpec::of::<group::people::Add>(),
        CommandSpec::of::<group::people::TakeOut>(),
        CommandSpec::of::<group::people::Leave>(),
        CommandSpec::of::<group::people::Rename>(),
    ],
    queries: &[
        QuerySpec::of::<views::list::List>(),
        QuerySpec::of::<views::list::Unread>(),
        QuerySpec::of::<views::show::Show>(),
        QuerySpec::of::<views::messages::Messages>(),
        QuerySpec::of::<views::search::Search>(),
        QuerySpec::of::<views::people::People>(),
    ],
    events: EVENTS,
    silent: EVENTS,
    permissions: &[READ, SEND, CALL_ALL, APPROACH],
    settings: SETTINGS,
    reconcilers: &[ReconcilerSpec { name: "chat.forget", run: |tx, act| Box::pin(forget::forget(tx, act)) }],
    viewers: &[Viewer {
        kind: RefKind::Message,
        who: Seers::Asked(|tx, act, id| Box::pin(sight::is_seen(tx, act, MessageId::new(id)))),
    }],
    locators: &[
        Locator {
            kind: RefKind::Chat,
            locate: |tx, id| {
                Box::pin(async move {
                    let found = state::load(tx, ChatId::new(id)).await?;
                    Ok(found.map(|c| Place { space: c.space, ..Place::default() }))
                })
            },
        },
        Locator {
            kind: RefKind::Message,
            locate: |tx, id| {
                Box::pin(async move {
                    let Some(found) = state::message::load(tx, MessageId::new(id)).await? else {
                        return Ok(None);
                    };
                    let chat = state::load(tx, found.chat).await?;
                    Ok(chat.map(|c| Place { space: c.space, branch: None, author: Some(found.author) }))
                })
            },
        },
    ],
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
