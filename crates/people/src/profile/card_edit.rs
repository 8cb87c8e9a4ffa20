//! A member edits his card, and says which parts others see.

use super::{
    CARD_EDITED,
    card::PARTS,
    state::{self, CardRow},
};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{Outcome, refusals};

refusals! {
    /// Why the card stays as it is.
    pub enum CardRefusal {
        /// Too long.
        TooLong { most: usize } => 422 "profile.card_too_long" "每一项最多 {most} 个字。" "Each part has at most {most} characters.";
        /// No such part.
        UnknownPart => 422 "profile.unknown_part" "没有这一项，请刷新页面再试。" "There is no such part; reload the page and try again.";
    }
}

const TEXT_MAX: usize = 120;

/// Edits my card.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct EditCard {
    /// What I am good at, up to 120 characters.
    #[serde(default)]
    pub speciality: String,
    /// How I do things, up to 120 characters.
    #[serde(default)]
    pub way: String,
    /// The parts others see.
    #[serde(default)]
    pub open: Vec<String>,
}

impl Command for EditCard {
    const NAME: &'static str = "profile.edit_card";
    const SUMMARY: (&'static str, &'static str) = ("编辑我的名片", "Edit my card");
    type Output = ();
    type Refusal = CardRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let (Some(me), Some(persona)) = (act.actor.member, act.actor.persona) else {
            return Err(LinkRefusal::SignIn.into());
        };
        let (speciality, way) = (self.speciality.trim(), self.way.trim());
        if [speciality, way].iter().any(|t| t.chars().count() > TEXT_MAX) {
            return Err(CardRefusal::TooLong { most: TEXT_MAX }.into());
        }
        if self.open.iter().any(|p| !PARTS.iter().any(|part| part.0 == p)) {
            return Err(CardRefusal::UnknownPart.into());
        }
        let card = CardRow {
            speciality: speciality.to_owned(),
            way: way.to_owned(),
            open_parts: serde_json::json!(self.open).to_string(),
        };
        state::put_card(tx, act, persona, &card)?;
        tx.append(act, CARD_EDITED.on(me));
        Ok(())
    }
}
