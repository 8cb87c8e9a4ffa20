//! Sessions: a random 256-bit token, kept hashed, resolved to the persona and the person behind it.

use super::state;
use weilu_kernel::App;
use weilu_store::{Scope, Tx};
use weilu_vocabulary::{Actor, Fault, TenantId, Time};

/// Days a session lasts.
pub const SESSION_DAYS: i64 = 60;

/// The stored form of a token.
#[must_use]
pub fn token_hash(token: &str) -> Vec<u8> {
    blake3::derive_key("weilu session token", token.as_bytes()).to_vec()
}

/// Who comes with a token; nobody when it is unknown, ended or too old.
///
/// # Errors
/// When the database fails.
pub async fn actor_of_token(app: &App, tenant: TenantId, token: &str, now: Time) -> Result<Actor, Fault> {
    let hash = token_hash(token);
    app.store
        .read(Scope::Tenant(tenant), move |tx: &mut Tx| {
            let hash = hash.clone();
            Box::pin(async move {
                let Some(found) = state::session_of(tx, &hash, now).await? else {
                    return Ok(Actor::default());
                };
                Ok(Actor {
                    persona: Some(found.persona),
                    member: Some(found.member),
                    session: Some(found.id),
                    system: false,
                })
            })
        })
        .await
}
