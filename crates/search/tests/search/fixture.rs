//! Small indexes to ask, each once in memory and once with files.

use std::sync::Arc;

use weilu_search::{Answer, Document, Filter, Order, Query, Request, Rights, SearchIndex, Tokenizer};

/// The present in these tests, microseconds.
pub(crate) const NOW: i64 = 1_700_000_000_000_000;

/// A post in space 1.
pub(crate) fn post(id: i64, body: &str) -> Document {
    Document {
        id,
        kind: "post".to_owned(),
        space: 1,
        author: 100,
        at: NOW - 1_000_000 + id,
        body: body.to_owned(),
        ..Document::default()
    }
}

/// An index with files, and the folder that goes with it.
pub(crate) fn on_disk() -> (tempfile::TempDir, SearchIndex) {
    let folder = tempfile::tempdir().unwrap();
    let index = SearchIndex::open(folder.path(), Arc::new(Tokenizer::new())).unwrap();
    (folder, index)
}

/// Runs a check on the same documents in memory, on disk, and half and half.
pub(crate) fn everywhere(documents: &[Document], check: impl Fn(&SearchIndex)) {
    let memory = SearchIndex::in_memory(Arc::new(Tokenizer::new()));
    documents.iter().cloned().for_each(|document| memory.add(document));
    check(&memory);
    let (_folder, disk) = on_disk();
    documents.iter().cloned().for_each(|document| disk.add(document));
    disk.flush().unwrap();
    check(&disk);
    let (_folder, both) = on_disk();
    for (number, document) in documents.iter().cloned().enumerate() {
        both.add(document);
        if number == documents.len() / 2 {
            both.flush().unwrap();
        }
    }
    check(&both);
}

/// The rights to spaces 1 and 2 and to what stands outside.
pub(crate) fn all_rights(index: &SearchIndex) -> Rights {
    Rights { spaces: index.space_set([1, 2]), outside: true }
}

/// Asks with these rights and filter.
pub(crate) fn ask(
    index: &SearchIndex,
    query: &str,
    rights: &Rights,
    filter: &Filter,
    order: Order,
) -> Answer {
    let query = Query::parse(query);
    index.search(&Request {
        query: &query,
        rights,
        filter,
        order,
        now: NOW,
        offset: 0,
        limit: 50,
        excerpt_chars: 60,
    })
}

/// Asks with every right.
pub(crate) fn answer(index: &SearchIndex, query: &str) -> Answer {
    ask(index, query, &all_rights(index), &Filter::default(), Order::Relevance)
}

/// The ids of an answer, best first.
pub(crate) fn ids(answer: &Answer) -> Vec<i64> {
    answer.hits.iter().map(|hit| hit.id).collect()
}

/// The ids that strictly meet a query, sorted.
pub(crate) fn found(index: &SearchIndex, query: &str) -> Vec<i64> {
    let answer = answer(index, query);
    let mut ids = if answer.relaxed { Vec::new() } else { ids(&answer) };
    ids.sort_unstable();
    ids
}
