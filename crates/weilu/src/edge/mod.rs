//! The HTTP edge: parse, authenticate, limit, call, answer. It decides nothing of the domain.
//!
//! A command is `POST /api/v1/{feature}/{verb}`, a query is `GET` on the same shape; failures are RFC 9457
//! problems with a stable code and both texts; a page of another origin cannot act here.

mod api;
mod demo;
mod live;
mod metrics;
mod page;
mod problem;
mod reference;
mod sessions;
mod visitor;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{any, get},
};
use std::{future::Future, sync::Arc};
use tokio::net::TcpListener;
use weilu_kernel::{App, tenant::Tenant};
use weilu_vocabulary::{Failure, Fault, Faulty};

const BODY_MAX: usize = 1 << 20;

/// What every handler shares.
pub struct Edge {
    /// The program.
    pub app: Arc<App>,
    /// Brands, by host.
    pub tenants: Vec<Tenant>,
    /// Whether the door of the demo village is open.
    pub demo: bool,
    sessions: sessions::Sessions,
}

/// The routes.
pub fn router(edge: Arc<Edge>) -> Router {
    Router::new()
        .route("/api/v1/live", get(live::socket))
        .route("/api/v1/live/sse", get(live::sse))
        .route("/api", get(reference::page))
        .route("/api/openapi.json", get(api::openapi))
        .route("/api/v1/{feature}/{verb}", any(api::call))
        .route("/demo", get(demo::page))
        .route("/demo/{n}", axum::routing::post(demo::enter))
        .route("/healthz", get(api::healthy))
        .route("/readyz", get(api::ready))
        .route("/metrics", get(metrics::show))
        .fallback(page::entry)
        .layer(axum::middleware::from_fn(metrics::count))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(tower_http::compression::CompressionLayer::new())
        .with_state(edge)
}

/// Serves until `stop` is done.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    app: Arc<App>,
    listener: TcpListener,
    demo: bool,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Fault> {
    let tenants = app.tenant_rows().await?;
    // Positions and counters are right before the first request is answered.
    app.settle().await.map_err(|failure| match failure {
        Failure::Fault(fault) => fault,
        Failure::Refused(refusal) => Fault::new(refusal.code),
    })?;
    let loops = crate::workers::start(&app);
    let edge = Arc::new(Edge { app, tenants, demo, sessions: sessions::Sessions::default() });
    let done = axum::serve(listener, router(edge)).with_graceful_shutdown(stop).await;
    drop(loops);
    done.context("serving")
}
