//! Points over HTTP: earned, capped by day, taken back, expired, changed by hand; and the ledger below them.

use crate::house::{House, Person, TENANT, on_every_engine};
use serde_json::{Value, json};
use std::sync::Arc;
use weilu_kernel::{Role, Tx, sql};
use weilu_ledger::ledger::{self, Book, Party, Reason, Role as AccountRole, Transfer, Verified};
use weilu_store::{Followed, Link, Scope};
use weilu_vocabulary::{DAY, Failure, HOUR, Outcome, PersonaId, Text, TransferId};

/// Does something in one transaction of the system.
async fn within<T: Send + 'static>(
    house: &House,
    work: impl for<'t> Fn(&'t mut Tx, &'t weilu_kernel::Act) -> weilu_store::Work<'t, T, Failure>
    + Send
    + Sync
    + 'static,
) -> Outcome<T> {
    let mut act = house.app.system_act();
    act.ctx.tenant = TENANT;
    let shared = Arc::new((act, work));
    let done = house
        .app
        .store
        .write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
            let shared = shared.clone();
            Box::pin(async move {
                shared.0.rewind();
                (shared.1)(tx, &shared.0).await
            })
        })
        .await?;
    Ok(done.value)
}

async fn verified(house: &House) -> Verified {
    house.settle().await;
    house.clock.advance(60_000_000);
    let now = house.app.clock.now();
    house
        .app
        .store
        .read(Scope::Tenant(TENANT), move |tx: &mut Tx| Box::pin(ledger::verify(tx, now)))
        .await
        .unwrap()
}

async fn is_right(house: &House) {
    assert_eq!(verified(house).await.doubts, []);
}

struct Scene {
    staff: Person,
    space: Value,
}

impl Scene {
    async fn open(house: &House) -> Scene {
        let staff = house.staff("12300000001", Role::Operator).await;
        let opened = json!({ "name": "雾溪茶友会", "line": "一起喝茶", "open_to_read": true });
        let space = staff.post("space/open", opened).await.ok()["space"].clone();
        // One rule alone, so that every figure below has one cause.
        let scene = Scene { staff, space };
        scene.rules(json!([said("post.written", 5, 12)])).await;
        scene
    }

    async fn rules(&self, rules: Value) {
        self.staff.post("point/set_rules", json!({ "rules": rules })).await.ok();
    }

    async fn guest(&self, house: &House, phone: &str) -> Person {
        let guest = house.person(phone).await;
        guest.post("space/join", json!({ "space": self.space })).await.ok();
        guest
    }

    async fn says(&self, who: &Person, text: &str) -> Value {
        who.post("post/write", json!({ "space": self.space, "text": text })).await.ok()["post"].clone()
    }
}

fn said(event: &str, points: i64, per_day: i64) -> Value {
    json!({
        "event": event, "to": "actor", "points": points, "per_day": per_day, "on": true,
        "undone_by": ["post.removed", "post.hidden"], "redone_by": ["post.restored", "post.unhidden"],
    })
}

