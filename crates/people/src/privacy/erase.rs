//! The erasure itself, in one transaction: seal what the law wants kept, let every feature erase its part, redact
//! the bodies of the log, forget keys and jobs, take the files out of the list. What lies outside the database
//! follows as a job.

use super::{ErasureFile, state};
use crate::account;
use std::sync::Arc;
use weilu_kernel::{
    Act, App, Tx,
    personal::{self, ERASED},
};
use weilu_media::blob;
use weilu_store::{NewJob, Scope};
use weilu_vocabulary::{DAY, Failure, MemberId, PersonaId};

/// Erases one person whose time has come.
pub(super) async fn step(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let Some(member) = state::erasure_due(tx, act.now).await? else { return Ok(0) };
    erase(tx, act, member).await?;
    Ok(1)
}

/// Applies every erasure of the file to this database again, so that an older copy brings nobody back. Returns
/// how many there were to do.
///
/// # Errors
/// When the file cannot be read or the database fails.
pub async fn apply_again(app: &Arc<App>) -> Result<usize, Failure> {
    let mut done = 0;
    for line in app.port::<ErasureFile>()?.read()? {
        let mut act = app.system_act();
        act.ctx.tenant = line.tenant;
        let act = Arc::new(act);
        let again = app
            .store
            .write(Scope::Tenant(line.tenant), move |tx: &mut Tx| {
                let act = act.clone();
                Box::pin(async move {
                    act.rewind();
                    if !state::is_there(tx, line.member).await? {
                        return Ok(0);
                    }
                    erase(tx, &act, line.member).await?;
                    Ok::<usize, Failure>(1)
                })
            })
            .await?;
        done += again.value;
    }
    Ok(done)
}

async fn erase(tx: &mut Tx, act: &Act, member: MemberId) -> Result<(), Failure> {
    tx.touch_rights();
    let (personas, words) = account::state::way::traces(tx, member).await?;
    seal(tx, act, member, &personas).await?;
    let files = take_files(tx, act, &personas).await?;
    // From the outermost room inwards: what lies above finds the person by what lies below.
    for feature in act.app.features.iter().rev() {
        for part in feature.personal {
            for persona in &personas {
                part.erase(tx, *persona).await?;
            }
        }
    }
    for persona in &personas {
        tx.redact_actor(*persona).await?;
        tx.redact_object((*persona).into()).await?;
    }
    tx.redact_object(member.into()).await?;
    personal::forget_traces(tx, &personas, &words).await?;
    state::end_erasure(tx, act, member, "erased")?;
    tx.enqueue(
        act,
        NewJob {
            kind: "privacy.finish_erasure",
            key: format!("{member}:{}", act.now.0),
            payload: serde_json::json!({ "member": member, "at": act.now, "files": files }),
            run_at: act.now,
        },
    )?;
    let event = personas.iter().fold(ERASED.on(member), |event, persona| event.with(*persona));
    tx.append(act, event);
    Ok(())
}

async fn seal(tx: &mut Tx, act: &Act, member: MemberId, personas: &[PersonaId]) -> Result<(), Failure> {
    for kept in act.app.features.iter().flat_map(|f| f.kept) {
        let mut rows = Vec::new();
        for persona in personas {
            rows.extend(kept.of(tx, *persona).await?);
        }
        if !rows.is_empty() {
            let until = act.now + kept.days * DAY;
            state::seal(tx, act, member, kept.name, &serde_json::Value::Array(rows), until)?;
        }
    }
    Ok(())
}

/// Takes the person's files out of the list; returns the hashes of his exports, which are dropped with the rest of
/// what lies outside.
async fn take_files(tx: &mut Tx, act: &Act, personas: &[PersonaId]) -> Result<Vec<String>, Failure> {
    let mut exports = Vec::new();
    for persona in personas {
        blob::forget(tx, act, *persona).await?;
        exports.extend(state::export_hashes(tx, *persona).await?);
    }
    Ok(exports)
}
