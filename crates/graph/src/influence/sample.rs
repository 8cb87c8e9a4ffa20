//! Reverse-reachable sets: whose word would have reached a member drawn by lot.
//!
//! Borgs and others: Maximizing social influence in nearly optimal time, SODA 2014. The live arcs of a member are
//! found by skipping over the dead ones (SUBSIM: Guo and others: Influence maximization revisited, SIGMOD 2020),
//! arcs of unequal chance in falling order and in groups of doubling length. A set ends when it meets a sentinel,
//! a member who is a seed in any case (HIST, the same paper): the rest of it is of no use. Neighbours of hubs are
//! asked first, for they are the likeliest to lead to a sentinel; the order does not change what a set is.
//!
//! Rules: set number `i` of a family depends on the seed, the family, the hubs and `i` alone, so any thread may draw
//! it and it can be drawn again under other sentinels. Deliberately not here: choosing.

#![expect(
    clippy::indexing_slicing,
    reason = "members are below the row count, which the callers have checked"
)]

use super::Model;
use crate::{Chance, Rows, Ties, Workers};

/// Hubs whose neighbours are asked first.
const FIRST: usize = 2;
/// Sets drawn by one thread in one go.
const BLOCK: usize = 128;

/// What it takes to draw the live arcs into a member.
enum Arcs {
    /// The chance 1 / degree, by degree.
    Degree(Vec<Gaps>),
    /// One chance for all, by degree.
    Same(Vec<Gaps>),
    /// Every arc: a chance of 1.
    All,
    /// No arc: a chance of 0.
    None,
    /// Chances of their own: the heads and chances of each row in falling order of chance.
    Own(Vec<u32>, Vec<f32>),
}

/// How to draw the gaps between the live arcs of a row.
struct Gaps {
    /// 1 / ln(1 - chance): what the logarithm of a draw is multiplied with.
    factor: f64,
    /// The chance that no arc of the row is live: a draw below it is beyond the end of the row.
    none: f64,
}

impl Gaps {
    fn of(chance: f64, degree: usize) -> Gaps {
        let log = (-chance).ln_1p();
        Gaps { factor: 1.0 / log, none: (log * degree as f64).exp() * (1.0 - 1e-12) }
    }
}

/// Draws reverse-reachable sets of one graph under one model.
pub(crate) struct Sampler<'t> {
    rows: &'t Rows,
    arcs: Arcs,
    seed: u64,
    /// Whether a member has an arc from a hub; empty without hubs.
    near: Vec<bool>,
}

/// Marks of one thread.
pub(crate) struct Marks {
    /// Twice the number of the set that met the member last, and one more once its arcs were drawn.
    seen: Vec<u32>,
    stamp: u32,
    near: Vec<u32>,
}

/// Sets, one after the other.
#[derive(Debug, Clone)]
pub(crate) struct Sets {
    family: u64,
    /// Where each set begins among the members, and the end of the last.
    starts: Vec<usize>,
    members: Vec<u32>,
    /// How many members were looked at in drawing them.
    pub(crate) looked: u64,
}

impl Sets {
    pub(crate) fn new(family: u64) -> Self {
        Sets { family, starts: vec![0], members: Vec::new(), looked: 0 }
    }

    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub(crate) fn set(&self, number: usize) -> &[u32] {
        &self.members[self.starts[number]..self.starts[number + 1]]
    }

    pub(crate) fn members(&self) -> &[u32] {
        &self.members
    }

    fn append(&mut self, blocks: Vec<Sets>) {
        self.members.reserve(blocks.iter().map(|block| block.members.len()).sum());
        for block in blocks {
            let base = self.members.len();
            self.members.extend_from_slice(&block.members);
            self.starts.extend(block.starts[1..].iter().map(|start| start + base));
            self.looked += block.looked;
        }
    }

    fn push(&mut self, set: &[u32]) {
        self.members.extend_from_slice(set);
        self.starts.push(self.members.len());
    }
}

impl<'t> Sampler<'t> {
    pub(crate) fn new(ties: &'t Ties, model: &Model, seed: u64) -> Self {
        let rows = ties.incoming();
        let most = (0..rows.len() as u32).map(|member| rows.degree(member)).max().unwrap_or(0);
        let arcs = match model {
            Model::WeightedCascade => {
                Arcs::Degree((0..=most).map(|degree| Gaps::of(1.0 / degree as f64, degree)).collect())
            }
            Model::Uniform(chance) if *chance >= 1.0 => Arcs::All,
            Model::Uniform(chance) if *chance <= 0.0 => Arcs::None,
            Model::Uniform(chance) => {
                Arcs::Same((0..=most).map(|degree| Gaps::of(*chance, degree)).collect())
            }
            Model::Arcs(chances) => falling(rows, chances),
        };
        Sampler { rows, arcs, seed, near: Vec::new() }
    }

    /// Takes the members near hubs first from now on. Sets drawn before are not those drawn after.
    pub(crate) fn set_hubs(&mut self, ties: &Ties, hubs: &[u32]) {
        self.near = vec![false; self.rows.len()];
        for hub in hubs.iter().take(FIRST) {
            for head in ties.outgoing().row(*hub) {
                self.near[*head as usize] = true;
            }
        }
    }

