//! The access token and the page ticket: kept in the database with their end, fetched by one at a time.
//!
//! The vendor makes the old token worthless five minutes after a new one was fetched, so two processes that each
//! fetch their own would lame one another. Whoever takes the lease of the row fetches; the others go on with the
//! old one while it is good, or wait for the new one. When fetching failed, nobody tries again for half a minute.

use super::{
    carrier::{Carrier, text},
    official::Official,
    refusal::WeChatRefusal,
    state::{self, Credential},
    vendor::{Meaning, VendorError},
};
use std::time::Duration;
use weilu_kernel::{Act, Tx};
use weilu_store::Scope;
use weilu_vocabulary::{Fault, MINUTE, Outcome, SECOND, Time};

/// Fetched anew when so little is left.
pub(super) const MARGIN: i64 = 5 * MINUTE;
/// So little is too little to be used at all.
const LEAST: i64 = 10 * SECOND;
const LEASE: i64 = 15 * SECOND;
const REST_AFTER_TROUBLE: i64 = 30 * SECOND;
const WAIT: Duration = Duration::from_millis(50);
const WAITS: usize = 120;

/// What is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    AccessToken,
    JsapiTicket,
}

impl Kind {
    pub const fn word(self) -> &'static str {
        match self {
            Kind::AccessToken => "access_token",
            Kind::JsapiTicket => "jsapi_ticket",
        }
    }
}

/// What to do with what the row says.
#[derive(Debug, PartialEq, Eq)]
enum Standing {
    /// Good for a while.
    Good,
    /// Good, and time to fetch another.
    Ageing,
    /// Worth nothing.
    Gone,
    /// Worth nothing, and nobody may try yet.
    Resting(i64),
}

fn standing(row: Option<&Credential>, app: &str, stale: Option<&str>, now: Time) -> Standing {
    let Some(row) = row else { return Standing::Gone };
    let usable = row.app == app
        && !row.value.is_empty()
        && stale != Some(row.value.as_str())
        && row.expires_at.0 - now.0 > LEAST;
    match usable {
        true if row.expires_at.0 - now.0 > MARGIN => Standing::Good,
        true => Standing::Ageing,
        false if row.trouble_at.0 > 0 && row.lease_until > now => Standing::Resting(row.trouble),
        false => Standing::Gone,
    }
}

/// A credential that counts now; `stale` is one the vendor no longer takes.
pub(super) async fn fresh(act: &Act, account: &Official, kind: Kind, stale: Option<&str>) -> Outcome<String> {
    for _ in 0..WAITS {
        let now = act.app.clock.now();
        let row = read(act, kind).await?;
        match standing(row.as_ref(), &account.app_id, stale, now) {
            Standing::Good => return Ok(row.map(|r| r.value).unwrap_or_default()),
            Standing::Resting(code) => return Err(told(code).into()),
            Standing::Ageing if !lease(act, kind, now).await? => {
                return Ok(row.map(|r| r.value).unwrap_or_default());
            }
            Standing::Gone if !lease(act, kind, now).await? => {
                tokio::time::sleep(WAIT).await;
                continue;
            }
            Standing::Ageing | Standing::Gone => return with_lease(act, account, kind, stale).await,
        }
    }
    Err(WeChatRefusal::Busy.into())
}

/// Fetches, unless somebody did between the look at the row and the lease.
async fn with_lease(act: &Act, account: &Official, kind: Kind, stale: Option<&str>) -> Outcome<String> {
    let row = read(act, kind).await?;
    if standing(row.as_ref(), &account.app_id, stale, act.app.clock.now()) != Standing::Good {
        return refresh(act, account, kind).await;
    }
    write(act, move |tx| Box::pin(async move { state::give_back(tx, kind.word()).await })).await?;
    Ok(row.map(|r| r.value).unwrap_or_default())
}

/// Why nothing can be fetched just now. A wrong secret is told as such: for this call 40001 means that.
fn told(code: i64) -> WeChatRefusal {
    match (VendorError::Said { code, message: String::new() }).meaning() {
        _ if code == 0 => WeChatRefusal::Busy,
        Meaning::Limited => WeChatRefusal::Limited,
        Meaning::Busy => WeChatRefusal::Busy,
        _ => WeChatRefusal::Misconfigured { code },
    }
}

async fn refresh(act: &Act, account: &Official, kind: Kind) -> Outcome<String> {
    let fetched = match kind {
        Kind::AccessToken => fetch_token(act, account).await,
        Kind::JsapiTicket => match fetch_ticket(act, account).await {
            Ok(fetched) => fetched,
            Err(failure) => {
                // The token is what is missing, and says so itself.
                write(act, move |tx| Box::pin(async move { state::give_back(tx, kind.word()).await }))
                    .await?;
                return Err(failure);
            }
        },
    };
    let now = act.app.clock.now();
    match fetched {
        Ok((value, seconds)) => {
            let (app, kept) = (account.app_id.clone(), value.clone());
            let until = now + seconds * SECOND;
            write(act, move |tx| {
                let (app, kept) = (app.clone(), kept.clone());
                Box::pin(async move { state::keep_credential(tx, kind.word(), &app, &kept, until).await })
            })
            .await?;
            Ok(value)
        }
        Err(error) => {
            tracing::warn!(kind = kind.word(), %error, "a credential could not be fetched");
            let code = error.code();
            write(act, move |tx| {
                Box::pin(async move {
                    state::note_trouble(tx, kind.word(), code, now, now + REST_AFTER_TROUBLE).await
                })
            })
            .await?;
            Err(told(code).into())
        }
    }
}

