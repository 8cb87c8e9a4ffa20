//! How long searches take over a million posts with rights, and how fast posts come in.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use weilu_search::{Document, Filter, Order, Position, Query, Request, Rights, SearchIndex, Tokenizer};

use crate::Options;
use crate::corpus::{Chance, generated_posts, real_posts};
use crate::figures::{figure, percentile, say};

type Failure = Box<dyn std::error::Error>;

const SPACES: usize = 2_000;
const NOW: i64 = 1_700_000_000_000_000;
const MINUTE: i64 = 60_000_000;
/// Questions per class.
const QUESTIONS: usize = 1_000;
/// Posts between two ticks.
const BATCH: usize = 2_000;

/// Indexes, then times every class of question.
pub(crate) fn measure(options: &Options) -> Result<(), Failure> {
    let real = real_posts(&options.data);
    let kind = if real.is_some() { "real" } else { "generated (weibo_ced is not in the data folder)" };
    let texts = real.unwrap_or_else(|| generated_posts(options.posts));
    say(&format!("speed: {} posts, {kind}", options.posts))?;
    let scratch = tempfile::tempdir()?;
    let folder = options.keep.as_deref().unwrap_or(scratch.path());
    let index = SearchIndex::open(folder, Arc::new(Tokenizer::new()))?;
    if index.len() < options.posts {
        fill(&index, &texts, options.posts)?;
        settle(&index)?;
    }
    let bytes: usize = (0..options.posts).filter_map(|at| text_at(&texts, at)).map(str::len).sum();
    let mut sizes = BTreeMap::new();
    add_sizes(folder, &mut sizes)?;
    say(&format!("speed: bytes by kind of file beside {bytes} of text: {sizes:?}"))?;
    figure("index_size", "of the text", sizes.values().sum::<u64>() as f64 / bytes as f64, None)?;
    let mut chance = Chance::new(11);
    let seen: Vec<i64> = (1..=SPACES as i64).filter(|_| chance.below(3) == 0).collect();
    let rights = Rights { spaces: index.space_set(seen), outside: true };
    let asking = Asking { index: &index, rights: &rights, texts: &texts, posts: options.posts };
    asking.words(&mut chance)?;
    asking.others(&mut chance)?;
    asking.freshness(&texts)?;
    Ok(())
}

fn text_at(texts: &[String], at: usize) -> Option<&str> {
    texts.get(at % texts.len().max(1)).map(String::as_str)
}

fn fill(index: &SearchIndex, texts: &[String], posts: usize) -> Result<(), Failure> {
    let mut chance = Chance::new(5);
    let start = Instant::now();
    let mut slowest: f64 = 0.0;
    for at in 0..posts {
        let id = at as i64 + 1;
        index.add(Document {
            id,
            kind: "post".to_owned(),
            space: chance.rank(SPACES) as i64 + 1,
            author: chance.rank(100_000) as i64 + 1,
            at: NOW - (posts as i64 - id) * MINUTE,
            body: text_at(texts, at).unwrap_or_default().to_owned(),
            ..Document::default()
        });
        if (id as usize).is_multiple_of(BATCH) {
            let tick = Instant::now();
            index.tick(id)?;
            slowest = slowest.max(tick.elapsed().as_secs_f64());
        }
    }
    index.advance(Position { pos: posts as i64, mark: 0 });
    index.flush()?;
    figure("indexed", "posts/s", posts as f64 / start.elapsed().as_secs_f64(), None)?;
    figure("slowest_tick", "ms", slowest * 1e3, None)?;
    Ok(())
}

/// Waits until the merges have ended, as they would have on a server.
fn settle(index: &SearchIndex) -> Result<(), Failure> {
    let start = Instant::now();
    index.purge()?;
    index.tick(0)?;
    index.purge()?;
    say(&format!("speed: merges ended after {:.1} s", start.elapsed().as_secs_f64()))?;
    Ok(())
}

fn add_sizes(folder: &Path, sizes: &mut BTreeMap<String, u64>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            add_sizes(&path, sizes)?;
        } else {
            let kind = path.extension().map(|kind| kind.to_string_lossy().into_owned()).unwrap_or_default();
            *sizes.entry(kind).or_default() += entry.metadata()?.len();
        }
    }
    Ok(())
}

/// What this thread has computed so far, milliseconds: on a busy machine the honest measure.
fn computed() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

/// How one question went.
#[derive(Clone, Copy)]
struct Asked {
    total: u64,
    /// Milliseconds by the clock.
    passed: f64,
    /// Milliseconds of computing.
    computed: f64,
}

struct Asking<'a> {
    index: &'a SearchIndex,
    rights: &'a Rights,
    texts: &'a [String],
    posts: usize,
}

