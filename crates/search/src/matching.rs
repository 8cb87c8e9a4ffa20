//! Which documents of a shard match, and what they score before refinement.
//!
//! *Strict*: every group of the plan must be met. The rarest group leads, rights and filters are
//! asked before the other groups, phrases last. *Relaxed*: the documents with the most worth of
//! loose terms (MaxScore: terms too weak to lift a document into the list alone are only looked up).
//! Invariant: nothing is offered that rights, filters, exclusions or phrases forbid.

use rustc_hash::FxHashSet;

use crate::collect::{Candidate, Collector};
use crate::document::Column;
use crate::plan::{Plan, Sequence};
use crate::rights::SpaceSet;
use crate::shard::{Block, Cursor, END, Places, Shard};
use crate::statistics::{Handles, Weight};

/// A loose match must have terms of this share of the worth of all, however long it is.
const RELAXED_SHARE: f32 = 0.2;

/// What a viewer and a filter let through.
#[derive(Debug)]
pub(crate) struct Admission {
    pub(crate) spaces: SpaceSet,
    /// One bit per kind, if kinds are filtered.
    pub(crate) kinds: Option<[u64; 4]>,
    /// Microseconds, inclusive.
    pub(crate) since: Option<i64>,
    /// Microseconds, exclusive.
    pub(crate) until: Option<i64>,
    pub(crate) without_authors: FxHashSet<i64>,
}

impl Admission {
    #[inline]
    fn admits<S: Shard>(&self, shard: &S, doc: u32) -> bool {
        let place = shard.place(doc);
        self.spaces.holds(place.ordinal())
            && self.holds_kind(place.kind())
            && shard.is_live(doc)
            && self.rest(shard, doc)
    }

    #[inline]
    fn holds_kind(&self, kind: u8) -> bool {
        self.kinds.is_none_or(|words| {
            words.get(usize::from(kind / 64)).is_some_and(|word| word >> (kind % 64) & 1 == 1)
        })
    }

    #[inline]
    fn rest<S: Shard>(&self, shard: &S, doc: u32) -> bool {
        if self.since.is_some() || self.until.is_some() {
            let at = shard.at(doc);
            if self.since.is_some_and(|since| at < since) || self.until.is_some_and(|until| at >= until) {
                return false;
            }
        }
        self.without_authors.is_empty() || !self.without_authors.contains(&shard.author(doc))
    }
}

/// How matches are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Best match first; new posts have a slight advantage.
    #[default]
    Relevance,
    /// Newest first.
    Newest,
}

/// One search over one shard.
pub(crate) struct Matching<'a, S: Shard> {
    pub(crate) shard: &'a S,
    /// The shard's number in this search.
    pub(crate) number: usize,
    pub(crate) plan: &'a Plan,
    pub(crate) handles: &'a Handles<S>,
    pub(crate) weights: &'a [Weight],
    pub(crate) admission: &'a Admission,
    /// If given, only documents of one of these.
    pub(crate) authors: Option<&'a [i64]>,
    pub(crate) order: Order,
}

/// A cursor and what its term is worth.
struct Scored<'a, C> {
    cursor: C,
    weight: Option<&'a Weight>,
}

impl<C> Scored<'_, C> {
    /// About what a match of it scores in a document of usual length.
    fn worth(&self) -> f32 {
        self.weight.map_or(0.0, Weight::usual)
    }
}

impl<C: Cursor> Scored<'_, C> {
    #[inline]
    fn score(&self, doc: u32) -> f32 {
        match self.weight {
            Some(weight) if self.cursor.doc() == doc => {
                weight.score(&self.cursor, doc, self.cursor.frequency())
            }
            _ => 0.0,
        }
    }
}

/// Cursors of which one must meet.
struct Group<'a, C> {
    first: Scored<'a, C>,
    others: Vec<Scored<'a, C>>,
    documents: u64,
}

impl<C: Cursor> Group<'_, C> {
    #[inline]
    fn doc(&self) -> u32 {
        self.others.iter().map(|other| other.cursor.doc()).fold(self.first.cursor.doc(), u32::min)
    }

    #[inline]
    fn seek(&mut self, target: u32) -> u32 {
        let first = self.first.cursor.seek(target);
        self.others.iter_mut().map(|other| other.cursor.seek(target)).fold(first, u32::min)
    }

    #[inline]
    fn advance(&mut self) -> u32 {
        if self.others.is_empty() {
            return self.first.cursor.advance();
        }
        self.seek(self.doc() + 1)
    }

    #[inline]
    fn score(&self, doc: u32) -> f32 {
        let first = self.first.score(doc);
        self.others.iter().map(|other| other.score(doc)).fold(first, |sum, more| sum + more)
    }
}

/// Terms that must (or must not) stand one after another.
struct SequenceCheck<P> {
    parts: Vec<(P, u32)>,
    found: Vec<u32>,
    next: Vec<u32>,
}

