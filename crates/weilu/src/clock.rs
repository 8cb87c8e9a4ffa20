//! The real clock and real entropy: the only place where the program asks the world.

use std::time::{SystemTime, UNIX_EPOCH};
use weilu_vocabulary::{Chance, Clock, Time};

/// The computer's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    fn now(&self) -> Time {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Time(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// Chance seeded by the operating system.
#[must_use]
pub fn system_chance() -> Chance {
    Chance::from_entropy(rand::random())
}
