//! Counts what happens in each space by day of the brand's calendar (projection `space.day`): the source of
//! benefit counters, the daily report and the activity shown in the console. It names no other feature: every
//! event that stands in a space counts under its kind, and those with a weight also count for their actor.

use super::state;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{DAY, Event, Failure, PersonaId, SpaceId, Time};

pub use weilu_kernel::tenant::zone;

/// The number of the day in the brand's calendar: days since 1970.
#[must_use]
pub fn number(at: Time, zone: &TimeZone) -> i64 {
    let date = at.civil(zone).map(|t| t.date());
    date.map_or(at.0.div_euclid(DAY), |d| {
        i64::from(jiff::civil::date(1970, 1, 1).until(d).map_or(0, |span| span.get_days()))
    })
}

/// The date of a day's number, as year-month-day.
#[must_use]
pub fn date(day: i64) -> String {
    let start = jiff::civil::date(1970, 1, 1);
    start.checked_add(jiff::Span::new().days(day)).map_or_else(|_| day.to_string(), |d| d.to_string())
}

pub(super) async fn handle(tx: &mut Tx, act: &Act, events: &[Event]) -> Result<(), Failure> {
    let zone = zone(tx).await?;
    let mut kinds: BTreeMap<(SpaceId, i64, &str), i64> = BTreeMap::new();
    let mut people: BTreeMap<(SpaceId, i64, PersonaId), i64> = BTreeMap::new();
    for event in events {
        let Some(space) = event.space else { continue };
        let day = number(event.at, &zone);
        *kinds.entry((space, day, &event.kind)).or_default() += 1;
        let weight = act.app.event_kind(&event.kind).map_or(0, |k| k.weight);
        if let Some(actor) = event.on_behalf_of.or(event.actor).filter(|_| weight > 0) {
            *people.entry((space, day, actor)).or_default() += 1;
        }
    }
    for ((space, day, kind), count) in kinds {
        state::day::add(tx, space, day, kind, count)?;
    }
    for ((space, day, persona), acts) in people {
        state::day::add_person(tx, space, day, persona, acts)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use weilu_vocabulary::HOUR;

    #[test]
    fn a_day_begins_at_the_brands_midnight() {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let midnight = Time(1_763_697_600_000_000 - 12 * HOUR);
        assert_eq!(number(midnight, &zone), number(midnight - 1, &zone) + 1);
        assert_eq!(date(number(midnight, &zone)), "2025-11-21");
    }
}
