//! The follower `search.index`: for each event it asks the features which of their things must be read again,
//! reads them, and tells the index. What can no longer be found is taken out; of a member who was erased nothing
//! stays in any file before the follower goes on.

use super::finder::{Finder, blocking, position_of};
use crate::{Document, SearchIndex, without_readings};
use std::{collections::BTreeSet, sync::Arc, time::Duration};
use weilu_kernel::{App, Searchable, Tx, personal::ERASED, searchable};
use weilu_store::Scope;
use weilu_vocabulary::{Event, Failure, Fault, Id, MemberId, PersonaId, TenantId};

const DEEDS_AT_ONCE: i64 = 500;
/// A search that holds erased text ends soon.
const HOLD_TRIES: usize = 100;
const HOLD_PAUSE: Duration = Duration::from_millis(20);

async fn index(app: &App) -> Result<Option<Arc<SearchIndex>>, Fault> {
    match app.port::<Finder>() {
        Ok(finder) => finder.open(app).await,
        // A program without an index, for instance one of a test.
        Err(_) => Ok(None),
    }
}

pub(super) async fn open(app: &Arc<App>) -> Result<i64, Fault> {
    // Where there is no index there is nothing to follow.
    Ok(index(app).await?.map_or(i64::MAX, |index| index.position().map_or(0, |position| position.pos)))
}

/// What a run of events changes.
#[derive(Default)]
struct Change {
    documents: Vec<Document>,
    gone: Vec<i64>,
    left: Vec<i64>,
}

pub(super) async fn take(app: &Arc<App>, events: &[Event]) -> Result<(), Failure> {
    let (Some(index), Some(last)) = (index(app).await?, events.last()) else { return Ok(()) };
    let mut change = Change::default();
    for run in events.chunk_by(|a, b| a.tenant == b.tenant) {
        let Some(first) = run.first() else { continue };
        let mut run = run.to_vec();
        for event in run.clone().iter().filter(|event| event.kind == ERASED.name) {
            let faces: Vec<PersonaId> = event.with.iter().filter_map(|thing| thing.get()).collect();
            // What he did to the things of others is in the log for ever, and may be in the index.
            run.extend(deeds(app, first.tenant, &faces).await?);
            change.left.extend(faces.into_iter().map(Id::raw));
            change.gone.extend(searchable::named::<MemberId>(event));
        }
        let run: Arc<[Event]> = run.into();
        for searchable in app.searchables() {
            read(app, first.tenant, searchable, &run, &mut change).await?;
        }
    }
    let erases = !change.left.is_empty();
    let fed = index.clone();
    blocking(move || {
        apply(&fed, change);
        Ok(())
    })
    .await?;
    if erases {
        purge(&index).await?;
    }
    index.advance(position_of(last));
    Ok(())
}

/// Everything that some personas ever did.
async fn deeds(app: &App, tenant: TenantId, faces: &[PersonaId]) -> Result<Vec<Event>, Fault> {
    let mut all = Vec::new();
    for face in faces.iter().copied() {
        let mut before = i64::MAX;
        loop {
            let some: Vec<Event> = app
                .store
                .read(Scope::Tenant(tenant), move |tx: &mut Tx| {
                    Box::pin(async move { tx.events_of_actor(face, before, DEEDS_AT_ONCE).await })
                })
                .await?;
            let Some(last) = some.last().map(|event| event.pos) else { break };
            before = last;
            all.extend(some);
        }
    }
    Ok(all)
}

async fn read(
    app: &App,
    tenant: TenantId,
    searchable: &'static Searchable,
    events: &Arc<[Event]>,
    change: &mut Change,
) -> Result<(), Fault> {
    let events = events.clone();
    let (touched, documents): (BTreeSet<i64>, Vec<searchable::Document>) = app
        .store
        .read(Scope::Tenant(tenant), move |tx: &mut Tx| {
            let events = events.clone();
            Box::pin(async move {
                let touched: BTreeSet<i64> = (searchable.touched)(tx, &events).await?.into_iter().collect();
                let ids: Vec<i64> = touched.iter().copied().collect();
                let mut documents = Vec::new();
                for some in ids.chunks(searchable::AT_ONCE) {
                    documents.extend((searchable.read)(tx, some).await?);
                }
                Ok::<_, Fault>((touched, documents))
            })
        })
        .await?;
    let found: BTreeSet<i64> = documents.iter().map(|document| document.id).collect();
    change.gone.extend(touched.difference(&found));
    change.documents.extend(documents.into_iter().map(|document| indexed(document, searchable, tenant)));
    Ok(())
}

fn indexed(document: searchable::Document, searchable: &Searchable, tenant: TenantId) -> Document {
    Document {
        id: document.id,
        kind: searchable.kind.word().to_owned(),
        space: super::rights::shelf(document.shelf, tenant),
        author: document.author.map_or(0, Id::raw),
        at: document.at.0,
        title: without_readings(&document.title).into_owned(),
        body: without_readings(&document.body).into_owned(),
        tags: document.tags,
    }
}

fn apply(index: &SearchIndex, change: Change) {
    for document in change.documents {
        index.add(document);
    }
    for id in change.gone {
        index.remove(id);
    }
    for author in change.left {
        index.remove_author(author);
    }
}

async fn purge(index: &Arc<SearchIndex>) -> Result<(), Fault> {
    let mut fault = None;
    for _ in 0..HOLD_TRIES {
        let held = index.clone();
        match blocking(move || held.purge()).await {
            Ok(()) => return Ok(()),
            Err(why) => fault = Some(why),
        }
        tokio::time::sleep(HOLD_PAUSE).await;
    }
    fault.map_or(Ok(()), Err)
}

pub(super) async fn tend(app: &Arc<App>) -> Result<(), Fault> {
    // Looking after an index that nobody has opened yet would open it.
    let Some(index) = app.port::<Finder>().ok().and_then(Finder::ready) else { return Ok(()) };
    let now = app.clock.now().0;
    let sweeps = app.port::<Finder>()?.is_time_to_sweep(now);
    blocking(move || {
        index.tick(now)?;
        // What was deleted or edited away is no longer found, and within a day it is in no file either. A search
        // that holds one for a moment longer leaves it to the next day.
        if sweeps { index.purge().or(Ok(())) } else { Ok(()) }
    })
    .await
}

pub(super) async fn rest(app: &Arc<App>) -> Result<(), Fault> {
    let Some(index) = app.port::<Finder>().ok().and_then(Finder::ready) else { return Ok(()) };
    blocking(move || index.flush()).await
}

pub(super) async fn clear(app: &Arc<App>) -> Result<(), Fault> {
    let Some(index) = index(app).await? else { return Ok(()) };
    blocking(move || index.clear()).await
}
