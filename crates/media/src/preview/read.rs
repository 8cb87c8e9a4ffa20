//! The job that reads a page for its card.

use super::{
    READ,
    page::{self, Said},
    state::{self, NewCard, PreviewRow},
};
use crate::{
    blob::{self, Made},
    picture::{self, Header},
    web::{Read, Unread, Wanted, Web},
};
use std::sync::Arc;
use url::Url;
use weilu_kernel::{App, JobError, Tx};
use weilu_store::{ClaimedJob, Scope};
use weilu_vocabulary::{Failure, Fault, Faulty, Outcome, PreviewId, TenantId};

const PAGE: Wanted = Wanted { kinds: &["text/html", "application/xhtml+xml"], most: 512 << 10, cut: true };
const PICTURE: Wanted = Wanted { kinds: &["image/"], most: 3 << 20, cut: false };
const PICTURE_PIXELS: u64 = 16_000_000;

#[derive(serde::Deserialize)]
struct Payload {
    preview: PreviewId,
}

/// Reads the page of a preview. A page that cannot be read is no failure: its card is the plain link.
pub(super) async fn run(app: Arc<App>, job: ClaimedJob) -> Result<(), JobError> {
    let Payload { preview } =
        serde_json::from_value(job.payload).map_err(|e| JobError::Dead(format!("a preview: {e}")))?;
    let Some(row) = load(&app, job.tenant, preview).await? else { return Ok(()) };
    let said = match read(&app, &row).await {
        Ok(said) => said,
        Err(why) => {
            tracing::info!(%preview, why = why.0, "a link stays plain");
            Said::default()
        }
    };
    let made = match &said.picture {
        Some(at) => picture_of(&app, at).await?,
        None => None,
    };
    Ok(put(&app, job.tenant, row, said, made).await?)
}

async fn load(app: &App, tenant: TenantId, id: PreviewId) -> Result<Option<PreviewRow>, Fault> {
    app.store
        .read(Scope::Tenant(tenant), move |tx: &mut Tx| Box::pin(async move { state::load(tx, id).await }))
        .await
}

async fn read(app: &App, row: &PreviewRow) -> Result<Said, Unread> {
    let web = app.port::<Web>().map_err(|fault| Unread(fault.to_string()))?;
    let address: Url = row.address.parse()?;
    let Read { address, charset, bytes } = web.read(&address, PAGE).await?;
    Ok(page::read(&bytes, charset.as_deref(), &address))
}

/// The picture of a card, written anew and small; `None` when it cannot be had.
async fn picture_of(app: &App, at: &Url) -> Outcome<Option<Made>> {
    let Ok(read) = app.port::<Web>()?.read(at, PICTURE).await else { return Ok(None) };
    let Ok(header) = Header::read(&read.bytes, PICTURE_PIXELS) else { return Ok(None) };
    let _room = blob::room(header).await?;
    let blobs = app.blobs.clone();
    let kept = tokio::task::spawn_blocking(move || match picture::settle_small(&read.bytes, header) {
        Ok(still) => blob::keep_still(&*blobs, &still).map(Some),
        Err(_) => Ok(None),
    });
    kept.await.context("the work on a picture ended")?
}

async fn put(
    app: &Arc<App>,
    tenant: TenantId,
    row: PreviewRow,
    said: Said,
    made: Option<Made>,
) -> Result<(), Failure> {
    let mut act = app.system_act();
    act.ctx.tenant = tenant;
    let shared = Arc::new((act, row, said, made));
    let write = app.store.write(Scope::Tenant(tenant), move |tx: &mut Tx| {
        let shared = shared.clone();
        Box::pin(async move {
            let (act, row, said, made) = &*shared;
            act.rewind();
            tx.lock(&[row.id.into()])?;
            // Whoever asked may have been erased while it was read.
            let Some(now) = state::load(tx, row.id).await? else { return Ok(()) };
            if let Some(old) = now.picture {
                blob::let_go(tx, act, &[old], row.id.into()).await?;
            }
            let picture = match made {
                Some(made) => Some(blob::keep(tx, act, now.persona, made, ("", Some(row.id.into()))).await?),
                None => None,
            };
            let state = if said.title.is_empty() { "plain" } else { "ready" };
            let card = NewCard {
                state,
                title: &said.title,
                description: &said.description,
                site: &said.site,
                picture,
            };
            state::put(tx, act, row.id, &card)?;
            if let Some(space) = now.space {
                tx.append(act, READ.on(row.id).space(space));
            }
            Ok::<(), Failure>(())
        })
    });
    write.await.map(drop)
}
