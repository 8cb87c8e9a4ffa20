//! Who sees a message, and with it what hangs on it.

use super::{
    door, order,
    state::message::{self, MessageRow},
};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{Failure, Fault, MessageId};

/// Whether the actor sees a message: while it stands those in whose sight it is; while it is hidden its author; and
/// those who decide about it, or about what was said next to it.
///
/// # Errors
/// When the database fails.
pub(super) async fn is_seen(tx: &mut Tx, act: &Act, id: MessageId) -> Result<bool, Fault> {
    let Some(row) = message::load(tx, id).await? else { return Ok(false) };
    Ok(stands_for(tx, act, &row).await? || order::decides_near(tx, act, &row).await?)
}

async fn stands_for(tx: &mut Tx, act: &Act, row: &MessageRow) -> Result<bool, Fault> {
    let stands = match row.state.as_str() {
        "live" => true,
        "hidden" => act.app.grants.is_me(tx, act, row.author).await?,
        _ => false,
    };
    if !stands {
        return Ok(false);
    }
    match door::may_see(tx, act, row.id).await {
        Ok(()) => Ok(true),
        Err(Failure::Refused(_)) => Ok(false),
        Err(Failure::Fault(fault)) => Err(fault),
    }
}
