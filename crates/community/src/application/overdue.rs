//! Applications and appeals that wait too long: the owners are reminded, the operators take note.

use super::{ESCALATED, OVERDUE, state};
use weilu_kernel::{Act, Role, Tx};
use weilu_people::role::{self, Site};
use weilu_vocabulary::Failure;

const SLICE: i64 = 100;

pub(super) async fn remind(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let due = state::overdue(tx, act.now, SLICE).await?;
    for one in &due {
        state::mark_reminded(tx, act, one.id)?;
        let mut event = OVERDUE.on(one.id).space(one.space);
        for role in [Role::Owner, Role::Admin] {
            for runner in role::holders(tx, role, Site::Space(one.space)).await? {
                event = event.with(runner);
            }
        }
        tx.append(act, event);
        tx.append(act, ESCALATED.on(one.id).space(one.space));
    }
    Ok(due.len())
}
