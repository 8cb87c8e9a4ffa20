//! The best so far: a bounded list ordered by score, then time, then id.
//!
//! Ordering by newest is the same with every score equal. Invariant: two searches over the same
//! documents keep the same ones in the same order, wherever these are stored.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// A document that matched.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) score: f32,
    pub(crate) at: i64,
    pub(crate) id: i64,
    /// Number of the shard in this search.
    pub(crate) shard: usize,
    /// Number in the shard.
    pub(crate) doc: u32,
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score
            .total_cmp(&other.score)
            .then_with(|| self.at.cmp(&other.at))
            .then_with(|| self.id.cmp(&other.id))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Candidate {}

/// Keeps the best candidates and counts all.
#[derive(Debug)]
pub(crate) struct Collector {
    best: BinaryHeap<Reverse<Candidate>>,
    room: usize,
    /// What a newcomer must at least reach, once the list is full.
    bar: Option<(f32, i64)>,
    total: u64,
}

impl Collector {
    /// Keeps at most `room`.
    pub(crate) fn new(room: usize) -> Self {
        Self { best: BinaryHeap::with_capacity(room.min(4_096) + 1), room, bar: None, total: 0 }
    }

    /// Counts a match.
    #[inline]
    pub(crate) fn count(&mut self, matches: u64) {
        self.total += matches;
    }

    /// How many were counted.
    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// A lower score cannot get in any more.
    pub(crate) fn lowest_score(&self) -> f32 {
        self.bar.map_or(f32::NEG_INFINITY, |(score, _)| score)
    }

    /// Whether a document with this score may get in, depending on its time.
    #[inline]
    pub(crate) fn may_admit(&self, score: f32) -> bool {
        self.bar.is_none_or(|(lowest, _)| score >= lowest)
    }

    /// Whether a document of this score and time may get in, depending on its id.
    #[inline]
    pub(crate) fn may_admit_at(&self, score: f32, at: i64) -> bool {
        self.bar.is_none_or(|(lowest, oldest)| score > lowest || (score == lowest && at >= oldest))
    }

    /// Offers a candidate.
    pub(crate) fn offer(&mut self, candidate: Candidate) {
        if self.room == 0 {
            return;
        }
        if self.best.len() < self.room {
            self.best.push(Reverse(candidate));
        } else if let Some(mut lowest) = self.best.peek_mut()
            && candidate > lowest.0
        {
            *lowest = Reverse(candidate);
        }
        if self.best.len() == self.room {
            self.bar = self.best.peek().map(|Reverse(lowest)| (lowest.score, lowest.at));
        }
    }

    /// What is kept so far, in no order.
    pub(crate) fn kept(&self) -> impl Iterator<Item = &Candidate> {
        self.best.iter().map(|Reverse(candidate)| candidate)
    }

    /// What was kept, best first.
    pub(crate) fn into_ranked(self) -> Vec<Candidate> {
        self.best.into_sorted_vec().into_iter().map(|Reverse(candidate)| candidate).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_are_kept_in_order_and_all_are_counted() {
        let mut collector = Collector::new(3);
        for (score, at, id) in [(1.0, 5, 1), (2.0, 1, 2), (1.0, 6, 3), (0.5, 9, 4), (2.0, 1, 5)] {
            collector.count(1);
            collector.offer(Candidate { score, at, id, shard: 0, doc: 0 });
        }
        assert_eq!(collector.total(), 5);
        assert!(!collector.may_admit(0.9));
        assert_eq!(collector.into_ranked().iter().map(|c| c.id).collect::<Vec<_>>(), [5, 2, 3]);
    }
}
