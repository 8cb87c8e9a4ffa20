//! Cases of a small machine for complaints: every refusal, deadlines to the microsecond, and once only.

use super::*;
use crate::{Act, App, Feature, Permission, Role, settings, tests as trial};
use std::sync::{Arc, Mutex};
use weilu_vocabulary::{
    Audience, Event, EventKind, Failure, Fault, HOUR, ManualClock, PersonaId, Ref, RefKind, Refusal, ReportId,
};

const fn kind(name: &'static str) -> EventKind {
    EventKind { name, zh: "动了", en: "moved", weight: 0, audience: Audience::Concerned }
}

const BEGUN: EventKind = kind("gripe.begun");
const TAKEN: EventKind = kind("gripe.taken");
const CLOSED: EventKind = kind("gripe.closed");
const WITHDRAWN: EventKind = kind("gripe.withdrawn");
const REMINDED: EventKind = kind("gripe.reminded");
const ESCALATED: EventKind = kind("gripe.escalated");
const HANDLE: Permission =
    Permission { name: "gripe.handle", zh: "处理吐槽", en: "handle gripes", roles: &[Role::Service] };

settings! {
    ANSWER_HOURS: i64 = 48, "gripe.answer_hours" "多少小时内答复" "Hours to answer";
    REMIND_HOURS: i64 = 12, "gripe.remind_hours" "提前多少小时提醒" "Hours of warning";
    CLOSE_HOURS: i64 = 24, "gripe.close_hours" "多少小时后自动结束" "Hours until it closes by itself";
}

static CLOSINGS: Mutex<Vec<i64>> = Mutex::new(Vec::new());

const GRIPE: Machine = Machine {
    name: "gripe",
    zh: "吐槽",
    en: "Gripe",
    subject: RefKind::Report,
    started: &BEGUN,
    states: &[
        State::due(
            "open",
            "待受理",
            "open",
            Deadline {
                hours: &ANSWER_HOURS,
                reminder: Some(Reminder { hours_before: &REMIND_HOURS, event: &REMINDED }),
                overdue: Overdue::Escalate(&ESCALATED),
            },
        ),
        State::due(
            "handled",
            "处理中",
            "handled",
            Deadline { hours: &CLOSE_HOURS, reminder: None, overdue: Overdue::Go("close") },
        ),
        State::last("closed", "已结束", "closed"),
        State::last("withdrawn", "已撤回", "withdrawn"),
    ],
    transitions: &[
        way("take", "受理", &["open"], "handled", &[By::Holder(&HANDLE)], false, &TAKEN),
        way(
            "reject",
            "驳回",
            &["open", "handled"],
            "closed",
            &[By::Handler, By::Holder(&HANDLE)],
            true,
            &CLOSED,
        ),
        way("withdraw", "撤回", &["open"], "withdrawn", &[By::Author], false, &WITHDRAWN),
        Transition {
            effect: Some(|_, _, moved| {
                let thing = moved.case.thing;
                Box::pin(async move {
                    CLOSINGS.lock().map_err(|e| Fault::new(e.to_string()))?.push(thing);
                    Ok(())
                })
            }),
            ..way("close", "结束", &["handled"], "closed", &[By::Author, By::System], false, &CLOSED)
        },
    ],
};

const fn way(
    verb: &'static str,
    zh: &'static str,
    from: &'static [&'static str],
    to: &'static str,
    by: &'static [By],
    needs_reason: bool,
    event: &'static EventKind,
) -> Transition {
    Transition { verb, zh, en: verb, from, to, by, needs_reason, event, effect: None }
}

const GRIPES: Feature = Feature {
    name: "gripe",
    zh: "吐槽",
    en: "Gripes",
    events: &[BEGUN, TAKEN, CLOSED, WITHDRAWN, REMINDED, ESCALATED],
    permissions: &[HANDLE],
    settings: SETTINGS,
    machines: &[&GRIPE],
    ..Feature::EMPTY
};

const AUTHOR: i64 = 1;
const STRANGER: i64 = 2;
const STAFF: i64 = 100;

async fn open() -> (Arc<App>, Arc<ManualClock>) {
    trial::open(&[&GRIPES]).await
}

