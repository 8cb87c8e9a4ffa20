//! Feeds for readers of Atom and RSS: the same to everybody who has the address, asked for again and again, and
//! mostly unchanged.

use super::{Edge, network, problem::Problem, visitor};
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::{collections::BTreeMap, sync::Arc};
use weilu_community::feed::{self, Fetched, Which};
use weilu_kernel::link::LinkRefusal;
use weilu_vocabulary::Failure;

const MIME: &str = "application/atom+xml; charset=utf-8";
const OPEN_KEPT: &str = "public, max-age=300";
const PRIVATE_KEPT: &str = "private, max-age=300";

pub(super) async fn space(
    State(edge): State<Arc<Edge>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    serve(&edge, &headers, id.parse().ok().map(Which::Space)).await
}

pub(super) async fn author(
    State(edge): State<Arc<Edge>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    serve(&edge, &headers, id.parse().ok().map(Which::Author)).await
}

pub(super) async fn tag(
    State(edge): State<Arc<Edge>>,
    Path(word): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    serve(&edge, &headers, Some(Which::Tag(word))).await
}

pub(super) async fn search(
    State(edge): State<Arc<Edge>>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let words = query.get("q").map(|q| q.trim()).filter(|q| !q.is_empty());
    serve(&edge, &headers, words.map(|q| Which::Search(q.to_owned()))).await
}

pub(super) async fn private(
    State(edge): State<Arc<Edge>>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    serve(&edge, &headers, Some(Which::Private(token))).await
}

async fn serve(edge: &Edge, headers: &HeaderMap, which: Option<Which>) -> Result<Response, Problem> {
    let act = visitor::act_of(edge, headers).await?;
    let problem = |failure: Failure| Problem { failure, lang: act.lang, request: act.request.clone() };
    let which = which.ok_or_else(|| problem(LinkRefusal::NotFound.into()))?;
    let brand = edge.brand(act.tenant).await.map_err(|fault| problem(fault.into()))?;
    let fetched = feed::fetch(&act, &brand, &base(headers), which).await.map_err(problem)?;
    Ok(answer(fetched, headers))
}

fn answer(fetched: Fetched, headers: &HeaderMap) -> Response {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let (tag, since) = (text(header::IF_NONE_MATCH), text(header::IF_MODIFIED_SINCE));
    let mut response = if feed::is_unchanged(&fetched, tag, since) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, MIME)], fetched.body).into_response()
    };
    let kept = if fetched.private { PRIVATE_KEPT } else { OPEN_KEPT };
    let all = [
        (header::ETAG, fetched.etag.as_str()),
        (header::LAST_MODIFIED, fetched.modified.as_str()),
        (header::CACHE_CONTROL, kept),
        (header::VARY, "accept-language"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    for (name, value) in all {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().append(name, value);
        }
    }
    response
}

/// Where the reader found us.
fn base(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or("localhost");
    let scheme = if network::is_https(headers) { "https" } else { "http" };
    format!("{scheme}://{host}")
}
