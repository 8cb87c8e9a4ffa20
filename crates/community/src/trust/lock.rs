//! Setting somebody's level by hand, or letting it follow his conduct again.

use super::{LOCKED, MANAGE, state};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{MemberId, Outcome, refusals};

/// Locks the trust level of a member.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "LockTrust")]
pub struct Lock {
    /// Whose.
    pub member: MemberId,
    /// From 0 to 4; without it the level follows his conduct again.
    #[serde(default)]
    pub level: Option<i64>,
    /// Why, 2 to 200 characters; he reads it.
    pub reason: String,
}

refusals! {
    /// Why a level stays as it is.
    pub enum LockRefusal {
        /// No such level.
        BadLevel => 422 "trust.bad_level" "信任等级是 0 到 4。" "A trust level goes from 0 to 4.";
        /// No reason.
        NoReason => 422 "trust.no_reason" "请写一句原因（2 到 200 字），对方会看到。" "Please give a reason of 2 to 200 characters; the member will read it.";
        /// Oneself.
        Yourself => 409 "trust.yourself" "自己的信任等级不能自己定，请同事来做。" "Nobody sets his own level; ask a colleague.";
    }
}

impl Command for Lock {
    const NAME: &'static str = "trust.lock";
    const SUMMARY: (&'static str, &'static str) = ("锁定信任等级", "Lock a trust level");
    type Output = ();
    type Refusal = LockRefusal;

    fn need(&self) -> Need {
        Need::On(self.member.into(), &MANAGE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let reason = self.reason.trim();
        if !(2..=200).contains(&reason.chars().count()) {
            return Err(LockRefusal::NoReason.into());
        }
        if self.level.is_some_and(|l| !(0..=4).contains(&l)) {
            return Err(LockRefusal::BadLevel.into());
        }
        if act.actor.member == Some(self.member) {
            return Err(LockRefusal::Yourself.into());
        }
        state::set_lock(tx, act, self.member, self.level, reason)?;
        let mut event = LOCKED.on(self.member).body(serde_json::json!({ "level": self.level }));
        if let Some(persona) = crate::space::state::member::face_of(tx, self.member).await? {
            event = event.with(persona);
        }
        tx.append(act, event);
        Ok(())
    }
}
