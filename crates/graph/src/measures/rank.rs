//! PageRank: how often a reader who follows ties, and starts anew now and then, comes by.
//!
//! Page and others: The PageRank citation ranking, 1999. Solved as the linear system x = 1 + d P x and scaled at the
//! end, which spreads the mass of members without ties evenly (Gleich and others: PRPACK, 2010-2015). With mutual ties
//! the system is symmetric after scaling and solved by conjugate gradients (Hestenes, Stiefel, 1952), with one-way ties
//! by Gauss-Seidel sweeps. Ties weigh as they do.
//!
//! Rules: ranks sum up to 1 and differ from the exact ones by at most the tolerance in sum. Not here: topics.

#![expect(clippy::indexing_slicing, reason = "members are below the row count")]

use crate::{GraphFault, Ties};

/// Ranks and how they were found.
#[derive(Debug, Clone, PartialEq)]
pub struct Rank {
    /// The rank of each member; all together are 1.
    pub ranks: Vec<f64>,
    /// How far all ranks together may be from the exact ones.
    pub error: f64,
    /// How many sweeps it took.
    pub sweeps: usize,
}

const SWEEPS_MAX: usize = 1_000;

/// The ranks of all members; `damping` is the chance to follow a tie (0.85 is usual).
///
/// # Errors
/// [`GraphFault::OutOfRange`] for a damping outside 0 to 0.999 or a tolerance that is not above zero.
pub fn rank(ties: &Ties, damping: f64, tolerance: f64) -> Result<Rank, GraphFault> {
    rank_again(ties, damping, tolerance, &[])
}

/// The ranks of all members of a snapshot that grew from one with the ranks `old`.
///
/// # Errors
/// As [`rank`], and [`GraphFault::Length`] when `old` has more entries than there are members.
pub fn rank_again(ties: &Ties, damping: f64, tolerance: f64, old: &[f64]) -> Result<Rank, GraphFault> {
    let members = ties.members();
    if !(0.0..=0.999).contains(&damping) {
        return Err(GraphFault::OutOfRange {
            what: "the damping",
            value: damping,
            allowed: "between 0 and 0.999",
        });
    }
    if tolerance.is_nan() || tolerance <= 0.0 {
        return Err(GraphFault::OutOfRange {
            what: "the tolerance",
            value: tolerance,
            allowed: "above zero",
        });
    }
    if old.len() > members {
        return Err(GraphFault::Length { what: "the old ranks", given: old.len(), wanted: members });
    }
    if members == 0 {
        return Ok(Rank { ranks: Vec::new(), error: 0.0, sweeps: 0 });
    }
    let strengths = strengths(ties);
    let mut flows = start(&strengths, damping, old);
    if ties.mutual() {
        return Ok(symmetric(ties, damping, tolerance, &strengths, &flows));
    }
    let (mut error, mut sweeps) = (f64::INFINITY, 0);
    while error > tolerance && sweeps < SWEEPS_MAX {
        error = sweep(ties, damping, &strengths, &mut flows);
        sweeps += 1;
    }
    // A flow is what a member gives to each unit of tie; one without ties keeps his own rank in its place.
    let mut ranks: Vec<f64> = flows
        .iter()
        .zip(&strengths)
        .map(|(flow, strength)| if *strength > 0.0 { flow * strength } else { *flow })
        .collect();
    let sum: f64 = ranks.iter().sum();
    ranks.iter_mut().for_each(|rank| *rank /= sum);
    Ok(Rank { ranks, error, sweeps })
}

