//! Figures for the operator's monitoring, in the Prometheus text format: requests by route and status, their
//! time, how far the log has come, how far its readers are behind, jobs by state.

use super::Edge;
use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::{
    sync::{Arc, OnceLock},
    time::Instant,
};
use weilu_vocabulary::Fault;

const TIME: &str = "weilu_http_request_seconds";
const BUCKETS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// The recorder of this process, installed once.
fn recorder() -> Option<&'static PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    let install = || {
        let time = Matcher::Full(TIME.to_owned());
        PrometheusBuilder::new().set_buckets_for_metric(time, &BUCKETS).ok()?.install_recorder().ok()
    };
    HANDLE.get_or_init(install).as_ref()
}

/// Counts and times every request by its route, never by its whole path: that would name people.
pub(super) async fn count(request: Request<Body>, next: Next) -> Response {
    recorder();
    let route = request.extensions().get::<MatchedPath>().map_or("page", MatchedPath::as_str).to_owned();
    let started = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    metrics::counter!("weilu_http_requests_total", "route" => route.clone(), "status" => status).increment(1);
    metrics::histogram!(TIME, "route" => route).record(started.elapsed().as_secs_f64());
    response
}

pub(super) async fn show(State(edge): State<Arc<Edge>>) -> Response {
    let Some(recorder) = recorder() else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    if let Err(fault) = measure(&edge).await {
        tracing::error!(%fault, "the figures could not be read");
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], recorder.render()).into_response()
}

async fn measure(edge: &Edge) -> Result<(), Fault> {
    let head = edge.app.store.head();
    metrics::gauge!("weilu_log_head").set(head as f64);
    let followers = edge.app.followers().map(|spec| (spec.name, edge.app.has_reached(spec.name)));
    for (reader, pos) in edge.app.cursors().await?.into_iter().chain(followers) {
        metrics::gauge!("weilu_log_lag_events", "reader" => reader).set((head - pos).max(0) as f64);
    }
    let counts = edge.app.store.job_counts().await?;
    for state in ["waiting", "held", "dead"] {
        let n =
            counts.get(state).and_then(|s| s.get("count")).and_then(serde_json::Value::as_i64).unwrap_or(0);
        metrics::gauge!("weilu_jobs", "state" => state).set(n as f64);
    }
    Ok(())
}
