//! The command line of Weilu.

use clap::Parser;
use weilu::cli::Cli;

/// SQLite and the server ask for memory in small pieces from several threads.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> std::process::ExitCode {
    weilu::cli::run(Cli::parse()).await
}
