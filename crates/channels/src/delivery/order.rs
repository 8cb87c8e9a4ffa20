//! What a job of delivery says: to whom, which text, in which language, and whether it may wait.

use super::template;
use crate::mail::Letter;
use serde_json::{Map, Value as Json};
use weilu_kernel::JobError;
use weilu_store::ClaimedJob;
use weilu_vocabulary::{Lang, PersonaId};

/// A message as ordered.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// Number or address.
    pub to: String,
    /// Name of its template, or of the kind of letter.
    pub template: String,
    /// In which language.
    pub lang: Lang,
    /// What the template is filled with.
    pub values: Map<String, Json>,
    /// The letter, where it is no template.
    pub letter: Option<Letter>,
    /// Others whom the letter names.
    pub about: Vec<PersonaId>,
}

impl Order {
    pub(super) fn of(job: &ClaimedJob) -> Result<Order, JobError> {
        let text = |field: &str| job.payload.get(field).and_then(Json::as_str).unwrap_or_default().to_owned();
        let letter = job.payload.get("letter").cloned();
        let letter = letter.map(serde_json::from_value).transpose();
        let about = job.payload.get("about").and_then(Json::as_array);
        Ok(Order {
            to: text("to"),
            template: text("template"),
            lang: if text("lang") == "en" { Lang::En } else { Lang::Zh },
            values: job.payload.get("values").and_then(Json::as_object).cloned().unwrap_or_default(),
            letter: letter.map_err(|e| JobError::Dead(format!("the letter: {e}")))?,
            about: about
                .into_iter()
                .flatten()
                .filter_map(Json::as_str)
                .filter_map(|p| p.parse().ok())
                .collect(),
        })
    }

    /// Codes and what concerns the safety of an account go out at any hour; letters wait for the morning.
    pub(super) fn may_wait(&self) -> bool {
        self.letter.is_some()
    }

    /// As a letter.
    pub(super) fn as_letter(&self) -> Result<Letter, JobError> {
        if let Some(letter) = &self.letter {
            return Ok(letter.clone());
        }
        let (subject, lead) = self.rendered()?;
        Ok(Letter { subject, lead, lang: self.lang, ..Letter::default() })
    }

    /// Subject and body of its template.
    pub(super) fn rendered(&self) -> Result<(String, String), JobError> {
        let template = template::find(&self.template)
            .ok_or_else(|| JobError::Dead(format!("no template {}", self.template)))?;
        Ok(template.render(self.lang, &self.values))
    }

    /// The values as texts, for the carrier.
    pub(super) fn value_texts(&self) -> Vec<String> {
        let shown = |v: &Json| v.as_str().map_or_else(|| v.to_string(), ToOwned::to_owned);
        self.values.values().map(shown).collect()
    }
}
