//! The snapshot of ties: compressed rows in both directions, with weights.
//!
//! For whom: every measure of this crate reads a [`Ties`]. Rules: members are numbers `0..members`; a tie to
//! oneself is dropped and counted; a tie given twice stands once, with the sum of its weights if the list has
//! weights. Mutual ties stand in the rows of both ends. Invariants: the heads of a row rise strictly; weights are
//! finite and above zero. A snapshot never changes: [`Ties::with`] makes the next one out of it and new ties.
//! Deliberately not here: names, reasons and times of ties.

#![expect(
    clippy::indexing_slicing,
    reason = "rows are built and checked here; members are below the row count"
)]

use crate::GraphFault;

/// Whether a tie binds both ends or leads from one to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// A tie joins both, as friendship does.
    Mutual,
    /// A tie leads from its first end to its second, as an influence does.
    OneWay,
}

/// Compressed rows: for every member the others it leads to, in rising order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    starts: Vec<u32>,
    heads: Vec<u32>,
    weights: Vec<f32>,
}

impl Rows {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many arcs stand in all rows.
    #[must_use]
    pub fn arcs(&self) -> usize {
        self.heads.len()
    }

    /// Where the row of a member lies among the heads. The member must be below [`Rows::len`].
    #[inline]
    #[must_use]
    pub fn span(&self, member: u32) -> std::ops::Range<usize> {
        let at = member as usize;
        self.starts[at] as usize..self.starts[at + 1] as usize
    }

    /// Whom the member leads to. The member must be below [`Rows::len`].
    #[inline]
    #[must_use]
    pub fn row(&self, member: u32) -> &[u32] {
        &self.heads[self.span(member)]
    }

    /// How many the member leads to. The member must be below [`Rows::len`].
    #[inline]
    #[must_use]
    pub fn degree(&self, member: u32) -> usize {
        self.span(member).len()
    }

    /// All heads, row after row.
    #[must_use]
    pub fn heads(&self) -> &[u32] {
        &self.heads
    }

    /// The weights of all heads; empty where every weight is 1.
    #[must_use]
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// The weight at a place among the heads.
    #[inline]
    #[must_use]
    pub fn weight(&self, place: usize) -> f32 {
        self.weights.get(place).copied().unwrap_or(1.0)
    }

    /// The place of an arc among the heads, if it stands there.
    #[must_use]
    pub fn place(&self, tail: u32, head: u32) -> Option<usize> {
        let span = self.span(tail);
        self.heads[span.clone()].binary_search(&head).ok().map(|at| span.start + at)
    }

