//! Seeds from what happened: whom to start with, learnt from the cascades of the past.
//!
//! Which rule tells the future best differs from community to community, so it is tried out: at several moments
//! of the past each rule chooses from what was known then, and is scored by the distinct people whom the cascades
//! of its seeds really reached next (rolling origin; Tashman: Out-of-sample tests of forecasting accuracy, 2000).
//! The better half of the rules choose together, for the difference between them is mostly luck.
//!
//! Rules: nothing after the given end is looked at. Simple rules stand beside it for comparison. The forecast is a range from the trials; with few cascades it says so. Not here:
//! models of passing on (see influence).

#![expect(clippy::indexing_slicing, reason = "rules and folds are numbered by this module")]

mod rule;
mod simple;
#[cfg(test)]
mod tests;

pub use rule::Rule;
pub use simple::simple_seeds;

use super::Cascades;
use crate::{Estimate, GraphFault, Workers};
use rule::{Worth, choose};

/// How many rules choose together: the better half. Which of them is best is mostly luck, as trials within trials show.
const TOGETHER: usize = 100;
/// How much of the past each trial knows.
const MOMENTS: &[f64] = &[1.0, 0.93, 0.86, 0.8, 0.73, 0.66];
/// Cascades below which nothing can be tried out.
const FEW: usize = 30;

/// A rule and how it did in the trials.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The rule.
    pub rule: Rule,
    /// The mean logarithm of its score as a part of the mean score of all rules in the same trial.
    pub score: f64,
    /// The people reached in each trial, the latest moment first.
    pub reached: Vec<usize>,
}

/// Seeds chosen from the past.
#[derive(Debug, Clone, PartialEq)]
pub struct PastChoice {
    /// The seeds, the best first.
    pub seeds: Vec<u32>,
    /// How many distinct people their cascades will reach while a quarter as many cascades start as are known.
    pub forecast: Estimate,
    /// The rules that chose together; one untried rule where there are too few cascades.
    pub rules: Vec<Trial>,
    /// How many rules were tried, at how many moments.
    pub tried: (usize, usize),
}

/// What the seeds must be like.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PastBrief {
    /// How many seeds.
    pub seeds: usize,
    /// Members who are seeds in any case.
    pub included: Vec<u32>,
    /// Members who are no seeds in any case.
    pub excluded: Vec<u32>,
}

/// The rule taken where nothing can be tried.
const PLAIN: Rule = Rule { half_life: 0.5, power: 0.3, joining: 0.03, place: 0.5, overlap: 0.05 };

/// All rules that are tried.
fn rules() -> Vec<Rule> {
    let mut rules = Vec::new();
    for half_life in [0.25, 0.5, 1.0] {
        for power in [0.0, 0.3, 0.5] {
            for (joining, place) in [(0.0, 0.0), (0.03, 0.5), (0.1, 0.5), (0.2, 1.0), (0.3, 0.5)] {
                for overlap in [0.0, 0.05, 0.2, 1.0] {
                    rules.push(Rule { half_life, power, joining, place, overlap });
                }
            }
        }
    }
    rules
}

/// Chooses seeds from the first `end` cascades.
///
/// # Errors
/// [`GraphFault::Empty`] without a cascade, [`GraphFault::NoSuchMember`], and [`GraphFault::Impossible`] when the brief
/// contradicts itself.
pub fn choose_from_past(
    cascades: &Cascades,
    end: usize,
    brief: &PastBrief,
    workers: Workers,
) -> Result<PastChoice, GraphFault> {
    let end = end.min(cascades.len());
    let allowed = allowed(cascades, brief)?;
    if end == 0 {
        return Err(GraphFault::Empty("no cascade is known"));
    }
    let folds: Vec<(usize, usize)> = match end {
        ..FEW => Vec::new(),
        _ => MOMENTS.iter().map(|moment| fold((end as f64 * moment) as usize)).collect(),
    };
    let trials = trials(cascades, &folds, brief, &allowed, workers);
    let tried = (if folds.is_empty() { 0 } else { trials.len() }, folds.len());
    let best = best(trials);
    let together = |end: usize| together(cascades, end, &best, brief, &allowed);
    let seeds = together(end);
    let results = workers.map(
        folds.len(),
        || (),
        |(), at| {
            let (known, upto) = folds[at];
            cascades.reached(known..upto, &together(known)) as f64
        },
    );
    let forecast = forecast(cascades, end, &results);
    Ok(PastChoice { seeds, forecast, rules: best, tried })
}

