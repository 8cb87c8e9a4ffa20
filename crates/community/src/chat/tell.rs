//! Whom chats concern: who was written to, named, or called with everybody. A muted chat tells nothing of its
//! daily talk; being named still comes through.

use super::{CALLED_ALL, SENT, SENT_PRIVATELY, state};
use weilu_kernel::{Category, NoticeSpec, SilenceSpec, Whom};
use weilu_vocabulary::{ChatId, Event, Ref, RefKind};

fn chat(event: &Event) -> Option<Ref> {
    event.with.iter().find(|r| r.kind == RefKind::Chat).copied()
}

fn to_chat(event: &Event) -> String {
    chat(event).map_or_else(String::new, |chat| format!("/chats/{chat}"))
}

pub(super) const NOTICES: &[NoticeSpec] = &[
    NoticeSpec {
        many: Some(("{actor} 等 {n} 人给你发了消息", "{actor} and others ({n} in all) wrote to you")),
        about: chat,
        leads: to_chat,
        ..NoticeSpec::of(SENT_PRIVATELY.name, Category::Chat, "{actor} 给你发了消息", "{actor} wrote to you")
    },
    NoticeSpec {
        about: chat,
        leads: to_chat,
        when: |event| event.with.iter().any(|r| r.kind == RefKind::Persona),
        ..NoticeSpec::of(
            SENT.name,
            Category::Mention,
            "{actor} 在{space}的群聊里提到了你",
            "{actor} named you in the chat of {space}",
        )
    },
    NoticeSpec {
        whom: Whom::Inside,
        about: chat,
        leads: to_chat,
        ..NoticeSpec::of(
            CALLED_ALL.name,
            Category::Mention,
            "{actor} 在{space}的群聊里@了所有人",
            "{actor} called everybody in the chat of {space}",
        )
    },
];

pub(super) const MUTED: SilenceSpec = SilenceSpec {
    name: "chat.muted",
    silent: |tx, hush| {
        Box::pin(async move {
            let chat = chat(hush.event).and_then(|r| r.get::<ChatId>());
            match chat.filter(|_| hush.category == Category::Chat) {
                Some(chat) => state::reading::muting(tx, chat, hush.whom).await,
                None => Ok(Vec::new()),
            }
        })
    },
};
