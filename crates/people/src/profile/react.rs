//! Reads from the log who reacted to whom: any act of weight that names another person it happened with.
//!
//! It keeps personas, so merging and undoing change nothing here: the person is resolved when it is read.

use super::state;
use std::collections::BTreeMap;
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{DAY, Event, Failure, PersonaId, Time};

/// Microseconds of a week.
pub(super) const WEEK: i64 = 7 * DAY;

pub(super) async fn handle(tx: &mut Tx, act: &Act, events: &[Event]) -> Result<(), Failure> {
    let mut counted: BTreeMap<_, (i64, Time)> = BTreeMap::new();
    for event in events {
        let Some(from) = event.actor else { continue };
        if act.app.event_kind(&event.kind).is_none_or(|k| k.weight == 0) {
            continue;
        }
        let mut to: Vec<PersonaId> =
            event.with.iter().filter_map(|r| r.get()).filter(|p| *p != from).collect();
        to.sort_unstable();
        to.dedup();
        for persona in to {
            let week = event.at.0.div_euclid(WEEK);
            let (times, last) = counted.entry((persona, from, week)).or_insert((0, event.at));
            *times += 1;
            *last = event.at.max(*last);
        }
    }
    for (whom, (times, last)) in counted {
        state::count_reactions(tx, whom, times, last)?;
    }
    Ok(())
}
