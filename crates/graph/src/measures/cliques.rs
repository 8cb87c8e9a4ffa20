//! Cliques: groups in which everybody is tied to everybody.
//!
//! Bron-Kerbosch with pivots, members taken in the order of their cores (Eppstein, Löffler, Strash: Listing all maximal
//! cliques in sparse graphs in near-optimal time, ISAAC 2010). Rules: cliques are maximal and at least so large as
//! asked; there can be very many, so it ends at a limit and says so. One-way ties count both ways. Deliberately not here:
//! groups that are almost cliques (see circles).

use crate::Ties;
use crate::measures::cores;

/// The maximal cliques with `least` members or more, each in rising order; at most `limit`, and whether that is all.
#[must_use]
pub fn cliques(ties: &Ties, least: usize, limit: usize) -> (Vec<Vec<u32>>, bool) {
    let cores = cores(ties);
    let ties = ties.undirected();
    let mut order: Vec<u32> = (0..ties.members() as u32).collect();
    let key = |member: u32| {
        (cores.get(member as usize).copied().unwrap_or(0), ties.outgoing().degree(member), member)
    };
    order.sort_by_key(|member| key(*member));
    let mut search = Search { ties: &ties, least: least.max(1), limit, found: Vec::new(), steps: 0 };
    for member in order {
        let (mut later, mut earlier): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
        for other in ties.outgoing().row(member) {
            if key(*other) > key(member) { later.push(*other) } else { earlier.push(*other) }
        }
        if later.len() + 1 >= search.least {
            search.grow(&mut vec![member], later, earlier);
        }
        if search.full() {
            return (search.found, false);
        }
    }
    (search.found, true)
}

struct Search<'t> {
    ties: &'t Ties,
    least: usize,
    limit: usize,
    found: Vec<Vec<u32>>,
    steps: usize,
}

/// Steps per clique of the limit, after which the search ends: graphs can be made to hide their cliques.
const STEPS: usize = 2_000;

impl Search<'_> {
    fn full(&self) -> bool {
        self.found.len() >= self.limit || self.steps > self.limit.saturating_mul(STEPS)
    }

    /// Extends a clique by the candidates; `done` would extend it too but were dealt with elsewhere.
    fn grow(&mut self, clique: &mut Vec<u32>, mut candidates: Vec<u32>, mut done: Vec<u32>) {
        self.steps += 1;
        if self.full() || clique.len() + candidates.len() < self.least {
            return;
        }
        let Some(pivot) = self.pivot(&candidates, &done) else {
            let mut clique = clique.clone();
            clique.sort_unstable();
            self.found.push(clique);
            return;
        };
        let row = self.ties.outgoing().row(pivot);
        let branch: Vec<u32> =
            candidates.iter().copied().filter(|member| row.binary_search(member).is_err()).collect();
        for member in branch {
            let row = self.ties.outgoing().row(member);
            let with = |list: &[u32]| {
                list.iter().copied().filter(|other| row.binary_search(other).is_ok()).collect()
            };
            clique.push(member);
            self.grow(clique, with(&candidates), with(&done));
            clique.pop();
            candidates.retain(|other| *other != member);
            done.push(member);
        }
    }

    /// Whoever leaves the fewest candidates to try; nobody when there is nobody left at all.
    fn pivot(&self, candidates: &[u32], done: &[u32]) -> Option<u32> {
        let ties = |member: &u32| {
            let row = self.ties.outgoing().row(*member);
            candidates.iter().filter(|other| row.binary_search(other).is_ok()).count()
        };
        candidates.iter().chain(done).copied().max_by_key(ties)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Chance, Direction};

    #[test]
    fn cliques_are_all_maximal_ones() {
        let mut chance = Chance::new(1);
        for round in 0..30_u32 {
            let n = 1 + round % 11;
            let list: Vec<_> = (0..n * 3).map(|_| (chance.below(n), chance.below(n))).collect();
            let ties = Ties::build(n as usize, &list, &[], Direction::Mutual).unwrap();
            let tied = |a: u32, b: u32| ties.outgoing().place(a, b).is_some();
            let group = |bits: u32| (0..n).filter(move |m| bits & (1 << m) != 0).collect::<Vec<u32>>();
            let whole = |group: &[u32]| group.iter().all(|a| group.iter().all(|b| a == b || tied(*a, *b)));
            let grows =
                |group: &[u32]| (0..n).any(|m| !group.contains(&m) && group.iter().all(|a| tied(*a, m)));
            let mut exact: Vec<Vec<u32>> = (1..1 << n).map(group).filter(|g| whole(g) && !grows(g)).collect();
            exact.sort();
            let (mut found, all) = cliques(&ties, 1, 10_000);
            found.sort();
            assert!(all && found == exact);
            exact.retain(|group| group.len() >= 3);
            assert_eq!(cliques(&ties, 3, 10_000).0.len(), exact.len());
        }
        let ring: Vec<_> = (0..10).map(|n| (n, (n + 1) % 10)).collect();
        let ring = Ties::build(10, &ring, &[], Direction::Mutual).unwrap();
        assert_eq!((cliques(&ring, 2, 3).0.len(), cliques(&ring, 2, 3).1), (3, false));
    }
}
