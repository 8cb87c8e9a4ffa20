//! The pulse: readings equal to a rebuild, people counted once, days of the brand, and figures that know when they
//! say nothing.

use crate::house::{House, Person, TENANT, on_every_engine};
use serde_json::{Value, json};
use std::sync::Arc;
use weilu_kernel::{Role, Tx};
use weilu_people::identity;
use weilu_store::Scope;
use weilu_vocabulary::{
    Audience, DAY, EventKind, Failure, HOUR, MINUTE, MemberId, NewEvent, PersonaId, PostId, ReportId,
    SpaceId, Time,
};

/// 2026-11-21T16:00:00Z: midnight in Shanghai.
const MIDNIGHT: Time = Time(1_795_276_800_000_000);

const fn kind(name: &'static str) -> EventKind {
    EventKind { name, zh: "", en: "", weight: 0, audience: Audience::Nobody }
}
const ASKED: EventKind = kind("question.asked");
const ANSWERED: EventKind = kind("question.answered");
const ACCEPTED: EventKind = kind("question.accepted");
const HIDDEN: EventKind = kind("post.hidden");
const SEARCHED: EventKind = kind("search.searched");

/// Writes a line into the log as a room would.
async fn append(house: &House, actor: Option<PersonaId>, event: NewEvent) {
    let mut act = house.app.act(TENANT);
    act.ctx.actor.persona = actor;
    let act = Arc::new(act);
    house
        .app
        .store
        .write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
            let (act, event) = (act.clone(), event.clone());
            Box::pin(async move {
                tx.append(&act, event);
                Ok::<(), Failure>(())
            })
        })
        .await
        .unwrap();
}

async fn merge(house: &House, source: MemberId, target: MemberId) {
    let mut act = house.app.system_act();
    act.ctx.tenant = TENANT;
    let act = Arc::new(act);
    house
        .app
        .store
        .write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
            let act = act.clone();
            Box::pin(async move {
                act.rewind();
                identity::merge::merge(tx, &act, source, target, "test").await.map_err(Failure::from)
            })
        })
        .await
        .unwrap();
}

async fn board(house: &House, person: &Person, query: &str) -> Value {
    house.settle().await;
    person.get(&format!("pulse/board?{query}")).await.ok()
}

fn figure(board: &Value, name: &str) -> Value {
    board["figures"].as_array().unwrap().iter().find(|f| f["metric"] == name).unwrap().clone()
}

fn day(board: &Value, date: &str) -> Value {
    board["days"].as_array().unwrap().iter().find(|d| d["date"] == date).unwrap().clone()
}

struct Scene {
    staff: Person,
    space: Value,
}

async fn scene(house: &House) -> Scene {
    let staff = house.staff("12300000001", Role::Operator).await;
    let opened = json!({ "name": "雾溪茶友会", "line": "一起喝茶", "open_to_read": true });
    let space = staff.post("space/open", opened).await.ok()["space"].clone();
    Scene { staff, space }
}

impl Scene {
    async fn guest(&self, house: &House, phone: &str) -> Person {
        let guest = house.person(phone).await;
        guest.post("space/join", json!({ "space": self.space })).await.ok();
        guest
    }