/// Conjugate gradients for y with x = s y, where s is the root of the strength (1 without a tie):
/// (I - d S^-1 A S^-1) y = S^-1 1.
fn symmetric(ties: &Ties, damping: f64, tolerance: f64, strengths: &[f64], flows: &[f64]) -> Rank {
    let roots: Vec<f64> =
        strengths.iter().map(|strength| if *strength > 0.0 { strength.sqrt() } else { 1.0 }).collect();
    let mut y: Vec<f64> = flows.iter().zip(&roots).map(|(flow, root)| flow * root).collect();
    let mut spread = vec![0.0; y.len()];
    let mut scaled = vec![0.0; y.len()];
    apply(ties, damping, &roots, &y, &mut scaled, &mut spread);
    let mut rest: Vec<f64> = spread.iter().zip(&roots).map(|(have, root)| 1.0 / root - have).collect();
    let mut step = rest.clone();
    let mut square: f64 = rest.iter().map(|r| r * r).sum();
    let (mut error, mut sweeps) = (f64::INFINITY, 0);
    while sweeps < SWEEPS_MAX {
        // The rest of the system in x bounds the error of x in sum.
        let left: f64 = rest.iter().zip(&roots).map(|(rest, root)| (rest * root).abs()).sum();
        let all: f64 = y.iter().zip(&roots).map(|(y, root)| y * root).sum();
        error = 2.0 * left / (1.0 - damping) / all;
        if error <= tolerance || square <= 0.0 {
            break;
        }
        apply(ties, damping, &roots, &step, &mut scaled, &mut spread);
        let length = square / step.iter().zip(&spread).map(|(a, b)| a * b).sum::<f64>();
        let mut next = 0.0;
        for at in 0..y.len() {
            y[at] += length * step[at];
            rest[at] -= length * spread[at];
            next += rest[at] * rest[at];
        }
        let share = next / square;
        square = next;
        step.iter_mut().zip(&rest).for_each(|(step, rest)| *step = rest + share * *step);
        sweeps += 1;
    }
    let mut ranks: Vec<f64> = y.iter().zip(&roots).map(|(y, root)| y * root).collect();
    let sum: f64 = ranks.iter().sum();
    ranks.iter_mut().for_each(|rank| *rank /= sum);
    Rank { ranks, error, sweeps }
}

/// (I - d S^-1 A S^-1) y.
fn apply(ties: &Ties, damping: f64, roots: &[f64], y: &[f64], scaled: &mut [f64], result: &mut [f64]) {
    let rows = ties.outgoing();
    for ((scaled, y), root) in scaled.iter_mut().zip(y).zip(roots) {
        *scaled = y / root;
    }
    for member in 0..rows.len() as u32 {
        let span = rows.span(member);
        let heads = &rows.heads()[span.clone()];
        let sum: f64 = match rows.weights() {
            [] => heads.iter().map(|from| scaled[*from as usize]).sum(),
            weights => heads
                .iter()
                .zip(&weights[span])
                .map(|(from, weight)| scaled[*from as usize] * f64::from(*weight))
                .sum(),
        };
        let at = member as usize;
        result[at] = y[at] - damping * sum / roots[at];
    }
}

fn strengths(ties: &Ties) -> Vec<f64> {
    let rows = ties.outgoing();
    let strength = |member| match rows.weights() {
        [] => rows.degree(member) as f64,
        weights => weights[rows.span(member)].iter().map(|weight| f64::from(*weight)).sum(),
    };
    (0..rows.len() as u32).map(strength).collect()
}

/// The first guess: the old ranks scaled so that the system holds in sum, or even ranks.
fn start(strengths: &[f64], damping: f64, old: &[f64]) -> Vec<f64> {
    let members = strengths.len() as f64;
    let even = 1.0 / members;
    let given =
        |at: usize| old.get(at).copied().filter(|rank| rank.is_finite() && *rank > 0.0).unwrap_or(even);
    let (mut all, mut passing) = (0.0, 0.0);
    for (at, strength) in strengths.iter().enumerate() {
        all += given(at);
        passing += if *strength > 0.0 { given(at) } else { 0.0 };
    }
    let scale = members / (all - damping * passing);
    let flow =
        |(at, strength): (usize, &f64)| given(at) * scale / if *strength > 0.0 { *strength } else { 1.0 };
    strengths.iter().enumerate().map(flow).collect()
}

