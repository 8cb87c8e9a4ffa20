//! What answers are worth. Points come from choices and numbers; a blank is worth nothing.

use super::{Answers, Choice, Field, FieldKind, Form, answer::index};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// What the answers to a form are worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Score {
    /// Points reached.
    pub score: i64,
    /// Most points that can be reached.
    pub max: i64,
    /// Whether the pass mark is reached; true when the form has none.
    pub passed: bool,
    /// Whether something was written that a person must read before a decision.
    pub needs_person: bool,
}

impl Form {
    /// What answers are worth; they have been checked by [`Form::fill`].
    #[must_use]
    pub fn score(&self, answers: &Answers) -> Score {
        let answered = |f: &Field| answers.get(&f.key).map_or(0, |a| points(&f.kind, a));
        let score = self.fields.iter().map(answered).sum();
        let read = |f: &&Field| f.kind.is_read_by_person() && answers.get(&f.key).is_some();
        Score {
            score,
            max: self.max_points(),
            passed: self.pass_mark.is_none_or(|mark| score >= mark),
            needs_person: self.fields.iter().any(|f| read(&f)),
        }
    }

    /// The most points that answers can reach.
    #[must_use]
    pub fn max_points(&self) -> i64 {
        self.fields.iter().map(most).sum()
    }
}

fn points(kind: &FieldKind, answer: &Json) -> i64 {
    let worth = |options: &[Choice], key: &Json| {
        options.iter().find(|o| key.as_str() == Some(&o.key)).map_or(0, |o| o.points)
    };
    match kind {
        FieldKind::Single { options } => worth(options, answer),
        FieldKind::Multiple { options, .. } => {
            answer.as_array().into_iter().flatten().map(|key| worth(options, key)).sum()
        }
        FieldKind::Number { scores, .. } => {
            let number = answer.as_i64();
            let band = scores.iter().find(|b| number.is_some_and(|n| (b.from..=b.to).contains(&n)));
            band.map_or(0, |b| b.points)
        }
        _ => 0,
    }
}

/// The best that one field can bring: a blank where it may stay blank, else the best allowed answer.
fn most(field: &Field) -> i64 {
    let best = match &field.kind {
        FieldKind::Single { options } => options.iter().map(|o| o.points).max(),
        FieldKind::Multiple { options, min_choices, max_choices } => {
            let mut worth: Vec<i64> = options.iter().map(|o| o.points).collect();
            worth.sort_unstable_by(|a, b| b.cmp(a));
            let forced = index(*min_choices);
            let room = max_choices.map_or(worth.len(), index);
            let taken = worth.iter().enumerate().take(room).filter(|(at, p)| *at < forced || **p > 0);
            Some(taken.map(|(_, p)| p).sum())
        }
        FieldKind::Number { min, max, scores, .. } => best_number(*min, *max, scores),
        _ => None,
    };
    match best {
        Some(best) if field.required => best,
        Some(best) => best.max(0),
        None => 0,
    }
}

/// Bands that overlap the limits, and nothing when some allowed number lies outside every band.
fn best_number(min: Option<i64>, max: Option<i64>, scores: &[super::Band]) -> Option<i64> {
    let (least, greatest) = (min.unwrap_or(i64::MIN), max.unwrap_or(i64::MAX));
    let mut bands: Vec<_> = scores.iter().filter(|b| b.to >= least && b.from <= greatest).collect();
    bands.sort_unstable_by_key(|b| b.from);
    let mut next = Some(least);
    let mut gap = false;
    for band in &bands {
        gap |= next.is_some_and(|n| band.from > n);
        next = next.and_then(|n| band.to.checked_add(1).map(|after| after.max(n)));
    }
    gap |= next.is_some_and(|n| n <= greatest);
    let best = bands.iter().map(|b| b.points).max();
    if gap { Some(best.unwrap_or(0).max(0)) } else { best }
}
