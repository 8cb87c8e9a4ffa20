//! When something that hangs on a post closes: polls and rosters.

use weilu_kernel::Act;
use weilu_vocabulary::{DAY, HOUR, MINUTE, Time};

/// How long it stays open at least.
const LEAST_OPEN: i64 = 5 * MINUTE;

/// When it closes: as asked for, or in so many hours; nothing when that is sooner than in five minutes or later than in
/// so many days.
pub(crate) fn closes_at(act: &Act, asked: Option<Time>, hours: i64, days: i64) -> Option<Time> {
    let closes_at = asked.unwrap_or(act.now + hours.clamp(1, days * 24) * HOUR);
    (LEAST_OPEN..=days * DAY).contains(&closes_at.since(act.now)).then_some(closes_at)
}
