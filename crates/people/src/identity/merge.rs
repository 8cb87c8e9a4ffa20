//! Merging two records into one, and undoing it. Nothing is rewritten: personas point at another member.
//!
//! Invariants: every source id stays; what moved is written down, so that undoing moves exactly that back;
//! merging and undoing are events that name the personas, so that readings of the log can be mended.

use super::{MERGED, UNMERGED, state};
use crate::member;
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{EventKind, Fault, MemberId, MergeId, NewEvent, PersonaId, Ref};

/// Merges a record into another; none when they are the same already or one of them is gone.
///
/// # Errors
/// When the database fails.
pub async fn merge(
    tx: &mut Tx,
    act: &Act,
    source: MemberId,
    target: MemberId,
    reason: &str,
) -> Result<Option<MergeId>, Fault> {
    tx.lock(&[source.into(), target.into()])?;
    let (Some(from), Some(to)) =
        (member::state::load(tx, source).await?, member::state::load(tx, target).await?)
    else {
        return Ok(None);
    };
    let stands = |state: &str| matches!(state, "active" | "suspended");
    if source == target || !stands(&from.state) || !stands(&to.state) {
        return Ok(None);
    }
    let personas = state::personas(tx, source).await?;
    let merge: MergeId = act.id();
    state::write_merge(tx, act, merge, (source, target), &from.state, reason)?;
    let body = serde_json::json!({ "merge": merge, "reason": reason });
    tx.append(act, event(&MERGED, target, source, &personas).body(body));
    Ok(Some(merge))
}

/// Undoes a merge that still stands.
///
/// # Errors
/// When the database fails.
pub async fn unmerge(tx: &mut Tx, act: &Act, row: &state::MergeRow) -> Result<(), Fault> {
    let personas = state::moved(tx, row.id).await?;
    state::write_unmerge(tx, act, row)?;
    let body = serde_json::json!({ "merge": row.id });
    tx.append(act, event(&UNMERGED, row.target, row.source, &personas).body(body));
    Ok(())
}

fn event(kind: &EventKind, target: MemberId, source: MemberId, personas: &[PersonaId]) -> NewEvent {
    let event = kind.on(target).with(source);
    personas.iter().fold(event, |event, persona| event.with(Ref::from(*persona)))
}