impl Asking<'_> {
    fn ask(&self, text: &str, order: Order) -> Asked {
        let (query, filter) = (Query::parse(text), Filter::default());
        let request = Request {
            query: &query,
            rights: self.rights,
            filter: &filter,
            order,
            now: NOW,
            offset: 0,
            limit: 20,
            excerpt_chars: 80,
        };
        let (start, before) = (Instant::now(), computed());
        let total = self.index.search(&request).total;
        Asked { total, passed: start.elapsed().as_secs_f64() * 1e3, computed: computed() - before }
    }

    /// Words as they come in posts, by how many of the visible posts have them.
    fn words(&self, chance: &mut Chance) -> Result<(), Failure> {
        let tokenizer = Tokenizer::new();
        let visible = self.posts as f64 / 3.0;
        let classes: [(&str, f64, f64); 4] =
            [("rare", 0.0, 0.001), ("usual", 0.001, 0.01), ("common", 0.01, 0.1), ("commonest", 0.1, 1.1)];
        let mut asked: Vec<Vec<String>> = vec![Vec::new(); classes.len()];
        for _ in 0..QUESTIONS * 40 {
            let text = text_at(self.texts, chance.below(self.posts)).unwrap_or_default();
            let words = tokenizer.words(text);
            let Some(word) = words.get(chance.below(words.len())).map(|word| word.text.clone()) else {
                continue;
            };
            let share = self.ask(&word, Order::Relevance).total as f64 / visible;
            let class = classes.iter().position(|(_, from, to)| share >= *from && share < *to);
            if let Some(list) = class.and_then(|class| asked.get_mut(class))
                && list.len() < QUESTIONS
            {
                list.push(word);
            }
        }
        for ((name, ..), words) in classes.iter().zip(&asked) {
            self.time(&format!("word_{name}"), words, Order::Relevance)?;
            self.time(&format!("word_{name}_newest"), words, Order::Newest)?;
        }
        Ok(())
    }

    fn others(&self, chance: &mut Chance) -> Result<(), Failure> {
        let tokenizer = Tokenizer::new();
        let (mut pairs, mut phrases, mut questions) = (Vec::new(), Vec::new(), Vec::new());
        while pairs.len() < QUESTIONS {
            let text = text_at(self.texts, chance.below(self.posts)).unwrap_or_default();
            let words = tokenizer.words(text);
            if let (Some(one), Some(two)) =
                (words.get(chance.below(words.len())), words.get(chance.below(words.len())))
            {
                pairs.push(format!("{} {}", one.text, two.text));
                let start = text.char_indices().nth(chance.below(10)).map_or(0, |(at, _)| at);
                let part = |length: usize| {
                    text.get(start..).unwrap_or_default().chars().take(length).collect::<String>()
                };
                phrases.push(format!("\"{}\"", part(5)));
                questions.push(format!("{} {}是什么意思", part(12), two.text));
            }
        }
        let characters: Vec<String> =
            "的了是我不一有人在这你好大来上".repeat(QUESTIONS / 20).chars().map(String::from).collect();
        self.time("characters", &characters, Order::Relevance)?;
        self.time("characters_newest", &characters, Order::Newest)?;
        self.time("two_words", &pairs, Order::Relevance)?;
        self.time("phrases", &phrases, Order::Relevance)?;
        self.time("questions", &questions, Order::Relevance)?;
        Ok(())
    }

    fn time(&self, name: &str, questions: &[String], order: Order) -> Result<(), Failure> {
        if questions.is_empty() {
            return Ok(say(&format!("speed: no {name} in these texts"))?);
        }
        let answers: Vec<Asked> = questions.iter().map(|question| self.ask(question, order)).collect();
        let mean_total = answers.iter().map(|asked| asked.total as f64).sum::<f64>() / answers.len() as f64;
        say(&format!("speed: {name}: {} questions, {mean_total:.0} hits on average", questions.len()))?;
        let sorted = |part: fn(&Asked) -> f64| {
            let mut times: Vec<f64> = answers.iter().map(part).collect();
            times.sort_by(f64::total_cmp);
            times
        };
        let (passed, computed) = (sorted(|asked| asked.passed), sorted(|asked| asked.computed));
        figure(&format!("{name}_p50"), "ms", percentile(&passed, 0.5), None)?;
        figure(&format!("{name}_p99"), "ms", percentile(&passed, 0.99), None)?;
        figure(&format!("{name}_cpu_p99"), "ms", percentile(&computed, 0.99), None)?;
        Ok(())
    }

    /// From adding a post to finding it, beside a million others.
    fn freshness(&self, texts: &[String]) -> Result<(), Failure> {
        let mut times = Vec::new();
        for number in 0..500_i64 {
            let body = format!("{} 新帖{number}号", text_at(texts, number as usize).unwrap_or_default());
            let id = self.posts as i64 + number + 1;
            let start = Instant::now();
            self.index.add(Document { id, kind: "post".to_owned(), at: NOW, body, ..Document::default() });
            let found = self.ask(&format!("新帖{number}号"), Order::Newest).total;
            times.push(start.elapsed().as_secs_f64() * 1e3);
            if found == 0 {
                return Err("a new post was not found".into());
            }
        }
        times.sort_by(f64::total_cmp);
        figure("new_post_found_p99", "ms", percentile(&times, 0.99), None)?;
        Ok(())
    }
}
