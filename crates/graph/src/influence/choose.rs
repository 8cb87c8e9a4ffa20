//! Choosing whom to start with, with a certificate of how good the choice is.
//!
//! OPIM-C (Tang and others, SIGMOD 2018): one half of the sets chooses, the other half judges, both are doubled until
//! the proven ratio of the choice to the best possible one is 1 - 1/e - eps or better, with probability 1 - delta.
//! Where a word easily goes far, most long sets are alike: a sentinel is a seed beforehand and ends the judging sets
//! (HIST, Guo and others, SIGMOD 2020), and a choosing set that meets any of a few hubs is taken as covered, which
//! can only raise the bound. Sets are kept: another brief is answered from the same ones.
//!
//! Rules: the same ties, model, seed and briefs in the same order give the same answers with any number of threads.
//! Every number comes with its bounds. With costs or quotas the classical guarantee is smaller, but the proven ratio
//! is still what the certificate says. Deliberately not here: simulating (see the judge), which shares no code.

#![expect(clippy::indexing_slicing, reason = "members are below the row count, which is checked first")]

use super::brief::Brief;
use super::cover::{Index, PARTS, Picks, choose};
use super::sample::{Sampler, Sets};
use super::{Certificate, Choice, Model};
use crate::{Estimate, GraphFault, Ties, Workers};

/// Families of sets: those that choose, those that judge, those that find sentinels.
const CHOOSING: u64 = 1;
const JUDGING: u64 = 2;
const PILOT: u64 = 3;
/// Members looked at for one set, from which on a sentinel pays.
const COSTLY: u64 = 400;
/// Error of the gains, as a part of all of them, below which more sets would not change the choice much.
const NOISE: f64 = 0.01;
/// How many sets judge at least: cheap ones, and those that need a sentinel.
const JUDGING_LEAST: usize = 8_192;
const JUDGING_COSTLY: usize = 4_096;
/// Hubs that end the choosing sets.
const HUBS: usize = 16;
/// Members in sets, after which no more are drawn: 4 bytes each in the sets, and again in their index.
const ENTRIES_LIMIT: usize = 20_000_000;

/// How carefully to choose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Care {
    /// How much may be missing from the guarantee 1 - 1/e.
    pub eps: f64,
    /// The certificate is wrong with at most this probability; `None`: 1 / members.
    pub delta: Option<f64>,
    /// The seed of all chance.
    pub seed: u64,
    /// How many threads.
    pub workers: Workers,
    /// How many members are looked at in choosing sets at least, for the sake of the quality of the choice even when
    /// the certificate is met: 800,000 take about a tenth of a second.
    pub looked: u64,
}

impl Default for Care {
    fn default() -> Self {
        Care { eps: 0.1, delta: None, seed: 1, workers: Workers::ONE, looked: 800_000 }
    }
}

/// The sets of a graph under a model, and what is chosen by them.
pub struct Pool<'t> {
    ties: &'t Ties,
    sampler: Sampler<'t>,
    care: Care,
    /// A seed beforehand, which ends the judging sets.
    sentinel: Option<u32>,
    /// Members who end the choosing sets; none without a sentinel.
    hubs: Vec<u32>,
    /// Who could be the sentinel, the best first.
    pilot: Vec<u32>,
    first: Index,
    second: Index,
}

impl<'t> Pool<'t> {
    /// Makes ready for choosing.
    ///
    /// # Errors
    /// [`GraphFault::Empty`] without a member, [`GraphFault::OutOfRange`] for eps or delta outside 0 to 1, and what
    /// [`Model::check`] says.
    pub fn new(ties: &'t Ties, model: &Model, care: Care) -> Result<Self, GraphFault> {
        model.check(ties)?;
        if ties.members() == 0 {
            return Err(GraphFault::Empty("the graph has no member"));
        }
        for (what, value) in [("eps", care.eps), ("delta", care.delta.unwrap_or(0.5))] {
            if !(value > 0.0 && value < 1.0) {
                return Err(GraphFault::OutOfRange {
                    what,
                    value,
                    allowed: "between 0 and 1, without the ends",
                });
            }
        }
        let members = ties.members();
        let empty = |family| Index::new(Sets::new(family), members);
        let sampler = Sampler::new(ties, model, care.seed);
        let mut pool = Pool {
            ties,
            sampler,
            care,
            sentinel: None,
            hubs: Vec::new(),
            pilot: Vec::new(),
            first: empty(CHOOSING),
            second: empty(JUDGING),
        };
        pool.explore();
        Ok(pool)
    }

