//! Counts polls anew whenever somebody voted, a poll closed, or records were merged or parted.

use super::{CLOSED, OPENED, VOTED, state};
use std::collections::BTreeSet;
use weilu_kernel::{Act, Tx};
use weilu_people::identity::{MERGED, UNMERGED};
use weilu_vocabulary::{Event, Failure, PersonaId, PollId};

pub(super) async fn handle(tx: &mut Tx, _act: &Act, events: &[Event]) -> Result<(), Failure> {
    let mut touched: BTreeSet<PollId> = BTreeSet::new();
    for event in events {
        let kind = event.kind.as_str();
        if [OPENED.name, VOTED.name, CLOSED.name].contains(&kind) {
            touched.extend(event.object.and_then(|o| o.get::<PollId>()));
        } else if kind == MERGED.name || kind == UNMERGED.name {
            for persona in event.with.iter().filter_map(|r| r.get::<PersonaId>()) {
                touched.extend(state::voted_in(tx, persona).await?);
            }
        }
    }
    for id in touched {
        if let Some(poll) = state::load(tx, id).await? {
            state::recount(tx, &poll).await?;
        }
    }
    Ok(())
}
