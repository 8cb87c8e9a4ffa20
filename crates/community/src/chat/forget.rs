//! Forgetting for good what was taken out of sight long enough ago: words, files and their bytes.

use super::{KEEP_REMOVED_DAYS, state::message};
use weilu_kernel::{Act, Tx};
use weilu_media::blob;
use weilu_vocabulary::{DAY, Failure};

const SLICE: i64 = 200;

/// Forgets some of it.
pub(super) async fn forget(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let days = KEEP_REMOVED_DAYS.get(tx).await?;
    let removed = message::removed_before(tx, act.now - days * DAY, SLICE).await?;
    for id in &removed {
        message::forget(tx, *id)?;
        blob::release(tx, act, (*id).into()).await?;
    }
    Ok(removed.len())
}
