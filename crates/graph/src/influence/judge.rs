//! The judge: spreads simulated forwards, member by member and arc by arc, sharing no code with the choice.
//!
//! Rules: run number `i` depends on the seed and `i` alone. The answer is the mean of the runs and its error.
//! Deliberately not here: shortcuts. It is slow and plainly right.

#![expect(clippy::indexing_slicing, reason = "members are below the row count, which is checked first")]

use super::Model;
use crate::{Chance, Estimate, GraphFault, Ties, Workers};

const BLOCK: usize = 25;

/// The expected number of members that the seeds reach, themselves included, from `runs` simulated cascades.
///
/// # Errors
/// [`GraphFault::NoSuchMember`], [`GraphFault::OutOfRange`] without a run, and what [`Model::check`] says.
pub fn simulate(
    ties: &Ties,
    model: &Model,
    seeds: &[u32],
    runs: usize,
    seed: u64,
    workers: Workers,
) -> Result<Estimate, GraphFault> {
    model.check(ties)?;
    if let Some(member) = seeds.iter().find(|member| **member as usize >= ties.members()) {
        return Err(GraphFault::NoSuchMember(*member));
    }
    if runs == 0 {
        return Err(GraphFault::OutOfRange { what: "the number of runs", value: 0.0, allowed: "at least 1" });
    }
    let bars = bars(ties, model);
    let blocks = workers.map(
        runs.div_ceil(BLOCK),
        || (vec![0_u32; ties.members()], Vec::new()),
        |(reached, queue), block| {
            let count = BLOCK.min(runs - block * BLOCK);
            let (mut sum, mut squares) = (0.0, 0.0);
            reached.fill(0);
            for run in 0..count {
                let mut chance = Chance::stream(seed, (block * BLOCK + run) as u64);
                let size = cascade(ties, &bars, seeds, run as u32 + 1, reached, queue, &mut chance) as f64;
                sum += size;
                squares += size * size;
            }
            (sum, squares)
        },
    );
    let (sum, squares) =
        blocks.iter().fold((0.0, 0.0), |(sum, squares), block| (sum + block.0, squares + block.1));
    Ok(Estimate::mean(sum, squares, runs as f64, "simulated runs, 95 %"))
}

/// The chance of each outgoing arc as the number of 32 random bits that lie below it.
fn bars(ties: &Ties, model: &Model) -> Vec<u64> {
    let bar = |chance: f64| (chance * 4_294_967_296.0).round() as u64;
    let rows = ties.incoming();
    let mut next: Vec<usize> =
        (0..ties.members() as u32).map(|member| ties.outgoing().span(member).start).collect();
    let mut bars = vec![0; ties.arcs()];
    // Members are gone through in order, so that the arcs of each tail come in the order of its row.
    for member in 0..ties.members() as u32 {
        for place in rows.span(member) {
            let chance = match model {
                Model::WeightedCascade => 1.0 / rows.degree(member) as f64,
                Model::Uniform(chance) => *chance,
                Model::Arcs(chances) => f64::from(chances[place]),
            };
            let slot = &mut next[rows.heads()[place] as usize];
            bars[*slot] = bar(chance);
            *slot += 1;
        }
    }
    bars
}

fn cascade(
    ties: &Ties,
    bars: &[u64],
    seeds: &[u32],
    stamp: u32,
    reached: &mut [u32],
    queue: &mut Vec<u32>,
    chance: &mut Chance,
) -> usize {
    queue.clear();
    for seed in seeds {
        if std::mem::replace(&mut reached[*seed as usize], stamp) != stamp {
            queue.push(*seed);
        }
    }
    let mut at = 0;
    while at < queue.len() {
        let span = ties.outgoing().span(queue[at]);
        for (head, bar) in ties.outgoing().heads()[span.clone()].iter().zip(&bars[span]) {
            // The draw comes first: asking who is reached already would cost more than it saves.
            if chance.bits() >> 32 < *bar && reached[*head as usize] != stamp {
                reached[*head as usize] = stamp;
                queue.push(*head);
            }
        }
        at += 1;
    }
    queue.len()
}
