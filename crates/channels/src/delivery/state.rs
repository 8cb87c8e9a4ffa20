//! Rows of delivery: the simulator's box, refused addresses, what failed, how much went out, tests.

use crate::sms::Sms;
use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, sql};
use weilu_vocabulary::{DAY, Fault, JobId, PersonaId, Text, Time};

/// A message the simulator keeps.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub id: JobId,
    pub carrier: &'static str,
    pub to: String,
    pub template: String,
    pub subject: String,
    pub body: String,
    pub parts: i64,
    /// Others whom it names: it goes when they are erased.
    pub about: Vec<PersonaId>,
}

/// Keeps a message; a second time changes nothing.
pub(crate) async fn keep(tx: &mut Tx, kept: &Kept, now: Time) -> Result<(), Fault> {
    tx.exec(
        sql!("insert into simulated_message (tenant, id, carrier, address, subject, body, at, template, parts) values ($tenant, $1, $2, $3, $4, $5, $6, $7, $8) on conflict (tenant, id) do nothing"),
        params![kept.id, kept.carrier, kept.to.as_str(), kept.subject.as_str(), kept.body.as_str(), now, kept.template.as_str(), kept.parts],
    )
    .await?;
    for persona in &kept.about {
        tx.queue(
            sql!("insert into simulated_message_about (tenant, message, persona) values ($tenant, $1, $2) on conflict (tenant, message, persona) do nothing"),
            params![kept.id, *persona],
        )?;
    }
    Ok(())
}

/// When a number got its latest messages, this one left out.
pub(crate) async fn times_of(tx: &mut Tx, sms: &Sms) -> Result<Vec<Time>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select at from simulated_message where tenant = $tenant and address = $1 and carrier = 'sms' and id <> $2 order by id desc limit 20"),
            params![sms.to.as_str(), sms.job],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// A text of both languages as stored.
fn stored(text: &Text) -> Result<String, Fault> {
    serde_json::to_string(text).map_err(|e| Fault::new(e.to_string()))
}

/// What the carrier said when it refused an address for good.
///
/// # Errors
/// When the database fails.
pub(crate) async fn refused(tx: &mut Tx, address: &str) -> Result<Option<String>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select words from refused_address where tenant = $tenant and address = $1"),
            params![address],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

/// Writes that an address is refused for good.
pub(super) fn refuse(tx: &mut Tx, carrier: &str, address: &str, words: &str, now: Time) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into refused_address (tenant, address, carrier, words, at) values ($tenant, $1, $2, $3, $4) on conflict (tenant, address) do update set words = excluded.words, at = excluded.at"),
        params![address, carrier, words, now],
    )
}

/// A message reached the address after all.
pub(super) fn accept(tx: &mut Tx, address: &str) -> Result<(), Fault> {
    tx.queue(sql!("delete from refused_address where tenant = $tenant and address = $1"), params![address])
}

/// What did not go out.
#[derive(Debug)]
pub(super) struct Failed<'a> {
    pub job: JobId,
    pub carrier: &'a str,
    pub address: &'a str,
    pub template: &'a str,
    pub words: &'a Text,
    pub advice: &'a Text,
    pub given_up: bool,
}

/// Writes what did not go out; a later try of the same job replaces it.
pub(super) fn fail(tx: &mut Tx, failed: &Failed<'_>, now: Time) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into delivery_failure (tenant, id, carrier, address, template, words, advice, given_up, at) values ($tenant, $1, $2, $3, $4, $5, $6, $7, $8) on conflict (tenant, id) do update set words = excluded.words, advice = excluded.advice, given_up = excluded.given_up, at = excluded.at"),
        params![failed.job, failed.carrier, failed.address, failed.template, stored(failed.words)?, stored(failed.advice)?, failed.given_up, now],
    )
}

/// A later try went through.
pub(super) fn mend(tx: &mut Tx, job: JobId) -> Result<(), Fault> {
    tx.queue(sql!("delete from delivery_failure where tenant = $tenant and id = $1"), params![job])
}

/// Counts what went out (`sent`) or did not (`refused`) on a day.
pub(super) fn count(tx: &mut Tx, carrier: &str, state: &str, now: Time) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into delivery_day (tenant, day, carrier, state, count) values ($tenant, $1, $2, $3, 1) on conflict (tenant, day, carrier, state) do update set count = delivery_day.count + 1"),
        params![now.0.div_euclid(DAY), carrier, state],
    )
}

/// A test that was asked for.
pub(super) fn ask_test(
    tx: &mut Tx,
    act: &Act,
    test: JobId,
    carrier: &str,
    address: &str,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into delivery_test (tenant, id, persona, carrier, address, state, words, advice, at) values ($tenant, $1, $2, $3, $4, 'waiting', '', '', $5)"),
        params![test, act.actor.persona, carrier, address, act.now],
    )
}

/// What became of a test; answers who asked for it, when it was still waiting.
pub(super) async fn end_test(
    tx: &mut Tx,
    test: JobId,
    state: &str,
    words: &Text,
    advice: &Text,
    now: Time,
) -> Result<Option<PersonaId>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("update delivery_test set state = $2, words = $3, advice = $4, done_at = $5 where tenant = $tenant and id = $1 and state = 'waiting' returning persona"),
            params![test, state, stored(words)?, stored(advice)?, now],
        )
        .await?;
    row.map_or(Ok(None), |r| r.first())
}

/// Who is reached by an address.
pub(super) async fn reached_by(tx: &mut Tx, address: &str) -> Result<Option<PersonaId>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select persona from identity where tenant = $tenant and kind in ('phone', 'mail') and value = $1 and ended_at is null limit 1"),
            params![address],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

/// Forgets what is older than `before`: the box, failures and tests.
pub(super) async fn forget(tx: &mut Tx, before: Time) -> Result<u64, Fault> {
    let floor = weilu_vocabulary::id_floor(before);
    let gone = tx
        .exec(
            sql!("delete from simulated_message where tenant = $tenant and id in (select id from simulated_message where tenant = $tenant and id < $1 order by id limit 500)"),
            params![floor],
        )
        .await?;
    if gone > 0 {
        tx.exec(
            sql!("delete from simulated_message_about where tenant = $tenant and message < $1 and message not in (select id from simulated_message where tenant = $tenant and id < $1)"),
            params![floor],
        )
        .await?;
    }
    tx.exec(sql!("delete from delivery_failure where tenant = $tenant and id < $1"), params![floor]).await?;
    tx.exec(sql!("delete from delivery_test where tenant = $tenant and id < $1"), params![floor]).await?;
    Ok(gone)
}