async fn start(app: &Arc<App>, thing: i64) -> Result<Case, Failure> {
    let act = trial::member(app, AUTHOR);
    trial::within(app, move |tx| {
        let act = act.clone();
        Box::pin(async move { GRIPE.start(tx, &act, ReportId::new(thing), Opening::default()).await })
    })
    .await
}

async fn go(
    app: &Arc<App>,
    who: i64,
    thing: i64,
    verb: &'static str,
    reason: &'static str,
) -> Result<Moved, Refusal> {
    let act = trial::member(app, who);
    go_as(app, act, thing, verb, reason).await
}

async fn go_as(
    app: &Arc<App>,
    act: Arc<Act>,
    thing: i64,
    verb: &'static str,
    reason: &'static str,
) -> Result<Moved, Refusal> {
    let done = trial::within(app, move |tx| {
        let act = act.clone();
        Box::pin(async move { GRIPE.go(tx, &act, ReportId::new(thing), verb, reason).await })
    });
    done.await.map_err(|failure| match failure {
        Failure::Refused(refusal) => *refusal,
        Failure::Fault(fault) => panic!("{fault}"),
    })
}

async fn case(app: &Arc<App>, thing: i64) -> Case {
    trial::within(app, move |tx| Box::pin(async move { Ok(GRIPE.case(tx, thing).await?.unwrap()) }))
        .await
        .unwrap()
}

async fn verbs(app: &Arc<App>, who: i64, thing: i64) -> Vec<String> {
    let act = trial::member(app, who);
    trial::within(app, move |tx| {
        let act = act.clone();
        Box::pin(async move {
            let case = GRIPE.case(tx, thing).await?.unwrap();
            let offers = GRIPE.offers(tx, &act, &case).await?;
            Ok(offers.into_iter().map(|o| o.verb).collect())
        })
    })
    .await
    .unwrap()
}

async fn log(app: &Arc<App>) -> Vec<Event> {
    let read = app
        .store
        .read(weilu_store::Scope::System, |tx| Box::pin(async move { tx.events_after(0, 500).await }));
    read.await.unwrap()
}

async fn kinds(app: &Arc<App>) -> Vec<String> {
    log(app).await.into_iter().map(|e| e.kind).collect()
}

#[test]
fn the_machine_makes_sense_and_a_broken_one_is_told() {
    assert_eq!(complaints(&[&GRIPES]), Vec::<String>::new());
    const BROKEN: Machine = Machine {
        states: &[
            State::due(
                "open",
                "开",
                "open",
                Deadline { hours: &ANSWER_HOURS, reminder: None, overdue: Overdue::Go("go") },
            ),
            State::last("lost", "丢", "lost"),
        ],
        transitions: &[
            way("go", "走", &["open"], "nowhere", &[By::Author], false, &TAKEN),
            way("go", "走", &["open"], "open", &[], false, &BEGUN),
        ],
        ..GRIPE
    };
    const ALONE: Feature = Feature { machines: &[&BROKEN], events: &[BEGUN], ..Feature::EMPTY };
    let expected = [
        "gripe: go: unknown state, or nobody may",
        "gripe: go: two ways out of one state",
        "gripe: go: unknown state, or nobody may",
        "gripe: go: two ways out of one state",
        "gripe: open: the system cannot go when it is overdue",
        "gripe: lost: nothing leads here",
        "gripe: the event gripe.taken is declared by no feature",
        "gripe: the setting gripe.answer_hours is declared by no feature",
    ];
    assert_eq!(complaints(&[&ALONE]), expected);
}