impl<P: Places> SequenceCheck<P> {
    fn holds(&mut self, doc: u32) -> bool {
        if self.parts.iter_mut().any(|(cursor, _)| cursor.seek(doc) != doc) {
            return false;
        }
        let Some(((first, start), rest)) = self.parts.split_first_mut() else { return false };
        if rest.is_empty() {
            return true;
        }
        first.positions(&mut self.found);
        for (cursor, offset) in rest {
            cursor.positions(&mut self.next);
            let distance = offset.saturating_sub(*start);
            let next = &self.next;
            self.found.retain(|position| next.binary_search(&(position + distance)).is_ok());
        }
        !self.found.is_empty()
    }
}

impl<'a, S: Shard> Matching<'a, S> {
    /// Offers everything that matches strictly.
    pub(crate) fn strict(&self, collector: &mut Collector) {
        let Some(mut groups) = self.groups(self.plan.required.iter()) else { return };
        let Some(mut phrases) = self.phrases() else { return };
        let mut excluded = self.excluded();
        if let [Group { first, others, .. }] = groups.as_mut_slice()
            && others.is_empty()
            && phrases.is_empty()
            && excluded.is_empty()
        {
            return self.single(first, collector);
        }
        groups.sort_by_key(|group| group.documents);
        let Some((leader, followers)) = groups.split_first_mut() else { return };
        let mut newest = Vec::new();
        let mut matches = 0;
        let mut doc = leader.doc();
        'documents: while doc != END {
            if !self.admission.admits(self.shard, doc) {
                doc = leader.advance();
                continue;
            }
            for follower in followers.iter_mut() {
                let found = follower.seek(doc);
                if found != doc {
                    doc = leader.seek(found);
                    continue 'documents;
                }
            }
            if phrases.iter_mut().all(|phrase| phrase.holds(doc))
                && !excluded.iter_mut().any(|one| one.holds(doc))
            {
                matches += 1;
                if self.order == Order::Newest {
                    newest.push(doc);
                } else {
                    let followed: f32 = followers.iter().map(|group| group.score(doc)).sum();
                    self.offer(collector, doc, leader.score(doc) + followed);
                }
            }
            doc = leader.advance();
        }
        collector.count(matches);
        self.offer_newest(collector, newest);
    }

    /// [`Self::strict`] for one term alone: most searches, and the longest lists.
    fn single(&self, term: &mut Scored<'_, S::Cursor<'a>>, collector: &mut Collector) {
        let mut block = Block::default();
        let mut newest = Vec::new();
        let mut matches = 0;
        loop {
            term.cursor.take(&mut block);
            if block.documents.is_empty() {
                break;
            }
            for (doc, frequency) in block.documents.iter().zip(&block.frequencies) {
                if !self.admission.admits(self.shard, *doc) {
                    continue;
                }
                matches += 1;
                if self.order == Order::Newest {
                    newest.push(*doc);
                } else {
                    let score =
                        term.weight.map_or(0.0, |weight| weight.score(&term.cursor, *doc, *frequency));
                    self.offer(collector, *doc, score);
                }
            }
        }
        collector.count(matches);
        self.offer_newest(collector, newest);
    }

    /// Later documents are mostly newer, so from the end the list fills with the right ones.
    fn offer_newest(&self, collector: &mut Collector, matches: Vec<u32>) {
        for doc in matches.into_iter().rev() {
            self.offer(collector, doc, 0.0);
        }
    }

    #[inline]
    fn offer(&self, collector: &mut Collector, doc: u32, score: f32) {
        if !collector.may_admit(score) {
            return;
        }
        let at = self.shard.at(doc);
        if collector.may_admit_at(score, at) {
            collector.offer(Candidate { score, at, id: self.shard.id(doc), shard: self.number, doc });
        }
    }

    fn scored(&self, term: usize) -> Option<Scored<'a, S::Cursor<'a>>> {
        let handle = self.handles.get(term)?.as_ref()?;
        let weight = self.weights.get(term)?;
        let cursor = self.shard.open(weight.column, handle)?;
        Some(Scored { cursor, weight: Some(weight) })
    }

    fn frequency(&self, term: usize) -> u64 {
        let handle = self.handles.get(term).and_then(Option::as_ref);
        handle.map_or(0, |handle| self.shard.document_frequency(handle))
    }

    /// Groups of the plan and the authors', or nothing if one of them has no document here.
    fn groups<'p>(
        &self,
        required: impl Iterator<Item = &'p Vec<usize>>,
    ) -> Option<Vec<Group<'a, S::Cursor<'a>>>> {
        let mut groups = Vec::new();
        for terms in required {
            let documents = terms.iter().map(|term| self.frequency(*term)).sum();
            let cursors = terms.iter().filter_map(|term| self.scored(*term)).collect();
            groups.push(group(cursors, documents)?);
        }
        if let Some(authors) = self.authors {
            let cursors = authors.iter().filter_map(|author| self.shard.author_cursor(*author));
            let cursors = cursors.map(|cursor| Scored { cursor, weight: None }).collect();
            // An author's documents are few beside a common word's.
            groups.push(group(cursors, 0)?);
        }
        Some(groups)
    }

    /// The checks for phrases, or nothing if one of them cannot occur here.
    fn phrases(&self) -> Option<Vec<SequenceCheck<S::Places<'a>>>> {
        self.plan.phrases.iter().map(|sequence| self.check(sequence)).collect()
    }

    fn excluded(&self) -> Vec<SequenceCheck<S::Places<'a>>> {
        self.plan.excluded.iter().filter_map(|sequence| self.check(sequence)).collect()
    }

    fn check(&self, sequence: &Sequence) -> Option<SequenceCheck<S::Places<'a>>> {
        let open = |(term, offset): &(usize, u32)| {
            let handle = self.handles.get(*term)?.as_ref()?;
            let column = self.weights.get(*term)?.column;
            Some((self.shard.open_places(column, handle)?, *offset))
        };
        let parts = sequence.parts.iter().map(open).collect::<Option<Vec<_>>>()?;
        Some(SequenceCheck { parts, found: Vec::new(), next: Vec::new() })
    }

    /// Offers the documents with the most worth of loose terms.
    pub(crate) fn relaxed(&self, collector: &mut Collector) {
        let mut excluded = self.excluded();
        let Some(mut obliged) = self.obliged() else { return };
        let usual: f32 =
            self.plan.relaxed.iter().filter_map(|term| self.weights.get(*term)).map(Weight::usual).sum();
        let terms = self.plan.relaxed.iter().filter_map(|term| self.scored(*term)).collect();
        let mut loose = Loose::new(terms, usual * RELAXED_SHARE);
        loop {
            let bar = collector.lowest_score();
            let Some(doc) = loose.next_candidate(bar) else { return };
            let allowed = self.admission.admits(self.shard, doc)
                && obliged.iter_mut().all(|group| group.seek(doc) == doc)
                && !excluded.iter_mut().any(|one| one.holds(doc));
            if let Some(score) = loose.take(doc, bar, allowed) {
                collector.count(1);
                self.offer(collector, doc, score);
            }
        }
    }

    /// Groups that hold even in a relaxed search: tags and authors were asked for by name.
    fn obliged(&self) -> Option<Vec<Group<'a, S::Cursor<'a>>>> {
        let is_tag = |group: &&Vec<usize>| {
            group
                .iter()
                .all(|term| self.weights.get(*term).is_some_and(|weight| weight.column == Column::Tags))
        };
        self.groups(self.plan.required.iter().filter(is_tag))
    }
}

