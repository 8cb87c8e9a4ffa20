//! What the disk gives: the time of an fdatasync after a small append, in this very minute.

use std::{fs::File, io::Write, time::Instant};

const TRIES: usize = 200;

/// Percentiles in microseconds.
pub struct Sync {
    pub p50_us: f64,
    pub p99_us: f64,
}

pub fn measure() -> Sync {
    let path = std::env::temp_dir().join(format!("weilu-sync-{}", std::process::id()));
    let mut file = File::create(&path).unwrap();
    let mut times: Vec<f64> = (0..TRIES)
        .map(|_| {
            file.write_all(&[7; 4_096]).unwrap();
            let started = Instant::now();
            file.sync_data().unwrap();
            started.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let _ = std::fs::remove_file(&path);
    Sync { p50_us: times[TRIES / 2], p99_us: times[TRIES * 99 / 100] }
}
