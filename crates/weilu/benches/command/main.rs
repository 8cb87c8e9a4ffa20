//! The command path over HTTP: likes and posts from 256 connections against the real binary on SQLite, beside
//! a naive handler that runs one transaction per request, in the same run on the same disk.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark stops at the first surprise"
)]

mod client;
mod disk;
mod naive;
mod village;

use client::{Load, Measured};
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};
use village::Village;

const CLIENTS: usize = 256;
const SECONDS: u64 = 10;

struct Server(Child, String);

impl Server {
    fn start(village: &Village) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_weilu"))
            .args(["serve", "--port", "0", "--data"])
            .arg(&village.folder)
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = loop {
            let line = lines.next().expect("the server says where it listens").unwrap();
            if let Some((_, address)) = line.split_once("serving on http://") {
                break address.trim().to_owned();
            }
        };
        std::thread::spawn(move || for _ in lines {});
        Server(child, address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn print(name: &str, unit: &str, value: f64, baseline: Option<f64>, sync: &disk::Sync) {
    let mut line = serde_json::json!({
        "name": name, "unit": unit, "value": value, "fsync_p50_us": sync.p50_us, "fsync_p99_us": sync.p99_us,
    });
    if let Some(baseline) = baseline {
        line["baseline"] = baseline.into();
        line["ratio"] = (value / baseline).into();
    }
    println!("{line}");
}

async fn pair(name: &str, ours: &str, naive: &str, load: &Load) {
    let sync = disk::measure();
    let (mut rates, mut bases) = (Vec::new(), Vec::new());
    let mut seen = Measured::default();
    // A-B-A-B, so that a slow moment of the disk hits both.
    for round in 0..2 {
        seen = client::run(ours, load, CLIENTS, Duration::from_secs(SECONDS), round).await;
        rates.push(seen.per_second);
        bases.push(
            client::run(naive, load, CLIENTS, Duration::from_secs(SECONDS), round + 10).await.per_second,
        );
    }
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    print(&format!("{name} per second, {CLIENTS} clients"), "1/s", mean(&rates), Some(mean(&bases)), &sync);
    print(&format!("{name}, p50"), "ms", seen.p50_ms, None, &sync);
    print(&format!("{name}, p99"), "ms", seen.p99_ms, None, &sync);
}

#[tokio::main]
async fn main() {
    let village = Village::prepare(CLIENTS).await;
    let server = Server::start(&village);
    let naive = naive::start(&village).await;
    pair("likes", &server.1, &naive, &Load::likes(&village)).await;
    pair("posts", &server.1, &naive, &Load::posts(&village)).await;
    let sync = disk::measure();
    let mixed =
        client::paced(&server.1, &Load::posts(&village), 64, 1_000, Duration::from_secs(SECONDS)).await;
    print("commands at 1,000/s, p99", "ms", mixed.p99_ms, Some(15.0 + 2.0 * sync.p99_us / 1_000.0), &sync);
}