fn fold(upto: usize) -> (usize, usize) {
    ((upto as f64 * 0.8) as usize, upto)
}

fn allowed(cascades: &Cascades, brief: &PastBrief) -> Result<Vec<bool>, GraphFault> {
    let mut allowed = vec![true; cascades.names().len()];
    if let Some(member) = brief.included.iter().find(|member| **member as usize >= allowed.len()) {
        return Err(GraphFault::NoSuchMember(*member));
    }
    for member in &brief.excluded {
        *allowed.get_mut(*member as usize).ok_or(GraphFault::NoSuchMember(*member))? = false;
    }
    if brief.included.iter().any(|member| !allowed[*member as usize]) {
        return Err(GraphFault::Impossible("a member is to be included and excluded"));
    }
    if brief.included.len() > brief.seeds {
        return Err(GraphFault::Impossible("more members are to be included than seeds are asked for"));
    }
    Ok(allowed)
}

/// Every rule at every moment.
fn trials(
    cascades: &Cascades,
    folds: &[(usize, usize)],
    brief: &PastBrief,
    allowed: &[bool],
    workers: Workers,
) -> Vec<Trial> {
    if folds.is_empty() {
        return vec![Trial { rule: PLAIN, score: 0.0, reached: Vec::new() }];
    }
    let rules = rules();
    let reached = workers.map(
        rules.len(),
        || (),
        |(), at| {
            let one = |(known, upto): &(usize, usize)| {
                let mut worth = [(Worth::new(cascades, *known, &rules[at]), 1.0)];
                let (seeds, _) = choose(&mut worth, brief.seeds, allowed, &brief.included);
                cascades.reached(*known..*upto, &seeds)
            };
            folds.iter().map(one).collect::<Vec<usize>>()
        },
    );
    let mean = |fold: usize| reached.iter().map(|row| row[fold] as f64).sum::<f64>() / reached.len() as f64;
    let means: Vec<f64> = (0..folds.len()).map(|fold| mean(fold).max(1.0)).collect();
    // The logarithm keeps a trial in which nearly all rules fail from deciding alone.
    let score = |row: &[usize]| {
        let parts = row.iter().zip(&means).map(|(reached, mean)| (*reached as f64 / mean + 0.1).ln());
        parts.sum::<f64>() / means.len() as f64
    };
    let rows = rules.into_iter().zip(reached);
    rows.map(|(rule, reached)| Trial { rule, score: score(&reached), reached }).collect()
}

fn best(mut trials: Vec<Trial>) -> Vec<Trial> {
    trials.sort_by(|left, right| right.score.total_cmp(&left.score));
    trials.truncate(TOGETHER);
    trials
}

/// What several rules choose together: each counts by what it promises itself.
fn together(
    cascades: &Cascades,
    end: usize,
    trials: &[Trial],
    brief: &PastBrief,
    allowed: &[bool],
) -> Vec<u32> {
    let mut worths: Vec<(Worth, f64)> = Vec::new();
    for trial in trials {
        let mut one = [(Worth::new(cascades, end, &trial.rule), 1.0)];
        let (_, total) = choose(&mut one, brief.seeds, allowed, &brief.included);
        worths.extend(one.map(|(worth, _)| (worth, 1.0 / total.max(1e-9))));
    }
    choose(&mut worths, brief.seeds, allowed, &brief.included).0
}

/// The people reached, from what the same rules reached in the trials.
fn forecast(cascades: &Cascades, end: usize, results: &[f64]) -> Estimate {
    if results.is_empty() {
        let most = (0..end).map(|at| cascades.members(at).len() as f64 - 1.0).sum::<f64>();
        return Estimate {
            value: most / 4.0,
            low: 0.0,
            high: most,
            method: "too few cascades to try anything out",
        };
    }
    let count = results.len() as f64;
    let logs: Vec<f64> = results.iter().map(|reached| reached.ln_1p()).collect();
    let mean = logs.iter().sum::<f64>() / count;
    let variance = logs.iter().map(|log| (log - mean).powi(2)).sum::<f64>() / (count - 1.0).max(1.0);
    // Student's t for six trials, and the doubt of the mean itself.
    let error = 2.57 * (variance * (1.0 + 1.0 / count)).sqrt();
    let at = |log: f64| log.exp_m1().max(0.0);
    let method = "trials at earlier moments, 95 % of the logarithm";
    Estimate { value: at(mean), low: at(mean - error), high: at(mean + error), method }
}
