//! A choice of seeds beside what one would do without it, in one table.
//!
//! Rules: the judge gives every row its spread from the same number of runs. The measured reach of a real campaign can be put
//! beside the forecast later by whoever has it. Deliberately not here: choosing.

use super::{Model, simulate};
use crate::{Chance, Estimate, GraphFault, Ties, Workers};

/// One way to choose seeds and how far it goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The way: `chosen`, `random`, `most followed` or `most active`.
    pub way: &'static str,
    /// Its seeds.
    pub seeds: Vec<u32>,
    /// How many members they reach.
    pub spread: Estimate,
}

/// The chosen seeds beside random ones, the most followed and, unless `activity` is empty, the most active of those who
/// are `allowed` (empty: everybody).
///
/// # Errors
/// What [`simulate`] says; [`GraphFault::Length`] for lists that are not of one entry a member.
pub fn compare(
    ties: &Ties,
    model: &Model,
    chosen: &[u32],
    activity: &[f64],
    allowed: &[bool],
    (runs, seed, workers): (usize, u64, Workers),
) -> Result<Vec<Row>, GraphFault> {
    let members = ties.members();
    for (what, given) in [("the list of activity", activity.len()), ("the filter", allowed.len())] {
        if given != 0 && given != members {
            return Err(GraphFault::Length { what, given, wanted: members });
        }
    }
    let mut open: Vec<u32> = (0..members as u32).collect();
    open.retain(|member| allowed.get(*member as usize).copied().unwrap_or(true));
    let first = |list: &[u32]| list.iter().copied().take(chosen.len()).collect::<Vec<u32>>();
    let mut ways = vec![("chosen", chosen.to_vec())];
    let mut random = open.clone();
    Chance::stream(seed, u64::MAX).shuffle(&mut random);
    ways.push(("random", first(&random)));
    open.sort_by_key(|member| std::cmp::Reverse(ties.outgoing().degree(*member)));
    ways.push(("most followed", first(&open)));
    if !activity.is_empty() {
        let of = |member: u32| activity.get(member as usize).copied().unwrap_or(0.0);
        open.sort_by(|left, right| of(*right).total_cmp(&of(*left)));
        ways.push(("most active", first(&open)));
    }
    let row = |(way, seeds): (&'static str, Vec<u32>)| {
        let spread = simulate(ties, model, &seeds, runs, seed, workers)?;
        Ok(Row { way, seeds, spread })
    };
    ways.into_iter().map(row).collect()
}
