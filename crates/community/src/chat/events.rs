//! What happens in chats. What is said in a space's chat is told to those inside it; everything else to those it
//! concerns. Every event names the chat, so that pages showing it ask again, and none holds a word of what was said.

use weilu_vocabulary::{Audience, EventKind};

const fn event(
    name: &'static str,
    zh: &'static str,
    en: &'static str,
    weight: i64,
    audience: Audience,
) -> EventKind {
    EventKind { name, zh, en, weight, audience }
}

/// Something was said in the chat of a space; with whom it names and whom it answers.
pub const SENT: EventKind =
    event("message.sent", "在群聊里说了话", "spoke in a group chat", 1, Audience::Inside);
/// Something was said between two or in a small group; with everybody who hears it.
pub const SENT_PRIVATELY: EventKind =
    event("message.sent_privately", "发了一条消息", "sent a message", 1, Audience::Concerned);
/// Everybody in a space was called.
pub const CALLED_ALL: EventKind =
    event("message.called_all", "@了所有人", "called everybody", 0, Audience::Inside);
/// Something said in the chat of a space was taken back.
pub const RECALLED: EventKind =
    event("message.recalled", "撤回了一条消息", "took a message back", 0, Audience::Inside);
/// Something said between two or in a small group was taken back.
pub const RECALLED_PRIVATELY: EventKind =
    event("message.recalled_privately", "撤回了一条消息", "took a message back", 0, Audience::Concerned);
/// Those who keep order took out of sight what was said in the chat of a space.
pub const HIDDEN: EventKind =
    event("message.hidden", "收起了一条消息", "took a message out of sight", 0, Audience::Inside);
/// Those who keep order took out of sight what was said between two or in a small group.
pub const HIDDEN_PRIVATELY: EventKind = event(
    "message.hidden_privately",
    "收起了一条消息",
    "took a message out of sight",
    0,
    Audience::Concerned,
);
/// Something said in the chat of a space is in sight again.
pub const UNHIDDEN: EventKind =
    event("message.unhidden", "恢复了一条消息", "brought a message back into sight", 0, Audience::Inside);
/// Something said between two or in a small group is in sight again.
pub const UNHIDDEN_PRIVATELY: EventKind = event(
    "message.unhidden_privately",
    "恢复了一条消息",
    "brought a message back into sight",
    0,
    Audience::Concerned,
);
/// What was said between two was read.
pub const READ_BY: EventKind = event("chat.read", "看了消息", "read messages", 0, Audience::Concerned);
/// Somebody arranged a chat for himself; nobody else hears of it.
pub const KEPT: EventKind = event("chat.kept", "整理了聊天", "arranged a chat", 0, Audience::Concerned);
/// Somebody does not want to talk. Nobody is told.
pub const DECLINED: EventKind = event("chat.declined", "谢绝了聊天", "declined to talk", 0, Audience::Nobody);
/// A small group was made.
pub const FOUNDED: EventKind =
    event("chat.founded", "建了一个小群", "made a small group", 1, Audience::Concerned);
/// Somebody was brought into a small group.
pub const ADDED: EventKind =
    event("chat.added", "拉人进了小群", "brought somebody in", 0, Audience::Concerned);
/// Somebody left a small group, or was taken out.
pub const LEFT: EventKind = event("chat.left", "离开了小群", "left a small group", 0, Audience::Concerned);
/// A small group has another name.
pub const RENAMED: EventKind = event("chat.renamed", "改了群名", "renamed a group", 0, Audience::Concerned);

/// Every kind.
pub(super) const EVENTS: &[EventKind] = &[
    SENT,
    SENT_PRIVATELY,
    CALLED_ALL,
    RECALLED,
    RECALLED_PRIVATELY,
    HIDDEN,
    HIDDEN_PRIVATELY,
    UNHIDDEN,
    UNHIDDEN_PRIVATELY,
    READ_BY,
    KEPT,
    DECLINED,
    FOUNDED,
    ADDED,
    LEFT,
    RENAMED,
];
