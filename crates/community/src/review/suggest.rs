//! Which measure fits (V19): by how often somebody was in the wrong in the last 90 days. People decide.

use crate::sanction::Kind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A measure that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "SuggestedMeasure")]
pub struct Suggestion {
    /// Which.
    pub kind: Kind,
    /// For how many days.
    pub days: Option<i64>,
}

/// The measure for somebody with so many upheld cases before this one. Where there is no space to be silent in,
/// a warning comes instead of silence.
#[must_use]
pub fn suggest(upheld: i64, in_space: bool) -> Suggestion {
    let mute = |days| {
        let kind = if in_space { Kind::Mute } else { Kind::Warn };
        Suggestion { kind, days: in_space.then_some(days) }
    };
    match upheld {
        0 => Suggestion { kind: Kind::Warn, days: None },
        1 => mute(1),
        2 => mute(7),
        _ => Suggestion { kind: Kind::Suspend, days: Some(30) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_grow_with_what_happened_before() {
        let found: Vec<_> = (0..5).map(|n| suggest(n, true)).map(|s| (s.kind, s.days)).collect();
        assert_eq!(
            found,
            [
                (Kind::Warn, None),
                (Kind::Mute, Some(1)),
                (Kind::Mute, Some(7)),
                (Kind::Suspend, Some(30)),
                (Kind::Suspend, Some(30))
            ]
        );
        assert_eq!(suggest(1, false).kind, Kind::Warn);
    }
}
