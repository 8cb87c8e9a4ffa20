//! The weighted graph that Leiden works on, and how it is contracted.
//!
//! Rules: every tie stands in the rows of both ends; a contracted member carries the ties that lie within it as its
//! own weight. Deliberately not here: moving members.

#![expect(clippy::indexing_slicing, reason = "members are below the row count")]

use crate::{GraphFault, Ties};

/// A weighted undirected graph with weights of its members.
pub(super) struct Network {
    pub(super) starts: Vec<u32>,
    pub(super) heads: Vec<u32>,
    /// Empty where every tie weighs 1.
    pub(super) weights: Vec<f32>,
    /// The sum of the weights of a member's ties, those within it twice.
    pub(super) strength: Vec<f64>,
    /// The sum of all strengths.
    pub(super) total: f64,
}

impl Network {
    pub(super) fn of(ties: &Ties) -> Network {
        let ties = ties.undirected();
        let rows = ties.outgoing();
        let mut starts = vec![0];
        starts.extend((0..rows.len() as u32).map(|member| rows.span(member).end as u32));
        let weights = rows.weights().to_vec();
        let strength = |member| match rows.weights() {
            [] => rows.degree(member) as f64,
            weights => weights[rows.span(member)].iter().map(|weight| f64::from(*weight)).sum(),
        };
        let strength: Vec<f64> = (0..rows.len() as u32).map(strength).collect();
        let total = strength.iter().sum();
        Network { starts, heads: rows.heads().to_vec(), weights, strength, total }
    }

    pub(super) fn len(&self) -> usize {
        self.strength.len()
    }

    #[inline]
    pub(super) fn span(&self, member: u32) -> std::ops::Range<usize> {
        self.starts[member as usize] as usize..self.starts[member as usize + 1] as usize
    }

    #[inline]
    pub(super) fn weight(&self, place: usize) -> f64 {
        self.weights.get(place).map_or(1.0, |weight| f64::from(*weight))
    }

    /// One member for each group; groups are numbered from 0 without gaps.
    pub(super) fn contracted(&self, groups: &[u32], count: usize) -> Network {
        let mut first = vec![0_u32; count + 1];
        for group in groups {
            first[*group as usize + 1] += 1;
        }
        for at in 1..first.len() {
            first[at] += first[at - 1];
        }
        let mut next = first.clone();
        let mut order = vec![0_u32; groups.len()];
        for (member, group) in groups.iter().enumerate() {
            order[next[*group as usize] as usize] = member as u32;
            next[*group as usize] += 1;
        }
        let mut sums = vec![0.0_f64; count];
        let mut seen: Vec<u32> = Vec::new();
        let mut made = Network {
            starts: vec![0],
            heads: Vec::new(),
            weights: Vec::new(),
            strength: vec![0.0; count],
            total: self.total,
        };
        for group in 0..count {
            for member in &order[first[group] as usize..first[group + 1] as usize] {
                made.strength[group] += self.strength[*member as usize];
                for place in self.span(*member) {
                    let other = groups[self.heads[place] as usize];
                    if other as usize == group {
                        continue;
                    }
                    if sums[other as usize] == 0.0 {
                        seen.push(other);
                    }
                    sums[other as usize] += self.weight(place);
                }
            }
            for other in seen.drain(..) {
                made.heads.push(other);
                made.weights.push(std::mem::take(&mut sums[other as usize]) as f32);
            }
            made.starts.push(made.heads.len() as u32);
        }
        made
    }
}

/// The modularity of circles (a number each, below the number of members) at a resolution.
///
/// # Errors
/// [`GraphFault::Length`] when there is not one circle a member, [`GraphFault::NoSuchMember`] for a number too great.
pub fn modularity(ties: &Ties, circles: &[u32], resolution: f64) -> Result<f64, GraphFault> {
    if circles.len() != ties.members() {
        return Err(GraphFault::Length {
            what: "the list of circles",
            given: circles.len(),
            wanted: ties.members(),
        });
    }
    if let Some(circle) = circles.iter().find(|circle| **circle as usize >= circles.len()) {
        return Err(GraphFault::NoSuchMember(*circle));
    }
    Ok(Network::of(ties).modularity(circles, resolution))
}

impl Network {
    pub(super) fn modularity(&self, circles: &[u32], resolution: f64) -> f64 {
        if self.total <= 0.0 {
            return 0.0;
        }
        let mut strength = vec![0.0; circles.len()];
        let mut inside = 0.0;
        for member in 0..self.len() as u32 {
            let own = circles[member as usize];
            strength[own as usize] += self.strength[member as usize];
            for place in self.span(member) {
                if circles[self.heads[place] as usize] == own {
                    inside += self.weight(place);
                }
            }
        }
        let expected: f64 = strength.iter().map(|strength| (strength / self.total).powi(2)).sum();
        inside / self.total - resolution * expected
    }
}
