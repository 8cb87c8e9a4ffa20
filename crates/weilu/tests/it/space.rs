//! Spaces: kinds, charter before opening, catalogue, offices, order, announcements, reports.

use crate::house::{House, Person, on_every_engine};
use serde_json::{Value, json};
use weilu_kernel::Role;
use weilu_vocabulary::{DAY, HOUR};

pub fn charter(topics: usize) -> Value {
    json!({
        "for_whom": "爱喝茶的人", "value": "一起喝茶，一起说话", "benefits": ["knowledge", "belonging"], "topic": "茶",
        "rules": ["有话好好说"], "seeds": ["阿桃"],
        "first_topics": (1..=topics).map(|n| format!("话题{n}")).collect::<Vec<_>>(),
    })
}

/// A drafted space of a kind with its charter, opened.
pub async fn opened(owner: &Person, kind: &str, name: &str) -> String {
    let space = drafted(owner, kind, name).await;
    owner.post("space/write_charter", json!({ "space": space, "charter": charter(4) })).await.ok();
    if kind == "region" {
        let rule = json!({ "kind": "region", "codes": ["3301"] });
        owner.post("gate/set", json!({ "space": space, "rule": rule })).await.ok();
    }
    owner.post("space/publish", json!({ "space": space })).await.ok();
    space
}

pub async fn drafted(owner: &Person, kind: &str, name: &str) -> String {
    let input = json!({ "kind": kind, "name": name });
    owner.post("space/draft", input).await.ok()["space"].as_str().unwrap().to_owned()
}

async fn joined(house: &House, phone: &str, space: &str) -> Person {
    let person = house.person(phone).await;
    person.post("space/join", json!({ "space": space })).await.ok();
    person
}

