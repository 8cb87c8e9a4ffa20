//! What chats know of a person: for export and erasure. His texts go, and his files with the list of files; what others said stays theirs, and who was
//! in a chat between two stays, so that the other still finds his own words.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[
    Personal {
        title: ("发过的消息", "Messages sent"),
        name: "chat_message",
        export: || {
            sql!(
                "select chat, number, at, state, text, carries from chat_message where tenant = $tenant and author = $1 and kind = 'text' order by at, number"
            )
        },
        erase: &[|| {
            sql!(
                "update chat_message set text = '', folded = '', carries = '', removed_at = null, state = 'erased' where tenant = $tenant and author = $1 and kind = 'text'"
            )
        }],
    },
    Personal {
        title: ("起过的群名", "Names given to groups"),
        name: "chat",
        export: || sql!("select id, name, created_at from chat where tenant = $tenant and named_by = $1"),
        erase: &[
            || sql!("update chat set name = '', named_by = null where tenant = $tenant and named_by = $1"),
            || {
                sql!(
                    "update chat set owner = (select m.persona from chat_member m where m.tenant = chat.tenant and m.chat = chat.id and m.persona <> $1 order by m.since, m.persona limit 1) where tenant = $tenant and owner = $1"
                )
            },
        ],
    },
    Personal {
        title: ("参加的小群和私聊", "Talks and small groups"),
        name: "chat_member",
        export: || {
            sql!(
                "select c.kind, c.name, m.since from chat_member m join chat c on c.tenant = m.tenant and c.id = m.chat where m.tenant = $tenant and m.persona = $1"
            )
        },
        erase: &[|| {
            sql!(
                "delete from chat_member where tenant = $tenant and persona = $1 and chat in (select id from chat where tenant = $tenant and kind = 'group')"
            )
        }],
    },
    Personal {
        title: ("聊天设置", "How chats are kept"),
        name: "chat_reading",
        export: || {
            sql!(
                "select chat, number, muted, pinned, at from chat_reading where tenant = $tenant and persona = $1"
            )
        },
        erase: &[
            || sql!("delete from chat_reading where tenant = $tenant and persona = $1"),
            || sql!("delete from chat_gone where tenant = $tenant and persona = $1"),
            || sql!("delete from chat_choice where tenant = $tenant and persona = $1"),
        ],
    },
    Personal {
        title: ("被@的记录", "Where I was called"),
        name: "chat_mention",
        export: || sql!("select chat, number from chat_mention where tenant = $tenant and persona = $1"),
        erase: &[|| sql!("delete from chat_mention where tenant = $tenant and persona = $1")],
    },
];
