//! The arithmetic of heat: sums that fade by half in twelve minutes.

use weilu_vocabulary::{DAY, HOUR, MINUTE, Time};

/// In which time an act loses half of what it counts; also the window in which a person counts once.
pub const HALF: i64 = 12 * MINUTE;
/// Acts older than this count nothing (2⁻³⁰).
pub const WINDOW: i64 = 6 * HOUR;
/// What is cooler stands on no list.
pub const LEAST_HEAT: f64 = 0.05;
const MILLION: f64 = 1_000_000.0;

/// How much is left after a time.
#[must_use]
pub fn left(micros: i64) -> f64 {
    (-precise(micros) / precise(HALF)).exp2()
}

/// The sum of acts as of the last of them: `(person, when)`, in order of time. A person counts once in a window.
#[must_use]
pub fn sum<P: Ord + Copy>(acts: &[(P, Time)]) -> f64 {
    let Some((_, last)) = acts.last() else { return 0.0 };
    let mut counted: std::collections::BTreeMap<P, Time> = std::collections::BTreeMap::new();
    let mut sum = 0.0;
    for (person, at) in acts {
        if counted.get(person).is_some_and(|before| at.since(*before) < HALF) {
            continue;
        }
        counted.insert(*person, *at);
        sum += left(last.since(*at));
    }
    sum
}

/// The usual level of a thread that had so many acts in seven days: what the sum is on average.
#[must_use]
pub fn usual(acts: i64) -> f64 {
    precise(acts) * precise(HALF) / std::f64::consts::LN_2 / precise(7 * DAY)
}

/// How hot something is that had a sum at a time.
#[must_use]
pub fn heat(sum: f64, at: Time, usual: f64, now: Time) -> f64 {
    sum * left(now.since(at)) / (usual + 1.0)
}

/// A number by which things stand in the order of their heat at any moment to come: everything fades alike, so the
/// order of what was does not change until somebody acts.
#[must_use]
pub fn height(sum: f64, at: Time, usual: f64) -> i64 {
    whole((precise(at.0) / precise(HALF) + (sum / (usual + 1.0)).log2()) * MILLION)
}

/// The height of what is only just on the list.
#[must_use]
pub fn least_height(now: Time) -> i64 {
    height(LEAST_HEAT, now, 0.0)
}

/// As stored: millionths.
#[must_use]
pub fn millionths(value: f64) -> i64 {
    whole(value * MILLION)
}

/// From storage.
#[must_use]
pub fn from_millionths(stored: i64) -> f64 {
    precise(stored) / MILLION
}

#[expect(clippy::cast_precision_loss, reason = "times are below 2^53 microseconds until the year 2255")]
fn precise(n: i64) -> f64 {
    n as f64
}

#[expect(clippy::cast_possible_truncation, reason = "heights and millionths are far below 2^53")]
fn whole(value: f64) -> i64 {
    value.round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time(1_795_000_000_000_000);

    #[test]
    fn half_is_left_after_twelve_minutes_and_three_per_cent_after_an_hour() {
        assert!((left(HALF) - 0.5).abs() < 1e-12);
        assert!((left(HOUR) - 0.031_25).abs() < 1e-12);
        assert!((heat(8.0, NOW, 0.0, NOW + HOUR) - 0.25).abs() < 1e-9);
    }

    #[test]
    fn a_person_counts_once_in_a_window() {
        let at = |m: i64| NOW + m * MINUTE;
        assert!((sum(&[(1, at(0)), (1, at(1)), (1, at(11))]) - left(11 * MINUTE)).abs() < 1e-9);
        assert!((sum(&[(1, at(0)), (1, at(12))]) - 1.5).abs() < 1e-9);
        assert!((sum(&[(1, at(0)), (2, at(0)), (3, at(0))]) - 3.0).abs() < 1e-9);
    }

    #[test]
    fn heights_stand_in_the_order_of_heat_at_any_moment() {
        let things =
            [(3.0, NOW, 0.0), (1.0, NOW + 30 * MINUTE, 0.0), (9.0, NOW, 4.0), (2.0, NOW + 5 * MINUTE, 0.5)];
        for later in [40 * MINUTE, 3 * HOUR] {
            let mut by_heat: Vec<usize> = (0..things.len()).collect();
            let mut by_height = by_heat.clone();
            let of = |i: &usize| things.get(*i).copied().unwrap_or((0.0, NOW, 0.0));
            by_heat.sort_by(|a, b| {
                let h = |i| {
                    let (s, t, u) = of(i);
                    heat(s, t, u, NOW + later)
                };
                h(b).total_cmp(&h(a))
            });
            by_height.sort_by_key(|i| {
                let (s, t, u) = of(i);
                -height(s, t, u)
            });
            assert_eq!(by_heat, by_height);
        }
        assert!(height(1.0, NOW, 0.0) > least_height(NOW + 51 * MINUTE));
        assert!(height(1.0, NOW, 0.0) < least_height(NOW + 52 * MINUTE));
    }
}
