//! Rows of suspensions: one a member, as long as it lasts.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, MemberId, Time};

rows! {
    /// A suspension that lasts.
    #[derive(Clone, Debug)]
    pub struct SuspensionRow {
        /// Why, as told to him.
        pub reason: String,
        /// Since when.
        pub since: Time,
        /// Until when; for good without.
        pub until: Option<Time>,
    }
}

/// The suspension of a member.
///
/// # Errors
/// When the database fails.
pub async fn of(tx: &mut Tx, member: MemberId) -> Result<Option<SuspensionRow>, Fault> {
    tx.one(
        sql!("select s.reason, s.since, s.until from account_suspension s join member m on m.tenant = s.tenant and m.id = s.member where s.tenant = $tenant and s.member = $1 and m.state = 'suspended'"),
        params![member],
    )
    .await
}

pub(in crate::account) fn put(
    tx: &mut Tx,
    act: &Act,
    member: MemberId,
    until: Option<Time>,
    reason: &str,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into account_suspension (tenant, member, reason, since, until) values ($tenant, $1, $2, $3, $4) on conflict (tenant, member) do update set reason = excluded.reason, since = excluded.since, until = excluded.until"),
        params![member, reason, act.now, until],
    )?;
    tx.queue(
        sql!("update member set state = 'suspended' where tenant = $tenant and id = $1 and state = 'active'"),
        params![member],
    )
}

pub(in crate::account) fn drop(tx: &mut Tx, member: MemberId) -> Result<(), Fault> {
    tx.queue(sql!("delete from account_suspension where tenant = $tenant and member = $1"), params![member])?;
    tx.queue(
        sql!("update member set state = 'active' where tenant = $tenant and id = $1 and state = 'suspended'"),
        params![member],
    )
}

/// Members whose suspension is over.
pub(in crate::account) async fn over(tx: &mut Tx, now: Time, most: i64) -> Result<Vec<MemberId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select member from account_suspension where tenant = $tenant and until <= $1 order by until limit $2"),
            params![now, most],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}
