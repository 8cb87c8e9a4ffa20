//! Rows of secret addresses.

use super::make::What;
use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, FeedId, MemberId, PersonaId, SpaceId, Time};

rows! {
    /// A secret address, looked up by its secret.
    #[derive(Clone, Debug)]
    pub struct FeedRow {
        /// Which.
        pub id: FeedId,
        /// Whose.
        pub persona: PersonaId,
        /// The person behind it.
        pub member: MemberId,
        /// `circles`, `space`, `search`.
        pub what: String,
        /// Which space.
        pub space: Option<SpaceId>,
        /// Which search.
        pub q: String,
        /// When it was made.
        pub created_at: Time,
        /// When it was last fetched.
        pub fetched_at: Option<Time>,
    }
}

/// The stored form of a secret.
pub(super) fn hash_of(token: &str) -> Vec<u8> {
    blake3::derive_key("weilu feed token", token.as_bytes()).to_vec()
}

/// Keeps a secret address.
///
/// # Errors
/// When the database fails.
pub(super) fn insert(
    tx: &mut Tx,
    act: &Act,
    id: FeedId,
    persona: PersonaId,
    what: (What, Option<SpaceId>, &str),
    token: &str,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into feed (tenant, id, persona, what, space, q, token_hash, created_at) values ($tenant, $1, $2, $3, $4, $5, $6, $7)"),
        params![id, persona, what.0.word(), what.1, what.2, hash_of(token), act.now],
    )
}

/// How many secret addresses a person has.
///
/// # Errors
/// When the database fails.
pub(super) async fn count(tx: &mut Tx, member: MemberId) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) from feed f join persona p on p.tenant = f.tenant and p.id = f.persona where f.tenant = $tenant and p.member = $1"),
            params![member],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// Takes a secret address of a person out of the world; whether there was one.
///
/// # Errors
/// When the database fails.
pub(super) async fn delete(tx: &mut Tx, id: FeedId, member: MemberId) -> Result<bool, Fault> {
    let gone = tx
        .exec(
            sql!("delete from feed where tenant = $tenant and id = $1 and persona in (select p.id from persona p where p.tenant = $tenant and p.member = $2)"),
            params![id, member],
        )
        .await?;
    Ok(gone > 0)
}

/// The secret address with this secret, of somebody who is still here.
///
/// # Errors
/// When the database fails.
pub(super) async fn of_token(tx: &mut Tx, token: &str) -> Result<Option<FeedRow>, Fault> {
    tx.one(
        sql!("select f.id, f.persona, p.member, f.what, f.space, f.q, f.created_at, f.fetched_at from feed f join persona p on p.tenant = f.tenant and p.id = f.persona join member m on m.tenant = p.tenant and m.id = p.member where f.tenant = $tenant and f.token_hash = $1 and m.state = 'active'"),
        params![hash_of(token)],
    )
    .await
}

/// Notes that an address was fetched.
///
/// # Errors
/// When the database fails.
pub(super) fn fetched(tx: &mut Tx, id: FeedId, at: Time) -> Result<(), Fault> {
    tx.queue(sql!("update feed set fetched_at = $2 where tenant = $tenant and id = $1"), params![id, at])
}
