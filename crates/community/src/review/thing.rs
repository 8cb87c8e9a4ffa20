//! What can be pointed at and decided about: posts, replies, messages of chats, proposals of circles, and members. A feature whose things can be reported
//! adds its kind here: where a thing stands, whose it is, and how it goes out of sight.

use super::state::CaseRow;
use crate::{
    chat, circle,
    post::{self, sight, sight::Sight},
    space,
};
use weilu_kernel::{Act, Tx, link::LinkRefusal};
use weilu_people::member;
use weilu_vocabulary::{
    Fault, Id, MemberId, MessageId, Outcome, PersonaId, PostId, ProposalId, Ref, RefKind, SpaceId, refusals,
};

/// Something that a case is about.
#[derive(Clone, Debug)]
pub struct Thing {
    /// Which.
    pub about: Ref,
    /// Where.
    pub space: Option<SpaceId>,
    /// Whose.
    pub author: PersonaId,
    /// Whether others see it now.
    pub live: bool,
}

refusals! {
    /// Why a thing cannot be pointed at.
    pub enum ThingRefusal {
        /// Of another kind.
        NotHere => 422 "review.not_here" "这里只能举报帖子、回复、聊天消息、开圈提议和成员。" "Only posts, replies, chat messages, proposed circles and members can be reported here.";
    }
}

/// A thing that the actor sees.
///
/// # Errors
/// 404, or [`ThingRefusal`].
pub async fn seen(tx: &mut Tx, act: &Act, about: Ref) -> Outcome<Thing> {
    let thing = load(tx, about).await?.filter(|t| t.live).ok_or(LinkRefusal::NotFound)?;
    if let Some(id) = about.get::<PostId>() {
        let row = post::state::load(tx, id).await?.ok_or(LinkRefusal::NotFound)?;
        if !Sight::default().may_read(tx, act, row.space).await? {
            return Err(LinkRefusal::NotFound.into());
        }
        sight::check(tx, act, &row).await?;
    }
    if let Some(id) = about.get::<MessageId>() {
        chat::may_see(tx, act, id).await?;
    }
    Ok(thing)
}

/// A thing, whoever looks.
///
/// # Errors
/// [`ThingRefusal`], or the fault of the database.
pub async fn load(tx: &mut Tx, about: Ref) -> Outcome<Option<Thing>> {
    match about.kind {
        RefKind::Post => {
            let row = post::state::load(tx, PostId::new(about.id)).await?;
            Ok(row.map(|p| Thing { about, space: p.space, author: p.author, live: p.state == "live" }))
        }
        RefKind::Message => {
            let said = chat::order::said(tx, MessageId::new(about.id)).await?;
            Ok(said.map(|(m, space)| Thing { about, space, author: m.author, live: m.state == "live" }))
        }
        RefKind::Proposal => {
            let stands = circle::order::stands(tx, ProposalId::new(about.id)).await?;
            Ok(stands.map(|(author, live)| Thing { about, space: None, author, live }))
        }
        RefKind::Member => {
            let id = MemberId::new(about.id);
            if member::state::load(tx, id).await?.is_none() {
                return Ok(None);
            }
            let face = space::state::member::face_of(tx, id).await?;
            Ok(face.map(|author| Thing { about, space: None, author, live: true }))
        }
        _ => Err(ThingRefusal::NotHere.into()),
    }
}

/// Takes a thing out of sight; a member stays where he is.
///
/// # Errors
/// When the database fails.
pub async fn hide(tx: &mut Tx, act: &Act, about: Ref, gone: bool) -> Result<(), Fault> {
    if let Some(id) = about.get::<MessageId>() {
        return match chat::order::said(tx, id).await? {
            Some((row, _)) => chat::order::hide(tx, act, &row, gone).await,
            None => Ok(()),
        };
    }
    if let Some(id) = about.get::<ProposalId>() {
        return circle::order::hide(tx, act, id).await;
    }
    let Some(id) = about.get::<PostId>() else { return Ok(()) };
    match post::state::load(tx, id).await? {
        Some(row) if row.state != "erased" => post::order::hide(tx, act, &row, gone).await,
        _ => Ok(()),
    }
}

/// Brings a thing back into sight; what was never said is said now. What its author deleted meanwhile stays deleted.
///
/// # Errors
/// When the database fails.
pub async fn show(tx: &mut Tx, act: &Act, case: &CaseRow) -> Outcome<()> {
    if let Some(id) = case.about().get::<MessageId>() {
        return show_message(tx, act, case, id).await;
    }
    if let Some(id) = case.about().get::<ProposalId>() {
        return circle::order::show(tx, act, id, case.announced).await;
    }
    let Some(id) = case.about().get::<PostId>() else { return Ok(()) };
    let Some(row) = post::state::load(tx, id).await? else { return Ok(()) };
    if case.announced {
        post::order::unhide(tx, act, &row, case.decision == "delete").await?;
    } else {
        post::order::let_through(tx, act, &row).await?;
    }
    Ok(())
}

async fn show_message(tx: &mut Tx, act: &Act, case: &CaseRow, id: MessageId) -> Outcome<()> {
    let Some((row, _)) = chat::order::said(tx, id).await? else { return Ok(()) };
    if case.state != "upheld" {
        chat::order::let_go(tx, act, &row).await?;
    }
    Ok(chat::order::unhide(tx, act, &row, case.decision == "delete").await?)
}

/// The words of a thing, with the word for what hangs on a message.
///
/// # Errors
/// When the database fails.
pub async fn words(tx: &mut Tx, act: &Act, about: Ref) -> Result<(String, String), Fault> {
    if let Some(id) = about.get::<MessageId>() {
        return Ok((String::new(), chat::order::words(tx, act, id).await?));
    }
    if let Some(id) = about.get::<ProposalId>() {
        return circle::order::words(tx, id).await;
    }
    match about.get::<PostId>() {
        Some(id) => Ok(post::order::words(tx, id).await?.unwrap_or_default()),
        None => {
            let name = space::state::member::name_of(tx, MemberId::from_raw(about.id)).await?;
            Ok((String::new(), name.unwrap_or_default()))
        }
    }
}

/// Puts a thing that was never said back to waiting.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut Tx, about: Ref) -> Result<(), Fault> {
    if let Some(id) = about.get::<ProposalId>() {
        return circle::order::hold(tx, id).await;
    }
    let Some(id) = about.get::<PostId>() else { return Ok(()) };
    post::state::set_state(tx, id, "held", None)
}
