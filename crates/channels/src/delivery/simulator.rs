//! The box where messages land when no carrier is set up.

use super::{
    state::{self, Message},
    template,
};
use std::sync::Arc;
use weilu_kernel::{App, JobError, Tx};
use weilu_store::{ClaimedJob, Scope};
use weilu_vocabulary::{Fault, Lang};

pub(super) async fn deliver(app: Arc<App>, job: ClaimedJob, carrier: &'static str) -> Result<(), JobError> {
    let text = |field: &str| job.payload.get(field).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    let lang = if text("lang") == "en" { Lang::En } else { Lang::Zh };
    let values = job.payload.get("values").and_then(|v| v.as_object()).cloned().unwrap_or_default();
    let (subject, body) = template::render(&text("template"), lang, &values)
        .ok_or_else(|| JobError::Dead(format!("no template {}", text("template"))))?;
    let (to, now, id) = (text("to"), app.clock.now(), job.id);
    let write = app.store.write(Scope::Tenant(job.tenant), move |tx: &mut Tx| {
        let message = Message { id, carrier, to: to.clone(), subject: subject.clone(), body: body.clone() };
        Box::pin(async move { state::keep(tx, &message, now).await })
    });
    write.await.map_err(|f: Fault| JobError::from(f))?;
    Ok(())
}
