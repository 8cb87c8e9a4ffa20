//! The Leiden rounds: move, refine, contract.
//!
//! Members move to the circle where modularity gains most until nobody wants to (a queue instead of sweeps); within each
//! circle members are merged from the bottom along ties, so that every part is connected; the parts become the members
//! of the next, smaller graph. Rules: a member only ever moves to a circle to which a tie leads him. Not here: threads.

#![expect(clippy::indexing_slicing, reason = "members and circles are below the member count")]

use super::keep_numbers;
use super::network::Network;
use crate::{Chance, GraphFault, Ties};

/// Circles of a graph.
#[derive(Debug, Clone, PartialEq)]
pub struct Circles {
    /// The circle of each member.
    pub of: Vec<u32>,
    /// How many circles there are.
    pub count: usize,
    /// Their modularity.
    pub modularity: f64,
}

/// Rounds of whole runs, each from what the last one found.
const RUNS: usize = 2;
/// Gains below this part of all ties are rounding.
const LEAST_GAIN: f64 = 1e-12;

/// The circles of a graph, numbered from 0 by the first member; 1 is the usual resolution, more makes smaller circles.
///
/// # Errors
/// [`GraphFault::OutOfRange`] for a resolution that is not above zero.
pub fn circles(ties: &Ties, resolution: f64, seed: u64) -> Result<Circles, GraphFault> {
    check(resolution)?;
    let network = Network::of(ties);
    let mut of: Vec<u32> = (0..network.len() as u32).collect();
    for run in 0..RUNS {
        improve(&network, &mut of, resolution, &mut Chance::stream(seed, run as u64), None);
    }
    Ok(finished(&network, of, resolution, &[]))
}

/// The circles of a snapshot that grew by the ties of `list` from one with the circles `old`: only members near the new
/// ties are asked anew. Circles that go on keep their numbers.
///
/// # Errors
/// As [`circles`]; [`GraphFault::Length`] when `old` has more entries than there are members, and
/// [`GraphFault::NoSuchMember`].
pub fn circles_again(
    ties: &Ties,
    resolution: f64,
    seed: u64,
    old: &[u32],
    list: &[(u32, u32)],
) -> Result<Circles, GraphFault> {
    check(resolution)?;
    let members = ties.members();
    if old.len() > members {
        return Err(GraphFault::Length { what: "the old circles", given: old.len(), wanted: members });
    }
    if let Some(end) = list.iter().map(|(a, b)| *a.max(b)).find(|end| *end as usize >= members) {
        return Err(GraphFault::NoSuchMember(end));
    }
    let network = Network::of(ties);
    let mut of = start(old, members);
    let mut asked: Vec<u32> =
        list.iter().flat_map(|(a, b)| [*a, *b]).chain(old.len() as u32..members as u32).collect();
    asked.sort_unstable();
    asked.dedup();
    improve(&network, &mut of, resolution, &mut Chance::new(seed), Some(asked));
    Ok(finished(&network, of, resolution, old))
}

fn check(resolution: f64) -> Result<(), GraphFault> {
    if resolution.is_finite() && resolution > 0.0 {
        return Ok(());
    }
    Err(GraphFault::OutOfRange { what: "the resolution", value: resolution, allowed: "above zero" })
}

/// Old circles numbered without gaps, new members each in one of their own.
fn start(old: &[u32], members: usize) -> Vec<u32> {
    let mut known = old.to_vec();
    known.sort_unstable();
    known.dedup();
    let number = |circle: &u32| known.partition_point(|other| other < circle) as u32;
    let mut of: Vec<u32> = old.iter().map(number).collect();
    of.extend((old.len()..members).map(|at| (known.len() + at - old.len()) as u32));
    of
}

fn finished(network: &Network, mut of: Vec<u32>, resolution: f64, old: &[u32]) -> Circles {
    split(network, &mut of);
    let count = renumber(&mut of);
    let modularity = network.modularity(&of, resolution);
    Circles { of: if old.is_empty() { of } else { keep_numbers(old, &of) }, count, modularity }
}

