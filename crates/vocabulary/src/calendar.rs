//! Days of a calendar as numbers: days since 1970 in some zone. A brand counts by its own days, so that a
//! night's talk belongs to the day people lived it on.

use crate::{DAY, Time};
use jiff::{Span, civil::Date, tz::TimeZone};

/// The day that is number 0.
const START: Date = jiff::civil::date(1970, 1, 1);

/// The number of the day an instant lies on in a zone: days since 1970.
#[must_use]
pub fn day_number(at: Time, zone: &TimeZone) -> i64 {
    let date = at.civil(zone).map(|t| t.date());
    date.map_or(at.0.div_euclid(DAY), |d| START.until(d).map_or(0, |span| i64::from(span.get_days())))
}

/// The date of a day's number, as year-month-day.
#[must_use]
pub fn date_of(day: i64) -> String {
    START.checked_add(Span::new().days(day)).map_or_else(|_| day.to_string(), |d| d.to_string())
}

/// The instant a numbered day begins in a zone; none outside the years a calendar knows.
#[must_use]
pub fn day_begins(day: i64, zone: &TimeZone) -> Option<Time> {
    let date = START.checked_add(Span::new().try_days(day).ok()?).ok()?;
    Some(Time(date.to_zoned(zone.clone()).ok()?.timestamp().as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::HOUR;

    #[test]
    fn a_day_begins_at_midnight_of_the_zone() {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let midnight = Time(1_763_697_600_000_000 - 12 * HOUR);
        assert_eq!(day_number(midnight, &zone), day_number(midnight - 1, &zone) + 1);
        assert_eq!(date_of(day_number(midnight, &zone)), "2025-11-21");
        assert_eq!(date_of(day_number(midnight - 1, &zone)), "2025-11-20");
        assert_eq!(day_begins(day_number(midnight, &zone), &zone), Some(midnight));
    }

    #[test]
    fn the_same_instant_lies_on_two_days() {
        let at = Time(1_763_697_600_000_000 + 14 * HOUR);
        let (east, west) = (TimeZone::fixed(jiff::tz::offset(8)), TimeZone::UTC);
        assert_eq!(day_number(at, &east), day_number(at, &west) + 1);
    }
}
