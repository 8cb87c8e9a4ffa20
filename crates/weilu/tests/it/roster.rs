//! Rosters (接龙) over HTTP: one line a person, numbers without gaps, limits on both sides, the deadline, the sheet.

use crate::house::{House, Person, on_every_engine};
use serde_json::{Value, json};
use weilu_kernel::Role;
use weilu_vocabulary::{DAY, HOUR, MINUTE};

struct Scene {
    owner: Person,
    space: Value,
}

impl Scene {
    async fn open(house: &House) -> Scene {
        let owner = house.staff("12300000001", Role::Operator).await;
        let opened = json!({ "name": "雾溪茶友会", "line": "一起喝茶", "open_to_read": true });
        let space = owner.post("space/open", opened).await.ok()["space"].clone();
        Scene { owner, space }
    }

    async fn guest(&self, house: &House, phone: &str) -> Person {
        let guest = house.person(phone).await;
        guest.post("space/join", json!({ "space": self.space })).await.ok();
        guest
    }

    async fn roster(&self, by: &Person, more: Value) -> Value {
        let mut wanted = json!({ "space": self.space, "title": "春茶拼饼，接龙报数" });
        wanted.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        by.post("roster/open", wanted).await.ok()["roster"].clone()
    }
}

async fn shown(who: &Person, roster: &Value) -> Value {
    who.get(&format!("roster/show?roster={}", roster.as_str().unwrap())).await.ok()
}

