//! Rows of forms: every version stays as it was written.

use super::Form;
use crate::{Act, Tx, params, sql};
use serde_json::Value as Json;
use weilu_store::Row;
use weilu_vocabulary::{Fault, Faulty, FormId, Outcome};

/// Keeps a form under an id: the first time as version 1, afterwards as the next version. What is the same
/// as the newest version is not kept twice. Returns the form with the version it has.
///
/// # Errors
/// Every flaw of the form.
pub async fn save(tx: &mut Tx, act: &Act, id: FormId, form: Form) -> Outcome<Form> {
    let mut form = form.settled()?;
    tx.lock(&[id.into()])?;
    let newest = newest(tx, id).await?;
    form.version = newest.as_ref().map_or(0, |f| f.version);
    if newest.as_ref() == Some(&form) {
        return Ok(form);
    }
    form.version += 1;
    let body = serde_json::to_value(&form).context("writing a form")?;
    tx.queue(
        sql!(
            "insert into form (tenant, id, version, body, created_by, created_at) values ($tenant, $1, $2, $3, $4, $5)"
        ),
        params![id, form.version, &body, act.actor.persona, act.now],
    )?;
    Ok(form)
}

/// One version of a form.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, id: FormId, version: i64) -> Result<Option<Form>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select body from form where tenant = $tenant and id = $1 and version = $2"),
            params![id, version],
        )
        .await?;
    row.map(|row| read(&row)).transpose()
}

/// The newest version of a form.
///
/// # Errors
/// When the database fails.
pub async fn newest(tx: &mut Tx, id: FormId) -> Result<Option<Form>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select body from form where tenant = $tenant and id = $1 order by version desc limit 1"),
            params![id],
        )
        .await?;
    row.map(|row| read(&row)).transpose()
}

fn read(row: &Row) -> Result<Form, Fault> {
    serde_json::from_value(row.get::<Json>("body")?).context("reading a form")
}
