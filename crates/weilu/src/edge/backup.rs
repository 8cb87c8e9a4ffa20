//! Fetching a backup: a file of any size, to headquarters alone, kept by no cache on the way.

use super::{Edge, problem::Problem, visitor};
use axum::{
    body::{Body, Bytes},
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use std::sync::Arc;
use tokio::{fs::File, io::AsyncReadExt};
use weilu_people::backup;
use weilu_vocabulary::{Fault, Faulty};

const PIECE: usize = 256 * 1024;

pub(super) async fn download(
    State(edge): State<Arc<Edge>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let act = visitor::act_of(&edge, &headers).await?;
    let (lang, request) = (act.lang, act.request.clone());
    let problem = |failure| Problem { failure, lang, request: request.clone() };
    let fetched = backup::fetch(act, &name).await.map_err(problem)?;
    let opened = async {
        let file = File::open(&fetched.path).await.context("opening the backup")?;
        let bytes = file.metadata().await.context("looking at the backup")?.len();
        Ok::<_, Fault>((file, bytes))
    };
    let (file, bytes) = opened.await.map_err(|fault| problem(fault.into()))?;
    let mut response = Body::from_stream(pieces(file)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/gzip"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", fetched.name)) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

fn pieces(file: File) -> impl futures_util::Stream<Item = std::io::Result<Bytes>> {
    futures_util::stream::try_unfold(file, |mut file| async move {
        let mut piece = Vec::with_capacity(PIECE);
        let mut part = (&mut file).take(PIECE as u64);
        let read = part.read_to_end(&mut piece).await?;
        Ok((read > 0).then(|| (Bytes::from(piece), file)))
    })
}