    pub(crate) fn marks(&self) -> Marks {
        Marks { seen: vec![0; self.rows.len()], stamp: 0, near: Vec::new() }
    }

    /// The member whose reverse-reachable set a number is.
    pub(crate) fn root(&self, family: u64, number: u64) -> u32 {
        self.stream(family, number).below(self.rows.len() as u32)
    }

    fn stream(&self, family: u64, number: u64) -> Chance {
        Chance::stream(self.seed ^ (family << 56), number)
    }

    /// Draws sets until there are `count`. There must be a member.
    pub(crate) fn extend(&self, sets: &mut Sets, count: usize, sentinels: &[bool], workers: Workers) {
        let have = sets.len();
        let pieces = count.saturating_sub(have).div_ceil(BLOCK);
        let family = sets.family;
        let drawn = workers.map(
            pieces,
            || self.marks(),
            |marks, piece| {
                let from = have + piece * BLOCK;
                let mut block = Sets::new(family);
                for number in from..(from + BLOCK).min(count) {
                    self.draw(marks, &mut block, number as u64, sentinels);
                }
                block
            },
        );
        sets.append(drawn);
    }

    /// The sets anew, those that ended at a sentinel which is none any more drawn under the present ones.
    pub(crate) fn renew(&self, sets: &Sets, gone: &[u32], sentinels: &[bool], workers: Workers) -> Sets {
        let family = sets.family;
        let drawn = workers.map(
            sets.len().div_ceil(BLOCK),
            || self.marks(),
            |marks, piece| {
                let mut block = Sets::new(family);
                for number in piece * BLOCK..((piece + 1) * BLOCK).min(sets.len()) {
                    match sets.set(number) {
                        [only] if gone.contains(only) => {
                            self.draw(marks, &mut block, number as u64, sentinels)
                        }
                        set => block.push(set),
                    }
                }
                block
            },
        );
        let mut renewed = Sets::new(family);
        renewed.looked = sets.looked;
        renewed.append(drawn);
        renewed
    }

    fn draw(&self, marks: &mut Marks, sets: &mut Sets, number: u64, sentinels: &[bool]) {
        let mut chance = self.stream(sets.family, number);
        let root = chance.below(self.rows.len() as u32);
        let start = sets.members.len();
        if marks.stamp >= u32::MAX - 3 {
            marks.seen.fill(0);
            marks.stamp = 0;
        }
        marks.stamp += 2;
        marks.near.clear();
        let mut met = self.meet(marks, sets, root, sentinels);
        let mut at = start;
        while met.is_none() {
            let member = match marks.near.pop() {
                Some(member) => member,
                None if at < sets.members.len() => {
                    at += 1;
                    sets.members[at - 1]
                }
                None => break,
            };
            if marks.seen[member as usize] > marks.stamp {
                continue;
            }
            marks.seen[member as usize] = marks.stamp + 1;
            sets.looked += 1;
            met = self.live(member, &mut chance, |from| self.meet(marks, sets, from, sentinels));
        }
        if let Some(sentinel) = met {
            sets.members.truncate(start);
            sets.members.push(sentinel);
        }
        sets.starts.push(sets.members.len());
    }

    /// Takes a member into the set that is being drawn; returns it if it is a sentinel.
    #[inline]
    fn meet(&self, marks: &mut Marks, sets: &mut Sets, member: u32, sentinels: &[bool]) -> Option<u32> {
        let seen = &mut marks.seen[member as usize];
        if *seen >= marks.stamp {
            return None;
        }
        *seen = marks.stamp;
        sets.members.push(member);
        if self.near.get(member as usize).copied().unwrap_or(false) {
            marks.near.push(member);
        }
        sentinels[member as usize].then_some(member)
    }

    /// Calls `take` for each live arc into the member, until it returns something.
    #[inline]
    fn live(
        &self,
        member: u32,
        chance: &mut Chance,
        mut take: impl FnMut(u32) -> Option<u32>,
    ) -> Option<u32> {
        let row = self.rows.row(member);
        match &self.arcs {
            Arcs::None => None,
            Arcs::All => row.iter().find_map(|from| take(*from)),
            Arcs::Degree(_) if row.len() == 1 => take(row[0]),
            Arcs::Degree(gaps) | Arcs::Same(gaps) => skip(row, &gaps[row.len()], chance, take),
            Arcs::Own(heads, chances) => {
                let span = self.rows.span(member);
                own(&heads[span.clone()], &chances[span], chance, take)
            }
        }
    }
}

/// Live arcs of one chance: the gaps between them are geometric.
#[inline]
fn skip(
    row: &[u32],
    gaps: &Gaps,
    chance: &mut Chance,
    mut take: impl FnMut(u32) -> Option<u32>,
) -> Option<u32> {
    let mut at = 0;
    loop {
        let draw = chance.positive_unit();
        if draw <= gaps.none {
            return None;
        }
        at += (draw.ln() * gaps.factor) as usize;
        if let Some(met) = take(*row.get(at)?) {
            return Some(met);
        }
        at += 1;
    }
}

