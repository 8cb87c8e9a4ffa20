//! How well and how fast the graph answers: `cargo xtask bench graph --json`.
//!
//! Influence: seeds on the graph of ego-twitter under two models, judged by the simulator; the reference is a greedy choice
//! from forty times as many sets. Past: seeds from the first four fifths of real cascades, scored by whom they really
//! reached in the last, beside the best simple rule. Measures: beside igraph and networkit in the same run, where the
//! environment names a Python that has them (`WEILU_BENCH_PYTHON`). Growth: the final size of real cascades from their first
//! hour. Large: a million members and twenty million arcs. Figures are JSON lines.
//! Options: `--data DIR`, `--only influence|past|measures|growth|large`, `--runs N` (of the judge).

mod data;
#[path = "../../../search/benches/search/figures.rs"]
#[expect(dead_code, reason = "only its way to print")]
mod figures;
mod growth;
mod influence;
mod measures;
mod past;
mod took;

use std::path::PathBuf;

/// Whatever goes wrong in a benchmark.
pub(crate) type Failure = Box<dyn std::error::Error>;

/// A part of the benchmark.
type Part = fn(&Options) -> Result<(), Failure>;

/// What the command line asks for.
pub(crate) struct Options {
    /// Where the shared data lies.
    pub(crate) data: PathBuf,
    /// One part alone.
    only: Option<String>,
    /// Runs of the judge.
    pub(crate) runs: usize,
}

fn options() -> Options {
    let mut options = Options {
        data: PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        only: None,
        runs: 10_000,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--data" => options.data = arguments.next().map_or(options.data, PathBuf::from),
            "--only" => options.only = arguments.next(),
            "--runs" => options.runs = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(options.runs),
            _ => {}
        }
    }
    options
}

fn main() -> Result<(), Failure> {
    let options = options();
    let parts: [(&str, Part); 5] = [
        ("influence", influence::measure),
        ("past", past::measure),
        ("measures", measures::measure),
        ("growth", growth::measure),
        ("large", influence::measure_large),
    ];
    for (name, part) in parts {
        if options.only.as_deref().is_none_or(|only| only == name) {
            part(&options)?;
        }
    }
    Ok(())
}
