//! Warms threads by what people do on them.

use super::{
    heat,
    state::{self, ActRow},
};
use crate::{post, space::day, vote};
use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};
use weilu_kernel::{Act, Tx};
use weilu_people::identity::{MERGED, UNMERGED};
use weilu_vocabulary::{Event, Failure, Fault, PersonaId, PostId};

/// The post an event is about, where somebody did something on it that counts.
fn warms(act: &Act, event: &Event) -> Option<(PersonaId, PostId)> {
    let weight = act.app.event_kind(&event.kind).map_or(0, |k| k.weight);
    let down = event.kind == vote::CAST.name && event.value.is_some_and(|v| v < 0);
    let actor = event.actor.filter(|_| weight > 0 && !down)?;
    let post = event.object.iter().chain(&event.with).find_map(|r| r.get::<PostId>())?;
    Some((actor, post))
}

/// The acts on a thread, read once.
async fn known<'a>(
    tx: &mut Tx,
    read: &'a mut BTreeMap<PostId, Vec<ActRow>>,
    thread: PostId,
) -> Result<&'a mut Vec<ActRow>, Fault> {
    Ok(match read.entry(thread) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(place) => place.insert(state::acts(tx, thread).await?),
    })
}

pub(super) async fn handle(tx: &mut Tx, act: &Act, events: &[Event]) -> Result<(), Failure> {
    let zone = day::zone(tx).await?;
    let mut read: BTreeMap<PostId, Vec<ActRow>> = BTreeMap::new();
    let mut touched: BTreeSet<PostId> = BTreeSet::new();
    let mut days: BTreeMap<(PostId, i64), i64> = BTreeMap::new();
    let mut threads: BTreeMap<PostId, Option<PostId>> = BTreeMap::new();
    for event in events {
        if event.kind == MERGED.name || event.kind == UNMERGED.name {
            for persona in event.with.iter().filter_map(|r| r.get::<PersonaId>()) {
                touched.extend(state::warmed_by(tx, persona).await?);
            }
            continue;
        }
        let Some((actor, said)) = warms(act, event) else { continue };
        let thread = match threads.entry(said) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => *place.insert(post::state::load(tx, said).await?.map(|post| post.thread)),
        };
        let Some(thread) = thread else { continue };
        let person = state::person(tx, actor).await?;
        let acts = known(tx, &mut read, thread).await?;
        let last = acts.iter().rev().find(|act| act.persona == actor);
        if last.is_some_and(|last| event.at.since(last.at) < heat::HALF) {
            continue;
        }
        let act = ActRow { at: event.at, person, persona: actor };
        acts.insert(acts.partition_point(|other| (other.at, other.person) <= (act.at, act.person)), act);
        state::add(tx, thread, actor, event.at)?;
        *days.entry((thread, day::number(event.at, &zone))).or_default() += 1;
        touched.insert(thread);
    }
    if touched.is_empty() {
        return Ok(());
    }
    for ((thread, day), acts) in days {
        state::add_day(tx, thread, day, acts)?;
    }
    for thread in touched {
        let acts = known(tx, &mut read, thread).await?;
        state::recount(tx, thread, acts, |at| day::number(at, &zone)).await?;
    }
    state::forget(tx, |at| day::number(at, &zone)).await?;
    Ok(())
}
