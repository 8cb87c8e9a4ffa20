//! Betweenness: through whom the shortest chains between others go.
//!
//! Chains are drawn by lot: a pair, then one of its shortest chains, found from both ends (Borassi, Natale: KADABRA,
//! ESA 2016). How many are needed follows from Chernoff's bound for each member; the doubt is shared out between members
//! by how often a few chains drawn beforehand go through them, and between the checks. Never more are drawn than the
//! pseudo-dimension asks for (Riondato, Kornaropoulos, 2014).
//!
//! Rules: values are shares of all ordered pairs, between 0 and 1; every one is within the error with the confidence
//! given. One-way ties count one way. Not here: exact values, weights.

#![expect(clippy::indexing_slicing, reason = "members are below the row count")]

use crate::{Chance, GraphFault, Rows, Ties, Workers};

/// Betweenness of each member.
#[derive(Debug, Clone, PartialEq)]
pub struct Betweenness {
    /// The share of pairs whose shortest chain goes through the member, each chain of a pair alike.
    pub values: Vec<f64>,
    /// How far any value may be from the exact one.
    pub error: f64,
    /// With which probability all of them are that near.
    pub confidence: f64,
    /// How many chains were drawn.
    pub chains: usize,
}

const BLOCK: usize = 64;
const FIRST: usize = 1_024;
/// By how much the number of chains grows between two checks.
const GROWTH: f64 = 1.15;
/// Number of the first chain drawn beforehand.
const PILOT: u64 = 1 << 40;

/// The betweenness of all members within `error`, with probability 1 - `delta`.
///
/// # Errors
/// [`GraphFault::OutOfRange`] for an error or a delta that is not between 0 and 1.
pub fn betweenness(
    ties: &Ties,
    error: f64,
    delta: f64,
    seed: u64,
    workers: Workers,
) -> Result<Betweenness, GraphFault> {
    for (what, value) in [("the error", error), ("delta", delta)] {
        if !(value > 0.0 && value < 1.0) {
            return Err(GraphFault::OutOfRange { what, value, allowed: "between 0 and 1, without the ends" });
        }
    }
    let members = ties.members();
    let confidence = 1.0 - delta;
    if members < 3 || ties.arcs() == 0 {
        return Ok(Betweenness { values: vec![0.0; members], error: 0.0, confidence, chains: 0 });
    }
    let most = most(ties, error, delta);
    let checks = (most as f64 / FIRST as f64).log(GROWTH).ceil().max(0.0) + 1.0;
    let mut pilot = vec![0_u32; members];
    add(ties, &mut pilot, PILOT..PILOT + FIRST as u64, seed, workers);
    let doubts = Doubts::share_out(&pilot, delta / checks);
    let mut counts = vec![0_u32; members];
    let (mut chains, mut wanted) = (0, FIRST.min(most));
    loop {
        add(ties, &mut counts, chains as u64..wanted as u64, seed, workers);
        chains = wanted;
        if chains >= most || doubts.settled(&counts, chains as f64, error) {
            let values = counts.iter().map(|count| f64::from(*count) / chains as f64).collect();
            return Ok(Betweenness { values, error, confidence, chains });
        }
        wanted = ((chains as f64 * GROWTH) as usize).min(most);
    }
}

/// Draws the chains with these numbers and counts who is on them.
fn add(ties: &Ties, counts: &mut [u32], numbers: std::ops::Range<u64>, seed: u64, workers: Workers) {
    let parts = workers.map(
        ((numbers.end - numbers.start) as usize).div_ceil(BLOCK),
        || Walker::new(ties),
        |walker, piece| {
            let mut through = Vec::new();
            let from = numbers.start + (piece * BLOCK) as u64;
            for number in from..(from + BLOCK as u64).min(numbers.end) {
                walker.draw(&mut Chance::stream(seed, number), &mut through);
            }
            through
        },
    );
    parts.iter().flatten().for_each(|member| counts[*member as usize] += 1);
}

/// How sure one must be of each member: the logarithm of 1 / the doubt that is his.
struct Doubts {
    /// Members that the pilot met, each with his.
    met: Vec<(u32, f64)>,
    is_met: Vec<bool>,
    /// That of everybody else.
    rest: f64,
}

impl Doubts {
    fn share_out(pilot: &[u32], delta: f64) -> Doubts {
        let all: f64 = pilot.iter().map(|count| f64::from(*count)).sum::<f64>().max(1.0);
        // Both sides of each value; half of the doubt goes by the pilot, half evenly.
        let even = delta / 4.0 / pilot.len() as f64;
        let own = |count: u32| -(delta / 4.0 * f64::from(count) / all + even).ln();
        let met = (0..pilot.len() as u32).filter(|member| pilot[*member as usize] > 0);
        Doubts {
            met: met.map(|member| (member, own(pilot[member as usize]))).collect(),
            is_met: pilot.iter().map(|count| *count > 0).collect(),
            rest: -even.ln(),
        }
    }

