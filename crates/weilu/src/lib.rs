//! The one binary: wiring, HTTP edge, subcommands. Rules live below; here is only how they are reached.

pub mod archive;
mod backups;
pub mod cli;
pub mod clock;
pub mod demo;
pub mod edge;
mod graph;
mod money;
pub mod wiring;
pub mod workers;
