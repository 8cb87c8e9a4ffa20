//! Which things the log touched lately, so that what is kept of them in memory is known to be what it was.
//!
//! A question reads the events that came since somebody last looked, in its own snapshot, and from them learns which
//! things were touched and who acted. What was read of a thing as of a position of the log stands while the thing was
//! not touched behind that position. Processors write their tables a little behind the log: what is read of those is
//! only as of the position that all of them had passed before the snapshot began ([`Act::as_of`](crate::Act)).
//! Invariants: it forgets only towards "touched"; two snapshots may ask at the same time, the older one at worst reads
//! again. What it does not do: know of changes that no event tells, so whoever keeps something also lets it age.

use crate::{Act, App, Feature};
use std::{
    collections::BTreeMap,
    sync::{PoisonError, RwLock, RwLockReadGuard},
};
use weilu_store::{Row, Tx, sql};
use weilu_vocabulary::{Fault, Ref};

/// Events read at once; whoever is further behind forgets everything instead.
const SLICE: i64 = 1_000;
const ENTRIES_MAX: usize = 100_000;
/// What is known of one node, and what the features say of their events.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    known: RwLock<Known>,
    reach: BTreeMap<&'static str, Reach>,
}

/// How far an event reaches that does not just touch what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    Nothing,
    Everything,
}

/// As of when something was read: what every processor had passed, and how often everything had been forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AsOf {
    pos: i64,
    turn: u64,
}

/// Up to where the log was read, and what it touched last where.
#[derive(Debug, Default)]
pub struct Known {
    pos: i64,
    turn: u64,
    /// What was touched up to here was forgotten: only what was read behind it can be known to stand.
    floor: i64,
    things: BTreeMap<i64, i64>,
    actors: BTreeMap<i64, i64>,
    spaces: BTreeMap<i64, i64>,
}

/// What is taken of an event.
#[derive(Debug, Default)]
struct Line {
    pos: i64,
    reach: Option<Reach>,
    actor: Option<i64>,
    space: Option<i64>,
    things: Vec<i64>,
}

impl Known {
    /// Whether what was read of these things, by their ids, still stands.
    pub fn untouched(&self, since: AsOf, things: impl IntoIterator<Item = i64>) -> bool {
        let touched = |id| self.things.get(&id).is_some_and(|at| *at > since.pos);
        self.reaches(since) && !things.into_iter().any(touched)
    }

    /// Whether what was read of the acts of these personas still stands.
    pub fn idle(&self, since: AsOf, personas: impl IntoIterator<Item = i64>) -> bool {
        let acted = |id| self.actors.get(&id).is_some_and(|at| *at > since.pos);
        self.reaches(since) && !personas.into_iter().any(acted)
    }

    /// Whether what was read of a space still stands, for nothing happened in it but coming and going.
    #[must_use]
    pub fn quiet(&self, since: AsOf, space: i64) -> bool {
        self.reaches(since) && self.spaces.get(&space).is_none_or(|at| *at <= since.pos)
    }

    fn len(&self) -> usize {
        self.things.len() + self.actors.len() + self.spaces.len()
    }

    fn reaches(&self, since: AsOf) -> bool {
        since.turn == self.turn && since.pos >= self.floor
    }

    fn forget(&mut self) {
        self.things.clear();
        self.actors.clear();
        self.spaces.clear();
        self.turn += 1;
        self.floor = self.pos;
    }

    fn take(&mut self, line: Line) {
        let pos = line.pos;
        self.pos = pos;
        if line.reach == Some(Reach::Everything) {
            self.forget();
        }
        self.actors.extend(line.actor.map(|id| (id, pos)));
        if line.reach != Some(Reach::Nothing) {
            self.spaces.extend(line.space.map(|id| (id, pos)));
            self.things.extend(line.things.into_iter().map(|id| (id, pos)));
        }
    }
}

