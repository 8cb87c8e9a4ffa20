//! Forgetting what counts no longer: spent codes, locks and links after a day, lines of the security log after
//! the time that is set, which is never less than the six months the law asks for.

use super::{SECURITY_LOG_DAYS, state};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{DAY, Failure};

/// Days the law asks for at least.
pub const SECURITY_LOG_DAYS_LEAST: i64 = 180;

pub(super) async fn forget(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let days = SECURITY_LOG_DAYS.get(tx).await?.max(SECURITY_LOG_DAYS_LEAST);
    let spent = state::security_log::forget_spent(tx, act.now - DAY).await?;
    let lines = state::security_log::forget_before(tx, act.now - days * DAY).await?;
    Ok(usize::try_from(spent + lines).unwrap_or(usize::MAX))
}
