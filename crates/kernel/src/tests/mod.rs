//! A program in memory for the kernel's own tests: who may what is decided by the name of the permission.

use crate::{
    Act, App, Feature, Grants, Permission, Place, Verdict,
    app::{Ports, Wiring},
    link::Hearing,
};
use futures_util::future::BoxFuture;
use std::sync::Arc;
use weilu_store::{Folder, Scope, Store, Tx, Work};
use weilu_vocabulary::{
    Chance, Failure, Fault, Id, IdSource, ManualClock, MemberId, Outcome, PersonaId, SpaceId, TenantId, Time,
};

pub const TENANT: TenantId = TenantId::new(1);
pub const START: Time = Time(1_795_000_000_000_000);

/// Staff are the members with a number from 100 on; they hold every permission.
struct Plain;

impl Grants for Plain {
    fn may<'t>(
        &'t self,
        _: &'t mut Tx,
        act: &'t Act,
        _: &'static Permission,
        _: Place,
    ) -> BoxFuture<'t, Result<Verdict, Fault>> {
        let staff = act.actor.member.is_some_and(|m| m.raw() >= 100);
        Box::pin(std::future::ready(Ok(if staff { Verdict::Yes } else { Verdict::No })))
    }

    fn publisher<'t>(&'t self, _: &'t mut Tx, _: &'t Act, _: Option<SpaceId>) -> BoxFuture<'t, Outcome<()>> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn faces<'t>(&'t self, _: &'t mut Tx, act: &'t Act) -> BoxFuture<'t, Result<Arc<[PersonaId]>, Fault>> {
        let faces: Arc<[PersonaId]> = act.actor.persona.into_iter().collect();
        Box::pin(std::future::ready(Ok(faces)))
    }

    fn is_me<'t>(
        &'t self,
        _: &'t mut Tx,
        act: &'t Act,
        persona: PersonaId,
    ) -> BoxFuture<'t, Result<bool, Fault>> {
        Box::pin(std::future::ready(Ok(act.actor.member.is_some_and(|m| m.raw() == persona.raw() % 1000))))
    }

    fn hears<'t>(&'t self, _: &'t mut Tx, _: &'t Act) -> BoxFuture<'t, Result<Hearing, Fault>> {
        Box::pin(std::future::ready(Ok(Hearing::default())))
    }
}

pub async fn open(features: &[&'static Feature]) -> (Arc<App>, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::new(START));
    let app = App::new(Wiring {
        store: Store::open_memory().unwrap(),
        blobs: Arc::new(Folder::open(std::env::temp_dir().join("weilu-kernel-trial")).unwrap()),
        clock: clock.clone(),
        ids: Arc::new(IdSource::new(0)),
        chance: Chance::new(7),
        grants: Arc::new(Plain),
        features: [crate::FEATURES, features].concat(),
        ports: Ports::default(),
    });
    app.migrate().await.unwrap();
    let id = app.create_tenant("山脚茶事", "").await.unwrap();
    assert_eq!(id, TENANT);
    (app, clock)
}

/// An act of a member, whose persona has the same number; a second face has 1000 more.
pub fn member(app: &Arc<App>, number: i64) -> Arc<Act> {
    let mut act = app.act(TENANT);
    act.ctx.actor.member = Some(MemberId::new(number));
    act.ctx.actor.persona = Some(PersonaId::new(number));
    Arc::new(act)
}

/// Runs work in one transaction of the brand.
pub async fn within<T, F>(app: &App, work: F) -> Result<T, Failure>
where
    T: Send + 'static,
    F: for<'t> Fn(&'t mut Tx) -> Work<'t, T, Failure> + Send + Sync + 'static,
{
    Ok(app.store.write(Scope::Tenant(TENANT), work).await?.value)
}
