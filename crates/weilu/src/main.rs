//! The command line of Weilu.

use clap::Parser;
use weilu::cli::Cli;

#[tokio::main]
async fn main() -> std::process::ExitCode {
    weilu::cli::run(Cli::parse()).await
}
