//! The parts of a form: what is asked and what an answer may look like.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_vocabulary::Text;

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Names the answer: a small letter, then small letters, digits and `_`, up to 40.
    pub key: String,
    /// The question.
    pub label: Text,
    /// A hint below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Text>,
    /// Whether it must be answered.
    #[serde(default)]
    pub required: bool,
    /// What may be answered, and what it is worth.
    pub kind: FieldKind,
}

/// What may be answered. Points are given for choices and numbers; words are read by a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FieldKind {
    /// One line.
    Text {
        /// Least characters.
        #[serde(default)]
        min_chars: u32,
        /// Most characters, up to 200.
        #[serde(default = "line")]
        max_chars: u32,
        /// Whether a person reads it before a decision.
        #[serde(default)]
        read_by_person: bool,
    },
    /// Several lines.
    LongText {
        /// Least characters.
        #[serde(default)]
        min_chars: u32,
        /// Most characters, up to 5000.
        #[serde(default = "page")]
        max_chars: u32,
        /// Whether a person reads it before a decision.
        #[serde(default)]
        read_by_person: bool,
    },
    /// One of several.
    Single {
        /// To choose from.
        options: Vec<Choice>,
    },
    /// Some of several.
    Multiple {
        /// To choose from.
        options: Vec<Choice>,
        /// Least number of choices, when it is answered.
        #[serde(default = "one")]
        min_choices: u32,
        /// Most number of choices; all when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_choices: Option<u32>,
    },
    /// A whole number.
    Number {
        /// Least.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<i64>,
        /// Most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<i64>,
        /// Of what: years, people, cups.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<Text>,
        /// What a number in a range is worth; outside every range it is worth nothing.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        scores: Vec<Band>,
    },
    /// A place, from large to small: province, city, district, street.
    Region {
        /// How many parts are wanted, 1 to 4.
        #[serde(default = "two")]
        parts: u32,
    },
    /// A day, `2026-11-21`.
    Date {
        /// First day allowed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        earliest: Option<String>,
        /// Last day allowed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        latest: Option<String>,
    },
    /// A phone number: eleven digits of the mainland, or `+` and country code.
    Phone {},
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Names it in answers, spelt like the key of a field.
    pub key: String,
    /// As shown.
    pub label: Text,
    /// What choosing it is worth, -1000 to 1000.
    #[serde(default)]
    pub points: i64,
}

/// What numbers from `from` to `to`, both included, are worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// First number.
    pub from: i64,
    /// Last number.
    pub to: i64,
    /// Points, -1000 to 1000.
    pub points: i64,
}

const fn line() -> u32 {
    100
}
const fn page() -> u32 {
    2000
}
const fn one() -> u32 {
    1
}
const fn two() -> u32 {
    2
}

impl FieldKind {
    /// Whether an answer of this kind waits for a person's reading.
    #[must_use]
    pub const fn is_read_by_person(&self) -> bool {
        matches!(
            self,
            FieldKind::Text { read_by_person: true, .. } | FieldKind::LongText { read_by_person: true, .. }
        )
    }

    /// The options of a choice; none for other kinds.
    #[must_use]
    pub fn options(&self) -> &[Choice] {
        match self {
            FieldKind::Single { options } | FieldKind::Multiple { options, .. } => options,
            _ => &[],
        }
    }
}
