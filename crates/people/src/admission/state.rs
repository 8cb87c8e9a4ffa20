//! Rows of those who ask to become a member, and of tokens that brought somebody in.

use crate::account::Address;
use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{AdmissionId, Fault, PersonaId, Time};

rows! {
    /// Somebody who asks.
    #[derive(Clone, Debug)]
    pub struct AdmissionRow {
        /// Which.
        pub id: AdmissionId,
        /// `phone` or `mail`; the address he proved.
        pub kind: String,
        /// The address; empty once he is a member.
        pub value: String,
        /// What he wants to be called.
        pub name: String,
        /// What he says about himself.
        pub words: String,
        /// What he reads.
        pub lang: String,
        /// `asked`, `approved`, `refused`.
        pub state: String,
        /// Why not.
        pub reason: String,
        /// Versions of the texts he accepted, by their word.
        pub consents: serde_json::Value,
        /// Whom he became.
        pub persona: Option<PersonaId>,
        /// When he asked.
        pub asked_at: Time,
        /// When he was answered.
        pub decided_at: Option<Time>,
    }
}

/// The application of an id.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, id: AdmissionId) -> Result<Option<AdmissionRow>, Fault> {
    tx.one(
        sql!("select id, kind, value, name, words, lang, state, reason, consents, persona, asked_at, decided_at from admission where tenant = $tenant and id = $1"),
        params![id],
    )
    .await
}

/// The newest application of an address.
///
/// # Errors
/// When the database fails.
pub async fn latest(tx: &mut Tx, address: &Address) -> Result<Option<AdmissionRow>, Fault> {
    tx.one(
        sql!("select id, kind, value, name, words, lang, state, reason, consents, persona, asked_at, decided_at from admission where tenant = $tenant and kind = $1 and value = $2 order by id desc limit 1"),
        params![address.kind(), address.value()],
    )
    .await
}

/// What somebody asks with.
#[derive(Clone, Debug)]
pub(super) struct NewAdmission<'a> {
    pub id: AdmissionId,
    pub address: &'a Address,
    pub name: &'a str,
    pub words: &'a str,
    pub consents: serde_json::Value,
}

pub(super) fn insert(tx: &mut Tx, act: &Act, new: &NewAdmission<'_>) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into admission (tenant, id, kind, value, name, words, lang, state, consents, asked_at) values ($tenant, $1, $2, $3, $4, $5, $6, 'asked', $7, $8)"),
        params![new.id, new.address.kind(), new.address.value(), new.name, new.words, act.lang.code(), &new.consents, act.now],
    )
}

/// Writes a yes: the person is a member now, and known by his identity.
pub(super) fn approve(tx: &mut Tx, act: &Act, id: AdmissionId, persona: PersonaId) -> Result<(), Fault> {
    tx.queue(
        sql!("update admission set state = 'approved', value = '', persona = $2, decided_at = $3, decided_by = $4 where tenant = $tenant and id = $1"),
        params![id, persona, act.now, act.actor.persona],
    )
}

/// Writes a no.
pub(super) fn refuse(tx: &mut Tx, act: &Act, id: AdmissionId, reason: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("update admission set state = 'refused', reason = $2, decided_at = $3, decided_by = $4 where tenant = $tenant and id = $1"),
        params![id, reason, act.now, act.actor.persona],
    )
}

/// Those in a state, oldest first while they wait and newest first afterwards.
///
/// # Errors
/// When the database fails.
pub async fn list(
    tx: &mut Tx,
    waiting: bool,
    after: AdmissionId,
    limit: i64,
) -> Result<Vec<AdmissionRow>, Fault> {
    if waiting {
        return tx
            .all(
                sql!("select id, kind, value, name, words, lang, state, reason, consents, persona, asked_at, decided_at from admission where tenant = $tenant and state = 'asked' and id > $1 order by id limit $2"),
                params![after, limit],
            )
            .await;
    }
    tx.all(
        sql!("select id, kind, value, name, words, lang, state, reason, consents, persona, asked_at, decided_at from admission where tenant = $tenant and state <> 'asked' and id < $1 order by id desc limit $2"),
        params![after, limit],
    )
    .await
}

/// How many wait.
///
/// # Errors
/// When the database fails.
pub async fn waiting(tx: &mut Tx) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(sql!("select count(*) from admission where tenant = $tenant and state = 'asked'"), &[])
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// Forgets answers from before a time; how many.
pub(super) async fn forget_before(tx: &mut Tx, before: Time) -> Result<u64, Fault> {
    tx.exec(
        sql!("delete from admission where tenant = $tenant and state <> 'asked' and decided_at < $1"),
        params![before],
    )
    .await
}

/// Whether a token brought somebody in.
pub(super) async fn is_used(tx: &mut Tx, hash: &[u8]) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(sql!("select 1 from admission_token where tenant = $tenant and hash = $1"), params![hash])
        .await?;
    Ok(row.is_some())
}

/// Remembers that a token brought somebody in.
pub(super) fn use_token(tx: &mut Tx, act: &Act, hash: &[u8], persona: PersonaId) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into admission_token (tenant, hash, persona, at) values ($tenant, $1, $2, $3)"),
        params![hash, persona, act.now],
    )
}
