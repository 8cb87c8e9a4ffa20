//! Keeping order among proposals: what reviewers see of one, how it goes out of sight and comes back.

use super::{HIDDEN, PROPOSED, UNHIDDEN, found, state};
use crate::space::charter::Charter;
use weilu_kernel::{Act, Tx};
use weilu_people::account;
use weilu_vocabulary::{Actor, Fault, Outcome, PersonaId, ProposalId};

/// Who proposed it, and whether others see it now.
///
/// # Errors
/// When the database fails.
pub async fn stands(tx: &mut Tx, id: ProposalId) -> Result<Option<(PersonaId, bool)>, Fault> {
    Ok(state::load(tx, id).await?.map(|row| (row.proposer, row.state == "gathering")))
}

/// Its name and its charter, line by line.
///
/// # Errors
/// When the database fails.
pub async fn words(tx: &mut Tx, id: ProposalId) -> Result<(String, String), Fault> {
    let Some(row) = state::load(tx, id).await? else { return Ok(Default::default()) };
    let charter: Charter = serde_json::from_value(row.charter).unwrap_or_default();
    Ok((row.name, charter.lines().join("\n")))
}

/// Takes a proposal out of sight, whether others saw it or it still waited.
///
/// # Errors
/// When the database fails.
pub async fn hide(tx: &mut Tx, act: &Act, id: ProposalId) -> Result<(), Fault> {
    let stands = |row: &state::ProposalRow| matches!(row.state.as_str(), "gathering" | "held");
    let Some(row) = state::load(tx, id).await?.filter(stands) else { return Ok(()) };
    state::end(tx, id, "hidden", None)?;
    if row.state == "gathering" {
        tx.append(act, HIDDEN.on(id).with(row.proposer));
    }
    Ok(())
}

/// Puts a proposal that nobody has seen yet back to waiting.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut Tx, id: ProposalId) -> Result<(), Fault> {
    match state::load(tx, id).await? {
        Some(row) if row.state == "hidden" => state::end(tx, id, "held", None),
        _ => Ok(()),
    }
}

/// Brings a proposal back into sight; one that waited is proposed now. Where it lapsed meanwhile, that follows.
///
/// # Errors
/// When the database fails.
pub async fn show(tx: &mut Tx, act: &Act, id: ProposalId, announced: bool) -> Outcome<()> {
    let waits = |row: &state::ProposalRow| matches!(row.state.as_str(), "held" | "hidden");
    let Some(row) = state::load(tx, id).await?.filter(waits) else { return Ok(()) };
    state::end(tx, id, "gathering", None)?;
    if announced {
        tx.append(act, UNHIDDEN.on(id).with(row.proposer));
    } else {
        let mut his = act.again();
        let member = account::state::member_of(tx, row.proposer).await?;
        his.ctx.actor = Actor { persona: Some(row.proposer), member, ..Actor::default() };
        tx.append(&his, PROPOSED.on(id));
    }
    found::open_if_ready(tx, act, id).await.map(drop)
}
