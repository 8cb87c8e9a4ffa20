//! How cascades grow: depth, breadth, speed, doubling time, and how many each member wins.
//!
//! A tree is rebuilt from who shared whose post, from parent numbers or from forwards; where no parent is known, the
//! latest earlier member with a tie to the newcomer is taken (Goel and others: The structural virality of online
//! diffusion, 2016). Rules: a step whose parent is missing, later than itself or itself hangs on the root and is counted as
//! such; times are in the source's units. K of a generation is how many members it won, as a part of the generation, with
//! its range: not "the" K, for it falls from one to the next. Deliberately not here: causes.

#![expect(clippy::indexing_slicing, reason = "steps are numbered by the tree")]

use crate::{Estimate, GraphFault, Ties};

/// A step of a cascade as a source tells it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The number of the step that this one came from; `None`: not known.
    pub parent: Option<u32>,
    /// When it happened, in the source's units.
    pub time: f64,
}

/// A cascade as a tree; step 0 is the root.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    parents: Vec<u32>,
    depths: Vec<u32>,
    times: Vec<f64>,
    loose: usize,
}

impl Tree {
    /// The tree of some steps, of which number 0 is the root. Steps may come in any order.
    ///
    /// # Errors
    /// [`GraphFault::Empty`] without a step, [`GraphFault::OutOfRange`] for a time that is not finite.
    pub fn build(steps: &[Step]) -> Result<Tree, GraphFault> {
        if steps.is_empty() {
            return Err(GraphFault::Empty("a cascade needs its first step"));
        }
        if let Some(step) = steps.iter().find(|step| !step.time.is_finite()) {
            return Err(GraphFault::OutOfRange { what: "a time", value: step.time, allowed: "finite" });
        }
        let mut order: Vec<u32> = (1..steps.len() as u32).collect();
        order.sort_by(|left, right| steps[*left as usize].time.total_cmp(&steps[*right as usize].time));
        let mut known = vec![false; steps.len()];
        known[0] = true;
        let mut tree = Tree {
            parents: vec![0; steps.len()],
            depths: vec![0; steps.len()],
            times: steps.iter().map(|step| step.time.max(steps[0].time)).collect(),
            loose: 0,
        };
        for step in order {
            let at = step as usize;
            let parent = steps[at].parent.filter(|parent| known.get(*parent as usize) == Some(&true));
            tree.loose += usize::from(parent.is_none());
            tree.parents[at] = parent.unwrap_or(0);
            tree.depths[at] = tree.depths[tree.parents[at] as usize] + 1;
            known[at] = true;
        }
        Ok(tree)
    }

    /// The tree of members and times in order, each hung on the latest earlier member with a tie to him.
    ///
    /// # Errors
    /// As [`Tree::build`]; [`GraphFault::NoSuchMember`], [`GraphFault::Length`] when there is not one time a member.
    pub fn guess(ties: &Ties, members: &[u32], times: &[f64]) -> Result<Tree, GraphFault> {
        if members.len() != times.len() {
            return Err(GraphFault::Length {
                what: "the list of times",
                given: times.len(),
                wanted: members.len(),
            });
        }
        if let Some(member) = members.iter().find(|member| **member as usize >= ties.members()) {
            return Err(GraphFault::NoSuchMember(*member));
        }
        let mut places: Vec<(u32, u32)> = members.iter().copied().zip(0..).collect();
        places.sort_unstable();
        let parent = |at: usize| {
            let earlier = ties.incoming().row(members[at]).iter().filter_map(|other| {
                let found = places.binary_search_by_key(other, |(member, _)| *member).ok()?;
                Some(places[found].1).filter(|place| (*place as usize) < at)
            });
            earlier.max()
        };
        let steps: Vec<Step> =
            times.iter().enumerate().map(|(at, time)| Step { parent: parent(at), time: *time }).collect();
        Tree::build(&steps)
    }

    /// How many steps there are, the root included.
    #[must_use]
    pub fn size(&self) -> usize {
        self.parents.len()
    }

    /// The step that each came from; the root's is itself.
    #[must_use]
    pub fn parents(&self) -> &[u32] {
        &self.parents
    }

    /// The generation of each step; the root's is 0.
    #[must_use]
    pub fn depths(&self) -> &[u32] {
        &self.depths
    }

    /// How many steps hang on the root because nobody knows better.
    #[must_use]
    pub fn loose(&self) -> usize {
        self.loose
    }

    /// How many steps each generation has, the root's first.
    #[must_use]
    pub fn generations(&self) -> Vec<usize> {
        let mut counts = Vec::new();
        for depth in &self.depths {
            let depth = *depth as usize;
            counts.resize(counts.len().max(depth + 1), 0);
            counts[depth] += 1;
        }
        counts
    }

