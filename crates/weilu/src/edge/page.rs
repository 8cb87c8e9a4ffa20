//! The entry pages and their files, with title, brand and first data block filled in.

use super::{Edge, problem::Problem, share, visitor, wechat};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{Html, IntoResponse, Response},
};
use serde_json::json;
use std::sync::Arc;
use weilu_community::{
    feed::{self, Which},
    setup,
};
use weilu_kernel::{Act, App, Tx};
use weilu_people::{account, admission, brand};
use weilu_store::Scope;
use weilu_vocabulary::Failure;

const NO_PAGE: &str = "<!doctype html><meta charset=utf-8><title>Weilu</title><p>页面还没有构建：运行 <code>cargo xtask run</code>。<p>The page is not built: run <code>cargo xtask run</code>.";

pub(super) async fn entry(
    State(edge): State<Arc<Edge>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") {
        let act = visitor::act_of(&edge, &headers).await?;
        let failure = visitor::EdgeRefusal::NoRoute.into();
        return Err(Problem { failure, lang: act.lang, request: act.request.clone() });
    }
    if path.contains('.') {
        return Ok(wechat::proof(&edge, path, &headers).await?.unwrap_or_else(|| file(path)));
    }
    let console = path == "console" || path.starts_with("console/");
    let act = visitor::act_of(&edge, &headers).await?;
    let (lang, request) = (act.lang, act.request.clone());
    let problem = |failure| Problem { failure, lang, request: request.clone() };
    let asked = uri.path_and_query().map_or("/", |p| p.as_str());
    let shared = if console { None } else { share::find(&edge, &act, asked).await.map_err(problem)? };
    let Some((html, _)) = weilu_webui::file(if console { "console.html" } else { "member.html" }) else {
        return Ok(match shared {
            Some(shared) => Html(shared.alone()).into_response(),
            None => (StatusCode::SERVICE_UNAVAILABLE, Html(NO_PAGE)).into_response(),
        });
    };
    let feed = if console { String::new() } else { feed_of(&act, path).await.map_err(problem)? };
    let boot = boot(&edge, act, shared, &feed).await.map_err(problem)?;
    Ok(filled(&String::from_utf8_lossy(&html), &boot))
}

/// What only this page has in its head: the feed that shows the same.
async fn feed_of(act: &Act, path: &str) -> Result<String, Failure> {
    let which = match path.split_once('/') {
        Some(("spaces", id)) => id.parse().ok().map(Which::Space),
        Some(("m", id)) => id.parse().ok().map(Which::Author),
        _ => None,
    };
    let Some(which) = which else { return Ok(String::new()) };
    let offered = feed::offered(act, which).await?;
    Ok(offered.map_or_else(String::new, |(title, path)| {
        format!(
            "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"{}\" href=\"{}\" data-feed>",
            escaped(&title),
            escaped(&path)
        )
    }))
}

fn file(path: &str) -> Response {
    let Some((bytes, mime)) = weilu_webui::file(path) else { return StatusCode::NOT_FOUND.into_response() };
    let mut response = bytes.into_owned().into_response();
    let headers = response.headers_mut();
    if let Ok(mime) = HeaderValue::from_str(&mime) {
        headers.insert(header::CONTENT_TYPE, mime);
    }
    let keep = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// What the page needs before its first request.
struct Boot {
    title: String,
    /// What chats and search engines read.
    head: String,
    /// What is read before the page runs, for somebody who is not signed in.
    landing: String,
    lang: &'static str,
    nonce: String,
    json: String,
}

async fn boot(edge: &Edge, act: Act, shared: Option<share::Shared>, feed: &str) -> Result<Boot, Failure> {
    let nonce = format!("{:016x}{:016x}", act.below(u64::MAX), act.below(u64::MAX));
    let lang = act.lang.code();
    let first = first(&edge.app, act).await?;
    let face = first.face;
    let json = json!({
        "brand": {
            "name": face.name, "short_name": face.short_name, "slogan": face.slogan,
            "accent": face.accent, "logo": face.logo,
        },
        "me": first.me, "lang": lang, "pos": first.pos,
        "settings": { "joining": first.joining, "setup_open": first.setup_open },
    });
    let head = shared.as_ref().map(share::Shared::head).unwrap_or_default() + feed;
    let landing = shared.as_ref().filter(|_| first.me.is_none()).map(|s| s.landing().into_string());
    let title = shared.as_ref().map_or(face.name, share::Shared::title);
    // A closing tag inside a text must not end the block.
    let json = json.to_string().replace('<', "\\u003c");
    Ok(Boot { title, head, landing: landing.unwrap_or_default(), lang, nonce, json })
}

/// What every page shows first.
struct First {
    face: brand::Face,
    me: Option<account::Me>,
    joining: admission::Mode,
    /// Whether the house still has to be set up, told to those who may.
    setup_open: bool,
    pos: i64,
}

async fn first(app: &App, mut act: Act) -> Result<First, Failure> {
    act.ctx.actor = act.ctx.actor.clone().himself();
    let act = Arc::new(act);
    app.store
        .read(Scope::Tenant(act.tenant), move |tx: &mut Tx| {
            let act = act.clone();
            Box::pin(async move {
                let me = account::me_of(tx, &act).await?;
                let may = me.as_ref().is_some_and(|m| m.permissions.iter().any(|p| p == setup::RUN.name));
                Ok(First {
                    face: brand::face(tx).await?,
                    joining: admission::MODE.get(tx).await?,
                    setup_open: may && setup::is_open(tx).await?,
                    pos: tx.log_head().await?,
                    me,
                })
            })
        })
        .await
}

fn filled(html: &str, boot: &Boot) -> Response {
    let block = format!(
        "<script type=\"application/json\" id=\"weilu-boot\" nonce=\"{}\">{}</script>",
        boot.nonce, boot.json
    );
    // What people wrote comes after the places are filled that their words could name.
    let html = html
        .replace("%WEILU_NONCE%", &boot.nonce)
        .replace("%WEILU_LANG%", if boot.lang == "en" { "en" } else { "zh-CN" })
        .replace("%WEILU_TITLE%", &escaped(&boot.title))
        .replace("<!--weilu:head-->", &boot.head)
        .replace("<!--weilu:landing-->", &boot.landing)
        .replace("<!--weilu:boot-->", &block);
    let policy = format!(
        "default-src 'self'; script-src 'nonce-{}' 'strict-dynamic'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
        boot.nonce
    );
    let mut response = Html(html).into_response();
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
