//! Cores: in how dense a part of the graph a member stands.
//!
//! The core number of a member is the greatest k such that he has k ties within a group in which everybody has k.
//! Batagelj, Zaversnik: An O(m) algorithm for cores decomposition of networks, 2003. Rules: one-way ties count both
//! ways, weights do not count. Deliberately not here: cores of directed or weighted graphs.

#![expect(
    clippy::indexing_slicing,
    reason = "members are below the row count, buckets below the greatest degree"
)]

use crate::Ties;

/// The core number of each member.
#[must_use]
pub fn cores(ties: &Ties) -> Vec<u32> {
    let ties = ties.undirected();
    let rows = ties.outgoing();
    let members = rows.len();
    let mut left: Vec<u32> = (0..members as u32).map(|member| rows.degree(member) as u32).collect();
    let most = left.iter().copied().max().unwrap_or(0) as usize;
    let mut starts = vec![0_u32; most + 2];
    for degree in &left {
        starts[*degree as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut next = starts.clone();
    let mut order = vec![0_u32; members];
    let mut place = vec![0_u32; members];
    for member in 0..members {
        let slot = &mut next[left[member] as usize];
        order[*slot as usize] = member as u32;
        place[member] = *slot;
        *slot += 1;
    }
    for at in 0..members {
        let member = order[at];
        let own = left[member as usize];
        for other in rows.row(member) {
            let theirs = left[*other as usize];
            if theirs <= own {
                continue;
            }
            // The other moves to the front of his bucket, and the bucket's front moves past him.
            let front = starts[theirs as usize].max(at as u32 + 1);
            let (from, first) = (place[*other as usize], order[front as usize]);
            order.swap(from as usize, front as usize);
            place[*other as usize] = front;
            place[first as usize] = from;
            starts[theirs as usize] = front + 1;
            left[*other as usize] = theirs - 1;
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Chance, Direction};

    /// The definition: strip everybody with fewer than k ties until nobody has.
    fn plain(ties: &Ties) -> Vec<u32> {
        let n = ties.members();
        let mut cores = vec![0; n];
        for k in 1..n as u32 {
            let mut in_core = vec![true; n];
            loop {
                let degree =
                    |m: u32| ties.outgoing().row(m).iter().filter(|o| in_core[**o as usize]).count() as u32;
                let out: Vec<u32> =
                    (0..n as u32).filter(|m| in_core[*m as usize] && degree(*m) < k).collect();
                if out.is_empty() {
                    break;
                }
                out.iter().for_each(|m| in_core[*m as usize] = false);
            }
            (0..n).filter(|m| in_core[*m]).for_each(|m| cores[m] = k);
        }
        cores
    }

    #[test]
    fn cores_are_those_of_the_definition() {
        let mut chance = Chance::new(5);
        for round in 0..40 {
            let n = 1 + round % 25;
            let list: Vec<_> = (0..n * 4).map(|_| (chance.below(n), chance.below(n))).collect();
            let ties = Ties::build(n as usize, &list, &[], Direction::Mutual).unwrap();
            assert_eq!(cores(&ties), plain(&ties));
            let one_way = Ties::build(n as usize, &list, &[], Direction::OneWay).unwrap();
            assert_eq!(cores(&one_way), cores(&ties));
        }
        assert!(cores(&Ties::build(0, &[], &[], Direction::Mutual).unwrap()).is_empty());
    }
}
