//! The latest slices of the log as they were read, for all processors of a node that come by the same place.
//!
//! Every processor reads the whole log; on one file the first one to come decodes a slice and the others take it from
//! here. Invariants: only what is committed is kept; a slice stands until the rights of anybody change, for with a
//! person's erasure the bodies of his events go.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};
use weilu_vocabulary::Event;

const KEPT: usize = 32;

#[derive(Debug)]
struct Slice<E> {
    from: i64,
    epoch: u64,
    events: Arc<[E]>,
}

/// What is kept on one node.
#[derive(Debug)]
pub(crate) struct Slices<E = Event>(Mutex<VecDeque<Slice<E>>>);

impl<E> Default for Slices<E> {
    fn default() -> Self {
        Slices(Mutex::default())
    }
}

impl<E> Slices<E> {
    /// The slice behind a position, when it was read while the rights were the same.
    pub fn behind(&self, from: i64, epoch: u64) -> Option<Arc<[E]>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|slice| slice.from == from && slice.epoch == epoch).map(|slice| slice.events.clone())
    }

    /// Keeps a slice; the oldest makes room.
    pub fn keep(&self, from: i64, epoch: u64, events: &Arc<[E]>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if events.is_empty() || kept.iter().any(|slice| slice.from == from && slice.epoch == epoch) {
            return;
        }
        kept.truncate(KEPT - 1);
        kept.push_front(Slice { from, epoch, events: events.clone() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_stands_for_its_place_and_its_rights_and_the_oldest_makes_room() {
        let slices: Slices<i64> = Slices::default();
        slices.keep(4, 1, &Arc::from([5, 6]));
        assert_eq!(slices.behind(4, 1).map(|s| s.len()), Some(2));
        assert!(slices.behind(4, 2).is_none() && slices.behind(5, 1).is_none());
        for from in 10..42 {
            slices.keep(from, 1, &Arc::from([11]));
        }
        assert!(slices.behind(4, 1).is_none() && slices.behind(10, 1).is_some());
        slices.keep(99, 1, &Arc::from([]));
        assert!(slices.behind(99, 1).is_none());
    }
}
