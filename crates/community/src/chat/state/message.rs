//! Rows of messages: texts stand here and nowhere else.

use crate::chat::mention;
use weilu_kernel::Act;
use weilu_store::{Tx, params, rows, sql};
use weilu_vocabulary::{ChatId, Fault, MessageId, PersonaId, Time};

rows! {
    /// A message, without its text.
    #[derive(Clone, Debug)]
    pub struct MessageRow {
        /// Which.
        pub id: MessageId,
        /// In which chat.
        pub chat: ChatId,
        /// Its number there.
        pub number: i64,
        /// By whom.
        pub author: PersonaId,
        /// `text`, or what a line of the chat itself notes: `founded`, `added`, `left`, `removed`, `renamed`.
        pub kind: String,
        /// `live`, `recalled`, `hidden`, `erased`.
        pub state: String,
        /// When.
        pub at: Time,
    }
}

/// The message of an id in this brand.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, message: MessageId) -> Result<Option<MessageRow>, Fault> {
    tx.one(
        sql!("select id, chat, number, author, kind, state, at from chat_message where tenant = $tenant and id = $1"),
        params![message],
    )
    .await
}

/// A message about to stand.
#[derive(Clone, Copy, Debug)]
pub struct NewMessage<'a> {
    /// Which.
    pub id: MessageId,
    /// In which chat.
    pub chat: ChatId,
    /// Its number there.
    pub number: i64,
    /// By whom.
    pub author: PersonaId,
    /// `text`, or what is noted.
    pub kind: &'a str,
    /// What is said.
    pub text: &'a str,
    /// What it answers.
    pub quote: Option<MessageId>,
    /// Whom a note is about.
    pub about: Option<PersonaId>,
    /// Whether it calls everybody.
    pub calls_all: bool,
}

/// Writes a message, and beside it the spelling that search compares.
///
/// # Errors
/// When the database fails.
pub fn insert(tx: &mut Tx, act: &Act, new: &NewMessage<'_>) -> Result<(), Fault> {
    let folded =
        if new.kind == "text" { weilu_search::normalise(&mention::bare(new.text)) } else { String::new() };
    tx.queue(
        sql!("insert into chat_message (tenant, chat, number, id, author, kind, text, folded, quote, about, calls_all, state, at) values ($tenant, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'live', $11)"),
        params![new.chat, new.number, new.id, new.author, new.kind, new.text, folded, new.quote, new.about, new.calls_all, act.now],
    )
}

/// Takes a message back: its text goes, its place stays.
///
/// # Errors
/// When the database fails.
pub fn recall(tx: &mut Tx, message: &MessageRow) -> Result<(), Fault> {
    tx.queue(
        sql!("update chat_message set text = '', folded = '', state = 'recalled' where tenant = $tenant and chat = $1 and number = $2"),
        params![message.chat, message.number],
    )?;
    tx.queue(
        sql!("delete from chat_mention where tenant = $tenant and chat = $1 and number = $2"),
        params![message.chat, message.number],
    )
}

/// Writes that a message calls somebody; everybody is persona 0.
///
/// # Errors
/// When the database fails.
pub fn call(tx: &mut Tx, chat: ChatId, number: i64, persona: PersonaId) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into chat_mention (tenant, persona, chat, number) values ($tenant, $1, $2, $3) on conflict (tenant, persona, chat, number) do nothing"),
        params![persona, chat, number],
    )
}

/// Takes a message out of one persona's sight.
///
/// # Errors
/// When the database fails.
pub fn remove_for(tx: &mut Tx, message: &MessageRow, persona: PersonaId) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into chat_gone (tenant, persona, chat, number) values ($tenant, $1, $2, $3) on conflict (tenant, persona, chat, number) do nothing"),
        params![persona, message.chat, message.number],
    )
}
