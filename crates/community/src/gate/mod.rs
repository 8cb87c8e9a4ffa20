//! Gates 入群条件: what must be met to enter a space (S4 to S8).
//!
//! Rules: a gate is a rule over leaves joined by AND and OR, with a questionnaire where the rule asks for one;
//! whoever is not let in learns why and what would open it; newcomers are on probation for some days. What is
//! said at the door is screened, and a screening never decides alone except on plain recruiting. Invariants:
//! a gate that nobody can pass is not kept on an open space; a position is judged and forgotten. It
//! deliberately has no payment leaf: that comes with the market.

mod probation;
pub mod region;
pub mod rule;
pub mod screen;
mod set;
mod show;
pub mod state;
mod word;

pub use probation::{Probation, ProbationRefusal, check_links, check_probation, has_link, probation};
pub use rule::{Judged, Known, Rule, Verdict};

use crate::{invitation::Invited, space};
use weilu_kernel::{Act, CommandSpec, Drawer, Feature, QuerySpec, Tx, link::LinkRefusal, settings};
use weilu_people::account;
use weilu_vocabulary::{Audience, EventKind, Fault, FormId, MemberId, Outcome, PersonaId, SpaceId, Text};

settings! {
    pub PROBATION_DAYS: i64 = 3, "gate.probation_days" "新人试用期天数" "Days of probation for newcomers";
    pub PROBATION_POSTS: i64 = 10, "gate.probation_posts" "试用期内每天最多发言数" "Posts a day during probation";
    pub REMOVALS_TO_HOLD: i64 = 2, "gate.removals_to_hold" "在别的群被移出几次后须人工审核" "Removals elsewhere after which a person decides";
    pub SAME_TEXT_TO_HOLD: i64 = 2, "gate.same_text_to_hold" "几个人提交相同文字时须人工审核" "People with the same words after which a person decides";
}

/// The gate of a space changed.
pub const CHANGED: EventKind = EventKind {
    name: "gate.changed",
    zh: "调整了入群条件",
    en: "changed the gate",
    weight: 0,
    audience: Audience::Space,
};

/// A gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// What must be met.
    pub rule: Rule,
    /// The questionnaire, when the rule asks for one.
    pub form: Option<FormId>,
    /// How many refused applications somebody may send.
    pub attempts: i64,
}

impl Gate {
    /// Open to everybody.
    #[must_use]
    pub fn open() -> Gate {
        Gate { rule: Rule::open(), form: None, attempts: 3 }
    }

    /// What keeps it from ever being passed.
    #[must_use]
    pub fn hole(&self) -> Option<Text> {
        self.rule.hole(self.form.is_some())
    }
}

/// Somebody who stands at the door of an open space and is not inside.
///
/// # Errors
/// Not signed in, no such space, not open, or inside already.
pub async fn at_the_door(tx: &mut Tx, act: &Act, id: SpaceId) -> Outcome<(MemberId, PersonaId)> {
    let row = space::state::load(tx, id).await?.ok_or(LinkRefusal::NotFound)?;
    let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
    let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
    if row.state != "open" {
        return Err(space::JoinRefusal::NotOpen.into());
    }
    if space::state::member::of(tx, id, member).await?.is_some() {
        return Err(space::JoinRefusal::AlreadyIn.into());
    }
    Ok((member, persona))
}

/// What is known of somebody before he says anything.
///
/// # Errors
/// When the database fails.
pub async fn known_of(
    tx: &mut Tx,
    act: &Act,
    member: MemberId,
    invited: Option<&Invited>,
) -> Result<Known, Fault> {
    let (roles, days) = state::standing(tx, act, member).await?;
    let phone = account::state::phone_verified(tx, member).await?;
    Ok(Known { invited: invited.is_some(), roles, days, phone, ..Known::default() })
}

/// Gates as a feature.
pub const FEATURE: Feature = Feature {
    name: "gate",
    zh: "入群条件",
    en: "Gates",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<set::Set>(), CommandSpec::of::<word::SetWord>()],
    queries: &[
        QuerySpec::of::<show::Show>(),
        QuerySpec::of::<show::Edit>(),
        QuerySpec::of::<region::Regions>(),
        QuerySpec::of::<word::Words>(),
    ],
    events: &[CHANGED],
    settings: SETTINGS,
    drawer: Drawer::Spaces,
    ..Feature::EMPTY
};