    /// Draws a few sets and finds out whether a sentinel is needed, and who could be it.
    fn explore(&mut self) {
        let nobody = vec![false; self.ties.members()];
        let mut pilot = Sets::new(PILOT);
        while pilot.len() < 1024 && pilot.looked < 64 * COSTLY {
            let count = pilot.len() + 32;
            self.sampler.extend(&mut pilot, count, &nobody, Workers::ONE);
        }
        if pilot.looked < COSTLY * pilot.len() as u64 {
            return;
        }
        let mut counts = vec![0_u32; self.ties.members()];
        for member in pilot.members() {
            counts[*member as usize] += 1;
        }
        let most = counts.iter().copied().max().unwrap_or(0);
        let mut likely: Vec<u32> =
            (0..counts.len() as u32).filter(|member| counts[*member as usize] * 10 >= most * 8).collect();
        likely.sort_by_key(|member| (std::cmp::Reverse(self.ties.outgoing().degree(*member)), *member));
        self.pilot = likely;
        self.pilot.truncate(10_000);
        self.sentinel = self.pilot.first().copied();
        self.hubs = self.pilot[..HUBS.min(self.pilot.len())].to_vec();
        self.sampler.set_hubs(self.ties, &self.hubs);
    }

    /// The best seeds for a brief; sets are drawn until the choice is proven good enough.
    ///
    /// # Errors
    /// What [`Brief::check`] says, and [`GraphFault::Impossible`] where the quotas cannot be met.
    pub fn choose(&mut self, brief: &Brief) -> Result<Choice, GraphFault> {
        brief.check(self.ties.members())?;
        self.suit(brief);
        let plan = self.plan(brief.seeds);
        let mut sets = self.first.sets().len().max((4 * plan.least).min(plan.most));
        loop {
            self.grow(sets);
            let (picks, choice) = self.answer(brief, plan.rounds)?;
            let (entries, looked) = (self.first.sets().members().len(), self.first.sets().looked);
            let good = looked >= self.care.looked || picks.noise() <= NOISE;
            if (choice.certificate.met && good) || sets >= plan.most || entries >= ENTRIES_LIMIT {
                return Ok(choice);
            }
            let wanted = self.care.looked as f64 / looked.max(1) as f64;
            let lacking = choice.certificate.target / choice.certificate.ratio.max(1e-9);
            let more = match choice.certificate.met {
                true => wanted.clamp(1.3, 16.0),
                false => lacking.powi(2).clamp(2.0, 16.0),
            };
            let room = ENTRIES_LIMIT as f64 / entries.max(1) as f64;
            sets = ((sets as f64 * more.min(room) * 1.02) as usize + 1).min(plan.most);
        }
    }

    /// The best seeds for a brief by the sets that are there: fast, and the certificate says what is proven.
    ///
    /// # Errors
    /// As [`Pool::choose`].
    pub fn choose_again(&mut self, brief: &Brief) -> Result<Choice, GraphFault> {
        if self.first.sets().len() == 0 {
            return self.choose(brief);
        }
        brief.check(self.ties.members())?;
        self.suit(brief);
        let rounds = self.plan(brief.seeds).rounds;
        Ok(self.answer(brief, rounds)?.1)
    }

