//! What somebody typed, read forgivingly: a search for a phone arrives as digits, a list of one as a word.

use serde::{Deserialize, Deserializer};

#[derive(Deserialize)]
#[serde(untagged)]
enum Typed {
    Text(String),
    Number(i64),
}

/// A text, also when it looks like a number; blanks around it are dropped, an empty one is none.
///
/// # Errors
/// When it is neither text nor number.
pub fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let typed: Option<Typed> = Option::deserialize(from)?;
    let text = typed.map(|typed| match typed {
        Typed::Text(text) => text,
        Typed::Number(number) => number.to_string(),
    });
    Ok(text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()))
}
