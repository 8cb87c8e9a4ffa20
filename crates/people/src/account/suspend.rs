//! Suspending an account: every session ends, and whoever signs in again meets the decision, the way to appeal and
//! his own data, and nothing else, until the term is over or the decision is undone.
//!
//! Who may decide that, and why, is no business of accounts: the feature `sanction` calls this.

use super::{SIGNED_OUT, state, state::suspension};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{Failure, Fault, MemberId, Time};

const SLICE: i64 = 100;

/// Suspends an account until a time, or for good.
///
/// # Errors
/// When the database fails.
pub async fn suspend(
    tx: &mut Tx,
    act: &Act,
    member: MemberId,
    until: Option<Time>,
    reason: &str,
) -> Result<(), Fault> {
    tx.touch_rights();
    suspension::put(tx, act, member, until, reason)?;
    let (personas, _) = state::way::traces(tx, member).await?;
    for device in state::session::of_member(tx, member, act.now).await? {
        state::end_session(tx, act, device.id)?;
        let event = personas.iter().fold(SIGNED_OUT.on(device.id), |event, persona| event.with(*persona));
        tx.append(act, event);
    }
    Ok(())
}

/// Lets somebody in again.
///
/// # Errors
/// When the database fails.
pub fn reinstate(tx: &mut Tx, member: MemberId) -> Result<(), Fault> {
    tx.touch_rights();
    suspension::drop(tx, member)
}

/// Lets in whose term is over.
pub(super) async fn end_terms(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let over = suspension::over(tx, act.now, SLICE).await?;
    for member in &over {
        reinstate(tx, *member)?;
    }
    Ok(over.len())
}
