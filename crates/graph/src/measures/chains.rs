//! Chains: through whom two members know each other.
//!
//! A search from both ends, the smaller front first. Rules: a chain is at most so many steps long as asked (six is the
//! known number); it goes only through members whom the filter lets pass, the ends included. The share of pairs that
//! are joined is sampled and carries its error. Deliberately not here: all chains of a pair, weights.

#![expect(clippy::indexing_slicing, reason = "members are below the row count, which is checked first")]

use crate::{Chance, Estimate, GraphFault, Rows, Ties};

/// The shortest chain of one pair, both ends included; `None` when there is none of at most `steps` steps.
/// `allowed` is empty (everybody) or says of each member whether chains may show him.
///
/// # Errors
/// [`GraphFault::NoSuchMember`], [`GraphFault::Length`] for a filter of another length.
pub fn chain(
    ties: &Ties,
    from: u32,
    to: u32,
    steps: usize,
    allowed: &[bool],
) -> Result<Option<Vec<u32>>, GraphFault> {
    let members = ties.members();
    if let Some(member) = [from, to].into_iter().find(|member| *member as usize >= members) {
        return Err(GraphFault::NoSuchMember(member));
    }
    if !allowed.is_empty() && allowed.len() != members {
        return Err(GraphFault::Length { what: "the filter", given: allowed.len(), wanted: members });
    }
    Ok(Searcher::new(ties).search(from, to, steps, allowed))
}

/// How near the members of a graph are to each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Separation {
    /// The share of pairs that a chain joins.
    pub joined: Estimate,
    /// The mean number of steps of the joined pairs.
    pub steps: Estimate,
}

/// The share of pairs of allowed members that are joined by at most `steps` steps, and the mean number of them, from
/// `pairs` pairs drawn by lot.
///
/// # Errors
/// [`GraphFault::Length`] for a filter of another length, [`GraphFault::Empty`] with fewer than two allowed members.
pub fn separation(
    ties: &Ties,
    steps: usize,
    pairs: usize,
    allowed: &[bool],
    seed: u64,
) -> Result<Separation, GraphFault> {
    let members = ties.members();
    if !allowed.is_empty() && allowed.len() != members {
        return Err(GraphFault::Length { what: "the filter", given: allowed.len(), wanted: members });
    }
    let open = |member: u32| allowed.get(member as usize).copied().unwrap_or(true);
    let list: Vec<u32> = (0..members as u32).filter(|member| open(*member)).collect();
    if list.len() < 2 {
        return Err(GraphFault::Empty("a pair needs two members who may be shown"));
    }
    let mut chance = Chance::new(seed);
    let mut searcher = Searcher::new(ties);
    let (mut joined, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for _ in 0..pairs {
        let first = chance.below(list.len() as u32) as usize;
        let second = (first + 1 + chance.below(list.len() as u32 - 1) as usize) % list.len();
        if let Some(found) = searcher.search(list[first], list[second], steps, allowed) {
            let length = found.len() as f64 - 1.0;
            joined += 1.0;
            sum += length;
            squares += length * length;
        }
    }
    Ok(Separation {
        joined: Estimate::share(joined, pairs as f64, 1.0, "sampled pairs, 95 %"),
        steps: Estimate::mean(sum, squares, joined, "sampled joined pairs, 95 %"),
    })
}

struct Searcher<'t> {
    ties: &'t Ties,
    /// Who led to a member, from either end.
    before: [Vec<u32>; 2],
    touched: Vec<u32>,
}

const NOBODY: u32 = u32::MAX;

impl<'t> Searcher<'t> {
    fn new(ties: &'t Ties) -> Self {
        let blank = vec![NOBODY; ties.members()];
        Searcher { ties, before: [blank.clone(), blank], touched: Vec::new() }
    }

