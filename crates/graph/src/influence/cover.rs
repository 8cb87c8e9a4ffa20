//! The greedy choice: again and again whoever is in most sets that are not covered yet.
//!
//! Nemhauser, Wolsey, Fisher: An analysis of approximations for maximizing submodular set functions, 1978; with
//! costs also by gain per cost, and the best single member beside it (Leskovec and others: Cost-effective outbreak
//! detection in networks, KDD 2007). Counts stand in a lazy heap, for gains only fall.
//!
//! Rules: equal gains go to the member with the lower number. Besides the choice it says how much any choice that
//! keeps the conditions could cover (the bound of Tang and others: Online processing algorithms for influence
//! maximization, SIGMOD 2018, from the gains that are left after each step; with a budget the fractional knapsack).
//! Deliberately not here: what the sets are a sample of.

#![expect(clippy::indexing_slicing, reason = "members and sets are numbered by the index of this module")]

use super::brief::Brief;
use super::sample::Sets;
use crate::GraphFault;
use std::collections::BinaryHeap;

/// After how many of the steps the bound is taken.
const BOUNDS: usize = 10;
/// Worths are counted in these parts of the greatest worth.
pub(crate) const PARTS: f32 = 255.0;

/// In which sets each member is, and what each set is worth.
pub(crate) struct Index {
    sets: Sets,
    starts: Vec<u32>,
    held: Vec<u32>,
}

impl Index {
    pub(crate) fn new(sets: Sets, members: usize) -> Self {
        let mut starts = vec![0_u32; members + 2];
        for member in sets.members() {
            starts[*member as usize + 2] += 1;
        }
        for at in 2..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut held = vec![0; sets.members().len()];
        for number in 0..sets.len() {
            for member in sets.set(number) {
                let slot = &mut starts[*member as usize + 1];
                held[*slot as usize] = number as u32;
                *slot += 1;
            }
        }
        starts.pop();
        Index { sets, starts, held }
    }

    pub(crate) fn sets_of(&self, member: u32) -> &[u32] {
        &self.held[self.starts[member as usize] as usize..self.starts[member as usize + 1] as usize]
    }

    pub(crate) fn sets(&self) -> &Sets {
        &self.sets
    }

    pub(crate) fn into_sets(self) -> Sets {
        self.sets
    }

    fn members(&self) -> usize {
        self.starts.len() - 1
    }

    /// The worth of the sets that hold one of the seeds at least.
    pub(crate) fn covered(&self, seeds: &[u32], worth: &[u32]) -> u64 {
        let mut covered = vec![false; self.sets.len()];
        let mut sum = 0;
        for seed in seeds {
            for set in self.sets_of(*seed) {
                if !std::mem::replace(&mut covered[*set as usize], true) {
                    sum += u64::from(worth.get(*set as usize).copied().unwrap_or(1));
                }
            }
        }
        sum
    }
}

/// A greedy choice.
#[derive(Debug, Clone)]
pub(crate) struct Picks {
    pub(crate) seeds: Vec<u32>,
    /// The worth that each seed added.
    pub(crate) gains: Vec<u64>,
    /// The worth of the sets that the seeds cover.
    pub(crate) covered: u64,
    /// What no choice that keeps the conditions can cover more than.
    pub(crate) bound: f64,
}

impl Picks {
    /// The errors of the gains together, as a part of all gains.
    pub(crate) fn noise(&self) -> f64 {
        let errors: f64 = self.gains.iter().map(|gain| (*gain as f64).sqrt()).sum();
        errors / (self.covered as f64).max(1.0)
    }
}

/// Everything that changes while choosing.
struct Choosing<'a> {
    index: &'a Index,
    brief: &'a Brief,
    worth: &'a [u32],
    left: Vec<u64>,
    /// Everybody who is in a set and not barred.
    candidates: Vec<u32>,
    covered: Vec<bool>,
    barred: Vec<bool>,
    groups: Vec<u64>,
    taken: Vec<usize>,
    spent: f64,
    by_cost: bool,
    picks: Picks,
}

