//! Counts searches out of the log (projection `search.count`): by day for everybody, by word for whoever is known.

use super::{SEARCHED, WORD_DAYS, state};
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use weilu_kernel::{Act, Tx, tenant};
use weilu_vocabulary::{Event, Failure, Fault, Time, day_number};

const FORGET_AT_ONCE: i64 = 100;

/// The number of the brand's day at an instant: days since 1970.
pub(super) async fn day(tx: &mut Tx, at: Time) -> Result<i64, Fault> {
    Ok(day_number(at, &tenant::zone(tx).await?))
}

/// The first day that is kept.
fn first_kept(now: Time, zone: &TimeZone) -> i64 {
    day_number(now, zone) - WORD_DAYS
}

pub(super) async fn handle(tx: &mut Tx, act: &Act, events: &[Event]) -> Result<(), Failure> {
    let zone = tenant::zone(tx).await?;
    let first = first_kept(act.now, &zone);
    let mut words = BTreeSet::new();
    for event in events.iter().filter(|e| e.kind == SEARCHED.name) {
        let day = day_number(event.at, &zone);
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
    let first = first_kept(act.now, &tenant::zone(tx).await?);
    let words = state::oldest_before(tx, first, FORGET_AT_ONCE).await?;
    for word in &words {
        state::forget(tx, word, first).await?;
    }
    let days = state::forget_days(tx, first).await?;
    Ok(words.len() + usize::try_from(days).unwrap_or(usize::MAX))
}