    fn search(&mut self, from: u32, to: u32, steps: usize, allowed: &[bool]) -> Option<Vec<u32>> {
        let open = |member: u32| allowed.get(member as usize).copied().unwrap_or(true);
        if !open(from) || !open(to) {
            return None;
        }
        if from == to {
            return Some(vec![from]);
        }
        self.touched.extend([from, to]);
        self.before[0][from as usize] = from;
        self.before[1][to as usize] = to;
        let mut fronts = [vec![from], vec![to]];
        let mut meeting = None;
        for _ in 0..steps {
            let side = usize::from(fronts[1].len() < fronts[0].len());
            let front = std::mem::take(&mut fronts[side]);
            let rows = if side == 0 { self.ties.outgoing() } else { self.ties.incoming() };
            meeting = self.spread(rows, side, &front, &mut fronts[side], open);
            if meeting.is_some() || fronts[side].is_empty() {
                break;
            }
        }
        let chain = meeting.map(|member| self.walk(member));
        for member in self.touched.drain(..) {
            self.before[0][member as usize] = NOBODY;
            self.before[1][member as usize] = NOBODY;
        }
        chain
    }

    fn spread(
        &mut self,
        rows: &Rows,
        side: usize,
        front: &[u32],
        next: &mut Vec<u32>,
        open: impl Fn(u32) -> bool,
    ) -> Option<u32> {
        for member in front {
            for other in rows.row(*member) {
                if self.before[side][*other as usize] != NOBODY || !open(*other) {
                    continue;
                }
                self.before[side][*other as usize] = *member;
                self.touched.push(*other);
                if self.before[1 - side][*other as usize] != NOBODY {
                    return Some(*other);
                }
                next.push(*other);
            }
        }
        None
    }

    fn walk(&self, meeting: u32) -> Vec<u32> {
        let mut chain = vec![meeting];
        let mut at = meeting;
        while self.before[0][at as usize] != at {
            at = self.before[0][at as usize];
            chain.push(at);
        }
        chain.reverse();
        at = meeting;
        while self.before[1][at as usize] != at {
            at = self.before[1][at as usize];
            chain.push(at);
        }
        chain
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Direction;

    #[test]
    fn chains_are_as_short_as_can_be_and_real() {
        let mut chance = Chance::new(2);
        for direction in [Direction::Mutual, Direction::OneWay] {
            let list: Vec<_> = (0..90).map(|_| (chance.below(60), chance.below(60))).collect();
            let ties = Ties::build(60, &list, &[], direction).unwrap();
            let allowed: Vec<bool> = (0..60).map(|member| member % 7 != 0).collect();
            for filter in [&[][..], &allowed] {
                let open = |member: u32| filter.get(member as usize).copied().unwrap_or(true);
                let mut far = vec![vec![usize::MAX; 60]; 60];
                for from in (0..60_u32).filter(|from| open(*from)) {
                    let (mut queue, far) = (vec![from], &mut far[from as usize]);
                    far[from as usize] = 0;
                    let mut at = 0;
                    while let Some(member) = queue.get(at).copied() {
                        for other in ties.outgoing().row(member).iter().filter(|other| open(**other)) {
                            if far[*other as usize] == usize::MAX {
                                far[*other as usize] = far[member as usize] + 1;
                                queue.push(*other);
                            }
                        }
                        at += 1;
                    }
                }
                for (from, to) in (0..60_u32).flat_map(|from| (0..60_u32).map(move |to| (from, to))) {
                    let found = chain(&ties, from, to, 6, filter).unwrap();
                    let length = far[from as usize][to as usize];
                    assert_eq!(
                        found.as_ref().map(|chain| chain.len() - 1),
                        Some(length).filter(|length| *length <= 6)
                    );
                    if let Some(chain) = found {
                        assert!(
                            chain.windows(2).all(|pair| ties.outgoing().place(pair[0], pair[1]).is_some())
                        );
                        assert!(chain.iter().all(|member| open(*member)) && chain[0] == from);
                    }
                }
            }
        }
    }

    #[test]
    fn separation_counts_pairs() {
        let ties = Ties::build(6, &[(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5)], &[], Direction::Mutual)
            .unwrap();
        let near = separation(&ties, 6, 20_000, &[], 1).unwrap();
        assert!(near.joined.low < 0.4 && 0.4 < near.joined.high && near.steps.value == 1.0);
        assert!(
            separation(&ties, 6, 10, &[false; 6], 1).is_err()
                && separation(&ties, 6, 10, &[true], 1).is_err()
        );
        assert!(chain(&ties, 0, 9, 6, &[]).is_err());
    }
}
