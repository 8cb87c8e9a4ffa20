//! The final size of real cascades from their first hour, beside two simple forecasts.

use std::collections::BTreeMap;

use weilu_graph::cascades::{Growth, Opening, Step, Tree};

use crate::figures::{figure, say};
use crate::{Failure, Options, data};

const WINDOW_SECONDS: f64 = 3_600.0;
/// The part of the cascades that is learnt from, by time.
const KNOWN: f64 = 0.6;

/// A cascade: when it began, how it opened and how large it became.
struct Case {
    start: f64,
    opening: Opening,
    size: f64,
}

pub(crate) fn measure(options: &Options) -> Result<(), Failure> {
    let folder = options.data.join("weibo_ced");
    let (Some(roots), Some(steps)) =
        (data::read(&folder.join("cascades.tsv.gz"))?, data::read(&folder.join("reposts.tsv.gz"))?)
    else {
        return Ok(say("growth: skipped, the shared data is not there")?);
    };
    let mut cases = cases(&String::from_utf8_lossy(&roots), &String::from_utf8_lossy(&steps))?;
    cases.sort_by(|left, right| left.start.total_cmp(&right.start));
    let (known, later) = cases.split_at((cases.len() as f64 * KNOWN) as usize);
    let openings: Vec<Opening> = known.iter().map(|case| case.opening.clone()).collect();
    let sizes: Vec<f64> = known.iter().map(|case| case.size).collect();
    let growth = Growth::learn(&openings, &sizes)?;
    let squared = |forecast: &dyn Fn(&Case) -> f64| {
        let error = |case: &Case| (forecast(case).ln_1p() - case.size.ln_1p()).powi(2);
        later.iter().map(error).sum::<f64>() / later.len() as f64
    };
    let own = squared(&|case| growth.forecast(&case.opening).value);
    let logs = known.iter().map(|case| case.size.ln_1p() - case.opening.size().ln_1p());
    let mean = (logs.sum::<f64>() / known.len() as f64).exp();
    figure("growth.error.mean_growth", "log2", own, Some(squared(&|case| case.opening.size() * mean)))?;
    let exciting = SelfExciting::fit(known);
    figure(
        "growth.error.self_exciting",
        "log2",
        own,
        Some(squared(&|case| exciting.forecast(&case.opening))),
    )?;
    let inside = later.iter().filter(|case| {
        let forecast = growth.forecast(&case.opening);
        forecast.low <= case.size && case.size <= forecast.high
    });
    figure("growth.inside", "share", inside.count() as f64 / later.len() as f64, Some(0.9))?;
    Ok(())
}

/// A self-exciting process with a power-law memory (SEISMIC; Zhao and others, KDD 2015): of all that a step will ever win,
/// the share that has come by now is known from the memory, so what is there now gives the strength and with it the rest.
struct SelfExciting {
    cutoff: f64,
    power: f64,
    scale: f64,
}

impl SelfExciting {
    /// The memory (its flat part and power) and the scale of the rest that err least on known cascades.
    fn fit(known: &[Case]) -> SelfExciting {
        let mut best = (f64::INFINITY, SelfExciting { cutoff: 0.1, power: 0.3, scale: 1.0 });
        for cutoff in [0.02, 0.05, 0.1, 0.3] {
            for power in [0.1, 0.2, 0.3, 0.5, 0.8] {
                for scale in [0.3, 0.6, 1.0, 2.0, 4.0, 8.0] {
                    let model = SelfExciting { cutoff, power, scale };
                    let error =
                        |case: &Case| (model.forecast(&case.opening).ln_1p() - case.size.ln_1p()).powi(2);
                    let sum: f64 = known.iter().map(error).sum();
                    if sum < best.0 {
                        best = (sum, model);
                    }
                }
            }
        }
        best.1
    }

    /// The share of what a step wins that has come after some time, in windows.
    fn come(&self, time: f64) -> f64 {
        let whole = self.cutoff * (1.0 + 1.0 / self.power);
        let flat = time.min(self.cutoff);
        let tail = if time > self.cutoff {
            self.cutoff / self.power * (1.0 - (time / self.cutoff).powf(-self.power))
        } else {
            0.0
        };
        (flat + tail) / whole
    }

    fn forecast(&self, opening: &Opening) -> f64 {
        let size = opening.size();
        let all = 1.0 + size;
        let come = self.come(1.0) + opening.times.iter().map(|time| self.come(1.0 - time)).sum::<f64>();
        let strength = (size / come.max(1e-9)).min(0.95);
        size + self.scale * strength * (all - come).max(0.0) / (1.0 - strength)
    }
}

fn cases(roots: &str, steps: &str) -> Result<Vec<Case>, Failure> {
    let mut shared: BTreeMap<&str, Vec<(u32, u32, f64)>> = BTreeMap::new();
    for line in steps.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        if let [cascade, step, parent, _, time, ..] = fields.as_slice()
            && let (Ok(step), Ok(parent), Ok(time)) = (step.parse(), parent.parse(), time.parse())
        {
            shared.entry(cascade).or_default().push((step, parent, time));
        }
    }
    let mut cases = Vec::new();
    for line in roots.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [cascade, _, _, time, followers, following, posts, verified, ..] = fields.as_slice() else {
            continue;
        };
        let Ok(start) = time.parse::<f64>() else { continue };
        let list = shared.get(cascade).map_or(&[][..], Vec::as_slice);
        let number = |field: &str| field.parse().unwrap_or(0.0);
        let (times, depths) = opening(start, list)?;
        let opening = Opening {
            times,
            depths,
            followers: number(followers),
            following: number(following),
            posts: number(posts),
            verified: *verified == "True",
            hour: (start / 3_600.0 + 8.0) % 24.0,
        };
        cases.push(Case { start, opening, size: list.len() as f64 });
    }
    Ok(cases)
}

/// When the steps of the window came, as parts of it, and in which generation.
fn opening(start: f64, list: &[(u32, u32, f64)]) -> Result<(Vec<f64>, Vec<u32>), Failure> {
    let places: BTreeMap<u32, u32> =
        [(0, 0)].into_iter().chain(list.iter().map(|step| step.0).zip(1..)).collect();
    let mut steps = vec![Step { parent: None, time: start }];
    let step =
        |(_, parent, time): &(u32, u32, f64)| Step { parent: places.get(parent).copied(), time: *time };
    steps.extend(list.iter().map(step));
    let tree = Tree::build(&steps)?;
    let rows = tree.depths().iter().zip(&steps).skip(1);
    let mut rows: Vec<(f64, u32)> =
        rows.map(|(depth, step)| (((step.time - start) / WINDOW_SECONDS).max(0.0), *depth)).collect();
    rows.retain(|(time, _)| *time <= 1.0);
    rows.sort_by(|left, right| left.0.total_cmp(&right.0));
    Ok(rows.into_iter().unzip())
}
