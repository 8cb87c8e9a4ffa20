//! One search from question to page.
//!
//! Memory is searched first, under the lock and briefly; the disk after the lock is released, on a
//! view that cannot change. Both feed one list with one measure of rarity, so that it does not show
//! where a post lies. If nothing meets the whole question, a second, relaxed pass shows what comes
//! nearest, and says so.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::collect::{Candidate, Collector};
use crate::disk::{DiskShard, DiskView};
use crate::document::{Column, Document};
use crate::excerpt::{Excerpt, excerpt};
use crate::index::Live;
use crate::matching::{Admission, Matching, Order};
use crate::memory::MemoryShard;
use crate::plan::{Mode, Needle, Plan};
use crate::query::Query;
use crate::refine::{REFINED, gains, with_recency};
use crate::rights::{Directory, Rights, SpaceSet};
use crate::shard::Shard;
use crate::statistics::{Handles, Statistics, Weight};
use crate::tokenizer::{Tokenizer, normalise_tag};

/// Titles are shown up to this length.
const TITLE_CHARS: usize = 80;
/// Spellings are looked up this far.
const MAX_EXPANSIONS: usize = 64;
/// Nobody turns pages beyond.
const MAX_OFFSET: usize = 10_000;
/// The largest page.
const MAX_LIMIT: usize = 200;

/// What is asked beside the words.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only these kinds; empty for all.
    pub kinds: Vec<String>,
    /// Only these spaces; the rights hold all the same.
    pub spaces: Option<SpaceSet>,
    /// Only documents of one of these authors.
    pub authors: Option<Vec<i64>>,
    /// Never documents of these authors (blocked ones).
    pub without_authors: Vec<i64>,
    /// Only documents with all of these tags.
    pub tags: Vec<String>,
    /// Not older, microseconds UTC, inclusive.
    pub since: Option<i64>,
    /// Older, microseconds UTC, exclusive.
    pub until: Option<i64>,
}

/// A question.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The words.
    pub query: &'a Query,
    /// Of the person who asks.
    pub rights: &'a Rights,
    /// What else is asked.
    pub filter: &'a Filter,
    /// How the answer is ordered.
    pub order: Order,
    /// The present, microseconds UTC.
    pub now: i64,
    /// How many hits to skip, at most 10,000.
    pub offset: usize,
    /// How many hits to return, at most 200.
    pub limit: usize,
    /// Length of the excerpts, in characters.
    pub excerpt_chars: usize,
}

/// One page of results.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// The page.
    pub hits: Vec<Hit>,
    /// How many match in all; of a relaxed answer, at least so many.
    pub total: u64,
    /// Nothing met the whole question; these come nearest.
    pub relaxed: bool,
}

/// A result.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The document's id.
    pub id: i64,
    /// Its kind.
    pub kind: String,
    /// Its space, 0 for none.
    pub space: i64,
    /// Its author, 0 for nobody.
    pub author: i64,
    /// Its time, microseconds UTC.
    pub at: i64,
    /// Comparable within one answer; 0 when ordered by newest.
    pub score: f32,
    /// The title with marks.
    pub title: Excerpt,
    /// Part of the text with marks.
    pub body: Excerpt,
}

/// What a search needs of the index.
pub(crate) struct Searching<'a> {
    pub(crate) tokenizer: &'a Tokenizer,
    pub(crate) directory: &'a Directory,
    pub(crate) request: &'a Request<'a>,
}

/// A document on its way into the answer.
enum Found {
    Memory(Arc<Document>),
    Disk(Candidate),
}

