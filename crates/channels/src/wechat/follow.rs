//! A follower's record arrives: the vendor is asked for his union id, then he is recognised, merged or new.

use super::{FOLLOWED, credential::with_token, official::Official, vouch};
use std::sync::Arc;
use weilu_kernel::{Act, App, Command, JobError, Tx};
use weilu_people::identity::{Arrive, Arrived};
use weilu_store::{ClaimedJob, Scope};
use weilu_vocabulary::{Failure, Outcome};

pub(super) async fn follow(app: Arc<App>, job: ClaimedJob) -> Result<(), JobError> {
    let open_id = job.payload.get("open_id").and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    let mut act = app.system_act();
    act.ctx.tenant = job.tenant;
    act.ctx.channel = "wechat";
    let Ok(account) = Official::of(&act).await else {
        return Err(JobError::Dead("the account is set up no longer".into()));
    };
    let query = [("openid", open_id.as_str()), ("lang", "zh_CN")];
    let told = with_token(&act, &account, "/cgi-bin/user/info", &query, None).await.map_err(later)??;
    let person = vouch::Person { open_id, ..vouch::person(&told) };
    arrive(act, person).await.map_err(JobError::from)
}

/// The vendor's trouble passes; what our own rules refuse does not.
fn later(failure: Failure) -> JobError {
    match failure {
        Failure::Refused(refusal) if refusal.code.starts_with("wechat.") => {
            JobError::Again(refusal.code.to_owned())
        }
        other => other.into(),
    }
}

async fn arrive(act: Act, person: vouch::Person) -> Outcome<()> {
    let vouched = person.vouched();
    let record = Arrive {
        source: vouched.source.to_owned(),
        identities: vouched.ids,
        name: None,
        birth_year: None,
        last_order: None,
        active_at: None,
    };
    let (store, scope) = (act.app.store.clone(), Scope::Tenant(act.tenant));
    let shared = Arc::new((record, act));
    store
        .write(scope, move |tx: &mut Tx| {
            let shared = shared.clone();
            Box::pin(async move {
                let (record, act) = &*shared;
                act.rewind();
                let arrived: Arrived = record.perform(tx, act).await?;
                tx.append(act, FOLLOWED.on(arrived.member).with(arrived.persona));
                Ok::<(), Failure>(())
            })
        })
        .await
        .map(drop)
}
