//! The command path over HTTP: likes and posts from 256 connections against the real binary on SQLite, beside
//! a naive handler that runs one transaction per request, in the same run on the same disk. Then the same on
//! PostgreSQL. `sqlite` or `postgres` as an argument runs that half alone.
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
use std::time::{Duration, Instant};
use village::Village;
use weilu::wiring::Database;

const CLIENTS: usize = 256;
const SECONDS: u64 = 10;
const LONGEST: Duration = Duration::from_secs(120);

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

/// Seconds until every reader of the log has read all of it.
async fn caught_up(address: &str) -> f64 {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let started = Instant::now();
    loop {
        let shown =
            client.get(format!("http://{address}/metrics")).send().await.unwrap().text().await.unwrap();
        let lags = shown.lines().filter(|line| line.starts_with("weilu_log_lag_events"));
        let behind = lags.filter(|line| !line.ends_with(" 0")).count();
        if behind == 0 {
            return started.elapsed().as_secs_f64();
        }
        assert!(started.elapsed() < LONGEST, "{behind} readers are still behind");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn measure(name: &str, pair: &Pair, load: &Load) {
    let sync = disk::measure();
    let (mut rates, mut bases, mut behind) = (Vec::new(), Vec::new(), 0.0_f64);
    let mut seen = Measured::default();
    // A-B-A-B, so that a slow moment of the disk hits both.
    for round in 0..2 {
        seen = client::run(&pair.ours, load, CLIENTS, Duration::from_secs(SECONDS), round).await;
        rates.push(seen.per_second);
        // Otherwise the baseline would pay for what our readers still have to do.
        behind = behind.max(caught_up(&pair.ours).await);
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
    print(&format!("{name}, readers done after the last"), "s", behind, None, &sync);
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

async fn on_sqlite() {
    let village = Village::prepare(CLIENTS).await;
    let server = Server::start(&village.folder);
    let pair = Pair { ours: server.address.clone(), naive: naive::start(&village).await };
    measure("likes", &pair, &Load::likes(&village)).await;
    measure("posts", &pair, &Load::posts(&village)).await;
    let sync = disk::measure();
    let mixed =
        client::paced(&server.address, &Load::posts(&village), 64, 1_000, Duration::from_secs(SECONDS)).await;
    print("commands at 1,000/s, p99", "ms", mixed.p99_ms, Some(15.0 + 2.0 * sync.p99_us / 1_000.0), &sync);
}

#[tokio::main]
async fn main() {
    // The client that asks for the server's figures wants to know how it would speak TLS.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let only: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let wanted = |half: &str| only.is_empty() || only.iter().any(|one| one == half);
    if wanted("sqlite") {
        on_sqlite().await;
    }
    if wanted("postgres") {
        on_postgres().await;
    }
}
