//! One way to tell from past cascades who will reach many people: the worth of each member, and of several together.
//!
//! A cascade that somebody started counts by its size to a power, for sizes are mostly luck, and less the older it
//! is; having come in early in others' cascades counts a little, for those who do so start cascades later. People
//! whom several seeds reach count once, more or less strictly: how far past overlap repeats itself is not known
//! beforehand. Every constant of a rule is a setting that the trials choose.
//!
//! Rules: only cascades before the given end are looked at. Deliberately not here: which rule is right.

#![expect(clippy::indexing_slicing, reason = "members are below the number of names")]

use crate::cascades::Cascades;

/// The settings of a rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// After which part of the history a cascade counts half; infinite: never.
    pub half_life: f64,
    /// The power of the size that a cascade counts with: 0 counts cascades, 1 people.
    pub power: f64,
    /// What coming into another's cascade counts beside starting one of mean size.
    pub joining: f64,
    /// The power of the place at which somebody came in that this is divided by.
    pub place: f64,
    /// How strictly people count once: 0 not at all.
    pub overlap: f64,
}

/// What a rule says about a history.
pub(crate) struct Worth {
    overlap: f64,
    /// What a member counts by himself.
    alone: Vec<f64>,
    /// Whom those who started reached, and how surely; rows of members, empty without overlap.
    starts: Vec<usize>,
    reached: Vec<(u32, f32)>,
    /// The chance that somebody is not reached yet.
    left: Vec<f32>,
}

impl Worth {
    pub(crate) fn new(cascades: &Cascades, end: usize, rule: &Rule) -> Worth {
        let members = cascades.names().len();
        let weights = weights(end, rule.half_life);
        let mean =
            (0..end).map(|at| cascades.members(at).len() as f64 - 1.0).sum::<f64>() / (end as f64).max(1.0);
        let unit = mean.max(1.0).powf(1.0 - rule.power);
        let mut worth = Worth {
            overlap: rule.overlap,
            alone: vec![0.0; members],
            starts: Vec::new(),
            reached: Vec::new(),
            left: vec![1.0; members],
        };
        let mut own: Vec<Vec<u32>> = vec![Vec::new(); if rule.overlap > 0.0 { members } else { 0 }];
        for (at, weight) in weights.iter().enumerate() {
            let [first, others @ ..] = cascades.members(at) else { continue };
            let size = others.len() as f64;
            match own.get_mut(*first as usize) {
                Some(own) if size > 0.0 => own.push(at as u32),
                _ if size > 0.0 || rule.power == 0.0 => {
                    worth.alone[*first as usize] += weight * size.powf(rule.power) * unit;
                }
                _ => {}
            }
            if rule.joining > 0.0 {
                for (place, member) in others.iter().enumerate() {
                    let early = (1.0 + place as f64).powf(-rule.place);
                    worth.alone[*member as usize] += weight * rule.joining * mean * early;
                }
            }
        }
        if !own.is_empty() {
            worth.gather(cascades, &own, |at, size| weights[at] * size.powf(rule.power - 1.0) * unit);
        }
        worth
    }

    /// Sums up whom each starter reached.
    fn gather(&mut self, cascades: &Cascades, own: &[Vec<u32>], weight: impl Fn(usize, f64) -> f64) {
        let mut sums = vec![0.0_f64; own.len()];
        let mut seen: Vec<u32> = Vec::new();
        self.starts.push(0);
        for list in own {
            seen.clear();
            for at in list {
                let others = &cascades.members(*at as usize)[1..];
                let weight = weight(*at as usize, others.len() as f64);
                for member in others {
                    if sums[*member as usize] == 0.0 {
                        seen.push(*member);
                    }
                    sums[*member as usize] += weight;
                }
            }
            for member in &seen {
                let sum = std::mem::take(&mut sums[*member as usize]);
                self.reached.push((*member, (-self.overlap * sum).exp() as f32));
            }
            self.starts.push(self.reached.len());
        }
    }

    fn row(&self, member: u32) -> &[(u32, f32)] {
        match self.starts.get(member as usize + 1) {
            Some(end) => &self.reached[self.starts[member as usize]..*end],
            None => &[],
        }
    }

    /// What a member adds to those who were taken.
    pub(crate) fn gain(&self, member: u32) -> f64 {
        let row = self.row(member).iter();
        let shared: f32 = row.map(|(other, missed)| self.left[*other as usize] * (1.0 - missed)).sum();
        self.alone[member as usize] + if self.overlap > 0.0 { f64::from(shared) / self.overlap } else { 0.0 }
    }

    pub(crate) fn take(&mut self, member: u32) {
        if let Some(end) = self.starts.get(member as usize + 1).copied() {
            for (other, missed) in &self.reached[self.starts[member as usize]..end] {
                self.left[*other as usize] *= missed;
            }
        }
    }

    pub(crate) fn reset(&mut self) {
        self.left.fill(1.0);
    }
}

/// What each cascade counts by its age, so that all of them together count as the next quarter of their number.
fn weights(end: usize, half_life: f64) -> Vec<f64> {
    let age = |at: usize| (end - at) as f64 / end as f64;
    let weights: Vec<f64> = (0..end).map(|at| 0.5_f64.powf(age(at) / half_life)).collect();
    let scale = 0.25 * end as f64 / weights.iter().sum::<f64>();
    weights.iter().map(|weight| weight * scale).collect()
}

/// The best members by several rules together, greedily. `allowed` says who may be a seed; `first` are in any case.
pub(crate) fn choose(
    worths: &mut [(Worth, f64)],
    seeds: usize,
    allowed: &[bool],
    first: &[u32],
) -> (Vec<u32>, f64) {
    let mut chosen: Vec<u32> = Vec::new();
    let mut total = 0.0;
    for (worth, _) in worths.iter_mut() {
        worth.reset();
    }
    let gain = |worths: &[(Worth, f64)], member| -> f64 {
        worths.iter().map(|(worth, scale)| worth.gain(member) * scale).sum()
    };
    for member in first {
        total += gain(worths, *member);
        worths.iter_mut().for_each(|(worth, _)| worth.take(*member));
        chosen.push(*member);
    }
    let mut heap: std::collections::BinaryHeap<Promise> = (0..allowed.len() as u32)
        .filter(|member| allowed[*member as usize] && !first.contains(member))
        .map(|member| Promise { gain: gain(worths, member), member, after: first.len() })
        .filter(|promise| promise.gain > 0.0)
        .collect();
    while chosen.len() < seeds {
        let Some(promise) = heap.pop() else { break };
        if promise.after < chosen.len() {
            heap.push(Promise { gain: gain(worths, promise.member), after: chosen.len(), ..promise });
            continue;
        }
        total += promise.gain;
        worths.iter_mut().for_each(|(worth, _)| worth.take(promise.member));
        chosen.push(promise.member);
    }
    (chosen, total)
}

/// A gain in a heap, and after how many seeds it was found.
#[derive(PartialEq)]
struct Promise {
    gain: f64,
    member: u32,
    after: usize,
}

impl Eq for Promise {}

impl PartialOrd for Promise {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Promise {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.gain.total_cmp(&other.gain).then(other.member.cmp(&self.member))
    }
}