impl Searching<'_> {
    /// Answers; `read` gives the lock on the living state.
    pub(crate) fn answer<'l>(&self, read: impl Fn() -> std::sync::RwLockReadGuard<'l, Live>) -> Answer {
        let (answer, may_relax) = self.pass(read(), Mode::Strict);
        if answer.total == 0 && may_relax { self.pass(read(), Mode::Relaxed).0 } else { answer }
    }

    /// One pass; also whether a relaxed one could find more.
    fn pass(&self, live: std::sync::RwLockReadGuard<'_, Live>, mode: Mode) -> (Answer, bool) {
        let (view, hidden) = (Arc::clone(&live.view), Arc::clone(&live.hidden));
        let disk = hidden.shards(&view);
        let memory = [&live.fresh, &live.sealed];
        let mut plan =
            Plan::of(self.request.query, mode, self.tokenizer, &|prefix| expand(&memory, &disk, prefix));
        for tag in &self.request.filter.tags {
            plan.require_tag(&normalise_tag(tag));
        }
        let mut statistics = Statistics::new(&plan);
        let memory_handles = memory.map(|shard| statistics.gather(shard, &plan));
        let disk_handles: Vec<_> = disk.iter().map(|shard| statistics.gather(shard, &plan)).collect();
        let run = Run {
            plan: &plan,
            weights: statistics.weights(&plan),
            admission: self.admission(),
            authors: self.request.filter.authors.as_deref(),
            order: self.request.order,
        };
        let mut collector = Collector::new(self.room());
        for (number, (shard, handles)) in memory.into_iter().zip(&memory_handles).enumerate() {
            run.shard(shard, number, handles, &mut collector);
        }
        let recent = self.recent(&run, &memory, &memory_handles, &collector);
        drop(live);
        for (number, (shard, handles)) in disk.iter().zip(&disk_handles).enumerate() {
            run.shard(shard, memory_handles.len() + number, handles, &mut collector);
        }
        let may_relax = mode == Mode::Strict && plan.required.len() > 1 && !plan.relaxed.is_empty();
        let total = collector.total();
        let ranked = self.ranked(&run, &disk, &disk_handles, &recent, collector.into_ranked());
        let hits = self.hits(&view, recent, ranked, &plan.needles);
        (Answer { hits, total, relaxed: mode == Mode::Relaxed && total > 0 }, may_relax)
    }

    fn page(&self) -> (usize, usize) {
        (self.request.offset.min(MAX_OFFSET), self.request.limit.min(MAX_LIMIT))
    }

    /// How many candidates must be kept for this page.
    fn room(&self) -> usize {
        let (offset, limit) = self.page();
        if self.request.order == Order::Relevance { (offset + limit).max(REFINED) } else { offset + limit }
    }

    fn admission(&self) -> Admission {
        let filter = self.request.filter;
        let own = self.request.rights.effective();
        let spaces = match &filter.spaces {
            Some(wanted) => own.intersection(wanted),
            None => own,
        };
        let kinds = (!filter.kinds.is_empty()).then(|| {
            let mut words = [0_u64; 4];
            for kind in filter.kinds.iter().filter_map(|kind| self.directory.known_kind(kind)) {
                if let Some(word) = words.get_mut(usize::from(kind / 64)) {
                    *word |= 1 << (kind % 64);
                }
            }
            words
        });
        let without_authors = filter.without_authors.iter().copied().collect();
        Admission { spaces, kinds, since: filter.since, until: filter.until, without_authors }
    }

    /// The documents that were found in memory, and what they gain, while the lock is held.
    fn recent(
        &self,
        run: &Run<'_>,
        memory: &[&MemoryShard],
        handles: &[Handles<MemoryShard>],
        collector: &Collector,
    ) -> FxHashMap<(usize, u32), (Arc<Document>, f32)> {
        let mut recent = FxHashMap::default();
        for (number, (shard, handles)) in memory.iter().zip(handles).enumerate() {
            let mut documents: Vec<u32> =
                collector.kept().filter(|c| c.shard == number).map(|c| c.doc).collect();
            documents.sort_unstable();
            let gains = run.gains(*shard, &documents, handles);
            for (doc, gain) in documents.into_iter().zip(gains) {
                if let Some(document) = shard.document(doc) {
                    recent.insert((number, doc), (document, gain));
                }
            }
        }
        recent
    }

    /// The candidates in their final order.
    fn ranked(
        &self,
        run: &Run<'_>,
        disk: &[DiskShard<'_>],
        handles: &[Handles<DiskShard<'_>>],
        recent: &FxHashMap<(usize, u32), (Arc<Document>, f32)>,
        mut ranked: Vec<Candidate>,
    ) -> Vec<Candidate> {
        if run.order == Order::Newest {
            return ranked;
        }
        let first_disk = 2;
        let rest = ranked.split_off(REFINED.min(ranked.len()));
        for candidate in &mut ranked {
            candidate.score += recent.get(&(candidate.shard, candidate.doc)).map_or(0.0, |(_, gain)| *gain);
        }
        for (number, (shard, handles)) in disk.iter().zip(handles).enumerate() {
            let mut own: Vec<&mut Candidate> =
                ranked.iter_mut().filter(|c| c.shard == number + first_disk).collect();
            own.sort_unstable_by_key(|candidate| candidate.doc);
            let documents: Vec<u32> = own.iter().map(|candidate| candidate.doc).collect();
            for (candidate, gain) in own.into_iter().zip(run.gains(shard, &documents, handles)) {
                candidate.score += gain;
            }
        }
        for candidate in &mut ranked {
            candidate.score = with_recency(candidate.score, candidate.at, self.request.now);
        }
        ranked.sort_unstable_by(|one, two| two.cmp(one));
        ranked.extend(rest);
        ranked
    }

    fn hits(
        &self,
        view: &DiskView,
        mut recent: FxHashMap<(usize, u32), (Arc<Document>, f32)>,
        ranked: Vec<Candidate>,
        needles: &[Needle],
    ) -> Vec<Hit> {
        let (offset, limit) = self.page();
        let page = ranked.into_iter().skip(offset).take(limit);
        page.filter_map(|candidate| {
            let found = match recent.remove(&(candidate.shard, candidate.doc)) {
                Some((document, _)) => Found::Memory(document),
                None => Found::Disk(candidate),
            };
            self.hit(view, candidate, found, needles)
        })
        .collect()
    }

    fn hit(&self, view: &DiskView, candidate: Candidate, found: Found, needles: &[Needle]) -> Option<Hit> {
        let show = |title: &str, body: &str| {
            (excerpt(title, needles, TITLE_CHARS), excerpt(body, needles, self.request.excerpt_chars))
        };
        let Candidate { score, at, id, .. } = candidate;
        match found {
            Found::Memory(document) => {
                let (title, body) = show(&document.title, &document.body);
                let (space, author) = (document.space, document.author);
                Some(Hit { id, kind: document.kind.clone(), space, author, at, score, title, body })
            }
            Found::Disk(candidate) => {
                let segment = view.segments.get(candidate.shard.checked_sub(2)?)?;
                let (title, body) = segment.stored(candidate.doc);
                let (title, body) = show(&title, &body);
                let kind = self.directory.kind_name(segment.kind(candidate.doc));
                let (space, author) = (segment.space(candidate.doc), segment.author(candidate.doc));
                Some(Hit { id, kind, space, author, at, score, title, body })
            }
        }
    }
}

/// What is the same for all shards of a pass.
struct Run<'a> {
    plan: &'a Plan,
    weights: Vec<Weight>,
    admission: Admission,
    authors: Option<&'a [i64]>,
    order: Order,
}

