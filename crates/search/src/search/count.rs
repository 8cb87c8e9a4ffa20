//! Counts searches out of the log (projection `search.count`): by day for everybody, by word for whoever is known.

use super::{SEARCHED, WORD_DAYS, state};
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use weilu_kernel::{Act, Setting, Tx};
use weilu_vocabulary::{DAY, Event, Failure, Fault, Time};

/// The brand's calendar, as the feature of spaces keeps it.
const TIME_ZONE: Setting<String> = Setting {
    name: "space.time_zone",
    zh: "品牌所在时区",
    en: "Time zone of the brand's calendar",
    default: || "Asia/Shanghai".to_owned(),
};
const FORGET_AT_ONCE: i64 = 100;

/// The number of the brand's day at an instant: days since 1970.
pub(super) async fn day(tx: &mut Tx, at: Time) -> Result<i64, Fault> {
    Ok(number(at, &zone(tx).await?))
}

async fn zone(tx: &mut Tx) -> Result<TimeZone, Fault> {
    let name = TIME_ZONE.get(tx).await?;
    Ok(TimeZone::get(&name).unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(8))))
}

fn number(at: Time, zone: &TimeZone) -> i64 {
    at.day_start(zone).map_or(at.0.div_euclid(DAY), |start| (start.0 + DAY / 2).div_euclid(DAY))
}

/// The first day that is kept.
fn first_kept(now: Time, zone: &TimeZone) -> i64 {
    number(now, zone) - WORD_DAYS
}

pub(super) async fn handle(tx: &mut Tx, act: &Act, events: &[Event]) -> Result<(), Failure> {
    let zone = zone(tx).await?;
    let first = first_kept(act.now, &zone);
    let mut words = BTreeSet::new();
    for event in events.iter().filter(|e| e.kind == SEARCHED.name) {
        let day = number(event.at, &zone);
        if day < first {
            continue;
        }
        let in_vain = event.value == Some(0);
        state::add_day(tx, day, in_vain)?;
        let word = event.body.get("q").and_then(serde_json::Value::as_str);
        if let (Some(word), Some(persona)) = (word, event.actor) {
            state::add_typed(tx, day, word, persona, in_vain)?;
            words.insert(word);
        }
    }
    for word in words {
        state::publish(tx, word)?;
    }
    Ok(())
}

/// Forgets what is older than ninety days; returns how much.
pub(super) async fn forget(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let first = first_kept(act.now, &zone(tx).await?);
    let words = state::oldest_before(tx, first, FORGET_AT_ONCE).await?;
    for word in &words {
        state::forget(tx, word, first).await?;
    }
    let days = state::forget_days(tx, first).await?;
    Ok(words.len() + usize::try_from(days).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_the_brands_day() {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let noon = Time(1_763_697_600_000_000); // 2025-11-21T04:00Z, noon in Beijing
        let day = number(noon, &zone);
        assert_eq!(number(noon - DAY / 2, &zone), day);
        assert_eq!(number(noon - DAY / 2 - 1, &zone), day - 1);
        let west = TimeZone::fixed(jiff::tz::offset(-8));
        assert_eq!(number(noon, &west), day - 1);
    }
}
