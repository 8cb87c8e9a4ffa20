//! Members: the list, the one page for every department, requests for fields, labels, cards, advisers.

use crate::house::{House, Person, on_every_engine};
use serde_json::{Value, json};
use weilu_kernel::Role;
use weilu_vocabulary::{DAY, MINUTE};

async fn named(house: &House, phone: &str, name: &str) -> Person {
    let person = house.person(phone).await;
    person.post("member/edit", json!({ "name": name, "bio": "" })).await.ok();
    person
}

fn names(list: &Value) -> Vec<String> {
    let items = list["items"].as_array().unwrap();
    items.iter().map(|m| m["name"].as_str().unwrap().to_owned()).collect()
}

fn field<'a>(page: &'a Value, key: &str) -> &'a Value {
    page["fields"].as_array().unwrap().iter().find(|f| f["key"] == key).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_finds_filters_and_goes_on_by_key() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        staff.post("member/edit", json!({ "name": "秦月明" })).await.ok();
        for n in 0..105 {
            let id = json!({ "kind": "till", "value": format!("T{n}") });
            staff.post("identity/arrive", json!({ "source": "till", "identities": [id] })).await.ok();
        }
        named(&house, "12300000002", "老周").await;
        let first = staff.get("member/list").await.ok();
        assert_eq!(first["items"].as_array().unwrap().len(), 100);
        assert_eq!(first["items"][0]["name"], "老周");
        assert_eq!(first["items"][0]["phone"], "123****0002");
        let next = first["next"].as_str().unwrap();
        let second = staff.get(&format!("member/list?before={next}")).await.ok();
        assert_eq!(second["items"].as_array().unwrap().len(), 7);
        assert_eq!(names(&second).last().unwrap(), "秦月明");
        assert_eq!(second["next"], Value::Null);
        assert_eq!(staff.get("member/count").await.ok()["total"], 107);
        for search in ["老周", "12300000002", "0002", "107"] {
            let found = staff.get(&format!("member/list?search={search}")).await.ok();
            assert_eq!(names(&found), ["老周"], "{search}");
        }
        // Signs that stand for others in a pattern are looked for as they are written.
        named(&house, "12300000019", "50%_Off").await;
        for (search, known) in [("%25", "50%_Off"), ("_o", "50%_Off"), ("OFF", "50%_Off")] {
            let found = staff.get(&format!("member/list?search={search}")).await.ok();
            assert_eq!(names(&found), [known], "{search}");
        }
        let operators = staff.get("member/list?role=operator").await.ok();
        assert_eq!(names(&operators), ["秦月明"]);
        let oldest = staff.get("member/list?order=joined").await.ok();
        assert_eq!(oldest["items"][0]["name"], "秦月明");
        let person = house.person("12300000003").await;
        person.get("member/list").await.refused(403, "link.forbidden");
        Person::new(&house).get("member/list").await.refused(401, "link.sign_in");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_read_by_permission_and_opening_it_is_an_event() {
    on_every_engine(async |house| {
        let zhou = named(&house, "12300000002", "老周").await;
        let id = zhou.me().await["id"].as_str().unwrap().to_owned();
        let service = house.staff("12300000003", Role::Service).await;
        let marketer = house.staff("12300000004", Role::Marketer).await;
        service.get(&format!("member/page?member={id}")).await.refused(409, "member.not_opened");
        for staff in [&service, &marketer] {
            staff.post("member/open", json!({ "member": id })).await.ok();
        }
        let seen = service.get(&format!("member/page?member={id}")).await.ok();
        assert_eq!(field(&seen, "phone")["items"][0]["text"], "12300000002");
        let hidden = marketer.get(&format!("member/page?member={id}")).await.ok();
        assert_eq!((&hidden["name"], &field(&hidden, "phone")["visible"]), (&json!("老周"), &json!(false)));
        assert_eq!(field(&hidden, "phone")["items"], json!([]));
        assert_eq!(field(&hidden, "phone")["owner"], "service");
        house.clock.advance(30 * MINUTE);
        marketer.get(&format!("member/page?member={id}")).await.ok();
        house.clock.advance(1);
        marketer.get(&format!("member/page?member={id}")).await.refused(409, "member.not_opened");
        zhou.post("member/open", json!({ "member": id })).await.refused(403, "link.forbidden");
        assert_eq!(house.events("member.page_opened").await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_department_asks_for_a_field_and_its_owner_decides() {
    on_every_engine(async |house| {
        let zhou = named(&house, "12300000002", "老周").await;
        let id = zhou.me().await["id"].as_str().unwrap().to_owned();
        let service = house.staff("12300000003", Role::Service).await;
        let marketer = house.staff("12300000004", Role::Marketer).await;
        marketer
            .post("member/ask_field", json!({ "field": "phone", "reason": "好" }))
            .await
            .refused(422, "member.field_reason");
        let ask = json!({ "field": "phone", "reason": "预约茶会要打电话确认" });
        let request = marketer.post("member/ask_field", ask.clone()).await.ok()["request"].clone();
        marketer.post("member/ask_field", ask.clone()).await.refused(409, "member.field_asked");
        service.post("member/ask_field", ask).await.refused(409, "member.field_seen");
        let grant = json!({ "request": request, "decision": "grant" });
        marketer.post("member/decide_field", grant.clone()).await.refused(403, "member.not_field_owner");
        service.post("member/decide_field", grant.clone()).await.ok();
        service.post("member/decide_field", grant).await.refused(409, "member.field_decided");
        marketer.post("member/open", json!({ "member": id })).await.ok();
        let path = format!("member/page?member={id}");
        assert_eq!(field(&marketer.get(&path).await.ok(), "phone")["items"][0]["text"], "12300000002");
        service.post("member/decide_field", json!({ "request": request, "decision": "end" })).await.ok();
        assert_eq!(field(&marketer.get(&path).await.ok(), "phone")["visible"], false);
        zhou.get("member/field_requests").await.refused(403, "link.forbidden");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn six_fields_carry_source_and_confidence_and_targets_count_who_fits() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        let zhou = named(&house, "12300000002", "老周").await;
        let id = zhou.me().await["id"].as_str().unwrap().to_owned();
        zhou.post("profile/say", json!({ "field": "region", "value": "雾溪镇" })).await.ok();
        zhou.post("profile/say", json!({ "field": "wealth", "value": "1" })).await.refused(422, "profile.unknown_field");
        let note = |confidence: i64| {
            json!({ "member": id, "field": "interests", "value": "老白茶", "source": "observed", "confidence": confidence })
        };
        staff.post("profile/note", note(0)).await.refused(422, "profile.bad_confidence");
        staff.post("profile/note", note(60)).await.ok();
        zhou.post("profile/note", note(60)).await.refused(403, "link.forbidden");
        let mine = zhou.get("profile/mine").await.ok();
        let interests = &mine["items"].as_array().unwrap().iter().find(|f| f["key"] == "interests").unwrap()["values"][0];
        assert_eq!((&interests["source"], &interests["confidence"]), (&json!("observed"), &json!(60)));
        let wish = |least: i64| json!({ "fields": { "region": "雾溪", "interests": "白茶" }, "confidence": least });
        let save = |least: i64| json!({ "name": "懂白茶的街坊", "wishes": wish(least) });
        assert_eq!(staff.post("profile/save_target", save(60)).await.ok()["fit"], 1);
        assert_eq!(staff.post("profile/save_target", save(61)).await.ok()["fit"], 0);
        let targets = staff.get("profile/targets").await.ok();
        assert_eq!((&targets["items"][1]["fit"], &targets["members"]), (&json!(1), &json!(2)));
        let fit = staff.get("profile/fit?interests=白茶").await.ok();
        assert_eq!((&fit["fit"], &fit["items"][0]["name"]), (&json!(1), &json!("老周")));
        zhou.post("profile/say", json!({ "field": "region", "value": "" })).await.ok();
        assert_eq!(staff.get("profile/targets").await.ok()["items"][1]["fit"], 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_with_one_label_are_suggested_when_both_agree() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        let input = json!({ "name": "钓鱼人", "line": "周末一起去水边", "open_to_read": true });
        let space = staff.post("space/open", input).await.ok()["space"].clone();
        let a = named(&house, "12300000002", "老周").await;
        let b = named(&house, "12300000003", "吴姨").await;
        let mut label = Value::Null;
        for person in [&a, &b] {
            label =
                person.post("label/choose", json!({ "kind": "hobby", "name": "钓鱼" })).await.ok()["label"]
                    .clone();
        }
        a.post("label/choose", json!({ "kind": "star", "name": "水瓶" }))
            .await
            .refused(422, "label.unknown_kind");
        staff.post("label/add_kind", json!({ "word": "star", "zh": "星座", "en": "Star sign" })).await.ok();
        a.post("label/choose", json!({ "kind": "star", "name": "水瓶" })).await.ok();
        a.post("label/consent", json!({ "given": true })).await.ok();
        assert_eq!(a.get("label/companions").await.ok()["items"], json!([]));
        b.post("label/consent", json!({ "given": true })).await.ok();
        let found = a.get("label/companions").await.ok();
        assert_eq!(
            (&found["items"][0]["name"], &found["items"][0]["label"]),
            (&json!("吴姨"), &json!("钓鱼"))
        );
        let declare = json!({ "space": space, "kind": "hobby", "label": label });
        a.post("label/declare", declare.clone()).await.refused(403, "link.forbidden");
        staff.post("label/declare", declare).await.ok();
        assert_eq!(a.get("label/groups").await.ok()["items"][0]["space"], space);
        let fitting = staff.get(&format!("label/fitting?space={}", space.as_str().unwrap())).await.ok();
        assert_eq!(fitting["items"].as_array().unwrap().len(), 2);
        b.post("label/consent", json!({ "given": false })).await.ok();
        assert_eq!(a.get("label/companions").await.ok()["items"], json!([]));
        let filtered = staff.get(&format!("member/list?label={}", label.as_str().unwrap())).await.ok();
        assert_eq!(names(&filtered), ["吴姨", "老周"]);
        assert_eq!(filtered["items"][0]["labels"], json!(["钓鱼"]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_shows_only_what_its_owner_opened() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let input = json!({ "name": "茶友会", "line": "一起喝茶", "open_to_read": true });
        let space = owner.post("space/open", input).await.ok()["space"].clone();
        let post =
            owner.post("post/write", json!({ "space": space, "text": "水开了" })).await.ok()["post"].clone();
        let card = json!({ "speciality": "看年份", "way": "慢慢说", "open": ["speciality", "influence"] });
        owner.post("profile/edit_card", card).await.ok();
        let id = owner.me().await["id"].as_str().unwrap().to_owned();
        let path = format!("profile/card?member={id}");
        let part = |card: &Value, key: &str| {
            card["parts"].as_array().unwrap().iter().find(|p| p["key"] == key).cloned()
        };
        for n in 0..5 {
            let friend = house.person(&format!("1230000002{n}")).await;
            friend.post("space/join", json!({ "space": space })).await.ok();
            house.settle().await;
            let seen = Person::new(&house).get(&path).await.ok();
            assert_eq!(part(&seen, "influence").unwrap()["value"], Value::Null, "after {n}");
            friend.post("post/like", json!({ "post": post })).await.ok();
        }
        house.settle().await;
        let seen = Person::new(&house).get(&path).await.ok();
        assert_eq!(part(&seen, "influence").unwrap()["value"], 179);
        assert_eq!(part(&seen, "speciality").unwrap()["text"], "看年份");
        assert_eq!(part(&seen, "way"), None);
        let mine = owner.get(&path).await.ok();
        assert_eq!(part(&mine, "way").unwrap()["open"], false);
        house.app.rebuild("profile.react").await.unwrap();
        assert_eq!(Person::new(&house).get(&path).await.ok(), seen);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitors_trail_joins_the_member_who_signs_up() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        let stranger = Person::new(&house);
        stranger.post("visitor/start", json!({ "consent": false })).await.refused(422, "visitor.no_consent");
        let visitor =
            stranger.post("visitor/start", json!({ "consent": true })).await.ok()["visitor"].clone();
        let step = |act: &str| json!({ "visitor": visitor, "act": act, "thing": "/spaces" });
        let kinds = async || {
            let market = staff.get("visitor/market").await.ok();
            let items = market["items"].as_array().unwrap().clone();
            items.iter().map(|k| k["people"].as_i64().unwrap()).collect::<Vec<_>>()
        };
        for expected in [[0, 0, 1], [0, 0, 1], [0, 1, 0]] {
            stranger.post("visitor/step", step("view")).await.ok();
            house.clock.advance(MINUTE);
            assert_eq!(kinds().await, expected);
        }
        stranger.post("visitor/step", step("need")).await.ok();
        assert_eq!(kinds().await, [1, 0, 0]);
        stranger.sign_in(&house, "12300000002").await;
        stranger.post("visitor/join", json!({ "visitor": visitor })).await.ok();
        let id = stranger.me().await["id"].as_str().unwrap().to_owned();
        let trail = staff.get(&format!("visitor/trail?member={id}")).await.ok();
        assert_eq!((trail["items"].as_array().unwrap().len(), &trail["kind"]), (4, &json!("direct")));
        let other = house.person("12300000003").await;
        other.post("visitor/join", json!({ "visitor": visitor })).await.refused(404, "link.not_found");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn customers_of_somebody_who_leaves_pass_on_only_with_approval() {
    on_every_engine(async |house| {
        let head = house.staff("12300000001", Role::Headquarters).await;
        let operator = house.staff("12300000002", Role::Operator).await;
        let leaving = named(&house, "12300000003", "丁一").await;
        let taking = named(&house, "12300000004", "苏青禾").await;
        let client = named(&house, "12300000005", "吴姨").await;
        let id = async |p: &Person| p.me().await["id"].clone();
        let (l, t, c) = (id(&leaving).await, id(&taking).await, id(&client).await);
        let ask = json!({ "leaving": l, "taking": t, "note": "丁一月底离职" });
        operator.post("care/ask_handover", ask.clone()).await.refused(409, "care.no_clients");
        let assign = json!({ "member": c, "kind": "adviser", "keeper": l });
        operator.post("care/assign", assign.clone()).await.ok();
        operator.post("care/assign", assign).await.refused(409, "care.already");
        assert_eq!(client.get("care/mine").await.ok()["items"][0]["name"], "丁一");
        house.clock.advance(DAY);
        let asked = operator.post("care/ask_handover", ask.clone()).await.ok();
        assert_eq!(asked["clients"], 1);
        operator.post("care/ask_handover", ask).await.refused(409, "care.handover_waiting");
        let approve = json!({ "handover": asked["handover"], "approve": true });
        operator.post("care/decide_handover", approve.clone()).await.refused(403, "link.forbidden");
        assert_eq!(client.get("care/mine").await.ok()["items"][0]["name"], "丁一");
        assert_eq!(head.post("care/decide_handover", approve.clone()).await.ok()["passed"], 1);
        head.post("care/decide_handover", approve).await.refused(409, "care.handover_decided");
        let now = client.get("care/mine").await.ok();
        assert_eq!((names(&now).len(), &now["items"][0]["name"]), (1, &json!("苏青禾")));
        assert_eq!(names(&taking.get("care/clients").await.ok()), ["吴姨"]);
        head.post("member/open", json!({ "member": c })).await.ok();
        let page = head.get(&format!("member/page?member={}", c.as_str().unwrap())).await.ok();
        let history = field(&page, "care")["items"].as_array().unwrap().clone();
        assert_eq!(history.len(), 2);
        assert_eq!((&history[1]["text"], &history[1]["until"]), (&json!("丁一"), &history[0]["at"]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i_call_others_by_my_own_names() {
    on_every_engine(async |house| {
        let a = named(&house, "12300000002", "老周").await;
        let b = named(&house, "12300000003", "吴姨").await;
        let id = b.me().await["id"].clone();
        a.post("member/set_remark", json!({ "member": id, "name": "楼上吴姨" })).await.ok();
        assert_eq!(
            a.get("member/remarks").await.ok()["items"],
            json!([{ "member": id, "name": "楼上吴姨" }])
        );
        assert_eq!(b.get("member/remarks").await.ok()["items"], json!([]));
        a.post("member/set_remark", json!({ "member": id, "name": "" })).await.ok();
        assert_eq!(a.get("member/remarks").await.ok()["items"], json!([]));
        a.post("member/edit", json!({ "name": "" })).await.refused(422, "member.bad_name");
        a.post("member/edit", json!({ "name": "一".repeat(21) })).await.refused(422, "member.bad_name");
        a.post("member/edit", json!({ "name": "一".repeat(20) })).await.ok();
    })
    .await;
}

async fn exported(house: &House, who: &Person, wish: Value) -> Value {
    let export = who.post("export/ask", wish).await.ok()["export"].clone();
    house.settle().await;
    who.get(&format!("export/show?export={}&file=true", export.as_str().unwrap())).await.ok()
}

fn bytes(shown: &Value) -> Vec<u8> {
    data_encoding::BASE64.decode(shown["file"].as_str().unwrap().as_bytes()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_taken_out_on_record_and_phones_need_permission_and_a_reason() {
    on_every_engine(async |house| {
        let hq = house.staff("12300000001", Role::Headquarters).await;
        let marketer = house.staff("12300000002", Role::Marketer).await;
        named(&house, "12300000003", "=cmd|老周").await;
        let wish = |format: &str, phones: bool, reason: &str| {
            json!({ "columns": ["id", "name", "phone"], "format": format, "phones": phones, "reason": reason, "filter": { "search": "老周" } })
        };
        let masked = exported(&house, &marketer, wish("csv", false, "")).await;
        assert_eq!((&masked["state"], &masked["lines"]), (&json!("ready"), &json!(1)));
        let text = String::from_utf8(bytes(&masked)).unwrap();
        assert!(text.starts_with("\u{feff}编号,名字,手机号\r\nmem_"), "{text}");
        assert!(text.contains("'=cmd|老周,123****0003"), "{text}");
        marketer.post("export/ask", wish("csv", true, "回访老顾客")).await.refused(403, "link.forbidden");
        hq.post("export/ask", wish("csv", true, "回访老")).await.refused(422, "export.no_reason");
        let whole = exported(&house, &hq, wish("xlsx", true, "回访老顾客")).await;
        assert_eq!(bytes(&whole).get(..2), Some(&b"PK"[..]));
        assert_eq!(house.events("export.asked").await.len(), 2);
        let id = whole["id"].as_str().unwrap();
        marketer.get(&format!("export/show?export={id}")).await.refused(404, "link.not_found");
        house.clock.advance(24 * weilu_vocabulary::HOUR - 1);
        house.settle().await;
        assert_eq!(hq.get(&format!("export/show?export={id}")).await.ok()["state"], "ready");
        house.clock.advance(1);
        house.settle().await;
        let gone = hq.get(&format!("export/show?export={id}&file=true")).await.ok();
        assert_eq!((&gone["state"], &gone["file"]), (&json!("gone"), &Value::Null));
        let nobody = json!({ "columns": [], "format": "csv" });
        hq.post("export/ask", nobody).await.refused(422, "export.no_columns");
        house.person("12300000004").await.post("export/ask", wish("csv", false, "")).await.refused(403, "link.forbidden");
    })
    .await;
}
