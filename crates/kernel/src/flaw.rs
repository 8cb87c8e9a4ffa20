//! A flaw: one place of an input that does not fit, with its path, a stable code and a sentence.
//!
//! Forms and rules are written and answered by people, who want to read every mistake at once and beside
//! the place where it stands. The sentences are declared with `refusals!`, so that they stand in the
//! catalogue like every other "no"; the refusal that carries the flaws is declared by each mechanism.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use weilu_vocabulary::{Refuse, Text};

/// One place of an input that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Flaw {
    /// Where: `answers.age`, `fields[2].options[0].key`, `any[1].not`.
    pub path: String,
    /// Stable code.
    pub code: Cow<'static, str>,
    /// What to do about it.
    pub text: Text,
}

impl Flaw {
    /// What is wrong at a path.
    #[must_use]
    pub fn at(path: impl Into<String>, wrong: &impl Refuse) -> Flaw {
        let refusal = wrong.refusal();
        Flaw { path: path.into(), code: Cow::Borrowed(refusal.code), text: refusal.text }
    }

    /// The sentence of the first flaw, for a refusal that carries several.
    #[must_use]
    pub fn first(flaws: &[Flaw]) -> Text {
        flaws.first().map_or_else(|| Text::new("", ""), |flaw| flaw.text.clone())
    }
}
