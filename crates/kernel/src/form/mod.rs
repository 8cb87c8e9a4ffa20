//! Forms and questionnaires as data: gates, sign-ups, surveys, plan sheets and charters ask through them.
//!
//! Rules: a form is a list of fields with labels in both languages; choices and ranges of numbers carry
//! points, and what is written in words may be marked to be read by a person. Answers are refused field by
//! field, all flaws at once, and brought to one spelling. Invariants: a stored version is never changed, so
//! answers keep their meaning; a score never exceeds the most that can be reached; a pass mark that nobody
//! can reach is refused when the form is written. It deliberately keeps no answers: they belong to the
//! feature that asked, which stores them beside the version of the form, and it has no branching: a second
//! form is asked instead.

mod answer;
mod definition;
mod field;
mod outline;
mod score;
mod state;
#[cfg(test)]
mod tests;

pub use answer::{AnswerFlaw, Answers};
pub use definition::FormFlaw;
pub use field::{Band, Choice, Field, FieldKind};
pub use score::Score;
pub use state::{load, newest, save};

use crate::{Feature, Flaw};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_vocabulary::Text;

/// A form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Counted by the store from 1; 0 before it is kept.
    #[serde(default)]
    pub version: i64,
    /// What it is called.
    pub title: Text,
    /// A word before the first question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intro: Option<Text>,
    /// The questions, in order.
    pub fields: Vec<Field>,
    /// Points needed to pass; everybody passes when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass_mark: Option<i64>,
}

/// Answers that were checked, and what they are worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Filled {
    /// Version of the form that was answered.
    pub version: i64,
    /// Each answer in its one spelling; blanks left out.
    pub answers: Answers,
    /// What they are worth.
    pub score: Score,
}

weilu_vocabulary::refusals! {
    /// Why answers or a form were not taken.
    pub enum FormRefusal {
        /// Some answers do not fit.
        BadAnswers { count: usize, first_zh: String, first_en: String, flaws: Vec<Flaw> } => 422 "form.bad_answers" "还有 {count} 处要改一改：{first_zh}" "Answers to look at again: {count}. {first_en}";
        /// The form itself does not make sense.
        BadForm { count: usize, first_zh: String, first_en: String, flaws: Vec<Flaw> } => 422 "form.bad_form" "表单还有 {count} 处要改一改：{first_zh}" "Places of the form to mend: {count}. {first_en}";
    }
}

impl FormRefusal {
    fn bad_form(flaws: Vec<Flaw>) -> FormRefusal {
        let first = Flaw::first(&flaws);
        FormRefusal::BadForm {
            count: flaws.len(),
            first_zh: first.zh.into_owned(),
            first_en: first.en.into_owned(),
            flaws,
        }
    }
}

impl Form {
    /// The field of a key.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.key == key)
    }

    /// Checks answers and scores them.
    ///
    /// # Errors
    /// Every flaw, with the path `answers.KEY`.
    pub fn fill(&self, given: &Answers) -> Result<Filled, FormRefusal> {
        match answer::read(self, given) {
            Ok(answers) => {
                let score = self.score(&answers);
                Ok(Filled { version: self.version, answers, score })
            }
            Err(flaws) => Err(self.bad_answers(flaws)),
        }
    }

    fn bad_answers(&self, flaws: Vec<Flaw>) -> FormRefusal {
        let first = Flaw::first(&flaws);
        let key = flaws.first().and_then(|f| f.path.strip_prefix("answers."));
        let label = key.and_then(|key| self.field(key)).map(|f| &f.label);
        let (zh, en) = label.map_or_else(
            || (first.zh.to_string(), first.en.to_string()),
            |label| (format!("「{}」{}", label.zh, first.zh), format!("“{}” {}", label.en, first.en)),
        );
        FormRefusal::BadAnswers { count: flaws.len(), first_zh: zh, first_en: en, flaws }
    }
}

/// Forms as a feature of the kernel: their table.
pub const FEATURE: Feature = Feature {
    name: "form",
    zh: "表单",
    en: "Forms",
    schema: Some(include_str!("schema.sql")),
    ..Feature::EMPTY
};
