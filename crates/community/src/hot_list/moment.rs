//! Keeps what is hot each ten minutes, the first twenty of the whole and of each space.

use super::{KEEP_DAYS, heat, state};
use std::collections::BTreeMap;
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{DAY, Failure, MINUTE, Time};

/// How often a moment is kept.
pub(super) const EVERY: i64 = 10 * MINUTE;
const PLACES: i64 = 20;
const MOST: i64 = 2_000;

pub(super) async fn keep(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let at = Time(act.now.0.div_euclid(EVERY) * EVERY);
    if state::is_kept(tx, at).await? {
        return Ok(0);
    }
    let hot = state::hottest(tx, heat::least_height(act.now), MOST).await?;
    let mut places: BTreeMap<i64, i64> = BTreeMap::new();
    for row in &hot {
        let whole = std::iter::once(0).chain((row.space != 0).then_some(row.space));
        for space in whole {
            let place = places.entry(space).or_default();
            *place += 1;
            if *place <= PLACES {
                state::keep(tx, at, space, *place, row.thread, row.thousandths(act.now))?;
            }
        }
    }
    if !hot.is_empty() {
        let days = KEEP_DAYS.get(tx).await?.max(1);
        state::forget_moments(tx, act.now - days * DAY)?;
    }
    Ok(hot.len())
}