fn group<C>(mut cursors: Vec<Scored<'_, C>>, documents: u64) -> Option<Group<'_, C>> {
    let first = cursors.pop()?;
    Some(Group { first, others: cursors, documents })
}

/// The loose terms, weakest first.
struct Loose<'a, C> {
    terms: Vec<Scored<'a, C>>,
    /// What a document can score at most with the terms up to and including this one.
    reach: Vec<f32>,
    /// What the terms up to and including this one are worth together.
    cover: Vec<f32>,
    /// What a document must have of that.
    floor: f32,
}

impl<'a, C: Cursor> Loose<'a, C> {
    fn new(mut terms: Vec<Scored<'a, C>>, floor: f32) -> Self {
        let best = |term: &Scored<'a, C>| term.weight.map_or(0.0, Weight::best);
        terms.sort_by(|one, two| best(one).total_cmp(&best(two)));
        let reach = sums(terms.iter().map(best));
        let cover = sums(terms.iter().map(Scored::worth));
        Self { terms, reach, cover, floor }
    }

    /// How many of the weakest terms cannot reach the bar or the floor together.
    fn idle(&self, bar: f32) -> usize {
        let below_bar = self.reach.partition_point(|reach| *reach < bar);
        below_bar.max(self.cover.partition_point(|cover| *cover < self.floor))
    }

    /// The next document that has a term without which the bar is out of reach.
    fn next_candidate(&self, bar: f32) -> Option<u32> {
        let strong = self.terms.get(self.idle(bar)..)?;
        strong.iter().map(|term| term.cursor.doc()).min().filter(|doc| *doc != END)
    }

    /// Scores `doc` if it is allowed and reaches the bar, and moves on.
    fn take(&mut self, doc: u32, bar: f32, allowed: bool) -> Option<f32> {
        let idle = self.idle(bar);
        let (weak, strong) = self.terms.split_at_mut(idle);
        let (mut score, mut cover) = (0.0, 0.0);
        for term in strong {
            if term.cursor.doc() == doc {
                if allowed {
                    score += term.score(doc);
                    cover += term.worth();
                }
                term.cursor.advance();
            }
        }
        if !allowed {
            return None;
        }
        for ((term, reach), weak) in weak.iter_mut().zip(&self.reach).zip(&self.cover).rev() {
            if score + reach < bar || cover + weak < self.floor {
                return None;
            }
            if term.cursor.seek(doc) == doc {
                score += term.score(doc);
                cover += term.worth();
            }
        }
        (score >= bar && cover >= self.floor).then_some(score)
    }
}

/// The sums of the first, the first two, and so on.
fn sums(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let running = values.scan(0.0, |sum, value| {
        *sum += value;
        Some(*sum)
    });
    running.collect()
}
