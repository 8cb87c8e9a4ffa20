//! WeChat's ways in and out: going to sign in, coming back, and what the vendor tells the server. Each only carries
//! a request to its command and the answer back; the browser gets a cookie of its own that binds the two halves.

use super::{
    Edge,
    api::set_cookie,
    problem::Problem,
    visitor::{self, BROWSER},
};
use axum::{
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use weilu_kernel::{Act, Tx};
use weilu_people::account::SESSION_DAYS;
use weilu_store::Scope;
use weilu_vocabulary::{Failure, Fault, Outcome};

/// Seconds the browser keeps its cookie: a year, so that a sign-in begun twice is one browser's.
const BROWSER_SECONDS: i64 = 31_536_000;

#[derive(Deserialize)]
pub(super) struct Going {
    #[serde(default = "home")]
    to: String,
    #[serde(default = "entering")]
    want: String,
}

fn home() -> String {
    "/".to_owned()
}

fn entering() -> String {
    "enter".to_owned()
}

/// Sends the browser to the vendor, with a state that only this browser can bring back.
pub(super) async fn go(
    State(edge): State<Arc<Edge>>,
    Query(going): Query<Going>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut act = visitor::act_of(&edge, &headers).await?;
    let fresh =
        act.browser.is_none().then(|| format!("{:016x}{:016x}", act.below(u64::MAX), act.below(u64::MAX)));
    if let Some(token) = &fresh {
        act.ctx.browser = Some(visitor::browser_hash(token));
    }
    let input = json!({ "return_to": going.to, "want": going.want });
    let (lang, request) = (act.lang, act.request.clone());
    let mut response = match command(&edge, act, "wechat.begin", input).await {
        Ok(begun) => redirect(begun.get("url").and_then(Value::as_str).unwrap_or("/")),
        Err(Failure::Refused(refusal)) => redirect(&sign_in(&going.to, refusal.code)),
        Err(failure) => return Err(Problem { failure, lang, request }),
    };
    if let Some(token) = fresh {
        visitor::put_cookie(&mut response, BROWSER, &token, BROWSER_SECONDS, &headers);
    }
    Ok(response)
}

#[derive(Deserialize)]
pub(super) struct Coming {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
}

/// Takes the browser back from the vendor.
pub(super) async fn back(
    State(edge): State<Arc<Edge>>,
    Query(coming): Query<Coming>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if coming.code.is_empty() {
        return Ok(redirect(&sign_in("/", "wechat.declined")));
    }
    let act = visitor::act_of(&edge, &headers).await?;
    let (lang, request) = (act.lang, act.request.clone());
    let input = json!({ "code": coming.code, "state": coming.state, "device": device(&headers) });
    let entered = match command(&edge, act, "wechat.enter", input).await {
        Ok(entered) => entered,
        Err(Failure::Refused(refusal)) => return Ok(redirect(&sign_in("/", refusal.code))),
        Err(failure) => return Err(Problem { failure, lang, request }),
    };
    let text = |field: &str| entered.get(field).and_then(Value::as_str).unwrap_or_default();
    let to = text("return_to");
    let mut response = match text("became") {
        "asked" => redirect(&sign_in(to, "wechat.asked")),
        "entered" => redirect(to),
        became => redirect(&with(to, "wechat", became)),
    };
    if let Some(token) = entered.get("token").and_then(Value::as_str) {
        set_cookie(&mut response, token, SESSION_DAYS * 86_400, &headers);
    }
    Ok(response)
}

/// The sign-in page, with where to go on and what happened.
fn sign_in(back: &str, code: &str) -> String {
    let happened = code.rsplit('.').next().unwrap_or_default();
    let query = serde_html_form::to_string([("back", back), ("wechat", happened)]).unwrap_or_default();
    format!("/sign-in?{query}")
}

fn with(path: &str, name: &str, value: &str) -> String {
    let (path, fragment) = path.split_once('#').map_or((path, String::new()), |(p, f)| (p, format!("#{f}")));
    let sign = if path.contains('?') { '&' } else { '?' };
    format!("{path}{sign}{name}={value}{fragment}")
}

fn redirect(to: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    // Paths of ours may hold any letters; a header holds ASCII only.
    let spelled: String = to.chars().flat_map(spelled).collect();
    if let Ok(value) = HeaderValue::from_str(&spelled) {
        headers.insert(header::LOCATION, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

fn spelled(c: char) -> Vec<char> {
    if c.is_ascii_graphic() {
        return vec![c];
    }
    let mut bytes = [0; 4];
    c.encode_utf8(&mut bytes).bytes().flat_map(|b| format!("%{b:02X}").chars().collect::<Vec<_>>()).collect()
}

/// What a phone calls itself in the list of signed-in devices.
fn device(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let system = ["iPhone", "iPad", "HarmonyOS", "Android", "Windows", "Mac"].into_iter();
    let known = system.into_iter().find(|name| agent.contains(name));
    known.map_or_else(|| "WeChat".to_owned(), |system| format!("{system} · WeChat"))
}

async fn command(edge: &Edge, act: Act, name: &'static str, input: Value) -> Outcome<Value> {
    let spec = edge.app.command(name).ok_or_else(|| Fault::new(format!("no command {name}")))?;
    Ok((spec.run)(edge.app.clone(), act, input, None).await?.value()?)
}

/// Answers the vendor's question whether this server is the account's.
pub(super) async fn greet(
    State(edge): State<Arc<Edge>>,
    Query(query): Query<Value>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let act = as_system(visitor::act_of(&edge, &headers).await?);
    let (lang, request) = (act.lang, act.request.clone());
    let spec = edge.app.query("wechat.greet").ok_or_else(|| Fault::new("no query wechat.greet"));
    let answered = match spec {
        Ok(spec) => (spec.run)(edge.app.clone(), act, query).await.and_then(|a| Ok(a.value()?)),
        Err(fault) => Err(fault.into()),
    };
    told(answered, "text/plain; charset=utf-8").map_err(|failure| Problem { failure, lang, request })
}

/// Takes what the vendor tells.
pub(super) async fn receive(
    State(edge): State<Arc<Edge>>,
    Query(query): Query<Value>,
    headers: HeaderMap,
    body: String,
) -> Result<Response, Problem> {
    let act = as_system(visitor::act_of(&edge, &headers).await?);
    let (lang, request) = (act.lang, act.request.clone());
    let mut input = query;
    if let Some(fields) = input.as_object_mut() {
        fields.insert("body".to_owned(), Value::String(body));
    }
    let answered = command(&edge, act, "wechat.receive", input).await;
    told(answered, "application/xml; charset=utf-8").map_err(|failure| Problem { failure, lang, request })
}

fn as_system(mut act: Act) -> Act {
    act.ctx.actor = weilu_vocabulary::Actor { system: true, ..Default::default() };
    act.ctx.channel = "wechat";
    act
}

/// A stranger who guesses is told nothing but that it was refused.
fn told(answered: Outcome<Value>, kind: &'static str) -> Result<Response, Failure> {
    match answered {
        Ok(data) => {
            let body = data.get("body").and_then(Value::as_str).unwrap_or_default().to_owned();
            Ok(([(header::CONTENT_TYPE, kind)], body).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            tracing::warn!(code = refusal.code, "a message of the vendor was refused");
            Ok(StatusCode::FORBIDDEN.into_response())
        }
        Err(fault) => Err(fault),
    }
}

/// The file by which the vendor checks that a domain is the operator's: its name says its content.
pub(super) async fn proof(edge: &Edge, path: &str, headers: &HeaderMap) -> Result<Option<Response>, Problem> {
    let Some(name) = path.strip_prefix("MP_verify_").and_then(|p| p.strip_suffix(".txt")) else {
        return Ok(None);
    };
    let act = visitor::act_of(edge, headers).await?;
    let set: Result<String, Fault> = edge
        .app
        .store
        .read(Scope::Tenant(act.tenant), |tx: &mut Tx| {
            Box::pin(async move { weilu_channels::wechat::VERIFY_FILE.get(tx).await })
        })
        .await;
    let set =
        set.map_err(|fault| Problem { failure: fault.into(), lang: act.lang, request: act.request.clone() })?;
    let ours = !set.is_empty() && set.trim() == name;
    Ok(Some(if ours { set.trim().to_owned().into_response() } else { StatusCode::NOT_FOUND.into_response() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_is_added_before_the_fragment() {
        assert_eq!(with("/me/safety", "wechat", "bound"), "/me/safety?wechat=bound");
        assert_eq!(with("/a?b=1#c", "wechat", "named"), "/a?b=1&wechat=named#c");
        assert_eq!(sign_in("/e/a?b", "wechat.spent"), "/sign-in?back=%2Fe%2Fa%3Fb&wechat=spent");
    }

    #[test]
    fn a_header_holds_ascii_only() {
        let response = redirect("/m/桃\r\nSet-Cookie: x");
        assert_eq!(response.headers()[header::LOCATION], "/m/%E6%A1%83%0D%0ASet-Cookie:%20x");
    }
}