async fn has(house: &House, who: &Person) -> Value {
    house.settle().await;
    who.get("point/mine").await.ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn deeds_earn_points_up_to_the_cap_of_a_day_of_the_brand() {
    on_every_engine(async |house| {
        let scene = Scene::open(&house).await;
        let guest = scene.guest(&house, "12300000002").await;
        for n in 0..4 {
            scene.says(&guest, &format!("第 {n} 句，水开了")).await;
        }
        let mine = has(&house, &guest).await;
        assert_eq!(mine["available"], 12, "three posts of five, but twelve a day");
        assert_eq!(mine["ways"][0]["today"], 12);
        house.clock.advance(DAY);
        scene.says(&guest, "第二天的第一句").await;
        assert_eq!(has(&house, &guest).await["available"], 17);
        let lines = guest.get("point/statement").await.ok();
        let points: Vec<i64> =
            lines["items"].as_array().unwrap().iter().map(|l| l["points"].as_i64().unwrap()).collect();
        assert_eq!(points, [5, 2, 5, 5], "newest first, the third cut off at the cap");
        assert_eq!(lines["items"][0]["deed"]["text"]["zh"], "发了一条帖子");
        is_right(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_removed_takes_its_points_back_and_a_debt_is_paid_by_the_next_ones() {
    on_every_engine(async |house| {
        let scene = Scene::open(&house).await;
        let guest = scene.guest(&house, "12300000002").await;
        let post = scene.says(&guest, "我要删掉的一句").await;
        assert_eq!(has(&house, &guest).await["available"], 5);
        // Spent before it is taken back.
        let member = guest.member().await;
        let taken = json!({ "member": member, "points": -4, "reason": "换了一枚书签" });
        scene.staff.post("point/adjust", taken).await.ok();
        assert_eq!(has(&house, &guest).await["available"], 1);
        guest.post("post/remove", json!({ "post": post })).await.ok();
        let mine = has(&house, &guest).await;
        assert_eq!((&mine["available"], &mine["owed"]), (&json!(0), &json!(4)));
        house.clock.advance(DAY);
        scene.says(&guest, "再说一句").await;
        let mine = has(&house, &guest).await;
        assert_eq!((&mine["available"], &mine["owed"]), (&json!(1), &json!(0)));
        is_right(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn points_end_with_their_last_day_and_the_oldest_go_first() {
    on_every_engine(async |house| {
        let scene = Scene::open(&house).await;
        let guest = scene.guest(&house, "12300000002").await;
        scene.staff.post("setting/change", json!({ "name": "point.valid_days", "value": 10 })).await.ok();
        scene.says(&guest, "第一天").await;
        assert_eq!(has(&house, &guest).await["ending"], 5);
        house.clock.advance(6 * DAY);
        scene.says(&guest, "第七天").await;
        assert_eq!(has(&house, &guest).await["available"], 10);
        let member = guest.member().await;
        let taken = json!({ "member": member, "points": -3, "reason": "换了一枚书签" });
        scene.staff.post("point/adjust", taken).await.ok();
        house.clock.advance(4 * DAY - HOUR);
        assert_eq!(has(&house, &guest).await["available"], 7, "an hour before the last");
        house.clock.advance(HOUR);
        assert_eq!(has(&house, &guest).await["available"], 5, "the two that were left of the first");
        let board = scene.staff.get("point/board").await.ok();
        assert_eq!(
            (&board["issued"], &board["expired"], &board["outstanding"]),
            (&json!(7), &json!(2), &json!(5))
        );
        is_right(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_brings_the_points_of_both_records_together_and_un_merging_parts_them() {
    on_every_engine(async |house| {
        let scene = Scene::open(&house).await;
        let one = scene.guest(&house, "12300000002").await;
        let other = scene.guest(&house, "12300000003").await;
        scene.says(&one, "这是我").await;
        scene.says(&other, "这也是我").await;
        scene.says(&other, "还是我").await;
        let (kept, gone) = (one.member().await, other.member().await);
        house.settle().await;
        let merged = within(&house, move |tx, act| {
            Box::pin(
                async move { Ok(weilu_people::identity::merge::merge(tx, act, gone, kept, "test").await?) },
            )
        })
        .await;
        merged.unwrap();
        assert_eq!(has(&house, &one).await["available"], 15);
        // The cap of a day is one for both.
        scene.says(&one, "一天只有这么多").await;
        assert_eq!(has(&house, &one).await["available"], 15);
        let taken = json!({ "member": kept, "points": -12, "reason": "换了一饼茶" });
        scene.staff.post("point/adjust", taken).await.ok();
        assert_eq!(has(&house, &one).await["available"], 3);
        is_right(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_change_points_by_hand_with_a_reason_and_never_their_own() {
    on_every_engine(async |house| {
        let scene = Scene::open(&house).await;
        let guest = scene.guest(&house, "12300000002").await;
        let member = guest.member().await;
        let adjust =
            |points: i64, reason: &str| json!({ "member": member, "points": points, "reason": reason });
        scene.staff.post("point/adjust", adjust(2_001, "太多")).await.refused(422, "point.bad_adjustment");
        scene.staff.post("point/adjust", adjust(0, "没有")).await.refused(422, "point.bad_adjustment");
        scene.staff.post("point/adjust", adjust(5, "无")).await.refused(422, "point.no_reason");
        scene.staff.post("point/adjust", adjust(-1, "扣不了")).await.refused(409, "point.short");
        let own = json!({ "member": scene.staff.member().await, "points": 5, "reason": "给自己" });
        scene.staff.post("point/adjust", own).await.refused(409, "point.own");
        guest.post("point/adjust", adjust(5, "给自己")).await.refused(403, "link.forbidden");
        scene.staff.post("point/adjust", adjust(2_000, "春茶会的谢礼")).await.ok();
        let mine = has(&house, &guest).await;
        assert_eq!(mine["available"], 2_000);
        let line = &guest.get("point/statement").await.ok()["items"][0];
        assert_eq!((&line["points"], &line["note"]), (&json!(2_000), &json!("春茶会的谢礼")));
        let notice = &guest.get("notification/list").await.ok()["items"][0];
        assert!(notice["text"]["zh"].as_str().unwrap().contains("+2000"), "{notice}");
        let holders = scene.staff.get("point/holders").await.ok();
        assert_eq!(holders["items"][0]["points"], 2_000);
        is_right(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_earned_by_bringing_people_in_and_rules_are_checked() {
    on_every_engine(async |house| {
        let scene = Scene::open(&house).await;
        let rule = |event: &str, points: i64, per_day: i64| said(event, points, per_day);
        let set = async |rules: Value| scene.staff.post("point/set_rules", json!({ "rules": rules })).await;
        set(json!([rule("invitation.used", 5, 5)])).await.refused(422, "point.not_earnable");
        set(json!([rule("post.liked_by_nobody", 5, 5)])).await.refused(422, "point.not_earnable");
        set(json!([rule("post.written", 0, 5)])).await.refused(422, "point.bad_points");
        set(json!([rule("post.written", 10_001, 20_000)])).await.refused(422, "point.bad_points");
        set(json!([rule("post.written", 5, 4)])).await.refused(422, "point.bad_points");
        set(json!([rule("post.written", 5, 5), rule("post.written", 1, 1)]))
            .await
            .refused(422, "point.rule_twice");
        set(json!([rule("post.written", 10_000, 10_000)])).await.ok();
        let shown = scene.staff.get("point/rules").await.ok();
        let able: Vec<&str> =
            shown["deeds"].as_array().unwrap().iter().map(|d| d["event"].as_str().unwrap()).collect();
        assert!(able.contains(&"post.replied") && !able.iter().any(|event| event.starts_with("invitation.")));
    })
    .await;
}

static BEANS: Book = Book { word: "beans" };
static PURSE: AccountRole = AccountRole { word: "purse", floor: true };
static SOURCE: AccountRole = AccountRole { word: "source", floor: false };
static PLAY: Reason = Reason { word: "test.play", text: Text::new("玩", "play") };

fn party(n: i64) -> Party {
    Party::of(&PURSE, PersonaId::new(n))
}

fn move_of(key: &str, from: Party, to: Party, amount: i64) -> Transfer {
    Transfer { key: key.into(), book: &BEANS, unit: None, from, to, amount, reason: &PLAY, about: None }
}

fn code(failure: &Failure) -> &'static str {
    match failure {
        Failure::Refused(refusal) => refusal.code,
        Failure::Fault(_) => "fault",
    }
}

async fn booked(house: &House, wanted: Transfer) -> Outcome<ledger::Booked> {
    within(house, move |tx, act| {
        let wanted = wanted.clone();
        Box::pin(async move { ledger::transfer(tx, act, &wanted).await })
    })
    .await
}

async fn held(house: &House, wanted: Transfer, seconds: i64) -> Outcome<ledger::Booked> {
    within(house, move |tx, act| {
        let wanted = wanted.clone();
        Box::pin(async move { ledger::hold(tx, act, &wanted, act.now + seconds * 1_000_000).await })
    })
    .await
}

async fn captured(
    house: &House,
    key: &'static str,
    hold: TransferId,
    amount: Option<i64>,
) -> Outcome<ledger::Booked> {
    within(house, move |tx, act| Box::pin(ledger::capture(tx, act, key, hold, amount))).await
}

async fn purse(house: &House, n: i64) -> (i64, i64, i64) {
    let balance = within(house, move |tx, _| {
        Box::pin(async move { Ok(ledger::balance(tx, &BEANS, None, party(n)).await?) })
    });
    let balance = balance.await.unwrap();
    (balance.posted, balance.held_in, balance.held_out)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_books_once_and_another_content_under_it_is_refused() {
    on_every_engine(async |house| {
        let first = booked(&house, move_of("a", Party::house(&SOURCE), party(1), 10)).await.unwrap();
        let again = booked(&house, move_of("a", Party::house(&SOURCE), party(1), 10)).await.unwrap();
        assert_eq!((first.fresh, again.fresh, first.transfer), (true, false, again.transfer));
        let other = booked(&house, move_of("a", Party::house(&SOURCE), party(1), 11)).await.unwrap_err();
        assert_eq!(code(&other), "ledger.key_reused");
        let short = booked(&house, move_of("b", party(1), party(2), 11)).await.unwrap_err();
        assert_eq!(code(&short), "ledger.short");
        booked(&house, move_of("b", party(1), party(2), 10)).await.unwrap();
        assert_eq!((purse(&house, 1).await.0, purse(&house, 2).await.0), (0, 10));
        for (amount, to) in [(0, party(1)), (-5, party(1)), (1, party(2))] {
            let wrong = booked(&house, move_of("c", party(2), to, amount)).await;
            assert_eq!(code(&wrong.unwrap_err()), "fault");
        }
        is_right(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_is_captured_once_released_once_or_lapses_at_its_end() {
    on_every_engine(async |house| {
        booked(&house, move_of("fill", Party::house(&SOURCE), party(1), 10)).await.unwrap();
        let hold = held(&house, move_of("h1", party(1), party(2), 8), 60).await.unwrap().transfer;
        assert_eq!(
            code(&booked(&house, move_of("x", party(1), party(3), 3)).await.unwrap_err()),
            "ledger.short"
        );
        assert_eq!(code(&captured(&house, "c0", hold, Some(9)).await.unwrap_err()), "ledger.over_hold");
        captured(&house, "c1", hold, Some(5)).await.unwrap();
        assert!(!captured(&house, "c1", hold, Some(5)).await.unwrap().fresh);
        assert_eq!(code(&captured(&house, "c2", hold, None).await.unwrap_err()), "ledger.hold_over");
        assert_eq!((purse(&house, 1).await, purse(&house, 2).await), ((5, 0, 0), (5, 0, 0)));

        let hold = held(&house, move_of("h2", party(1), party(2), 5), 60).await.unwrap().transfer;
        within(&house, move |tx, act| Box::pin(ledger::release(tx, act, "r2", hold))).await.unwrap();
        assert_eq!(purse(&house, 1).await, (5, 0, 0));

        let hold = held(&house, move_of("h3", party(1), party(2), 5), 60).await.unwrap().transfer;
        house.clock.advance(60_000_000 - 1);
        house.settle().await;
        assert_eq!(purse(&house, 1).await, (5, 0, 5), "a microsecond before its end");
        house.clock.advance(1);
        assert_eq!(code(&captured(&house, "c3", hold, None).await.unwrap_err()), "ledger.hold_over");
        house.settle().await;
        assert_eq!((purse(&house, 1).await, purse(&house, 2).await), ((5, 0, 0), (5, 0, 0)));
        is_right(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixteen_who_take_at_once_take_no_more_than_there_is() {
    on_every_engine(async |house| {
        booked(&house, move_of("fill", Party::house(&SOURCE), party(1), 100)).await.unwrap();
        let house = Arc::new(house);
        let mut taking = tokio::task::JoinSet::new();
        for n in 0..16_i64 {
            let house = house.clone();
            taking.spawn(async move {
                let mut got = 0;
                for round in 0..4 {
                    let wanted = move_of(&format!("t{n}-{round}"), party(1), party(2 + n), 7);
                    match booked(&house, wanted).await {
                        Ok(_) => got += 1,
                        Err(failure) => assert_eq!(code(&failure), "ledger.short"),
                    }
                }
                got
            });
        }
        let got: i64 = taking.join_all().await.into_iter().sum();
        assert_eq!(got, 14, "fourteen times seven are ninety-eight");
        assert_eq!(purse(&house, 1).await.0, 2);
        is_right(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_changed_behind_its_back_is_found_and_named() {
    on_every_engine(async |house| {
        booked(&house, move_of("fill", Party::house(&SOURCE), party(1), 10)).await.unwrap();
        booked(&house, move_of("give", party(1), party(2), 4)).await.unwrap();
        held(&house, move_of("hold", party(1), party(2), 3), 86_400).await.unwrap();
        is_right(&house).await;
        let spoil: [(&str, Statement, Statement); 4] = [
            (
                "balance",
                || sql!("update ledger_account set posted = posted + 1 where tenant = $tenant and floor"),
                || sql!("update ledger_account set posted = posted - 1 where tenant = $tenant and floor"),
            ),
            (
                "log",
                || sql!("update ledger_transfer set amount = amount + 1 where tenant = $tenant and key = 'give'"),
                || sql!("update ledger_transfer set amount = amount - 1 where tenant = $tenant and key = 'give'"),
            ),
            (
                "hold",
                || sql!("update ledger_hold set transfer = transfer + 1 where tenant = $tenant"),
                || sql!("update ledger_hold set transfer = transfer - 1 where tenant = $tenant"),
            ),
            (
                "floor",
                || sql!("update ledger_account set held_out = held_out + 100 where tenant = $tenant and floor"),
                || sql!("update ledger_account set held_out = held_out - 100 where tenant = $tenant and floor"),
            ),
        ];
        for (rule, spoiled, mended) in spoil {
            run(&house, spoiled).await;
            let found = verified(&house).await.doubts;
            assert!(found.iter().any(|doubt| doubt.rule == rule), "{rule}: {found:?}");
            run(&house, mended).await;
            is_right(&house).await;
        }
        assert!(matches!(chain(&house).await, Followed::Sound(_)));
        run(&house, || sql!("update event set value = 11 where tenant = $tenant and kind = 'ledger.moved' and value = 10")).await;
        assert!(matches!(chain(&house).await, Followed::Broken { .. }));
        assert!(verified(&house).await.doubts.iter().any(|doubt| doubt.rule == "log"));
    })
    .await;
}

type Statement = fn() -> &'static weilu_store::Sql;

async fn run(house: &House, text: Statement) {
    within(house, move |tx, _| Box::pin(async move { Ok(tx.exec(text(), &[]).await?) })).await.unwrap();
}

async fn chain(house: &House) -> Followed {
    house
        .app
        .store
        .read(Scope::System, |tx: &mut Tx| Box::pin(tx.follow_chain(Link::START, 10_000)))
        .await
        .unwrap()
}

/// Two hundred random acts, beside a ledger that is a list of four numbers.
#[tokio::test(flavor = "multi_thread")]
async fn random_acts_end_as_a_plain_list_of_balances_says() {
    on_every_engine(async |house| {
        let mut chance = 7_u64;
        let mut draw = move |most: u64| {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from((chance >> 33) % most).unwrap()
        };
        let mut plain = [0_i64; 4];
        let mut open: Vec<(TransferId, usize, usize, i64)> = Vec::new();
        for n in 0..200 {
            let (from, to) = (usize::try_from(draw(4)).unwrap(), usize::try_from(draw(4)).unwrap());
            let amount = draw(20) + 1;
            let set_aside: i64 = open.iter().filter(|hold| hold.1 == from).map(|hold| hold.3).sum();
            let enough = plain[from] - set_aside >= amount;
            let key = format!("r{n}");
            let ends = |n: usize| party(i64::try_from(n).unwrap() + 1);
            match draw(4) {
                0 => {
                    booked(&house, move_of(&key, Party::house(&SOURCE), ends(to), amount)).await.unwrap();
                    plain[to] += amount;
                }
                1 if from != to => {
                    let done = booked(&house, move_of(&key, ends(from), ends(to), amount)).await;
                    assert_eq!(done.is_ok(), enough, "{n}");
                    if enough {
                        plain[from] -= amount;
                        plain[to] += amount;
                    }
                }
                2 if from != to => {
                    let done = held(&house, move_of(&key, ends(from), ends(to), amount), 3_600).await;
                    assert_eq!(done.is_ok(), enough, "{n}");
                    if let Ok(done) = done {
                        open.push((done.transfer, from, to, amount));
                    }
                }
                _ if !open.is_empty() => {
                    let at = usize::try_from(draw(open.len() as u64)).unwrap();
                    let (hold, from, to, whole) = open.swap_remove(at);
                    let part = draw(u64::try_from(whole).unwrap() + 1);
                    let ended = within(&house, move |tx, act| {
                        let key = key.clone();
                        Box::pin(async move {
                            match part {
                                0 => ledger::release(tx, act, &key, hold).await,
                                part => ledger::capture(tx, act, &key, hold, Some(part)).await,
                            }
                        })
                    });
                    ended.await.unwrap();
                    plain[from] -= part;
                    plain[to] += part;
                }
                _ => {}
            }
        }
        for (n, posted) in plain.iter().enumerate() {
            assert_eq!(purse(&house, i64::try_from(n).unwrap() + 1).await.0, *posted);
        }
        is_right(&house).await;
    })
    .await;
}
