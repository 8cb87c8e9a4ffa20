//! The HTTP edge: parse, authenticate, limit, call, answer. It decides nothing of the domain.
//!
//! A command is `POST /api/v1/{feature}/{verb}`, a query is `GET` on the same shape; failures are RFC 9457
//! problems with a stable code and both texts; a page of another origin cannot act here.

mod api;
mod backup;
mod blob;
mod brands;
mod demo;
mod export;
mod feed;
mod live;
mod metrics;
mod network;
mod page;
mod poster;
mod problem;
mod reference;
mod sessions;
mod share;
mod sheet;
mod unsubscribe;
mod visitor;
mod wechat;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{any, get, post},
};
pub use network::{Network, Range};
pub use poster::press;
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
    posters: poster::Drawn,
    network: Network,
}

impl Edge {
    /// What a brand is called.
    async fn brand(&self, tenant: weilu_vocabulary::TenantId) -> Result<String, Fault> {
        let brands = self.brands.all(&self.app).await?;
        Ok(brands.iter().find(|t| t.id == tenant).map(|t| t.name.clone()).unwrap_or_default())
    }
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
        .route("/demo/{n}", post(demo::enter))
        .route("/export/{id}", get(export::download))
        .route("/unsubscribe/{token}", get(page::entry).post(unsubscribe::one_tap))
        .route("/poster/{file}", get(poster::show))
        .route("/wechat/go", get(wechat::go))
        .route("/wechat/back", get(wechat::back))
        .route("/wechat/callback", get(wechat::greet).post(wechat::receive))
        .route("/feed/spaces/{id}", get(feed::space))
        .route("/feed/m/{id}", get(feed::author))
        .route("/feed/tags/{word}", get(feed::tag))
        .route("/feed/search", get(feed::search))
        .route("/feed/private/{token}", get(feed::private))
        .route("/sheet/{file}", get(sheet::roster))
        .route("/backup/{name}", get(backup::download))
        .route("/healthz", get(api::healthy))
        .route("/readyz", get(api::ready))
        .route("/metrics", get(metrics::show))
        .fallback(page::entry)
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(tower_http::compression::CompressionLayer::new())
        // Files are short already, are asked for by ranges, and have caps of their own.
        .route("/blob/{id}", get(blob::fetch))
        .route("/api/v1/blob/upload", post(blob::upload).layer(DefaultBodyLimit::disable()))
        .layer(axum::middleware::from_fn(metrics::count))
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
    app.settle_database().await.map_err(crate::wiring::failed)?;
    if let Err(fault) = app.open_followers().await {
        // The house answers without it, and tries again while it does.
        tracing::error!(%fault, "what follows the log beside the database could not be opened");
    }
    let loops = crate::workers::start(&app);
    let Front { demo, network } = front;
    let (brands, sessions, posters) =
        (brands::Brands::default(), sessions::Sessions::default(), poster::Drawn::default());
    let house = app.clone();
    let edge = Arc::new(Edge { app, demo, brands, sessions, posters, network });
    let service = router(edge).into_make_service_with_connect_info::<SocketAddr>();
    let done = axum::serve(listener, service).with_graceful_shutdown(stop).await;
    drop(loops);
    house.rest_followers().await?;
    done.context("serving")
}