async fn lines(who: &Person, roster: &Value) -> Vec<(i64, String, i64)> {
    let shown = who.get(&format!("roster/lines?roster={}", roster.as_str().unwrap())).await.ok();
    let line = |line: &Value| {
        (
            line["number"].as_i64().unwrap(),
            line["text"].as_str().unwrap().to_owned(),
            line["count"].as_i64().unwrap(),
        )
    };
    shown["items"].as_array().unwrap().iter().map(line).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_has_one_line_changes_it_and_leaves_no_gap() {
    on_every_engine(async |house| {
        let scene = Scene::open(&house).await;
        let roster = scene.roster(&scene.owner, json!({ "unit": "饼" })).await;
        let people = [
            scene.guest(&house, "12300000002").await,
            scene.guest(&house, "12300000003").await,
            scene.guest(&house, "12300000004").await,
        ];
        for (n, person) in people.iter().enumerate() {
            let line = json!({ "roster": roster, "text": format!("第 {n} 家"), "count": n + 1 });
            person.post("roster/join", line).await.ok();
        }
        assert_eq!(shown(&people[0], &roster).await["total"], 6);
        // A second line is the first one, changed.
        people[0].post("roster/join", json!({ "roster": roster, "text": "改成两饼", "count": 2 })).await.ok();
        let expected =
            [(1, "改成两饼".to_owned(), 2), (2, "第 1 家".to_owned(), 2), (3, "第 2 家".to_owned(), 3)];
        assert_eq!(lines(&scene.owner, &roster).await, expected);
        people[1].post("roster/leave", json!({ "roster": roster })).await.ok();
        people[1].post("roster/leave", json!({ "roster": roster })).await.refused(409, "roster.not_in");
        assert_eq!(lines(&scene.owner, &roster).await.last().unwrap(), &(2, "第 2 家".to_owned(), 3));
        let card = shown(&people[2], &roster).await;
        assert_eq!(
            (&card["mine"]["number"], &card["lines"], &card["total"]),
            (&json!(2), &json!(2), &json!(5))
        );
        let last = |card: &Value| -> Vec<(i64, i64)> {
            let line = |line: &Value| (line["number"].as_i64().unwrap(), line["count"].as_i64().unwrap());
            card["last"].as_array().unwrap().iter().map(line).collect()
        };
        assert_eq!(last(&card), [(1, 2), (2, 3)]);
        for n in 5..9 {
            let more = scene.guest(&house, &format!("1230000000{n}")).await;
            more.post("roster/join", json!({ "roster": roster, "count": n })).await.ok();
        }
        let card = shown(&people[2], &roster).await;
        assert_eq!(
            last(&card),
            [(2, 3), (3, 5), (4, 6), (5, 7), (6, 8)],
            "the last five, numbered among all"
        );
        let path = format!("post/timeline?space={}", scene.space.as_str().unwrap());
        let timeline = people[0].get(&path).await.ok();
        let hung = &timeline["items"][0];
        assert_eq!((&hung["kind"], &hung["roster"]["mine"]["text"]), (&json!("roster"), &json!("改成两饼")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_holds_no_more_than_it_says_however_many_come_at_once() {
    on_every_engine(async |house| {
        let scene = Scene::open(&house).await;
        let roster = scene.roster(&scene.owner, json!({ "unit": "位", "most": 5 })).await;
        let mut joining = tokio::task::JoinSet::new();
        for n in 0..8 {
            let guest = scene.guest(&house, &format!("1230000001{n}")).await;
            let line = json!({ "roster": roster, "count": 2 });
            joining.spawn(async move { guest.post("roster/join", line).await.status });
        }
        let done = joining.join_all().await;
        assert_eq!(done.iter().filter(|status| **status == 200).count(), 2, "{done:?}");
        assert_eq!(shown(&scene.owner, &roster).await["total"], 4);
        let late = scene.guest(&house, "12300000030").await;
        let refused = late.post("roster/join", json!({ "roster": roster, "count": 2 })).await;
        assert_eq!(refused.refused(409, "roster.full")["left"], 1);
        late.post("roster/join", json!({ "roster": roster, "count": 1 })).await.ok();
        late.post("roster/join", json!({ "roster": roster, "count": 2 })).await.refused(409, "roster.full");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_closes_at_its_deadline_and_its_opener_hears_of_it_and_takes_the_list() {
    on_every_engine(async |house| {
        let scene = Scene::open(&house).await;
        let opener = scene.guest(&house, "12300000002").await;
        let guest = scene.guest(&house, "12300000003").await;
        let until = house.app.clock.now().0 + 2 * HOUR;
        let roster = scene.roster(&opener, json!({ "closes_at": until })).await;
        guest.post("roster/join", json!({ "roster": roster, "text": "=1+1 带一壶" })).await.ok();
        house.clock.advance(2 * HOUR - 1);
        guest.post("roster/join", json!({ "roster": roster, "text": "=1+1 带两壶" })).await.ok();
        house.clock.advance(1);
        guest
            .post("roster/join", json!({ "roster": roster, "text": "太晚了" }))
            .await
            .refused(409, "roster.closed");
        guest.post("roster/leave", json!({ "roster": roster })).await.refused(409, "roster.closed");
        house.settle().await;
        let notice = &opener.get("notification/list").await.ok()["items"][0];
        assert!(notice["text"]["zh"].as_str().unwrap().contains("截止"), "{notice}");
        opener.post("roster/close", json!({ "roster": roster })).await.refused(409, "roster.closed");

        let file = format!("sheet/{}", roster.as_str().unwrap());
        let (status, headers, sheet) = opener.fetch(&format!("{file}.csv")).await;
        let sheet = String::from_utf8(sheet).unwrap();
        assert!(status == 200 && sheet.contains("'=1+1 带两壶") && sheet.contains("序号"), "{sheet}");
        assert!(headers["content-disposition"].to_str().unwrap().contains(".csv"));
        let (status, _, sheet) = scene.owner.fetch(&format!("{file}.xlsx")).await;
        assert!(status == 200 && sheet.starts_with(b"PK"), "whoever runs the space, too");
        assert_eq!(guest.fetch(&format!("{file}.csv")).await.0, 403);
        assert_eq!(guest.fetch("sheet/nothing.csv").await.0, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_are_struck_by_who_opened_it_and_bad_input_is_named() {
    on_every_engine(async |house| {
        let scene = Scene::open(&house).await;
        let opener = scene.guest(&house, "12300000002").await;
        let guest = scene.guest(&house, "12300000003").await;
        let stranger = house.person("12300000004").await;
        let roster = scene.roster(&opener, json!({})).await;
        stranger.post("roster/join", json!({ "roster": roster })).await.refused(403, "link.forbidden");
        let long = "茶".repeat(101);
        guest
            .post("roster/join", json!({ "roster": roster, "text": long }))
            .await
            .refused(422, "roster.too_long");
        guest.post("roster/join", json!({ "roster": roster, "text": "茶".repeat(100) })).await.ok();
        let path = format!("roster/lines?roster={}", roster.as_str().unwrap());
        let line = opener.get(&path).await.ok()["items"][0]["id"].clone();
        guest.post("roster/strike", json!({ "line": line })).await.refused(403, "roster.not_yours");
        opener.post("roster/strike", json!({ "line": line })).await.ok();
        house.settle().await;
        assert_eq!(shown(&guest, &roster).await["mine"], Value::Null);
        let notice = &guest.get("notification/list").await.ok()["items"][0];
        assert!(notice["text"]["zh"].as_str().unwrap().contains("移出"), "{notice}");

        let open = async |more: Value| {
            let mut wanted = json!({ "space": scene.space, "title": "接龙" });
            wanted.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            opener.post("roster/open", wanted).await
        };
        open(json!({ "title": " " })).await.refused(422, "roster.no_title");
        open(json!({ "unit": "二十五个字" })).await.refused(422, "roster.bad_unit");
        open(json!({ "most": 0 })).await.refused(422, "roster.bad_most");
        open(json!({ "most": 2_001 })).await.refused(422, "roster.bad_most");
        open(json!({ "most": 2_000 })).await.ok();
        let now = house.app.clock.now().0;
        open(json!({ "closes_at": now + 5 * MINUTE - 1 })).await.refused(422, "roster.bad_deadline");
        open(json!({ "closes_at": now + 60 * DAY + MINUTE })).await.refused(422, "roster.bad_deadline");
        let counted = open(json!({ "unit": "罐" })).await.ok()["roster"].clone();
        for count in [0, 100] {
            let line = json!({ "roster": counted, "count": count });
            guest.post("roster/join", line).await.refused(422, "roster.bad_count");
        }
        guest.post("roster/join", json!({ "roster": counted, "count": 99 })).await.ok();
    })
    .await;
}