type Fetched = Result<(String, i64), VendorError>;

async fn fetch_token(act: &Act, account: &Official) -> Fetched {
    let Ok(carrier) = act.app.port::<Carrier>() else {
        return Err(VendorError::Silent("no carrier was wired".into()));
    };
    let query = [
        ("grant_type", "client_credential"),
        ("appid", account.app_id.as_str()),
        ("secret", account.secret.as_str()),
    ];
    worth(&carrier.ask("/cgi-bin/token", &query).await?, "access_token")
}

/// The ticket is fetched with the token; an outdated token is fetched anew once.
async fn fetch_ticket(act: &Act, account: &Official) -> Outcome<Fetched> {
    let carrier = act.app.port::<Carrier>()?;
    let mut stale: Option<String> = None;
    loop {
        let token = Box::pin(fresh(act, account, Kind::AccessToken, stale.as_deref())).await?;
        let query = [("access_token", token.as_str()), ("type", "jsapi")];
        match carrier.ask("/cgi-bin/ticket/getticket", &query).await {
            Err(error) if error.meaning() == Meaning::TokenStale && stale.is_none() => stale = Some(token),
            answer => return Ok(answer.and_then(|a| worth(&a, "ticket"))),
        }
    }
}

fn worth(answer: &serde_json::Value, field: &str) -> Fetched {
    let value = text(answer, field);
    let seconds = answer.get("expires_in").and_then(serde_json::Value::as_i64).unwrap_or(0);
    if value.is_empty() || seconds <= 0 {
        return Err(VendorError::Silent(format!("an answer without {field}")));
    }
    Ok((value, seconds))
}

async fn read(act: &Act, kind: Kind) -> Result<Option<Credential>, Fault> {
    act.app
        .store
        .read(Scope::Tenant(act.tenant), move |tx: &mut Tx| {
            Box::pin(async move { state::credential(tx, kind.word()).await })
        })
        .await
}

async fn lease(act: &Act, kind: Kind, now: Time) -> Result<bool, Fault> {
    write(act, move |tx| Box::pin(async move { state::lease(tx, kind.word(), now, now + LEASE).await })).await
}

async fn write<T: Send + 'static>(
    act: &Act,
    work: impl for<'t> Fn(&'t mut Tx) -> weilu_kernel::Work<'t, T, Fault> + Send + Sync + 'static,
) -> Result<T, Fault> {
    Ok(act.app.store.write(Scope::Tenant(act.tenant), work).await?.value)
}

/// Calls the vendor with a token that counts; an outdated one is fetched anew once.
pub(super) async fn with_token(
    act: &Act,
    account: &Official,
    path: &str,
    query: &[(&str, &str)],
    body: Option<&serde_json::Value>,
) -> Outcome<Result<serde_json::Value, VendorError>> {
    let carrier = act.app.port::<Carrier>()?;
    let mut stale: Option<String> = None;
    loop {
        let token = fresh(act, account, Kind::AccessToken, stale.as_deref()).await?;
        let mut all = vec![("access_token", token.as_str())];
        all.extend_from_slice(query);
        let answer = match body {
            Some(body) => carrier.send(path, &all, body).await,
            None => carrier.ask(path, &all).await,
        };
        match answer {
            Err(error) if error.meaning() == Meaning::TokenStale && stale.is_none() => stale = Some(token),
            answer => return Ok(answer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(left: i64) -> Credential {
        Credential {
            app: "wx1".into(),
            value: "t".into(),
            expires_at: Time(1_000 * SECOND + left),
            lease_until: Time(0),
            trouble: 0,
            trouble_at: Time(0),
        }
    }

    #[test]
    fn a_credential_ages_before_it_is_gone() {
        let now = Time(1_000 * SECOND);
        let at = |left| standing(Some(&row(left)), "wx1", None, now);
        assert_eq!(at(MARGIN + 1), Standing::Good);
        assert_eq!(at(MARGIN), Standing::Ageing);
        assert_eq!(at(LEAST + 1), Standing::Ageing);
        assert_eq!(at(LEAST), Standing::Gone);
        assert_eq!(standing(Some(&row(MARGIN + 1)), "wx2", None, now), Standing::Gone);
        assert_eq!(standing(Some(&row(MARGIN + 1)), "wx1", Some("t"), now), Standing::Gone);
        assert_eq!(standing(None, "wx1", None, now), Standing::Gone);
    }

    #[test]
    fn after_trouble_nobody_tries_for_a_while() {
        let now = Time(1_000 * SECOND);
        let mut failed = row(-1);
        (failed.trouble, failed.trouble_at, failed.lease_until) = (40_125, now, now + 1);
        assert_eq!(standing(Some(&failed), "wx1", None, now), Standing::Resting(40_125));
        assert_eq!(standing(Some(&failed), "wx1", None, now + 1), Standing::Gone);
        assert_eq!(told(40_001), WeChatRefusal::Misconfigured { code: 40_001 });
        assert_eq!(told(45_009), WeChatRefusal::Limited);
        assert_eq!(told(0), WeChatRefusal::Busy);
    }
}
