//! What an appeal is against: whose act it was, whom it concerns, when, and how it is undone.

use super::state;
use crate::{
    review, sanction,
    space::{self, state::act_log::Done},
};
use weilu_kernel::{Act, Tx};
use weilu_people::account;
use weilu_vocabulary::{CaseId, Fault, Outcome, PersonaId, Ref, SanctionId, SpaceActId, SpaceId, Time};

/// A decision that can be appealed.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub about: Ref,
    pub persona: PersonaId,
    pub decider: Option<PersonaId>,
    pub space: Option<SpaceId>,
    pub at: Time,
}

/// The decision of a reference, when it stands; silence that rests on a measure is that measure.
pub(super) async fn find(tx: &mut Tx, about: Ref) -> Result<Option<Target>, Fault> {
    if let Some(id) = about.get::<CaseId>() {
        let Some(case) = review::state::load(tx, id).await?.filter(|c| c.state == "upheld") else {
            return Ok(None);
        };
        let (Some(persona), Some(at)) = (case.author, case.decided_at) else { return Ok(None) };
        return Ok(Some(Target { about, persona, decider: case.decider, space: case.space, at }));
    }
    if let Some(id) = about.get::<SanctionId>() {
        let Some(row) = sanction::state::load(tx, id).await?.filter(|s| s.ended_at.is_none()) else {
            return Ok(None);
        };
        let target =
            Target { about, persona: row.persona, decider: row.given_by, space: row.space, at: row.at };
        return Ok(Some(target));
    }
    let Some(id) = about.get::<SpaceActId>() else { return Ok(None) };
    let Some(line) = state::line(tx, id).await? else { return Ok(None) };
    Ok(Some(match line.sanction {
        Some(sanction) => Target {
            about: sanction.into(),
            persona: line.target,
            decider: line.actor,
            space: Some(line.space),
            at: line.at,
        },
        None => {
            Target { about, persona: line.target, decider: line.actor, space: Some(line.space), at: line.at }
        }
    }))
}

/// Undoes what was appealed against.
pub(super) async fn undo(tx: &mut Tx, act: &Act, about: Ref, reason: &str) -> Outcome<()> {
    if let Some(case) = about.get::<CaseId>() {
        return review::overturn(tx, act, case, reason).await;
    }
    if let Some(id) = about.get::<SanctionId>() {
        return match sanction::state::load(tx, id).await? {
            Some(row) if row.ended_at.is_none() => sanction::lift(tx, act, &row, reason).await,
            _ => Ok(()),
        };
    }
    let Some(id) = about.get::<SpaceActId>() else { return Ok(()) };
    let Some(line) = state::line(tx, id).await? else { return Ok(()) };
    if line.kind == "removed" {
        if let Some(member) = account::state::member_of(tx, line.target).await? {
            space::state::member::lift_removal(tx, act, line.space, member)?;
        }
        return Ok(());
    }
    Ok(space::unsilence(tx, act, line.space, line.target, reason)?)
}

/// Says in the public log of the space what became of an appeal.
pub(super) fn say(
    tx: &mut Tx,
    act: &Act,
    space: Option<SpaceId>,
    persona: PersonaId,
    upheld: bool,
    reason: &str,
) -> Result<(), Fault> {
    let Some(space) = space else { return Ok(()) };
    let kind = if upheld { "appeal_upheld" } else { "appeal_rejected" };
    space::state::act_log::write(tx, act, space, Done { kind, target: Some(persona), reason, until: None })
}
