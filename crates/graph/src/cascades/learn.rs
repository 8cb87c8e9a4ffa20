//! Learning from cascades with which chance an arc passes a word on.
//!
//! Whoever comes into a cascade was won by those who had come before him and have a tie to him; each of them gets an equal
//! part of the credit (Goyal, Bonchi, Lakshmanan: Learning influence probabilities in social networks, WSDM 2010). The
//! chance of an arc is its credit per cascade of its tail, drawn towards what the head takes from anybody and that towards
//! the mean of all, the more so the less is known (empirical Bayes).
//!
//! Rules: chances are below 1. Every arc says how many trials it rests on; with few, its range is wide and that is the
//! answer. Deliberately not here: text, and time between steps.

#![expect(clippy::indexing_slicing, reason = "members and places are those of the snapshot")]

use super::Cascades;
use crate::influence::Model;
use crate::{Estimate, GraphFault, Ties};

/// Chances learnt from cascades.
#[derive(Debug, Clone, PartialEq)]
pub struct Learnt {
    credit: Vec<f32>,
    trials: Vec<u32>,
    chances: Vec<f32>,
    /// The chance that an arc passes something on at all, over all arcs.
    pub mean: Estimate,
}

/// Trials that what is known of the head counts like.
const HEAD_TRIALS: f64 = 4.0;
/// Trials that the mean of all counts like.
const MEAN_TRIALS: f64 = 20.0;
const CHANCE_MAX: f64 = 0.99;

/// Learns the chance of each arc from the first `end` cascades; member numbers of cascades are looked up by `member`
/// (`None`: not in the graph).
///
/// # Errors
/// [`GraphFault::Empty`] without a cascade.
pub fn learn(
    ties: &Ties,
    cascades: &Cascades,
    end: usize,
    member: impl Fn(u32) -> Option<u32>,
) -> Result<Learnt, GraphFault> {
    if end.min(cascades.len()) == 0 {
        return Err(GraphFault::Empty("no cascade is known"));
    }
    let rows = ties.incoming();
    let (mut credit, mut trials) = (vec![0.0_f32; rows.arcs()], vec![0_u32; rows.arcs()]);
    let mut place = vec![u32::MAX; ties.members()];
    let mut winners = Vec::new();
    for cascade in 0..end.min(cascades.len()) {
        let steps: Vec<u32> = cascades.members(cascade).iter().filter_map(|number| member(*number)).collect();
        let steps: Vec<u32> =
            steps.into_iter().filter(|member| (*member as usize) < ties.members()).collect();
        steps.iter().zip(0..).for_each(|(member, at)| place[*member as usize] = at);
        for (at, head) in steps.iter().enumerate() {
            winners.clear();
            winners.extend(rows.span(*head).filter(|arc| place[rows.heads()[*arc] as usize] < at as u32));
            winners.iter().for_each(|arc| credit[*arc] += 1.0 / winners.len() as f32);
        }
        try_out(ties, &steps, &place, &mut trials);
        steps.iter().for_each(|member| place[*member as usize] = u32::MAX);
    }
    Ok(weigh(ties, credit, trials))
}

/// Counts a trial for each arc whose tail came in before its head, if that came in at all.
fn try_out(ties: &Ties, steps: &[u32], place: &[u32], trials: &mut [u32]) {
    for tail in steps {
        for head in ties.outgoing().row(*tail) {
            if place[*head as usize] > place[*tail as usize]
                && let Some(arc) = ties.incoming().place(*head, *tail)
            {
                trials[arc] += 1;
            }
        }
    }
}

fn weigh(ties: &Ties, credit: Vec<f32>, trials: Vec<u32>) -> Learnt {
    let rows = ties.incoming();
    let won: f64 = credit.iter().map(|credit| f64::from(*credit)).sum();
    let tried: f64 = trials.iter().map(|trials| f64::from(*trials)).sum();
    let mean = Estimate::share(won, tried, 1.0, "credit per trial over all arcs, 95 %");
    let mut chances = vec![0.0; rows.arcs()];
    for head in 0..rows.len() as u32 {
        let span = rows.span(head);
        let won: f64 = credit[span.clone()].iter().map(|credit| f64::from(*credit)).sum();
        let tried: f64 = trials[span.clone()].iter().map(|trials| f64::from(*trials)).sum();
        let own = (won + MEAN_TRIALS * mean.value) / (tried + MEAN_TRIALS);
        for arc in span {
            let chance =
                (f64::from(credit[arc]) + HEAD_TRIALS * own) / (f64::from(trials[arc]) + HEAD_TRIALS);
            chances[arc] = chance.min(CHANCE_MAX) as f32;
        }
    }
    Learnt { credit, trials, chances, mean }
}

impl Learnt {
    /// The model with these chances.
    #[must_use]
    pub fn model(&self) -> Model {
        Model::Arcs(self.chances.clone())
    }

    /// The chance of the arc at a place among the heads of [`Ties::incoming`], with the range of what was observed;
    /// `None` beyond the last arc.
    #[must_use]
    pub fn chance(&self, arc: usize) -> Option<Estimate> {
        let (value, credit, trials) =
            (*self.chances.get(arc)?, *self.credit.get(arc)?, *self.trials.get(arc)?);
        let method =
            if trials < 5 { "mostly what others do: thin history" } else { "credit per trial, 95 %" };
        let range = Estimate::share(f64::from(credit), f64::from(trials), 1.0, method);
        let value = f64::from(value);
        Some(Estimate { value, low: range.low.min(value), high: range.high.max(value), method })
    }

    /// The share of arcs with five trials or more: how much of the graph history speaks of.
    #[must_use]
    pub fn known(&self) -> f64 {
        let known = self.trials.iter().filter(|trials| **trials >= 5).count();
        known as f64 / (self.trials.len() as f64).max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Chance, Direction, Names};

    #[test]
    fn chances_are_found_again_where_history_is_long_and_wide_where_it_is_thin() {
        // 0 passes to 1 with 0.6, 1 to 2 with 0.2; 3 never does anything.
        let ties = Ties::build(5, &[(0, 1), (1, 2), (3, 4)], &[], Direction::OneWay).unwrap();
        let mut names = Names::new();
        (0..5).for_each(|n: u32| assert_eq!(names.intern(&n.to_string()), Ok(n)));
        let mut chance = Chance::new(1);
        let mut list = Vec::new();
        for start in 0..3_000 {
            let mut steps = vec![(0, f64::from(start))];
            if chance.unit() < 0.6 {
                steps.push((1, f64::from(start) + 0.1));
                if chance.unit() < 0.2 {
                    steps.push((2, f64::from(start) + 0.2));
                }
            }
            list.push(steps);
        }
        let cascades = Cascades::build(names, list).unwrap();
        let learnt = learn(&ties, &cascades, 9_999, Some).unwrap();
        let arc = |tail, head| learnt.chance(ties.incoming().place(head, tail).unwrap()).unwrap();
        assert!((arc(0, 1).value - 0.6).abs() < 0.04 && (arc(1, 2).value - 0.2).abs() < 0.04);
        assert!(arc(0, 1).high - arc(0, 1).low < 0.05);
        assert!(arc(3, 4).low == 0.0 && arc(3, 4).high == 1.0 && arc(3, 4).method.contains("thin"));
        assert!((learnt.known() - 2.0 / 3.0).abs() < 1e-9);
        assert_eq!(learnt.model().check(&ties), Ok(()));
        assert!(learn(&ties, &cascades, 0, Some).is_err());
        assert_eq!(learn(&ties, &cascades, 5, |_| None).unwrap().known(), 0.0);
    }
}
