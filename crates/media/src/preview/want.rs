//! Asking for the card of a link.

use super::{DAYS, READS, first_link, state};
use weilu_kernel::{Act, Tx};
use weilu_store::NewJob;
use weilu_vocabulary::{DAY, HOUR, MINUTE, Outcome, PreviewId, SpaceId};

/// A page that could not be read is tried again no sooner.
const FAILED_HOURS: i64 = 6;
/// A reading that did not come back is asked for again.
const LOST_MINUTES: i64 = 30;

/// The card of the first link in a text, to be kept beside it; it is read soon, if it was not lately. `space` is told
/// when that has happened. `None` when the text holds no link, or the brand reads none.
///
/// # Errors
/// When the database fails.
pub async fn wanted(
    tx: &mut Tx,
    act: &Act,
    text: &str,
    space: Option<SpaceId>,
) -> Outcome<Option<PreviewId>> {
    let Some(address) = first_link(text) else { return Ok(None) };
    if !READS.get(tx).await? {
        return Ok(None);
    }
    let days = DAYS.get(tx).await?;
    let (id, due) = match state::at(tx, address.as_str()).await? {
        None => {
            let id = act.id();
            // Two who ask at the same moment share the card of the first.
            let id = state::insert(tx, act, id, address.as_str(), space).await?;
            (id, true)
        }
        Some(row) => {
            let age = act.now.since(row.read_at.unwrap_or(row.wanted_at));
            let due = match row.state.as_str() {
                "ready" => age >= days * DAY,
                "plain" => age >= FAILED_HOURS * HOUR,
                _ => act.now.since(row.wanted_at) >= LOST_MINUTES * MINUTE,
            };
            (row.id, due)
        }
    };
    if due {
        state::note_wanted(tx, act, id, space)?;
        let job = NewJob {
            kind: "preview.read",
            key: format!("{id}:{}", act.now.0),
            payload: serde_json::json!({ "preview": id }),
            run_at: act.now,
        };
        tx.enqueue(act, job)?;
    }
    Ok(Some(id))
}
