//! Rows of chats. A space's chat bears the number of its space, so it needs no founding: until the first word is
//! said there is no row, and [`load`] makes it up.

pub mod member;
pub mod message;
pub mod reading;

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{ChatId, Fault, Id, MemberId, MessageId, PersonaId, SpaceId, Time};

rows! {
    /// A chat.
    #[derive(Clone, Debug)]
    pub struct ChatRow {
        /// Which.
        pub id: ChatId,
        /// `space`, `pair` or `group`.
        pub kind: String,
        /// Of which space.
        pub space: Option<SpaceId>,
        /// Name of a small group; empty when its members are its name.
        pub name: String,
        /// Who runs a small group.
        pub owner: Option<PersonaId>,
        /// How many messages there are: the number of the last one.
        pub messages: i64,
        /// Who wrote first, of two.
        pub opened_by: Option<PersonaId>,
        /// When the other answered.
        pub answered_at: Option<Time>,
    }
}

impl ChatRow {
    /// The chat of a space in which nothing was said yet.
    fn of_space(space: SpaceId) -> ChatRow {
        ChatRow {
            id: ChatId::from_raw(space.raw()),
            kind: "space".to_owned(),
            space: Some(space),
            name: String::new(),
            owner: None,
            messages: 0,
            opened_by: None,
            answered_at: None,
        }
    }

    /// Whether it is between two.
    #[must_use]
    pub fn is_pair(&self) -> bool {
        self.kind == "pair"
    }
}

/// The chat of an id in this brand.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, id: ChatId) -> Result<Option<ChatRow>, Fault> {
    let stored = tx
        .one(
            sql!("select id, kind, space, name, owner, messages, opened_by, answered_at from chat where tenant = $tenant and id = $1"),
            params![id],
        )
        .await?;
    if stored.is_some() {
        return Ok(stored);
    }
    let space = crate::space::state::load(tx, SpaceId::from_raw(id.raw())).await?;
    Ok(space.map(|s| ChatRow::of_space(s.id)))
}

/// Writes a chat with nothing said in it yet; one that is there already stays as it is.
///
/// # Errors
/// When the database fails.
pub fn insert(tx: &mut Tx, act: &Act, chat: &ChatRow) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into chat (tenant, id, kind, space, name, named_by, owner, messages, last, acquainted, created_at) values ($tenant, $1, $2, $3, $4, $5, $6, 0, 0, false, $7) on conflict (tenant, id) do nothing"),
        params![chat.id, &chat.kind, chat.space, &chat.name, chat.owner, chat.owner, act.now],
    )
}

/// A chat between two, still empty.
#[must_use]
pub fn pair(id: ChatId) -> ChatRow {
    ChatRow { id, kind: "pair".to_owned(), space: None, ..ChatRow::of_space(SpaceId::from_raw(id.raw())) }
}

/// A small group, still empty.
#[must_use]
pub fn group(id: ChatId, name: &str, owner: PersonaId) -> ChatRow {
    ChatRow { kind: "group".to_owned(), name: name.to_owned(), owner: Some(owner), ..pair(id) }
}

/// Takes the next number of a chat for a message. Numbers follow the order of commits, without gaps.
///
/// # Errors
/// When the database fails.
pub async fn take_number(tx: &mut Tx, chat: ChatId, message: MessageId) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("update chat set messages = messages + 1, last = $2 where tenant = $tenant and id = $1 returning messages"),
            params![chat, message],
        )
        .await?;
    row.map_or_else(|| Err(Fault::new("a chat gave no number")), |r| r.first())
}

/// The chat between two people that was used last.
///
/// # Errors
/// When the database fails.
pub async fn between(tx: &mut Tx, me: MemberId, other: MemberId) -> Result<Option<ChatId>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select c.id from persona p join chat_member m on m.tenant = p.tenant and m.persona = p.id join chat c on c.tenant = m.tenant and c.id = m.chat and c.kind = 'pair' join chat_member o on o.tenant = c.tenant and o.chat = c.id join persona q on q.tenant = o.tenant and q.id = o.persona where p.tenant = $tenant and p.member = $1 and q.member = $2 order by c.last desc, c.id limit 1"),
            params![me, other],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

/// Notes who wrote first between two, and whether they knew one another from a space.
///
/// # Errors
/// When the database fails.
pub fn note_opened(
    tx: &mut Tx,
    act: &Act,
    chat: ChatId,
    by: PersonaId,
    acquainted: bool,
) -> Result<(), Fault> {
    tx.queue(
        sql!("update chat set opened_by = $2, opened_at = $3, acquainted = $4 where tenant = $tenant and id = $1"),
        params![chat, by, act.now, acquainted],
    )
}

/// Notes that the other answered.
///
/// # Errors
/// When the database fails.
pub fn note_answered(tx: &mut Tx, act: &Act, chat: ChatId) -> Result<(), Fault> {
    tx.queue(
        sql!("update chat set answered_at = coalesce(answered_at, $2) where tenant = $tenant and id = $1"),
        params![chat, act.now],
    )
}

/// How many people the actor has written to first since a time who are still strangers: they have not answered,
/// or shared no space with him.
///
/// # Errors
/// When the database fails.
pub async fn strangers_since(tx: &mut Tx, me: MemberId, since: Time) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) from persona p join chat c on c.tenant = p.tenant and c.opened_by = p.id where p.tenant = $tenant and p.member = $1 and c.opened_at > $2 and (c.answered_at is null or not c.acquainted)"),
            params![me, since],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// Gives a small group a name.
///
/// # Errors
/// When the database fails.
pub fn rename(tx: &mut Tx, act: &Act, chat: ChatId, name: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("update chat set name = $2, named_by = $3 where tenant = $tenant and id = $1"),
        params![chat, name, act.actor.persona],
    )
}

/// Hands a small group to somebody.
///
/// # Errors
/// When the database fails.
pub fn set_owner(tx: &mut Tx, chat: ChatId, owner: PersonaId) -> Result<(), Fault> {
    tx.queue(sql!("update chat set owner = $2 where tenant = $tenant and id = $1"), params![chat, owner])
}

/// Whether a person lets others see what he has read.
///
/// # Errors
/// When the database fails.
pub async fn shows_reads(tx: &mut Tx, member: MemberId) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) from chat_choice c join persona p on p.tenant = c.tenant and p.id = c.persona where c.tenant = $tenant and p.member = $1 and not c.shows_reads"),
            params![member],
        )
        .await?;
    let hides: i64 = row.map_or(Ok(0), |r| r.first())?;
    Ok(hides == 0)
}

/// Writes whether a person lets others see what he has read, for all his faces.
///
/// # Errors
/// When the database fails.
pub fn set_shows_reads(tx: &mut Tx, member: MemberId, shows: bool) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into chat_choice (tenant, persona, shows_reads) select p.tenant, p.id, $2 from persona p where p.tenant = $tenant and p.member = $1 on conflict (tenant, persona) do update set shows_reads = excluded.shows_reads"),
        params![member, shows],
    )
}
