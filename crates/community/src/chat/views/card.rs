//! What a chat is called and looks like: the space, the other one, or the faces of a small group.

use crate::{
    chat::state::{ChatRow, member::of_actor},
    space,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Tx, params, rows, sql};
use weilu_vocabulary::{BlobId, ChatId, Fault, MemberId, SpaceId};

rows! {
    /// A person as a chat shows him.
    #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
    pub struct Person {
        /// Who.
        pub id: MemberId,
        /// Name used in this chat; empty when he is gone for good.
        pub name: String,
        /// Picture.
        pub avatar: Option<BlobId>,
        /// He left for good.
        pub erased: bool,
    }
}

/// A chat in a list.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ChatCard {
    /// Which.
    pub id: ChatId,
    /// `space`, `pair` or `group`.
    pub kind: String,
    /// Of which space.
    pub space: Option<SpaceId>,
    /// Name of the space or group; empty when the faces are its name.
    pub name: String,
    /// Picture of the space.
    pub avatar: Option<BlobId>,
    /// First nine faces of a group.
    pub faces: Vec<Person>,
    /// The other one of two.
    pub other: Option<Person>,
}

/// The card of a chat.
///
/// # Errors
/// When the database fails.
pub async fn of(tx: &mut Tx, act: &Act, chat: &ChatRow) -> Result<ChatCard, Fault> {
    let mut card = ChatCard {
        id: chat.id,
        kind: chat.kind.clone(),
        space: chat.space,
        name: chat.name.clone(),
        avatar: None,
        faces: Vec::new(),
        other: None,
    };
    if let Some(id) = chat.space {
        if let Some(space) = space::state::load(tx, id).await? {
            card.name = space.name;
            card.avatar = space.avatar;
        }
        if card.avatar.is_none() {
            card.faces = inside(tx, id).await?;
        }
        return Ok(card);
    }
    let seated = seated(tx, chat.id, 9).await?;
    if chat.is_pair() {
        card.other = seated.into_iter().find(|p| Some(p.id) != act.actor.member);
    } else {
        card.faces = seated;
    }
    Ok(card)
}

async fn inside(tx: &mut Tx, space: SpaceId) -> Result<Vec<Person>, Fault> {
    tx.all(
        sql!("select b.id, coalesce(m.nickname, b.name) as name, b.avatar, b.state = 'erased' as erased from space_member m join persona p on p.tenant = m.tenant and p.id = m.persona join member b on b.tenant = m.tenant and b.id = p.member where m.tenant = $tenant and m.space = $1 order by m.number limit 9"),
        params![space],
    )
    .await
}

/// People of a chat that is no space's, in the order they came.
///
/// # Errors
/// When the database fails.
pub(super) async fn seated(tx: &mut Tx, chat: ChatId, most: i64) -> Result<Vec<Person>, Fault> {
    tx.all(
        sql!("select b.id, b.name, b.avatar, b.state = 'erased' as erased from chat_member m join persona p on p.tenant = m.tenant and p.id = m.persona join member b on b.tenant = p.tenant and b.id = p.member where m.tenant = $tenant and m.chat = $1 order by m.since, m.persona limit $2"),
        params![chat, most],
    )
    .await
}

/// The number the actor is looked up by.
pub(super) fn me(act: &Act) -> i64 {
    of_actor(act)
}
