//! Making the file, saying how far it is, and what is left when a process dies over it.

use super::{FAILED, KEEP, MADE, Place, state};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use tokio::sync::mpsc;
use weilu_kernel::{Act, App, JobError, Tx};
use weilu_store::{ClaimedJob, Scope};
use weilu_vocabulary::{BackupId, EventKind, Failure, Fault, MINUTE, TenantId};

/// How long a backup may say nothing before it counts as dead.
const SILENT: i64 = 10 * MINUTE;

#[derive(serde::Deserialize)]
struct Wanted {
    backup: BackupId,
}

pub(super) async fn run(app: Arc<App>, job: ClaimedJob) -> Result<(), JobError> {
    let wanted: Wanted =
        serde_json::from_value(job.payload).map_err(|e| JobError::Dead(format!("a backup: {e}")))?;
    let Some(row) = asked(&app, job.tenant, wanted.backup).await? else { return Ok(()) };
    // A worker whose lease ran out while it still writes says so in the row.
    if row.done > 0 {
        return Ok(());
    }
    let made = make(&app, job.tenant, &row).await;
    let (state, bytes, why) = match &made {
        Ok(bytes) => ("ready", *bytes, String::new()),
        Err(fault) => {
            tracing::error!(%fault, "a backup failed");
            ("failed", 0, fault.to_string())
        }
    };
    let kind = if made.is_ok() { &MADE } else { &FAILED };
    finish(&app, job.tenant, row.id, state, bytes, why, kind).await?;
    if made.is_ok() {
        keep_newest(&app, job.tenant).await?;
    }
    Ok(())
}

async fn asked(app: &App, tenant: TenantId, id: BackupId) -> Result<Option<state::BackupRow>, Fault> {
    let row = app
        .store
        .read(Scope::Tenant(tenant), move |tx: &mut Tx| Box::pin(async move { state::load(tx, id).await }))
        .await?;
    Ok(row.filter(|r| r.state == "asked"))
}

/// Writes the file; each part it begins is written down.
async fn make(app: &Arc<App>, tenant: TenantId, row: &state::BackupRow) -> Result<i64, Fault> {
    let total = i64::try_from(app.store.table_count().await?).unwrap_or(0) + 1;
    let (sender, mut steps) = mpsc::unbounded_channel::<String>();
    let say = Box::new(move |step: &str| drop(sender.send(step.to_owned())));
    let making = app.port::<Place>()?.make(app.clone(), row.name.clone(), say);
    let done = AtomicI64::new(0);
    let telling = async {
        while let Some(step) = steps.recv().await {
            let n = done.fetch_add(1, Ordering::Relaxed) + 1;
            progress(app, tenant, row.id, step, n, total).await?;
        }
        Ok::<(), Fault>(())
    };
    let (made, told) = tokio::join!(making, telling);
    told?;
    made.map(|m| i64::try_from(m.bytes).unwrap_or(i64::MAX))
}

async fn progress(
    app: &App,
    tenant: TenantId,
    id: BackupId,
    step: String,
    done: i64,
    total: i64,
) -> Result<(), Fault> {
    let now = app.clock.now();
    app.store
        .write_behind(Scope::Tenant(tenant), move |tx: &mut Tx| {
            let step = step.clone();
            Box::pin(async move { state::progress(tx, id, &step, done, total, now) })
        })
        .await
        .map(drop)
}

async fn finish(
    app: &Arc<App>,
    tenant: TenantId,
    id: BackupId,
    state: &'static str,
    bytes: i64,
    why: String,
    kind: &'static EventKind,
) -> Result<(), Failure> {
    let mut act = app.system_act();
    act.ctx.tenant = tenant;
    let act = Arc::new(act);
    app.store
        .write(Scope::Tenant(tenant), move |tx: &mut Tx| {
            let (act, why) = (act.clone(), why.clone());
            Box::pin(async move {
                if state::end(tx, id, state, bytes, &why, act.now).await? {
                    tx.append(&act, kind.on(id).value(bytes));
                }
                Ok::<(), Failure>(())
            })
        })
        .await
        .map(drop)
}

/// Removes what is more than the newest few.
async fn keep_newest(app: &App, tenant: TenantId) -> Result<(), Fault> {
    let keep = app
        .store
        .read(Scope::Tenant(tenant), |tx: &mut Tx| Box::pin(async move { KEEP.get(tx).await }))
        .await?;
    let place = app.port::<Place>()?;
    let keep = usize::try_from(keep.max(1)).unwrap_or(1);
    for old in place.list()?.into_iter().skip(keep) {
        place.remove(&old.name)?;
    }
    Ok(())
}

/// Notes as failed what said nothing for long: its process died.
pub(super) async fn give_up(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let Some(row) = state::latest(tx).await?.filter(|r| r.state == "asked") else { return Ok(0) };
    if act.now.since(row.seen_at) < SILENT {
        return Ok(0);
    }
    if state::end(tx, row.id, "failed", 0, "the process that made it stopped", act.now).await? {
        tx.append(act, FAILED.on(row.id));
    }
    Ok(1)
}

/// Notes a backup that was made on the command line, so that nobody is warned for nothing.
///
/// # Errors
/// When the database fails.
pub async fn note_made(app: &Arc<App>, tenant: TenantId, name: &str, bytes: u64) -> Result<(), Fault> {
    let mut act = app.system_act();
    act.ctx.tenant = tenant;
    let (act, name) = (Arc::new(act), name.to_owned());
    app.store
        .write(Scope::Tenant(tenant), move |tx: &mut Tx| {
            let (act, name) = (act.clone(), name.clone());
            Box::pin(async move {
                act.rewind();
                let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
                state::note(tx, act.id(), &name, bytes, act.now).await
            })
        })
        .await
        .map(drop)
}
