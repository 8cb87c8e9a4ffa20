//! Cascades: how words went from member to member, as the times say.
//!
//! Rules: cascades stand in the order of their start, steps in the order of time, a member once in a cascade. The
//! first step is the one who started; those after him are the people reached. Deliberately not here: who passed to
//! whom (see the trees) and texts.

#![expect(clippy::indexing_slicing, reason = "steps are numbered by this module")]

mod forecast;
mod growth;
mod learn;
pub mod past;
mod reading;

pub use forecast::{Growth, Opening};
pub use growth::{Step, Tree, winning};
pub use learn::{Learnt, learn};

use crate::{GraphFault, Names};

/// A set of cascades.
#[derive(Debug, Clone)]
pub struct Cascades {
    names: Names,
    starts: Vec<usize>,
    members: Vec<u32>,
    times: Vec<f64>,
}

impl Cascades {
    /// Puts cascades in order: each is a list of members and times. Empty ones are left out.
    ///
    /// # Errors
    /// [`GraphFault::NoSuchMember`] for a number without a name, [`GraphFault::OutOfRange`] for a time that is not finite.
    pub fn build(names: Names, mut list: Vec<Vec<(u32, f64)>>) -> Result<Cascades, GraphFault> {
        for (member, time) in list.iter().flatten() {
            if *member as usize >= names.len() {
                return Err(GraphFault::NoSuchMember(*member));
            }
            if !time.is_finite() {
                return Err(GraphFault::OutOfRange { what: "a time", value: *time, allowed: "finite" });
            }
        }
        let mut last = vec![usize::MAX; names.len()];
        for (at, cascade) in list.iter_mut().enumerate() {
            cascade.sort_by(|left, right| left.1.total_cmp(&right.1));
            cascade.retain(|(member, _)| std::mem::replace(&mut last[*member as usize], at) != at);
        }
        list.retain(|cascade| !cascade.is_empty());
        list.sort_by(|left, right| left[0].1.total_cmp(&right[0].1));
        let mut cascades = Cascades { names, starts: vec![0], members: Vec::new(), times: Vec::new() };
        for cascade in &list {
            cascades.members.extend(cascade.iter().map(|(member, _)| *member));
            cascades.times.extend(cascade.iter().map(|(_, time)| *time));
            cascades.starts.push(cascades.members.len());
        }
        Ok(cascades)
    }

    /// How many cascades there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The members' names.
    #[must_use]
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Who is in a cascade, the one who started first; nobody beyond the last cascade.
    #[must_use]
    pub fn members(&self, cascade: usize) -> &[u32] {
        &self.members[self.span(cascade)]
    }

    /// When each of them came in, in the units of the source.
    #[must_use]
    pub fn times(&self, cascade: usize) -> &[f64] {
        &self.times[self.span(cascade)]
    }

    fn span(&self, cascade: usize) -> std::ops::Range<usize> {
        match (self.starts.get(cascade), self.starts.get(cascade + 1)) {
            (Some(start), Some(end)) => *start..*end,
            _ => 0..0,
        }
    }

    /// How many cascades the first `share` of them (by start) are, rounded down.
    ///
    /// # Errors
    /// [`GraphFault::OutOfRange`] for a share outside 0 to 1.
    pub fn first(&self, share: f64) -> Result<usize, GraphFault> {
        if !(0.0..=1.0).contains(&share) {
            return Err(GraphFault::OutOfRange {
                what: "the share",
                value: share,
                allowed: "between 0 and 1",
            });
        }
        Ok((self.len() as f64 * share) as usize)
    }

    /// How many distinct people the cascades of a range that these seeds started reached, those who started apart.
    #[must_use]
    pub fn reached(&self, range: std::ops::Range<usize>, seeds: &[u32]) -> usize {
        let mut seed = vec![false; self.names.len()];
        let mut reached = vec![false; self.names.len()];
        for member in seeds {
            if let Some(seed) = seed.get_mut(*member as usize) {
                *seed = true;
            }
        }
        for cascade in range {
            if let [first, others @ ..] = self.members(cascade)
                && seed[*first as usize]
            {
                others.iter().for_each(|member| reached[*member as usize] = true);
            }
        }
        reached.iter().filter(|reached| **reached).count()
    }
}
