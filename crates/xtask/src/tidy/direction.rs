//! The direction of dependence between the crates, from what cargo knows.
//!
//! `vocabulary <- store <- kernel <- media <- search, facts, people <- ledger <- trade <- {the rooms} <- simulator, weilu`.
//! A crate may depend on lower floors only; crates of one floor never on one another: rooms meet through the log,
//! through a port of the kernel, or through what lies below. Test dependencies are free.

use crate::{Failure, Place, bench};
use serde_json::Value;

/// Floors from the ground up.
const FLOORS: [&[&str]; 10] = [
    &["vocabulary", "graph", "webui"],
    &["store", "poster"],
    &["kernel"],
    &["media"],
    &["search", "facts", "people"],
    &["ledger"],
    &["trade"],
    &["community", "deals", "live", "marketing", "ties", "insight", "work", "partners", "channels"],
    &["simulator"],
    &["weilu"],
];
/// Stands beside the house and depends on none of it.
const APART: &str = "xtask";

/// Checks every crate of the workspace.
///
/// # Errors
/// When cargo does not answer.
pub fn check(place: &Place) -> Result<Vec<String>, Failure> {
    let metadata = bench::metadata(place)?;
    let packages = metadata.get("packages").and_then(Value::as_array).cloned().unwrap_or_default();
    Ok(packages.iter().flat_map(check_package).collect())
}

fn check_package(package: &Value) -> Vec<String> {
    let name = text(package, "name");
    let dependencies =
        package.get("dependencies").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let ours = dependencies
        .iter()
        .filter(|dependency| {
            text(dependency, "kind") != "dev" && dependency.get("path").is_some_and(Value::is_string)
        })
        .map(|dependency| text(dependency, "name"));
    ours.filter_map(|dependency| refusal(name, dependency)).collect()
}

fn refusal(from: &str, to: &str) -> Option<String> {
    let own = floor(from);
    let lower = floor(to);
    match (own, lower) {
        _ if from == APART => Some(format!("{from} may not depend on {to}: it must build in seconds")),
        (Some(own), Some(lower)) if lower < own => None,
        (Some(_), Some(_)) => Some(format!(
            "{from} may not depend on {to}: it stands on the same floor or higher. Meet through the log, \
             a port of the kernel, or something below (crates/xtask/src/tidy/direction.rs)"
        )),
        _ => Some(format!("{from} -> {to}: give both a floor in crates/xtask/src/tidy/direction.rs")),
    }
}

fn floor(package: &str) -> Option<usize> {
    let short = package.strip_prefix("weilu-").unwrap_or(package);
    FLOORS.iter().position(|floor| floor.contains(&short))
}

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::refusal;

    #[test]
    fn dependence_goes_down_only() {
        assert!(refusal("weilu-community", "weilu-kernel").is_none());
        assert!(refusal("weilu", "weilu-simulator").is_none());
        assert!(refusal("weilu-kernel", "weilu-people").is_some());
        assert!(refusal("weilu-community", "weilu-channels").is_some());
        assert!(refusal("weilu-new", "weilu-store").is_some());
        assert!(refusal("xtask", "weilu-vocabulary").is_some());
    }
}
