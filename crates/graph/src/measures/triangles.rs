//! Triangles and local clustering: how many of a member's friends are friends.
//!
//! Each triangle is found once, from its member of least degree (Chiba, Nishizeki: Arboricity and subgraph listing
//! algorithms, 1985; Latapy: Main-memory triangle computations, 2008). New ties are counted by the neighbours that
//! their ends have in common. Rules: one-way ties count both ways, weights do not count. Members with fewer than two
//! friends have no clustering. Deliberately not here: larger groups (see cliques).

#![expect(clippy::indexing_slicing, reason = "members are below the row count")]

use crate::{GraphFault, Ties, Workers};

const BLOCK: usize = 512;

/// In how many triangles each member is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Triangles {
    counts: Vec<u64>,
}

impl Triangles {
    /// Counts all triangles.
    #[must_use]
    pub fn count(ties: &Ties, workers: Workers) -> Triangles {
        let ties = ties.undirected();
        let (starts, up) = upward(&ties);
        let row = |member: usize| &up[starts[member]..starts[member + 1]];
        let members = ties.members();
        let pieces = workers.count();
        let blocks = members.div_ceil(BLOCK);
        let parts = workers.map(
            pieces,
            || (),
            |(), piece| {
                let mut counts = vec![0_u64; members];
                let mut mark = vec![u32::MAX; members];
                // Blocks are dealt out in turn, for the heavy members often stand together.
                for block in (piece..blocks).step_by(pieces) {
                    for member in block * BLOCK..((block + 1) * BLOCK).min(members) {
                        row(member).iter().for_each(|other| mark[*other as usize] = member as u32);
                        for other in row(member) {
                            let mut common = 0;
                            for third in row(*other as usize) {
                                let hit = u64::from(mark[*third as usize] == member as u32);
                                counts[*third as usize] += hit;
                                common += hit;
                            }
                            counts[*other as usize] += common;
                            counts[member] += common;
                        }
                    }
                }
                counts
            },
        );
        let mut counts = vec![0; members];
        for part in parts {
            counts.iter_mut().zip(part).for_each(|(sum, count)| *sum += count);
        }
        Triangles { counts }
    }

    /// Counts on after `old` has grown to `new` by the ties of `list`.
    ///
    /// # Errors
    /// [`GraphFault::Impossible`] when `new` lacks one of the ties or does not have as many members.
    pub fn grow(&mut self, old: &Ties, new: &Ties, list: &[(u32, u32)]) -> Result<(), GraphFault> {
        let (old, new) = (old.undirected(), new.undirected());
        let known =
            |a: u32, b: u32| (a.max(b) as usize) < old.members() && old.outgoing().place(a, b).is_some();
        let mut fresh: Vec<(u32, u32)> = list.iter().map(|(a, b)| (*a.min(b), *a.max(b))).collect();
        fresh.sort_unstable();
        fresh.dedup();
        fresh.retain(|(a, b)| a != b && !known(*a, *b));
        if new.members() < self.counts.len() || fresh.iter().any(|(_, b)| *b as usize >= new.members()) {
            return Err(GraphFault::Impossible("the new snapshot has fewer members than it needs"));
        }
        let before = self.counts.len();
        self.counts.resize(new.members(), 0);
        let done = self.add(&new, fresh);
        if !done {
            self.counts.truncate(before);
            return Err(GraphFault::Impossible("the new snapshot lacks a new tie"));
        }
        Ok(())
    }

