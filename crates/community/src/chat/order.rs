//! What those who keep order do with a message that was reported: take it out of sight, bring it back, read it with a
//! few lines around it. Who may and why is decided in the feature `review`.

use super::{
    HIDDEN, HIDDEN_PRIVATELY, UNHIDDEN, UNHIDDEN_PRIVATELY, marked,
    state::{self, member, message, message::MessageRow},
};
use crate::{post, review};
use weilu_kernel::{Act, Place, Tx, Verdict};
use weilu_media::blob;
use weilu_vocabulary::{EventKind, Fault, MessageId, Outcome, SpaceId};

/// Lines on either side that are passed on with a reported one.
pub(super) const AROUND: i64 = 3;

/// A message somebody said, and the space it was said in.
///
/// # Errors
/// When the database fails.
pub async fn said(tx: &mut Tx, id: MessageId) -> Result<Option<(MessageRow, Option<SpaceId>)>, Fault> {
    let Some(row) = message::load(tx, id).await?.filter(|row| row.kind == "text") else { return Ok(None) };
    let chat = state::load(tx, row.chat).await?;
    Ok(chat.map(|chat| (row, chat.space)))
}

/// What a message says, with names, and with the word for what hangs on it.
///
/// # Errors
/// When the database fails.
pub async fn words(tx: &mut Tx, act: &Act, id: MessageId) -> Result<String, Fault> {
    let words = message::words(tx, id).await?.unwrap_or_default();
    let text = post::state::with_names(tx, &words.text).await?;
    Ok(marked(act.lang, &words.carries, &text))
}

/// Takes a message out of sight: `hidden`, or `deleted` when it must not stay. What was taken back or forgotten is
/// out of sight already.
///
/// # Errors
/// When the database fails.
pub async fn hide(tx: &mut Tx, act: &Act, row: &MessageRow, gone: bool) -> Result<(), Fault> {
    if !matches!(row.state.as_str(), "live" | "hidden") {
        return Ok(());
    }
    let (state, removed_at) = if gone { ("deleted", Some(act.now)) } else { ("hidden", None) };
    message::set_state(tx, row, state, removed_at)?;
    if row.state == "live" {
        tell(tx, act, row, (&HIDDEN, &HIDDEN_PRIVATELY)).await?;
    }
    Ok(())
}

/// Brings a message back, deleted ones only when `gone` says that those who keep order did it.
///
/// # Errors
/// When the database fails.
pub async fn unhide(tx: &mut Tx, act: &Act, row: &MessageRow, gone: bool) -> Result<(), Fault> {
    if !(row.state == "hidden" || gone && row.state == "deleted") {
        return Ok(());
    }
    message::set_state(tx, row, "live", None)?;
    tell(tx, act, row, (&UNHIDDEN, &UNHIDDEN_PRIVATELY)).await
}

/// Forgets what its author took back while it was looked at, once nothing was found in it.
///
/// # Errors
/// When the database fails.
pub async fn let_go(tx: &mut Tx, act: &Act, row: &MessageRow) -> Outcome<()> {
    if row.state != "recalled" {
        return Ok(());
    }
    message::forget(tx, row.id)?;
    blob::release(tx, act, row.id.into()).await
}

/// Tells the pages of everybody in the chat.
async fn tell(
    tx: &mut Tx,
    act: &Act,
    row: &MessageRow,
    (inside, privately): (&EventKind, &EventKind),
) -> Result<(), Fault> {
    let Some(chat) = state::load(tx, row.chat).await? else { return Ok(()) };
    let event = match chat.space {
        Some(space) => inside.on(row.id).with(chat.id).with(row.author).space(space),
        None => {
            let seats = member::all(tx, chat.id).await?;
            seats.into_iter().fold(privately.on(row.id).with(chat.id), |event, seat| event.with(seat.persona))
        }
    };
    tx.append(act, event);
    Ok(())
}

/// Whether the actor decides about a message, or about one so near that this one is passed on with it.
///
/// # Errors
/// When the database fails.
pub(super) async fn decides_near(tx: &mut Tx, act: &Act, row: &MessageRow) -> Result<bool, Fault> {
    let spaces = message::decided_in(tx, row, AROUND).await?;
    for space in spaces {
        let place = Place { space, ..Place::default() };
        if act.app.grants.may(tx, act, &review::DECIDE, place).await? == Verdict::Yes {
            return Ok(true);
        }
    }
    Ok(false)
}