impl Run<'_> {
    fn shard<S: Shard>(&self, shard: &S, number: usize, handles: &Handles<S>, collector: &mut Collector) {
        let matching = Matching {
            shard,
            number,
            plan: self.plan,
            handles,
            weights: &self.weights,
            admission: &self.admission,
            authors: self.authors,
            order: self.order,
        };
        match self.plan.mode {
            Mode::Strict => matching.strict(collector),
            Mode::Relaxed => matching.relaxed(collector),
        }
    }

    fn gains<S: Shard>(&self, shard: &S, documents: &[u32], handles: &Handles<S>) -> Vec<f32> {
        if self.order == Order::Newest {
            return vec![0.0; documents.len()];
        }
        gains(shard, documents, self.plan, handles, &self.weights)
    }
}

/// The terms of the pinyin column that begin with `prefix`, commonest first.
fn expand(memory: &[&MemoryShard], disk: &[DiskShard<'_>], prefix: &str) -> Vec<String> {
    let mut frequencies: FxHashMap<String, u64> = FxHashMap::default();
    let mut note = |term: &str, frequency: u64| {
        if let Some(known) = frequencies.get_mut(term) {
            *known += frequency;
        } else if frequencies.len() < MAX_EXPANSIONS {
            frequencies.insert(term.to_owned(), frequency);
        }
        true
    };
    for shard in memory {
        shard.for_prefix(Column::Pinyin, prefix, &mut note);
    }
    for shard in disk {
        shard.for_prefix(Column::Pinyin, prefix, &mut note);
    }
    let mut terms: Vec<(String, u64)> = frequencies.into_iter().collect();
    terms.sort_unstable_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
    terms.into_iter().map(|(term, _)| term).collect()
}
