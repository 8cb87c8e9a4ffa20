//! Counting what people do, from the log.

use super::state;
use crate::post;
use std::collections::{BTreeMap, BTreeSet};
use weilu_kernel::{Act, Tx, searchable::AT_ONCE};
use weilu_people::account;
use weilu_vocabulary::{DAY, Event, Failure, Fault, Id, PersonaId};

/// What a slice of the log adds.
#[derive(Default)]
struct Sums {
    came: BTreeMap<i64, BTreeSet<PersonaId>>,
    counts: BTreeMap<PersonaId, Added>,
}

#[derive(Default)]
struct Added {
    days: i64,
    posts: i64,
    likes: i64,
}

impl Sums {
    fn of(act: &Act, events: &[Event]) -> Sums {
        let mut sums = Sums::default();
        for event in events {
            sums.add(act, event);
        }
        sums
    }

    fn add(&mut self, act: &Act, event: &Event) {
        let kind = event.kind.as_str();
        if let Some(actor) = event.actor {
            if kind == account::SIGNED_IN.name || act.app.event_kind(kind).is_some_and(|k| k.weight > 0) {
                self.came.entry(event.at.0 / DAY).or_default().insert(actor);
            }
            if kind == post::WRITTEN.name || kind == post::REPLIED.name {
                self.counts.entry(actor).or_default().posts += 1;
            }
        }
        let change = match kind {
            k if k == post::LIKED.name => 1,
            k if k == post::UNLIKED.name => -1,
            _ => return,
        };
        let author: Option<PersonaId> = event.with.iter().find_map(|r| r.get());
        if let Some(author) = author.filter(|a| Some(*a) != event.actor) {
            self.counts.entry(author).or_default().likes += change;
        }
    }

    /// Counts the days that are new.
    async fn add_days(&mut self, tx: &mut Tx) -> Result<(), Fault> {
        for (day, came) in &self.came {
            let came: Vec<i64> = came.iter().map(|persona| persona.raw()).collect();
            for some in came.chunks(AT_ONCE) {
                let known = state::came_by(tx, *day, some).await?;
                for persona in some.iter().map(|id| PersonaId::from_raw(*id)).filter(|p| !known.contains(p)) {
                    state::note_day(tx, persona, *day)?;
                    self.counts.entry(persona).or_default().days += 1;
                }
            }
        }
        Ok(())
    }
}

pub(super) async fn handle(tx: &mut Tx, act: &Act, events: &[Event]) -> Result<(), Failure> {
    let mut sums = Sums::of(act, events);
    sums.add_days(tx).await?;
    for (persona, added) in sums.counts {
        state::add(tx, persona, added.days, added.posts, added.likes)?;
    }
    Ok(())
}