#[tokio::test]
async fn a_case_walks_its_states_and_remembers_every_step() {
    let (app, clock) = open().await;
    let begun = start(&app, 5).await.unwrap();
    assert_eq!((begun.state.as_str(), begun.author), ("open", Some(PersonaId::new(AUTHOR))));
    assert_eq!(start(&app, 5).await.unwrap_err().code(), Some("machine.already_started"));
    clock.advance(HOUR);
    go(&app, STAFF, 5, "take", "").await.unwrap();
    let closed = go(&app, AUTHOR, 5, "close", " 谢谢 ").await.unwrap();
    assert_eq!(
        (closed.before.as_str(), closed.case.state.as_str(), closed.case.moves),
        ("handled", "closed", 3)
    );
    let steps =
        trial::within(&app, |tx| Box::pin(async move { Ok(GRIPE.history(tx, 5).await?) })).await.unwrap();
    let told: Vec<_> = steps
        .iter()
        .map(|s| {
            (
                s.number,
                s.actor.map(weilu_vocabulary::Id::raw),
                s.verb.as_str(),
                s.state_before.as_str(),
                s.state_after.as_str(),
                s.reason.as_str(),
            )
        })
        .collect();
    let expected = [
        (1, Some(AUTHOR), "start", "", "open", ""),
        (2, Some(STAFF), "take", "open", "handled", ""),
        (3, Some(AUTHOR), "close", "handled", "closed", "谢谢"),
    ];
    assert_eq!(told, expected);
    assert_eq!(GRIPE.view(&steps[1]).state_text.zh, "处理中");
    let events = log(&app).await;
    assert_eq!(kinds(&app).await, ["gripe.begun", "gripe.taken", "gripe.closed"]);
    let last = events.last().unwrap();
    assert_eq!(last.object, Some(Ref::from(ReportId::new(5))));
    assert_eq!(last.body, serde_json::json!({ "verb": "close", "before": "handled", "after": "closed" }));
}

#[tokio::test]
async fn every_no_says_why() {
    let (app, _) = open().await;
    start(&app, 6).await.unwrap();
    let none = go(&app, STAFF, 7, "take", "").await.unwrap_err();
    assert_eq!((none.code, none.status), ("link.not_found", 404));
    let unknown = go(&app, STAFF, 6, "fly", "").await.unwrap_err();
    assert_eq!((unknown.code, unknown.status), ("machine.unknown_verb", 422));
    let foreign = go(&app, AUTHOR, 6, "take", "").await.unwrap_err();
    assert_eq!((foreign.code, foreign.status), ("machine.not_yours", 403));
    assert_eq!(foreign.text.zh, "「受理」要由有「处理吐槽」权限的人来做。");
    assert_eq!(go(&app, STRANGER, 6, "withdraw", "").await.unwrap_err().code, "machine.not_yours");
    assert_eq!(go(&app, STRANGER, 6, "close", "").await.unwrap_err().code, "machine.not_yours");
    let early = go(&app, AUTHOR, 6, "close", "").await.unwrap_err();
    assert_eq!((early.code, early.status), ("machine.not_now", 409));
    assert_eq!(early.text.zh, "现在是「待受理」，不能「结束」。你现在可以：撤回。");
    let silent = go(&app, STAFF, 6, "reject", " \n").await.unwrap_err();
    assert_eq!((silent.code, silent.status), ("machine.reason_missing", 422));
    static LONG: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| "长".repeat(1001));
    assert_eq!(go(&app, STAFF, 6, "reject", &LONG).await.unwrap_err().code, "machine.reason_too_long");
    assert_eq!(case(&app, 6).await.moves, 1);
    assert_eq!(kinds(&app).await, ["gripe.begun"]);
    go(&app, STAFF, 6, "reject", "重复").await.unwrap();
    let over = go(&app, AUTHOR, 6, "withdraw", "").await.unwrap_err();
    assert_eq!(over.text.en, "It is “closed” now, so “withdraw” is not possible. The matter is closed.");
}

#[tokio::test]
async fn each_actor_is_offered_what_he_may_do() {
    let (app, _) = open().await;
    start(&app, 8).await.unwrap();
    assert_eq!(verbs(&app, AUTHOR, 8).await, ["withdraw"]);
    assert_eq!(verbs(&app, STAFF, 8).await, ["take", "reject"]);
    assert!(verbs(&app, STRANGER, 8).await.is_empty());
    trial::within(&app, |tx| {
        Box::pin(
            async move { GRIPE.assign(tx, ReportId::new(8), Some(PersonaId::new(1000 + STRANGER))).await },
        )
    })
    .await
    .unwrap();
    assert_eq!(verbs(&app, STRANGER, 8).await, ["reject"]);
    go(&app, STRANGER, 8, "reject", "换了一个身份也认得").await.unwrap();
    assert!(verbs(&app, STAFF, 8).await.is_empty());
}

