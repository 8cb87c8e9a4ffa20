//! Making an export and handing it to its owner.

use super::{EXPORTED, bundle, bundle::Part, state};
use crate::account;
use std::{
    io::{Seek, SeekFrom},
    sync::Arc,
};
use weilu_kernel::{Act, App, Feature, JobError, Tx, link::LinkRefusal};
use weilu_media::blob;
use weilu_store::{ClaimedJob, Scope};
use weilu_vocabulary::{ExportId, Failure, Fault, Faulty, Lang, Outcome, PersonaId, TenantId};

const EVENTS_MOST: i64 = 100_000;
const EVENTS_AT_ONCE: i64 = 1_000;

#[derive(serde::Deserialize)]
struct Wanted {
    export: ExportId,
    lang: Lang,
}

/// Collects what every feature knows of the person, packs it and puts it where he can fetch it.
pub(super) async fn run(app: Arc<App>, job: ClaimedJob) -> Result<(), JobError> {
    let wanted: Wanted =
        serde_json::from_value(job.payload).map_err(|e| JobError::Dead(format!("an export: {e}")))?;
    let Some((row, personas)) = owner(&app, job.tenant, wanted.export).await? else { return Ok(()) };
    let mut parts = Vec::new();
    for (at, feature) in app.features.clone().into_iter().enumerate() {
        parts.extend(parts_of(&app, job.tenant, feature, &personas).await?);
        progress(&app, job.tenant, row.id, i64::try_from(at).unwrap_or(0) + 1).await?;
    }
    parts.push(acts_of(&app, job.tenant, &personas).await?);
    let files = files_of(&app, job.tenant, &personas).await?;
    let brand = app.tenant_rows().await?.into_iter().find(|t| t.id == job.tenant).map(|t| t.name);
    let now = app.clock.now();
    let blobs = app.blobs.clone();
    let (hash, size) = tokio::task::spawn_blocking(move || {
        // Packed on the disk and one file at a time: somebody's videos may be larger than the memory.
        let mut file = blobs.aside()?;
        bundle::pack(&mut file, &brand.unwrap_or_default(), wanted.lang, now, &parts, &files, &*blobs)?;
        let size = file.seek(SeekFrom::End(0)).context("writing an export")?;
        file.rewind().context("writing an export")?;
        Ok::<_, Fault>((blobs.put_from(&mut file)?, size))
    })
    .await
    .map_err(|e| JobError::Again(e.to_string()))??;
    ready(&app, job.tenant, row, &hash, size).await
}

async fn owner(
    app: &App,
    tenant: TenantId,
    export: ExportId,
) -> Result<Option<(state::ExportRow, Vec<PersonaId>)>, Fault> {
    app.store
        .read(Scope::Tenant(tenant), move |tx: &mut Tx| {
            Box::pin(async move {
                let Some(row) = state::export(tx, export).await?.filter(|e| e.state == "asked") else {
                    return Ok(None);
                };
                let Some(member) = account::state::member_of(tx, row.persona).await? else { return Ok(None) };
                Ok(Some((row, account::state::way::traces(tx, member).await?.0)))
            })
        })
        .await
}

async fn parts_of(
    app: &App,
    tenant: TenantId,
    feature: &'static Feature,
    personas: &[PersonaId],
) -> Result<Vec<Part>, Fault> {
    let personas = personas.to_vec();
    app.store
        .read(Scope::Tenant(tenant), move |tx: &mut Tx| {
            let personas = personas.clone();
            Box::pin(async move {
                let mut parts = Vec::new();
                for personal in feature.personal {
                    let mut rows = Vec::new();
                    for persona in &personas {
                        rows.extend(personal.rows(tx, *persona).await?);
                    }
                    parts.push(Part {
                        name: format!("{}.{}", feature.name, personal.name),
                        title: personal.title.into(),
                        rows,
                    });
                }
                Ok(parts)
            })
        })
        .await
}

