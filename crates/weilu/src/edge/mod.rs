//! The HTTP edge: parse, authenticate, limit, call, answer. It decides nothing of the domain.
//!
//! A command is `POST /api/v1/{feature}/{verb}`, a query is `GET` on the same shape; failures are RFC 9457
//! problems with a stable code and both texts; a page of another origin cannot act here.

mod api;
mod backup;
mod brands;
mod demo;
mod export;
mod live;
mod metrics;
mod network;
mod page;
mod problem;
mod reference;
mod sessions;
mod visitor;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{any, get},
};
pub use network::{Network, Range};
use std::{future::Future, net::SocketAddr, sync::Arc};
use tokio::net::TcpListener;
use weilu_kernel::App;
use weilu_vocabulary::{Fault, Faulty};

const BODY_MAX: usize = 1 << 20;

/// What every handler shares.
pub struct Edge {
    /// The program.
    pub app: Arc<App>,
    /// Whether the door of the demo village is open.
    pub demo: bool,
    brands: brands::Brands,
    sessions: sessions::Sessions,
    network: Network,
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
        .route("/export/{id}", get(export::download))
        .route("/backup/{name}", get(backup::download))
        .route("/healthz", get(api::healthy))
        .route("/readyz", get(api::ready))
        .route("/metrics", get(metrics::show))
        .fallback(page::entry)
        .layer(axum::middleware::from_fn(metrics::count))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(tower_http::compression::CompressionLayer::new())
        .layer(middleware::from_fn_with_state(edge.clone(), network::mark))
        .with_state(edge)
}

/// How the house is open to the outside.
#[derive(Clone, Debug, Default)]
pub struct Front {
    /// Whether the door of the demo village is open.
    pub demo: bool,
    /// Named proxies and the table of provinces.
    pub network: Network,
}

/// Serves until `stop` is done.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    app: Arc<App>,
    listener: TcpListener,
    front: Front,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Fault> {
    // Positions and counters are right before the first request is answered.
    app.settle().await.map_err(crate::wiring::failed)?;
    let loops = crate::workers::start(&app);
    let Front { demo, network } = front;
    let (brands, sessions) = (brands::Brands::default(), sessions::Sessions::default());
    let edge = Arc::new(Edge { app, demo, brands, sessions, network });
    let service = router(edge).into_make_service_with_connect_info::<SocketAddr>();
    let done = axum::serve(listener, service).with_graceful_shutdown(stop).await;
    drop(loops);
    done.context("serving")
}
