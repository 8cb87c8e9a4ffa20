//! How rare a term is over all shards, and what a match of it is worth (BM25).
//!
//! Frequencies and lengths are summed over memory and disk, so that a document's score does not
//! depend on where it lies. Removed documents count until their segment is rewritten.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::Bm25Weight;

use crate::document::Column;
use crate::plan::Plan;
use crate::shard::{Cursor, Shard};

/// Tokens of a paragraph. Where posts are shorter on the whole, length is measured against this: among remarks of
/// twenty characters an article would otherwise be worth next to nothing, whatever it says.
const PARAGRAPH: f32 = 100.0;

/// The least length that is measured against.
fn paragraph(column: Column) -> f32 {
    if column == Column::Title { 1.0 } else { PARAGRAPH }
}

/// The terms of a plan as one shard knows them.
pub(crate) type Handles<S> = Vec<Option<<S as Shard>::Handle>>;

/// Sums over shards.
#[derive(Debug)]
pub(crate) struct Statistics {
    documents: u64,
    tokens: [u64; 7],
    frequencies: Vec<u64>,
}

impl Statistics {
    /// Nothing counted yet.
    pub(crate) fn new(plan: &Plan) -> Self {
        Self { documents: 0, tokens: [0; 7], frequencies: vec![0; plan.terms.len()] }
    }

    /// Looks the terms of a plan up in a shard and adds what it knows.
    pub(crate) fn gather<S: Shard>(&mut self, shard: &S, plan: &Plan) -> Handles<S> {
        self.documents += shard.documents();
        for (sum, column) in self.tokens.iter_mut().zip(Column::ALL) {
            *sum += shard.tokens(column);
        }
        let mut handles = Vec::with_capacity(plan.terms.len());
        for (term, frequency) in plan.terms.iter().zip(&mut self.frequencies) {
            let handle = shard.find(term.column, &term.text);
            *frequency += handle.as_ref().map_or(0, |handle| shard.document_frequency(handle));
            handles.push(handle);
        }
        handles
    }

    /// What each term of the plan is worth.
    pub(crate) fn weights(&self, plan: &Plan) -> Vec<Weight> {
        plan.terms
            .iter()
            .zip(&self.frequencies)
            .map(|(term, frequency)| self.weight(term.column, *frequency))
            .collect()
    }

    fn weight(&self, column: Column, frequency: u64) -> Weight {
        let documents = self.documents.max(frequency).max(1);
        let tokens = self.tokens.get(column.slot()).copied().unwrap_or(0);
        let mean_length = if column.has_lengths() {
            (tokens as f32 / documents as f32).max(paragraph(column))
        } else {
            1.0
        };
        let bm25 = Bm25Weight::for_one_term_without_explain(frequency, documents, mean_length);
        Weight {
            column,
            has_lengths: column.has_lengths(),
            fixed_length: FieldNormReader::fieldnorm_to_id(1),
            is_known: frequency > 0,
            bm25,
        }
    }
}

/// The worth of one term.
#[derive(Clone)]
pub(crate) struct Weight {
    pub(crate) column: Column,
    has_lengths: bool,
    fixed_length: u8,
    is_known: bool,
    bm25: Bm25Weight,
}

impl Weight {
    /// The score of a document that has the term `frequency` times, by a cursor of that term.
    #[inline]
    pub(crate) fn score(&self, cursor: &impl Cursor, doc: u32, frequency: u32) -> f32 {
        let length = if self.has_lengths { cursor.length_code(doc) } else { self.fixed_length };
        self.bm25.score(length, frequency)
    }

    /// No document scores more.
    pub(crate) fn best(&self) -> f32 {
        self.bm25.max_score()
    }

    /// About what a document of usual length with the term scores; nothing if none has it.
    pub(crate) fn usual(&self) -> f32 {
        if !self.is_known {
            return 0.0;
        }
        // One over (k1 + 1) of the best, with the usual k1 of 1.2.
        self.best() / 2.2
    }
}
