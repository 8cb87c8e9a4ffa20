//! Counts who answers and whose answers are accepted, by day and space.

use super::{ACCEPTED, UNACCEPTED, state};
use crate::{post::REPLIED, space::day};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{Event, Failure, PersonaId, PostId, SECOND, Time};

pub(super) async fn handle(tx: &mut Tx, _act: &Act, events: &[Event]) -> Result<(), Failure> {
    let zone = day::zone(tx).await?;
    for event in events {
        let named = event.with.iter().find_map(|r| r.get::<PersonaId>());
        let Some(named) = named else { continue };
        let space = event.space.map_or(0, weilu_vocabulary::Id::raw);
        let today = day::number(event.at, &zone);
        match event.kind.as_str() {
            kind if kind == ACCEPTED.name => state::help(tx, space, named, today, 0, 1)?,
            kind if kind == UNACCEPTED.name => {
                let given = Time(event.at.0 - event.value.unwrap_or(0) * SECOND);
                state::help(tx, space, named, day::number(given, &zone), 0, -1)?;
            }
            kind if kind == REPLIED.name => {
                let Some(actor) = event.actor.filter(|actor| *actor != named) else { continue };
                let above: Vec<PostId> = event.with.iter().filter_map(|r| r.get()).collect();
                // A direct answer names the question twice: as what it answers, and as its thread.
                let direct = above.first().filter(|parent| above.last() == Some(parent));
                if let Some(question) = direct
                    && state::load(tx, *question).await?.is_some()
                {
                    state::help(tx, space, actor, today, 1, 0)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}
