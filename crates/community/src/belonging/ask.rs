//! Asks everybody whose month is over.

use super::{ASK_AFTER_DAYS, ASKED, state};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{DAY, Failure};

const SLICE: i64 = 100;

/// A gate that lets everybody in is none.
fn is_gated(rule: Option<&str>) -> bool {
    let open = crate::gate::Rule::open();
    rule.and_then(|text| serde_json::from_str::<crate::gate::Rule>(text).ok()).is_some_and(|r| r != open)
}

pub(super) async fn ask(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let before = act.now - ASK_AFTER_DAYS.get(tx).await? * DAY;
    let due = state::due(tx, before, SLICE).await?;
    for one in &due {
        state::insert(tx, act, one, is_gated(one.rule.as_deref()))?;
        tx.append(act, ASKED.on(one.space).space(one.space).with(one.persona));
    }
    if let Some(last) = due.last() {
        state::note_turn(tx, last.since)?;
    }
    Ok(due.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_door_is_no_gate() {
        let stored = |rule| serde_json::to_string(&rule).expect("json");
        assert!(!is_gated(Some(&stored(crate::gate::Rule::open()))));
        assert!(is_gated(Some(&stored(crate::gate::Rule::Phone))));
        assert!(!is_gated(None));
    }
}
