//! What a report weighs: by the trust in its author, and by how often he was right before.

/// The weight of a report by somebody of a trust level, of whose decided reports so many were right. Whoever has
/// none yet counts as right; who is mostly wrong weighs little, and never less than 1.
#[must_use]
pub fn weight(level: i64, right: i64, decided: i64) -> i64 {
    let base = (level.clamp(0, 4) + 1) * 10;
    if decided == 0 {
        return base;
    }
    (base * 2 * (right + 1) / (decided + 2)).clamp(1, base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trust_and_being_right_weigh() {
        assert_eq!((weight(0, 0, 0), weight(2, 0, 0), weight(4, 0, 0)), (10, 30, 50));
        assert_eq!(weight(2, 5, 5), 30);
        assert_eq!((weight(0, 0, 1), weight(0, 0, 4), weight(0, 0, 40)), (6, 3, 1));
        assert!(weight(4, 1, 9) < weight(1, 9, 9));
    }
}
