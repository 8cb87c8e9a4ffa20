//! The demo village: told in memory through the real commands, then taken over into the real database.

use crate::{archive, clock::SystemClock, wiring};
use std::{future::IntoFuture, net::SocketAddr, path::Path, sync::Arc};
use tokio::{net::TcpListener, task::JoinSet};
use weilu_channels::wechat::Carrier;
use weilu_kernel::{App, Tx, setting};
use weilu_simulator::{
    Size, Village, World,
    wechat::{Account, router, village},
    world::Open,
};
use weilu_store::{Folder, Scope, Store};
use weilu_vocabulary::{Clock, DAY, Failure, Fault, Faulty};

const SEED: u64 = 20_260_618;

/// Fills an empty installation with the village, ending today.
///
/// # Errors
/// When the installation is not empty, or the story cannot be told.
pub async fn fill(app: &Arc<App>, data: &Path, size: Size) -> Result<(), Fault> {
    let today = SystemClock.now();
    let folder = data.join("blobs");
    let blobs = Arc::new(Folder::open(folder)?);
    let beside = data.to_path_buf();
    let open: Open =
        Arc::new(move |store, clock, chance| wiring::assemble(store, blobs.clone(), clock, chance, &beside));
    let start = today - 91 * DAY;
    let world = World::create(open, Store::open_memory()?, SEED, start).await?;
    let told = Village::tell(world, size, today, |day| {
        if day % 10 == 0 {
            tracing::info!("the village lives: day {day} of 90");
        }
    });
    let world = told.await.map_err(|failure| match failure {
        Failure::Fault(fault) => fault,
        Failure::Refused(refusal) => Fault::new(format!("the story was refused: {}", refusal.code)),
    })?;
    archive::move_to(&world.app, app).await.map(drop)
}

/// Starts a stand-in for WeChat and connects the brand to it; it ends when the set is dropped.
///
/// # Errors
/// When no port is free, or the database fails.
pub async fn wechat(app: &Arc<App>, house: SocketAddr) -> Result<JoinSet<()>, Fault> {
    let (simulator, account) = village(Arc::new(SystemClock), house);
    let listener = TcpListener::bind("127.0.0.1:0").await.context("listening as a stand-in for WeChat")?;
    let base = format!("http://{}", listener.local_addr().context("reading the address")?);
    app.port::<Carrier>()?.point_at(&base);
    connect(app, account).await?;
    tracing::info!("a stand-in for WeChat answers on {base}");
    let mut loops = JoinSet::new();
    loops.spawn(async move {
        if let Err(error) = axum::serve(listener, router(simulator)).into_future().await {
            tracing::error!(%error, "the stand-in for WeChat stopped");
        }
    });
    Ok(loops)
}

async fn connect(app: &Arc<App>, account: Account) -> Result<(), Fault> {
    let tenants = app.tenant_rows().await?;
    let Some(tenant) = tenants.first().map(|t| t.id) else { return Ok(()) };
    let mut act = app.system_act();
    act.ctx.tenant = tenant;
    let shared = Arc::new((act, account));
    app.store
        .write(Scope::Tenant(tenant), move |tx: &mut Tx| {
            let shared = shared.clone();
            Box::pin(async move {
                let (act, account) = &*shared;
                let values = [
                    ("wechat.app_id", &account.app_id),
                    ("wechat.app_secret", &account.secret),
                    ("wechat.callback_token", &account.token),
                ];
                for (name, value) in values {
                    setting::put(tx, act, name, &serde_json::json!(value))?;
                }
                Ok::<(), Fault>(())
            })
        })
        .await
        .map(drop)
}
