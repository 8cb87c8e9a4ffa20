//! `cargo xtask run`: from a fresh checkout to an open page in one command.
//!
//! Page and server are built when their sources changed, then the server replaces this process, so that Ctrl-C,
//! exit status and signals are the server's own. It serves on SQLite in `./data`, with the demo village on an
//! empty database, unless the arguments name another place.

use crate::{Failure, Place, page, process, screen};
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Duration;

const BUILD_LIMIT: Duration = Duration::from_secs(3_600);

/// Builds what changed and becomes `weilu serve --demo --data ./data ARGUMENTS`.
///
/// # Errors
/// When something needed is missing or does not build.
pub fn run(place: &Place, arguments: &[String]) -> Result<(), Failure> {
    process::stop_all_on_interrupt()?;
    page::build(place)?;
    build_server(place)?;
    let mut server = Command::new(place.server("debug"));
    server.args(serve_arguments(arguments)).current_dir(place.at(""));
    let error = server.exec();
    Err(Failure::new(format!("{} could not be started: {error}", place.short(&place.server("debug")))))
}

/// Builds the server in the dev profile; cargo says what it compiles, and nothing when there is nothing to do.
///
/// # Errors
/// When it does not compile.
pub fn build_server(place: &Place) -> Result<(), Failure> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--package", "weilu", "--bin", "weilu"]).current_dir(place.at(""));
    process::step("building the server", cargo, BUILD_LIMIT)
}

fn serve_arguments(given: &[String]) -> Vec<String> {
    let given: Vec<String> = given.iter().filter(|argument| *argument != "--").cloned().collect();
    let names = |options: &[&str]| {
        given.iter().any(|argument| {
            let option = argument.split('=').next().unwrap_or_default();
            options.contains(&option)
        })
    };
    let mut all = vec!["serve".to_string()];
    if !names(&["--demo"]) {
        all.push("--demo".to_string());
    }
    if !names(&["--data", "--database"]) {
        all.extend(["--data".to_string(), "./data".to_string()]);
    }
    if names(&["--help", "-h"]) {
        screen::say("(options of the server, to which cargo xtask run adds --demo --data ./data)");
    }
    all.extend(given);
    all
}

#[cfg(test)]
mod tests {
    use super::serve_arguments;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_string).collect()
    }

    #[test]
    fn the_place_can_be_chosen_and_other_options_go_on() {
        assert_eq!(serve_arguments(&[]), words("serve --demo --data ./data"));
        assert_eq!(
            serve_arguments(&words("-- --port 9000")),
            words("serve --demo --data ./data --port 9000")
        );
        assert_eq!(serve_arguments(&words("--data=/x")), words("serve --demo --data=/x"));
        assert_eq!(serve_arguments(&words("--demo small")), words("serve --data ./data --demo small"));
    }
}