/// Chooses by the sets. `first` are seeds in any case (they include those of the brief), `worth` is that of each
/// set or empty where each counts 1. Sets that ended at one of the `wild` members are not known to their
/// end: they count as covered by the first seed, which the bound may do.
pub(crate) fn choose(
    index: &Index,
    brief: &Brief,
    worth: &[u32],
    first: &[u32],
    wild: &[u32],
) -> Result<Picks, GraphFault> {
    let mut plain = Choosing::new(index, brief, worth, false);
    plain.grant(wild);
    plain.run(first)?;
    if brief.costs.is_empty() {
        return Ok(plain.picks);
    }
    let mut by_cost = Choosing::new(index, brief, worth, true);
    by_cost.grant(wild);
    by_cost.run(first)?;
    let bound = plain.picks.bound.min(by_cost.picks.bound);
    let better = if by_cost.picks.covered > plain.picks.covered { by_cost.picks } else { plain.picks };
    Ok(Picks { bound, ..better })
}

impl<'a> Choosing<'a> {
    fn new(index: &'a Index, brief: &'a Brief, worth: &'a [u32], by_cost: bool) -> Self {
        let members = index.members();
        let mut barred = vec![false; members];
        for member in &brief.excluded {
            barred[*member as usize] = true;
        }
        let mut groups = if brief.quotas.is_empty() { Vec::new() } else { vec![0_u64; members] };
        for (at, quota) in brief.quotas.iter().enumerate() {
            for member in &quota.members {
                groups[*member as usize] |= 1 << at;
            }
        }
        let count = |member| {
            let sets = index.sets_of(member);
            match worth {
                [] => sets.len() as u64,
                worth => sets.iter().map(|set| u64::from(worth[*set as usize])).sum(),
            }
        };
        let left: Vec<u64> = (0..members as u32).map(count).collect();
        let mut candidates: Vec<u32> = (0..members as u32).collect();
        candidates.retain(|member| left[*member as usize] > 0 && !barred[*member as usize]);
        Choosing {
            index,
            brief,
            worth,
            left,
            candidates,
            covered: vec![false; index.sets.len()],
            barred,
            groups,
            taken: vec![0; brief.quotas.len()],
            spent: 0.0,
            by_cost,
            picks: Picks { seeds: Vec::new(), gains: Vec::new(), covered: 0, bound: f64::INFINITY },
        }
    }

    fn grant(&mut self, wild: &[u32]) {
        for member in wild {
            let index = self.index;
            for set in index.sets_of(*member).iter().filter(|set| index.sets.set(**set as usize).len() == 1) {
                let worth = u64::from(self.worth.get(*set as usize).copied().unwrap_or(1));
                self.covered[*set as usize] = true;
                self.picks.covered += worth;
                self.left[*member as usize] -= worth;
            }
        }
    }

    fn run(&mut self, first: &[u32]) -> Result<(), GraphFault> {
        for member in first {
            if !self.picks.seeds.contains(member) {
                self.take(*member);
            }
        }
        self.tighten();
        let step = (self.brief.seeds / BOUNDS).max(1);
        let mut heap: BinaryHeap<(Key, u32)> =
            self.candidates.iter().map(|member| (self.key(*member), u32::MAX - member)).collect();
        let mut needy = self.needy();
        let mut waiting = Vec::new();
        while self.picks.seeds.len() < self.brief.seeds {
            let Some((key, turned)) = heap.pop() else { break };
            let member = u32::MAX - turned;
            if self.left[member as usize] == 0 || self.picks.seeds.contains(&member) || !self.fits(member) {
                continue;
            }
            let now = self.key(member);
            if now < key {
                heap.push((now, turned));
                continue;
            }
            if needy.is_some_and(|needy| self.groups[member as usize] & needy == 0) {
                waiting.push((key, turned));
                continue;
            }
            self.take(member);
            heap.extend(waiting.drain(..));
            needy = self.needy();
            if self.picks.seeds.len().is_multiple_of(step) {
                self.tighten();
            }
        }
        self.tighten();
        self.fill()
    }

    fn key(&self, member: u32) -> Key {
        let left = self.left[member as usize] as f64;
        Key(if self.by_cost { left / self.brief.cost(member).max(1e-9) } else { left })
    }

    /// Whether budget and upper quotas allow the member.
    fn fits(&self, member: u32) -> bool {
        if self.spent + self.brief.cost(member) > self.brief.budget {
            return false;
        }
        let groups = self.groups.get(member as usize).copied().unwrap_or(0);
        let full = |at: usize| groups & (1 << at) != 0 && self.taken[at] >= self.brief.quotas[at].at_most;
        !(0..self.taken.len()).any(full)
    }

