//! Fetching one's export: the file itself, to nobody but its owner, kept by no cache on the way.

use super::{Edge, problem::Problem, visitor};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use std::sync::Arc;
use weilu_kernel::link::LinkRefusal;
use weilu_people::privacy;
use weilu_vocabulary::ExportId;

pub(super) async fn download(
    State(edge): State<Arc<Edge>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let act = visitor::act_of(&edge, &headers).await?;
    let fetched = match id.parse::<ExportId>() {
        Ok(export) => privacy::download(&act, export).await,
        Err(_) => Err(LinkRefusal::NotFound.into()),
    };
    let problem = |failure| Problem { failure, lang: act.lang, request: act.request.clone() };
    let file = fetched.map_err(problem)?;
    let body = super::blob::body(&edge.app.blobs, &file.hash, 0..file.bytes).await.map_err(problem)?;
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let disposition = format!("attachment; filename=\"{}\"", file.name);
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
