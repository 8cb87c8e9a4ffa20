//! Stands in for a carrier: says no as a real one would, and keeps in its box what it takes.

use super::{Sms, SmsCarrier, SmsError, check};
use crate::delivery::state::{self, Kept};
use futures_util::future::BoxFuture;
use std::sync::Arc;
use weilu_kernel::{App, Tx};
use weilu_store::Scope;
use weilu_vocabulary::{Failure, Text};

/// The simulator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SmsSimulator;

impl SmsCarrier for SmsSimulator {
    fn name(&self) -> Text {
        Text::new("模拟器", "the simulator")
    }

    fn is_real(&self) -> bool {
        false
    }

    fn send<'a>(&'a self, app: &'a Arc<App>, sms: Sms) -> BoxFuture<'a, Result<i64, SmsError>> {
        Box::pin(async move {
            let parts = check::inspect(&sms).map_err(SmsError::Refused)?;
            let now = app.clock.now();
            let write = app.store.write(Scope::Tenant(sms.tenant), move |tx: &mut Tx| {
                let sms = sms.clone();
                Box::pin(async move {
                    let earlier = state::times_of(tx, &sms).await?;
                    if let Err(refused) = check::too_often(&earlier, now) {
                        return Ok(Err(refused));
                    }
                    let kept = Kept {
                        id: sms.job,
                        carrier: "sms",
                        to: sms.to.clone(),
                        template: sms.template.clone(),
                        subject: String::new(),
                        body: sms.arrives(),
                        parts,
                        about: Vec::new(),
                    };
                    state::keep(tx, &kept, now).await?;
                    Ok::<_, Failure>(Ok(()))
                })
            });
            match write.await {
                Ok(done) => done.value.map(|()| parts).map_err(SmsError::Refused),
                Err(Failure::Fault(fault)) => Err(SmsError::Fault(fault)),
                Err(Failure::Refused(refusal)) => {
                    Err(SmsError::Fault(weilu_vocabulary::Fault::new(refusal.code)))
                }
            }
        })
    }
}
