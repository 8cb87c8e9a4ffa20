//! How large a cascade will become, from how it opened.
//!
//! A ridge regression (Hoerl, Kennard, 1970) of the logarithm of growth on what is known after the window: how many came and
//! when, how deep, who started, at what hour (features after Cheng and others: Can cascades be predicted?, WWW 2014). The
//! strength of the ridge is chosen by leaving parts out, and so is the range: it is that of the errors on the parts that were
//! left out. Rules: a forecast is never below what is there already. With too few cascades to learn from there is no model,
//! only an error. Deliberately not here: text.

#![expect(clippy::indexing_slicing, reason = "matrices are as large as the number of features")]

use crate::{Estimate, GraphFault};

/// What is known of a cascade when the window closes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Opening {
    /// When each step came, the root apart, as a part of the window: 0 to 1. Others are left out.
    pub times: Vec<f64>,
    /// The generation of each of these steps, 1 and more.
    pub depths: Vec<u32>,
    /// How many follow the one who started.
    pub followers: f64,
    /// How many he follows.
    pub following: f64,
    /// How many posts he has written.
    pub posts: f64,
    /// Whether his account is a verified one.
    pub verified: bool,
    /// The hour of the day of the start, 0 to 24.
    pub hour: f64,
}

const FEATURES: usize = 27;
/// Cascades below which nothing is learnt.
const FEW: usize = 40;
/// Parts that are left out in turn.
const PARTS: usize = 8;
const RIDGES: &[f64] = &[1.0, 3.0, 10.0, 30.0, 100.0];

fn log(count: f64) -> f64 {
    if count.is_finite() { count.max(0.0).ln_1p() } else { 0.0 }
}

impl Opening {
    fn steps(&self) -> impl Iterator<Item = (f64, u32)> {
        let depths = self.depths.iter().copied().chain(std::iter::repeat(1));
        self.times.iter().copied().zip(depths).filter(|(time, _)| (0.0..=1.0).contains(time))
    }

    fn count(&self, from: f64, upto: f64) -> f64 {
        self.steps().filter(|(time, _)| *time >= from && *time < upto).count() as f64
    }

    /// How many steps came within the window.
    #[must_use]
    pub fn size(&self) -> f64 {
        self.steps().count() as f64
    }

    fn features(&self) -> [f64; FEATURES] {
        let size = self.size();
        let of = |sum: f64| if size > 0.0 { sum / size } else { 0.0 };
        let deep = self.steps().filter(|(_, depth)| *depth > 1).count() as f64;
        let mean_time = of(self.steps().map(|(time, _)| time).sum());
        let mean_depth = of(self.steps().map(|(_, depth)| f64::from(depth)).sum());
        let most_depth = self.steps().map(|(_, depth)| depth).max().unwrap_or(0);
        let last = self.steps().map(|(time, _)| time).fold(0.0, f64::max);
        let parts: [f64; 6] =
            std::array::from_fn(|part| log(self.count(part as f64 / 6.0, (part as f64 + 1.0) / 6.0 + 1e-9)));
        let (now, fame, angle) = (log(size), log(self.followers), self.hour / 24.0 * std::f64::consts::TAU);
        let late = log(self.count(0.9, 1.1));
        [
            1.0,
            now,
            now * now,
            now.min(3.0),
            (now - 5.0).max(0.0),
            parts[0],
            parts[1],
            parts[2],
            parts[3],
            parts[4],
            parts[5],
            late,
            parts[5] - parts[0],
            mean_time,
            last,
            log(deep),
            of(deep),
            mean_depth,
            log(f64::from(most_depth)),
            fame,
            fame * now,
            fame * fame,
            log(self.following),
            log(self.posts),
            f64::from(u8::from(self.verified)),
            angle.sin(),
            angle.cos(),
        ]
    }
}

/// A model of growth.
#[derive(Debug, Clone, PartialEq)]
pub struct Growth {
    mean: [f64; FEATURES],
    width: [f64; FEATURES],
    weights: [f64; FEATURES],
    /// Errors of the logarithm on cascades that were left out, in order.
    errors: Vec<f64>,
    most: f64,
    /// The mean squared error of the logarithm on cascades that were left out.
    pub squared_error: f64,
}

