//! Sends one message: by the carrier that is set up, else into the simulator's box, and writes down what came of it.
//!
//! Order: is it time, is the address known to refuse, send, note. The carrier's job key makes a second try of
//! the same message recognisable to it.

use super::{
    order::Order,
    setup::{self, Setup},
    state::{self, Failed, Kept},
    template,
};
use crate::{
    mail::{Addressed, MailCarriers, SendError, advice},
    notification::quiet,
    sms::{self, Sms, SmsError, SmsPort},
};
use std::sync::Arc;
use weilu_kernel::{App, JobError, Tx};
use weilu_store::{ClaimedJob, Scope};
use weilu_vocabulary::{Fault, JobId, TenantId, Text, Time};

/// How a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carrier {
    /// As a letter.
    Mail,
    /// As a short message.
    Sms,
}

impl Carrier {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Carrier::Mail => "mail",
            Carrier::Sms => "sms",
        }
    }
}

/// What is done after a carrier said no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// Another try.
    Again,
    /// Nothing more for this message.
    GiveUp,
    /// Nothing more for this address.
    GiveUpAddress,
}

/// A carrier said no.
#[derive(Clone, Debug)]
pub(super) struct No {
    pub words: Text,
    pub advice: Text,
    pub then: Then,
}

/// Which message is being sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sending<'a> {
    pub tenant: TenantId,
    pub job: JobId,
    pub key: &'a str,
}

