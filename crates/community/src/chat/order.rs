//! What reviewers do with a message: out of sight, back again, and what it says. Only a message that somebody
//! pointed at, or that holds a word of the list, comes before them.

use super::{
    MODERATED, MODERATED_PRIVATELY,
    state::{self, member, message},
};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{Fault, MessageId};

/// Takes a message out of sight, or brings it back. What its author took back meanwhile stays gone.
///
/// # Errors
/// When the database fails.
pub async fn set_hidden(tx: &mut Tx, act: &Act, id: MessageId, hidden: bool) -> Result<(), Fault> {
    let (from, to) = if hidden { ("live", "hidden") } else { ("hidden", "live") };
    let Some(row) = message::load(tx, id).await?.filter(|m| m.state == from) else { return Ok(()) };
    let Some(chat) = state::load(tx, row.chat).await? else { return Ok(()) };
    message::set_state(tx, &row, to)?;
    let event = match chat.space {
        Some(space) => MODERATED.on(id).with(chat.id).space(space),
        None => {
            let seats = member::all(tx, chat.id).await?;
            let event = MODERATED_PRIVATELY.on(id).with(chat.id);
            seats.into_iter().fold(event, |event, seat| event.with(seat.persona))
        }
    };
    tx.append(act, event);
    Ok(())
}

/// What a message says, as kept.
///
/// # Errors
/// When the database fails.
pub async fn words(tx: &mut Tx, id: MessageId) -> Result<Option<String>, Fault> {
    message::text(tx, id).await
}