impl Growth {
    /// Learns from openings and the final number of steps, the root apart.
    ///
    /// # Errors
    /// [`GraphFault::Length`] when there is not one size an opening, [`GraphFault::Empty`] with fewer than 40 of them.
    pub fn learn(openings: &[Opening], sizes: &[f64]) -> Result<Growth, GraphFault> {
        if openings.len() != sizes.len() {
            return Err(GraphFault::Length {
                what: "the list of sizes",
                given: sizes.len(),
                wanted: openings.len(),
            });
        }
        if openings.len() < FEW {
            return Err(GraphFault::Empty("growth is learnt from 40 cascades or more"));
        }
        let mut rows: Vec<[f64; FEATURES]> = openings.iter().map(Opening::features).collect();
        let growth: Vec<f64> =
            openings.iter().zip(sizes).map(|(opening, size)| log(*size) - log(opening.size())).collect();
        let (mean, width) = standardise(&mut rows);
        let mut best: Option<(f64, f64, Vec<f64>)> = None;
        for ridge in RIDGES {
            let errors = left_out(&rows, &growth, *ridge);
            let squared = errors.iter().map(|error| error * error).sum::<f64>() / errors.len() as f64;
            if best.as_ref().is_none_or(|(least, _, _)| squared < *least) {
                best = Some((squared, *ridge, errors));
            }
        }
        let (squared_error, ridge, mut errors) = best.ok_or(GraphFault::Empty("no ridge is tried"))?;
        errors.sort_by(f64::total_cmp);
        let weights = solve(&rows, &growth, ridge, |_| true);
        let most = growth.iter().copied().fold(0.0, f64::max);
        Ok(Growth { mean, width, weights, errors, most, squared_error })
    }

    /// The final number of steps, the root apart; nine of ten lie in the range.
    #[must_use]
    pub fn forecast(&self, opening: &Opening) -> Estimate {
        let mut row = opening.features();
        row.iter_mut()
            .zip(self.mean.iter().zip(&self.width))
            .for_each(|(x, (mean, width))| *x = (*x - mean) / width);
        let growth = dot(&row, &self.weights).clamp(0.0, self.most);
        let (now, size) = (log(opening.size()), opening.size());
        let quantile = |part: f64| self.errors[((self.errors.len() - 1) as f64 * part).round() as usize];
        let at = |growth: f64| (now + growth.max(0.0)).exp_m1().max(size);
        Estimate {
            value: at(growth),
            low: at(growth + quantile(0.05).min(0.0)),
            high: at(growth + quantile(0.95).max(0.0)),
            method: "regression on the opening, 90 %",
        }
    }
}

