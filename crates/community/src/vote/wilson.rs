//! How high something stands by its votes.
//!
//! The lower bound of the score interval of E. B. Wilson, "Probable inference, the law of succession, and
//! statistical inference", Journal of the American Statistical Association 22 (1927), 209–212, at 95 %
//! confidence, as E. Miller proposed for ranking in "How Not To Sort By Average Rating" (2009). Where more people
//! voted down than up the bound of the share of down votes counts against it, so that what nobody judged yet stands
//! above what most people found wrong.

/// The quantile of the normal distribution for 95 % confidence, both sides.
const Z: f64 = 1.959_963_984_540_054;
/// A rank of one.
const ONE: f64 = 1_000_000_000.0;

/// The lower bound of the true share when `hits` of `all` are seen; 0 when nothing was seen.
#[must_use]
pub fn lower(hits: i64, all: i64) -> f64 {
    if all <= 0 {
        return 0.0;
    }
    let (hits, n) = (precise(hits), precise(all));
    let share = hits / n;
    let spread = (share * (1.0 - share) + Z * Z / (4.0 * n)) / n;
    ((share + Z * Z / (2.0 * n) - Z * spread.sqrt()) / (1.0 + Z * Z / n)).max(0.0)
}

/// Where something stands: smaller is higher, 0 is what nobody judged.
#[must_use]
pub fn rank(up: i64, down: i64) -> i64 {
    let all = up + down;
    if up >= down { -whole(lower(up, all)) } else { whole(lower(down, all)) }
}

#[expect(clippy::cast_precision_loss, reason = "counts of votes are far below 2^52")]
fn precise(n: i64) -> f64 {
    n as f64
}

#[expect(clippy::cast_possible_truncation, reason = "between 0 and 10^9")]
fn whole(share: f64) -> i64 {
    (share * ONE).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_is_that_of_the_published_tables() {
        for (hits, all, wanted) in
            [(1, 1, 0.2065), (2, 2, 0.3424), (10, 10, 0.7225), (81, 263, 0.2553), (0, 5, 0.0)]
        {
            assert!((lower(hits, all) - wanted).abs() < 0.0005, "{hits} of {all}: {}", lower(hits, all));
        }
    }

    #[test]
    fn many_who_mostly_agree_stand_above_one_who_does() {
        let order = [(90, 10), (9, 1), (1, 0), (1, 1), (0, 0), (0, 1), (1, 9)];
        let ranks: Vec<i64> = order.iter().map(|(up, down)| rank(*up, *down)).collect();
        assert!(ranks.is_sorted_by(|a, b| a < b), "{ranks:?}");
        assert_eq!(rank(0, 0), 0);
    }
}
