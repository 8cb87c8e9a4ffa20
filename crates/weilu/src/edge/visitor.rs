//! Who comes with a request: brand by host, person by session, language by cookie or header.

use super::{Edge, brands, network, problem::Problem};
use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use weilu_kernel::Act;
use weilu_people::account;
use weilu_vocabulary::{Fault, Lang, refusals};

/// Name of the session cookie.
pub(super) const COOKIE: &str = "weilu_session";

/// Name of the cookie that is the browser's own: what was begun here is ended here.
pub(super) const BROWSER: &str = "weilu_browser";

refusals! {
    /// Why a request was not looked at.
    pub enum EdgeRefusal {
        /// It came from a page of another origin.
        ForeignPage => 403 "edge.foreign_page" "这个请求来自别的网站，为了你的账号安全没有执行。" "This request came from another site and was not carried out, to keep your account safe.";
        /// No such route.
        NoRoute => 404 "edge.no_route" "没有这个接口。" "There is no such endpoint.";
        /// Not JSON.
        NotJson => 400 "edge.not_json" "请求内容不是 JSON。" "The request body is not JSON.";
        /// The idempotency key cannot be kept.
        BadKey => 400 "edge.bad_key" "请求编号（Idempotency-Key）只能用 1 到 100 个英文字母、数字或符号。" "The request key (Idempotency-Key) takes 1 to 100 plain letters, digits or signs.";
    }
}

/// The act of a request.
///
/// # Errors
/// A problem, when the session cannot be looked up.
pub(super) async fn act_of(edge: &Edge, headers: &HeaderMap) -> Result<Act, Problem> {
    Ok(come(edge, headers).await?.0)
}

/// The act of a request, and whether its session is to get a new token.
///
/// # Errors
/// As [`act_of`].
pub(super) async fn come(edge: &Edge, headers: &HeaderMap) -> Result<(Act, bool), Problem> {
    let lang = lang_of(headers);
    let host = text(headers, header::HOST.as_str()).unwrap_or_default();
    let brands = edge.brands.all(&edge.app).await;
    let brands = brands.map_err(|fault| Problem { failure: fault.into(), lang, request: String::new() })?;
    let mut act = edge.app.act(brands::of_host(&brands, host));
    act.ctx.lang = lang;
    (act.ctx.province, act.ctx.source) = edge.network.origin(headers);
    act.ctx.site = site_of(headers);
    act.ctx.browser = cookie(headers, BROWSER).filter(|token| token.len() >= 32).map(|t| browser_hash(&t));
    if text(headers, header::USER_AGENT.as_str()).is_some_and(|agent| agent.contains("MicroMessenger")) {
        act.ctx.channel = "wechat";
    }
    let Some(token) = token_of(headers) else { return Ok((act, false)) };
    let problem = |act: &Act, fault: Fault| Problem {
        failure: fault.into(),
        lang: act.lang,
        request: act.request.clone(),
    };
    let known = edge.sessions.comer(&edge.app, act.tenant, &token, act.now).await;
    let (comer, fresh) = known.map_err(|fault| problem(&act, fault))?;
    act.ctx.actor = comer.actor;
    if fresh && comer.unseen {
        account::note_seen(&act).await.map_err(|fault| problem(&act, fault))?;
    }
    let by_cookie = text(headers, header::AUTHORIZATION.as_str()).is_none();
    Ok((act, comer.stale && by_cookie))
}

/// Scheme and host as the browser wrote them; empty when the host is none.
fn site_of(headers: &HeaderMap) -> String {
    let host = text(headers, header::HOST.as_str()).unwrap_or_default();
    let sound = !host.is_empty()
        && host.len() <= 253
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']'));
    let scheme = if network::is_https(headers) { "https" } else { "http" };
    if sound { format!("{scheme}://{host}") } else { String::new() }
}

/// A browser by its own cookie.
pub(super) fn browser_hash(token: &str) -> [u8; 16] {
    let hash = blake3::derive_key("weilu browser", token.as_bytes());
    hash.first_chunk().copied().unwrap_or_default()
}

/// Sets a cookie that no script reads and no other site sends along.
pub(super) fn put_cookie(
    response: &mut Response,
    name: &str,
    token: &str,
    seconds: i64,
    headers: &HeaderMap,
) {
    let secure = if network::is_https(headers) { "; Secure" } else { "" };
    let cookie = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

fn lang_of(headers: &HeaderMap) -> Lang {
    match cookie(headers, "weilu_lang").as_deref() {
        Some("en") => Lang::En,
        Some("zh") => Lang::Zh,
        _ => Lang::negotiate(text(headers, header::ACCEPT_LANGUAGE.as_str()).unwrap_or_default()),
    }
}

fn token_of(headers: &HeaderMap) -> Option<String> {
    let bearer = text(headers, header::AUTHORIZATION.as_str()).and_then(|v| v.strip_prefix("Bearer "));
    bearer.map(ToOwned::to_owned).or_else(|| cookie(headers, COOKIE))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, _)| *n == name)
        .map(|(_, v)| v.to_owned())
}

/// The key under which an act is done once. One that cannot be kept is refused: ignored, it would let the act be done
/// twice.
pub(super) fn key_of(headers: &HeaderMap) -> Result<Option<String>, EdgeRefusal> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    let fits = |key: &&str| (1..=100).contains(&key.len());
    key.to_str().ok().filter(fits).map(|key| Some(key.to_owned())).ok_or(EdgeRefusal::BadKey)
}

/// Whether a browser says that the request comes from a page of another origin.
pub(super) fn is_foreign(headers: &HeaderMap) -> bool {
    if text(headers, header::AUTHORIZATION.as_str()).is_some() {
        return false;
    }
    match text(headers, "sec-fetch-site") {
        Some(site) => !matches!(site, "same-origin" | "none"),
        None => match (text(headers, header::ORIGIN.as_str()), text(headers, header::HOST.as_str())) {
            (Some(origin), Some(host)) => origin.split_once("://").map(|(_, h)| h) != Some(host),
            _ => false,
        },
    }
}
