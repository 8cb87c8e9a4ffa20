//! Who is in a chat, and whether he may say something there now. Reading and writing both pass here.

use super::{
    SEND, approach,
    state::{
        self, ChatRow,
        member::Seat,
        reading::{self, Reading},
    },
};
use crate::space;
use weilu_kernel::{Act, Place, Tx, Verdict, link::LinkRefusal};
use weilu_vocabulary::{MemberId, MessageId, Outcome, PersonaId, refusals};

refusals! {
    /// Why nothing may be said in a chat now, whatever it is.
    pub enum DoorRefusal {
        /// Switched off.
        Off => 409 "chat.off" "这个群没有开放群聊，以前的消息还能看。" "Group chat is switched off here; what was said before can still be read.";
        /// Reading by right, not by being inside.
        NotInside => 403 "chat.not_inside" "只有群成员可以在群聊里说话。" "Only members of the group speak in its chat.";
    }
}

/// Somebody in a chat.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guest {
    /// The person.
    pub member: MemberId,
    /// The face that acts.
    pub persona: PersonaId,
    /// What came up to this number is not for him.
    pub floor: i64,
    /// How he keeps the chat.
    pub reading: Reading,
    /// He has seen everything up to here: read, cleared, or said before he came.
    pub seen: i64,
}

/// A chat and the actor in it.
///
/// # Errors
/// 404 when it is none of his business. That he may read a space's chat was checked by its permission.
pub(super) async fn enter(
    tx: &mut Tx,
    act: &Act,
    chat: weilu_vocabulary::ChatId,
) -> Outcome<(ChatRow, Guest)> {
    let chat = state::load(tx, chat).await?.ok_or(LinkRefusal::NotFound)?;
    let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
    let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
    let (floor, base) = match chat.space {
        Some(space) => (0, reading::before_me(tx, chat.id, space, member).await?),
        None => {
            let seats = state::member::all(tx, chat.id).await?;
            let floor = seats.iter().filter(|s| s.member == member).map(|s| s.floor).min();
            let floor = floor.ok_or(LinkRefusal::NotFound)?;
            (floor, floor)
        }
    };
    let reading = reading::of(tx, chat.id, member).await?;
    let seen = base.max(reading.number).max(reading.cleared);
    let floor = floor.max(reading.cleared);
    Ok((chat, Guest { member, persona, floor, reading, seen }))
}

/// Whether a message stands in the sight of the actor: for features that are about messages (a report, a bookmark).
/// A message of a space's chat also wants [`super::READ`] there.
///
/// # Errors
/// 404 when it does not.
pub async fn may_see(tx: &mut Tx, act: &Act, message: MessageId) -> Outcome<()> {
    let row = state::message::load(tx, message).await?.ok_or(LinkRefusal::NotFound)?;
    let (chat, guest) = enter(tx, act, row.chat).await?;
    if row.number <= guest.floor || state::message::is_gone_for(tx, &row, guest.member).await? {
        return Err(LinkRefusal::NotFound.into());
    }
    let place = Place { space: chat.space, ..Place::default() };
    weilu_kernel::link::may(tx, act, &super::READ, place).await
}

/// The other one of two.
///
/// # Errors
/// 404 when there is none.
pub(super) async fn other(tx: &mut Tx, chat: &ChatRow, me: MemberId) -> Outcome<Seat> {
    let seats = state::member::all(tx, chat.id).await?;
    Ok(seats.into_iter().find(|s| s.member != me).ok_or(LinkRefusal::NotFound)?)
}

/// Refuses unless the actor may say something in a chat now, with files on it or without. It counts nothing, so it
/// can be asked beforehand.
///
/// # Errors
/// The reason.
pub(super) async fn may_speak(
    tx: &mut Tx,
    act: &Act,
    chat: &ChatRow,
    guest: &Guest,
    carries: bool,
) -> Outcome<()> {
    act.app.grants.publisher(tx, act, chat.space).await?;
    if let Some(id) = chat.space {
        let place = Place { space: Some(id), ..Place::default() };
        if act.app.grants.may(tx, act, &SEND, place).await? != Verdict::Yes {
            return Err(DoorRefusal::NotInside.into());
        }
        let row = space::state::load(tx, id).await?.ok_or(LinkRefusal::NotFound)?;
        if !space::kind::module_on(&row.kind, &row.modules, "chat") {
            return Err(DoorRefusal::Off.into());
        }
        return space::may_speak(tx, act, id).await;
    }
    if chat.is_pair() {
        let other = other(tx, chat, guest.member).await?;
        approach::decide(&approach::look(tx, act, chat, (guest.member, &other), carries).await?)?;
    }
    Ok(())
}
