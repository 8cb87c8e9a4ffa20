//! Keeping order in a space (S24): silencing, and sending away. Every act names its reason, stands in the
//! space's public log, and is told to the person; a removal can be lifted. Whoever brought in people that are
//! sent away loses his invitations (S6).

use super::{
    LIFTED, MOST_SILENT_DAYS, REMOVED, RUN, SILENCED, archive::checked_reason, state, state::act_log::Done,
    target,
};
use crate::invitation;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{Fault, HOUR, MemberId, Outcome, PersonaId, SpaceId, refusals};

/// Silences somebody for some hours; 0 ends it.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Silence {
    /// Where.
    pub space: SpaceId,
    /// Whom.
    pub member: MemberId,
    /// For how many hours from now.
    pub hours: i64,
    /// Why, told to him and in the space's log.
    pub reason: String,
}

/// Done.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Disciplined {}

refusals! {
    /// Why nobody was silenced.
    pub enum SilenceRefusal {
        /// Too long.
        TooLong { days: i64 } => 422 "space.silence_too_long" "禁言最长 {days} 天，请改短一些。" "Silence lasts {days} days at most; please shorten it.";
    }
}

impl Command for Silence {
    const NAME: &'static str = "space.silence";
    const SUMMARY: (&'static str, &'static str) = ("禁言与解除禁言", "Silence a member, or let him speak");
    type Output = Disciplined;
    type Refusal = SilenceRefusal;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &RUN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Disciplined> {
        let reason = checked_reason(&self.reason)?;
        let days = MOST_SILENT_DAYS.get(tx).await?;
        if !(0..=days * 24).contains(&self.hours) {
            return Err(SilenceRefusal::TooLong { days }.into());
        }
        let whom = target::below_me(tx, act, self.space, self.member).await?;
        let until = act.now + self.hours * HOUR;
        state::member::silence(tx, self.space, whom.persona, until, reason)?;
        let ended = self.hours == 0;
        let kind = if ended { "unsilenced" } else { "silenced" };
        let done = Done { kind, target: Some(whom.persona), reason, until: (!ended).then_some(until) };
        state::act_log::write(tx, act, self.space, done)?;
        let body = serde_json::json!({ "until": until, "reason": reason });
        tx.append(act, SILENCED.on(self.space).space(self.space).with(whom.persona).body(body));
        Ok(Disciplined {})
    }
}

/// Lets somebody speak again, whoever decided it: an appeal, or a measure that was lifted.
///
/// # Errors
/// When the database fails.
pub fn unsilence(
    tx: &mut Tx,
    act: &Act,
    space: SpaceId,
    persona: PersonaId,
    reason: &str,
) -> Result<(), Fault> {
    state::member::silence(tx, space, persona, act.now, reason)?;
    let done = Done { kind: "unsilenced", target: Some(persona), reason, until: None };
    state::act_log::write(tx, act, space, done)?;
    let body = serde_json::json!({ "until": act.now });
    tx.append(act, SILENCED.on(space).space(space).with(persona).body(body));
    Ok(())
}

/// Sends somebody away.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Remove {
    /// From where.
    pub space: SpaceId,
    /// Whom.
    pub member: MemberId,
    /// Why, told to him and in the space's log.
    pub reason: String,
}

/// Gone.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Removed {
    /// How many people he brought in: for review, nothing happens to them by itself.
    pub branch: i64,
}

impl Command for Remove {
    const NAME: &'static str = "space.remove";
    const SUMMARY: (&'static str, &'static str) = ("移出社群", "Remove a member from a space");
    type Output = Removed;
    type Refusal = weilu_kernel::command::Never;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &RUN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Removed> {
        tx.lock(&[self.space.into()])?;
        let reason = checked_reason(&self.reason)?;
        let whom = target::below_me(tx, act, self.space, self.member).await?;
        state::let_out(tx, act, self.space, whom.persona).await?;
        state::member::note_removal(tx, act, self.space, &whom, reason)?;
        let done = Done { kind: "removed", target: Some(whom.persona), reason, until: None };
        state::act_log::write(tx, act, self.space, done)?;
        if let Some(inviter) = whom.inviter {
            invitation::note_removed_guest(tx, act, self.space, inviter).await?;
        }
        let body = serde_json::json!({ "reason": reason });
        tx.append(act, REMOVED.on(self.space).space(self.space).with(whom.persona).body(body));
        let branch = invitation::state::guests_of(tx, self.space, self.member).await?;
        Ok(Removed { branch: i64::try_from(branch.len()).unwrap_or(i64::MAX) })
    }
}

/// Lets somebody who was sent away knock again.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct LiftRemoval {
    /// Where.
    pub space: SpaceId,
    /// Whom.
    pub member: MemberId,
    /// Why, in the space's log.
    pub reason: String,
}

impl Command for LiftRemoval {
    const NAME: &'static str = "space.lift_removal";
    const SUMMARY: (&'static str, &'static str) = ("解除移出", "Let a removed person apply again");
    type Output = Disciplined;
    type Refusal = weilu_kernel::command::Never;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &RUN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Disciplined> {
        let reason = checked_reason(&self.reason)?;
        if state::member::removal(tx, self.space, self.member).await?.is_none() {
            return Err(target::TargetRefusal::NotInside.into());
        }
        state::member::lift_removal(tx, act, self.space, self.member)?;
        let persona = state::member::face_of(tx, self.member).await?;
        let done = Done { kind: "lifted", target: persona, reason, until: None };
        state::act_log::write(tx, act, self.space, done)?;
        let event = LIFTED.on(self.space).space(self.space);
        tx.append(act, persona.map_or(event.clone(), |p| event.with(p)));
        Ok(Disciplined {})
    }
}
