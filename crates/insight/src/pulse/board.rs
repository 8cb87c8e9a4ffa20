//! The arithmetic of the board: what is a figure of what was read, and when there is not enough to say anything.

use super::metric::{self, LEAST, MONTH, Metric, Unit};
use schemars::JsonSchema;
use serde::Serialize;

/// A figure with what it is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PulseFigure")]
pub struct Figure {
    /// Its definition.
    pub metric: String,
    /// Version of the definition.
    pub version: i64,
    /// In what it is measured.
    pub unit: Unit,
    /// Its value; none when there is not enough data.
    pub value: Option<i64>,
    /// The value of the window before; none when there is not enough data, or nothing to compare.
    pub before: Option<i64>,
    /// First day of the window; empty for a figure of this moment.
    pub from: String,
    /// Last day of the window.
    pub to: String,
}

/// Days from and to, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub from: i64,
    pub to: i64,
}

impl Window {
    pub const fn of(to: i64, days: i64) -> Window {
        Window { from: to - days + 1, to }
    }

    pub const fn days(self) -> i64 {
        self.to - self.from + 1
    }

    /// The window before, as long as this one.
    pub const fn before(self) -> Window {
        Window { from: self.from - self.days(), to: self.from - 1 }
    }

    /// Whether the readings reach back to its beginning.
    pub fn is_covered(self, first_day: Option<i64>) -> bool {
        first_day.is_some_and(|first| first <= self.from)
    }
}

/// A figure of a definition.
pub(super) fn figure(
    metric: &Metric,
    window: Option<Window>,
    value: Option<i64>,
    before: Option<i64>,
) -> Figure {
    let date = |day: i64| weilu_vocabulary::date_of(day);
    Figure {
        metric: metric.name.to_owned(),
        version: metric.version,
        unit: metric.unit,
        value,
        before,
        from: window.map_or_else(String::new, |w| date(w.from)),
        to: window.map_or_else(String::new, |w| date(w.to)),
    }
}

/// Mean active people a day, in parts of a thousand of those active over the window.
pub(super) fn stickiness(sum_of_days: i64, days: i64, active: i64, covered: bool) -> Option<i64> {
    if active < LEAST || days < MONTH || !covered {
        return None;
    }
    Some((sum_of_days * 1000 + days * active / 2) / (days * active))
}

/// A share in parts of a thousand, of enough.
pub(super) fn share(part: i64, whole: i64) -> Option<i64> {
    (whole >= LEAST).then(|| (part * 1000 + whole / 2) / whole)
}

/// Which of `n` ordered values is the middle one, from 0; of two the smaller. None of too few.
pub(super) fn middle(n: i64) -> Option<i64> {
    (n >= LEAST).then_some((n - 1) / 2)
}

/// The definition of a name.
pub(super) fn find(name: &str) -> Option<&'static Metric> {
    metric::METRICS.iter().find(|m| m.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_meet_without_gap_or_overlap() {
        let month = Window::of(100, 30);
        assert_eq!((month.from, month.to, month.days()), (71, 100, 30));
        assert_eq!(month.before(), Window { from: 41, to: 70 });
        assert!(month.is_covered(Some(71)) && !month.is_covered(Some(72)) && !month.is_covered(None));
    }

    #[test]
    fn too_little_is_not_a_figure() {
        assert_eq!(stickiness(30, 30, 4, true), None);
        assert_eq!(stickiness(30, 30, 5, true), Some(200));
        assert_eq!(stickiness(30, 30, 5, false), None);
        assert_eq!(stickiness(29, 29, 5, true), None);
        assert_eq!(share(1, 4), None);
        assert_eq!(share(1, 5), Some(200));
        assert_eq!(middle(4), None);
        assert_eq!(middle(5), Some(2));
        assert_eq!(middle(6), Some(2));
    }
}
