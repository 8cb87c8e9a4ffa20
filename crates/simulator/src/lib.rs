//! A seeded village that acts through the real commands, under faults, with invariants checked on the way.
//!
//! Rules: the same seed gives the same acts, times and ids; nothing derived is written by the simulator; a
//! restart is a new program on the same database; processors run late, twice or after a crash; records are merged
//! and parted, people are erased, days pass in which nobody comes by; on a failure the seed and the number of the
//! act are printed, so that the shortest prefix can be run again. It fixes nothing and knows no rule of a feature
//! beyond its public commands.

pub mod acts;
pub mod invariants;
pub mod run;
pub mod village;
pub mod wechat;
pub mod world;

pub use run::{Outcome, Plan, run};
pub use village::{Size, Village};
pub use world::World;
