//! How often the passage that answers a question comes first, beside plain bigram BM25.

use std::path::Path;
use std::sync::Arc;

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query as AnyQuery, TermQuery};
use tantivy::schema::{FAST, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexWriter, TantivyDocument, Term};
use weilu_search::{Document, Filter, Order, Query, Request, Rights, SearchIndex, Tokenizer, normalise};

use crate::Options;
use crate::corpus::{self, unpack};
use crate::figures::{figure, say};

/// How many posts stand around the passages.
const AMONG: usize = 200_000;
const LIBRARY: i64 = 1;
const ELSEWHERE: i64 = 2;

type Failure = Box<dyn std::error::Error>;

/// Passages, and questions with the number of their passage.
pub(crate) struct Questions {
    pub(crate) passages: Vec<String>,
    pub(crate) questions: Vec<(String, usize)>,
}

/// The questions of the shared data, or nothing where they are not.
pub(crate) fn load(data: &Path) -> Option<Questions> {
    let text = unpack(&data.join("search/cmrc2018_trial.json.gz"))?;
    Some(read(&serde_json::from_str(&text).ok()?))
}

/// Prints the share of first places and the mean reciprocal rank.
pub(crate) fn measure(options: &Options) -> Result<(), Failure> {
    let Some(set) = load(&options.data) else {
        return Ok(say(
            "quality: skipped, search/cmrc2018_trial.json.gz is not in the data folder (--data DIR)",
        )?);
    };
    say(&format!("quality: {} questions about {} passages", set.questions.len(), set.passages.len()))?;
    let plain = ranks_of_plain(&set)?;
    let ours = ranks_of_ours(&set, &[]);
    let posts = corpus::real_posts(&options.data).unwrap_or_else(|| corpus::generated_posts(AMONG));
    let among = ranks_of_ours(&set, posts.get(..AMONG.min(posts.len())).unwrap_or_default());
    let reciprocal = |ranks: &[Option<usize>]| share(ranks, |rank| 1.0 / (rank + 1) as f64);
    figure("first_hit", "%", first(&ours), Some(first(&plain)))?;
    figure("mean_reciprocal_rank", "", reciprocal(&ours), Some(reciprocal(&plain)))?;
    figure("first_hit_among_posts", "%", first(&among), Some(first(&plain)))?;
    Ok(())
}

/// The share of questions, in percent, whose passage comes first.
pub(crate) fn first(ranks: &[Option<usize>]) -> f64 {
    100.0 * share(ranks, |rank| if rank == 0 { 1.0 } else { 0.0 })
}

fn share(ranks: &[Option<usize>], worth: impl Fn(usize) -> f64) -> f64 {
    ranks.iter().flatten().map(|rank| worth(*rank)).sum::<f64>() / ranks.len().max(1) as f64
}

fn read(set: &serde_json::Value) -> Questions {
    let list = |value: &serde_json::Value, key: &str| {
        value.get(key).and_then(|v| v.as_array()).cloned().unwrap_or_default()
    };
    let text = |value: &serde_json::Value, key: &str| {
        value.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned()
    };
    let mut read = Questions { passages: Vec::new(), questions: Vec::new() };
    for paragraph in list(set, "data").iter().flat_map(|entry| list(entry, "paragraphs")) {
        for question in list(&paragraph, "qas") {
            read.questions.push((text(&question, "question"), read.passages.len()));
        }
        read.passages.push(text(&paragraph, "context"));
    }
    read
}

/// The passages in one space, beside short posts in another.
fn ranks_of_ours(set: &Questions, posts: &[String]) -> Vec<Option<usize>> {
    let index = SearchIndex::in_memory(Arc::new(Tokenizer::new()));
    for (number, text) in set.passages.iter().chain(posts).enumerate() {
        let space = if number < set.passages.len() { LIBRARY } else { ELSEWHERE };
        index.add(Document { id: number as i64, space, body: text.clone(), ..Document::default() });
    }
    let spaces = index.space_set([LIBRARY]);
    let rights = Rights { spaces: index.space_set([LIBRARY, ELSEWHERE]), ..Rights::default() };
    let filter = Filter { spaces: Some(spaces), ..Filter::default() };
    let rank = |(question, passage): &(String, usize)| {
        let query = Query::parse(question);
        let (order, now) = (Order::Relevance, 0);
        let request = Request {
            query: &query,
            rights: &rights,
            filter: &filter,
            order,
            now,
            offset: 0,
            limit: 10,
            excerpt_chars: 10,
        };
        index.search(&request).hits.iter().position(|hit| hit.id == *passage as i64)
    };
    set.questions.iter().map(rank).collect()
}

/// The baseline: bigrams of Chinese, whole Latin words, joined by "or", plain BM25.
pub(crate) fn ranks_of_plain(set: &Questions) -> Result<Vec<Option<usize>>, Failure> {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("whitespace")
        .set_index_option(IndexRecordOption::WithFreqs);
    let bigrams = schema.add_text_field("bigrams", TextOptions::default().set_indexing_options(indexing));
    let number = schema.add_u64_field("number", FAST);
    let index = Index::create_in_ram(schema.build());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 50_000_000)?;
    for (at, passage) in set.passages.iter().enumerate() {
        let mut document = TantivyDocument::new();
        document.add_text(bigrams, plain_tokens(passage).join(" "));
        document.add_u64(number, at as u64);
        writer.add_document(document)?;
    }
    writer.commit()?;
    let searcher = index.reader()?.searcher();
    let mut ranks = Vec::new();
    for (question, passage) in &set.questions {
        let term = |token: &String| {
            let term = TermQuery::new(Term::from_field_text(bigrams, token), IndexRecordOption::WithFreqs);
            (Occur::Should, Box::new(term) as Box<dyn AnyQuery>)
        };
        let query = BooleanQuery::new(plain_tokens(question).iter().map(term).collect());
        let mut rank = None;
        for (place, (_, address)) in
            searcher.search(&query, &TopDocs::with_limit(10).order_by_score())?.into_iter().enumerate()
        {
            let numbers = searcher.segment_reader(address.segment_ord).fast_fields().u64("number")?;
            if rank.is_none() && numbers.first(address.doc_id) == Some(*passage as u64) {
                rank = Some(place);
            }
        }
        ranks.push(rank);
    }
    Ok(ranks)
}

fn plain_tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let is_chinese = |ch: char| ('\u{3400}'..='\u{9fff}').contains(&ch);
    for part in normalise(text).split(|ch: char| !ch.is_alphanumeric()) {
        let mut rest: Vec<char> = part.chars().collect();
        while let Some(first) = rest.first().copied() {
            let length = rest.iter().take_while(|ch| is_chinese(**ch) == is_chinese(first)).count();
            let run: Vec<char> = rest.drain(..length).collect();
            if is_chinese(first) && length > 1 {
                tokens.extend(run.windows(2).map(|pair| pair.iter().collect::<String>()));
            } else {
                tokens.push(run.into_iter().collect());
            }
        }
    }
    tokens
}
