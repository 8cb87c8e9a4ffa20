//! Seeds from real cascades, scored by whom they really reached afterwards.

use weilu_graph::Workers;
use weilu_graph::cascades::past::{PastBrief, choose_from_past, simple_seeds};

use crate::figures::{figure, say};
use crate::took::timed;
use crate::{Failure, Options, data};

const SEEDS: usize = 50;

pub(crate) fn measure(options: &Options) -> Result<(), Failure> {
    for (name, file) in
        [("twitter", "twitter.forest"), ("memetracker", "memetracker.forest"), ("android", "android.hgat")]
    {
        let Some(cascades) = data::cascades(&options.data, file)? else {
            say(&format!("past.{name}: skipped, the shared data is not there"))?;
            continue;
        };
        let known = cascades.first(0.8)?;
        let brief = PastBrief { seeds: SEEDS, ..PastBrief::default() };
        let chosen = timed(|| choose_from_past(&cascades, known, &brief, Workers::new(2)));
        let choice = chosen.result?;
        let reached = |seeds: &[u32]| cascades.reached(known..cascades.len(), seeds) as f64;
        let mut best = 0.0_f64;
        for (way, seeds) in simple_seeds(&cascades, known, SEEDS, 1) {
            let people = reached(&seeds);
            best = best.max(people);
            say(&format!("past.{name}: {way} reached {people}"))?;
        }
        figure(&format!("past.{name}.reached"), "people", reached(&choice.seeds), Some(best))?;
        figure(
            &format!("past.{name}.forecast"),
            "people",
            choice.forecast.value,
            Some(reached(&choice.seeds)),
        )?;
        figure(&format!("past.{name}.wall"), "s", chosen.wall, None)?;
    }
    Ok(())
}