    async fn says(&self, who: &Person, text: &str) {
        who.post("post/write", json!({ "space": self.space, "text": text })).await.ok();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_counts_on_the_brands_own_day_on_both_sides_of_midnight() {
    on_every_engine(async |house| {
        house.clock.set(MIDNIGHT - 2 * HOUR);
        let scene = scene(&house).await;
        let guest = scene.guest(&house, "12300000002").await;
        house.clock.set(MIDNIGHT - 1);
        scene.says(&guest, "今天的最后一句").await;
        let shown = board(&house, &scene.staff, "days=7").await;
        assert_eq!((&shown["to"], &day(&shown, "2026-11-21")["posts"]), (&json!("2026-11-21"), &json!(1)));
        house.clock.set(MIDNIGHT);
        scene.says(&guest, "新一天的第一句").await;
        let shown = board(&house, &scene.staff, "days=7").await;
        assert_eq!(shown["to"], "2026-11-22");
        assert_eq!(day(&shown, "2026-11-21")["posts"], 1);
        assert_eq!(day(&shown, "2026-11-22")["posts"], 1);
        assert_eq!(day(&shown, "2026-11-22")["active"], 1, "only he who said something");

        scene.staff.post("brand/change", json!({ "time_zone": "UTC" })).await.ok();
        let shown = board(&house, &scene.staff, "days=7").await;
        assert_eq!(shown["to"], "2026-11-21");
        assert_eq!(day(&shown, "2026-11-21")["posts"], 2, "both lie on one day of another calendar");
        scene.staff.post("setting/reset", json!({ "name": "tenant.time_zone" })).await.ok();
        let shown = board(&house, &scene.staff, "days=7").await;
        assert_eq!(day(&shown, "2026-11-22")["posts"], 1, "whichever way the calendar moves");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_with_two_records_counts_once_and_an_erased_one_still_counts() {
    on_every_engine(async |house| {
        house.clock.set(MIDNIGHT + HOUR);
        let scene = scene(&house).await;
        let one = scene.guest(&house, "12300000002").await;
        let other = scene.guest(&house, "12300000003").await;
        let month = async |want: i64| {
            let shown = board(&house, &scene.staff, "days=30").await;
            assert_eq!(figure(&shown, "active_month")["value"], want);
            assert_eq!(figure(&shown, "new_contributors")["value"], want);
        };
        month(3).await;
        merge(&house, other.member().await, one.member().await).await;
        month(2).await;
        let before = house.projections().await;
        house.rebuild_all().await;
        assert_eq!(before, house.projections().await);
        one.post("privacy/ask_erasure", json!({})).await.ok();
        house.clock.advance(8 * DAY);
        month(2).await;
        let before = house.projections().await;
        house.rebuild_all().await;
        assert_eq!(before, house.projections().await, "equal also after an erasure");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_contributor_is_new_once_and_the_window_ends_where_it_says() {
    on_every_engine(async |house| {
        house.clock.set(MIDNIGHT + HOUR);
        let scene = scene(&house).await;
        scene.guest(&house, "12300000002").await;
        let fresh = async |days: i64| {
            let shown = board(&house, &scene.staff, &format!("days={days}")).await;
            figure(&shown, "new_contributors")["value"].clone()
        };
        assert_eq!(fresh(7).await, 2);
        house.clock.advance(6 * DAY);
        scene.staff.sign_in_again(&house, "12300000001").await;
        assert_eq!(fresh(7).await, 2, "the seventh day is inside");
        house.clock.advance(DAY);
        assert_eq!(fresh(7).await, 0);
        scene.says(&scene.staff, "再说一句").await;
        assert_eq!(fresh(7).await, 0, "nobody is new twice");
        assert_eq!(fresh(30).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_is_compared_only_when_there_was_one_before() {
    on_every_engine(async |house| {
        house.clock.set(MIDNIGHT + HOUR);
        let scene = scene(&house).await;
        for n in 2..6 {
            scene.guest(&house, &format!("1230000000{n}")).await;
        }
        let shown = board(&house, &scene.staff, "days=30").await;
        let month = figure(&shown, "active_month");
        assert_eq!((&month["value"], &month["before"]), (&json!(5), &Value::Null));
        assert!(figure(&shown, "stickiness")["value"].is_null(), "not enough days");
        assert!(figure(&shown, "active_day")["value"].is_null(), "there was no yesterday");
        house.clock.advance(29 * DAY);
        scene.staff.sign_in_again(&house, "12300000001").await;
        let shown = board(&house, &scene.staff, "days=30").await;
        assert_eq!(figure(&shown, "stickiness")["value"], 33, "five people on one of thirty days");
        assert_eq!(figure(&shown, "active_day")["value"], 0);
        house.clock.advance(30 * DAY);
        scene.says(&scene.staff, "两个月了").await;
        let shown = board(&house, &scene.staff, "days=30").await;
        let month = figure(&shown, "active_month");
        assert_eq!((&month["value"], &month["before"]), (&json!(1), &json!(5)));
        assert!(figure(&shown, "stickiness")["value"].is_null(), "one person sticks to nothing");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_wait_until_somebody_else_answers_and_the_middle_wants_five() {
    on_every_engine(async |house| {
        house.clock.set(MIDNIGHT + HOUR);
        let scene = scene(&house).await;
        let (asker, helper) = (
            scene.guest(&house, "12300000002").await.persona().await,
            scene.guest(&house, "12300000003").await.persona().await,
        );
        let space: SpaceId = scene.space.as_str().unwrap().parse().unwrap();
        for n in 1..=5 {
            append(&house, Some(asker), ASKED.on(PostId::new(n)).space(space)).await;
        }
        let waiting = async || {
            house.settle().await;
            let shown = scene.staff.get("pulse/unanswered").await.ok();
            let board = board(&house, &scene.staff, "days=30").await;
            assert_eq!(figure(&board, "unanswered")["value"], shown["count"]);
            shown["count"].as_i64().unwrap()
        };
        assert_eq!(waiting().await, 5);
        house.clock.advance(10 * MINUTE);
        append(&house, Some(asker), ANSWERED.on(PostId::new(1)).space(space)).await;
        assert_eq!(waiting().await, 5, "one's own words are no answer");
        for n in 1..=4 {
            let answer = ANSWERED.on(PostId::new(100 + n)).with(PostId::new(n)).space(space);
            append(&house, Some(helper), answer).await;
            house.clock.advance(10 * MINUTE);
        }
        assert_eq!(waiting().await, 1);
        let median = async || figure(&board(&house, &scene.staff, "days=30").await, "first_answer");
        assert!(median().await["value"].is_null(), "four are too few");
        append(&house, Some(helper), ANSWERED.on(PostId::new(5)).space(space)).await;
        assert_eq!(median().await["value"], 30, "10, 20, 30, 40 and 50 minutes");
        assert_eq!(waiting().await, 0);
        append(&house, Some(asker), ASKED.on(PostId::new(6)).space(space)).await;
        append(&house, Some(asker), ASKED.on(PostId::new(7)).space(space)).await;
        assert_eq!(waiting().await, 2);
        append(&house, Some(asker), ACCEPTED.on(PostId::new(6)).space(space)).await;
        assert_eq!(waiting().await, 1);
        append(&house, None, HIDDEN.on(PostId::new(7)).space(space)).await;
        assert_eq!(waiting().await, 0);
        let before = house.projections().await;
        house.rebuild_all().await;
        assert_eq!(before, house.projections().await);
        let elsewhere = board(&house, &scene.staff, "days=30&space=spc_0000000000ae8").await;
        assert!(figure(&elsewhere, "first_answer")["value"].is_null());
    })
    .await;
}

/// Names of other rooms' events are words here: each must be one that a room declares.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_pulse_hears_is_said_by_somebody() {
    on_every_engine(async |house| {
        for name in weilu_insight::pulse::HEARD {
            assert!(house.app.event_kind(name).is_some(), "{name} is declared by nobody");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_wait_until_they_are_answered() {
    const SENT: EventKind = kind("report.sent");
    const SETTLED: EventKind = kind("report.answered");
    on_every_engine(async |house| {
        house.clock.set(MIDNIGHT + HOUR);
        let scene = scene(&house).await;
        let (first, second) = (ReportId::new(1), ReportId::new(2));
        append(&house, None, SENT.on(first)).await;
        append(&house, None, SENT.on(second)).await;
        let waiting = async || {
            house.settle().await;
            figure(&board(&house, &scene.staff, "days=30").await, "reports")["value"].clone()
        };
        assert_eq!(waiting().await, 2);
        append(&house, None, SETTLED.on(first)).await;
        assert_eq!(waiting().await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn searches_without_result_are_a_share_of_enough() {
    on_every_engine(async |house| {
        let scene = scene(&house).await;
        let persona = scene.staff.persona().await;
        for hits in [3, 0, 7, 1] {
            append(&house, Some(persona), SEARCHED.on(TENANT).value(hits)).await;
        }
        let shown = board(&house, &scene.staff, "days=7").await;
        assert_eq!(figure(&shown, "searches")["value"], 4);
        assert!(figure(&shown, "empty_searches")["value"].is_null());
        append(&house, Some(persona), SEARCHED.on(TENANT).value(0)).await;
        let shown = board(&house, &scene.staff, "days=7").await;
        assert_eq!(figure(&shown, "empty_searches")["value"], 400);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_behind_a_figure_are_shown_to_few_and_never_of_fewer_than_five() {
    on_every_engine(async |house| {
        house.clock.set(MIDNIGHT + HOUR);
        let scene = scene(&house).await;
        for n in 2..5 {
            scene.guest(&house, &format!("1230000000{n}")).await;
        }
        house.settle().await;
        let list = async |who: &Person| who.get("pulse/people?metric=active_month").await;
        assert_eq!(list(&scene.staff).await.refused(409, "pulse.too_few")["least"], 5);
        let last = scene.guest(&house, "12300000005").await;
        scene.says(&last, "我来晚了").await;
        house.settle().await;
        let shown = list(&scene.staff).await.ok();
        assert_eq!((&shown["total"], shown["items"].as_array().unwrap().len()), (&json!(5), 5));
        assert_eq!(shown["items"][0]["acts"], 3, "who joined the house, the space, and said something");
        scene.staff.get("pulse/people?metric=said").await.refused(422, "pulse.not_people");
        let marketer = house.staff("12300000006", Role::Marketer).await;
        marketer.get("pulse/board").await.ok();
        list(&marketer).await.refused(403, "link.forbidden");
        list(&last).await.refused(403, "link.forbidden");
        last.get("pulse/board").await.refused(403, "link.forbidden");
        Person::new(&house).get("pulse/board").await.refused(401, "link.sign_in");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_opens_its_definition_and_a_space_shows_its_own() {
    on_every_engine(async |house| {
        let scene = scene(&house).await;
        let guest = scene.guest(&house, "12300000002").await;
        scene.says(&guest, "水开了").await;
        let other = json!({ "name": "另一间", "line": "别处", "open_to_read": true });
        scene.staff.post("space/open", other).await.ok();
        let shown = board(&house, &scene.staff, "days=7").await;
        let metrics = scene.staff.get("pulse/metrics").await.ok();
        for figure in shown["figures"].as_array().unwrap() {
            let defined = metrics.as_array().unwrap().iter().find(|m| m["name"] == figure["metric"]).unwrap();
            assert_eq!(defined["version"], figure["version"]);
        }
        assert_eq!(shown["days"].as_array().unwrap().len(), 7);
        assert_eq!(shown["spaces"][0]["space"], scene.space);
        assert!(shown["kinds"].as_array().unwrap().iter().any(|k| k["kind"] == "post.written"));
        let here = scene.space.as_str().unwrap();
        let inside = board(&house, &scene.staff, &format!("days=7&space={here}")).await;
        assert_eq!(figure(&inside, "said")["value"], 1);
        assert_eq!(inside["spaces"], json!([]));
        let most = board(&house, &scene.staff, "days=100000").await;
        assert_eq!(most["days"].as_array().unwrap().len(), 366);
    })
    .await;
}