fn dot(left: &[f64; FEATURES], right: &[f64; FEATURES]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

/// Shifts and scales the features to mean 0 and width 1, the constant apart.
fn standardise(rows: &mut [[f64; FEATURES]]) -> ([f64; FEATURES], [f64; FEATURES]) {
    let count = rows.len() as f64;
    let (mut mean, mut width) = ([0.0; FEATURES], [1.0; FEATURES]);
    for at in 1..FEATURES {
        mean[at] = rows.iter().map(|row| row[at]).sum::<f64>() / count;
        let variance = rows.iter().map(|row| (row[at] - mean[at]).powi(2)).sum::<f64>() / count;
        width[at] = variance.sqrt().max(1e-6);
        rows.iter_mut().for_each(|row| row[at] = (row[at] - mean[at]) / width[at]);
    }
    (mean, width)
}

/// The errors of each cascade under the model of those in other parts; parts are runs, for neighbours in time are alike.
fn left_out(rows: &[[f64; FEATURES]], growth: &[f64], ridge: f64) -> Vec<f64> {
    let part = |at: usize| at * PARTS / rows.len();
    let mut errors = vec![0.0; rows.len()];
    for out in 0..PARTS {
        let weights = solve(rows, growth, ridge, |at| part(at) != out);
        for at in (0..rows.len()).filter(|at| part(*at) == out) {
            errors[at] = growth[at] - dot(&rows[at], &weights);
        }
    }
    errors
}

/// Ridge regression by Cholesky's decomposition; the constant is not held back.
fn solve(
    rows: &[[f64; FEATURES]],
    growth: &[f64],
    ridge: f64,
    take: impl Fn(usize) -> bool,
) -> [f64; FEATURES] {
    let mut matrix = [[0.0; FEATURES]; FEATURES];
    let mut right = [0.0; FEATURES];
    for (_, (row, growth)) in rows.iter().zip(growth).enumerate().filter(|(at, _)| take(*at)) {
        for i in 0..FEATURES {
            right[i] += row[i] * growth;
            for j in 0..=i {
                matrix[i][j] += row[i] * row[j];
            }
        }
    }
    for (i, row) in matrix.iter_mut().enumerate() {
        row[i] += if i == 0 { 1e-6 } else { ridge };
    }
    for i in 0..FEATURES {
        for j in 0..=i {
            let sum: f64 = (0..j).map(|k| matrix[i][k] * matrix[j][k]).sum();
            let rest = matrix[i][j] - sum;
            matrix[i][j] = if i == j { rest.max(1e-12).sqrt() } else { rest / matrix[j][j] };
        }
    }
    for i in 0..FEATURES {
        let sum: f64 = (0..i).map(|k| matrix[i][k] * right[k]).sum();
        right[i] = (right[i] - sum) / matrix[i][i];
    }
    for i in (0..FEATURES).rev() {
        let sum: f64 = (i + 1..FEATURES).map(|k| matrix[k][i] * right[k]).sum();
        right[i] = (right[i] - sum) / matrix[i][i];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Chance;

    /// Cascades whose growth depends on the part that came late.
    fn made(count: usize, seed: u64) -> (Vec<Opening>, Vec<f64>) {
        let mut chance = Chance::new(seed);
        (0..count)
            .map(|_| {
                let late = chance.unit();
                let size = 5 + chance.below(200);
                let times = (0..size).map(|_| if chance.unit() < late { 0.9 } else { 0.1 }).collect();
                let opening = Opening { times, followers: 1e4 * chance.unit(), ..Opening::default() };
                (opening, f64::from(size) * (1.0 + 4.0 * late) * (0.9 + 0.2 * chance.unit()))
            })
            .unzip()
    }

    #[test]
    fn growth_is_learnt_and_its_range_holds() {
        let (openings, sizes) = made(600, 1);
        let growth = Growth::learn(&openings, &sizes).unwrap();
        let (openings, sizes) = made(300, 2);
        let mean = 3.0_f64;
        let (mut own, mut plain, mut inside) = (0.0, 0.0, 0);
        for (opening, size) in openings.iter().zip(&sizes) {
            let forecast = growth.forecast(opening);
            assert!(
                forecast.value >= opening.size()
                    && forecast.low <= forecast.value
                    && forecast.value <= forecast.high
            );
            own += (forecast.value / size).ln().powi(2);
            plain += (opening.size() * mean / size).ln().powi(2);
            inside += usize::from(forecast.low <= *size && *size <= forecast.high);
        }
        assert!(own < plain / 4.0, "{own} {plain}");
        assert!((240..=297).contains(&inside), "{inside}");
    }

    #[test]
    fn odd_openings_get_a_clear_answer() {
        let (openings, sizes) = made(50, 3);
        assert!(
            Growth::learn(&openings[..39], &sizes[..39]).is_err()
                && Growth::learn(&openings, &sizes[1..]).is_err()
        );
        let same = Growth::learn(&vec![Opening::default(); 50], &[3.0; 50]).unwrap();
        assert!((same.forecast(&Opening::default()).value - 3.0).abs() < 0.01);
        let odd = Opening {
            times: vec![f64::NAN, -1.0, 0.5],
            followers: f64::NAN,
            hour: 99.0,
            ..Opening::default()
        };
        assert!(same.forecast(&odd).value.is_finite() && odd.size() == 1.0);
    }
}
