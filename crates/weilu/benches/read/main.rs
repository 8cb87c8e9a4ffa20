//! Reading over HTTP against the real binary: `cargo xtask bench read --json`.
//!
//! One million posts in two thousand spaces, read by two hundred and fifty-six signed-in members with the rights each
//! of them has. Printed are the home feed, the timeline of a space and a thread: requests per second, the server's own
//! CPU per request beside what NodeBB took for the same on such a machine, and the slowest hundredth at a steady pace;
//! then the shapes that broke other forums. Options: `--posts N`, `--data DIR` (the shared data), `--folder DIR` (keeps
//! what was filled in for the next run), `--only home|timeline|thread|shapes`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a benchmark stops at the first surprise"
)]

mod cpu;
mod filling;
mod shapes;

#[path = "../command/client.rs"]
#[expect(dead_code, reason = "shared: each bench uses a part")]
mod client;
#[path = "../../../search/benches/search/corpus.rs"]
#[expect(dead_code, reason = "only its texts and its row of chances")]
mod corpus;
#[path = "../../../search/benches/search/figures.rs"]
#[expect(dead_code, reason = "only its way to print")]
mod figures;
#[path = "../find/server.rs"]
#[expect(dead_code, reason = "shared: each bench uses a part")]
mod server;
#[path = "../command/village.rs"]
mod village;

use client::{Load, question};
use corpus::Chance;
use figures::{figure, say};
use filling::Filled;
use server::Server;
use std::{path::PathBuf, sync::Arc, time::Duration};
use village::{Seat, Village};

const PEOPLE: usize = 256;
const CLIENTS: usize = 64;
const ROUND: Duration = Duration::from_secs(10);
const PACE: u64 = 3_000;
/// Milliseconds allowed to the slowest hundredth at that pace.
const SLOWEST_MS: f64 = 15.0;
/// The least CPU NodeBB 4.9 took for one such page on two cores: milliseconds.
const NODEBB_CPU_MS: f64 = 3.2;

/// What the command line asks for.
struct Options {
    posts: usize,
    data: PathBuf,
    folder: Option<PathBuf>,
    only: Option<String>,
}

impl Options {
    fn wants(&self, part: &str) -> bool {
        self.only.as_deref().is_none_or(|only| only == part)
    }
}

fn options() -> Options {
    let data = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    let mut options = Options { posts: 1_000_000, data, folder: None, only: None };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--posts" => {
                options.posts = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(options.posts)
            }
            "--only" => options.only = arguments.next(),
            "--folder" => options.folder = arguments.next().map(PathBuf::from),
            "--data" => options.data = arguments.next().map_or(options.data, PathBuf::from),
            _ => {}
        }
    }
    options
}

/// One kind of page, asked for by everybody: the paths of each seat, taken in turn.
fn pages(seats: &[Seat], paths: impl Fn(usize, &mut Chance) -> String) -> Load {
    const EACH: usize = 64;
    let mut chance = Chance::new(23);
    let asked: Vec<Vec<Vec<u8>>> = seats
        .iter()
        .enumerate()
        .map(|(n, seat)| (0..EACH).map(|_| question(&paths(n, &mut chance), &seat.token)).collect())
        .collect();
    // A connection is not a person: each asks for all of them in turn.
    Load(Arc::new(move |client, n, _| {
        let seat = &asked[(client + n * CLIENTS) % asked.len()];
        seat[(n * 7 + client) % seat.len()].clone()
    }))
}

async fn measure(name: &str, server: &Server, load: &Load) {
    client::run(&server.address, load, CLIENTS, ROUND / 5, 0).await;
    let before = cpu::spent_ms(server.process());
    let seen = client::run(&server.address, load, CLIENTS, ROUND, 1).await;
    let each = (cpu::spent_ms(server.process()) - before) / (seen.per_second * ROUND.as_secs_f64());
    figure(&format!("{name}_per_second"), "1/s", seen.per_second, Some(10_000.0)).unwrap();
    figure(&format!("{name}_cpu_per_request"), "ms", each, None).unwrap();
    figure(&format!("{name}_per_cpu_second"), "1/s", 1e3 / each, Some(1e3 / NODEBB_CPU_MS)).unwrap();
    let paced = client::paced(&server.address, load, CLIENTS, PACE, ROUND).await;
    figure(&format!("{name}_p99_at_{PACE}"), "ms", paced.p99_ms, Some(SLOWEST_MS)).unwrap();
}

fn timeline(filled: &Filled, seat: usize, chance: &mut Chance) -> String {
    let space = filled.space_of(seat, chance);
    let deeper =
        if chance.below(5) == 0 { format!("&before={}", filled.some_root(chance)) } else { String::new() };
    format!("/api/v1/post/timeline?space={space}{deeper}")
}

#[tokio::main]
async fn main() {
    let options = options();
    let real = corpus::real_posts(&options.data);
    say(&format!("read: {} posts, {}", options.posts, if real.is_some() { "real" } else { "generated" }))
        .unwrap();
    let texts = real.unwrap_or_else(|| corpus::generated_posts(options.posts.min(200_000)));
    let village = match &options.folder {
        Some(folder) if folder.join("filled").exists() => Village::again(folder.clone(), PEOPLE),
        Some(folder) => {
            let mut village = Village::prepare_in(folder.clone(), PEOPLE).await;
            village.kept = true;
            village
        }
        None => Village::prepare(PEOPLE).await,
    };
    let filled = filling::fill(&village.folder, &texts, options.posts).await;
    std::fs::write(village.folder.join("filled"), "").unwrap();
    say("read: filled").unwrap();
    let server = Server::start(&village.folder);

    if options.wants("home") {
        let home = pages(&village.seats, |_, _| "/api/v1/post/home".to_owned());
        measure("home", &server, &home).await;
    }
    if options.wants("timeline") {
        let timelines = pages(&village.seats, |seat, chance| timeline(&filled, seat, chance));
        measure("timeline", &server, &timelines).await;
    }
    if options.wants("thread") {
        let threads = pages(&village.seats, |seat, chance| {
            format!("/api/v1/post/show?post={}", filled.thread_of(seat, chance))
        });
        measure("thread", &server, &threads).await;
    }
    if options.wants("shapes") {
        shapes::all(&server.address, &village.seats[0].token, &filled).await;
    }
}
