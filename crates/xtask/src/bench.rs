//! `cargo xtask bench`: runs a benchmark of the optimised build and shows its figure beside its baseline.
//!
//! A benchmark is a bench target `NAME` (harness = false) of some crate; cargo's own list of targets is the list of
//! benchmarks, and those of package `weilu` find the server as `CARGO_BIN_EXE_weilu`. Run with `--json` it prints one JSON
//! object per figure, one a line: `name`, `unit`, `value`, `baseline` (what the value is measured against in the
//! same run), `ratio`, and, for durable figures, `fsync_p50_us` and `fsync_p99_us` of the same minute. This module
//! finds the targets, builds and runs one, and keeps the form of what it prints honest. It measures nothing itself.

use crate::postgres::{Durability, Postgres};
use crate::{Failure, Place, page, process, screen};
use serde_json::Value;
use std::process::Command;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(7_200);
const LIST_LIMIT: Duration = Duration::from_secs(60);
/// The benchmark that measures on both engines.
const WITH_POSTGRES: &str = "command";

/// `cargo xtask bench [NAME] [--json]`.
///
/// # Errors
/// When the name is unknown, the benchmark fails, or prints a figure that is not in the agreed form.
pub fn command(place: &Place, arguments: &[String]) -> Result<(), Failure> {
    process::stop_all_on_interrupt()?;
    let json = arguments.iter().any(|argument| argument == "--json");
    let names: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    let known = targets(place)?;
    let [name] = names.as_slice() else {
        let listed: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
        screen::say(&format!(
            "benchmarks: {}",
            if listed.is_empty() { "none".into() } else { listed.join(" ") }
        ));
        return Ok(());
    };
    let package = known.iter().find(|(known, _)| known == *name).map(|(_, package)| package);
    let package = package.ok_or_else(|| Failure::usage(format!("there is no benchmark {name:?}")))?;
    // The bench profile is the release profile, and cargo builds the binary along with the benches of its package.
    page::build(place)?;
    run(place, package, name, json)
}

fn run(place: &Place, package: &str, name: &str, json: bool) -> Result<(), Failure> {
    let mut cargo = Command::new("cargo");
    cargo.args(["bench", "--quiet", "--package", package, "--bench", name, "--", "--json"]);
    cargo.current_dir(place.at(""));
    let postgres = if name == WITH_POSTGRES { Some(Postgres::start(Durability::Full)?) } else { None };
    cargo.envs(postgres.as_ref().map(|postgres| ("WEILU_BENCH_PG", postgres.url())));
    let mut figures = 0;
    let mut odd = None;
    let fine = process::watched(name, cargo, LIMIT, |line| match figure(line) {
        Some(Ok(shown)) => {
            figures += 1;
            screen::say(if json { line } else { shown.as_str() });
        }
        Some(Err(why)) => odd = Some(format!("{name} printed a figure that {why}: {line}")),
        None if json => {}
        None => screen::say(line),
    })?;
    match odd {
        Some(why) => Err(Failure::new(why)),
        None if !fine => Err(Failure::new(format!("the benchmark {name} failed"))),
        None if figures == 0 => Err(Failure::new(format!("the benchmark {name} printed no figure"))),
        None => Ok(()),
    }
}

/// A line that is a figure, as a person reads it, or why it is not in the agreed form; `None` for other lines.
fn figure(line: &str) -> Option<Result<String, String>> {
    let text = line.trim();
    if !text.starts_with('{') {
        return None;
    }
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        return Some(Err("is not JSON".to_string()));
    };
    let word = |field: &str| value.get(field).and_then(Value::as_str);
    let number = |field: &str| value.get(field).and_then(Value::as_f64);
    let (Some(name), Some(unit), Some(measured)) = (word("name"), word("unit"), number("value")) else {
        return Some(Err("lacks name, unit or value".to_string()));
    };
    let against = match (number("baseline"), number("ratio")) {
        (Some(baseline), Some(ratio)) => format!("  baseline {baseline:.1}  ratio {ratio:.2}"),
        (None, None) => String::new(),
        _ => return Some(Err("has only one of baseline and ratio".to_string())),
    };
    let disk = match (number("fsync_p50_us"), number("fsync_p99_us")) {
        (Some(p50), Some(p99)) => format!("  (fdatasync p50 {p50:.0} µs, p99 {p99:.0} µs)"),
        _ => String::new(),
    };
    Some(Ok(format!("{name}: {measured:.1} {unit}{against}{disk}")))
}

/// Every bench target of the workspace with its package.
fn targets(place: &Place) -> Result<Vec<(String, String)>, Failure> {
    let metadata = metadata(place)?;
    let list =
        |value: &Value, field: &str| value.get(field).and_then(Value::as_array).cloned().unwrap_or_default();
    let text = |value: &Value| value.get("name").and_then(Value::as_str).unwrap_or_default().to_string();
    let mut found = Vec::new();
    for package in list(&metadata, "packages") {
        for target in list(&package, "targets") {
            if list(&target, "kind").iter().any(|kind| kind == "bench") {
                found.push((text(&target), text(&package)));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// What cargo knows of the workspace's own packages.
///
/// # Errors
/// When cargo fails or prints no JSON.
pub fn metadata(place: &Place) -> Result<Value, Failure> {
    let mut cargo = Command::new("cargo");
    cargo.args(["metadata", "--no-deps", "--format-version", "1", "--quiet"]).current_dir(place.at(""));
    let printed = process::quiet("cargo metadata", cargo, LIST_LIMIT)?;
    let json = printed.lines().find(|line| line.starts_with('{')).unwrap_or_default();
    serde_json::from_str(json).map_err(|error| Failure::new(format!("cargo metadata: {error}")))
}

#[cfg(test)]
mod tests {
    use super::figure;

    #[test]
    fn a_whole_figure_is_shown_with_its_ratio() {
        let line = r#"{"name":"likes","unit":"/s","value":12000,"baseline":3000,"ratio":4.0}"#;
        assert_eq!(figure(line).unwrap().unwrap(), "likes: 12000.0 /s  baseline 3000.0  ratio 4.00");
    }

    #[test]
    fn half_a_figure_is_refused_and_other_lines_are_not_figures() {
        assert!(figure(r#"{"name":"likes","unit":"/s","value":1,"ratio":4.0}"#).unwrap().is_err());
        assert!(figure(r#"{"name":"likes"}"#).unwrap().is_err());
        assert!(figure("warming up").is_none());
    }
}
