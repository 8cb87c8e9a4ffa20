//! What nobody captured until its end is given back by itself.

use super::{
    hold::{Ending, end},
    state::{self, Kind},
};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::Failure;

const AT_ONCE: i64 = 200;

pub(super) async fn run(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let late = state::late_holds(tx, act.now, AT_ONCE).await?;
    for held in &late {
        let key = format!("lapse:{held}");
        end(tx, act, Ending { key: &key, held: *held, kind: Kind::Lapse, amount: None }).await?;
    }
    Ok(late.len())
}
