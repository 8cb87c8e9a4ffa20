//! The page: npm packages from the lock file and the built `web/dist`, each only when its sources changed.
//!
//! Two stamps inside `web/node_modules` say from which lock file it was installed and from which sources
//! `web/dist` was built, so that a second start does neither. Nothing is taken from outside the npm registry.

use crate::{Failure, Place, fingerprint, place, process, screen};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// The oldest Node that the page's tools run on.
const NODE_AT_LEAST: (u32, u32) = (20, 19);
const INSTALL_LIMIT: Duration = Duration::from_secs(900);
const BUILD_LIMIT: Duration = Duration::from_secs(600);

/// An npm command in `web/`.
pub fn npm(place: &Place, arguments: &[&str]) -> Command {
    let mut command = Command::new("npm");
    command.args(arguments).current_dir(place.at("web"));
    command.env("npm_config_update_notifier", "false").env("npm_config_fund", "false");
    command
}

/// Makes `web/node_modules` what the lock file says.
///
/// # Errors
/// When Node is missing or too old, or npm fails.
pub fn install(place: &Place) -> Result<(), Failure> {
    let version = node_version()?;
    let lock =
        std::fs::read(place.at("web/package-lock.json")).map_err(Failure::io("web/package-lock.json"))?;
    let wanted = fingerprint::of_bytes(&[lock.as_slice(), version.as_bytes()].concat());
    let stamp = place.at("web/node_modules/.weilu-installed");
    if fingerprint::is_current(&stamp, &wanted) {
        return Ok(());
    }
    screen::heading("npm packages from web/package-lock.json");
    process::step(
        "npm ci",
        npm(place, &["ci", "--prefer-offline", "--no-audit", "--no-fund"]),
        INSTALL_LIMIT,
    )?;
    fingerprint::record(&stamp, &wanted)
}

/// Makes `web/dist` what the sources say (its size is checked by the build itself).
///
/// # Errors
/// When something is missing or the build fails.
pub fn build(place: &Place) -> Result<(), Failure> {
    install(place)?;
    let wanted =
        fingerprint::of_files(&sources(place), &["node_modules", "dist", "generated", ".vite", "e2e"])?;
    let stamp = place.at("web/node_modules/.weilu-built");
    if fingerprint::is_current(&stamp, &wanted) && place.at("web/dist").is_dir() {
        return Ok(());
    }
    screen::heading("the page (web/dist)");
    process::step("npm run build", npm(place, &["run", "build"]), BUILD_LIMIT)?;
    fingerprint::record(&stamp, &wanted)
}

/// All that the built page depends on: its own folder and the API document that its types come from.
fn sources(place: &Place) -> Vec<PathBuf> {
    vec![place.at("web"), place.at("docs/generated/openapi.json")]
}

fn node_version() -> Result<String, Failure> {
    let advice = format!(
        "Node {}.{} or newer with npm is needed to build the page (Debian: apt-get install nodejs npm)",
        NODE_AT_LEAST.0, NODE_AT_LEAST.1
    );
    if place::program(&["node"]).is_none() || place::program(&["npm"]).is_none() {
        return Err(Failure::new(format!("{advice}; `node` or `npm` is not on PATH")));
    }
    let mut ask = Command::new("node");
    ask.arg("--version");
    let version = process::quiet("node --version", ask, Duration::from_secs(30))?.trim().to_string();
    if is_new_enough(&version) {
        Ok(version)
    } else {
        Err(Failure::new(format!("{advice}; this is {version}")))
    }
}

fn is_new_enough(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('v').split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= NODE_AT_LEAST
}

#[cfg(test)]
mod tests {
    use super::is_new_enough;

    #[test]
    fn the_oldest_node_is_told_from_the_one_before() {
        assert!(is_new_enough("v20.19.0"));
        assert!(is_new_enough("v22.1.0"));
        assert!(!is_new_enough("v20.18.3"));
        assert!(!is_new_enough("odd"));
    }
}
