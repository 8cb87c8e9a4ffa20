//! Numbers of circles that stay.
//!
//! Rules: the greatest overlap comes first; a circle keeps the old number that most of its members had, if no other
//! circle has more of them; all others get numbers that were never used. Deliberately not here: names.

#![expect(clippy::indexing_slicing, reason = "pairs are of members")]

/// The new circles with old numbers where they go on, and how many numbers are in use or were. `old` may be shorter than
/// `new`: members have joined since.
#[must_use]
pub fn keep_numbers(old: &[u32], new: &[u32]) -> Vec<u32> {
    let mut pairs: Vec<(u32, u32)> = new.iter().copied().zip(old.iter().copied()).collect();
    pairs.sort_unstable();
    let mut runs: Vec<(usize, u32, u32)> =
        pairs.chunk_by(|a, b| a == b).map(|run| (run.len(), run[0].0, run[0].1)).collect();
    runs.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let bound = |list: &[u32]| list.iter().max().map_or(0, |most| *most as usize + 1);
    let mut given: Vec<Option<u32>> = vec![None; bound(new)];
    let mut taken = vec![false; bound(old)];
    for (_, circle, number) in runs {
        if given[circle as usize].is_none() && !taken[number as usize] {
            given[circle as usize] = Some(number);
            taken[number as usize] = true;
        }
    }
    let mut next = taken.len() as u32;
    let mut number = |circle: &u32| {
        *given[*circle as usize].get_or_insert_with(|| {
            next += 1;
            next - 1
        })
    };
    new.iter().map(&mut number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_keep_the_number_that_most_of_them_had() {
        assert_eq!(keep_numbers(&[5, 5, 5, 2, 2], &[0, 0, 0, 1, 1, 1]), [5, 5, 5, 2, 2, 2]);
        // One circle splits: the greater part keeps the number.
        assert_eq!(keep_numbers(&[1, 1, 1, 1, 1], &[0, 0, 3, 3, 3]), [2, 2, 1, 1, 1]);
        // Two circles unite.
        assert_eq!(keep_numbers(&[0, 0, 1, 1, 1], &[4, 4, 4, 4, 4]), [1; 5]);
        assert_eq!(keep_numbers(&[], &[7, 7, 3]), [0, 0, 1]);
        assert!(keep_numbers(&[1], &[]).is_empty());
    }
}
