//! Lists to take along: a roster as an Excel sheet or as CSV, to who may.

use super::{Edge, blob::named, problem::Problem, visitor};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use std::sync::Arc;
use weilu_community::roster;
use weilu_kernel::{Act, Tx, link::LinkRefusal};
use weilu_people::member::export::sheet;
use weilu_store::Scope;
use weilu_vocabulary::{Outcome, RosterId};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const CSV: &str = "text/csv; charset=utf-8";

pub(super) async fn roster(
    State(edge): State<Arc<Edge>>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let act = Arc::new(visitor::act_of(&edge, &headers).await?);
    let problem = |failure| Problem { failure, lang: act.lang, request: act.request.clone() };
    let wanted = file.split_once('.').and_then(|(id, form)| Some((id.parse().ok()?, form)));
    let (id, form) = wanted.ok_or_else(|| problem(LinkRefusal::NotFound.into()))?;
    let (title, rows) = read(&edge, act.clone(), id).await.map_err(problem)?;
    let (mime, bytes) = match form {
        "xlsx" => (XLSX, sheet::xlsx(&rows).map_err(|fault| problem(fault.into()))?),
        "csv" => (CSV, sheet::csv(&rows)),
        _ => return Err(problem(LinkRefusal::NotFound.into())),
    };
    let mut response = ([(header::CONTENT_TYPE, mime)], bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let disposition = format!("attachment; {}", named(&format!("{title}.{form}")));
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

async fn read(edge: &Edge, act: Arc<Act>, id: RosterId) -> Outcome<(String, Vec<Vec<String>>)> {
    edge.app
        .store
        .read(Scope::Tenant(act.tenant), move |tx: &mut Tx| {
            let act = act.clone();
            Box::pin(async move { roster::sheet(tx, &act, id).await })
        })
        .await
}
