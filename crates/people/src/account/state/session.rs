//! Rows of sessions: the devices of a person.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, MemberId, SessionId, Time};

rows! {
    /// A signed-in device.
    #[derive(Clone, Debug)]
    pub struct Device {
        /// Which session.
        pub id: SessionId,
        /// As it called itself.
        pub device: String,
        /// Province it was last seen in.
        pub province: Option<String>,
        /// When it signed in.
        pub created_at: Time,
        /// When it was last seen.
        pub seen_at: Time,
    }
}

/// The devices of a person that are signed in now, last seen first.
///
/// # Errors
/// When the database fails.
pub async fn of_member(tx: &mut Tx, member: MemberId, now: Time) -> Result<Vec<Device>, Fault> {
    tx.all(
        sql!("select s.id, s.device, s.province, s.created_at, s.seen_at from session s join persona p on p.tenant = s.tenant and p.id = s.persona where s.tenant = $tenant and p.member = $1 and s.ended_at is null and s.expires_at > $2 order by s.seen_at desc, s.id desc limit 100"),
        params![member, now],
    )
    .await
}

/// Whether a session still counts.
///
/// # Errors
/// When the database fails.
pub async fn is_live(tx: &mut Tx, session: SessionId, now: Time) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select 1 from session where tenant = $tenant and id = $1 and ended_at is null and expires_at > $2"),
            params![session, now],
        )
        .await?;
    Ok(row.is_some())
}

/// Marks every session of a person: each gets a new token with its next act.
///
/// # Errors
/// When the database fails.
pub fn mark_stale(tx: &mut Tx, member: MemberId) -> Result<(), Fault> {
    tx.touch_rights();
    tx.queue(
        sql!("update session set stale = true where tenant = $tenant and ended_at is null and persona in (select id from persona where tenant = $tenant and member = $1)"),
        params![member],
    )
}

/// Gives a marked session a new token; the old one counts a little longer, for what is under way. False when
/// another request was first.
///
/// # Errors
/// When the database fails.
pub async fn rotate(tx: &mut Tx, session: SessionId, hash: &[u8], old_until: Time) -> Result<bool, Fault> {
    tx.touch_rights();
    let touched = tx
        .exec(
            sql!("update session set old_hash = token_hash, old_until = $3, token_hash = $2, stale = false where tenant = $tenant and id = $1 and stale and ended_at is null"),
            params![session, hash, old_until],
        )
        .await?;
    Ok(touched > 0)
}

/// Writes when and where a session and its person were last seen.
///
/// # Errors
/// When the database fails.
pub fn seen(tx: &mut Tx, act: &Act, session: SessionId, member: MemberId) -> Result<(), Fault> {
    tx.queue(
        sql!("update session set seen_at = $2, province = coalesce($3, province) where tenant = $tenant and id = $1"),
        params![session, act.now, act.province.clone()],
    )?;
    tx.queue(
        sql!("update member set seen_at = $2 where tenant = $tenant and id = $1"),
        params![member, act.now],
    )
}
