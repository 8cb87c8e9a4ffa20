//! The kernel's shared mechanisms on both engines, raced from many connections, with the real roles: one
//! move, one deadline, one version each, whoever comes at the same moment.

use crate::house::{House, Person, TENANT, on_every_engine};
use futures_util::future::join_all;
use serde_json::json;
use std::sync::Arc;
use weilu::wiring;
use weilu_kernel::{
    Act, App, Feature, Machine, Permission, Role,
    app::{Ports, Wiring},
    form::{self, Form},
    machine::{By, Deadline, Opening, Overdue, State, Transition},
    settings,
};
use weilu_store::{Scope, Tx};
use weilu_vocabulary::{
    Audience, Chance, EventKind, Failure, Fault, FormId, HOUR, IdSource, Outcome, RefKind, ReportId,
};

const fn kind(name: &'static str) -> EventKind {
    EventKind { name, zh: "动了", en: "moved", weight: 0, audience: Audience::Concerned }
}

const BEGUN: EventKind = kind("errand.begun");
const TAKEN: EventKind = kind("errand.taken");
const CLOSED: EventKind = kind("errand.closed");
const HANDLE: Permission =
    Permission { name: "errand.handle", zh: "处理", en: "handle errands", roles: &[Role::Operator] };

settings! {
    HOURS: i64 = 24, "errand.hours" "多少小时内结束" "Hours until it closes";
}

const ERRAND: Machine = Machine {
    name: "errand",
    zh: "差事",
    en: "Errand",
    subject: RefKind::Report,
    started: &BEGUN,
    states: &[
        State::open("open", "待办", "open"),
        State::due(
            "taken",
            "在办",
            "taken",
            Deadline { hours: &HOURS, reminder: None, overdue: Overdue::Go("close") },
        ),
        State::last("closed", "已结束", "closed"),
    ],
    transitions: &[
        Transition {
            verb: "take",
            zh: "接手",
            en: "Take",
            from: &["open"],
            to: "taken",
            by: &[By::Holder(&HANDLE)],
            needs_reason: false,
            event: &TAKEN,
            effect: None,
        },
        Transition {
            verb: "close",
            zh: "结束",
            en: "Close",
            from: &["taken"],
            to: "closed",
            by: &[By::Author, By::System],
            needs_reason: false,
            event: &CLOSED,
            effect: None,
        },
    ],
};

const ERRANDS: Feature = Feature {
    name: "errand",
    zh: "差事",
    en: "Errands",
    events: &[BEGUN, TAKEN, CLOSED],
    permissions: &[HANDLE],
    settings: SETTINGS,
    machines: &[&ERRAND],
    ..Feature::EMPTY
};

/// The house's own database, seen by a program that knows one feature more.
fn newer(house: &House) -> Arc<App> {
    App::new(Wiring {
        store: house.app.store.clone(),
        blobs: house.app.blobs.clone(),
        clock: house.clock.clone(),
        ids: Arc::new(IdSource::new(1)),
        chance: Chance::new(9),
        grants: house.app.grants.clone(),
        features: [wiring::features(), vec![&ERRANDS]].concat(),
        ports: Ports::default(),
    })
}

async fn act(app: &Arc<App>, person: &Person) -> Arc<Act> {
    let mut act = app.act(TENANT);
    act.ctx.actor.persona = Some(person.persona().await);
    act.ctx.actor.member = Some(person.me().await["id"].as_str().unwrap().parse().unwrap());
    Arc::new(act)
}

async fn start(app: &App, act: &Arc<Act>, thing: i64) {
    let act = act.clone();
    app.store
        .write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
            let act = act.clone();
            Box::pin(async move { ERRAND.start(tx, &act, ReportId::new(thing), Opening::default()).await })
        })
        .await
        .unwrap();
}

async fn go(app: &App, act: &Arc<Act>, thing: i64, verb: &'static str) -> Outcome<()> {
    let act = act.clone();
    app.store
        .write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
            let act = act.clone();
            Box::pin(async move { ERRAND.go(tx, &act, ReportId::new(thing), verb, "").await.map(drop) })
        })
        .await
        .map(drop)
}

async fn verbs(app: &App, thing: i64) -> Vec<String> {
    let steps = app.store.read(Scope::Tenant(TENANT), move |tx: &mut Tx| {
        Box::pin(async move { ERRAND.history(tx, thing).await })
    });
    let steps: Result<_, Fault> = steps.await;
    steps.unwrap().into_iter().map(|s| s.verb).collect()
}

