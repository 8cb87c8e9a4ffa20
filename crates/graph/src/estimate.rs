//! A number that is not known exactly, with its range and how it was found.
//!
//! Rules: the range holds the true value in 95 of 100 cases unless the method says otherwise. Deliberately not
//! here: wording it for people.

/// An estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The best guess.
    pub value: f64,
    /// The lower end of the range.
    pub low: f64,
    /// The upper end of the range.
    pub high: f64,
    /// How it was found.
    pub method: &'static str,
}

/// How many standard errors hold 95 of 100 cases.
const WIDE: f64 = 1.96;

impl Estimate {
    /// The mean of `count` values with this sum and sum of squares.
    #[must_use]
    pub fn mean(sum: f64, squares: f64, count: f64, method: &'static str) -> Estimate {
        let count = count.max(1.0);
        let value = sum / count;
        let variance = if count > 1.0 { ((squares - sum * value) / (count - 1.0)).max(0.0) } else { 0.0 };
        let error = WIDE * (variance / count).sqrt();
        Estimate { value, low: value - error, high: value + error, method }
    }

    /// `hits` of `count` trials, scaled so that all of them are `total` (Wilson's interval: Probable inference, 1927).
    #[must_use]
    pub fn share(hits: f64, count: f64, total: f64, method: &'static str) -> Estimate {
        if count <= 0.0 {
            return Estimate { value: 0.0, low: 0.0, high: total, method };
        }
        let share = (hits / count).clamp(0.0, 1.0);
        let square = WIDE * WIDE / count;
        let middle = (share + square / 2.0) / (1.0 + square);
        let half = WIDE / (1.0 + square) * (share * (1.0 - share) / count + square / (4.0 * count)).sqrt();
        let (low, high) = ((middle - half).max(0.0), (middle + half).min(1.0));
        Estimate { value: share * total, low: low * total, high: high * total, method }
    }

    /// A value that is known exactly.
    #[must_use]
    pub fn exact(value: f64, method: &'static str) -> Estimate {
        Estimate { value, low: value, high: value, method }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_hold_the_value_and_shrink() {
        let wide = Estimate::share(30.0, 100.0, 10.0, "");
        let narrow = Estimate::share(3_000.0, 10_000.0, 10.0, "");
        assert!(wide.low < 3.0 && 3.0 < wide.high && (wide.value - 3.0).abs() < 1e-9);
        assert!(narrow.high - narrow.low < (wide.high - wide.low) / 5.0);
        let none = Estimate::share(0.0, 100.0, 1.0, "");
        assert!(none.low == 0.0 && none.high > 0.01 && none.high < 0.05);
        let mean = Estimate::mean(10.0, 30.0, 5.0, "");
        assert!(mean.value == 2.0 && mean.low < 2.0 && mean.high > 2.0);
        assert_eq!(Estimate::mean(3.0, 9.0, 1.0, "").low, 3.0);
    }
}
