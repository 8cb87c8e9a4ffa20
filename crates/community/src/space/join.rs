//! Joining a space whose gate opens by itself: nothing to ask, or everything it asks is already known.

use super::{JOINED, state, state::member::Entry};
use crate::{entry_code, gate, invitation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{Outcome, PersonaId, SpaceId, Time, refusals};

/// Joins a space.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Join {
    /// Which.
    pub space: SpaceId,
    /// The token of an invitation, when one was given.
    #[serde(default)]
    pub invitation: Option<String>,
    /// The token of the entry code that was scanned.
    #[serde(default)]
    pub entry_code: Option<String>,
}

/// Let in.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Joined {
    /// Number in the order of entry.
    pub number: i64,
}

refusals! {
    /// Why somebody was not let in.
    pub enum JoinRefusal {
        /// Already inside.
        AlreadyIn => 409 "space.already_in" "你已经在这个群里了，直接进去聊吧。" "You are in this space already; go right in.";
        /// Not open now.
        NotOpen => 409 "space.closed" "这个群现在不开放加入，可以先看看别的圈子。" "This space takes nobody in right now; have a look at other circles.";
        /// Sent away before.
        Removed { reason: String, at: Time } => 403 "space.removed_before" "你之前被移出过这个群，原因是：{reason}。可以提交一次申请并说明情况。" "You were removed from this space before, because: {reason}. You may apply once and explain.";
        /// The gate asks for something.
        GateClosed { missing: Vec<String> } => 403 "space.gate_closed" "还差一步才能进群：{missing}" "One more step before you can come in: {missing}";
    }
}

/// Lets somebody in and says so in the log: the one way through every gate.
///
/// # Errors
/// [`JoinRefusal::AlreadyIn`], or a fault.
pub async fn enter(
    tx: &mut Tx,
    act: &Act,
    space: SpaceId,
    persona: PersonaId,
    entry: Entry<'_>,
) -> Outcome<i64> {
    let number = state::let_in(tx, act, space, persona, entry).await?.ok_or(JoinRefusal::AlreadyIn)?;
    let mut event = JOINED.on(space).space(space).value(number).with(persona);
    event.on_behalf_of = (act.actor.persona != Some(persona)).then_some(persona);
    if let Some(inviter) = entry.inviter {
        event = event.with(inviter);
    }
    tx.append(act, event);
    Ok(number)
}

impl Command for Join {
    const NAME: &'static str = "space.join";
    const SUMMARY: (&'static str, &'static str) = ("加入社群", "Join a space");
    type Output = Joined;
    type Refusal = JoinRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Joined> {
        tx.lock(&[self.space.into()])?;
        let (member, persona) = gate::at_the_door(tx, act, self.space).await?;
        if let Some(removal) = state::member::removal(tx, self.space, member).await? {
            return Err(JoinRefusal::Removed { reason: removal.reason, at: removal.at }.into());
        }
        let invited = invitation::valid(tx, act, self.space, self.invitation.as_deref()).await?;
        let gate = gate::state::present(tx, self.space).await?;
        let known = gate::known_of(tx, act, member, invited.as_ref()).await?;
        let told = gate.rule.judge(&known);
        if told.verdict != gate::Verdict::Met {
            let missing = told.open_ends(act.lang);
            return Err(JoinRefusal::GateClosed { missing }.into());
        }
        let scanned = entry_code::scanned(tx, self.space, self.entry_code.as_deref()).await?;
        let inviter = invited.as_ref().map(|i| i.inviter);
        let via = match (&invited, scanned) {
            (Some(_), _) => "invitation",
            (None, Some(_)) => "entry_code",
            (None, None) => "gate",
        };
        let number = enter(tx, act, self.space, persona, Entry { via, inviter }).await?;
        if let Some(invitation) = &invited {
            invitation::use_up(tx, act, invitation, persona)?;
        }
        if let Some(code) = scanned {
            entry_code::count_join(tx, code)?;
        }
        Ok(Joined { number })
    }
}
