//! Work on several threads without the answer depending on how many there are.
//!
//! Rules: work is cut into numbered pieces whose results are put together in the order of the numbers. Threads
//! end before the function returns. Deliberately not here: a pool, queues, work that outlives its call.

use std::sync::atomic::{AtomicUsize, Ordering};

/// How many threads a piece of work may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Workers(usize);

impl Workers {
    /// One thread: the caller's.
    pub const ONE: Workers = Workers(1);

    /// `count` threads, at least 1 and at most 64.
    #[must_use]
    pub fn new(count: usize) -> Self {
        Workers(count.clamp(1, 64))
    }

    /// How many threads.
    #[must_use]
    pub fn count(self) -> usize {
        self.0
    }

    /// The results of `work(state, piece)` for the pieces `0..pieces`, in order; each thread makes a state of
    /// its own. A thread that dies leaves its pieces to be done by the caller.
    pub(crate) fn map<S, R, M, W>(self, pieces: usize, make: M, work: W) -> Vec<R>
    where
        R: Send,
        M: Fn() -> S + Sync,
        W: Fn(&mut S, usize) -> R + Sync,
    {
        if self.0 == 1 || pieces < 2 {
            let mut state = make();
            return (0..pieces).map(|piece| work(&mut state, piece)).collect();
        }
        let next = AtomicUsize::new(0);
        let run = || {
            let mut state = make();
            let mut done = Vec::new();
            loop {
                let piece = next.fetch_add(1, Ordering::Relaxed);
                if piece >= pieces {
                    return done;
                }
                done.push((piece, work(&mut state, piece)));
            }
        };
        let mut done = std::thread::scope(|scope| {
            let others: Vec<_> = (1..self.0.min(pieces)).map(|_| scope.spawn(run)).collect();
            let mut done = run();
            for other in others {
                done.extend(other.join().unwrap_or_default());
            }
            done
        });
        done.sort_by_key(|(piece, _)| *piece);
        if done.len() < pieces {
            let mut state = make();
            return (0..pieces).map(|piece| work(&mut state, piece)).collect();
        }
        done.into_iter().map(|(_, result)| result).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_the_pieces() {
        for count in [0, 1, 2, 5] {
            let squares = Workers::new(count).map(100, || (), |(), piece| piece * piece);
            assert_eq!(squares, (0..100).map(|n| n * n).collect::<Vec<_>>());
        }
        assert!(Workers::new(4).map(0, || (), |(), piece| piece).is_empty());
    }
}
