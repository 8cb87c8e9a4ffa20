//! Rows of accounts: members, personas, identities, sessions, codes.

pub mod link;
pub mod password;
pub mod security_log;
pub mod session;
pub mod suspension;
pub mod way;

use super::Address;
use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{BlobId, Fault, IdentityId, MemberId, PersonaId, SessionId, Time};

rows! {
    /// A persona with the member behind it.
    #[derive(Clone, Copy, Debug)]
    pub struct Known {
        /// The face.
        pub persona: PersonaId,
        /// The person.
        pub member: MemberId,
    }

    /// What others see of a member first.
    #[derive(Clone, Debug)]
    pub struct Face {
        /// Name as shown; empty until chosen.
        pub name: String,
        /// Picture.
        pub avatar: Option<BlobId>,
        /// Member number.
        pub number: i64,
    }

    /// A session that still counts.
    #[derive(Clone, Copy, Debug)]
    pub struct LiveSession {
        /// Which.
        pub id: SessionId,
        /// The face that acts.
        pub persona: PersonaId,
        /// The person.
        pub member: MemberId,
        /// Whether it is to get a new token.
        pub stale: bool,
        /// Whether the account is suspended.
        pub suspended: bool,
        /// When it was last seen.
        pub seen_at: Time,
    }

    /// A code that was sent.
    #[derive(Clone, Debug)]
    pub struct SentCode {
        /// Hash of address and code.
        pub code_hash: Vec<u8>,
        /// Wrong tries so far.
        pub tries: i64,
        /// When it was sent.
        pub sent_at: Time,
        /// Until when it counts.
        pub expires_at: Time,
    }
}

/// Who is recognised by an address now.
///
/// # Errors
/// When the database fails.
pub async fn known_by(tx: &mut Tx, kind: &str, value: &str) -> Result<Option<Known>, Fault> {
    tx.one(
        sql!("select i.persona, p.member from identity i join persona p on p.tenant = i.tenant and p.id = i.persona where i.tenant = $tenant and i.kind = $1 and i.value = $2 and i.ended_at is null and p.member is not null"),
        params![kind, value],
    )
    .await
}

/// The person behind a persona.
///
/// # Errors
/// When the database fails.
pub async fn member_of(tx: &mut Tx, persona: PersonaId) -> Result<Option<MemberId>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select member from persona where tenant = $tenant and id = $1 and member is not null"),
            params![persona],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

/// Makes a member with one persona.
///
/// # Errors
/// When the database fails.
pub async fn create_member(tx: &mut Tx, act: &Act, name: &str) -> Result<Known, Fault> {
    let (member, persona): (MemberId, PersonaId) = (act.id(), act.id());
    let number = weilu_kernel::counter::next_number(tx, "member").await?;
    tx.queue(
        sql!("insert into member (tenant, id, number, name, state, created_at, seen_at) values ($tenant, $1, $2, $3, 'active', $4, $4)"),
        params![member, number, name, act.now],
    )?;
    tx.queue(
        sql!("insert into persona (tenant, id, member, kind, created_at) values ($tenant, $1, $2, 'member', $3)"),
        params![persona, member, act.now],
    )?;
    Ok(Known { persona, member })
}

/// Writes a verified way to be recognised.
///
/// # Errors
/// When the database fails.
pub fn add_identity(tx: &mut Tx, act: &Act, persona: PersonaId, address: &Address) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into identity (tenant, id, persona, kind, value, verified_at, seen_at, created_at) values ($tenant, $1, $2, $3, $4, $5, $5, $5)"),
        params![act.id::<IdentityId>(), persona, address.kind(), address.value(), act.now],
    )
}

/// Whether the person has a verified phone.
///
/// # Errors
/// When the database fails.
pub async fn phone_verified(tx: &mut Tx, member: MemberId) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .memo(
            sql!("select 1 from identity i join persona p on p.tenant = i.tenant and p.id = i.persona where i.tenant = $tenant and p.member = $1 and i.kind = 'phone' and i.verified_at is not null and i.ended_at is null limit 1"),
            params![member],
        )
        .await?;
    Ok(row.is_some())
}

/// Opens a session.
///
/// # Errors
/// When the database fails.
pub fn open_session(
    tx: &mut Tx,
    act: &Act,
    persona: PersonaId,
    hash: &[u8],
    device: &str,
    until: Time,
) -> Result<SessionId, Fault> {
    let id: SessionId = act.id();
    tx.queue(
        sql!("insert into session (tenant, id, token_hash, persona, device, province, created_at, seen_at, expires_at) values ($tenant, $1, $2, $3, $4, $5, $6, $6, $7)"),
        params![id, hash, persona, device, act.province.clone(), act.now, until],
    )?;
    Ok(id)
}

/// The code that was sent to an address.
///
/// # Errors
/// When the database fails.
pub async fn sent_code(tx: &mut Tx, address: &str) -> Result<Option<SentCode>, Fault> {
    tx.one(
        sql!("select code_hash, tries, sent_at, expires_at from sign_in_code where tenant = $tenant and address = $1"),
        params![address],
    )
    .await
}

/// Keeps the hash of a code.
///
/// # Errors
/// When the database fails.
pub fn keep_code(tx: &mut Tx, act: &Act, address: &str, hash: &[u8], expires_at: Time) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into sign_in_code (tenant, address, code_hash, tries, sent_at, expires_at) values ($tenant, $1, $2, 0, $3, $4) on conflict (tenant, address) do update set code_hash = excluded.code_hash, tries = 0, sent_at = excluded.sent_at, expires_at = excluded.expires_at"),
        params![address, hash, act.now, expires_at],
    )
}

/// Counts a wrong try.
///
/// # Errors
/// When the database fails.
pub fn count_try(tx: &mut Tx, address: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("update sign_in_code set tries = tries + 1 where tenant = $tenant and address = $1"),
        params![address],
    )
}

/// Forgets a code.
///
/// # Errors
/// When the database fails.
pub fn drop_code(tx: &mut Tx, address: &str) -> Result<(), Fault> {
    tx.queue(sql!("delete from sign_in_code where tenant = $tenant and address = $1"), params![address])
}

/// Ends a session.
///
/// # Errors
/// When the database fails.
pub fn end_session(tx: &mut Tx, act: &Act, session: SessionId) -> Result<(), Fault> {
    tx.touch_rights();
    tx.queue(
        sql!("update session set ended_at = $2 where tenant = $tenant and id = $1 and ended_at is null"),
        params![session, act.now],
    )
}

/// What others see of a member first.
///
/// # Errors
/// When the database fails.
pub async fn face(tx: &mut Tx, member: MemberId) -> Result<Option<Face>, Fault> {
    tx.one(
        sql!("select name, avatar, number from member where tenant = $tenant and id = $1"),
        params![member],
    )
    .await
}

/// The session of a token's hash, unless it ended, is too old or its member may not come in.
///
/// # Errors
/// When the database fails.
pub async fn session_of(tx: &mut Tx, hash: &[u8], now: Time) -> Result<Option<LiveSession>, Fault> {
    tx.one(
        sql!("select s.id, s.persona, p.member, s.stale, m.state = 'suspended' as suspended, s.seen_at from session s join persona p on p.tenant = s.tenant and p.id = s.persona join member m on m.tenant = p.tenant and m.id = p.member where s.tenant = $tenant and (s.token_hash = $1 or (s.old_hash = $1 and s.old_until > $2)) and s.ended_at is null and s.expires_at > $2 and m.state in ('active', 'suspended')"),
        params![hash, now],
    )
    .await
}
