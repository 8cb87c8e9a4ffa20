//! Warns those who run a space before the code of an outside group lapses.

use super::{LAPSING, WARN_HOURS, state};
use weilu_kernel::{Act, Role, Tx};
use weilu_people::role::{self, Site};
use weilu_vocabulary::{Failure, HOUR};

const SLICE: i64 = 100;

pub(super) async fn warn(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let before = act.now + WARN_HOURS.get(tx).await? * HOUR;
    let due = state::lapsing(tx, before, SLICE).await?;
    for one in &due {
        state::mark_warned(tx, act, one)?;
        let mut event = LAPSING.on(one.code).space(one.space);
        event = event.body(serde_json::json!({ "lapses_at": one.lapses_at }));
        for role in [Role::Owner, Role::Admin] {
            for runner in role::holders(tx, role, Site::Space(one.space)).await? {
                event = event.with(runner);
            }
        }
        tx.append(act, event);
    }
    Ok(due.len())
}
