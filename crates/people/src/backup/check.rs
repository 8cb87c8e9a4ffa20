//! Whether there is a backup of the last days.

use super::{Place, state};
use weilu_kernel::{Act, Finding, Tx};
use weilu_vocabulary::{DAY, Fault, Text};

const DAYS: i64 = 7;

pub(super) async fn recent(tx: &mut Tx, act: &Act) -> Result<Vec<Finding>, Fault> {
    let noted = state::last_made(tx).await?;
    let lying = act.app.port::<Place>()?.list()?.into_iter().map(|k| k.at).max();
    let newest = noted.max(lying);
    if newest.is_some_and(|at| act.now.since(at) < DAYS * DAY) {
        return Ok(Vec::new());
    }
    let to = if state::brands(tx).await? > 1 { "" } else { "/console/backups" };
    let text = match newest {
        None => Text::new(
            "还没有备份过。现在做一份，再放到另一台机器上。",
            "There is no backup yet. Make one now and keep it on another machine.",
        ),
        Some(at) => {
            let days = act.now.since(at) / DAY;
            Text::owned(
                format!("上一次备份已经是 {days} 天前了。"),
                format!("The last backup is {days} days old."),
            )
        }
    };
    Ok(vec![Finding::new("backup.recent", to, text)])
}
