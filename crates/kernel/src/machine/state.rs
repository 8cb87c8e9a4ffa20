//! Rows of cases and of their history.

use super::Machine;
use crate::{Act, Personal, Tx, params, rows, sql};
use weilu_vocabulary::{BranchId, Fault, PersonaId, SpaceId, Time};

rows! {
    /// A case: where one thing stands in its machine.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Case {
        /// Which machine.
        pub machine: String,
        /// Number of the thing.
        pub thing: i64,
        /// Present state.
        pub state: String,
        /// Whose it is.
        pub author: Option<PersonaId>,
        /// Who was asked to handle it.
        pub handler: Option<PersonaId>,
        /// Where.
        pub space: Option<SpaceId>,
        /// In which branch.
        pub branch: Option<BranchId>,
        /// In this state since.
        pub since: Time,
        /// When it must have left this state.
        pub due_at: Option<Time>,
        /// When somebody is reminded; none when that is done or not wanted.
        pub remind_at: Option<Time>,
        /// When it was escalated in this state.
        pub escalated_at: Option<Time>,
        /// Steps taken, the beginning included.
        pub moves: i64,
        /// When it began.
        pub started_at: Time,
    }

    /// A case that wakes.
    #[derive(Clone, Debug)]
    pub(super) struct Waking {
        /// Which machine.
        pub machine: String,
        /// Number of the thing.
        pub thing: i64,
        /// Since when.
        pub wake_at: Time,
    }

    /// One line of a case's history.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Step {
        /// From 1.
        pub number: i64,
        /// When.
        pub at: Time,
        /// Who; none for the system.
        pub actor: Option<PersonaId>,
        /// What was done; `start` for the beginning.
        pub verb: String,
        /// State before; empty for the beginning.
        pub state_before: String,
        /// State after.
        pub state_after: String,
        /// Why; empty when none was given or when its author was erased.
        pub reason: String,
    }
}

/// When a case wakes by itself next.
fn wake_at(case: &Case) -> Option<Time> {
    [case.remind_at, case.due_at.filter(|_| case.escalated_at.is_none())].into_iter().flatten().min()
}

pub(super) async fn insert(tx: &mut Tx, case: &Case) -> Result<bool, Fault> {
    let touched = tx
        .exec(
            sql!(
                "insert into machine_case (tenant, machine, thing, state, author, handler, space, branch, since, due_at, remind_at, wake_at, moves, started_at) values ($tenant, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (tenant, machine, thing) do nothing"
            ),
            params![
                &case.machine,
                case.thing,
                &case.state,
                case.author,
                case.handler,
                case.space,
                case.branch,
                case.since,
                case.due_at,
                case.remind_at,
                wake_at(case),
                case.moves,
                case.started_at
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// Writes what can change of a case. The caller holds the lock of its thing.
pub(super) fn update(tx: &mut Tx, case: &Case) -> Result<(), Fault> {
    tx.queue(
        sql!(
            "update machine_case set state = $3, handler = $4, since = $5, due_at = $6, remind_at = $7, wake_at = $8, escalated_at = $9, moves = $10 where tenant = $tenant and machine = $1 and thing = $2"
        ),
        params![
            &case.machine,
            case.thing,
            &case.state,
            case.handler,
            case.since,
            case.due_at,
            case.remind_at,
            wake_at(case),
            case.escalated_at,
            case.moves
        ],
    )
}

pub(super) fn add_step(tx: &mut Tx, act: &Act, case: &Case, step: (&str, &str, &str)) -> Result<(), Fault> {
    let (verb, before, reason) = step;
    tx.queue(
        sql!(
            "insert into machine_step (tenant, machine, thing, number, at, actor, verb, state_before, state_after, reason) values ($tenant, $1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        params![
            &case.machine,
            case.thing,
            case.moves,
            act.now,
            act.actor.persona,
            verb,
            before,
            &case.state,
            reason
        ],
    )
}

pub(super) async fn load(tx: &mut Tx, machine: &str, thing: i64) -> Result<Option<Case>, Fault> {
    tx.one(
        sql!(
            "select machine, thing, state, author, handler, space, branch, since, due_at, remind_at, escalated_at, moves, started_at from machine_case where tenant = $tenant and machine = $1 and thing = $2"
        ),
        params![machine, thing],
    )
    .await
}

/// The cases that wake now, the oldest first, from a place in that order on.
pub(super) async fn waking(
    tx: &mut Tx,
    now: Time,
    after: (Time, i64),
    most: i64,
) -> Result<Vec<Waking>, Fault> {
    tx.all(
        sql!(
            "select machine, thing, wake_at from machine_case where tenant = $tenant and wake_at is not null and wake_at <= $1 and (wake_at > $2 or (wake_at = $2 and thing > $3)) order by wake_at, thing limit $4"
        ),
        params![now, after.0, after.1, most],
    )
    .await
}

impl Machine {
    /// The history of a thing, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn history(&self, tx: &mut Tx, thing: i64) -> Result<Vec<Step>, Fault> {
        tx.all(
            sql!(
                "select number, at, actor, verb, state_before, state_after, reason from machine_step where tenant = $tenant and machine = $1 and thing = $2 order by number"
            ),
            params![self.name, thing],
        )
        .await
    }
}

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("处理记录中写下的理由", "Reasons given in cases"),
    name: "machine_step",
    export: || {
        sql!(
            "select machine, verb, state_before, state_after, reason, at from machine_step where tenant = $tenant and actor = $1 order by at"
        )
    },
    erase: &[|| sql!("update machine_step set reason = '' where tenant = $tenant and actor = $1")],
}];