impl Memory {
    pub fn of(features: &[&'static Feature]) -> Memory {
        let silent = features.iter().flat_map(|f| f.silent).map(|kind| (kind.name, Reach::Nothing));
        let sweeping = features.iter().flat_map(|f| f.sweeping).map(|kind| (kind.name, Reach::Everything));
        Memory { known: RwLock::default(), reach: silent.chain(sweeping).collect() }
    }

    fn read(&self) -> RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads what the log tells since somebody last looked.
///
/// # Errors
/// When the log cannot be read.
pub async fn catch_up(tx: &mut Tx, act: &Act) -> Result<(), Fault> {
    let memory = &act.app.touched;
    let from = memory.read().pos;
    let head = tx.log_head().await?;
    if head > from {
        let rows = since(tx, from.max(head - SLICE)).await?;
        let mut known = memory.known.write().unwrap_or_else(PoisonError::into_inner);
        if head - from > SLICE || known.len() > ENTRIES_MAX {
            known.pos = known.pos.max(head - SLICE);
            known.forget();
        }
        for row in rows {
            let pos: i64 = row.get("pos")?;
            // Another one came first.
            if pos <= known.pos {
                continue;
            }
            let refs = Ref::parse_list(&row.get::<String>("refs")?);
            let object = row.get::<Option<i64>>("object")?.into_iter();
            known.take(Line {
                pos,
                reach: memory.reach.get(row.get::<String>("kind")?.as_str()).copied(),
                actor: row.get("actor")?,
                space: row.get("space")?,
                things: object.chain(refs.iter().map(|thing| thing.id)).collect(),
            });
        }
    }
    Ok(())
}

impl App {
    /// What is known now; in a transaction that has caught up ([`catch_up`]), of everything it sees.
    pub fn touched(&self) -> RwLockReadGuard<'_, Known> {
        self.touched.read()
    }

    /// As of when an act reads that begins now.
    pub(crate) fn as_of(&self, pos: i64) -> AsOf {
        AsOf { pos, turn: self.touched.read().turn }
    }

    /// Nothing that is kept of anything stands any more: tables were filled anew.
    pub(crate) fn forget_touched(&self) {
        self.touched.known.write().unwrap_or_else(PoisonError::into_inner).forget();
    }
}

async fn since(tx: &mut Tx, from: i64) -> Result<Vec<Row>, Fault> {
    tx.all(
        sql!(
            "select pos, kind, actor, space, object, refs from event where pos > $1 order by pos limit 1000"
        ),
        &[from.into()],
    )
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn as_of(known: &Known, pos: i64) -> AsOf {
        AsOf { pos, turn: known.turn }
    }

    #[test]
    fn what_was_touched_behind_its_reading_no_longer_stands() {
        let mut known = Known::default();
        known.take(Line { pos: 5, actor: Some(7), space: Some(3), things: vec![40], ..Line::default() });
        assert!(known.untouched(as_of(&known, 5), [40, 41]));
        assert!(!known.untouched(as_of(&known, 4), [41, 40]));
        assert!(known.untouched(as_of(&known, 4), [41]));
        assert!(!known.idle(as_of(&known, 4), [7]) && known.idle(as_of(&known, 5), [7]));
        assert!(!known.quiet(as_of(&known, 4), 3) && known.quiet(as_of(&known, 5), 3));
        assert!(known.quiet(as_of(&known, 4), 2));
        let reach = Some(Reach::Nothing);
        known.take(Line { pos: 6, reach, actor: Some(7), space: Some(3), things: vec![41] });
        assert!(known.untouched(as_of(&known, 5), [41]) && !known.idle(as_of(&known, 5), [7]));
        assert!(known.quiet(as_of(&known, 5), 3));
    }

    #[test]
    fn after_a_merge_nothing_read_before_it_stands() {
        let mut known = Known::default();
        known.take(Line { pos: 5, things: vec![40], ..Line::default() });
        let before = as_of(&known, 5);
        let reach = Some(Reach::Everything);
        known.take(Line { pos: 6, reach, things: vec![50], ..Line::default() });
        assert!(!known.untouched(before, [41]));
        // Read afterwards, but of tables that lag behind the merge.
        assert!(!known.untouched(as_of(&known, 5), [40]));
        assert!(known.untouched(as_of(&known, 6), [40]));
    }
}