async fn events(app: &App, kind: &EventKind) -> usize {
    let read =
        app.store.read(Scope::System, |tx: &mut Tx| Box::pin(async move { tx.events_after(0, 500).await }));
    let events: Result<Vec<_>, Fault> = read.await;
    events.unwrap().iter().filter(|e| e.kind == kind.name).count()
}

#[tokio::test]
async fn sixteen_hands_move_a_case_once() {
    on_every_engine(async |house| {
        let app = newer(&house);
        let author = act(&app, &house.person("13800000001").await).await;
        let staff = act(&app, &house.staff("13800000002", Role::Operator).await).await;
        let stranger = act(&app, &house.person("13800000003").await).await;
        start(&app, &author, 1).await;
        for foreign in [&author, &stranger] {
            assert_eq!(go(&app, foreign, 1, "take").await.unwrap_err().code(), Some("machine.not_yours"));
        }
        let tries = join_all((0..16).map(|_| go(&app, &staff, 1, "take"))).await;
        let codes: Vec<_> = tries.iter().filter_map(|t| t.as_ref().err()).map(Failure::code).collect();
        assert_eq!(codes, vec![Some("machine.not_now"); 15], "{}", house.engine);
        assert_eq!(go(&app, &stranger, 1, "close").await.unwrap_err().code(), Some("machine.not_yours"));
        go(&app, &author, 1, "close").await.unwrap();
        assert_eq!(verbs(&app, 1).await, ["start", "take", "close"]);
        assert_eq!((events(&app, &TAKEN).await, events(&app, &CLOSED).await), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn a_deadline_and_a_hand_at_the_same_moment_close_once() {
    on_every_engine(async |house| {
        let app = newer(&house);
        let author = act(&app, &house.person("13800000001").await).await;
        let staff = act(&app, &house.staff("13800000002", Role::Operator).await).await;
        for thing in 1..=20 {
            start(&app, &author, thing).await;
            go(&app, &staff, thing, "take").await.unwrap();
        }
        let spec = app.reconcilers().find(|r| r.name == "machine.wake").unwrap();
        house.clock.advance(24 * HOUR - 1);
        assert_eq!(app.step_reconciler(spec).await.unwrap(), 0);
        house.clock.advance(1);
        let hands = join_all((1..=20).map(|thing| go(&app, &author, thing, "close")));
        let clocks = join_all((0..4).map(|_| app.step_reconciler(spec)));
        let (hands, clocks) = futures_util::join!(hands, clocks);
        assert!(clocks.iter().all(Result::is_ok), "{clocks:?}");
        let refused: Vec<_> = hands.iter().filter_map(|h| h.as_ref().err()).map(Failure::code).collect();
        assert!(refused.iter().all(|code| *code == Some("machine.not_now")), "{refused:?}");
        for thing in 1..=20 {
            assert_eq!(verbs(&app, thing).await, ["start", "take", "close"], "{} {thing}", house.engine);
        }
        assert_eq!(events(&app, &CLOSED).await, 20);
        assert_eq!(app.step_reconciler(spec).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_program_that_does_not_know_a_machine_leaves_its_cases_alone() {
    on_every_engine(async |house| {
        let app = newer(&house);
        let author = act(&app, &house.person("13800000001").await).await;
        let staff = act(&app, &house.staff("13800000002", Role::Operator).await).await;
        for thing in 1..=101 {
            start(&app, &author, thing).await;
            go(&app, &staff, thing, "take").await.unwrap();
        }
        house.clock.advance(24 * HOUR);
        house.settle().await;
        assert_eq!(events(&app, &CLOSED).await, 0);
        app.settle().await.unwrap();
        assert_eq!(events(&app, &CLOSED).await, 101, "{}", house.engine);
    })
    .await;
}

#[tokio::test]
async fn forms_kept_at_the_same_moment_get_a_version_each() {
    on_every_engine(async |house| {
        let author = act(&house.app, &house.person("13800000001").await).await;
        let keep = |at: i64| {
            let author = author.clone();
            house.app.store.write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
                let author = author.clone();
                Box::pin(async move {
                    let form: Form = serde_json::from_value(json!({
                        "title": { "zh": format!("第 {at} 版"), "en": "" },
                        "fields": [{ "key": "phone", "label": { "zh": "电话", "en": "Phone" }, "kind": { "type": "phone" } }],
                    }))
                    .unwrap();
                    form::save(tx, &author, FormId::new(1), form).await
                })
            })
        };
        let kept = join_all((1..=8).map(keep)).await;
        let mut versions: Vec<i64> = kept.into_iter().map(|k| k.unwrap().value.version).collect();
        versions.sort_unstable();
        assert_eq!(versions, (1..=8).collect::<Vec<_>>(), "{}", house.engine);
    })
    .await;
}
