//! Search over HTTP against the real binary: `cargo xtask bench find --json`.
//!
//! One million posts in two thousand spaces of which the asker may read a third. Printed are the time until
//! everything can be found from an empty index, the time a start takes with the index there, how long searches
//! take by how common their words are, how soon a new post is found, and how often the passage that answers a
//! question comes first, beside plain bigram BM25. Options: `--posts N`, `--data DIR` (the shared data).
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a benchmark stops at the first surprise"
)]

mod asking;
mod filling;
#[expect(dead_code, reason = "shared: each bench uses a part")]
mod server;

#[path = "../../../search/benches/search/corpus.rs"]
mod corpus;
#[path = "../../../search/benches/search/figures.rs"]
mod figures;
#[path = "../../../search/benches/search/quality.rs"]
#[expect(dead_code, reason = "the same questions, without the part that asks the crate itself")]
mod quality;
#[path = "../command/village.rs"]
#[expect(dead_code, reason = "the same people, whose posts are not liked here")]
mod village;

use asking::Asker;
use figures::{figure, say};
use server::Server;
use std::{path::PathBuf, time::Instant};

/// What the command line asks for.
pub struct Options {
    /// How many posts stand in the house.
    pub posts: usize,
    /// Where the shared data lies.
    pub data: PathBuf,
}

fn options() -> Options {
    let data = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    let mut options = Options { posts: 1_000_000, data };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--posts" => {
                options.posts = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(options.posts)
            }
            "--data" => options.data = arguments.next().map_or(options.data, PathBuf::from),
            _ => {}
        }
    }
    options
}

fn main() {
    let options = options();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let real = corpus::real_posts(&options.data);
    say(&format!("find: {} posts, {}", options.posts, if real.is_some() { "real" } else { "generated" }))
        .unwrap();
    let texts = real.unwrap_or_else(|| corpus::generated_posts(options.posts.min(200_000)));
    let questions = quality::load(&options.data);
    let village = runtime.block_on(village::Village::prepare(2));
    let filled = runtime.block_on(filling::fill(&village.folder, &texts, options.posts, questions.as_ref()));

    let started = Instant::now();
    let mut server = Server::start(&village.folder);
    figure("http_start_without_index", "ms", started.elapsed().as_secs_f64() * 1e3, None).unwrap();
    let mut asker = Asker::connect(&server.address, &village.seats[0].token);
    asker.wait_until_found(&filled.last);
    figure("http_indexed", "posts/s", options.posts as f64 / started.elapsed().as_secs_f64(), None).unwrap();
    server.rest();
    let started = Instant::now();
    server = Server::start(&village.folder);
    asker = Asker::connect(&server.address, &village.seats[0].token);
    asker.wait_until_found(&filled.last);
    figure("http_start_with_index", "ms", started.elapsed().as_secs_f64() * 1e3, None).unwrap();

    asking::words(&mut asker, &texts, options.posts);
    asking::characters(&mut asker);
    asking::freshness(&mut asker, &village.seats[0].space);
    match &questions {
        Some(set) => asking::quality(&mut asker, set, &filled),
        None => say("find: no questions, search/cmrc2018_trial.json.gz is not in the data folder").unwrap(),
    }
    drop(server);
}