    /// Whether every value is within the error.
    fn settled(&self, counts: &[u32], chains: f64, error: f64) -> bool {
        let rest = counts.iter().zip(&self.is_met).filter(|(_, met)| !**met).map(|(count, _)| *count).max();
        let near = |count: u32, doubt: f64| {
            let share = f64::from(count) / chains;
            let above = share + error >= 1.0 || chains * divergence(share, share + error) >= doubt;
            let below = share <= error || chains * divergence(share, share - error) >= doubt;
            above && below
        };
        rest.is_none_or(|count| near(count, self.rest))
            && self.met.iter().all(|(member, doubt)| near(counts[*member as usize], *doubt))
    }
}

/// The Kullback-Leibler divergence of two coins.
fn divergence(p: f64, q: f64) -> f64 {
    let part = |p: f64, q: f64| if p > 0.0 { p * (p / q).ln() } else { 0.0 };
    part(p, q) + part(1.0 - p, 1.0 - q)
}

/// How many chains are enough in any case.
fn most(ties: &Ties, error: f64, delta: f64) -> usize {
    let vertices = diameter_bound(ties) as f64;
    let dimension = (vertices - 2.0).max(1.0).log2().floor() + 1.0;
    ((0.5 / (error * error)) * (dimension + (1.0 / delta).ln())).ceil().min(4e9) as usize
}

/// A bound of the number of members on a shortest chain: of each part, twice the reach of one of its members.
fn diameter_bound(ties: &Ties) -> usize {
    let both = ties.undirected();
    if !ties.mutual() {
        // One way, chains can be longer than both ways.
        return ties.members();
    }
    let mut seen = vec![false; both.members()];
    let mut longest = 0;
    for root in 0..both.members() as u32 {
        if std::mem::replace(&mut seen[root as usize], true) {
            continue;
        }
        let (mut front, mut depth) = (vec![root], 0);
        while !front.is_empty() {
            let mut next = Vec::new();
            for other in front.iter().flat_map(|member| both.outgoing().row(*member)) {
                if !std::mem::replace(&mut seen[*other as usize], true) {
                    next.push(*other);
                }
            }
            front = next;
            depth += usize::from(!front.is_empty());
        }
        longest = longest.max(2 * depth + 1);
    }
    longest
}

/// One end of a search.
struct Side {
    /// The distance from the end, plus the stamp of the search.
    far: Vec<u32>,
    /// How many shortest chains lead here.
    ways: Vec<f64>,
    front: Vec<u32>,
    depth: u32,
    work: usize,
}

struct Walker<'t> {
    ties: &'t Ties,
    sides: [Side; 2],
    stamp: u32,
}

impl<'t> Walker<'t> {
    fn new(ties: &'t Ties) -> Self {
        let members = ties.members();
        let side =
            || Side { far: vec![0; members], ways: vec![0.0; members], front: Vec::new(), depth: 0, work: 0 };
        Walker { ties, sides: [side(), side()], stamp: 1 }
    }

