//! Writes the file of an export page by page, and forgets files that are old.

use super::{
    Column, KEPT_HOURS, sheet,
    state::{self, ExportRow},
};
use crate::member::views::{Filter, MemberLine, Order, key_after, lines};
use crate::privacy;
use std::sync::Arc;
use weilu_kernel::{Act, App, JobError, Tx};
use weilu_store::{ClaimedJob, Scope};
use weilu_vocabulary::{Event, ExportId, Failure, Fault, HOUR, Lang, MemberId, TenantId, Time};

const SLICE: i64 = 500;

/// Runs the job of one export.
pub(super) async fn run(app: Arc<App>, job: ClaimedJob) -> Result<(), JobError> {
    let id = job.payload.get("export").and_then(|v| v.as_str()).and_then(|t| t.parse::<ExportId>().ok());
    let id = id.ok_or_else(|| JobError::Dead("no export".to_owned()))?;
    let lang =
        if job.payload.get("lang").and_then(|v| v.as_str()) == Some("en") { Lang::En } else { Lang::Zh };
    let Some(export) = load(&app, job.tenant, id).await?.filter(|e| e.state == "working") else {
        return Ok(());
    };
    let rows = rows(&app, job.tenant, &export, lang).await?;
    let bytes = if export.format == "csv" { sheet::csv(&rows) } else { sheet::xlsx(&rows)? };
    let hash = app.blobs.put(&bytes)?;
    let (count, now) = (i64::try_from(rows.len()).unwrap_or(i64::MAX) - 1, app.clock.now());
    write(&app, job.tenant, move |tx| state::finish(tx, id, count, &hash, now)).await?;
    Ok(())
}

async fn load(app: &App, tenant: TenantId, id: ExportId) -> Result<Option<ExportRow>, Fault> {
    app.store
        .read(Scope::Tenant(tenant), move |tx: &mut Tx| Box::pin(async move { state::load(tx, id).await }))
        .await
}

async fn write(
    app: &App,
    tenant: TenantId,
    what: impl Fn(&mut Tx) -> Result<(), Fault> + Send + Sync + 'static,
) -> Result<(), Fault> {
    let what = Arc::new(what);
    app.store
        .write(Scope::Tenant(tenant), move |tx: &mut Tx| {
            let what = what.clone();
            Box::pin(async move { what(tx) })
        })
        .await
        .map(drop)
}

async fn rows(
    app: &App,
    tenant: TenantId,
    export: &ExportRow,
    lang: Lang,
) -> Result<Vec<Vec<String>>, Fault> {
    let columns: Vec<Column> = serde_json::from_value(export.columns.clone()).unwrap_or_default();
    let filter: Filter = serde_json::from_value(export.filters.clone()).unwrap_or_default();
    let mut out = vec![columns.iter().map(|c| c.text().get(lang).to_owned()).collect::<Vec<_>>()];
    let mut after = None;
    loop {
        let page = page(app, tenant, export, &filter, after).await?;
        let Some(last) = page.last() else { return Ok(out) };
        after = Some(key_after(Order::Newest, last));
        out.extend(page.iter().map(|line| columns.iter().map(|c| cell(*c, line)).collect()));
        let (id, count) = (export.id, i64::try_from(out.len()).unwrap_or(i64::MAX) - 1);
        write(app, tenant, move |tx| state::note_lines(tx, id, count)).await?;
    }
}

/// One page, read as the person who asked: names he gave others are his.
async fn page(
    app: &App,
    tenant: TenantId,
    export: &ExportRow,
    filter: &Filter,
    after: Option<(i64, MemberId)>,
) -> Result<Vec<MemberLine>, Fault> {
    let mut act = app.act(tenant);
    act.ctx.actor.persona = Some(export.persona);
    act.ctx.actor.member = export.member;
    let shared = Arc::new((act, filter.clone(), export.phones));
    app.store
        .read(Scope::Tenant(tenant), move |tx: &mut Tx| {
            let shared = shared.clone();
            Box::pin(async move {
                let (act, filter, phones) = &*shared;
                lines(tx, act, filter, (Order::Newest, after, SLICE), *phones).await
            })
        })
        .await
}

fn cell(column: Column, line: &MemberLine) -> String {
    let day = |at: Time| at.rfc3339().chars().take(10).collect::<String>();
    match column {
        Column::Id => line.id.to_string(),
        Column::Name => line.name.clone(),
        Column::Number => line.number.to_string(),
        Column::Phone => line.phone.clone().unwrap_or_default(),
        Column::Region => line.region.clone().unwrap_or_default(),
        Column::Labels => line.labels.join("、"),
        Column::Joined => day(line.joined_at),
        Column::Seen => day(line.seen_at),
        Column::State => line.state.clone(),
    }
}

/// Forgets files that were kept long enough.
pub(super) async fn forget_old(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let before = act.now - KEPT_HOURS.get(tx).await? * HOUR;
    Ok(forget_before(tx, act, before).await?.len())
}

/// An erasure takes every list that was taken out before: whoever is erased may stand in it.
pub(super) async fn forget_after_erasure(tx: &mut Tx, act: &Act, events: &[Event]) -> Result<(), Failure> {
    if !events.iter().any(|e| e.kind == privacy::ERASED.name) {
        return Ok(());
    }
    while !forget_before(tx, act, Time(i64::MAX)).await?.is_empty() {}
    Ok(())
}

async fn forget_before(tx: &mut Tx, act: &Act, before: Time) -> Result<Vec<(ExportId, String)>, Failure> {
    let old = state::old(tx, before).await?;
    for (id, hash) in &old {
        if state::forget(tx, *id, hash).await? {
            act.app.blobs.delete(hash)?;
        }
    }
    Ok(old)
}
