//! Likeness of members by whom they know.
//!
//! Rules: a member is not like himself here; members without a common friend are not alike. Likeness by labels is
//! another matter and not here.

#![expect(clippy::indexing_slicing, reason = "members are below the row count, which is checked first")]

use crate::{GraphFault, Ties};

/// The number of friends that two members have in common as a part of all their friends (Jaccard, 1901); one-way ties
/// count as they lead out.
///
/// # Errors
/// [`GraphFault::NoSuchMember`].
pub fn jaccard(ties: &Ties, left: u32, right: u32) -> Result<f64, GraphFault> {
    if let Some(member) = [left, right].into_iter().find(|member| *member as usize >= ties.members()) {
        return Err(GraphFault::NoSuchMember(member));
    }
    let (mut a, mut b) = (ties.outgoing().row(left), ties.outgoing().row(right));
    let all = a.len() + b.len();
    let mut common = 0;
    while let ([first, a_rest @ ..], [second, b_rest @ ..]) = (a, b) {
        common += usize::from(first == second);
        if first <= second {
            a = a_rest;
        }
        if second <= first {
            b = b_rest;
        }
    }
    Ok(if all > common { common as f64 / (all - common) as f64 } else { 0.0 })
}

/// The members most like one, with their likeness ([`jaccard`]), the most alike first; at most `count`. `allowed` is
/// empty (everybody) or says who may be named.
///
/// # Errors
/// [`GraphFault::NoSuchMember`], [`GraphFault::Length`] for a filter of another length.
pub fn alike(
    ties: &Ties,
    member: u32,
    count: usize,
    allowed: &[bool],
) -> Result<Vec<(u32, f64)>, GraphFault> {
    if member as usize >= ties.members() {
        return Err(GraphFault::NoSuchMember(member));
    }
    if !allowed.is_empty() && allowed.len() != ties.members() {
        return Err(GraphFault::Length { what: "the filter", given: allowed.len(), wanted: ties.members() });
    }
    let rows = ties.outgoing();
    let mut common = vec![0_u32; ties.members()];
    let mut found = Vec::new();
    for friend in rows.row(member) {
        for other in ties.incoming().row(*friend) {
            if common[*other as usize] == 0
                && *other != member
                && allowed.get(*other as usize).copied().unwrap_or(true)
            {
                found.push(*other);
            }
            common[*other as usize] += 1;
        }
    }
    let own = rows.degree(member);
    let likeness = |other: u32| {
        let both = common[other as usize] as usize;
        both as f64 / (own + rows.degree(other) - both) as f64
    };
    let mut list: Vec<(u32, f64)> = found.into_iter().map(|other| (other, likeness(other))).collect();
    list.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
    list.truncate(count);
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Chance, Direction};

    #[test]
    fn both_ways_of_asking_agree() {
        let mut chance = Chance::new(4);
        let list: Vec<_> = (0..120).map(|_| (chance.below(30), chance.below(30))).collect();
        for direction in [Direction::Mutual, Direction::OneWay] {
            let ties = Ties::build(31, &list, &[], direction).unwrap();
            for member in 0..31 {
                let mut all: Vec<(u32, f64)> = (0..31)
                    .filter(|other| *other != member)
                    .map(|other| (other, jaccard(&ties, member, other).unwrap()))
                    .filter(|(_, likeness)| *likeness > 0.0)
                    .collect();
                all.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
                assert_eq!(alike(&ties, member, 99, &[]).unwrap(), all);
            }
        }
        let ties = Ties::build(3, &[(0, 1), (2, 1)], &[], Direction::Mutual).unwrap();
        assert_eq!(alike(&ties, 0, 9, &[true, true, false]).unwrap(), []);
        assert_eq!(jaccard(&ties, 0, 2), Ok(1.0));
        assert!(
            alike(&ties, 3, 1, &[]).is_err()
                && alike(&ties, 0, 1, &[true]).is_err()
                && jaccard(&ties, 0, 7).is_err()
        );
    }
}
