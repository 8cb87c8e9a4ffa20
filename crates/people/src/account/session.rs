//! Sessions: a random 256-bit token, kept hashed, resolved to the persona and the person behind it.

use weilu_kernel::App;
use weilu_store::{Row, Scope, Tx, params, sql};
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
                let row: Option<Row> = tx
                    .one(
                        sql!("select s.id, s.persona, p.member from session s join persona p on p.tenant = s.tenant and p.id = s.persona join member m on m.tenant = p.tenant and m.id = p.member where s.tenant = $tenant and s.token_hash = $1 and s.ended_at is null and s.expires_at > $2 and m.state = 'active'"),
                        params![hash, now],
                    )
                    .await?;
                let Some(row) = row else { return Ok(Actor::default()) };
                Ok(Actor {
                    persona: Some(row.get("persona")?),
                    member: Some(row.get("member")?),
                    session: Some(row.get("id")?),
                    system: false,
                })
            })
        })
        .await
}
