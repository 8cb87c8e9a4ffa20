//! How far somebody has read a chat, and how he keeps it: muted, on top, cleared. Several faces of one person are
//! read as one.

use weilu_kernel::Act;
use weilu_store::{Tx, params, rows, sql};
use weilu_vocabulary::{ChatId, Fault, MemberId, PersonaId, SpaceId};

rows! {
    /// How a person keeps a chat.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Reading {
        /// The last message he has read.
        pub number: i64,
        /// He cleared everything up to here for himself.
        pub cleared: i64,
        /// Whether it makes no noise.
        pub muted: bool,
        /// Whether it stands on top.
        pub pinned: bool,
    }

    struct Sums { number: i64, cleared: i64, muted: i64, pinned: i64 }
    struct Number { number: i64 }
}

/// How a person keeps a chat.
///
/// # Errors
/// When the database fails.
pub async fn of(tx: &mut Tx, chat: ChatId, member: MemberId) -> Result<Reading, Fault> {
    let row: Option<Sums> = tx
        .one(
            sql!("select coalesce(max(r.number), 0) as number, coalesce(max(r.cleared), 0) as cleared, count(case when r.muted then 1 end) as muted, count(case when r.pinned then 1 end) as pinned from persona p join chat_reading r on r.tenant = p.tenant and r.persona = p.id where p.tenant = $tenant and p.member = $1 and r.chat = $2"),
            params![member, chat],
        )
        .await?;
    Ok(row.map_or_else(Reading::default, |r| Reading {
        number: r.number,
        cleared: r.cleared,
        muted: r.muted > 0,
        pinned: r.pinned > 0,
    }))
}

/// The last message of a space's chat that was said before a person came in.
///
/// # Errors
/// When the database fails.
pub async fn before_me(tx: &mut Tx, chat: ChatId, space: SpaceId, member: MemberId) -> Result<i64, Fault> {
    let row: Option<Number> = tx
        .one(
            sql!("select e.number from chat_message e where e.tenant = $tenant and e.chat = $1 and e.at <= (select min(n.since) from persona p join space_member n on n.tenant = p.tenant and n.persona = p.id where p.tenant = $tenant and p.member = $3 and n.space = $2) order by e.at desc, e.number desc limit 1"),
            params![chat, space, member],
        )
        .await?;
    Ok(row.map_or(0, |r| r.number))
}

/// Writes how far somebody has read; never back.
///
/// # Errors
/// When the database fails.
pub fn read_to(tx: &mut Tx, act: &Act, chat: ChatId, persona: PersonaId, number: i64) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into chat_reading (tenant, persona, chat, number, cleared, muted, pinned, at) values ($tenant, $1, $2, $3, 0, false, false, $4) on conflict (tenant, persona, chat) do update set number = case when excluded.number > chat_reading.number then excluded.number else chat_reading.number end, at = excluded.at"),
        params![persona, chat, number, act.now],
    )
}

/// Writes how a person keeps a chat, for the face that acts, and the same for his others.
///
/// # Errors
/// When the database fails.
pub fn keep(
    tx: &mut Tx,
    act: &Act,
    chat: ChatId,
    mine: (PersonaId, MemberId),
    reading: Reading,
) -> Result<(), Fault> {
    let (persona, member) = mine;
    tx.queue(
        sql!("insert into chat_reading (tenant, persona, chat, number, cleared, muted, pinned, at) values ($tenant, $1, $2, $3, $4, $5, $6, $7) on conflict (tenant, persona, chat) do nothing"),
        params![persona, chat, reading.number, reading.cleared, reading.muted, reading.pinned, act.now],
    )?;
    tx.queue(
        sql!("update chat_reading set number = $3, cleared = $4, muted = $5, pinned = $6 where tenant = $tenant and chat = $2 and persona in (select id from persona where tenant = $tenant and member = $1)"),
        params![member, chat, reading.number, reading.cleared, reading.muted, reading.pinned],
    )
}
