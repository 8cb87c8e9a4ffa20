//! Putting the best matches in their final order.
//!
//! The first pass scores terms; here the few best get what is too dear to ask of all: do the words
//! of the query stand as words, near one another, in the title; is the post new. Only the first
//! [`REFINED`] are looked at, the rest follow in their first order, so that pages fit together.

use crate::document::Column;
use crate::plan::Plan;
use crate::shard::{Cursor, Places, Shard};
use crate::statistics::{Handles, Weight};

/// How many matches are refined.
pub(crate) const REFINED: usize = 128;
/// The worth of a dictionary word beside that of its bigrams.
const WORD_SHARE: f32 = 0.35;
/// The worth of a term in the title beside that in the text.
const TITLE_SHARE: f32 = 0.6;
/// The worth of a single character in a loose match.
const CHAR_SHARE: f32 = 0.5;
/// The worth of two neighbours of the query that are neighbours in the text.
const PAIR_SHARE: f32 = 0.4;
/// Neighbours further apart than this are none.
const NEAR: u32 = 12;
/// What a post of this moment gains.
const RECENCY_SHARE: f32 = 0.15;
/// After this time half of the gain is left, microseconds: thirty days.
const RECENCY_HALF_LIFE: f32 = 30.0 * 86_400.0 * 1_000_000.0;

/// What the documents (rising numbers of one shard) gain, one figure each.
pub(crate) fn gains<S: Shard>(
    shard: &S,
    documents: &[u32],
    plan: &Plan,
    handles: &Handles<S>,
    weights: &[Weight],
) -> Vec<f32> {
    let mut gains = vec![0.0; documents.len()];
    for term in &plan.extras {
        let (Some(Some(handle)), Some(weight)) = (handles.get(*term), weights.get(*term)) else { continue };
        let share = extra_share(weight.column);
        if share > 0.0 {
            add_extra(shard, documents, handle, weight, share, &mut gains);
        }
    }
    add_pairs(shard, documents, plan, handles, weights, &mut gains);
    gains
}

/// What an extra term is worth beside a required one.
fn extra_share(column: Column) -> f32 {
    match column {
        Column::Title => TITLE_SHARE,
        Column::Words => WORD_SHARE,
        Column::Chars => CHAR_SHARE,
        _ => 0.0,
    }
}

fn add_extra<S: Shard>(
    shard: &S,
    documents: &[u32],
    handle: &S::Handle,
    weight: &Weight,
    share: f32,
    gains: &mut [f32],
) {
    let Some(mut cursor) = shard.open(weight.column, handle) else { return };
    for (doc, gain) in documents.iter().zip(gains) {
        if cursor.seek(*doc) == *doc {
            *gain += share * weight.score(&cursor, *doc, cursor.frequency());
        }
    }
}

fn add_pairs<S: Shard>(
    shard: &S,
    documents: &[u32],
    plan: &Plan,
    handles: &Handles<S>,
    weights: &[Weight],
    gains: &mut [f32],
) {
    let mut terms: Vec<usize> = plan.pairs.iter().flat_map(|pair| [pair.first, pair.second]).collect();
    terms.sort_unstable();
    terms.dedup();
    let mut cursors: Vec<Option<S::Places<'_>>> = Vec::with_capacity(terms.len());
    for term in &terms {
        let handle = handles.get(*term).and_then(Option::as_ref);
        cursors.push(handle.and_then(|handle| shard.open_places(Column::Text, handle)));
    }
    let mut positions: Vec<Vec<u32>> = vec![Vec::new(); terms.len()];
    let place = |term: usize| terms.binary_search(&term).ok();
    let pairs: Vec<(usize, usize, u32, f32)> = plan
        .pairs
        .iter()
        .filter_map(|pair| {
            let worth = weights.get(pair.first)?.usual().min(weights.get(pair.second)?.usual());
            Some((place(pair.first)?, place(pair.second)?, pair.distance, worth))
        })
        .collect();
    for (doc, gain) in documents.iter().zip(gains) {
        for (cursor, positions) in cursors.iter_mut().zip(&mut positions) {
            positions.clear();
            if let Some(cursor) = cursor
                && cursor.seek(*doc) == *doc
            {
                cursor.positions(positions);
            }
        }
        for (first, second, distance, worth) in &pairs {
            if let (Some(first), Some(second)) = (positions.get(*first), positions.get(*second)) {
                *gain += PAIR_SHARE * worth * nearness(first, second, *distance);
            }
        }
    }
}

/// 1 where the second follows the first as in the query, less the farther it strays, 0 if nowhere
/// near. Both lists rise.
fn nearness(first: &[u32], second: &[u32], distance: u32) -> f32 {
    let mut best = NEAR + 1;
    for position in first {
        let wanted = position.saturating_add(distance);
        let at = second.partition_point(|other| *other < wanted);
        let around = [at.checked_sub(1).and_then(|before| second.get(before)), second.get(at)];
        let stray = around.into_iter().flatten().map(|other| other.abs_diff(wanted)).min();
        best = best.min(stray.unwrap_or(NEAR + 1));
        if best == 0 {
            return 1.0;
        }
    }
    if best > NEAR { 0.0 } else { 1.0 / (1.0 + best as f32) }
}

/// The final score of a document of a given time.
pub(crate) fn with_recency(score: f32, at: i64, now: i64) -> f32 {
    let age = now.saturating_sub(at).max(0) as f32;
    score * (1.0 + RECENCY_SHARE * (-age / RECENCY_HALF_LIFE).exp2())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_gain_by_distance() {
        assert!((nearness(&[3, 40], &[41], 1) - 1.0).abs() < f32::EPSILON);
        assert!((nearness(&[3], &[6], 1) - 1.0 / 3.0).abs() < f32::EPSILON);
        assert!(nearness(&[3], &[90], 1).abs() < f32::EPSILON);
        assert!(nearness(&[], &[1], 1).abs() < f32::EPSILON);
    }

    #[test]
    fn new_posts_gain_a_little() {
        let month = 30 * 86_400 * 1_000_000;
        assert!((with_recency(1.0, 5, 5) - 1.15).abs() < 1e-6);
        assert!((with_recency(1.0, 0, month) - 1.075).abs() < 1e-3);
        assert!((with_recency(1.0, 99, 5) - 1.15).abs() < 1e-6);
    }
}
