//! What is asked of a choice of seeds besides their number.
//!
//! Rules: an empty list means no condition. Consent is a condition like any other: who has not agreed is in
//! `excluded`. Quotas serve branches (at most or at least so many of a branch) and roles (at least one of each)
//! alike, and a member may stand in several. Deliberately not here: who is in which branch.

use crate::GraphFault;

/// Between how many and how many seeds are of a group of members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// The group.
    pub members: Vec<u32>,
    /// At least so many seeds are of it.
    pub at_least: usize,
    /// At most so many seeds are of it.
    pub at_most: usize,
}

/// What the seeds must be like.
#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    /// How many seeds at most.
    pub seeds: usize,
    /// What each member costs as a seed, in any unit; empty: nothing.
    pub costs: Vec<f64>,
    /// What all seeds may cost together, in the same unit.
    pub budget: f64,
    /// Members who are seeds in any case.
    pub included: Vec<u32>,
    /// Members who are no seeds in any case.
    pub excluded: Vec<u32>,
    /// At most 64 groups with numbers of seeds.
    pub quotas: Vec<Quota>,
    /// How much it is worth to reach each member (how near the topic is to him), 0 and more; empty: all alike.
    pub worth: Vec<f32>,
}

impl Brief {
    /// So many seeds and no other condition.
    #[must_use]
    pub fn of(seeds: usize) -> Self {
        Brief {
            seeds,
            costs: Vec::new(),
            budget: f64::INFINITY,
            included: Vec::new(),
            excluded: Vec::new(),
            quotas: Vec::new(),
            worth: Vec::new(),
        }
    }

    /// Whether only the number of seeds is limited, so that the greedy choice has its classical guarantee.
    #[must_use]
    pub fn plain(&self) -> bool {
        self.costs.is_empty() && self.quotas.is_empty()
    }

    pub(crate) fn cost(&self, member: u32) -> f64 {
        self.costs.get(member as usize).copied().unwrap_or(0.0)
    }

    /// Checks the numbers and that the conditions do not contradict each other openly.
    ///
    /// # Errors
    /// What is wrong first.
    pub fn check(&self, members: usize) -> Result<(), GraphFault> {
        let length = |what, given: usize| match given {
            0 => Ok(()),
            _ if given == members => Ok(()),
            _ => Err(GraphFault::Length { what, given, wanted: members }),
        };
        length("the list of costs", self.costs.len())?;
        length("the list of worths", self.worth.len())?;
        let bad =
            |what, value: f64| GraphFault::OutOfRange { what, value, allowed: "a finite number, at least 0" };
        if let Some(cost) = self.costs.iter().find(|cost| !cost.is_finite() || **cost < 0.0) {
            return Err(bad("a cost", *cost));
        }
        if let Some(worth) = self.worth.iter().find(|worth| !worth.is_finite() || **worth < 0.0) {
            return Err(bad("a worth", f64::from(*worth)));
        }
        if self.budget.is_nan() || self.budget < 0.0 {
            return Err(bad("the budget", self.budget));
        }
        let named = self.included.iter().chain(&self.excluded);
        let grouped = self.quotas.iter().flat_map(|quota| &quota.members);
        if let Some(member) = named.chain(grouped).find(|member| **member as usize >= members) {
            return Err(GraphFault::NoSuchMember(*member));
        }
        self.contradictions()
    }

    fn contradictions(&self) -> Result<(), GraphFault> {
        if self.quotas.len() > 64 {
            return Err(GraphFault::TooMany { what: "quotas", limit: 64 });
        }
        if self.included.iter().any(|member| self.excluded.contains(member)) {
            return Err(GraphFault::Impossible("a member is to be included and excluded"));
        }
        if self.included.len() > self.seeds {
            return Err(GraphFault::Impossible("more members are to be included than seeds are asked for"));
        }
        if self.included.iter().map(|member| self.cost(*member)).sum::<f64>() > self.budget {
            return Err(GraphFault::Impossible("the members to be included cost more than the budget"));
        }
        if self.quotas.iter().any(|quota| quota.at_least > quota.at_most.min(self.seeds)) {
            return Err(GraphFault::Impossible(
                "a quota asks for at least more than at most, or more than all seeds",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contradictions_are_named() {
        let brief = || Brief::of(3);
        assert_eq!(brief().check(5), Ok(()));
        let quota = |at_least, at_most| Quota { members: vec![1], at_least, at_most };
        let bad = [
            Brief { costs: vec![1.0], ..brief() },
            Brief { costs: vec![-1.0; 5], ..brief() },
            Brief { worth: vec![f32::NAN; 5], ..brief() },
            Brief { budget: f64::NAN, ..brief() },
            Brief { included: vec![5], ..brief() },
            Brief { included: vec![1], excluded: vec![1], ..brief() },
            Brief { included: vec![0, 1, 2, 3], ..brief() },
            Brief { included: vec![0], costs: vec![2.0; 5], budget: 1.0, ..brief() },
            Brief { quotas: vec![quota(2, 1)], ..brief() },
            Brief { quotas: vec![quota(4, 9)], ..brief() },
            Brief { quotas: vec![quota(0, 1); 65], ..brief() },
        ];
        for brief in bad {
            assert!(brief.check(5).is_err(), "{brief:?}");
        }
    }
}
