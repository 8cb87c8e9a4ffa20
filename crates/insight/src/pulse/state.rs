//! Rows of the readings, written by the processor alone.

use weilu_store::{Sql, Tx, params, sql};
use weilu_vocabulary::{Fault, PersonaId, Time};

/// Statements that empty the readings.
pub(super) const CLEAR: &[fn() -> &'static Sql] = &[
    || sql!("delete from pulse_day"),
    || sql!("delete from pulse_person"),
    || sql!("delete from pulse_first"),
    || sql!("delete from pulse_waiting"),
    || sql!("delete from pulse_answer"),
];

/// Adds to the count of a kind of event on a day; `zeros` are those whose value is 0.
pub(super) fn add_kind(
    tx: &mut Tx,
    space: i64,
    day: i64,
    kind: &str,
    count: i64,
    zeros: i64,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into pulse_day (tenant, space, day, kind, count, zeros) values ($tenant, $1, $2, $3, $4, $5) on conflict (tenant, space, day, kind) do update set count = pulse_day.count + excluded.count, zeros = pulse_day.zeros + excluded.zeros"),
        params![space, day, kind, count, zeros],
    )
}

/// Adds to the acts of a persona on a day.
pub(super) fn add_person(
    tx: &mut Tx,
    space: i64,
    day: i64,
    persona: PersonaId,
    acts: i64,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into pulse_person (tenant, space, day, persona, acts) values ($tenant, $1, $2, $3, $4) on conflict (tenant, space, day, persona) do update set acts = pulse_person.acts + excluded.acts"),
        params![space, day, persona, acts],
    )
}

/// Notes the first day on which a persona acted.
pub(super) fn note_first(tx: &mut Tx, space: i64, persona: PersonaId, day: i64) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into pulse_first (tenant, space, persona, day) values ($tenant, $1, $2, $3) on conflict (tenant, space, persona) do update set day = case when excluded.day < pulse_first.day then excluded.day else pulse_first.day end"),
        params![space, persona, day],
    )
}

/// Something waits from now on.
pub(super) fn open(
    tx: &mut Tx,
    what: &str,
    thing: i64,
    space: i64,
    asker: Option<PersonaId>,
    at: Time,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into pulse_waiting (tenant, what, thing, space, asker, opened_at, gone) values ($tenant, $1, $2, $3, $4, $5, false) on conflict (tenant, what, thing) do update set space = excluded.space, asker = excluded.asker, opened_at = excluded.opened_at"),
        params![what, thing, space, asker, at],
    )
}

/// It waits no longer.
pub(super) fn close(tx: &mut Tx, what: &str, thing: i64, at: Time) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into pulse_waiting (tenant, what, thing, space, closed_at, gone) values ($tenant, $1, $2, 0, $3, false) on conflict (tenant, what, thing) do update set closed_at = case when pulse_waiting.closed_at < excluded.closed_at then pulse_waiting.closed_at else excluded.closed_at end"),
        params![what, thing, at],
    )
}

/// It was taken away, or put back.
pub(super) fn set_gone(tx: &mut Tx, what: &str, thing: i64, gone: bool) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into pulse_waiting (tenant, what, thing, space, gone) values ($tenant, $1, $2, 0, $3) on conflict (tenant, what, thing) do update set gone = excluded.gone"),
        params![what, thing, gone],
    )
}

/// What somebody asked went with him.
pub(super) fn set_gone_with(tx: &mut Tx, what: &str, asker: PersonaId) -> Result<(), Fault> {
    tx.queue(
        sql!("update pulse_waiting set gone = true where tenant = $tenant and what = $1 and asker = $2"),
        params![what, asker],
    )
}

/// Notes the first time a persona answered.
pub(super) fn answer(tx: &mut Tx, thing: i64, persona: PersonaId, at: Time) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into pulse_answer (tenant, thing, persona, at) values ($tenant, $1, $2, $3) on conflict (tenant, thing, persona) do update set at = case when excluded.at < pulse_answer.at then excluded.at else pulse_answer.at end"),
        params![thing, persona, at],
    )
}