    fn rows(&self, side: usize) -> &'t Rows {
        if side == 0 { self.ties.outgoing() } else { self.ties.incoming() }
    }

    /// Draws a pair and a chain; appends the members between its ends.
    fn draw(&mut self, chance: &mut Chance, through: &mut Vec<u32>) {
        let members = self.ties.members() as u32;
        let from = chance.below(members);
        let to = (from + 1 + chance.below(members - 1)) % members;
        self.begin(from, to);
        loop {
            let side = usize::from(self.sides[1].work < self.sides[0].work);
            if self.sides[side].front.is_empty() {
                return;
            }
            if let Some(meeting) = self.spread(side, chance) {
                for (side, end) in [(0, from), (1, to)] {
                    self.back(side, meeting[side], end, chance, through);
                }
                return;
            }
        }
    }

    fn begin(&mut self, from: u32, to: u32) {
        // Distances of a search lie above its stamp; no search is deeper than there are members.
        let depth = self.sides[0].depth.max(self.sides[1].depth);
        self.stamp = self.stamp.saturating_add(depth + 2);
        if self.stamp > u32::MAX / 2 {
            self.sides.iter_mut().for_each(|side| side.far.fill(0));
            self.stamp = 1;
        }
        for (side, end) in [(0, from), (1, to)] {
            let work = self.rows(side).degree(end);
            let this = &mut self.sides[side];
            this.far[end as usize] = self.stamp;
            this.ways[end as usize] = 1.0;
            this.front.clear();
            this.front.push(end);
            this.depth = 0;
            this.work = work;
        }
    }

    /// Goes one step on; when both searches meet, draws one of the arcs across with the right chance.
    fn spread(&mut self, side: usize, chance: &mut Chance) -> Option<[u32; 2]> {
        let rows = self.rows(side);
        let [first, second] = &mut self.sides;
        let (this, other) = if side == 0 { (first, second) } else { (second, first) };
        let next_far = self.stamp + this.depth + 1;
        let edge = self.stamp + other.depth;
        let front = std::mem::take(&mut this.front);
        let (mut next, mut work) = (Vec::new(), 0);
        let (mut across, mut met) = (0.0, None);
        for member in &front {
            let ways = this.ways[*member as usize];
            for head in rows.row(*member) {
                let at = *head as usize;
                if other.far[at] >= self.stamp {
                    // Only the outer ring can be met first; every arc across is drawn by its chains.
                    debug_assert!(other.far[at] == edge);
                    let weight = ways * other.ways[at];
                    across += weight;
                    if chance.unit() * across < weight {
                        met = Some([*member, *head]);
                    }
                } else if this.far[at] < self.stamp {
                    this.far[at] = next_far;
                    this.ways[at] = ways;
                    next.push(*head);
                    work += rows.degree(*head);
                } else if this.far[at] == next_far {
                    this.ways[at] += ways;
                }
            }
        }
        this.front = next;
        this.work = work;
        this.depth += 1;
        met.map(|[own, theirs]| if side == 0 { [own, theirs] } else { [theirs, own] })
    }

    /// Walks back to an end, each step drawn by the number of chains.
    fn back(&self, side: usize, mut at: u32, end: u32, chance: &mut Chance, through: &mut Vec<u32>) {
        let rows = self.rows(1 - side);
        let side = &self.sides[side];
        while at != end {
            through.push(at);
            let before = side.far[at as usize] - 1;
            let mut left = chance.unit() * side.ways[at as usize];
            let mut chosen = at;
            for other in rows.row(at).iter().filter(|other| side.far[**other as usize] == before) {
                chosen = *other;
                left -= side.ways[*other as usize];
                if left < 0.0 {
                    break;
                }
            }
            if chosen == at {
                return;
            }
            at = chosen;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Direction;

    /// Brandes' algorithm, as shares of ordered pairs.
    fn plain(ties: &Ties) -> Vec<f64> {
        let n = ties.members();
        let mut values = vec![0.0; n];
        for root in 0..n as u32 {
            let (mut far, mut ways, mut order) = (vec![usize::MAX; n], vec![0.0; n], vec![root]);
            (far[root as usize], ways[root as usize]) = (0, 1.0);
            let mut at = 0;
            while let Some(member) = order.get(at).copied() {
                for other in ties.outgoing().row(member) {
                    if far[*other as usize] == usize::MAX {
                        far[*other as usize] = far[member as usize] + 1;
                        order.push(*other);
                    }
                    if far[*other as usize] == far[member as usize] + 1 {
                        ways[*other as usize] += ways[member as usize];
                    }
                }
                at += 1;
            }
            let mut share = vec![0.0; n];
            for member in order.iter().rev() {
                for other in ties.outgoing().row(*member) {
                    if far[*other as usize] == far[*member as usize] + 1 {
                        share[*member as usize] +=
                            ways[*member as usize] / ways[*other as usize] * (1.0 + share[*other as usize]);
                    }
                }
                if *member != root {
                    values[*member as usize] += share[*member as usize] / (n * (n - 1)) as f64;
                }
            }
        }
        values
    }

    #[test]
    fn every_value_is_within_the_error() {
        let mut chance = Chance::new(8);
        for direction in [Direction::Mutual, Direction::OneWay] {
            let list: Vec<_> =
                (0..220).map(|_| (chance.below(100).min(chance.below(100)), chance.below(100))).collect();
            let ties = Ties::build(100, &list, &[], direction).unwrap();
            let exact = plain(&ties);
            let found = betweenness(&ties, 0.02, 0.1, 3, Workers::new(2)).unwrap();
            assert_eq!(found, betweenness(&ties, 0.02, 0.1, 3, Workers::ONE).unwrap());
            let worst = found.values.iter().zip(&exact).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            assert!(worst < 0.02, "{worst} {}", found.chains);
        }
    }

    #[test]
    fn odd_graphs_get_a_clear_answer() {
        for members in [0, 1, 2, 5] {
            let ties = Ties::build(members, &[], &[], Direction::Mutual).unwrap();
            assert_eq!(betweenness(&ties, 0.1, 0.1, 1, Workers::ONE).unwrap().values, vec![0.0; members]);
        }
        let path = Ties::build(3, &[(0, 1), (1, 2)], &[], Direction::Mutual).unwrap();
        let found = betweenness(&path, 0.05, 0.1, 1, Workers::ONE).unwrap();
        assert!((found.values[1] - 1.0 / 3.0).abs() < 0.05 && found.values[0] == 0.0);
        assert!(betweenness(&path, 0.0, 0.1, 1, Workers::ONE).is_err());
    }
}