/// Parts circles that do not hang together: a member that moved last may have been what held one together.
fn split(network: &Network, of: &mut [u32]) {
    let mut parts = vec![u32::MAX; of.len()];
    let mut queue = Vec::new();
    for root in 0..of.len() as u32 {
        if parts[root as usize] != u32::MAX {
            continue;
        }
        parts[root as usize] = root;
        queue.push(root);
        while let Some(member) = queue.pop() {
            for place in network.span(member) {
                let other = network.heads[place];
                if parts[other as usize] == u32::MAX && of[other as usize] == of[root as usize] {
                    parts[other as usize] = root;
                    queue.push(other);
                }
            }
        }
    }
    of.copy_from_slice(&parts);
}

/// One whole run from given circles; `asked` are the members to begin with, everybody without.
fn improve(
    network: &Network,
    of: &mut Vec<u32>,
    resolution: f64,
    chance: &mut Chance,
    asked: Option<Vec<u32>>,
) {
    let mut mover = Mover::new(network, of, resolution);
    let asked = asked.unwrap_or_else(|| shuffled(network.len(), chance));
    mover.settle(asked);
    *of = mover.of;
    let mut level = Level { parts: refine(network, of, resolution, chance), of: of.clone() };
    // The part of each member of the first graph.
    let mut whole: Vec<u32> = (0..network.len() as u32).collect();
    let mut current: Option<Network> = None;
    loop {
        let below = current.as_ref().unwrap_or(network);
        let count = renumber(&mut level.parts);
        if count == below.len() {
            break;
        }
        let smaller = below.contracted(&level.parts, count);
        whole.iter_mut().for_each(|part| *part = level.parts[*part as usize]);
        let mut circles = vec![0; count];
        level.parts.iter().zip(&level.of).for_each(|(part, circle)| circles[*part as usize] = *circle);
        renumber(&mut circles);
        let mut mover = Mover::new(&smaller, &circles, resolution);
        mover.settle(shuffled(count, chance));
        let parts = refine(&smaller, &mover.of, resolution, chance);
        level = Level { parts, of: mover.of };
        current = Some(smaller);
    }
    let found = level.of;
    of.iter_mut().zip(&whole).for_each(|(circle, part)| *circle = found[*part as usize]);
}

/// The circles of a graph's members, and the connected parts of the circles.
struct Level {
    parts: Vec<u32>,
    of: Vec<u32>,
}

fn shuffled(count: usize, chance: &mut Chance) -> Vec<u32> {
    let mut order: Vec<u32> = (0..count as u32).collect();
    chance.shuffle(&mut order);
    order
}

/// Numbers groups from 0 in order of appearance; returns how many there are.
fn renumber(groups: &mut [u32]) -> usize {
    let bound = groups.iter().max().map_or(0, |most| *most as usize + 1);
    let mut numbers = vec![u32::MAX; bound];
    let mut count = 0;
    for group in groups.iter_mut() {
        let number = &mut numbers[*group as usize];
        if *number == u32::MAX {
            *number = count;
            count += 1;
        }
        *group = *number;
    }
    count as usize
}

/// Members and the circles they are in while they move.
struct Mover<'n> {
    network: &'n Network,
    of: Vec<u32>,
    /// The strength of each circle.
    strength: Vec<f64>,
    size: Vec<u32>,
    free: Vec<u32>,
    scale: f64,
    /// Weights to the circles around one member.
    near: Vec<f64>,
    seen: Vec<u32>,
}

impl<'n> Mover<'n> {
    fn new(network: &'n Network, of: &[u32], resolution: f64) -> Self {
        let members = network.len();
        let (mut strength, mut size) = (vec![0.0; members], vec![0; members]);
        for (member, circle) in of.iter().enumerate() {
            strength[*circle as usize] += network.strength[member];
            size[*circle as usize] += 1;
        }
        let free = (0..members as u32).filter(|circle| size[*circle as usize] == 0).collect();
        let scale = if network.total > 0.0 { resolution / network.total } else { 0.0 };
        Mover {
            network,
            of: of.to_vec(),
            strength,
            size,
            free,
            scale,
            near: vec![0.0; members],
            seen: Vec::new(),
        }
    }

    /// Asks members until nobody wants to move.
    fn settle(&mut self, asked: Vec<u32>) {
        let mut waiting = vec![false; self.network.len()];
        asked.iter().for_each(|member| waiting[*member as usize] = true);
        let mut queue = std::collections::VecDeque::from(asked);
        while let Some(member) = queue.pop_front() {
            waiting[member as usize] = false;
            if !self.ask(member) {
                continue;
            }
            let now = self.of[member as usize];
            for place in self.network.span(member) {
                let other = self.network.heads[place];
                if self.of[other as usize] != now && !waiting[other as usize] {
                    waiting[other as usize] = true;
                    queue.push_back(other);
                }
            }
        }
    }

