//! Rows of ways out: a token in a letter, stored hashed, that ends such letters without signing in.

use weilu_store::{Row, Tx, params, sql};
use weilu_vocabulary::{Fault, PersonaId, Time};

pub(in crate::notification) fn add(
    tx: &mut Tx,
    hash: &[u8],
    persona: PersonaId,
    ends: &str,
    now: Time,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into notification_way_out (tenant, hash, persona, ends, at) values ($tenant, $1, $2, $3, $4) on conflict (tenant, hash) do nothing"),
        params![hash, persona, ends, now],
    )
}

/// Whom a token stands for, and what it ends.
pub(in crate::notification) async fn find(
    tx: &mut Tx,
    hash: &[u8],
) -> Result<Option<(PersonaId, String)>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select persona, ends from notification_way_out where tenant = $tenant and hash = $1"),
            params![hash],
        )
        .await?;
    row.map(|r| Ok((r.get("persona")?, r.get("ends")?))).transpose()
}

/// Forgets tokens of letters older than `before`.
pub(in crate::notification) async fn forget(tx: &mut Tx, before: Time) -> Result<u64, Fault> {
    tx.exec(sql!("delete from notification_way_out where tenant = $tenant and at < $1"), params![before])
        .await
}
