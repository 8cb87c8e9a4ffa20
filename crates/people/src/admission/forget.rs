//! Forgetting applications that were answered: a yes became a member, a no should not follow anybody.

use super::{FORGET_DAYS, state};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{DAY, Failure};

pub(super) async fn forget(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let days = FORGET_DAYS.get(tx).await?;
    let gone = state::forget_before(tx, act.now - days * DAY).await?;
    Ok(usize::try_from(gone).unwrap_or(usize::MAX))
}
