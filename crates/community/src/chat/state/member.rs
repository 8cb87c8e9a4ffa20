//! Who is in a chat between two or in a small group, and what two people have in common. Who is in the chat of a
//! space is a matter of the space.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{ChatId, Fault, Id, MemberId, PersonaId, SpaceId};

rows! {
    /// Somebody in a chat.
    #[derive(Clone, Debug)]
    pub struct Seat {
        /// The face he is there with.
        pub persona: PersonaId,
        /// The person, as known now.
        pub member: MemberId,
        /// What came up to this number is not for him: he was not there.
        pub floor: i64,
        /// He does not want to talk here.
        pub declined: bool,
    }
}

/// Everybody in a chat, in the order they came.
///
/// # Errors
/// When the database fails.
pub async fn all(tx: &mut Tx, chat: ChatId) -> Result<Vec<Seat>, Fault> {
    tx.all(
        sql!("select m.persona, p.member, m.floor, m.declined from chat_member m join persona p on p.tenant = m.tenant and p.id = m.persona where m.tenant = $tenant and m.chat = $1 order by m.since, m.persona limit 200"),
        params![chat],
    )
    .await
}

/// Lets somebody in.
///
/// # Errors
/// When the database fails.
pub fn insert(tx: &mut Tx, act: &Act, chat: ChatId, persona: PersonaId, floor: i64) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into chat_member (tenant, chat, persona, since, floor, declined) values ($tenant, $1, $2, $3, $4, false) on conflict (tenant, chat, persona) do nothing"),
        params![chat, persona, act.now, floor],
    )
}

/// Writes whether a person wants to talk in a chat between two.
///
/// # Errors
/// When the database fails.
pub fn set_declined(tx: &mut Tx, chat: ChatId, member: MemberId, declined: bool) -> Result<(), Fault> {
    tx.queue(
        sql!("update chat_member set declined = $3 where tenant = $tenant and chat = $1 and persona in (select id from persona where tenant = $tenant and member = $2)"),
        params![chat, member, declined],
    )
}

/// Takes a person out, by every face.
///
/// # Errors
/// When the database fails.
pub fn remove(tx: &mut Tx, chat: ChatId, member: MemberId) -> Result<(), Fault> {
    tx.queue(
        sql!("delete from chat_member where tenant = $tenant and chat = $1 and persona in (select id from persona where tenant = $tenant and member = $2)"),
        params![chat, member],
    )
}

rows! {
    struct Shared { space: SpaceId, persona: PersonaId }
}

/// The spaces in which two people both are, with the face the first is there with.
///
/// # Errors
/// When the database fails.
pub async fn shared_spaces(
    tx: &mut Tx,
    me: MemberId,
    other: MemberId,
) -> Result<Vec<(SpaceId, PersonaId)>, Fault> {
    let rows: Vec<Shared> = tx
        .all(
            sql!("select n.space, n.persona from persona p join space_member n on n.tenant = p.tenant and n.persona = p.id where p.tenant = $tenant and p.member = $1 and exists (select 1 from persona q join space_member o on o.tenant = q.tenant and o.persona = q.id where q.tenant = $tenant and q.member = $2 and o.space = n.space) order by n.since limit 50"),
            params![me, other],
        )
        .await?;
    Ok(rows.into_iter().map(|r| (r.space, r.persona)).collect())
}

/// The face and name of a person in a space, or in a small group.
///
/// # Errors
/// When the database fails.
pub async fn named_in(
    tx: &mut Tx,
    chat: ChatId,
    space: Option<SpaceId>,
    member: MemberId,
) -> Result<Option<(PersonaId, String)>, Fault> {
    let row: Option<Row> = match space {
        Some(space) => {
            tx.one(
                sql!("select n.persona, coalesce(n.nickname, m.name) as name from persona p join space_member n on n.tenant = p.tenant and n.persona = p.id join member m on m.tenant = p.tenant and m.id = p.member where p.tenant = $tenant and p.member = $1 and n.space = $2 order by n.number limit 1"),
                params![member, space],
            )
            .await?
        }
        None => {
            tx.one(
                sql!("select n.persona, m.name from persona p join chat_member n on n.tenant = p.tenant and n.persona = p.id join member m on m.tenant = p.tenant and m.id = p.member where p.tenant = $tenant and p.member = $1 and n.chat = $2 order by n.since limit 1"),
                params![member, chat],
            )
            .await?
        }
    };
    row.map(|r| Ok((r.get("persona")?, r.get("name")?))).transpose()
}

/// The number that a person without a person is looked up by: it finds nothing.
#[must_use]
pub(in crate::chat) fn of_actor(act: &Act) -> i64 {
    act.actor.member.map_or(-1, Id::raw)
}
