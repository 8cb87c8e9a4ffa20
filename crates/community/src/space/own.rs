//! What a member sets for himself in a space: the name he goes by, quiet, and that he has seen the welcome.

use super::{LeaveRefusal, OWN_CHANGED, WELCOMED, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{Outcome, SpaceId, refusals};

/// Changes what is given and leaves the rest.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct SetOwn {
    /// Which space.
    pub space: SpaceId,
    /// Name in this space, up to 20 characters; empty takes it back.
    #[serde(default)]
    pub nickname: Option<String>,
    /// No notifications from here.
    #[serde(default)]
    pub muted: Option<bool>,
    /// The welcome was read.
    #[serde(default)]
    pub welcomed: bool,
}

/// Kept.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct OwnSet {}

refusals! {
    /// Why it was not kept.
    pub enum OwnRefusal {
        /// Too long.
        BadNickname => 422 "space.bad_nickname" "群昵称请控制在 20 个字以内。" "Keep the name in this space within 20 characters.";
    }
}

impl Command for SetOwn {
    const NAME: &'static str = "space.set_own";
    const SUMMARY: (&'static str, &'static str) =
        ("设置我的群昵称与免打扰", "Set my name and quiet in a space");
    type Output = OwnSet;
    type Refusal = OwnRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<OwnSet> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let mut own = state::member::of(tx, self.space, member).await?.ok_or(LeaveRefusal::NotInside)?;
        if let Some(name) = self.nickname.as_deref().map(str::trim) {
            if name.chars().count() > 20 {
                return Err(OwnRefusal::BadNickname.into());
            }
            own.nickname = (!name.is_empty()).then(|| name.to_owned());
        }
        own.muted = self.muted.unwrap_or(own.muted);
        if self.welcomed && own.welcomed_at.is_none() {
            own.welcomed_at = Some(act.now);
            tx.append(act, WELCOMED.on(self.space).space(self.space));
        }
        state::member::save_own(tx, self.space, &own)?;
        tx.append(act, OWN_CHANGED.on(self.space).with(own.persona));
        Ok(OwnSet {})
    }
}