/// What the person did, out of the log: when and what, newest first.
async fn acts_of(app: &Arc<App>, tenant: TenantId, personas: &[PersonaId]) -> Result<Part, Fault> {
    let mut rows = Vec::new();
    for persona in personas.iter().copied() {
        let mut before = i64::MAX;
        while i64::try_from(rows.len()).unwrap_or(EVENTS_MOST) < EVENTS_MOST {
            let events = app
                .store
                .read(Scope::Tenant(tenant), move |tx: &mut Tx| {
                    Box::pin(async move { tx.events_of_actor(persona, before, EVENTS_AT_ONCE).await })
                })
                .await?;
            let Some(last) = events.last() else { break };
            before = last.pos;
            rows.extend(events.iter().map(|e| {
                let said = app.event_kind(&e.kind).map(|k| k.text());
                serde_json::json!({ "at": e.at, "zh": said.as_ref().map(|t| &t.zh), "en": said.as_ref().map(|t| &t.en), "kind": e.kind, "details": e.body })
            }));
        }
    }
    Ok(Part { name: "log".to_owned(), title: ("做过的事", "What you did").into(), rows })
}

/// His own files: hash and name.
async fn files_of(
    app: &App,
    tenant: TenantId,
    personas: &[PersonaId],
) -> Result<Vec<(String, String)>, Fault> {
    let mut files = Vec::new();
    for persona in personas.iter().copied() {
        let found = app.store.read(Scope::Tenant(tenant), move |tx: &mut Tx| {
            Box::pin(async move { blob::files_of(tx, persona).await })
        });
        files.extend(found.await?);
    }
    Ok(files)
}

async fn progress(app: &App, tenant: TenantId, export: ExportId, done: i64) -> Result<(), Fault> {
    app.store
        .write_behind(Scope::Tenant(tenant), move |tx: &mut Tx| {
            Box::pin(async move { state::export_progress(tx, export, done) })
        })
        .await
        .map(drop)
}

async fn ready(
    app: &Arc<App>,
    tenant: TenantId,
    row: state::ExportRow,
    hash: &str,
    size: u64,
) -> Result<(), JobError> {
    let mut act = app.system_act();
    act.ctx.tenant = tenant;
    let (act, kept) = (Arc::new(act), hash.to_owned());
    let done = app
        .store
        .write(Scope::Tenant(tenant), move |tx: &mut Tx| {
            let (act, hash) = (act.clone(), kept.clone());
            Box::pin(async move {
                let bytes = i64::try_from(size).unwrap_or(i64::MAX);
                let ready = state::export_ready(tx, &act, row.id, &hash, bytes).await?;
                if ready {
                    tx.append(&act, EXPORTED.on(row.id).with(row.persona));
                }
                Ok::<bool, Failure>(ready)
            })
        })
        .await?;
    if !done.value {
        // He was erased while it was made.
        app.blobs.delete(hash)?;
    }
    Ok(())
}

/// A file to be fetched.
#[derive(Clone, Debug)]
pub struct Download {
    /// Name to save it under.
    pub name: String,
    /// The file, a zip, in the store.
    pub hash: String,
    /// Its length.
    pub bytes: u64,
}

/// Hands an export to its owner.
///
/// # Errors
/// 401 when nobody is signed in; 404 when it is not his, not ready or expired.
pub async fn download(act: &Act, export: ExportId) -> Outcome<Download> {
    let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
    let now = act.now;
    let found = act.app.store.read(Scope::Tenant(act.tenant), move |tx: &mut Tx| {
        Box::pin(async move {
            let mine = state::exports(tx, member).await?;
            Ok::<_, Fault>(
                mine.into_iter().find(|e| e.id == export && e.state == "ready" && e.expires_at > now),
            )
        })
    });
    let row = found.await?.ok_or(LinkRefusal::NotFound)?;
    let (hash, bytes) = (row.hash.ok_or(LinkRefusal::NotFound)?, u64::try_from(row.bytes).unwrap_or(0));
    if !act.app.blobs.has(&hash)? {
        return Err(LinkRefusal::NotFound.into());
    }
    Ok(Download { name: format!("weilu-{export}.zip"), hash, bytes })
}
