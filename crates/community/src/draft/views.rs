//! My drafts.

use super::state;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal};
use weilu_vocabulary::{Outcome, Time};

/// My drafts.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct List {}

/// The draft of one place.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Show {
    /// The place.
    pub place: String,
}

/// A draft.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct KeptDraft {
    /// Where it is to stand.
    pub place: String,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// When it was kept last.
    pub at: Time,
}

/// Drafts.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Drafts {
    /// Newest first.
    pub items: Vec<KeptDraft>,
}

impl From<state::DraftRow> for KeptDraft {
    fn from(row: state::DraftRow) -> KeptDraft {
        KeptDraft { place: row.place, title: row.title, text: row.text, at: row.at }
    }
}

impl Query for List {
    const NAME: &'static str = "draft.list";
    const SUMMARY: (&'static str, &'static str) = ("我的草稿", "My drafts");
    type Output = Drafts;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Drafts> {
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        Ok(Drafts { items: state::list(tx, persona).await?.into_iter().map(Into::into).collect() })
    }
}

impl Query for Show {
    const NAME: &'static str = "draft.show";
    const SUMMARY: (&'static str, &'static str) = ("某处的草稿", "The draft of one place");
    type Output = Option<KeptDraft>;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Option<KeptDraft>> {
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        Ok(state::load(tx, persona, &self.place).await?.map(Into::into))
    }
}
