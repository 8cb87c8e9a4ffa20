//! The layout of the index files.
//!
//! One indexed column per [`Column`], fed with ready tokens; five numeric or short columns for
//! rights, filters and order; title and body stored for excerpts. [`FORMAT`] is part of the folder's
//! name: a change here, or in the tokenizer, raises it, and the index is rebuilt from the log.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TantivyDocument, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};

use crate::document::{Column, Document};
use crate::tokenizer::Analysis;
use crate::tokens::EncodedTokens;

/// Version of layout and tokenizer.
pub(crate) const FORMAT: u32 = 2;
/// The name under which the reader of ready tokens is registered.
const READY_TOKENS: &str = "ready";
/// Names of the columns that are read by name.
pub(crate) const ID: &str = "id";
pub(crate) const SPACE: &str = "space";
pub(crate) const AUTHOR: &str = "author";
pub(crate) const AT: &str = "at";
pub(crate) const KIND: &str = "kind";

/// The fields by use.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub(crate) id: Field,
    pub(crate) author: Field,
    pub(crate) title: Field,
    pub(crate) body: Field,
    space: Field,
    at: Field,
    kind: Field,
    columns: [Field; 7],
}

impl Fields {
    /// The schema and its fields.
    pub(crate) fn build() -> (Schema, Self) {
        let mut builder = Schema::builder();
        let columns = Column::ALL.map(|column| builder.add_text_field(column.name(), indexing(column)));
        let fields = Self {
            id: builder.add_i64_field(ID, INDEXED | FAST),
            author: builder.add_i64_field(AUTHOR, INDEXED | FAST),
            space: builder.add_i64_field(SPACE, FAST),
            at: builder.add_i64_field(AT, FAST),
            kind: builder.add_text_field(KIND, STRING | FAST),
            title: builder.add_text_field("title", STORED),
            body: builder.add_text_field("body", STORED),
            columns,
        };
        (builder.build(), fields)
    }

    /// The field of an indexed column.
    pub(crate) fn column(&self, column: Column) -> Field {
        let [first, ..] = self.columns;
        self.columns.get(column.slot()).copied().unwrap_or(first)
    }

    /// The document as the index writer wants it.
    pub(crate) fn document(&self, document: &Document, analysis: &Analysis) -> TantivyDocument {
        let mut fed = TantivyDocument::default();
        for (field, list) in self.columns.iter().zip(analysis.lists()) {
            if list.len() > 0 {
                fed.add_text(*field, list.encoded());
            }
        }
        fed.add_i64(self.id, document.id);
        fed.add_i64(self.author, document.author);
        fed.add_i64(self.space, document.space);
        fed.add_i64(self.at, document.at);
        fed.add_text(self.kind, &document.kind);
        for (field, text) in [(self.title, &document.title), (self.body, &document.body)] {
            if !text.is_empty() {
                fed.add_text(field, text);
            }
        }
        fed
    }
}

/// The tokenizers that the schema names.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(READY_TOKENS, TextAnalyzer::from(EncodedTokens::default()));
    manager
}

fn indexing(column: Column) -> TextOptions {
    let detail = match column {
        Column::Text => IndexRecordOption::WithFreqsAndPositions,
        Column::Chars | Column::Words | Column::Title => IndexRecordOption::WithFreqs,
        Column::Pinyin | Column::Names | Column::Tags => IndexRecordOption::Basic,
    };
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(READY_TOKENS)
            .set_index_option(detail)
            .set_fieldnorms(column.has_lengths()),
    )
}
