//! Rows of what members chose. The latest of a person's faces counts.

use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, MemberId, PersonaId, Time};

rows! {
    /// A digest that is due.
    #[derive(Clone, Debug)]
    pub(in crate::notification) struct DueDigest {
        pub(in crate::notification) persona: PersonaId, pub(in crate::notification) member: Option<MemberId>,
        pub(in crate::notification) choices: String, pub(in crate::notification) digest_pos: i64,
    }
}

/// What the person behind a persona chose.
pub(in crate::notification) async fn of_persona(
    tx: &mut Tx,
    persona: PersonaId,
) -> Result<Option<String>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select c.choices from notification_choice c where c.tenant = $tenant and c.persona in (select p.id from persona p where p.tenant = $tenant and p.id = $1 union all select p.id from persona me join persona p on p.tenant = me.tenant and p.member = me.member where me.tenant = $tenant and me.id = $1) order by c.at desc, c.persona desc limit 1"),
            params![persona],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

/// What a member chose.
pub(in crate::notification) async fn of_member(
    tx: &mut Tx,
    member: MemberId,
) -> Result<Option<String>, Fault> {
    let row: Option<Row> = tx
        .memo(
            sql!("select c.choices from persona p join notification_choice c on c.tenant = p.tenant and c.persona = p.id where p.tenant = $tenant and p.member = $1 order by c.at desc, c.persona desc limit 1"),
            params![member],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

/// What everybody chose who chose anything: for news to very many.
pub(in crate::notification) async fn of_all(tx: &mut Tx) -> Result<Vec<(MemberId, String)>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select p.member, c.choices from notification_choice c join persona p on p.tenant = c.tenant and p.id = c.persona where c.tenant = $tenant and p.member is not null order by c.at, c.persona"),
            &[],
        )
        .await?;
    rows.iter().map(|r| Ok((r.get("member")?, r.get("choices")?))).collect()
}

/// Keeps what a member chose under one face, in place of what his other faces chose.
pub(in crate::notification) async fn save(
    tx: &mut Tx,
    now: Time,
    persona: PersonaId,
    choices: &str,
    digest_at: Option<Time>,
) -> Result<(), Fault> {
    tx.exec(
        sql!("update notification_choice set digest_at = null where tenant = $tenant and persona <> $1 and persona in (select q.id from persona q join persona p on p.tenant = q.tenant and p.member = q.member where q.tenant = $tenant and p.id = $1)"),
        params![persona],
    )
    .await?;
    tx.queue(
        sql!("insert into notification_choice (tenant, persona, choices, digest_at, digest_pos, at) values ($tenant, $1, $2, $3, (select coalesce(max(pos), 0) from event), $4) on conflict (tenant, persona) do update set choices = excluded.choices, digest_at = excluded.digest_at, at = excluded.at"),
        params![persona, choices, digest_at, now],
    )
}

/// Digests that are due.
pub(in crate::notification) async fn due(
    tx: &mut Tx,
    now: Time,
    limit: i64,
) -> Result<Vec<DueDigest>, Fault> {
    tx.all(
        sql!("select c.persona, p.member, c.choices, c.digest_pos from notification_choice c left join persona p on p.tenant = c.tenant and p.id = c.persona where c.tenant = $tenant and c.digest_at <= $1 order by c.digest_at limit $2"),
        params![now, limit],
    )
    .await
}

/// When the next digest of a face is due, and up to where the last one told.
pub(in crate::notification) fn move_digest(
    tx: &mut Tx,
    persona: PersonaId,
    next: Option<Time>,
    pos: i64,
) -> Result<(), Fault> {
    tx.queue(
        sql!("update notification_choice set digest_at = $2, digest_pos = $3 where tenant = $tenant and persona = $1"),
        params![persona, next, pos],
    )
}