    /// The groups that still need seeds, once every place that is left is needed for them.
    fn needy(&self) -> Option<u64> {
        let places = self.brief.seeds.saturating_sub(self.picks.seeds.len());
        let (mut lacking, mut needy) = (0, 0);
        for (at, quota) in self.brief.quotas.iter().enumerate() {
            let lack = quota.at_least.saturating_sub(self.taken[at]);
            lacking += lack;
            needy |= u64::from(lack > 0) << at;
        }
        (lacking > 0 && lacking >= places).then_some(needy)
    }

    fn take(&mut self, member: u32) {
        let index = self.index;
        let before = if self.picks.seeds.is_empty() { 0 } else { self.picks.covered };
        for set in index.sets_of(member) {
            if std::mem::replace(&mut self.covered[*set as usize], true) {
                continue;
            }
            let worth = u64::from(self.worth.get(*set as usize).copied().unwrap_or(1));
            self.picks.covered += worth;
            for other in index.sets.set(*set as usize) {
                self.left[*other as usize] -= worth;
            }
        }
        let groups = self.groups.get(member as usize).copied().unwrap_or(0);
        for (at, taken) in self.taken.iter_mut().enumerate() {
            *taken += usize::from(groups & (1 << at) != 0);
        }
        self.spent += self.brief.cost(member);
        self.picks.seeds.push(member);
        self.picks.gains.push(self.picks.covered - before);
    }

    /// Takes the gains that are left into the bound: the best choice covers no more than what is covered now and
    /// the greatest gains that its number of seeds, or its budget, could add.
    fn tighten(&mut self) {
        let places = self.brief.seeds - self.brief.included.len().min(self.brief.seeds);
        let eligible =
            self.candidates.iter().map(|member| *member as usize).filter(|member| self.left[*member] > 0);
        let more = if self.brief.costs.is_empty() {
            let mut gains: Vec<u64> = eligible.map(|member| self.left[member]).collect();
            if gains.len() > places && places > 0 {
                gains.select_nth_unstable_by(places - 1, |a, b| b.cmp(a));
            }
            gains.iter().take(places).sum::<u64>() as f64
        } else {
            let gains: Vec<(f64, f64)> =
                eligible.map(|member| (self.left[member] as f64, self.brief.costs[member])).collect();
            let fixed: f64 = self.brief.included.iter().map(|member| self.brief.cost(*member)).sum();
            knapsack(gains, places, self.brief.budget - fixed)
        };
        self.picks.bound = self.picks.bound.min(self.picks.covered as f64 + more);
    }

    /// Meets the lower quotas with members who add nothing, where none that add something were left.
    fn fill(&mut self) -> Result<(), GraphFault> {
        for at in 0..self.brief.quotas.len() {
            let quota = &self.brief.quotas[at];
            for member in &quota.members {
                let full = self.picks.seeds.len() >= self.brief.seeds;
                if self.taken[at] >= quota.at_least || full {
                    break;
                }
                let chosen = self.barred[*member as usize] || self.picks.seeds.contains(member);
                if !chosen && self.fits(*member) {
                    self.take(*member);
                }
            }
            if self.taken[at] < quota.at_least {
                return Err(GraphFault::Impossible("a quota's least number of seeds cannot be found"));
            }
        }
        if self.picks.seeds.len() < self.brief.seeds {
            self.fill_up();
        }
        Ok(())
    }

    /// Gives the places that nobody adds anything in to those who are in most sets.
    fn fill_up(&mut self) {
        let mut rest: Vec<u32> = (0..self.index.members() as u32).collect();
        rest.retain(|member| !self.barred[*member as usize] && !self.picks.seeds.contains(member));
        rest.sort_by_key(|member| std::cmp::Reverse(self.index.sets_of(*member).len()));
        for member in rest {
            if self.picks.seeds.len() >= self.brief.seeds {
                break;
            }
            if self.fits(member) {
                self.take(member);
            }
        }
    }
}

/// The most that a budget and a number of places buy when members could be taken in part: the lesser of both.
fn knapsack(mut gains: Vec<(f64, f64)>, places: usize, budget: f64) -> f64 {
    gains.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let by_number: f64 = gains.iter().take(places).map(|(gain, _)| gain).sum();
    gains.sort_unstable_by(|a, b| (b.0 * a.1).total_cmp(&(a.0 * b.1)));
    let (mut sum, mut left) = (0.0, budget);
    for (gain, cost) in gains {
        if cost > left {
            sum += gain * left / cost;
            break;
        }
        sum += gain;
        left -= cost;
    }
    by_number.min(sum)
}

/// A number in a heap.
#[derive(PartialEq)]
struct Key(f64);

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}
