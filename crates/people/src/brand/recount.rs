//! When the brand's calendar moves to another zone, yesterday's talk may lie on another day: what counts by day is
//! built again from the log, behind the running house.

use super::CHANGED;
use std::sync::Arc;
use weilu_kernel::{Act, App, JobError, Tx, tenant::TIME_ZONE};
use weilu_store::{ClaimedJob, NewJob};
use weilu_vocabulary::{Event, Failure};

/// Whether an event moved the calendar, whichever command did it.
fn moves(event: &Event) -> bool {
    let names = |field: &str| event.body.get(field);
    match event.kind.as_str() {
        kind if kind == CHANGED.name => names(TIME_ZONE.name).is_some(),
        "setting.changed" => names("name").and_then(|n| n.as_str()) == Some(TIME_ZONE.name),
        _ => false,
    }
}

pub(super) async fn ask(tx: &mut Tx, act: &Act, events: &[Event]) -> Result<(), Failure> {
    for event in events.iter().filter(|e| moves(e)) {
        tx.enqueue(
            act,
            NewJob {
                kind: "brand.recount",
                key: event.pos.to_string(),
                payload: serde_json::json!({}),
                run_at: act.now,
            },
        )?;
    }
    Ok(())
}

pub(super) async fn run(app: Arc<App>, _: ClaimedJob) -> Result<(), JobError> {
    for name in app.features.clone().iter().flat_map(|f| f.by_day) {
        app.rebuild(name).await?;
    }
    Ok(())
}