    /// Counts the triangles of new ties, each at the last of its new ties; false when the snapshot lacks one of them. The
    /// row of the end with more friends is marked once for all its ties.
    fn add(&mut self, new: &Ties, mut fresh: Vec<(u32, u32)>) -> bool {
        let rows = new.outgoing();
        let mut both: Vec<(u32, u32)> = fresh.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).collect();
        both.sort_unstable();
        let fresh_of = |member: u32| {
            let from = both.partition_point(|tie| tie.0 < member);
            both[from..].iter().take_while(move |tie| tie.0 == member).map(|tie| tie.1)
        };
        for (hub, other) in &mut fresh {
            if rows.degree(*hub) < rows.degree(*other) {
                std::mem::swap(hub, other);
            }
        }
        fresh.sort_unstable();
        let later = |fresh: bool, x: u32, y: u32, own: (u32, u32)| fresh && (x.min(y), x.max(y)) > own;
        // 0: no friend, 1: an old one, 2: a new one; the other's new ones apart.
        let (mut mark, mut theirs) = (vec![0_u8; new.members()], vec![false; new.members()]);
        let mut found: Vec<(u32, u64)> = Vec::new();
        for run in fresh.chunk_by(|left, right| left.0 == right.0) {
            let hub = run[0].0;
            rows.row(hub).iter().for_each(|third| mark[*third as usize] = 1);
            if run.iter().any(|(_, other)| mark[*other as usize] == 0) {
                return false;
            }
            fresh_of(hub).for_each(|third| mark[third as usize] = 2);
            for (_, other) in run {
                let own = (hub.min(*other), hub.max(*other));
                fresh_of(*other).for_each(|third| theirs[third as usize] = true);
                let before = found.len();
                for third in rows.row(*other) {
                    let (kind, their) = (mark[*third as usize], theirs[*third as usize]);
                    if kind != 0 && !later(kind == 2, hub, *third, own) && !later(their, *other, *third, own)
                    {
                        found.push((*third, 1));
                    }
                }
                let common = (found.len() - before) as u64;
                found.extend([(hub, common), (*other, common)]);
                fresh_of(*other).for_each(|third| theirs[third as usize] = false);
            }
            rows.row(hub).iter().for_each(|third| mark[*third as usize] = 0);
        }
        found.into_iter().for_each(|(member, count)| self.counts[member as usize] += count);
        true
    }

    /// In how many triangles each member is.
    #[must_use]
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// The share of pairs of friends who are friends, for each member; 0 with fewer than two friends.
    #[must_use]
    pub fn clustering(&self, ties: &Ties) -> Vec<f64> {
        let ties = ties.undirected();
        let share = |(member, count): (usize, &u64)| {
            let degree =
                if member < ties.members() { ties.outgoing().degree(member as u32) as f64 } else { 0.0 };
            if degree < 2.0 { 0.0 } else { 2.0 * *count as f64 / (degree * (degree - 1.0)) }
        };
        self.counts.iter().enumerate().map(share).collect()
    }
}

/// For each member the friends of greater degree (equal degrees: greater number).
fn upward(ties: &Ties) -> (Vec<usize>, Vec<u32>) {
    let rows = ties.outgoing();
    let above = |other: u32, member: u32| (rows.degree(other), other) > (rows.degree(member), member);
    let mut starts = vec![0];
    let mut up = Vec::with_capacity(rows.arcs() / 2);
    for member in 0..rows.len() as u32 {
        up.extend(rows.row(member).iter().filter(|other| above(**other, member)));
        starts.push(up.len());
    }
    (starts, up)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Chance, Direction};

    fn plain(ties: &Ties) -> Vec<u64> {
        let n = ties.members() as u32;
        let tied = |a, b| ties.outgoing().place(a, b).is_some();
        let mut counts = vec![0; n as usize];
        for (a, b, c) in (0..n).flat_map(|a| (0..a).flat_map(move |b| (0..b).map(move |c| (a, b, c)))) {
            if tied(a, b) && tied(b, c) && tied(a, c) {
                [a, b, c].iter().for_each(|m| counts[*m as usize] += 1);
            }
        }
        counts
    }

    #[test]
    fn triangles_are_those_of_the_definition_also_after_growth() {
        let mut chance = Chance::new(6);
        for round in 0..20 {
            let n = 3 + round;
            let mut draw = |count: u32| -> Vec<(u32, u32)> {
                (0..count).map(|_| (chance.below(n), chance.below(n))).collect()
            };
            let (first, then) = (draw(n * 3), draw(n));
            let old = Ties::build(n as usize, &first, &[], Direction::Mutual).unwrap();
            let mut triangles = Triangles::count(&old, Workers::new(2));
            assert_eq!(triangles.counts(), plain(&old));
            let new = old.with(n as usize + 1, &then, &[]).unwrap();
            triangles.grow(&old, &new, &then).unwrap();
            assert_eq!(triangles.counts(), plain(&new));
            assert_eq!(triangles, Triangles::count(&new, Workers::ONE));
        }
    }

    #[test]
    fn clustering_is_the_share_of_pairs() {
        let ties = Ties::build(5, &[(0, 1), (1, 2), (2, 0), (0, 3)], &[], Direction::OneWay).unwrap();
        let mut triangles = Triangles::count(&ties, Workers::ONE);
        assert_eq!(triangles.clustering(&ties), [1.0 / 3.0, 1.0, 1.0, 0.0, 0.0]);
        assert!(triangles.grow(&ties, &ties, &[(3, 4)]).is_err());
        assert!(triangles.grow(&ties, &ties, &[(3, 9)]).is_err());
    }
}
