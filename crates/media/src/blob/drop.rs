//! Ending files: what nothing uses is swept away, what a person leaves goes with him, and bytes that no row names any
//! longer are dropped from the disk.

use super::{LOOSE_HOURS, state, state::BlobRow};
use std::sync::Arc;
use weilu_kernel::{Act, App, JobError, Tx};
use weilu_store::{ClaimedJob, NewJob, Scope};
use weilu_vocabulary::{Failure, Fault, HOUR, PersonaId, TenantId};

/// Enqueues the dropping of bytes that may have become useless.
pub(super) fn drop_later(tx: &mut Tx, act: &Act, hashes: Vec<String>) -> Result<(), Fault> {
    for hash in hashes {
        let job = NewJob {
            kind: "blob.drop",
            key: format!("{hash}:{}", act.now.0),
            payload: serde_json::json!({ "hash": hash }),
            run_at: act.now,
        };
        tx.enqueue(act, job)?;
    }
    Ok(())
}

/// Drops the bytes of a hash unless a row names them. Whoever is keeping the same bytes right now holds the lock of
/// their name, so they are either seen here or written again there.
pub(super) async fn run(app: Arc<App>, job: ClaimedJob) -> Result<(), JobError> {
    let hash = job.payload.get("hash").and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    let brands: Vec<TenantId> = app.tenant_rows().await?.iter().map(|t| t.id).collect();
    let blobs = app.blobs.clone();
    let dropped = app
        .store
        .write(Scope::System, move |tx: &mut Tx| {
            let (hash, brands, blobs) = (hash.clone(), brands.clone(), blobs.clone());
            Box::pin(async move {
                tx.lock_name(&hash)?;
                for brand in brands {
                    tx.turn_to(Scope::Tenant(brand));
                    if state::is_named(tx, &hash).await? {
                        return Ok(());
                    }
                }
                blobs.delete(&hash)
            })
        })
        .await;
    Ok(dropped.map(drop)?)
}

/// Sweeps away what nothing used for a day.
pub(super) async fn sweep(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let before = act.now - LOOSE_HOURS.get(tx).await? * HOUR;
    let (count, hashes) = state::remove_loose(tx, before).await?;
    drop_later(tx, act, hashes)?;
    Ok(count)
}

/// Takes everything a persona sent out of the list; the bytes follow as jobs.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut Tx, act: &Act, persona: PersonaId) -> Result<(), Failure> {
    let hashes = state::remove_of(tx, persona).await?;
    Ok(drop_later(tx, act, hashes)?)
}

/// The files of a persona for his export: hash and name.
///
/// # Errors
/// When the database fails.
pub async fn files_of(tx: &mut Tx, persona: PersonaId) -> Result<Vec<(String, String)>, Fault> {
    let named = |row: BlobRow| {
        let ending = super::fetch::ending(&row.mime);
        let name = if row.name.is_empty() { format!("{}.{ending}", row.id) } else { row.name };
        (row.hash, name)
    };
    Ok(state::of_persona(tx, persona).await?.into_iter().map(named).collect())
}
