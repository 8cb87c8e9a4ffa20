//! Quiet hours: at night nothing goes out but codes and what concerns the safety of an account.

use super::{QUIET_FROM, QUIET_UNTIL, choice};
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Tx, tenant};
use weilu_vocabulary::{Fault, PersonaId, Time};

/// Hours in which somebody is left alone, in the brand's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QuietHours {
    /// Whether there are any.
    pub on: bool,
    /// The first quiet hour, 0 to 23.
    pub from: i64,
    /// The hour it ends, 0 to 23.
    pub until: i64,
}

impl QuietHours {
    /// When they end, if `now` lies in them. The first instant counts, the last does not.
    #[must_use]
    pub fn end(self, now: Time, zone: &TimeZone) -> Option<Time> {
        let clock = now.civil(zone)?;
        let hour = i64::from(clock.hour());
        let over_midnight = self.from > self.until;
        let inside = if over_midnight {
            hour >= self.from || hour < self.until
        } else {
            (self.from..self.until).contains(&hour)
        };
        if !self.on || !inside {
            return None;
        }
        let tomorrow = over_midnight && hour >= self.from;
        let day = if tomorrow { clock.date().tomorrow().ok()? } else { clock.date() };
        let end = day.at(i8::try_from(self.until).ok()?, 0, 0, 0).to_zoned(zone.clone()).ok()?;
        Some(Time(end.timestamp().as_microsecond()))
    }
}

/// The hours of the brand, for whoever chose none.
pub(super) async fn of_brand(tx: &mut Tx) -> Result<QuietHours, Fault> {
    let (from, until) = (QUIET_FROM.get(tx).await?, QUIET_UNTIL.get(tx).await?);
    Ok(QuietHours { on: true, from: from.clamp(0, 23), until: until.clamp(0, 23) })
}

/// When somebody may be written to again, if it is his night now.
///
/// # Errors
/// When the database fails.
pub(crate) async fn end_for(
    tx: &mut Tx,
    reader: Option<PersonaId>,
    now: Time,
) -> Result<Option<Time>, Fault> {
    let own = match reader {
        Some(persona) => choice::of_persona(tx, persona).await?.quiet,
        None => None,
    };
    let hours = match own {
        Some(hours) => hours,
        None => of_brand(tx).await?,
    };
    Ok(hours.end(now, &tenant::zone(tx).await?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use weilu_vocabulary::{HOUR, MINUTE};

    fn beijing() -> TimeZone {
        TimeZone::fixed(jiff::tz::offset(8))
    }

    /// Midnight in Beijing.
    const MIDNIGHT: Time = Time(1_763_654_400_000_000);

    #[test]
    fn the_night_begins_at_its_first_instant_and_ends_at_its_last() {
        let night = QuietHours { on: true, from: 22, until: 8 };
        let zone = beijing();
        let at = |micros: i64| night.end(MIDNIGHT + micros, &zone);
        assert_eq!(at(22 * HOUR - 1), None);
        assert_eq!(at(22 * HOUR), Some(MIDNIGHT + 32 * HOUR));
        assert_eq!(at(3 * HOUR), Some(MIDNIGHT + 8 * HOUR));
        assert_eq!(at(8 * HOUR - 1), Some(MIDNIGHT + 8 * HOUR));
        assert_eq!(at(8 * HOUR), None);
    }

    #[test]
    fn a_nap_lies_within_a_day_and_what_is_off_is_off() {
        let nap = QuietHours { on: true, from: 12, until: 14 };
        assert_eq!(nap.end(MIDNIGHT + 13 * HOUR + MINUTE, &beijing()), Some(MIDNIGHT + 14 * HOUR));
        assert_eq!(nap.end(MIDNIGHT + 14 * HOUR, &beijing()), None);
        assert_eq!(QuietHours { on: false, ..nap }.end(MIDNIGHT + 13 * HOUR, &beijing()), None);
        let nothing = QuietHours { on: true, from: 9, until: 9 };
        assert_eq!(nothing.end(MIDNIGHT + 9 * HOUR, &beijing()), None);
    }
}
