//! What the system counts for a process.

use std::fs::read_to_string;

/// Ticks of the clock in a second, as Linux counts for every process.
const TICKS: f64 = 100.0;

/// CPU a process has taken so far, user and system: milliseconds.
pub fn spent_ms(process: u32) -> f64 {
    let line = read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields: Vec<&str> = line.rsplit(") ").next().unwrap().split(' ').collect();
    let ticks: f64 = [11, 12].iter().map(|at| fields[*at].parse::<f64>().unwrap()).sum();
    ticks / TICKS * 1e3
}
