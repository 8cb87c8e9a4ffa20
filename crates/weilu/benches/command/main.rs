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

#[expect(dead_code, reason = "shared: each bench uses a part")]
mod client;
mod disk;
mod naive;
mod naive_pg;
#[path = "../find/server.rs"]
#[expect(dead_code, reason = "shared: each bench uses a part")]
mod server;
#[expect(dead_code, reason = "shared: each bench uses a part")]
mod village;

use client::{Load, Measured};
use server::Server;
use std::time::Duration;
use village::Village;
use weilu::wiring::Database;

const CLIENTS: usize = 256;
const SECONDS: u64 = 10;

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

/// The addresses of two servers.
struct Pair {
    ours: String,
    naive: String,
}

async fn measure(name: &str, pair: &Pair, load: &Load) {
    let sync = disk::measure();
    let (mut rates, mut bases) = (Vec::new(), Vec::new());
    let mut seen = Measured::default();
    // A-B-A-B, so that a slow moment of the disk hits both.
    for round in 0..2 {
        seen = client::run(&pair.ours, load, CLIENTS, Duration::from_secs(SECONDS), round).await;
        rates.push(seen.per_second);
        bases.push(
            client::run(&pair.naive, load, CLIENTS, Duration::from_secs(SECONDS), round + 10)
                .await
                .per_second,
        );
    }
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    print(&format!("{name} per second, {CLIENTS} clients"), "1/s", mean(&rates), Some(mean(&bases)), &sync);
    print(&format!("{name}, p50"), "ms", seen.p50_ms, None, &sync);
    print(&format!("{name}, p99"), "ms", seen.p99_ms, None, &sync);
}

/// The same on PostgreSQL, where there is one: `WEILU_BENCH_PG` names an empty database.
async fn on_postgres() {
    let Ok(url) = std::env::var("WEILU_BENCH_PG") else { return };
    let village = Village::prepare_on(&Database::Url(url.clone()), CLIENTS).await;
    let server = Server::start_with(&village.folder, &["--database", &url]);
    let naive = naive_pg::start(&village, &url).await;
    let pair = Pair { ours: server.address.clone(), naive };
    measure("likes on PostgreSQL", &pair, &Load::likes(&village)).await;
    measure("posts on PostgreSQL", &pair, &Load::posts(&village)).await;
}

#[tokio::main]
async fn main() {
    let village = Village::prepare(CLIENTS).await;
    let server = Server::start(&village.folder);
    let pair = Pair { ours: server.address.clone(), naive: naive::start(&village).await };
    measure("likes", &pair, &Load::likes(&village)).await;
    measure("posts", &pair, &Load::posts(&village)).await;
    let sync = disk::measure();
    let mixed =
        client::paced(&server.address, &Load::posts(&village), 64, 1_000, Duration::from_secs(SECONDS)).await;
    print("commands at 1,000/s, p99", "ms", mixed.p99_ms, Some(15.0 + 2.0 * sync.p99_us / 1_000.0), &sync);
    drop(server);
    on_postgres().await;
}