/// Live arcs of falling chances: in groups of doubling length, gaps as if all had the chance of the first, of
/// which each is then kept with the share that it really has.
fn own(
    row: &[u32],
    chances: &[f32],
    chance: &mut Chance,
    mut take: impl FnMut(u32) -> Option<u32>,
) -> Option<u32> {
    let mut from = 0;
    while from < row.len() {
        let upto = (2 * from + 1).min(row.len());
        let most = f64::from(chances[from]);
        if most <= 0.0 {
            return None;
        }
        let factor = if most < 1.0 { 1.0 / (-most).ln_1p() } else { 0.0 };
        let mut at = from + (chance.positive_unit().ln() * factor) as usize;
        while at < upto {
            let here = f64::from(chances[at]);
            if (here >= most || chance.unit() * most < here)
                && let Some(met) = take(row[at])
            {
                return Some(met);
            }
            at += 1 + (chance.positive_unit().ln() * factor) as usize;
        }
        from = upto;
    }
    None
}

fn falling(rows: &Rows, chances: &[f32]) -> Arcs {
    let mut heads = Vec::with_capacity(chances.len());
    let mut sorted = Vec::with_capacity(chances.len());
    let mut order: Vec<usize> = Vec::new();
    for member in 0..rows.len() as u32 {
        order.clear();
        order.extend(rows.span(member));
        order.sort_by(|left, right| chances[*right].total_cmp(&chances[*left]));
        heads.extend(order.iter().map(|place| rows.heads()[*place]));
        sorted.extend(order.iter().map(|place| chances[*place]));
    }
    Arcs::Own(heads, sorted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Direction;

    fn star() -> Ties {
        // Everyone leads to member 0; 1 leads to 2.
        Ties::build(5, &[(1, 0), (2, 0), (3, 0), (4, 0), (1, 2)], &[], Direction::OneWay).unwrap()
    }

    fn shares(model: &Model, sentinels: &[bool]) -> Vec<f64> {
        let ties = star();
        let sampler = Sampler::new(&ties, model, 5);
        let mut sets = Sets::new(1);
        sampler.extend(&mut sets, 100_000, sentinels, Workers::ONE);
        let mut counts = vec![0.0; 5];
        for number in 0..sets.len() {
            for member in sets.set(number) {
                counts[*member as usize] += 1.0 / sets.len() as f64;
            }
        }
        counts
    }

    fn near(left: &[f64], right: &[f64]) {
        for (a, b) in left.iter().zip(right) {
            assert!((a - b).abs() < 0.006, "{left:?} instead of {right:?}");
        }
    }

    #[test]
    fn members_are_in_sets_as_often_as_they_reach() {
        // Reach of 1 under p = 0.5: itself, 2 with 0.5, 0 with 1 - 0.5 * (1 - 0.25).
        let half = [0.2, 0.2 * (1.0 + 0.5 + 0.625), 0.3, 0.3, 0.3];
        near(&shares(&Model::Uniform(0.5), &[false; 5]), &half);
        near(&shares(&Model::Arcs(vec![0.5; 5]), &[false; 5]), &half);
        // The row of 0 is 1, 2, 3, 4; the row of 2 is 1.
        let own = Model::Arcs(vec![0.1, 0.9, 0.0, 1.0, 0.25]);
        let one = 0.1 + 0.9 * 0.25 * 0.9;
        near(&shares(&own, &[false; 5]), &[0.2, 0.2 * (1.25 + one), 0.2 * 1.9, 0.2, 0.4]);
        // 2 has one tie that leads to it: 1 reaches it surely.
        let cascade = [0.2, 0.2 * (2.0 + 0.25 + 0.75 * 0.25), 0.25, 0.25, 0.25];
        near(&shares(&Model::WeightedCascade, &[false; 5]), &cascade);
        near(&shares(&Model::Uniform(1.0), &[false; 5]), &[0.2, 0.6, 0.4, 0.4, 0.4]);
        near(&shares(&Model::Uniform(0.0), &[false; 5]), &[0.2; 5]);
    }

    #[test]
    fn sets_end_at_sentinels_and_are_renewed_without_them() {
        let ties = star();
        let sampler = Sampler::new(&ties, &Model::Uniform(0.7), 9);
        let none = [false; 5];
        let sentinels = [false, true, false, false, false];
        let (mut plain, mut ended) = (Sets::new(2), Sets::new(2));
        sampler.extend(&mut plain, 1_000, &none, Workers::ONE);
        sampler.extend(&mut ended, 600, &sentinels, Workers::new(2));
        sampler.extend(&mut ended, 1_000, &sentinels, Workers::new(3));
        for number in 0..1_000 {
            let met = plain.set(number).contains(&1);
            assert_eq!(ended.set(number) == [1], met);
            assert!(met || ended.set(number) == plain.set(number));
        }
        let renewed = sampler.renew(&ended, &[1], &none, Workers::new(2));
        assert_eq!((renewed.members(), &renewed.starts), (plain.members(), &plain.starts));
    }
}
