//! What follows an erasure outside the database, and what ends with time: files, exports, sealed records.

use super::{ErasureFile, erasure_file::Line, state};
use std::sync::Arc;
use weilu_kernel::{Act, App, JobError, Tx};
use weilu_store::{ClaimedJob, NewJob, Scope};
use weilu_vocabulary::{Failure, Fault, TenantId};

#[derive(serde::Deserialize)]
struct Erased {
    member: weilu_vocabulary::MemberId,
    at: weilu_vocabulary::Time,
    files: Vec<String>,
}

/// Writes the erasure into its file, drops the files, and empties the database's write-ahead log.
pub(super) async fn run(app: Arc<App>, job: ClaimedJob) -> Result<(), JobError> {
    let erased: Erased =
        serde_json::from_value(job.payload).map_err(|e| JobError::Dead(format!("an erasure: {e}")))?;
    let list = app.port::<ErasureFile>()?.clone();
    list.add(Line { tenant: job.tenant, member: erased.member, at: erased.at })?;
    for hash in erased.files {
        drop_if_unused(&app, job.tenant, hash).await?;
    }
    let store = app.store.clone();
    let scrubbed = tokio::task::spawn_blocking(move || store.scrub()).await;
    match scrubbed.map_err(|e| JobError::Again(e.to_string()))?? {
        true => Ok(()),
        false => Err(JobError::Again("somebody was reading while the log was to be emptied".to_owned())),
    }
}

/// Drops one file.
pub(super) async fn drop_file(app: Arc<App>, job: ClaimedJob) -> Result<(), JobError> {
    let hash = job.payload.get("hash").and_then(serde_json::Value::as_str).unwrap_or_default();
    Ok(drop_if_unused(&app, job.tenant, hash.to_owned()).await?)
}

async fn drop_if_unused(app: &App, tenant: TenantId, hash: String) -> Result<(), Fault> {
    for brand in app.tenant_rows().await?.iter().map(|t| t.id).chain([tenant]) {
        let wanted = hash.clone();
        let used = app
            .store
            .read(Scope::Tenant(brand), move |tx: &mut Tx| {
                let hash = wanted.clone();
                Box::pin(async move { state::export_is_kept(tx, &hash).await })
            })
            .await?;
        if used {
            return Ok(());
        }
    }
    app.blobs.delete(&hash)
}

/// Ends exports and sealed records whose time is over.
pub(super) async fn expire(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let files = state::expire_exports(tx, act.now).await?;
    for hash in &files {
        tx.enqueue(
            act,
            NewJob {
                kind: "privacy.drop_file",
                key: format!("{hash}:{}", act.now.0),
                payload: serde_json::json!({ "hash": hash }),
                run_at: act.now,
            },
        )?;
    }
    let sealed = state::forget_sealed(tx, act.now).await?;
    Ok(files.len() + usize::try_from(sealed).unwrap_or(usize::MAX))
}