/// One sweep; returns a bound of the error of the ranks after it.
fn sweep(ties: &Ties, damping: f64, strengths: &[f64], flows: &mut [f64]) -> f64 {
    let rows = ties.incoming();
    let (mut moved, mut all) = (0.0, 0.0);
    for member in 0..rows.len() as u32 {
        let span = rows.span(member);
        let heads = &rows.heads()[span.clone()];
        let sum: f64 = match rows.weights() {
            [] => heads.iter().map(|from| flows[*from as usize]).sum(),
            weights => heads
                .iter()
                .zip(&weights[span])
                .map(|(from, weight)| flows[*from as usize] * f64::from(*weight))
                .sum(),
        };
        let rank = 1.0 + damping * sum;
        let strength = strengths[member as usize];
        let unit = if strength > 0.0 { strength } else { 1.0 };
        let flow = &mut flows[member as usize];
        moved += (rank - *flow * unit).abs();
        all += rank;
        *flow = rank / unit;
    }
    moved * damping / (1.0 - damping) / all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Chance, Direction};

    /// The definition, by plain repetition.
    fn plain(ties: &Ties, damping: f64) -> Vec<f64> {
        let n = ties.members();
        let mut ranks = vec![1.0 / n as f64; n];
        for _ in 0..400 {
            let mut next = vec![0.0; n];
            let mut loose = 0.0;
            for member in 0..n as u32 {
                let span = ties.outgoing().span(member);
                let all: f64 = span.clone().map(|place| f64::from(ties.outgoing().weight(place))).sum();
                if span.is_empty() {
                    loose += ranks[member as usize];
                }
                for place in span {
                    let share = f64::from(ties.outgoing().weight(place)) / all;
                    next[ties.outgoing().heads()[place] as usize] += ranks[member as usize] * share;
                }
            }
            ranks =
                next.iter().map(|sum| (1.0 - damping + damping * loose) / n as f64 + damping * sum).collect();
        }
        ranks
    }

    #[test]
    fn ranks_are_those_of_the_definition() {
        let mut chance = Chance::new(3);
        for direction in [Direction::Mutual, Direction::OneWay] {
            for weighted in [false, true] {
                let list: Vec<_> = (0..150).map(|_| (chance.below(40), chance.below(45))).collect();
                let weights: Vec<f32> = list.iter().map(|_| chance.unit() as f32 + 0.1).collect();
                let ties = Ties::build(50, &list, if weighted { &weights } else { &[] }, direction).unwrap();
                let found = rank(&ties, 0.85, 1e-11).unwrap();
                let exact = plain(&ties, 0.85);
                let off: f64 = found.ranks.iter().zip(&exact).map(|(a, b)| (a - b).abs()).sum();
                assert!(off < 1e-9, "{off}");
                let again = rank_again(&ties, 0.85, 1e-11, &exact[..40]).unwrap();
                let off: f64 = again.ranks.iter().zip(&exact).map(|(a, b)| (a - b).abs()).sum();
                assert!(off < 1e-9 && again.sweeps <= found.sweeps + 1, "{off}");
            }
        }
    }

    #[test]
    fn odd_graphs_get_a_clear_answer() {
        let none = Ties::build(0, &[], &[], Direction::Mutual).unwrap();
        assert!(rank(&none, 0.85, 1e-9).unwrap().ranks.is_empty());
        let lonely = Ties::build(4, &[], &[], Direction::Mutual).unwrap();
        assert_eq!(rank(&lonely, 0.85, 1e-9).unwrap().ranks, [0.25; 4]);
        assert!(rank(&lonely, 1.0, 1e-9).is_err() && rank(&lonely, 0.85, 0.0).is_err());
        assert!(rank_again(&lonely, 0.85, 1e-9, &[1.0; 5]).is_err());
    }
}
