//! What somebody typed, read forgivingly: a search for a number arrives as a number.

use serde::{Deserialize, Deserializer};

#[derive(Deserialize)]
#[serde(untagged)]
enum Typed {
    Text(String),
    Number(i64),
    Truth(bool),
}

/// A text, also when it looks like a number or a truth value.
pub(super) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(match Typed::deserialize(from)? {
        Typed::Text(text) => text,
        Typed::Number(number) => number.to_string(),
        Typed::Truth(truth) => truth.to_string(),
    })
}
