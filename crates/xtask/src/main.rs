//! The thin front of `cargo xtask`: hands the arguments to the library and turns its verdict into an exit status.
//!
//! Everything else lives in the library, so that `cargo test` can run the same checks (`tests/tidy.rs`).

use std::process::ExitCode;

fn main() -> ExitCode {
    xtask::enter(std::env::args().skip(1).collect())
}