    /// How many sets the pool holds, and how many members stand in them.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        let (first, second) = (self.first.sets(), self.second.sets());
        (first.len() + second.len(), first.members().len() + second.members().len())
    }

    fn plan(&self, seeds: usize) -> Plan {
        Plan::of(self.ties.members(), seeds.max(1), self.care.eps, self.delta())
    }

    fn delta(&self) -> f64 {
        self.care.delta.unwrap_or(1.0 / (self.ties.members() as f64).max(20.0))
    }

    fn marked(&self, stops: &[u32]) -> Vec<bool> {
        let mut marked = vec![false; self.ties.members()];
        for member in stops {
            marked[*member as usize] = true;
        }
        marked
    }

    fn grow(&mut self, sets: usize) {
        let members = self.ties.members();
        let judging = match self.sentinel {
            Some(_) => sets.min(JUDGING_COSTLY.max(sets / 32)),
            None => sets.min(JUDGING_LEAST.max(sets / 4)),
        };
        let (hubs, sentinel) = (self.marked(&self.hubs), self.marked(self.sentinel.as_slice()));
        let halves =
            [(&mut self.first, CHOOSING, sets, hubs), (&mut self.second, JUDGING, judging, sentinel)];
        for (index, family, sets, marked) in halves {
            if index.sets().len() < sets {
                let mut grown = std::mem::replace(index, Index::new(Sets::new(family), 0)).into_sets();
                self.sampler.extend(&mut grown, sets, &marked, self.care.workers);
                *index = Index::new(grown, members);
            }
        }
    }

    /// Replaces a sentinel that the brief does not allow, and draws again what it had ended. Without one that is
    /// allowed, all sets are drawn to their end from now on.
    fn suit(&mut self, brief: &Brief) {
        let Some(old) = self.sentinel else { return };
        let suited = self.suited(brief);
        if suited == Some(old) {
            return;
        }
        self.sentinel = suited;
        let members = self.ties.members();
        if suited.is_none() {
            self.hubs.clear();
            self.sampler.set_hubs(self.ties, &[]);
            self.first = Index::new(Sets::new(CHOOSING), members);
            self.second = Index::new(Sets::new(JUDGING), members);
            return;
        }
        let marked = self.marked(suited.as_slice());
        let renewed = self.sampler.renew(self.second.sets(), &[old], &marked, self.care.workers);
        self.second = Index::new(renewed, members);
    }

    /// The best sentinel for a brief: one of those who are seeds in any case, or one who may be.
    fn suited(&self, brief: &Brief) -> Option<u32> {
        let included = self.pilot.iter().copied().find(|member| brief.included.contains(member));
        if included.is_some() || brief.seeds == brief.included.len() {
            return included;
        }
        let fixed: f64 = brief.included.iter().map(|member| brief.cost(*member)).sum();
        let share = 2.0 * (brief.budget - fixed) / (brief.seeds - brief.included.len()) as f64;
        let tight = |member: u32| {
            brief.quotas.iter().any(|quota| quota.members.contains(&member) && quota.at_most < brief.seeds)
        };
        let needed: usize = brief.quotas.iter().map(|quota| quota.at_least).sum();
        let allowed =
            |member: u32| !brief.excluded.contains(&member) && brief.cost(member) <= share && !tight(member);
        let free = needed + brief.included.len() < brief.seeds;
        self.pilot.iter().copied().find(|member| free && allowed(*member))
    }

    fn answer(&self, brief: &Brief, rounds: u32) -> Result<(Picks, Choice), GraphFault> {
        let mut forced: Vec<u32> = self.sentinel.iter().copied().take(brief.seeds).collect();
        forced.extend(brief.included.iter().filter(|member| self.sentinel != Some(**member)));
        let scale = Scale::of(brief, self.ties.members());
        let worth = |family, sets| self.worth(brief, &scale, family, sets);
        let (choosing, judging) = (self.first.sets().len(), self.second.sets().len());
        let picks = choose(&self.first, brief, &worth(CHOOSING, choosing), &forced, &self.hubs)?;
        let judged = self.second.covered(&picks.seeds, &worth(JUDGING, judging)) as f64 / scale.whole;
        let (unit, judged_unit) = (scale.total / choosing as f64, scale.total / judging as f64);
        let proof = Proof::of(judged, picks.bound / scale.whole, self.delta(), rounds);
        let (least, best) = (proof.least * judged_unit, (proof.best * unit).min(scale.sum));
        let target = (1.0 - (-1.0_f64).exp() - self.care.eps).max(0.0);
        let ratio = if best > 0.0 { (least / best).clamp(0.0, 1.0) } else { 1.0 };
        let certificate = Certificate {
            ratio,
            target,
            met: ratio >= target,
            eps: self.care.eps,
            confidence: 1.0 - self.delta(),
            spread_least: least,
            best_most: best,
            sets: choosing + judging,
            sentinels: self.sentinel.iter().count(),
            classical: brief.plain(),
        };
        let forecast = Estimate::share(judged, judging as f64, scale.total, "reverse-reachable sets, 95 %");
        let gains = picks.gains.iter().map(|gain| *gain as f64 / scale.whole * unit).collect();
        let cost = picks.seeds.iter().map(|member| brief.cost(*member)).sum();
        Ok((picks.clone(), Choice { seeds: picks.seeds, gains, cost, forecast, certificate }))
    }

    /// What each set is worth, in parts of the greatest worth of a member; empty where all are alike.
    fn worth(&self, brief: &Brief, scale: &Scale, family: u64, sets: usize) -> Vec<u32> {
        if brief.worth.is_empty() || scale.most <= 0.0 {
            return Vec::new();
        }
        let part = |number| {
            let worth = brief.worth[self.sampler.root(family, number) as usize] / scale.most;
            (worth * PARTS).round() as u32
        };
        (0..sets as u64).map(part).collect()
    }
}

