//! Keeps the order of replies: each new reply gets its place, each vote moves one.

use super::{CAST, WITHDRAWN, state};
use crate::post::REPLIED;
use std::collections::BTreeSet;
use weilu_kernel::{Act, Tx};
use weilu_people::identity::{MERGED, UNMERGED};
use weilu_vocabulary::{Event, Failure, PersonaId, PostId};

pub(super) async fn handle(tx: &mut Tx, _act: &Act, events: &[Event]) -> Result<(), Failure> {
    let mut touched: BTreeSet<PostId> = BTreeSet::new();
    for event in events {
        let kind = event.kind.as_str();
        if kind == CAST.name || kind == WITHDRAWN.name || kind == REPLIED.name {
            touched.extend(event.object.and_then(|o| o.get::<PostId>()));
        } else if kind == MERGED.name || kind == UNMERGED.name {
            for persona in event.with.iter().filter_map(|r| r.get::<PersonaId>()) {
                touched.extend(state::voted_by(tx, persona).await?);
            }
        }
    }
    for post in touched {
        state::recount(tx, post).await?;
    }
    Ok(())
}
