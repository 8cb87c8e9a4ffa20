//! What goes into the index and what it is told apart by.
//!
//! Rules: ids are the caller's; a second document with the same id replaces the first; times are
//! microseconds UTC.
//! Deliberately not here: where documents come from. The glue that reads the log builds them.

/// A searchable thing: a post, a space, a member, a tag.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// Unique over all kinds.
    pub id: i64,
    /// A short name, equal for all documents of a sort: `post`, `space`, `member`. At most 255
    /// different kinds can be told apart; later ones are never shown.
    pub kind: String,
    /// The space whose readers may find it; 0 stands outside every space.
    pub space: i64,
    /// Who made it; 0 for nobody. Everything of one author can be removed together.
    pub author: i64,
    /// When it happened, microseconds UTC.
    pub at: i64,
    /// A title or name; may be empty.
    pub title: String,
    /// The text; may be empty.
    pub body: String,
    /// Tags without `#`.
    pub tags: Vec<String>,
}

/// The searchable columns of a document. The order is the order in the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Column {
    /// Bigrams and Latin words of title, body and tags, with positions.
    Text,
    /// Single Chinese characters of the same.
    Chars,
    /// Dictionary and custom words of the same.
    Words,
    /// Bigrams and words of the title alone.
    Title,
    /// `spelling word` for every word: a spelling is looked up as a prefix that ends in a blank.
    Pinyin,
    /// The whole short title, and `spelling title`, for suggestions.
    Names,
    /// Whole tags.
    Tags,
}

impl Column {
    /// Every column, in the order of [`Column::slot`].
    pub(crate) const ALL: [Self; 7] =
        [Self::Text, Self::Chars, Self::Words, Self::Title, Self::Pinyin, Self::Names, Self::Tags];

    /// Position in arrays that hold one thing per column.
    pub(crate) fn slot(self) -> usize {
        self as usize
    }

    /// Whether the length of a document counts in this column's ranking.
    pub(crate) fn has_lengths(self) -> bool {
        matches!(self, Self::Text | Self::Chars | Self::Words | Self::Title)
    }

    /// Name in the index files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Chars => "chars",
            Self::Words => "words",
            Self::Title => "title_terms",
            Self::Pinyin => "pinyin",
            Self::Names => "names",
            Self::Tags => "tags",
        }
    }
}
