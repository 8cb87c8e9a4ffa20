//! The reconciler of deadlines. Reminder, escalation and overdue transition are written in the transaction
//! that takes the case off the list of those that wake, so each happens once; run again, it finds nothing.

use super::{By, Case, Machine, Overdue, state};
use crate::{Act, ReconcilerSpec, Tx};
use serde_json::json;
use weilu_vocabulary::{Failure, Fault, Ref, Time};

const AT_ONCE: i64 = 100;

pub(super) const WAKE: ReconcilerSpec =
    ReconcilerSpec { name: "machine.wake", run: |tx, act| Box::pin(wake(tx, act)) };

/// One slice. Cases of machines that this program does not know are passed over: another node, newer by a
/// release, may know them.
async fn wake(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let mut after = (Time(i64::MIN), 0);
    loop {
        let waking = state::waking(tx, act.now, after, AT_ONCE).await?;
        let mut woken = 0;
        for case in &waking {
            after = (case.wake_at, case.thing);
            if let Some(machine) = act.app.machine(&case.machine) {
                machine.wake(tx, act, case.thing).await?;
                woken += 1;
            }
        }
        if woken > 0 || waking.is_empty() {
            return Ok(woken);
        }
    }
}

impl Machine {
    async fn wake(&self, tx: &mut Tx, act: &Act, thing: i64) -> Result<(), Fault> {
        tx.lock(&[Ref { kind: self.subject, id: thing }])?;
        // Read again under the lock: a command may have moved it meanwhile.
        let Some(mut case) = self.case(tx, thing).await? else { return Ok(()) };
        let due = case.due_at.is_some_and(|at| at <= act.now) && case.escalated_at.is_none();
        let remind = case.remind_at.is_some_and(|at| at <= act.now);
        let deadline = self.state(&case.state).and_then(|s| s.deadline.as_ref());
        let Some(deadline) = deadline else {
            (case.due_at, case.remind_at) = (None, None);
            return state::update(tx, &case);
        };
        if due {
            case.remind_at = None;
            return match deadline.overdue {
                Overdue::Go(verb) => self.go_by_itself(tx, act, case, verb).await,
                Overdue::Escalate(event) => {
                    case.escalated_at = Some(act.now);
                    state::update(tx, &case)?;
                    self.append(tx, act, &case, event, ("escalate", &case.state));
                    Ok(())
                }
            };
        }
        if remind {
            case.remind_at = None;
            state::update(tx, &case)?;
            if let Some(reminder) = &deadline.reminder {
                self.remind(tx, act, &case, reminder.event);
            }
        }
        Ok(())
    }

    async fn go_by_itself(&self, tx: &mut Tx, act: &Act, case: Case, verb: &str) -> Result<(), Fault> {
        let way = self.leaving(&case.state).find(|t| t.verb == verb);
        let way =
            way.ok_or_else(|| Fault::new(format!("{}: no way {verb} out of {}", self.name, case.state)))?;
        self.shift(tx, act, case, way, String::new()).await.map(drop)
    }

    /// Tells those who can act in this state: the author where it is his turn, and whoever handles it.
    fn remind(&self, tx: &mut Tx, act: &Act, case: &Case, event: &weilu_vocabulary::EventKind) {
        let authors_turn = self.leaving(&case.state).flat_map(|t| t.by).any(|b| matches!(b, By::Author));
        let staffs_turn =
            self.leaving(&case.state).flat_map(|t| t.by).any(|b| matches!(b, By::Handler | By::Holder(_)));
        let author = case.author.filter(|_| authors_turn && !staffs_turn);
        let handler = case.handler.filter(|_| staffs_turn);
        let mut line = self.line(case, event).body(json!({ "state": case.state, "due_at": case.due_at }));
        for person in [author, handler].into_iter().flatten() {
            line = line.with(person);
        }
        tx.append(act, line);
    }
}