    /// The number of the last generation.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.generations().len() - 1
    }

    /// The size of the largest generation.
    #[must_use]
    pub fn breadth(&self) -> usize {
        self.generations().into_iter().max().unwrap_or(0)
    }

    /// The mean number of steps between any two members of the tree (structural virality; Goel and others, 2016): near 2
    /// for a broadcast, more for a word that goes from mouth to mouth; 0 for a root alone.
    #[must_use]
    pub fn virality(&self) -> f64 {
        let size = self.size() as f64;
        if size < 2.0 {
            return 0.0;
        }
        // Every tie of the tree lies between the pairs that it parts.
        let mut below = vec![1.0_f64; self.size()];
        let mut order: Vec<u32> = (1..self.size() as u32).collect();
        order.sort_by_key(|step| std::cmp::Reverse(self.depths[*step as usize]));
        let mut sum = 0.0;
        for step in order {
            let own = below[step as usize];
            sum += own * (size - own);
            below[self.parents[step as usize] as usize] += own;
        }
        2.0 * sum / (size * (size - 1.0))
    }

    /// Steps per unit of time up to a part of all steps (0.5: until half of them had come); 0 where no time passed.
    #[must_use]
    pub fn speed(&self, part: f64) -> f64 {
        let mut times = self.times.clone();
        times.sort_by(f64::total_cmp);
        let last = ((times.len() as f64 * part.clamp(0.0, 1.0)).ceil() as usize).clamp(1, times.len()) - 1;
        let passed = times[last] - times[0];
        if passed > 0.0 { last as f64 / passed } else { 0.0 }
    }

    /// How long each doubling took: from 1 to 2 steps, from 2 to 4 and so on.
    #[must_use]
    pub fn doublings(&self) -> Vec<f64> {
        let mut times = self.times.clone();
        times.sort_by(f64::total_cmp);
        let at = |count: usize| times.get(count - 1).copied();
        let mut count = 1;
        let mut doublings = Vec::new();
        while let (Some(now), Some(then)) = (at(count), at(2 * count)) {
            doublings.push(then - now);
            count *= 2;
        }
        doublings
    }
}

/// How many members each generation won per member, over many trees: generation 0 are the roots. The range is that of a
/// ratio of sums over trees drawn again and again (jackknife); a generation of fewer than `least` members is left out.
#[must_use]
pub fn winning(trees: &[Tree], least: usize) -> Vec<Estimate> {
    let rows: Vec<Vec<usize>> = trees.iter().map(Tree::generations).collect();
    let longest = rows.iter().map(Vec::len).max().unwrap_or(0);
    let size = |row: &Vec<usize>, at: usize| row.get(at).copied().unwrap_or(0) as f64;
    let mut found = Vec::new();
    for at in 0..longest {
        let have: f64 = rows.iter().map(|row| size(row, at)).sum();
        if have < least.max(1) as f64 {
            break;
        }
        let won: f64 = rows.iter().map(|row| size(row, at + 1)).sum();
        let ratio = won / have;
        let without = |row: &Vec<usize>| {
            let rest = have - size(row, at);
            if rest > 0.0 { (won - size(row, at + 1)) / rest - ratio } else { 0.0 }
        };
        let count = rows.len() as f64;
        let variance = rows.iter().map(|row| without(row).powi(2)).sum::<f64>() * (count - 1.0) / count;
        let error = if rows.len() > 1 { 1.96 * variance.sqrt() } else { f64::INFINITY };
        let method = "members won per member, jackknife over cascades, 95 %";
        found.push(Estimate { value: ratio, low: (ratio - error).max(0.0), high: ratio + error, method });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Direction;

    fn step(parent: Option<u32>, time: f64) -> Step {
        Step { parent, time }
    }

    #[test]
    fn a_tree_is_measured() {
        let steps =
            [step(None, 0.0), step(Some(0), 1.0), step(Some(0), 2.0), step(Some(1), 3.0), step(Some(3), 8.0)];
        let tree = Tree::build(&steps).unwrap();
        assert_eq!((tree.size(), tree.depth(), tree.breadth(), tree.loose()), (5, 3, 2, 0));
        assert_eq!(tree.generations(), [1, 2, 1, 1]);
        assert_eq!(tree.doublings(), [1.0, 2.0]);
        assert_eq!((tree.speed(1.0), tree.speed(0.6)), (0.5, 1.0));
        // A path 4-3-1-0-2: distances 1, 2, 3, 4 occur 4, 3, 2, 1 times.
        assert!((tree.virality() - 2.0).abs() < 1e-12);
    }

    #[test]
    fn steps_without_a_sound_parent_hang_on_the_root() {
        let steps =
            [step(None, 5.0), step(Some(9), 6.0), step(Some(2), 7.0), step(Some(4), 8.0), step(None, 1.0)];
        let tree = Tree::build(&steps).unwrap();
        assert_eq!((tree.parents(), tree.loose()), (&[0, 0, 0, 4, 0][..], 3));
        assert!(Tree::build(&[]).is_err() && Tree::build(&[step(None, f64::NAN)]).is_err());
        let alone = Tree::build(&[step(None, 0.0)]).unwrap();
        assert_eq!(
            (alone.virality(), alone.speed(1.0), alone.doublings().len(), alone.depth()),
            (0.0, 0.0, 0, 0)
        );
    }

    #[test]
    fn parents_are_guessed_from_ties() {
        let ties = Ties::build(5, &[(0, 1), (1, 2), (0, 2), (3, 2)], &[], Direction::OneWay).unwrap();
        let tree = Tree::guess(&ties, &[0, 1, 2, 3, 4], &[0.0, 1.0, 2.0, 3.0, 4.0]).unwrap();
        assert_eq!((tree.parents(), tree.loose()), (&[0, 0, 1, 0, 0][..], 2));
        assert!(Tree::guess(&ties, &[7], &[0.0]).is_err() && Tree::guess(&ties, &[1], &[]).is_err());
    }

    #[test]
    fn winning_is_a_ratio_with_a_range() {
        let broad = Tree::build(&[step(None, 0.0), step(Some(0), 1.0), step(Some(0), 1.0)]).unwrap();
        let deep = Tree::build(&[step(None, 0.0), step(Some(0), 1.0), step(Some(1), 2.0)]).unwrap();
        let found = winning(&[broad.clone(), deep], 1);
        assert_eq!(found.iter().map(|k| k.value).collect::<Vec<_>>(), [1.5, 1.0 / 3.0, 0.0]);
        assert!(found[0].low < 1.5 && found[0].high > 1.5);
        assert_eq!(winning(&[broad], 1)[0].high, f64::INFINITY);
        assert!(winning(&[], 1).is_empty());
    }
}
