//! Seeds under models: time, spread, and the answer to a changed brief.

use weilu_graph::influence::{Brief, Care, Choice, Model, Pool, simulate};
use weilu_graph::{Direction, Ties, Workers};

use crate::figures::{figure, say};
use crate::took::{memory, timed};
use crate::{Failure, Options, data};

const SEEDS: usize = 50;

/// Processor seconds of SUBSIM under weighted cascade and of HIST under uniform 0.02 on this graph, as measured once on the
/// machine that the goals were set on.
const REFERENCES: [(&str, &str, f64); 2] = [("wc", "wc", 0.24), ("uniform", "uniform:0.02", 0.53)];

fn care(looked: u64) -> Care {
    Care { eps: 0.1, seed: 1, workers: Workers::new(2), looked, ..Care::default() }
}

pub(crate) fn measure(options: &Options) -> Result<(), Failure> {
    let Some(edges) = data::edges(&options.data, "ego-twitter")? else {
        return Ok(say("influence: skipped, the shared data is not there")?);
    };
    let ties = edges.ties(Direction::Mutual)?;
    for (name, model, reference) in REFERENCES {
        let model = Model::parse(model)?;
        let mut pool = None;
        let first = timed(|| -> Result<Choice, Failure> {
            let mut fresh = Pool::new(&ties, &model, care(Care::default().looked))?;
            let choice = fresh.choose(&Brief::of(SEEDS))?;
            pool = Some(fresh);
            Ok(choice)
        });
        let choice = first.result?;
        figure(&format!("influence.{name}.cpu"), "s", first.cpu, Some(reference))?;
        figure(&format!("influence.{name}.wall"), "s", first.wall, None)?;
        figure(
            &format!("influence.{name}.proven"),
            "ratio",
            choice.certificate.ratio,
            Some(choice.certificate.target),
        )?;
        if let Some(pool) = &mut pool {
            let excluded = choice.seeds.iter().copied().take(3).collect();
            let again = timed(|| pool.choose_again(&Brief { excluded, ..Brief::of(SEEDS) }));
            figure(&format!("influence.{name}.again"), "ms", again.wall * 1e3, Some(50.0))?;
            again.result?;
        }
        spread(options, &ties, &model, name, &choice)?;
    }
    Ok(())
}

fn spread(options: &Options, ties: &Ties, model: &Model, name: &str, choice: &Choice) -> Result<(), Failure> {
    let mut greedy = Pool::new(ties, model, care(40 * Care::default().looked))?;
    let greedy = greedy.choose(&Brief::of(SEEDS))?;
    let judge = |seeds: &[u32]| simulate(ties, model, seeds, options.runs, 77, Workers::new(2));
    let (own, best) = (judge(&choice.seeds)?, judge(&greedy.seeds)?);
    figure(&format!("influence.{name}.spread"), "members", own.value, Some(best.value))?;
    figure(&format!("influence.{name}.forecast"), "members", choice.forecast.value, Some(own.value))?;
    Ok(())
}

/// A million members, twenty million arcs.
pub(crate) fn measure_large(_: &Options) -> Result<(), Failure> {
    let built = timed(|| data::made(20, 20_000_000, 1));
    let ties = built.result?;
    let made = memory();
    let chosen = timed(|| -> Result<Choice, Failure> {
        Ok(Pool::new(&ties, &Model::WeightedCascade, care(Care::default().looked))?
            .choose(&Brief::of(SEEDS))?)
    });
    let choice = chosen.result?;
    figure("large.seeds.wall", "s", chosen.wall, Some(4.0))?;
    figure("large.seeds.cpu", "s", chosen.cpu, None)?;
    figure("large.seeds.proven", "ratio", choice.certificate.ratio, Some(choice.certificate.target))?;
    figure("large.memory", "GB", memory(), Some(4.0))?;
    figure("large.build.wall", "s", built.wall, None)?;
    say(&format!("large: {} members, {} arcs, {made:.2} GB once built", ties.members(), ties.arcs()))?;
    Ok(())
}
