//! Warms threads by what people do on them.

use super::{heat, state};
use crate::{post, space::day, vote};
use std::collections::BTreeSet;
use weilu_kernel::{Act, Tx};
use weilu_people::identity::{MERGED, UNMERGED};
use weilu_vocabulary::{Event, Failure, PersonaId, PostId};

/// The post an event is about, where somebody did something on it that counts.
fn warms(act: &Act, event: &Event) -> Option<(PersonaId, PostId)> {
    let weight = act.app.event_kind(&event.kind).map_or(0, |k| k.weight);
    let down = event.kind == vote::CAST.name && event.value.is_some_and(|v| v < 0);
    let actor = event.actor.filter(|_| weight > 0 && !down)?;
    let post = event.object.iter().chain(&event.with).find_map(|r| r.get::<PostId>())?;
    Some((actor, post))
}

pub(super) async fn handle(tx: &mut Tx, act: &Act, events: &[Event]) -> Result<(), Failure> {
    let zone = day::zone(tx).await?;
    let mut touched: BTreeSet<PostId> = BTreeSet::new();
    for event in events {
        if event.kind == MERGED.name || event.kind == UNMERGED.name {
            for persona in event.with.iter().filter_map(|r| r.get::<PersonaId>()) {
                touched.extend(state::warmed_by(tx, persona).await?);
            }
            continue;
        }
        let Some((actor, said)) = warms(act, event) else { continue };
        let Some(post) = post::state::load(tx, said).await? else { continue };
        let last = state::last_of(tx, post.thread, actor).await?;
        if last.is_some_and(|last| event.at.since(last) < heat::HALF) {
            continue;
        }
        state::add(tx, post.thread, actor, event.at, day::number(event.at, &zone))?;
        touched.insert(post.thread);
    }
    if touched.is_empty() {
        return Ok(());
    }
    for thread in touched {
        state::recount(tx, thread, |at| day::number(at, &zone)).await?;
    }
    state::forget(tx, |at| day::number(at, &zone)).await?;
    Ok(())
}
