//! Concentration: how much goes through the few.
//!
//! Rules: amounts are any counts per member (ties, posts, decisions); the top 1 % is at least one member; with nothing
//! to share out every share is 0. Deliberately not here: what share is healthy.

#![expect(clippy::indexing_slicing, reason = "the list is as long as it says")]

/// The shares that the greatest hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Concentration {
    /// The share of the one who holds most.
    pub top_one: f64,
    /// The share of the top 1 % of the members.
    pub top_1_percent: f64,
    /// The share of the top 10 % of the members.
    pub top_10_percent: f64,
    /// The Gini coefficient: 0 when all hold the same, near 1 when one holds all.
    pub gini: f64,
}

/// How concentrated amounts are; amounts that are not finite or below zero count as nothing.
#[must_use]
pub fn concentration(amounts: &[f64]) -> Concentration {
    let clean = |amount: &f64| if amount.is_finite() { amount.max(0.0) } else { 0.0 };
    let mut amounts: Vec<f64> = amounts.iter().map(clean).collect();
    amounts.sort_by(|left, right| right.total_cmp(left));
    let (all, count) = (amounts.iter().sum::<f64>(), amounts.len() as f64);
    if all <= 0.0 {
        return Concentration { top_one: 0.0, top_1_percent: 0.0, top_10_percent: 0.0, gini: 0.0 };
    }
    let top = |part: f64| amounts[..(count * part).ceil() as usize].iter().sum::<f64>() / all;
    let ranked: f64 =
        amounts.iter().enumerate().map(|(at, amount)| (count - 2.0 * at as f64 - 1.0) * amount).sum();
    Concentration {
        top_one: amounts[0] / all,
        top_1_percent: top(0.01),
        top_10_percent: top(0.1),
        gini: ranked / (count * all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_those_of_the_greatest() {
        let even = concentration(&[2.0; 200]);
        assert!((even.top_1_percent - 0.01).abs() < 1e-12 && (even.top_10_percent - 0.1).abs() < 1e-12);
        assert!(even.gini.abs() < 1e-12);
        let mut one = vec![0.0; 100];
        one[7] = 5.0;
        let one = concentration(&one);
        assert_eq!((one.top_one, one.top_1_percent, one.gini), (1.0, 1.0, 0.99));
        for none in [&[][..], &[0.0; 3], &[f64::NAN, -1.0]] {
            assert_eq!(concentration(none).top_10_percent, 0.0);
        }
        assert_eq!(concentration(&[f64::INFINITY, 1.0]).top_one, 1.0);
    }
}
