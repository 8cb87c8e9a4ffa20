//! The generated documents of `docs/generated`: written by the server itself, compared in CI.
//!
//! `weilu catalogue --out DIR` derives them from the features (API document, events, permissions), so nobody
//! edits them. This module only decides where they go and whether the committed ones are still the same.

use crate::{Failure, Place, fingerprint, process, run, screen};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(120);

/// `cargo xtask catalogue [--check]`.
///
/// # Errors
/// When the server does not build, or with `--check` when a document differs.
pub fn command(place: &Place, arguments: &[String]) -> Result<(), Failure> {
    process::stop_all_on_interrupt()?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => {
            run::build_server(place)?;
            generate(place, &place.at("docs/generated"))?;
            screen::say("docs/generated is current");
            Ok(())
        }
        ["--check"] => {
            run::build_server(place)?;
            check(place)
        }
        _ => Err(Failure::usage("cargo xtask catalogue [--check]")),
    }
}

/// Whether the committed documents are what the server, built before, prints today.
///
/// # Errors
/// When one is missing or differs; the message names it.
pub fn check(place: &Place) -> Result<(), Failure> {
    let fresh = process::scratch("catalogue")?;
    generate(place, fresh.path())?;
    let stale = differing(fresh.path(), &place.at("docs/generated"))?;
    if stale.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "stale: {}. Run: cargo xtask catalogue, and commit docs/generated",
        stale.join(", ")
    )))
}

fn generate(place: &Place, into: &Path) -> Result<(), Failure> {
    let mut command = Command::new(place.server("debug"));
    command.args(["catalogue", "--out"]).arg(into).current_dir(place.at(""));
    process::step("weilu catalogue", command, LIMIT)
}

/// Names of fresh files whose committed twin is missing or different.
fn differing(fresh: &Path, committed: &Path) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    for entry in fs::read_dir(fresh).map_err(Failure::io(fresh.display()))? {
        let entry = entry.map_err(Failure::io(fresh.display()))?;
        let twin = committed.join(entry.file_name());
        let same = twin.exists()
            && fingerprint::of_bytes(&fs::read(entry.path()).map_err(Failure::io(twin.display()))?)
                == fingerprint::of_bytes(&fs::read(&twin).map_err(Failure::io(twin.display()))?);
        if !same {
            names.push(format!("docs/generated/{}", entry.file_name().to_string_lossy()));
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_and_a_missing_document_are_named_and_foreign_ones_are_left() {
        let fresh = process::scratch("fresh").unwrap();
        let committed = process::scratch("committed").unwrap();
        for (name, text) in [("same", "1"), ("changed", "2"), ("missing", "3")] {
            fs::write(fresh.path().join(name), text).unwrap();
        }
        for (name, text) in [("same", "1"), ("changed", "old"), ("charter-coverage.tsv", "")] {
            fs::write(committed.path().join(name), text).unwrap();
        }
        let names = differing(fresh.path(), committed.path()).unwrap();
        assert_eq!(names, ["docs/generated/changed", "docs/generated/missing"]);
    }
}
