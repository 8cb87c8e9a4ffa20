//! The figures of a personal card (charter def-19). Pure.
//!
//! Popularity = log(1 + sum over different reactors, each pair capped per week, half-life 30 days). Solves
//! problems = accepted answers / given answers, shrunk towards one third with the weight of five answers.
//! Word of mouth = lower bound of Wilson's interval at 95 % of positive over rated deeds. Keeps promises =
//! kept / (kept + broken). Too few facts give none, which a page draws as "not enough data".

use std::collections::BTreeMap;
use weilu_vocabulary::{DAY, MemberId, Time};

const HALF_LIFE: f64 = 30.0;
const PRIOR: f64 = 1.0 / 3.0;
const PRIOR_WEIGHT: f64 = 5.0;
const Z: f64 = 1.959_964;

/// How often somebody reacted in one week.
#[derive(Clone, Copy, Debug)]
pub struct Week {
    /// Who.
    pub reactor: MemberId,
    /// Which week, counted from 1970.
    pub week: i64,
    /// How often.
    pub times: i64,
    /// The last time.
    pub last_at: Time,
}

#[expect(clippy::cast_precision_loss, reason = "counts and days are far below 2^52")]
fn real(n: i64) -> f64 {
    n as f64
}

/// Popularity, rounded to hundredths; none with fewer reactors than `least`.
#[must_use]
pub fn popularity(weeks: &[Week], now: Time, cap: i64, least: i64) -> Option<i64> {
    // Two faces of one reactor share the cap of a week.
    let mut pairs: BTreeMap<(MemberId, i64), (i64, Time)> = BTreeMap::new();
    for w in weeks {
        let one = pairs.entry((w.reactor, w.week)).or_insert((0, w.last_at));
        *one = (one.0 + w.times, one.1.max(w.last_at));
    }
    let mut reactors: Vec<MemberId> = pairs.keys().map(|k| k.0).collect();
    reactors.dedup();
    if i64::try_from(reactors.len()).unwrap_or(i64::MAX) < least {
        return None;
    }
    let sum: f64 = pairs
        .values()
        .map(|(times, at)| {
            let days = real(now.since(*at).max(0)) / real(DAY);
            real((*times).min(cap)) * 0.5_f64.powf(days / HALF_LIFE)
        })
        .sum();
    Some(hundredths(sum.ln_1p()))
}

/// Share of solved problems in percent, shrunk; none with fewer answers than `least`.
#[must_use]
pub fn solves(accepted: i64, given: i64, least: i64) -> Option<i64> {
    (given >= least)
        .then(|| hundredths((real(accepted) + PRIOR * PRIOR_WEIGHT) / (real(given) + PRIOR_WEIGHT)))
}

/// Word of mouth in percent: the lower bound of Wilson's interval; none without ratings.
#[must_use]
pub fn word_of_mouth(positive: i64, rated: i64) -> Option<i64> {
    if rated == 0 {
        return None;
    }
    let (n, p) = (real(rated), real(positive) / real(rated));
    let centre = p + Z * Z / (2.0 * n);
    let spread = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    Some(hundredths((centre - spread) / (1.0 + Z * Z / n)))
}

/// Kept promises in percent; none without promises.
#[must_use]
pub fn keeps(kept: i64, broken: i64) -> Option<i64> {
    (kept + broken > 0).then(|| hundredths(real(kept) / real(kept + broken)))
}

#[expect(clippy::cast_possible_truncation, reason = "a share or a logarithm, far below 2^52")]
fn hundredths(x: f64) -> i64 {
    (x * 100.0).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use weilu_vocabulary::Id;

    const NOW: Time = Time(1_800_000_000_000_000);

    fn week(reactor: i64, times: i64, days_ago: i64) -> Week {
        Week { reactor: MemberId::from_raw(reactor), week: 0, times, last_at: NOW - days_ago * DAY }
    }

    #[test]
    fn popularity_counts_different_people_and_caps_pairs() {
        let five: Vec<Week> = (1..=5).map(|r| week(r, 1, 0)).collect();
        assert_eq!(popularity(&five, NOW, 3, 5), Some(179)); // ln 6
        assert_eq!(popularity(five.get(..4).unwrap(), NOW, 3, 5), None);
        let ring: Vec<Week> = (1..=5).map(|r| week(r, 1_000, 0)).collect();
        assert_eq!(popularity(&ring, NOW, 3, 5), Some(277)); // ln 16
        let old: Vec<Week> = (1..=5).map(|r| week(r, 1, 30)).collect();
        assert_eq!(popularity(&old, NOW, 3, 5), Some(125)); // ln 3.5
    }

    #[test]
    fn shares_are_shrunk_and_too_little_is_said() {
        assert_eq!(solves(4, 4, 5), None);
        assert_eq!(solves(5, 5, 5), Some(67));
        assert_eq!(word_of_mouth(0, 0), None);
        assert_eq!(word_of_mouth(10, 10), Some(72));
        assert_eq!(keeps(0, 0), None);
        assert_eq!(keeps(3, 1), Some(75));
    }
}
