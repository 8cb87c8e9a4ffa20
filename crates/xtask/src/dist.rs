//! `cargo xtask dist`: the optimised binary with the page inside it.
//!
//! The page is built first and must stand: a release without `web/dist` would serve nothing, so it fails here.

use crate::{Failure, Place, page, process, screen};
use std::fs;
use std::process::Command;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(5_400);

/// Builds page and binary and says where it is and how large.
///
/// # Errors
/// When the page or the binary does not build.
pub fn command(place: &Place, arguments: &[String]) -> Result<(), Failure> {
    if !arguments.is_empty() {
        return Err(Failure::usage("cargo xtask dist takes no options"));
    }
    process::stop_all_on_interrupt()?;
    build(place)?;
    let binary = place.server("release");
    let size = fs::metadata(&binary).map_err(Failure::io(place.short(&binary)))?.len();
    screen::say(&format!(
        "{} ({} MB): run it with `weilu serve --data DIR`",
        place.short(&binary),
        size / 1_000_000
    ));
    Ok(())
}

/// Builds page and optimised binary.
///
/// # Errors
/// When one of them does not build.
pub fn build(place: &Place) -> Result<(), Failure> {
    page::build(place)?;
    for entry in ["web/dist/member.html", "web/dist/console.html"] {
        if !place.at(entry).is_file() {
            return Err(Failure::new(format!("{entry} is missing: the build of the page did not make it")));
        }
    }
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--release", "--package", "weilu", "--bin", "weilu"]).current_dir(place.at(""));
    process::step("the optimised binary", cargo, LIMIT)
}
