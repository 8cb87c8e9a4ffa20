//! Points nobody spent in time go.

use super::{purse, state::lot};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::Failure;

pub(super) async fn run(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let over = lot::over(tx, act.now).await?;
    for lot in &over {
        purse::let_go(tx, act, lot.transfer, lot.persona, lot.remaining).await?;
        lot::close(tx, lot.transfer)?;
    }
    Ok(over.len())
}
