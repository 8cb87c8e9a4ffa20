//! One binary of tests that drive the program through HTTP, on every engine.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

mod account;
mod admission;
mod archive;
mod circle;
mod command_line;
mod fixture;
mod gate;
mod house;
mod identity;
mod kill;
mod marker;
mod matrix;
mod mechanisms;
mod member;
mod operator;
mod organisation;
mod privacy;
mod pulse;
mod running;
mod space;
mod statements;
mod thread;
