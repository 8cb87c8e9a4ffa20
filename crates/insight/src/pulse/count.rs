//! Keeping the readings. Every event counts under its kind and day, for its space and for the whole house (space
//! 0); one with a weight is an act, and counts for whom it was done by. Older events that arrive later are fine:
//! sums stay sums, and firsts are the earliest there is.

use super::state;
use std::collections::BTreeMap;
use weilu_kernel::{Act, Tx, personal::ERASED, tenant};
use weilu_vocabulary::{Event, Failure, Id, PersonaId, PostId, RefKind, SpaceId, day_number};

/// The whole house among the spaces.
pub(super) const HOUSE: i64 = 0;

/// What waits for somebody.
pub(super) const QUESTION: &str = "question";
/// What waits for a reviewer.
pub(super) const REPORT: &str = "report";

const ASKED: &str = "question.asked";
const ANSWERED: &str = "question.answered";
const ACCEPTED: &str = "question.accepted";
const REPORTED: &str = "report.sent";
const SETTLED: &[&str] = &["report.answered"];
const TAKEN_AWAY: &[&str] = &["post.hidden", "post.removed"];
const PUT_BACK: &[&str] = &["post.restored", "post.unhidden"];

/// Events of other rooms that open or close what waits: names that those rooms must declare.
pub const HEARD: &[&str] = &[
    ASKED,
    ANSWERED,
    ACCEPTED,
    REPORTED,
    "report.answered",
    "post.hidden",
    "post.removed",
    "post.restored",
    "post.unhidden",
];

#[derive(Default)]
struct Readings<'e> {
    kinds: BTreeMap<(i64, i64, &'e str), (i64, i64)>,
    people: BTreeMap<(i64, i64, PersonaId), i64>,
    first: BTreeMap<(i64, PersonaId), i64>,
}

impl<'e> Readings<'e> {
    fn add(&mut self, event: &'e Event, day: i64, weight: i64) {
        let places = [Some(HOUSE), event.space.map(SpaceId::raw)];
        let actor = event.on_behalf_of.or(event.actor).filter(|_| weight > 0);
        for place in places.into_iter().flatten() {
            let (count, zeros) = self.kinds.entry((place, day, &event.kind)).or_default();
            *count += 1;
            *zeros += i64::from(event.value == Some(0));
            if let Some(actor) = actor {
                *self.people.entry((place, day, actor)).or_default() += 1;
                let first = self.first.entry((place, actor)).or_insert(day);
                *first = day.min(*first);
            }
        }
    }
}

pub(super) async fn handle(tx: &mut Tx, act: &Act, events: &[Event]) -> Result<(), Failure> {
    let zone = tenant::zone(tx).await?;
    let mut readings = Readings::default();
    for event in events {
        let weight = act.app.event_kind(&event.kind).map_or(0, |k| k.weight);
        readings.add(event, day_number(event.at, &zone), weight);
        waiting(tx, event)?;
    }
    for ((space, day, kind), (count, zeros)) in readings.kinds {
        state::add_kind(tx, space, day, kind, count, zeros)?;
    }
    for ((space, day, persona), acts) in readings.people {
        state::add_person(tx, space, day, persona, acts)?;
    }
    for ((space, persona), day) in readings.first {
        state::note_first(tx, space, persona, day)?;
    }
    Ok(())
}

/// What the event does to what waits: questions, by the post that asks, and reports.
fn waiting(tx: &mut Tx, event: &Event) -> Result<(), Failure> {
    let Some(object) = event.object else { return Ok(()) };
    let kind = event.kind.as_str();
    let opens = match kind {
        ASKED => Some(QUESTION),
        REPORTED => Some(REPORT),
        _ => None,
    };
    if let Some(what) = opens {
        let space = event.space.map_or(HOUSE, SpaceId::raw);
        state::open(tx, what, object.id, space, event.actor, event.at)?;
    } else if kind == ANSWERED {
        answered(tx, event)?;
    } else if kind == ACCEPTED {
        for post in posts(event) {
            state::close(tx, QUESTION, post.raw(), event.at)?;
        }
    } else if SETTLED.contains(&kind) {
        state::close(tx, REPORT, object.id, event.at)?;
    } else if object.kind == RefKind::Post && TAKEN_AWAY.contains(&kind) {
        state::set_gone(tx, QUESTION, object.id, true)?;
    } else if object.kind == RefKind::Post && PUT_BACK.contains(&kind) {
        state::set_gone(tx, QUESTION, object.id, false)?;
    } else if kind == ERASED.name {
        for asker in event.with.iter().filter_map(|r| r.get::<PersonaId>()) {
            state::set_gone_with(tx, QUESTION, asker)?;
        }
    }
    Ok(())
}

/// An answer names the question as its object or beside it; a post that asked nothing is never looked up.
fn answered(tx: &mut Tx, event: &Event) -> Result<(), Failure> {
    let Some(actor) = event.on_behalf_of.or(event.actor) else { return Ok(()) };
    for post in posts(event) {
        state::answer(tx, post.raw(), actor, event.at)?;
    }
    Ok(())
}

fn posts(event: &Event) -> impl Iterator<Item = PostId> + '_ {
    event.object.iter().chain(&event.with).filter_map(|r| r.get::<PostId>())
}