#[tokio::test]
async fn reminder_and_escalation_come_once_at_their_moment() {
    let (app, clock) = open().await;
    let begun = start(&app, 9).await.unwrap();
    assert_eq!(begun.due_at, Some(begun.since + 48 * HOUR));
    clock.set(begun.since + (36 * HOUR - 1));
    app.settle().await.unwrap();
    assert_eq!(kinds(&app).await, ["gripe.begun"]);
    clock.advance(1);
    for _ in 0..3 {
        app.settle().await.unwrap();
    }
    assert_eq!(kinds(&app).await, ["gripe.begun", "gripe.reminded"]);
    clock.set(begun.since + (48 * HOUR - 1));
    app.settle().await.unwrap();
    assert_eq!(case(&app, 9).await.escalated_at, None);
    clock.advance(1);
    for _ in 0..3 {
        app.settle().await.unwrap();
    }
    assert_eq!(kinds(&app).await, ["gripe.begun", "gripe.reminded", "gripe.escalated"]);
    let there = case(&app, 9).await;
    assert_eq!(
        (there.state.as_str(), there.escalated_at, there.moves),
        ("open", Some(begun.since + 48 * HOUR), 1)
    );
    go(&app, STAFF, 9, "take", "").await.unwrap();
    assert_eq!(case(&app, 9).await.escalated_at, None);
}

#[tokio::test]
async fn an_overdue_transition_is_made_once_with_its_effect() {
    let (app, clock) = open().await;
    start(&app, 10).await.unwrap();
    go(&app, STAFF, 10, "take", "").await.unwrap();
    clock.advance(24 * HOUR - 1);
    app.settle().await.unwrap();
    assert_eq!(case(&app, 10).await.state, "handled");
    clock.advance(1);
    for _ in 0..3 {
        app.settle().await.unwrap();
    }
    assert_eq!(case(&app, 10).await.state, "closed");
    assert_eq!(kinds(&app).await, ["gripe.begun", "gripe.taken", "gripe.closed"]);
    assert_eq!(CLOSINGS.lock().unwrap().iter().filter(|t| **t == 10).count(), 1);
    assert_eq!(log(&app).await.last().unwrap().actor, None);
}

#[tokio::test]
async fn a_long_sleep_skips_the_reminder_and_a_setting_counts_from_the_next_entry() {
    let (app, clock) = open().await;
    let begun = start(&app, 11).await.unwrap();
    let act = Arc::new(app.act(trial::TENANT));
    trial::within(&app, move |tx| {
        let act = act.clone();
        Box::pin(async move {
            crate::setting::put(tx, &act, ANSWER_HOURS.name, &0.into())?;
            Ok(())
        })
    })
    .await
    .unwrap();
    assert_eq!(start(&app, 12).await.unwrap().due_at, None);
    clock.set(begun.since + 100 * HOUR);
    app.settle().await.unwrap();
    assert_eq!(kinds(&app).await, ["gripe.begun", "gripe.begun", "gripe.escalated"]);
}

#[tokio::test]
async fn a_hundred_and_one_cases_wake_in_one_go() {
    let (app, clock) = open().await;
    for thing in 1..=101 {
        start(&app, 1000 + thing).await.unwrap();
    }
    clock.advance(48 * HOUR);
    app.settle().await.unwrap();
    assert_eq!(kinds(&app).await.iter().filter(|k| *k == "gripe.escalated").count(), 101);
}

#[tokio::test]
async fn the_catalogue_draws_the_machine() {
    let (app, _) = open().await;
    let page = app.machine_catalogue();
    for line in [
        "  [*] --> open\n",
        "  open --> handled: 受理 take\n",
        "  closed --> [*]\n",
        "| `reject` 驳回 · reject | open, handled | closed | whoever handles it, holders of “handle gripes” | required | `gripe.closed` |\n",
        "`open`: due after 48 hours (`gripe.answer_hours`), reminder `gripe.reminded` 12 hours before (`gripe.remind_hours`); then escalated, `gripe.escalated`.\n",
    ] {
        assert!(page.contains(line), "{line}\n{page}");
    }
}
