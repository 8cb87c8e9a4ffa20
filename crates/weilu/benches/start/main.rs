//! Start, memory and sizes with the demo village: `cargo xtask bench start --json`.
//!
//! The village is made once; then the server is started five times over it. Printed are the time until it answers that
//! it is ready, the memory it holds after half a minute in which nobody came, and what a stranger loads: the page a
//! shared space opens with, and the script of the member entry, packed as it travels.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a benchmark stops at the first surprise"
)]

#[path = "../../../search/benches/search/figures.rs"]
mod figures;
#[path = "../find/server.rs"]
#[expect(dead_code, reason = "shared: each bench uses a part")]
mod server;

use figures::{figure, percentile, say};
use server::Server;
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

const STARTS: usize = 5;
const START_MS: f64 = 2_000.0;
const MEMORY_MB: f64 = 200.0;
const SCRIPT_KB: f64 = 120.0;
const LANDING_KB: f64 = 10.0;
const NOBODY_COMES: Duration = Duration::from_secs(30);

/// A folder that is gone when the run ends.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The demo village in a folder, made by the binary itself.
fn village() -> Folder {
    let folder = Folder(std::env::temp_dir().join(format!("weilu-bench-start-{}", std::process::id())));
    std::fs::create_dir_all(&folder.0).unwrap();
    Server::start_with(&folder.0, &["--demo"]).end();
    folder
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

async fn is_ready(address: &str) -> bool {
    client().get(format!("http://{address}/readyz")).send().await.is_ok_and(|r| r.status().is_success())
}

/// Memory a process holds: megabytes.
fn resident_mb(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1_024.0
}

/// Bytes of an answer as they travel.
async fn travelled(address: &str, path: &str) -> (usize, Vec<u8>) {
    let url = format!("http://{address}{path}");
    let packed =
        client().get(&url).header("accept-encoding", "gzip").header("accept", "text/html,*/*").send();
    let packed = packed.await.unwrap().error_for_status().unwrap().bytes().await.unwrap().len();
    let plain = client().get(&url).header("accept", "text/html,*/*").send().await.unwrap();
    (packed, plain.bytes().await.unwrap().to_vec())
}

/// Paths of the scripts that a page loads before it shows anything.
fn scripts(page: &str) -> Vec<String> {
    let parts = page.split('"').filter(|part| part.starts_with('/') && part.ends_with(".js"));
    let mut out: Vec<String> = parts.map(ToOwned::to_owned).collect();
    out.sort();
    out.dedup();
    out
}

#[tokio::main]
async fn main() {
    // Nothing is asked over TLS here, but the client wants to know how it would be.
    let _ = rustls::crypto::ring::default_provider().install_default();
    say("start: the village is being made").unwrap();
    let folder = village();
    let mut starts = Vec::new();
    let mut server = None;
    for _ in 0..STARTS {
        drop(server.take());
        let begun = Instant::now();
        let new = Server::start(&folder.0);
        while !is_ready(&new.address).await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        starts.push(begun.elapsed().as_secs_f64() * 1e3);
        server = Some(new);
    }
    starts.sort_by(f64::total_cmp);
    figure("start_median", "ms", percentile(&starts, 0.5), Some(START_MS)).unwrap();
    figure("start_slowest", "ms", starts[STARTS - 1], Some(START_MS)).unwrap();
    let server = server.unwrap();
    tokio::time::sleep(NOBODY_COMES).await;
    figure("idle_memory", "MB", resident_mb(server.process()), Some(MEMORY_MB)).unwrap();
    sizes(&server.address).await;
}

async fn sizes(address: &str) {
    let (_, page) = travelled(address, "/").await;
    let mut script = 0;
    for path in scripts(&String::from_utf8_lossy(&page)) {
        script += travelled(address, &path).await.0;
    }
    assert!(script > 0, "the page names no script");
    figure("member_entry_script", "KB", script as f64 / 1_024.0, Some(SCRIPT_KB)).unwrap();
    let list = client().get(format!("http://{address}/api/v1/space/list")).send().await.unwrap();
    let list: serde_json::Value = list.json().await.unwrap();
    let space = list["data"]["items"][0]["id"].as_str().expect("an open space").to_owned();
    let (packed, _) = travelled(address, &format!("/spaces/{space}")).await;
    figure("landing_page", "KB", packed as f64 / 1_024.0, Some(LANDING_KB)).unwrap();
}
