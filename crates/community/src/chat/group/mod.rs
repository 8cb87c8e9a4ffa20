//! Small groups: a handful of people whom one of them brought together. They have no gate, no charter and no place
//! in the catalogue; what grows beyond a handful belongs into a space.
//!
//! Rules: one brings in only people he knows (a space in common in which he is no newcomer, or a talk that was
//! answered) and who did not block him; whoever comes later does not read what was said before; the one who made it
//! runs it, and when he leaves the one who came next does. What happens to the group stands between its messages.

pub(super) mod found;
pub(super) mod people;

use super::{
    GROUP_PEOPLE, approach, door,
    state::{
        self, ChatRow, member,
        message::{self, NewMessage},
        reading,
    },
};
use crate::block;
use weilu_kernel::{Act, Tx, link::LinkRefusal};
use weilu_people::member::state::{face, load_now};
use weilu_vocabulary::{ChatId, EventKind, MemberId, MessageId, Outcome, PersonaId, refusals};

const NAME_MAX: usize = 20;

refusals! {
    /// Why nothing happened to a small group.
    pub enum GroupRefusal {
        /// The name is too long.
        NameTooLong { most: usize } => 422 "chat.name_too_long" "群名最多 {most} 个字。" "A group's name has {most} characters at most.";
        /// Nobody was named.
        NobodyNamed => 422 "chat.nobody_named" "先选几位要一起聊的人。" "Choose whom to talk with first.";
        /// Too many people.
        Full { most: i64 } => 409 "chat.full" "小群最多 {most} 人，人多的话可以发起一个圈子。" "A small group has {most} people at most; for more, propose a circle.";
        /// Somebody he does not know.
        NotAcquainted { name: String } => 403 "chat.not_acquainted" "还不能拉{name}进来，先在同一个群里或私聊里认识一下吧。" "{name} cannot be brought in yet; get to know each other in a group or a talk first.";
        /// Only whoever runs it.
        OwnerOnly => 403 "chat.owner_only" "这件事由群主来做。" "This is for whoever runs the group.";
        /// Not a small group.
        NotAGroup => 409 "chat.not_a_group" "这里不是小群，成员不在这里增减。" "This is no small group; people do not come and go here.";
        /// Not in it.
        NotThere => 404 "chat.not_there" "这个人不在群里了。" "This person is no longer in the group.";
    }
}

fn checked_name(name: &str) -> Result<&str, GroupRefusal> {
    let name = name.trim();
    if name.chars().count() > NAME_MAX {
        return Err(GroupRefusal::NameTooLong { most: NAME_MAX });
    }
    Ok(name)
}

/// A small group the actor is in.
async fn enter(tx: &mut Tx, act: &Act, chat: ChatId) -> Outcome<(ChatRow, door::Guest)> {
    tx.lock(&[chat.into()])?;
    let (chat, guest) = door::enter(tx, act, chat).await?;
    if chat.kind != "group" {
        return Err(GroupRefusal::NotAGroup.into());
    }
    Ok((chat, guest))
}

/// Whether the actor runs a small group.
pub(super) async fn runs(tx: &mut Tx, act: &Act, chat: &ChatRow) -> Outcome<bool> {
    match chat.owner {
        Some(owner) => Ok(act.app.grants.is_me(tx, act, owner).await?),
        None => Ok(false),
    }
}

/// Refuses unless he does.
async fn owned(tx: &mut Tx, act: &Act, chat: &ChatRow) -> Outcome<()> {
    if runs(tx, act, chat).await? { Ok(()) } else { Err(GroupRefusal::OwnerOnly.into()) }
}

/// The face of somebody whom the actor may bring in, or `None` for himself.
async fn acquainted(tx: &mut Tx, act: &Act, me: MemberId, wanted: MemberId) -> Outcome<Option<PersonaId>> {
    let them = load_now(tx, wanted).await?.filter(|m| m.state == "active").ok_or(LinkRefusal::NotFound)?;
    if them.id == me {
        return Ok(None);
    }
    let theirs = face(tx, them.id).await?.ok_or(LinkRefusal::NotFound)?;
    let common = approach::common(tx, act, me, them.id).await?;
    let talked = match state::between(tx, me, them.id).await? {
        Some(chat) => state::load(tx, chat).await?.is_some_and(|c| c.answered_at.is_some()),
        None => false,
    };
    let knows = talked || (common.shared && common.newcomer.is_none());
    // Whoever blocked the actor is, to him, somebody he does not know.
    if !knows || block::between(tx, act, theirs).await?.any() {
        return Err(GroupRefusal::NotAcquainted { name: them.name }.into());
    }
    Ok(Some(theirs))
}

/// The faces of those named who are not in a chat yet; refuses what would make it too large.
async fn wanted(
    tx: &mut Tx,
    act: &Act,
    me: MemberId,
    there: &[member::Seat],
    names: &[MemberId],
) -> Outcome<Vec<PersonaId>> {
    let most = GROUP_PEOPLE.get(tx).await?;
    let room = usize::try_from(most).unwrap_or(0).saturating_sub(there.len().max(1));
    if names.len() > room {
        return Err(GroupRefusal::Full { most }.into());
    }
    let mut faces = Vec::new();
    for name in names {
        let face = acquainted(tx, act, me, *name).await?;
        faces.extend(face.filter(|f| !there.iter().any(|s| s.persona == *f) && !faces.contains(f)));
    }
    Ok(faces)
}

/// Writes between the messages what happened to a group, and tells everybody in it.
async fn note(
    tx: &mut Tx,
    act: &Act,
    chat: &ChatRow,
    by: PersonaId,
    what: (&EventKind, &str),
    about: Option<PersonaId>,
) -> Outcome<()> {
    let (event, kind) = what;
    let id: MessageId = act.id();
    let number = state::take_number(tx, chat.id, id).await?;
    let new = NewMessage {
        id,
        chat: chat.id,
        number,
        author: by,
        kind,
        text: "",
        carries: "",
        files: "",
        quote: None,
        about,
        calls_all: false,
    };
    message::insert(tx, act, &new)?;
    reading::read_to(tx, act, chat.id, by, number)?;
    let seats = member::all(tx, chat.id).await?;
    let heard = seats.iter().map(|s| s.persona).filter(|p| *p != by);
    tx.append(act, heard.chain(about).fold(event.on(chat.id).with(id), |event, persona| event.with(persona)));
    Ok(())
}