#[tokio::test(flavor = "multi_thread")]
async fn a_space_opens_only_with_a_whole_charter_and_keeps_every_version() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let stranger = Person::new(&house);
        let space = drafted(&owner, "circle", "雾溪茶友会").await;
        let show = format!("space/show?space={space}");
        stranger.get(&show).await.refused(404, "link.not_found");
        let fields = owner
            .post("space/publish", json!({ "space": space }))
            .await
            .refused(409, "space.charter_missing");
        assert_eq!(fields["fields"].as_array().unwrap().len(), 7);
        let written =
            owner.post("space/write_charter", json!({ "space": space, "charter": charter(3) })).await.ok();
        assert_eq!(written["missing"], json!(["first_topics"]));
        let fields = owner
            .post("space/publish", json!({ "space": space }))
            .await
            .refused(409, "space.charter_missing");
        assert_eq!(fields["fields"], json!(["first_topics"]));
        assert_eq!(fields["names"], json!([{ "zh": "最初的话题", "en": "first topics" }]));
        owner.post("space/write_charter", json!({ "space": space, "charter": charter(4) })).await.ok();
        owner.post("space/publish", json!({ "space": space })).await.ok();
        owner.post("space/publish", json!({ "space": space })).await.refused(409, "space.already_open");
        owner
            .post("space/write_charter", json!({ "space": space, "charter": charter(3) }))
            .await
            .refused(409, "space.charter_must_stay_whole");
        house.clock.advance(DAY);
        owner.post("space/write_charter", json!({ "space": space, "charter": charter(5) })).await.ok();
        let shown = stranger.get(&show).await.ok();
        assert_eq!((&shown["charter_version"], &shown["state"]), (&json!(3), &json!("open")));
        let old = stranger.get(&format!("space/charter?space={space}&version=2")).await.ok();
        assert_eq!(old["charter"]["first_topics"].as_array().unwrap().len(), 4);
        assert_eq!(old["versions"].as_array().unwrap().len(), 3);
        assert!(old["versions"][0]["at"].as_i64() > old["versions"][1]["at"].as_i64());
        stranger.get(&format!("space/charter?space={space}&version=9")).await.refused(404, "link.not_found");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_presets_its_gate_rules_and_modules_and_a_space_switches_its_own() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let kinds = owner.get("space/kinds").await.ok();
        assert_eq!(kinds["kinds"].as_array().unwrap().len(), 14);
        assert_eq!(kinds["benefits"].as_array().unwrap().len(), 9);
        owner
            .post("space/draft", json!({ "kind": "nonsense", "name": "茶" }))
            .await
            .refused(422, "space.bad_name");
        owner
            .post("space/draft", json!({ "kind": "nonsense", "name": "茶会" }))
            .await
            .refused(422, "space.no_kind");
        for kind in kinds["kinds"].as_array().unwrap() {
            let word = kind["word"].as_str().unwrap();
            let space = opened(&owner, word, &format!("{word} 的群")).await;
            let shown = owner.get(&format!("space/show?space={space}")).await.ok();
            assert_eq!(shown["modules"], kind["modules"], "{word}");
            assert_eq!(shown["open_to_read"], kind["open_to_read"], "{word}");
        }
        let listed = Person::new(&house).get("space/list").await.ok();
        assert_eq!(listed["items"].as_array().unwrap().len(), 11, "work, partner and mirror are not listed");
        let space = opened(&owner, "circle", "开关试试").await;
        let off = json!({ "space": space, "modules": { "announcement": false } });
        owner.post("space/edit", off).await.ok();
        let notice = json!({ "space": space, "text": "水开了" });
        owner.post("announcement/publish", notice.clone()).await.refused(409, "announcement.off");
        owner.post("space/edit", json!({ "space": space, "modules": { "announcement": true } })).await.ok();
        owner.post("announcement/publish", notice).await.ok();
        owner
            .post("space/edit", json!({ "space": space, "modules": { "market": true } }))
            .await
            .refused(422, "space.no_module");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_catalogue_finds_by_words_and_suggests_what_my_people_like() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let tea = opened(&owner, "circle", "Tea Friends").await;
        let film = opened(&owner, "circle", "电影夜").await;
        let other = opened(&owner, "circle", "没人来").await;
        let friend = joined(&house, "12300000002", &tea).await;
        friend.post("space/join", json!({ "space": film })).await.ok();
        owner.post("space/leave", json!({ "space": other })).await.refused(409, "space.owner_stays");
        let me = joined(&house, "12300000003", &tea).await;
        let found = me.get("space/list?q=tea%20f").await.ok();
        assert_eq!(found["items"].as_array().unwrap().len(), 1);
        assert_eq!(
            (&found["items"][0]["id"], &found["items"][0]["my_state"]),
            (&json!(tea), &json!("member"))
        );
        let like = me.get("space/suggest").await.ok();
        assert_eq!(
            (&like["items"][0]["space"]["id"], &like["items"][0]["shared"]),
            (&json!(film), &json!(2))
        );
        me.post("space/leave", json!({ "space": tea })).await.ok();
        me.post("space/leave", json!({ "space": tea })).await.refused(409, "space.not_inside");
        let shown = owner.get(&format!("space/show?space={tea}")).await.ok();
        assert_eq!(shown["members"], 2);
        owner.post("space/archive", json!({ "space": other, "reason": "没人来" })).await.ok();
        owner
            .post("space/archive", json!({ "space": other, "reason": "还是没人" }))
            .await
            .refused(409, "space.not_open");
        // A draft that nobody wants is put away without a word.
        let draft = drafted(&owner, "circle", "没想好").await;
        owner.post("space/archive", json!({ "space": draft })).await.ok();
        assert_eq!(owner.get(&format!("space/show?space={draft}")).await.ok()["state"], "archived");
        let listed = Person::new(&house).get("space/list").await.ok();
        assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn owners_keep_order_in_public_and_nobody_stands_above_himself() {
    on_every_engine(async |house| {
        let operator = house.staff("12300000001", Role::Operator).await;
        let space = opened(&operator, "circle", "茶桌").await;
        let owner = joined(&house, "12300000002", &space).await;
        let admin = joined(&house, "12300000003", &space).await;
        let member = joined(&house, "12300000004", &space).await;
        let (owner_id, admin_id, member_id) =
            (owner.member().await, admin.member().await, member.member().await);
        operator.post("space/transfer", json!({ "space": space, "member": owner_id })).await.ok();
        let make = json!({ "space": space, "member": admin_id, "admin": true });
        member.post("space/set_admin", make.clone()).await.refused(403, "link.forbidden");
        owner.post("space/set_admin", make).await.ok();
        let quiet =
            |hours: i64, whom| json!({ "space": space, "member": whom, "hours": hours, "reason": "刷屏" });
        admin.post("space/silence", quiet(1, owner_id)).await.refused(403, "space.stands_higher");
        admin.post("space/silence", quiet(1, admin_id)).await.refused(409, "space.yourself");
        admin.post("space/silence", quiet(721, member_id)).await.refused(422, "space.silence_too_long");
        admin.post("space/silence", quiet(720, member_id)).await.ok();
        admin.post("space/silence", quiet(2, member_id)).await.ok();
        let mine = member.get(&format!("space/show?space={space}")).await.ok()["my"].clone();
        assert!(mine["silenced_until"].is_i64());
        let say = json!({ "space": space, "text": "我想说" });
        member.post("post/write", say.clone()).await.refused(403, "space.silenced");
        house.clock.advance(2 * HOUR);
        let mine = member.get(&format!("space/show?space={space}")).await.ok()["my"].clone();
        assert_eq!(mine["silenced_until"], Value::Null);
        member.post("post/write", say).await.ok();
        let away = json!({ "space": space, "member": member_id, "reason": "发广告" });
        admin
            .post("space/remove", json!({ "space": space, "member": member_id, "reason": "" }))
            .await
            .refused(422, "space.no_reason");
        admin.post("space/remove", away).await.ok();
        let why =
            member.post("space/join", json!({ "space": space })).await.refused(403, "space.removed_before");
        assert_eq!(why["reason"], "发广告");
        let log = Person::new(&house).get(&format!("space/acts?space={space}")).await.ok();
        assert_eq!(
            (&log["items"][0]["kind"], &log["items"][0]["reason"]),
            (&json!("removed"), &json!("发广告"))
        );
        assert_eq!(log["items"][1]["kind"], "silenced");
        owner
            .post("space/lift_removal", json!({ "space": space, "member": member_id, "reason": "说清楚了" }))
            .await
            .ok();
        member.post("space/join", json!({ "space": space })).await.ok();
        let replace = json!({ "space": space, "member": admin_id, "reason": "久未打理" });
        owner.post("space/replace_owner", replace.clone()).await.refused(403, "link.forbidden");
        operator.post("space/replace_owner", replace).await.ok();
        let people = member.get(&format!("space/members?space={space}")).await.ok();
        let office = |id: &Value| {
            let items = people["items"].as_array().unwrap();
            items.iter().find(|p| p["id"] == *id).unwrap()["office"].clone()
        };
        assert_eq!(office(&json!(admin_id)), "owner");
        assert_eq!(office(&json!(owner_id)), "member");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_go_by_their_own_name_and_number_and_strangers_see_no_list() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = opened(&owner, "circle", "茶桌").await;
        let me = joined(&house, "12300000002", &space).await;
        let list = format!("space/members?space={space}");
        Person::new(&house).get(&list).await.refused(401, "link.sign_in");
        let own = json!({ "space": space, "nickname": "茶".repeat(21) });
        me.post("space/set_own", own).await.refused(422, "space.bad_nickname");
        let own = json!({ "space": space, "nickname": "茶".repeat(20), "muted": true, "welcomed": true });
        me.post("space/set_own", own).await.ok();
        let people = owner.get(&list).await.ok();
        assert_eq!(
            (&people["items"][1]["name"], &people["items"][1]["number"]),
            (&json!("茶".repeat(20)), &json!(2))
        );
        let found = owner.get(&format!("{list}&q=%E8%8C%B6")).await.ok();
        assert_eq!(found["items"].as_array().unwrap().len(), 1);
        let shown = me.get(&format!("space/show?space={space}")).await.ok();
        assert_eq!((&shown["my"]["muted"], &shown["my"]["welcomed"]), (&json!(true), &json!(true)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_announcement_is_confirmed_once_and_reminds_only_those_who_have_not() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = opened(&owner, "circle", "茶桌").await;
        let a = joined(&house, "12300000002", &space).await;
        let b = joined(&house, "12300000003", &space).await;
        let input = json!({ "space": space, "text": "周六围炉，请确认", "confirm": true });
        a.post("announcement/publish", input.clone()).await.refused(403, "link.forbidden");
        let notice = owner.post("announcement/publish", input).await.ok()["announcement"].clone();
        let confirm = json!({ "announcement": notice });
        Person::new(&house).post("announcement/confirm", confirm.clone()).await.refused(401, "link.sign_in");
        for _ in 0..2 {
            a.post("announcement/confirm", confirm.clone()).await.ok();
        }
        let seen = b.get(&format!("announcement/list?space={space}")).await.ok();
        assert_eq!((&seen["items"][0]["confirmed"], &seen["items"][0]["members"]), (&json!(1), &json!(3)));
        assert_eq!((&seen["items"][0]["mine"], &seen["items"][0]["pinned"]), (&json!(false), &json!(true)));
        assert_eq!(owner.post("announcement/remind", confirm.clone()).await.ok()["people"], 2);
        house.clock.advance(DAY - 1);
        owner.post("announcement/remind", confirm.clone()).await.refused(429, "announcement.reminded_today");
        house.clock.advance(1);
        b.post("announcement/confirm", confirm.clone()).await.ok();
        assert_eq!(owner.post("announcement/remind", confirm.clone()).await.ok()["people"], 1);
        let readers =
            owner.get(&format!("announcement/readers?announcement={}", notice.as_str().unwrap())).await.ok();
        assert_eq!(readers["waiting"].as_array().unwrap().len(), 1);
        owner.post("announcement/take_down", confirm.clone()).await.ok();
        a.post("announcement/confirm", confirm).await.refused(409, "announcement.gone");
        let seen = b.get(&format!("announcement/list?space={space}")).await.ok();
        assert_eq!((&seen["items"][0]["text"], &seen["items"][0]["pinned"]), (&json!(""), &json!(false)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_reads_yesterday_at_eight_and_once() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = opened(&owner, "circle", "茶桌").await;
        let friend = joined(&house, "12300000002", &space).await;
        friend.post("post/write", json!({ "space": space, "text": "水开了" })).await.ok();
        house.settle().await;
        // The clock of the tests stands at 19:06:40 in Shanghai: eight o.clock is 12:53:20 away.
        house.clock.advance(12 * HOUR + 53 * 60 * 1_000_000 + 20 * 1_000_000 - 1);
        house.settle().await;
        let reports = format!("daily_report/show?space={space}");
        assert_eq!(owner.get(&reports).await.ok()["items"], json!([]));
        house.clock.advance(1);
        house.settle().await;
        house.settle().await;
        let read = owner.get(&reports).await.ok();
        assert_eq!(read["items"].as_array().unwrap().len(), 1);
        let figures = &read["items"][0]["figures"];
        assert_eq!(
            (&figures["joined"], &figures["posts"], &figures["members"]),
            (&json!(1), &json!(1), &json!(2))
        );
        assert_eq!(figures["active"], 2);
        friend.get(&reports).await.refused(403, "link.forbidden");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_benefit_is_counted_from_the_log_and_counts_rebuild_alike() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = opened(&owner, "circle", "茶桌").await;
        joined(&house, "12300000002", &space).await;
        house.settle().await;
        let show = format!("space/show?space={space}");
        let shown = owner.get(&show).await.ok()["benefits"].clone();
        assert_eq!((&shown[1]["word"], &shown[1]["recent"]), (&json!("belonging"), &json!(1)));
        house.app.rebuild("space.day").await.unwrap();
        assert_eq!(owner.get(&show).await.ok()["benefits"], shown);
        house.clock.advance(28 * DAY);
        assert_eq!(owner.get(&show).await.ok()["benefits"][1]["recent"], 0);
    })
    .await;
}
