//! Measures outside a case.

use super::{
    GIVE,
    give::{self, GiveRefusal, Kind, NewSanction},
    state,
};
use crate::{review, space};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{MemberId, Outcome, SanctionId, SpaceId, refusals};

refusals! {
    /// Why nothing was written.
    pub enum ReasonRefusal {
        /// No reason.
        NoReason => 422 "sanction.no_reason" "请写一句原因（2 到 200 字），对方会看到。" "Please give a reason of 2 to 200 characters; the person will read it.";
    }
}

fn checked(reason: &str) -> Result<&str, ReasonRefusal> {
    let reason = reason.trim();
    if (2..=200).contains(&reason.chars().count()) { Ok(reason) } else { Err(ReasonRefusal::NoReason) }
}

/// Gives a measure.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "GiveSanction")]
pub struct Give {
    /// Against whom.
    pub member: MemberId,
    /// Which.
    pub kind: Kind,
    /// In which space; none for the whole site.
    #[serde(default)]
    pub space: Option<SpaceId>,
    /// For how many days; a suspension without is for good.
    #[serde(default)]
    pub days: Option<i64>,
    /// Why, 2 to 200 characters.
    pub reason: String,
}

/// Given.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SanctionGiven {
    /// Which.
    pub sanction: SanctionId,
}

impl Command for Give {
    const NAME: &'static str = "sanction.give";
    const SUMMARY: (&'static str, &'static str) = ("警告、禁言或停用账号", "Warn, silence or suspend");
    type Output = SanctionGiven;
    type Refusal = GiveRefusal;

    fn need(&self) -> Need {
        match self.space.filter(|_| self.kind != Kind::Suspend) {
            Some(space) => Need::On(space.into(), &GIVE),
            None => Need::Site(&GIVE),
        }
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<SanctionGiven> {
        let reason = checked(&self.reason)?;
        let persona = space::state::member::face_of(tx, self.member).await?.ok_or(LinkRefusal::NotFound)?;
        let new =
            NewSanction { persona, kind: self.kind, space: self.space, days: self.days, reason, case: None };
        Ok(SanctionGiven { sanction: give::give(tx, act, new).await? })
    }
}

/// Lifts a measure.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "LiftSanction")]
pub struct Lift {
    /// Which.
    pub sanction: SanctionId,
    /// Why, 2 to 200 characters.
    pub reason: String,
}

impl Command for Lift {
    const NAME: &'static str = "sanction.lift";
    const SUMMARY: (&'static str, &'static str) = ("解除处分", "Lift a measure");
    type Output = ();
    type Refusal = ReasonRefusal;

    fn need(&self) -> Need {
        Need::On(self.sanction.into(), &GIVE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let reason = checked(&self.reason)?;
        tx.lock(&[self.sanction.into()])?;
        let row = state::load(tx, self.sanction).await?.ok_or(LinkRefusal::NotFound)?;
        if act.app.grants.is_me(tx, act, row.persona).await? {
            return Err(review::DecideRefusal::Own.into());
        }
        give::lift(tx, act, &row, reason).await
    }
}
