//! Counts what happens in each space by day of the brand's calendar (projection `space.day`): the source of
//! benefit counters, the daily report and the activity shown in the console. It names no other feature: every
//! event that stands in a space counts under its kind, and those with a weight also count for their actor.

use super::state;
use std::collections::BTreeMap;
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{Event, Failure, PersonaId, SpaceId};

pub use weilu_kernel::tenant::zone;
pub use weilu_vocabulary::{date_of as date, day_number as number};

pub(super) async fn handle(tx: &mut Tx, act: &Act, events: &[Event]) -> Result<(), Failure> {
    let zone = zone(tx).await?;
    let mut kinds: BTreeMap<(SpaceId, i64, &str), i64> = BTreeMap::new();
    let mut people: BTreeMap<(SpaceId, i64, PersonaId), i64> = BTreeMap::new();
    for event in events {
        let Some(space) = event.space else { continue };
        let day = number(event.at, &zone);
        *kinds.entry((space, day, &event.kind)).or_default() += 1;
        let weight = act.app.event_kind(&event.kind).map_or(0, |k| k.weight);
        if let Some(actor) = event.on_behalf_of.or(event.actor).filter(|_| weight > 0) {
            *people.entry((space, day, actor)).or_default() += 1;
        }
    }
    for ((space, day, kind), count) in kinds {
        state::day::add(tx, space, day, kind, count)?;
    }
    for ((space, day, persona), acts) in people {
        state::day::add_person(tx, space, day, persona, acts)?;
    }
    Ok(())
}
