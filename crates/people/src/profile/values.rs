//! Values of the six fields: what a member says of himself, what others note about him.

use super::{NOTE, NOTED, SAID, SIX, state};
use crate::member;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{MemberId, Outcome, refusals};

const TEXT_MAX: usize = 100;

refusals! {
    /// Why a value was not taken.
    pub enum ValueRefusal {
        /// No such field.
        UnknownField => 422 "profile.unknown_field" "没有这一项，请刷新页面再试。" "There is no such field; reload the page and try again.";
        /// Too long.
        TooLong { most: usize } => 422 "profile.too_long" "最多写 {most} 个字。" "At most {most} characters.";
        /// Not a share.
        BadConfidence => 422 "profile.bad_confidence" "把握程度是 1 到 100。" "Confidence is from 1 to 100.";
    }
}

fn checked<'a>(field: &str, value: &'a str) -> Result<&'a str, ValueRefusal> {
    if !SIX.iter().any(|f| f.0 == field) {
        return Err(ValueRefusal::UnknownField);
    }
    let value = value.trim();
    if value.chars().count() > TEXT_MAX {
        return Err(ValueRefusal::TooLong { most: TEXT_MAX });
    }
    Ok(value)
}

/// Says something about myself; an empty value takes it back.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Say {
    /// One of the six fields.
    pub field: String,
    /// Up to 100 characters.
    pub value: String,
}

impl Command for Say {
    const NAME: &'static str = "profile.say";
    const SUMMARY: (&'static str, &'static str) = ("填写我的一项信息", "Say something about myself");
    type Output = ();
    type Refusal = ValueRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let value = checked(&self.field, &self.value)?;
        let (Some(me), Some(persona)) = (act.actor.member, act.actor.persona) else {
            return Err(LinkRefusal::SignIn.into());
        };
        state::put(tx, act, persona, &self.field, (value, "said", 100))?;
        tx.append(act, SAID.on(me));
        Ok(())
    }
}

/// Where a noted value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoteSource {
    /// Seen in what he does.
    Observed,
    /// From another system.
    Imported,
    /// Concluded.
    Inferred,
}

impl NoteSource {
    const fn word(self) -> &'static str {
        match self {
            NoteSource::Observed => "observed",
            NoteSource::Imported => "imported",
            NoteSource::Inferred => "inferred",
        }
    }
}

/// Notes something about a member; an empty value takes it back.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Note {
    /// About whom.
    pub member: MemberId,
    /// One of the six fields.
    pub field: String,
    /// Up to 100 characters.
    pub value: String,
    /// Where it comes from.
    pub source: NoteSource,
    /// From 1 to 100.
    pub confidence: i64,
}

impl Command for Note {
    const NAME: &'static str = "profile.note";
    const SUMMARY: (&'static str, &'static str) =
        ("补充成员的一项信息（注明来源与把握）", "Note something about a member, with source and confidence");
    type Output = ();
    type Refusal = ValueRefusal;

    fn need(&self) -> Need {
        Need::On(self.member.into(), &NOTE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let value = checked(&self.field, &self.value)?;
        if !(1..=100).contains(&self.confidence) {
            return Err(ValueRefusal::BadConfidence.into());
        }
        let face = member::state::face(tx, self.member).await?.ok_or(LinkRefusal::NotFound)?;
        state::put(tx, act, face, &self.field, (value, self.source.word(), self.confidence))?;
        tx.append(act, NOTED.on(self.member).with(face));
        Ok(())
    }
}
