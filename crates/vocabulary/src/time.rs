//! Time as it is stored: microseconds since 1970 in UTC. Calendars are read in the brand's time zone.

use jiff::{Timestamp, tz::TimeZone};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::{Add, Sub};

/// One second in microseconds.
pub const SECOND: i64 = 1_000_000;
/// One minute in microseconds.
pub const MINUTE: i64 = 60 * SECOND;
/// One hour in microseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// One day of 24 hours in microseconds.
pub const DAY: i64 = 24 * HOUR;

/// An instant: microseconds since 1970-01-01T00:00Z.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Time(pub i64);

impl Time {
    /// Microseconds from `earlier` to here; negative when `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Time) -> i64 {
        self.0 - earlier.0
    }

    /// The calendar in `zone`, or `None` outside the years a calendar knows.
    #[must_use]
    pub fn civil(self, zone: &TimeZone) -> Option<jiff::civil::DateTime> {
        Some(Timestamp::from_microsecond(self.0).ok()?.to_zoned(zone.clone()).datetime())
    }

    /// The first instant of this day in `zone`.
    #[must_use]
    pub fn day_start(self, zone: &TimeZone) -> Option<Time> {
        let date = self.civil(zone)?.date();
        Some(Time(date.to_zoned(zone.clone()).ok()?.timestamp().as_microsecond()))
    }

    /// RFC 3339 in UTC, for machines and mails.
    #[must_use]
    pub fn rfc3339(self) -> String {
        Timestamp::from_microsecond(self.0).map_or_else(|_| self.0.to_string(), |t| t.to_string())
    }
}

impl Add<i64> for Time {
    type Output = Time;
    fn add(self, micros: i64) -> Time {
        Time(self.0.saturating_add(micros))
    }
}

impl Sub<i64> for Time {
    type Output = Time;
    fn sub(self, micros: i64) -> Time {
        Time(self.0.saturating_sub(micros))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_starts_at_midnight_of_the_brand() {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let noon = Time(1_763_697_600_000_000); // 2025-11-21T04:00Z, noon in Beijing
        assert_eq!(noon.day_start(&zone), Some(noon - 12 * HOUR));
    }
}
