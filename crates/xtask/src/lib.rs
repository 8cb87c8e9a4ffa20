//! What a developer and CI type: `cargo xtask run | test | tidy | bench | new-feature | dist | catalogue`.
//!
//! Rules: few dependencies, so that it compiles in seconds; every wait has an end and a message; whatever it
//! starts (PostgreSQL, a mail server, a Weilu server) it stops again, on failure and on Ctrl-C too; nothing is
//! installed without being named on the screen first.
//!
//! It deliberately knows nothing of the product's crates: it talks to them through cargo and the `weilu` binary.

mod bench;
mod browser;
mod catalogue;
mod coverage;
mod debian;
mod dist;
mod failure;
mod fingerprint;
mod mail;
mod new_feature;
mod page;
mod place;
mod postgres;
mod process;
mod report;
mod run;
mod screen;
mod suite;
pub mod tidy;

use std::process::ExitCode;

pub use failure::Failure;
pub use place::Place;

const HELP: &str = "\
cargo xtask COMMAND

  run [OPTIONS]          build page and server, start it with the demo village on ./data;
                         options go on to `weilu serve` (--port 9000, --host, --data DIR, --database URL)
  test [STAGE...]        everything CI asks; stages: fmt tidy clippy rust web catalogue browser coverage
  tidy [--bless]         lengths, directions, banned words, both languages; --bless records new migrations
  catalogue [--check]    write the generated documents of docs/generated, or compare them
  bench [NAME] [--json]  run a benchmark of the optimised build against its baseline; without NAME: list them
  new-feature CRATE NAME create the folders of a feature in Rust and in the page
  dist                   the optimised binary with the page inside
";

/// Runs the command that the arguments name and says how it ended: 0 fine, 1 failed, 2 not understood.
pub fn enter(arguments: Vec<String>) -> ExitCode {
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", [].as_slice()),
    };
    let outcome = Place::find().and_then(|place| match command {
        "run" => run::run(&place, rest),
        "test" => suite::run(&place, rest),
        "tidy" => tidy::command(&place, rest),
        "catalogue" => catalogue::command(&place, rest),
        "bench" => bench::command(&place, rest),
        "new-feature" => new_feature::command(&place, rest),
        "dist" => dist::command(&place, rest),
        "help" | "--help" | "-h" => {
            screen::say(HELP);
            Ok(())
        }
        other => Err(Failure::usage(format!("there is no command {other:?}\n\n{HELP}"))),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            screen::say(&format!("\nxtask: {failure}"));
            ExitCode::from(failure.status())
        }
    }
}
