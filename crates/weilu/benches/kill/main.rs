//! Fifty kills of the real binary at random moments while people write: `cargo xtask bench kill --json`.
//!
//! Sixteen people write posts under keys, the process is killed, started again, and so on. In the end every post that
//! was answered must stand there once, every other at most once; what was asked without an answer is asked again under
//! its key and must stand once too. Printed are how many answers were audited, how many were lost or doubled, and how
//! long a start takes after a kill.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a benchmark stops at the first surprise"
)]

#[path = "../../../search/benches/search/corpus.rs"]
#[expect(dead_code, reason = "only its row of chances")]
mod corpus;
#[path = "../../../search/benches/search/figures.rs"]
mod figures;
#[path = "../find/server.rs"]
#[expect(dead_code, reason = "shared: each bench uses a part")]
mod server;
#[path = "../command/village.rs"]
#[expect(dead_code, reason = "the same people, whose posts are not liked here")]
mod village;

use corpus::Chance;
use figures::{figure, percentile, say};
use serde_json::{Value, json};
use server::Server;
use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
    time::{Duration, Instant},
};
use village::{Seat, Village};

const KILLS: usize = 50;
const WRITERS: usize = 16;
/// Milliseconds that a start may take.
const START_MS: f64 = 2_000.0;

/// What one writer asked for, and how much of it was answered: answers come in order.
struct Written {
    seat: usize,
    asked: Vec<String>,
    answered: usize,
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

async fn write(client: &reqwest::Client, address: &str, seat: &Seat, text: &str) -> Option<u16> {
    let request = client
        .post(format!("http://{address}/api/v1/post/write"))
        .bearer_auth(&seat.token)
        .header("idempotency-key", blake3::hash(text.as_bytes()).to_hex().as_str())
        .json(&json!({ "space": seat.space, "text": text }));
    request.send().await.ok().map(|reply| reply.status().as_u16())
}

async fn write_until_killed(address: String, seat: Seat, n: usize, round: usize) -> Written {
    let client = client();
    let mut written = Written { seat: n, asked: Vec::new(), answered: 0 };
    for k in 0.. {
        let text = format!("第 {round} 轮，{n} 号，第 {k} 句");
        written.asked.push(text.clone());
        match write(&client, &address, &seat, &text).await {
            Some(200) => written.answered += 1,
            Some(status) => panic!("answered {status}"),
            None => break,
        }
    }
    written
}

/// How often each text stands in a space.
async fn texts(address: &str, seat: &Seat) -> BTreeMap<String, usize> {
    let (client, mut there, mut before) = (client(), BTreeMap::new(), String::new());
    loop {
        let url = format!("http://{address}/api/v1/post/timeline?space={}{before}", seat.space);
        let reply = client.get(url).bearer_auth(&seat.token).send().await.unwrap();
        let page = reply.json::<Value>().await.unwrap()["data"].take();
        for post in page["items"].as_array().unwrap() {
            *there.entry(post["text"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        match page["next"].as_str() {
            Some(next) => before = format!("&before={next}"),
            None => return there,
        }
    }
}

fn seat(of: &Seat) -> Seat {
    Seat { token: of.token.clone(), space: of.space.clone() }
}

#[tokio::main]
async fn main() {
    // Nothing is asked over TLS here, but the client wants to know how it would be.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let village = Village::prepare(WRITERS).await;
    let before = findings(&village);
    let mut chance = Chance::new(50);
    let (mut all, mut starts): (Vec<Written>, Vec<f64>) = (Vec::new(), Vec::new());
    for round in 0..KILLS {
        let started = Instant::now();
        let server = Server::start(&village.folder);
        starts.push(started.elapsed().as_secs_f64() * 1e3);
        let mut writers = tokio::task::JoinSet::new();
        for (n, of) in village.seats.iter().enumerate() {
            writers.spawn(write_until_killed(server.address.clone(), seat(of), n, round));
        }
        tokio::time::sleep(Duration::from_millis(50 + chance.below(500) as u64)).await;
        drop(server);
        all.extend(writers.join_all().await);
    }
    audit(&village, &all).await;
    starts.sort_by(f64::total_cmp);
    figure("kills", "", KILLS as f64, None).unwrap();
    figure("start_after_kill_p99", "ms", percentile(&starts, 0.99), Some(START_MS)).unwrap();
    assert_eq!(findings(&village), before, "the doctor found something");
}

/// What the doctor finds, by name: that a fresh house is not set up yet, and nothing more.
fn findings(village: &Village) -> BTreeSet<String> {
    let doctor =
        Command::new(env!("CARGO_BIN_EXE_weilu")).args(["doctor", "--data"]).arg(&village.folder).output();
    let said = String::from_utf8_lossy(&doctor.unwrap().stderr).into_owned();
    let named = said.lines().filter(|line| line.contains("WARN") || line.contains("ERROR"));
    named.filter_map(|line| line.split(" [").nth(1)?.split(']').next()).map(str::to_owned).collect()
}

async fn audit(village: &Village, all: &[Written]) {
    let server = Server::start(&village.folder);
    let client = client();
    let there = texts(&server.address, &village.seats[0]).await;
    let times = |text: &String| there.get(text).copied().unwrap_or(0);
    let answered = || all.iter().flat_map(|w| &w.asked[..w.answered]);
    let lost = answered().filter(|text| times(text) == 0).count();
    let doubled = all.iter().flat_map(|w| &w.asked).filter(|text| times(text) > 1).count();
    let open: Vec<(usize, &String)> =
        all.iter().flat_map(|w| w.asked[w.answered..].iter().map(|text| (w.seat, text))).collect();
    let whole = open.iter().filter(|(_, text)| times(text) == 1).count();
    for (n, text) in &open {
        assert_eq!(write(&client, &server.address, &village.seats[*n], text).await, Some(200));
    }
    let again = texts(&server.address, &village.seats[0]).await;
    let odd = open.iter().filter(|(_, text)| again.get(*text) != Some(&1)).count();
    say(&format!(
        "kill: {} unanswered, of which {whole} stood there and {odd} not once after asking again",
        open.len()
    ))
    .unwrap();
    figure("answers_audited", "", answered().count() as f64, None).unwrap();
    figure("answers_lost", "", lost as f64, None).unwrap();
    figure("posts_doubled", "", (doubled + odd) as f64, None).unwrap();
    assert_eq!((lost, doubled, odd), (0, 0, 0));
}