impl<'a> Sending<'a> {
    pub(super) fn of(job: &'a ClaimedJob) -> Sending<'a> {
        Sending { tenant: job.tenant, job: job.id, key: &job.key }
    }
}

/// Runs a job of delivery.
pub(super) async fn run(app: Arc<App>, job: ClaimedJob, carrier: Carrier) -> Result<(), JobError> {
    let order = Order::of(&job)?;
    let setup = match look(&app, job.tenant, &order).await? {
        Look::Go(setup) => setup,
        Look::Later(at) => return Err(JobError::Later(at)),
        Look::Refused => return Ok(()),
    };
    let sending = Sending::of(&job);
    let answer = go(&app, sending, carrier, &order, &setup).await?;
    note(&app, sending, carrier, &order, answer.as_ref().err().cloned()).await?;
    match answer {
        Ok(()) => Ok(()),
        Err(no) if no.then == Then::Again => Err(JobError::Again(no.words.en.into_owned())),
        Err(no) => Err(JobError::Dead(no.words.en.into_owned())),
    }
}

enum Look {
    Go(Box<Setup>),
    Later(Time),
    Refused,
}

/// Whether it goes out now: a letter waits while its reader sleeps, and goes to no address that refused one.
async fn look(app: &Arc<App>, tenant: TenantId, order: &Order) -> Result<Look, Fault> {
    let (order, now) = (order.clone(), app.clock.now());
    app.store
        .read(Scope::Tenant(tenant), move |tx: &mut Tx| {
            let order = order.clone();
            Box::pin(async move {
                if order.may_wait() {
                    if state::refused(tx, &order.to).await?.is_some() {
                        return Ok(Look::Refused);
                    }
                    let reader = state::reached_by(tx, &order.to).await?;
                    if let Some(end) = quiet::end_for(tx, reader, now).await? {
                        return Ok(Look::Later(end));
                    }
                }
                Ok(Look::Go(Box::new(setup::load(tx).await?)))
            })
        })
        .await
}

/// Hands a message to its carrier.
pub(super) async fn go(
    app: &Arc<App>,
    sending: Sending<'_>,
    carrier: Carrier,
    order: &Order,
    setup: &Setup,
) -> Result<Result<(), No>, JobError> {
    match carrier {
        Carrier::Mail => mail(app, sending, order, setup).await,
        Carrier::Sms => short(app, sending, order, setup).await,
    }
}

async fn mail(
    app: &Arc<App>,
    sending: Sending<'_>,
    order: &Order,
    setup: &Setup,
) -> Result<Result<(), No>, JobError> {
    let letter = order.as_letter()?;
    let now = app.clock.now();
    let Some(through) = &setup.mail else {
        let kept = Kept {
            id: sending.job,
            carrier: "mail",
            to: order.to.clone(),
            template: order.template.clone(),
            subject: letter.subject.clone(),
            body: letter.as_text(&setup.brand),
            parts: 1,
            about: order.about.clone(),
        };
        keep(app, sending.tenant, kept, now).await?;
        return Ok(Ok(()));
    };
    let addressed =
        Addressed { to: &order.to, letter: &letter, brand: &setup.brand, key: sending.key, at: now };
    let sent = app.port::<Arc<MailCarriers>>()?.send(sending.tenant, through, &addressed).await;
    Ok(sent.map_err(|error| {
        let then = match &error {
            SendError::Address { .. } => Then::GiveUpAddress,
            SendError::Letter { .. } => Then::GiveUp,
            SendError::Setup { .. } | SendError::Later { .. } => Then::Again,
        };
        No { words: Text::owned(error.words(), error.words()), advice: advice(&error), then }
    }))
}

async fn keep(app: &Arc<App>, tenant: TenantId, kept: Kept, now: Time) -> Result<(), Fault> {
    let write = app.store.write(Scope::Tenant(tenant), move |tx: &mut Tx| {
        let kept = kept.clone();
        Box::pin(async move { state::keep(tx, &kept, now).await })
    });
    write.await.map(drop)
}

async fn short(
    app: &Arc<App>,
    sending: Sending<'_>,
    order: &Order,
    setup: &Setup,
) -> Result<Result<(), No>, JobError> {
    let (_, text) = order.rendered()?;
    let approved = template::find(&order.template).map_or(Ok(()), |t| sms::approve(t.body.get(order.lang)));
    let sms = Sms {
        tenant: sending.tenant,
        job: sending.job,
        to: order.to.clone(),
        signature: setup.signature.clone(),
        template: order.template.clone(),
        values: order.value_texts(),
        text,
    };
    let sent = match approved {
        Ok(()) => app.port::<SmsPort>()?.send(app, sms).await.map(drop),
        Err(refused) => Err(SmsError::Refused(refused)),
    };
    match sent {
        Ok(()) => Ok(Ok(())),
        Err(SmsError::Fault(fault)) => Err(fault.into()),
        Err(SmsError::Refused(no)) => {
            let words = Text::owned(
                format!("{}（{}）", no.words.zh, no.code),
                format!("{} ({})", no.words.en, no.code),
            );
            Ok(Err(No { words, advice: no.advice, then: Then::GiveUp }))
        }
    }
}

/// Writes down what came of a message.
async fn note(
    app: &Arc<App>,
    sending: Sending<'_>,
    carrier: Carrier,
    order: &Order,
    no: Option<No>,
) -> Result<(), Fault> {
    let (tenant, job, now) = (sending.tenant, sending.job, app.clock.now());
    let order = order.clone();
    let write = app.store.write(Scope::Tenant(tenant), move |tx: &mut Tx| {
        let (order, no) = (order.clone(), no.clone());
        Box::pin(async move {
            let Some(no) = no else {
                state::mend(tx, job)?;
                state::accept(tx, &order.to)?;
                return state::count(tx, carrier.word(), "sent", now);
            };
            if no.then == Then::GiveUpAddress {
                state::refuse(tx, carrier.word(), &order.to, &no.words.en, now)?;
            }
            state::count(tx, carrier.word(), "refused", now)?;
            let failed = Failed {
                job,
                carrier: carrier.word(),
                address: &order.to,
                template: &order.template,
                words: &no.words,
                advice: &no.advice,
                given_up: no.then != Then::Again,
            };
            state::fail(tx, &failed, now)
        })
    });
    write.await.map(drop)
}
