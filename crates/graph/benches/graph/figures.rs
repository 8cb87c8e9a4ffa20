//! Printing figures in the form that the bench command reads, and percentiles.

use std::io::Write;

/// The benchmark that prints: each takes this file in.
const BENCH: &str = env!("CARGO_CRATE_NAME");

/// Prints a figure, beside its baseline if it has one.
pub(crate) fn figure(name: &str, unit: &str, value: f64, baseline: Option<f64>) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match baseline {
        Some(baseline) => {
            let ratio = value / baseline;
            writeln!(
                out,
                r#"{{"name":"{BENCH}.{name}","unit":"{unit}","value":{value:.4},"baseline":{baseline:.4},"ratio":{ratio:.4}}}"#
            )
        }
        None => writeln!(out, r#"{{"name":"{BENCH}.{name}","unit":"{unit}","value":{value:.4}}}"#),
    }
}

/// Says something beside the figures.
pub(crate) fn say(what: &str) -> std::io::Result<()> {
    writeln!(std::io::stdout().lock(), "{what}")
}

/// What a piece of work gave, and what it took: seconds of the clock and of all threads' processors.
pub(crate) struct Timed<R> {
    /// What it gave.
    pub(crate) result: R,
    /// Seconds by the clock.
    pub(crate) wall: f64,
    /// Seconds of processor time.
    pub(crate) cpu: f64,
}

/// Does a piece of work and times it.
pub(crate) fn timed<R>(work: impl FnOnce() -> R) -> Timed<R> {
    let (start, before) = (std::time::Instant::now(), processor());
    let result = work();
    Timed { result, wall: start.elapsed().as_secs_f64(), cpu: processor() - before }
}

/// Processor seconds of this process so far.
pub(crate) fn processor() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The most memory this process has had, in gigabytes; 0 where the system does not tell.
pub(crate) fn memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes =
        line.and_then(|line| line.split_whitespace().next()).and_then(|number| number.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1e6
}
