//! Rows of the simulator's box.

use weilu_store::{Tx, params, sql};
use weilu_vocabulary::{Fault, JobId, Time};

/// A message that no carrier took along.
#[derive(Debug)]
pub(super) struct Message {
    pub id: JobId,
    pub carrier: &'static str,
    pub to: String,
    pub subject: String,
    pub body: String,
}

/// Keeps a message; a second time changes nothing.
pub(super) async fn keep(tx: &mut Tx, message: &Message, now: Time) -> Result<(), Fault> {
    tx.exec(
        sql!("insert into simulated_message (tenant, id, carrier, address, subject, body, at) values ($tenant, $1, $2, $3, $4, $5, $6) on conflict (tenant, id) do nothing"),
        params![message.id, message.carrier, message.to.as_str(), message.subject.as_str(), message.body.as_str(), now],
    )
    .await?;
    Ok(())
}
