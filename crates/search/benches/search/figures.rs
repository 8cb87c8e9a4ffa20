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

/// The value below which a share of the sorted values lies.
pub(crate) fn percentile(sorted: &[f64], share: f64) -> f64 {
    let at = (sorted.len() as f64 * share) as usize;
    sorted.get(at.min(sorted.len().saturating_sub(1))).copied().unwrap_or(0.0)
}