/// From sets to members.
struct Scale {
    /// The greatest worth of a member.
    most: f32,
    /// What a whole set counts.
    whole: f64,
    /// The worth of all members if each were worth the most.
    total: f64,
    /// The worth of all members.
    sum: f64,
}

impl Scale {
    fn of(brief: &Brief, members: usize) -> Scale {
        let most = brief.worth.iter().copied().fold(0.0_f32, f32::max);
        if brief.worth.is_empty() {
            return Scale { most: 0.0, whole: 1.0, total: members as f64, sum: members as f64 };
        }
        let sum = brief.worth.iter().map(|worth| f64::from(*worth)).sum();
        let whole = if most > 0.0 { f64::from(PARTS) } else { 1.0 };
        Scale { most, whole, total: f64::from(most) * members as f64, sum }
    }
}

/// How many sets may be needed (of each half), by OPIM-C.
struct Plan {
    least: usize,
    most: usize,
    rounds: u32,
}

impl Plan {
    fn of(members: usize, seeds: usize, eps: f64, delta: f64) -> Plan {
        let (n, k) = (members as f64, seeds.min(members) as f64);
        let part = 1.0 - (-1.0_f64).exp();
        let doubt = (6.0 / delta).ln();
        let choices: f64 = (1..=seeds.min(members)).map(|i| ((n - k + i as f64) / i as f64).ln()).sum();
        let root = part * doubt.sqrt() + (part * (choices + doubt)).sqrt();
        let most = 2.0 * n * root * root / (eps * eps * k);
        let least = (most * eps * eps * k / n).max(256.0);
        let rounds = (most / least).log2().ceil().max(1.0);
        Plan { least: least as usize, most: most.min(4e9) as usize, rounds: rounds as u32 }
    }
}

/// Bounds in sets.
struct Proof {
    /// What the choice covers at least.
    least: f64,
    /// What the best choice covers at most.
    best: f64,
}

impl Proof {
    /// Martingale bounds of Tang, Shi, Xiao: Influence maximization in near-linear time, SIGMOD 2015, with the
    /// doubt shared between the rounds of doubling.
    fn of(judged: f64, bound: f64, delta: f64, rounds: u32) -> Proof {
        let doubt = (3.0 * f64::from(rounds) / delta).ln();
        let root = (judged + 2.0 * doubt / 9.0).sqrt() - (doubt / 2.0).sqrt();
        let least = if root > 0.0 { (root * root - doubt / 18.0).max(0.0) } else { 0.0 };
        let root = (bound + doubt / 2.0).sqrt() + (doubt / 2.0).sqrt();
        Proof { least, best: root * root }
    }
}
