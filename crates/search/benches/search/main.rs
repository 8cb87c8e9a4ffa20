//! How well and how fast the search finds: `cargo xtask bench search --json`.
//!
//! Quality: questions about passages (CMRC 2018, trial part), how often the right passage comes first,
//! beside plain bigram BM25 on the same library. Speed: one million posts (real ones where the shared
//! data is present, generated ones otherwise) in two thousand spaces of which the asker may see a
//! third; every class of question is timed on one thread. Figures are JSON lines.
//! Options: `--posts N`, `--data DIR`, `--only quality|speed`, `--keep DIR` (where the index is left, and
//! taken from the next time).

mod corpus;
mod figures;
mod quality;
mod speed;

use std::path::PathBuf;

/// What the command line asks for.
pub(crate) struct Options {
    /// How many posts to index.
    pub(crate) posts: usize,
    /// Where the shared data lies.
    pub(crate) data: PathBuf,
    /// One part alone.
    pub(crate) only: Option<String>,
    /// Where the index is left for the next run.
    pub(crate) keep: Option<PathBuf>,
}

fn options() -> Options {
    let mut options = Options {
        posts: 1_000_000,
        data: PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        only: None,
        keep: None,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--posts" => {
                options.posts = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(options.posts)
            }
            "--data" => options.data = arguments.next().map_or(options.data, PathBuf::from),
            "--keep" => options.keep = arguments.next().map(PathBuf::from),
            "--only" => options.only = arguments.next(),
            _ => {}
        }
    }
    options
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = options();
    let wanted = |part: &str| options.only.as_deref().is_none_or(|only| only == part);
    if wanted("quality") {
        quality::measure(&options)?;
    }
    if wanted("speed") {
        speed::measure(&options)?;
    }
    Ok(())
}
