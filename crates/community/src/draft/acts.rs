//! Keeping a draft. An empty one takes the old one away.

use super::state;
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{Outcome, refusals};

const PLACE_MAX: usize = 60;
const TEXT_MAX: usize = 20_000;
const MOST: i64 = 100;

/// Keeps a draft.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Save {
    /// Where it is to stand: `post:` or `reply:` and an id, or `page`.
    pub place: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// Its text; nothing at all takes the draft away.
    pub text: String,
}

refusals! {
    /// Why a draft is not kept.
    pub enum DraftRefusal {
        /// Too much of it.
        TooLong => 422 "draft.too_long" "草稿太长了，请先保存到别处，或者分成几条。" "This draft is too long; keep it elsewhere or split it.";
        /// Too many.
        Enough { most: i64 } => 409 "draft.enough" "草稿最多 {most} 条，清理几条再存。" "There are {most} drafts already; clear some away first.";
    }
}

impl Command for Save {
    const NAME: &'static str = "draft.save";
    const SUMMARY: (&'static str, &'static str) = ("保存草稿", "Keep a draft");
    // A draft is nobody's business but its author's.
    const REMEMBERED: bool = false;
    type Output = ();
    type Refusal = DraftRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        if self.place.chars().count() > PLACE_MAX
            || self.text.chars().count() + self.title.chars().count() > TEXT_MAX
        {
            return Err(DraftRefusal::TooLong.into());
        }
        if self.text.trim().is_empty() && self.title.trim().is_empty() {
            return Ok(state::discard(tx, persona, &self.place)?);
        }
        let known = state::load(tx, persona, &self.place).await?.is_some();
        if !known && state::number(tx, persona).await? >= MOST {
            return Err(DraftRefusal::Enough { most: MOST }.into());
        }
        Ok(state::save(tx, act, persona, &self.place, &self.title, &self.text)?)
    }
}