    /// Moves a member to where he fits best; whether he moved.
    fn ask(&mut self, member: u32) -> bool {
        let own = self.of[member as usize];
        let mine = self.network.strength[member as usize];
        let span = self.network.span(member);
        let weights = self.network.weights.get(span.clone()).unwrap_or(&[]);
        for (at, head) in self.network.heads[span].iter().enumerate() {
            let circle = self.of[*head as usize];
            let near = &mut self.near[circle as usize];
            if *near == 0.0 {
                self.seen.push(circle);
            }
            *near += weights.get(at).map_or(1.0, |weight| f64::from(*weight));
        }
        let stay = self.near[own as usize] - mine * (self.strength[own as usize] - mine) * self.scale;
        let (mut best, mut target) = (stay + LEAST_GAIN * self.network.total, own);
        for circle in self.seen.drain(..) {
            let gain = self.near[circle as usize] - mine * self.strength[circle as usize] * self.scale;
            self.near[circle as usize] = 0.0;
            if circle != own && gain > best {
                (best, target) = (gain, circle);
            }
        }
        if best < 0.0
            && self.size[own as usize] > 1
            && let Some(empty) = self.free.last()
        {
            target = *empty;
        }
        if target == own {
            return false;
        }
        self.shift(member, own, target, mine);
        true
    }

    fn shift(&mut self, member: u32, own: u32, target: u32, mine: f64) {
        if self.size[target as usize] == 0 {
            self.free.pop();
        }
        self.strength[own as usize] -= mine;
        self.size[own as usize] -= 1;
        if self.size[own as usize] == 0 {
            self.strength[own as usize] = 0.0;
            self.free.push(own);
        }
        self.strength[target as usize] += mine;
        self.size[target as usize] += 1;
        self.of[member as usize] = target;
    }
}

/// The connected parts of circles: every member begins alone and, while still alone and well tied to his circle, joins
/// the part of it with the greatest gain.
fn refine(network: &Network, of: &[u32], resolution: f64, chance: &mut Chance) -> Vec<u32> {
    let members = network.len();
    let scale = if network.total > 0.0 { resolution / network.total } else { 0.0 };
    let mut whole = vec![0.0; members];
    for (member, circle) in of.iter().enumerate() {
        whole[*circle as usize] += network.strength[member];
    }
    let mut parts: Vec<u32> = (0..members as u32).collect();
    let mut strength = network.strength.clone();
    // What ties each part to the rest of its circle.
    let within = |member: u32| {
        let own = of[member as usize];
        let inside = network.span(member).filter(|place| of[network.heads[*place] as usize] == own);
        inside.map(|place| network.weight(place)).sum::<f64>()
    };
    let mut bound: Vec<f64> = (0..members as u32).map(within).collect();
    let mut alone = vec![true; members];
    let (mut near, mut seen) = (vec![0.0; members], Vec::new());
    for member in shuffled(members, chance) {
        let at = member as usize;
        let (own, mine) = (of[at], network.strength[at]);
        if !alone[at] || bound[at] < mine * (whole[own as usize] - mine) * scale {
            continue;
        }
        for place in network.span(member) {
            let other = network.heads[place] as usize;
            if of[other] != own {
                continue;
            }
            let part = parts[other];
            if near[part as usize] == 0.0 {
                seen.push(part);
            }
            near[part as usize] += network.weight(place);
        }
        let (mut best, mut target, mut tied) = (0.0, member, 0.0);
        for part in seen.drain(..) {
            let weight = std::mem::take(&mut near[part as usize]);
            let theirs = strength[part as usize];
            let firm = bound[part as usize] >= theirs * (whole[own as usize] - theirs) * scale;
            let gain = weight - mine * theirs * scale;
            if part != member && firm && gain > best {
                (best, target, tied) = (gain, part, weight);
            }
        }
        if target != member {
            parts[at] = target;
            strength[target as usize] += mine;
            strength[at] = 0.0;
            bound[target as usize] += bound[at] - 2.0 * tied;
            alone[target as usize] = false;
            alone[at] = false;
        }
    }
    parts
}
