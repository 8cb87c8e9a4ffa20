//! Rows of messages: texts stand here and nowhere else.

use crate::chat::mention;
use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{ChatId, Fault, MemberId, MessageId, PersonaId, SpaceId, Time};

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
        /// `live`, `recalled`, `hidden`, `deleted`, `erased`.
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

rows! {
    /// What a message says.
    #[derive(Clone, Debug, Default)]
    pub struct WordsRow {
        /// The text, with ids in place of names.
        pub text: String,
        /// Kind of the first file on it; empty without.
        pub carries: String,
    }
}

/// What a message says, whatever became of it.
///
/// # Errors
/// When the database fails.
pub async fn words(tx: &mut Tx, message: MessageId) -> Result<Option<WordsRow>, Fault> {
    tx.one(
        sql!("select text, carries from chat_message where tenant = $tenant and id = $1"),
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
    /// Kind of the first file on it; empty without.
    pub carries: &'a str,
    /// Names of the documents on it, by which it is found.
    pub files: &'a str,
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
    let folded = match new.kind {
        "text" => weilu_search::normalise(&format!("{}\n{}", mention::bare(new.text), new.files)),
        _ => String::new(),
    };
    tx.queue(
        sql!("insert into chat_message (tenant, chat, number, id, author, kind, text, folded, quote, about, calls_all, state, at, carries) values ($tenant, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'live', $11, $12)"),
        params![new.chat, new.number, new.id, new.author, new.kind, new.text, folded, new.quote, new.about, new.calls_all, act.now, new.carries],
    )
}

/// Takes a message back: its text goes, its place stays. With a time, what it said is kept from then on for those
/// who decide about it, and for nobody else.
///
/// # Errors
/// When the database fails.
pub fn recall(tx: &mut Tx, message: &MessageRow, kept: Option<Time>) -> Result<(), Fault> {
    set_state(tx, message, "recalled", kept)?;
    if kept.is_none() {
        forget(tx, message.id)?;
    }
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

/// Writes what became of a message, and since when it is to be forgotten.
///
/// # Errors
/// When the database fails.
pub fn set_state(
    tx: &mut Tx,
    message: &MessageRow,
    state: &str,
    removed_at: Option<Time>,
) -> Result<(), Fault> {
    tx.queue(
        sql!("update chat_message set state = $3, removed_at = $4 where tenant = $tenant and chat = $1 and number = $2"),
        params![message.chat, message.number, state, removed_at],
    )
}

/// Forgets what a message said; its place stays.
///
/// # Errors
/// When the database fails.
pub fn forget(tx: &mut Tx, message: MessageId) -> Result<(), Fault> {
    tx.queue(
        sql!("update chat_message set text = '', folded = '', carries = '', removed_at = null where tenant = $tenant and id = $1"),
        params![message],
    )
}

/// Messages that were taken out of sight for good before a time.
///
/// # Errors
/// When the database fails.
pub async fn removed_before(tx: &mut Tx, before: Time, most: i64) -> Result<Vec<MessageId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select id from chat_message where tenant = $tenant and removed_at <= $1 order by removed_at, id limit $2"),
            params![before, most],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// Whether a person took a message out of his own sight.
///
/// # Errors
/// When the database fails.
pub async fn is_gone_for(tx: &mut Tx, message: &MessageRow, member: MemberId) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select 1 from persona g join chat_gone d on d.tenant = g.tenant and d.persona = g.id where g.tenant = $tenant and g.member = $1 and d.chat = $2 and d.number = $3 limit 1"),
            params![member, message.chat, message.number],
        )
        .await?;
    Ok(row.is_some())
}

/// In which spaces a message is decided about, or one so near that this one is passed on with it; none is the site.
///
/// # Errors
/// When the database fails.
pub async fn decided_in(tx: &mut Tx, message: &MessageRow, near: i64) -> Result<Vec<Option<SpaceId>>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select distinct c.space from chat_message n join review_case c on c.tenant = n.tenant and c.thing_kind = 'message' and c.thing = n.id where n.tenant = $tenant and n.chat = $1 and n.number >= $2 and n.number <= $3 and (n.number = $4 or (c.state in ('waiting', 'proposed', 'upheld') and $5 = 'live')) limit 2"),
            params![message.chat, message.number - near, message.number + near, message.number, &message.state],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}
