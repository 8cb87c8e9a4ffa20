//! Sessions: a random 256-bit token, kept hashed, resolved to the persona and the person behind it.
//!
//! When somebody's rights change his sessions are marked, and each gets a new token with its next act; the old
//! one counts a minute longer, for what is under way. When and where a session was last seen is written at most
//! every ten minutes.

use super::state;
use std::sync::Arc;
use weilu_kernel::{Act, App};
use weilu_store::{Scope, Tx};
use weilu_vocabulary::{Actor, Fault, MINUTE, TenantId, Time};

/// Days a session lasts.
pub const SESSION_DAYS: i64 = 60;
const SEEN_EVERY: i64 = 10 * MINUTE;
const OLD_TOKEN_COUNTS: i64 = MINUTE;

/// The stored form of a token.
#[must_use]
pub fn token_hash(token: &str) -> Vec<u8> {
    blake3::derive_key("weilu session token", token.as_bytes()).to_vec()
}

/// A new token.
pub(super) fn new_token(act: &Act) -> String {
    data_encoding::BASE64URL_NOPAD.encode(&[act.token(), act.token()].concat())
}

/// Who comes with a token, and what is due for his session.
#[derive(Clone, Debug, Default)]
pub struct Comer {
    /// Who; nobody when the token is unknown, ended or too old.
    pub actor: Actor,
    /// Whether his session is to get a new token.
    pub stale: bool,
    /// Whether it is time to write that he was seen.
    pub unseen: bool,
}

/// Who comes with a token.
///
/// # Errors
/// When the database fails.
pub async fn actor_of_token(app: &App, tenant: TenantId, token: &str, now: Time) -> Result<Comer, Fault> {
    let hash = token_hash(token);
    app.store
        .read(Scope::Tenant(tenant), move |tx: &mut Tx| {
            let hash = hash.clone();
            Box::pin(async move {
                let Some(found) = state::session_of(tx, &hash, now).await? else {
                    return Ok(Comer::default());
                };
                let who = (found.persona, found.member);
                let actor = Actor {
                    persona: Some(found.persona).filter(|_| !found.suspended),
                    member: Some(found.member).filter(|_| !found.suspended),
                    session: Some(found.id),
                    system: false,
                    suspended: Some(who).filter(|_| found.suspended),
                };
                Ok(Comer { actor, stale: found.stale, unseen: now.0 - found.seen_at.0 >= SEEN_EVERY })
            })
        })
        .await
}

/// Writes that a session was seen, where that is due.
///
/// # Errors
/// When the database fails.
pub async fn note_seen(act: &Act) -> Result<(), Fault> {
    let (Some(session), Some(member)) = (act.actor.session, act.actor.member) else { return Ok(()) };
    let act = Arc::new(act.again());
    let store = act.app.store.clone();
    let write = store.write_behind(Scope::Tenant(act.tenant), move |tx: &mut Tx| {
        let act = act.clone();
        Box::pin(async move { state::session::seen(tx, &act, session, member) })
    });
    write.await.map(drop)
}

/// Gives a marked session its new token; `None` when another request was first.
///
/// # Errors
/// When the database fails.
pub async fn rotate(act: &Act) -> Result<Option<String>, Fault> {
    let Some(session) = act.actor.session else { return Ok(None) };
    let act = act.again();
    let token = new_token(&act);
    let (hash, until, scope) = (token_hash(&token), act.now + OLD_TOKEN_COUNTS, Scope::Tenant(act.tenant));
    let done = act
        .app
        .store
        .write(scope, move |tx: &mut Tx| {
            let hash = hash.clone();
            Box::pin(async move { state::session::rotate(tx, session, &hash, until).await })
        })
        .await?;
    Ok(done.value.then_some(token))
}