    /// The same arcs, led the other way. Rows of the result rise, whatever the order here is.
    fn turned(&self) -> Rows {
        let mut starts = vec![0_u32; self.starts.len()];
        for &head in &self.heads {
            starts[head as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut turned =
            Rows { starts, heads: vec![0; self.heads.len()], weights: vec![0.0; self.weights.len()] };
        for tail in 0..self.len() as u32 {
            for place in self.span(tail) {
                let slot = &mut next[self.heads[place] as usize];
                turned.heads[*slot as usize] = tail;
                if let Some(weight) = turned.weights.get_mut(*slot as usize) {
                    *weight = self.weights[place];
                }
                *slot += 1;
            }
        }
        turned
    }

    /// Unites equal neighbours of each rising row.
    fn united(mut self) -> Rows {
        let (mut kept, mut from) = (0, 0);
        for member in 0..self.len() {
            let end = self.starts[member + 1] as usize;
            let start = kept;
            while from < end {
                if kept > start && self.heads[kept - 1] == self.heads[from] {
                    if let Some(weight) = self.weights.get(from).copied() {
                        self.weights[kept - 1] += weight;
                    }
                } else {
                    self.heads[kept] = self.heads[from];
                    if let Some(weight) = self.weights.get(from).copied() {
                        self.weights[kept] = weight;
                    }
                    kept += 1;
                }
                from += 1;
            }
            self.starts[member + 1] = kept as u32;
        }
        self.heads.truncate(kept);
        self.weights.truncate(kept);
        self
    }
}

/// A graph of ties.
#[derive(Debug, Clone, PartialEq)]
pub struct Ties {
    out: Rows,
    into: Option<Rows>,
    selves: usize,
}

impl Ties {
    /// The snapshot of a list of ties between members `0..members`. `weights` is empty (every tie weighs 1) or as
    /// long as the list; a weight must be finite and above zero.
    ///
    /// # Errors
    /// [`GraphFault::NoSuchMember`] for an end that is not below `members`; [`GraphFault::Length`] and
    /// [`GraphFault::OutOfRange`] for weights; [`GraphFault::TooMany`] beyond 2^32 - 2 members or arcs.
    pub fn build(
        members: usize,
        list: &[(u32, u32)],
        weights: &[f32],
        direction: Direction,
    ) -> Result<Ties, GraphFault> {
        check(members, list, weights, direction)?;
        let mutual = direction == Direction::Mutual;
        let mut starts = vec![0_u32; members + 1];
        let mut selves = 0;
        for &(tail, head) in list {
            if tail == head {
                selves += 1;
                continue;
            }
            starts[tail as usize + 1] += 1;
            if mutual {
                starts[head as usize + 1] += 1;
            }
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let arcs = starts[members] as usize;
        let mut next = starts.clone();
        let mut rough = Rows {
            starts,
            heads: vec![0; arcs],
            weights: if weights.is_empty() { Vec::new() } else { vec![0.0; arcs] },
        };
        for (at, &(tail, head)) in list.iter().enumerate().filter(|(_, (tail, head))| tail != head) {
            let weight = weights.get(at).copied();
            rough.put(&mut next, tail, head, weight);
            if mutual {
                rough.put(&mut next, head, tail, weight);
            }
        }
        Ok(Ties::of(rough, mutual, selves))
    }

    /// A snapshot out of rows that need not be in order.
    fn of(rough: Rows, mutual: bool, selves: usize) -> Ties {
        // Rows that are turned come out in order; those of mutual ties are the same turned once.
        if mutual {
            return Ties { out: rough.turned().united(), into: None, selves };
        }
        let into = rough.turned().united();
        let out = into.turned();
        Ties { out, into: Some(into), selves }
    }

    /// The next snapshot: this one and new ties, between `members` members (never fewer than before).
    ///
    /// # Errors
    /// As [`Ties::build`].
    pub fn with(&self, members: usize, list: &[(u32, u32)], weights: &[f32]) -> Result<Ties, GraphFault> {
        let members = members.max(self.members());
        let weighted = !self.out.weights.is_empty() || !weights.is_empty();
        let ones;
        let weights = if weighted && weights.is_empty() {
            ones = vec![1.0; list.len()];
            &ones
        } else {
            weights
        };
        let direction = if self.mutual() { Direction::Mutual } else { Direction::OneWay };
        let new = Ties::build(members, list, weights, direction)?;
        let total = self.arcs() as u64 + new.arcs() as u64;
        if total > ARCS_MAX {
            return Err(GraphFault::TooMany { what: "arcs", limit: ARCS_MAX });
        }
        let out = merged(&self.out, &new.out, weighted);
        let into = match (&self.into, &new.into) {
            (Some(old), Some(new)) => Some(merged(old, new, weighted)),
            _ => None,
        };
        Ok(Ties { out, into, selves: self.selves + new.selves })
    }

    /// How many members there are, with and without ties.
    #[must_use]
    pub fn members(&self) -> usize {
        self.out.len()
    }

    /// How many arcs there are: a mutual tie counts twice.
    #[must_use]
    pub fn arcs(&self) -> usize {
        self.out.arcs()
    }

    /// How many ties there are: a mutual tie counts once.
    #[must_use]
    pub fn count(&self) -> usize {
        if self.mutual() { self.arcs() / 2 } else { self.arcs() }
    }

    /// Whether every tie binds both ends.
    #[must_use]
    pub fn mutual(&self) -> bool {
        self.into.is_none()
    }

    /// How many ties to oneself were left out.
    #[must_use]
    pub fn selves(&self) -> usize {
        self.selves
    }

    /// Whom each member leads to.
    #[must_use]
    pub fn outgoing(&self) -> &Rows {
        &self.out
    }

    /// Who leads to each member.
    #[must_use]
    pub fn incoming(&self) -> &Rows {
        self.into.as_ref().unwrap_or(&self.out)
    }

    /// The same ties bound both ways; a pair with an arc each way gets the sum of both weights.
    #[must_use]
    pub fn undirected(&self) -> std::borrow::Cow<'_, Ties> {
        match &self.into {
            None => std::borrow::Cow::Borrowed(self),
            Some(into) => {
                let out = merged(&self.out, into, !self.out.weights.is_empty());
                std::borrow::Cow::Owned(Ties { out, into: None, selves: self.selves })
            }
        }
    }
}

impl Rows {
    fn put(&mut self, next: &mut [u32], tail: u32, head: u32, weight: Option<f32>) {
        let slot = &mut next[tail as usize];
        self.heads[*slot as usize] = head;
        if let Some(weight) = weight {
            self.weights[*slot as usize] = weight;
        }
        *slot += 1;
    }
}

const ARCS_MAX: u64 = u32::MAX as u64 - 1;

fn check(
    members: usize,
    list: &[(u32, u32)],
    weights: &[f32],
    direction: Direction,
) -> Result<(), GraphFault> {
    if members as u64 > ARCS_MAX {
        return Err(GraphFault::TooMany { what: "members", limit: ARCS_MAX });
    }
    let arcs = list.len() as u64 * if direction == Direction::Mutual { 2 } else { 1 };
    if arcs > ARCS_MAX {
        return Err(GraphFault::TooMany { what: "arcs", limit: ARCS_MAX });
    }
    if !weights.is_empty() && weights.len() != list.len() {
        return Err(GraphFault::Length { what: "weights", given: weights.len(), wanted: list.len() });
    }
    if let Some(weight) = weights.iter().find(|weight| !weight.is_finite() || **weight <= 0.0) {
        return Err(GraphFault::OutOfRange {
            what: "a weight",
            value: f64::from(*weight),
            allowed: "above zero and finite",
        });
    }
    match list.iter().map(|(tail, head)| *tail.max(head)).find(|end| *end as usize >= members) {
        Some(end) => Err(GraphFault::NoSuchMember(end)),
        None => Ok(()),
    }
}

/// The rows of both; `new` has at least as many. Equal heads are united.
fn merged(old: &Rows, new: &Rows, weighted: bool) -> Rows {
    let room = old.arcs() + new.arcs();
    let mut rows = Rows {
        starts: Vec::with_capacity(new.starts.len()),
        heads: Vec::with_capacity(room),
        weights: Vec::with_capacity(if weighted { room } else { 0 }),
    };
    rows.starts.push(0);
    for member in 0..new.len() as u32 {
        let mut left = if (member as usize) < old.len() { old.span(member) } else { 0..0 };
        for right in new.span(member) {
            let head = new.heads[right];
            let upto = left.start + old.heads[left.clone()].partition_point(|other| *other < head);
            rows.append(old, left.start..upto, weighted);
            left.start = upto;
            rows.append(new, right..right + 1, weighted);
            if left.start < left.end && old.heads[left.start] == head {
                if let Some(weight) = rows.weights.last_mut() {
                    *weight += old.weight(left.start);
                }
                left.start += 1;
            }
        }
        rows.append(old, left, weighted);
        rows.starts.push(rows.heads.len() as u32);
    }
    rows
}

impl Rows {
    fn append(&mut self, from: &Rows, span: std::ops::Range<usize>, weighted: bool) {
        if weighted {
            self.weights.extend(span.clone().map(|place| from.weight(place)));
        }
        self.heads.extend_from_slice(&from.heads[span]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &[(u32, u32)] = &[(3, 1), (0, 1), (1, 0), (2, 2), (0, 3), (0, 3)];

    #[test]
    fn mutual_ties_stand_in_both_rows_once() {
        let ties = Ties::build(6, LIST, &[], Direction::Mutual).unwrap();
        assert_eq!((ties.members(), ties.count(), ties.arcs(), ties.selves()), (6, 3, 6, 1));
        assert_eq!(
            (ties.outgoing().row(0), ties.outgoing().row(1), ties.outgoing().row(2)),
            (&[1, 3][..], &[0, 3][..], &[][..])
        );
        assert_eq!(ties.incoming(), ties.outgoing());
    }

    #[test]
    fn one_way_ties_keep_their_direction_and_sum_their_weights() {
        let ties = Ties::build(4, LIST, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], Direction::OneWay).unwrap();
        assert_eq!(ties.outgoing().row(0), &[1, 3]);
        assert_eq!(ties.incoming().row(1), &[0, 3]);
        assert_eq!(ties.outgoing().place(0, 3).map(|place| ties.outgoing().weight(place)), Some(11.0));
        assert_eq!(ties.outgoing().place(3, 0), None);
        let both = ties.undirected();
        assert_eq!(both.outgoing().place(1, 0).map(|place| both.outgoing().weight(place)), Some(5.0));
        assert!(both.mutual());
    }

    #[test]
    fn a_snapshot_grows_to_what_a_new_one_would_be() {
        for direction in [Direction::Mutual, Direction::OneWay] {
            for weights in [&[][..], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]] {
                for cut in 0..LIST.len() {
                    let part = |range: std::ops::Range<usize>| weights.get(range).unwrap_or(&[]).to_vec();
                    let whole = Ties::build(6, LIST, weights, direction).unwrap();
                    let first = Ties::build(4, &LIST[..cut], &part(0..cut), direction).unwrap();
                    let grown = first.with(6, &LIST[cut..], &part(cut..LIST.len())).unwrap();
                    assert_eq!(grown, whole, "{direction:?} cut at {cut}");
                }
            }
        }
    }

    #[test]
    fn hostile_lists_are_refused() {
        let build =
            |members, list: &[_], weights: &[_]| Ties::build(members, list, weights, Direction::Mutual);
        assert_eq!(build(2, &[(0, 2)], &[]), Err(GraphFault::NoSuchMember(2)));
        assert!(matches!(build(2, &[(0, 1)], &[f32::NAN]), Err(GraphFault::OutOfRange { .. })));
        assert!(matches!(build(2, &[(0, 1)], &[1.0, 2.0]), Err(GraphFault::Length { .. })));
        assert!(matches!(build(usize::MAX, &[], &[]), Err(GraphFault::TooMany { .. })));
        assert_eq!(build(0, &[], &[]).map(|ties| ties.members()), Ok(0));
        assert_eq!(build(10_000_000, &[(0, 9_999_999)], &[]).map(|ties| ties.count()), Ok(1));
    }
}
