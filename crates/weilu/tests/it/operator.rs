//! The operator's first ten minutes and the daily desk: wizard, playbook, brand, settings, checks, backups.

use crate::house::{House, Person, TENANT, on_every_engine};
use reqwest::Method;
use serde_json::{Value, json};
use weilu_kernel::Role;
use weilu_vocabulary::{DAY, HOUR, MINUTE, Time};

/// The first administrator, as the command line lets him in.
async fn administrator(house: &House) -> Person {
    let token = weilu_people::account::admin_link(&house.app, TENANT, None, DAY).await.unwrap();
    let admin = Person::new(house);
    admin.post("account/sign_in_by_link", json!({ "link": token })).await.ok();
    admin
}

/// What every page shows of the brand, to anybody.
async fn face(person: &Person) -> Value {
    person.get("brand/face").await.ok()
}

async fn findings(person: &Person) -> Vec<String> {
    let found = person.get("check/list").await.ok();
    let items = found["items"].as_array().unwrap();
    items.iter().map(|f| f["check"].as_str().unwrap().to_owned()).collect()
}

fn ready(setup: &Value, word: &str) -> Value {
    setup["spaces"].as_array().unwrap().iter().find(|s| s["word"] == word).unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wizard_is_left_and_resumed_and_makes_no_space_twice() {
    on_every_engine(async |house| {
        let admin = administrator(&house).await;
        let setup = admin.get("setup/show").await.ok();
        assert_eq!((&setup["open"], &setup["step"]), (&json!(true), &json!("purpose")));
        let of = |purpose: &str| {
            setup["spaces"].as_array().unwrap().iter().filter(|s| s["purpose"] == purpose).count()
        };
        assert_eq!((of("brand"), of("dealers")), (6, 6));

        admin.post("brand/change", json!({ "purpose": "dealers", "name": "山脚茶事" })).await.ok();
        admin.post("setup/reach", json!({ "step": "spaces" })).await.ok();
        let again = administrator(&house).await;
        assert_eq!(again.get("setup/show").await.ok()["step"], "spaces", "taken up where it was left");

        let wished = json!({ "words": ["dealer_hall", "staff", "dealer_hall"] });
        let made = again.post("setup/make_spaces", wished.clone()).await.ok();
        assert_eq!(made["made"].as_array().unwrap().len(), 2);
        let twice = admin.post("setup/make_spaces", wished).await.ok();
        assert_eq!(twice["made"], json!([]), "nobody makes a second one");
        let more = admin.post("setup/make_spaces", json!({ "words": ["staff", "dealer_voice"] })).await.ok();
        assert_eq!(more["made"][0]["word"], "dealer_voice");
        admin
            .post("setup/make_spaces", json!({ "words": ["lounge", "nowhere"] }))
            .await
            .refused(422, "setup.unknown_space");
        let now = admin.get("setup/show").await.ok();
        assert_eq!(ready(&now, "staff")["made"], made["made"][1]["space"]);
        assert!(ready(&now, "lounge")["made"].is_null(), "a refused set makes none of it");

        assert_eq!(now["open"], true);
        admin.post("setup/finish", json!({})).await.ok();
        admin.post("setup/finish", json!({})).await.ok();
        house.settle().await;
        assert_eq!(house.events("setup.finished").await.len(), 1);
        assert_eq!(admin.get("setup/show").await.ok()["open"], false);
        let space = made["made"][1]["space"].as_str().unwrap();
        admin.post("space/archive", json!({ "space": space, "reason": "先不用" })).await.ok();
        let after = admin.post("setup/make_spaces", json!({ "words": ["staff"] })).await.ok();
        assert_eq!(after["made"], json!([]), "also not after it was archived");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ready_space_is_whole_and_strangers_find_only_what_is_for_them() {
    on_every_engine(async |house| {
        let admin = administrator(&house).await;
        let words = json!({ "words": ["lounge", "newcomers", "staff"] });
        let made = admin.post("setup/make_spaces", words).await.ok();
        house.settle().await;
        let space = |at: usize| made["made"][at]["space"].as_str().unwrap().to_owned();
        let stranger = Person::new(&house);
        let lounge = stranger.get(&format!("space/show?space={}", space(0))).await.ok();
        assert_eq!(lounge["name"], "会客厅");
        assert_eq!(lounge["charter"]["first_topics"].as_array().unwrap().len(), 4);
        assert!(!lounge["welcome"].as_str().unwrap().is_empty());
        assert!(!lounge["first_act"].as_str().unwrap().is_empty());
        let posts = stranger.get(&format!("post/timeline?space={}", space(0))).await.ok();
        assert!(posts["items"][0]["text"].as_str().unwrap().starts_with("大家好"));
        stranger.get(&format!("space/show?space={}", space(2))).await.refused(404, "link.not_found");
        let listed = stranger.get("space/list").await.ok();
        let names: Vec<&str> =
            listed["items"].as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["新人报到", "会客厅"]);
        let guest = house.person("12300000007").await;
        guest.post("space/join", json!({ "space": space(0) })).await.ok();
        guest.post("space/join", json!({ "space": space(2) })).await.refused(403, "space.gate_closed");
        let kitchen = admin.get(&format!("post/timeline?space={}", space(2))).await.ok();
        assert!(kitchen["items"][0]["text"].as_str().unwrap().starts_with("先读这一条"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn elsewhere_no_gate_asks_for_a_phone_and_english_is_spoken() {
    on_every_engine(async |house| {
        let admin = administrator(&house).await;
        admin.post("setting/change", json!({ "name": "account.country", "value": "elsewhere" })).await.ok();
        let setup = admin.get("setup/show").await.ok();
        assert_eq!(ready(&setup, "lounge")["gate"]["en"], "Open to everybody");
        let request = admin.raw(Method::POST, "api/v1/setup/make_spaces").header("accept-language", "en");
        let reply = request.json(&json!({ "words": ["lounge"] })).send().await.unwrap();
        let body: Value = reply.json().await.unwrap();
        let space = body["data"]["made"][0]["space"].as_str().unwrap().to_owned();
        let shown = admin.get(&format!("space/show?space={space}")).await.ok();
        assert_eq!(shown["name"], "The living room");
        let guest = Person::new(&house);
        guest.sign_in(&house, "guest@example.com").await;
        guest.post("space/join", json!({ "space": space })).await.ok();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_with_spaces_is_never_asked_to_begin() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        let opened = json!({ "name": "雾溪茶友会", "line": "一起喝茶", "open_to_read": true });
        staff.post("space/open", opened).await.ok();
        assert_eq!(staff.get("setup/show").await.ok()["open"], false);
        assert!(!findings(&staff).await.contains(&"setup.open".to_owned()));
        let member = house.person("12300000002").await;
        member.get("setup/show").await.refused(403, "link.forbidden");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_playbook_ticks_itself_from_the_log_and_comes_out_the_same_when_rebuilt() {
    on_every_engine(async |house| {
        let admin = administrator(&house).await;
        let step = async |word: &str| {
            house.settle().await;
            let list = admin.get("playbook/show").await.ok();
            list["steps"].as_array().unwrap().iter().find(|s| s["word"] == word).unwrap().clone()
        };
        assert_eq!(step("spaces").await["have"], 0);
        admin.post("setup/make_spaces", json!({ "words": ["lounge", "newcomers"] })).await.ok();
        let two = step("spaces").await;
        assert_eq!((&two["have"], &two["want"], &two["done"]), (&json!(2), &json!(3), &json!(false)));
        let made = admin.post("setup/make_spaces", json!({ "words": ["how_to"] })).await.ok();
        assert_eq!(step("spaces").await["done"], true);
        assert_eq!(step("gate").await["done"], false, "the preset of a ready space is nobody's own thought");
        let gate = json!({ "space": made["made"][0]["space"], "rule": { "kind": "hand" } });
        admin.post("gate/set", gate).await.ok();
        assert_eq!(step("gate").await["done"], true);
        assert_eq!(step("seeds").await["have"], 1);
        for n in 0..9 {
            house.person(&format!("1230000010{n}")).await;
        }
        assert_eq!(step("seeds").await["done"], false, "ten with the administrator");
        house.person("12300000110").await;
        assert_eq!(step("seeds").await["done"], true);

        let before = house.projections().await;
        house.rebuild_all().await;
        assert_eq!(before, house.projections().await);

        admin.post("playbook/dismiss", json!({ "away": true })).await.ok();
        let other = house.staff("12300000001", Role::Headquarters).await;
        assert!(other.get("playbook/show").await.ok()["dismissed_at"].is_i64(), "away for everybody");
        other.post("playbook/dismiss", json!({ "away": false })).await.ok();
        assert!(admin.get("playbook/show").await.ok()["dismissed_at"].is_null());
        house.person("12300000002").await.get("playbook/show").await.refused(403, "link.forbidden");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_brands_face_stands_on_every_page_and_says_what_does_not_fit() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        let wished = json!({
            "name": "山脚茶事有限公司", "short_name": "山脚", "slogan": "把茶喝明白", "accent": "2F7D5B",
            "time_zone": "Asia/Singapore",
        });
        staff.post("brand/change", wished).await.ok();
        let brand = face(&Person::new(&house)).await;
        assert_eq!(brand["name"], "山脚茶事有限公司");
        assert_eq!((&brand["short_name"], &brand["accent"]), (&json!("山脚"), &json!("#2f7d5b")));
        assert_eq!(brand["slogan"], "把茶喝明白");
        staff.post("brand/change", json!({ "short_name": "" })).await.ok();
        assert_eq!(face(&staff).await["short_name"], "山脚茶事有限公司");
        let event = house.events("brand.changed").await.last().unwrap().body.clone();
        assert_eq!(event["brand.short_name"], json!(["山脚", ""]));
        staff.post("brand/change", json!({ "short_name": "" })).await.ok();
        assert_eq!(house.events("brand.changed").await.len(), 2, "what changes nothing is no event");
        for (input, code) in [
            (json!({ "name": "山" }), "brand.bad_name"),
            (json!({ "short_name": "山脚茶事的会员小店铺呀" }), "brand.bad_short_name"),
            (json!({ "slogan": "茶".repeat(41) }), "brand.bad_slogan"),
            (json!({ "accent": "emerald" }), "brand.bad_accent"),
            (json!({ "host": "https://club.example.com" }), "brand.bad_host"),
            (json!({ "time_zone": "Asia/Nowhere" }), "brand.bad_zone"),
        ] {
            staff.post("brand/change", input).await.refused(422, code);
        }
        let member = house.person("12300000002").await;
        member.post("brand/change", json!({ "name": "别家" })).await.refused(403, "link.forbidden");
        member.get("brand/show").await.refused(403, "link.forbidden");
        let terms = Person::new(&house).get("policy/show?kind=terms").await.ok()["text"]["zh"].clone();
        assert!(terms.as_str().unwrap().contains("由山脚茶事有限公司运营"));
        staff.post("setting/change", json!({ "name": "policy.company", "value": "云雾茶业集团" })).await.ok();
        let terms = Person::new(&house).get("policy/show?kind=terms").await.ok()["text"]["zh"].clone();
        assert!(terms.as_str().unwrap().contains("山脚茶事有限公司的社区由云雾茶业集团运营"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_domain_counts_from_the_next_request_and_locks_nobody_out() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        staff.post("brand/change", json!({ "host": "tea.example.com" })).await.ok();
        assert_eq!(staff.get("brand/show").await.ok()["host"], "tea.example.com", "still reached by address");
        let other = house.app.create_tenant("别家", "rice.example.com").await.unwrap();
        let change = async |input: Value| {
            let here = staff.raw(Method::POST, "api/v1/brand/change").header("host", "tea.example.com");
            here.json(&input).send().await.unwrap()
        };
        assert_eq!(change(json!({ "slogan": "把茶喝明白" })).await.status().as_u16(), 200);
        let name_at = async |host: &str| {
            let request = Person::new(&house).raw(Method::GET, "api/v1/brand/face").header("host", host);
            let face: Value = request.send().await.unwrap().json().await.unwrap();
            face["data"]["name"].as_str().unwrap().to_owned()
        };
        assert_eq!(name_at("tea.example.com").await, "山脚茶事");
        assert_eq!(name_at("RICE.example.com:8443").await, "别家");
        assert_ne!(other, TENANT);
        let taken = change(json!({ "host": "rice.example.com" })).await;
        assert_eq!(taken.status().as_u16(), 409);
        assert!(taken.text().await.unwrap().contains("brand.host_taken"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_lie_in_drawers_and_show_what_was_changed() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        let all = staff.get("setting/list").await.ok();
        let drawers: Vec<&str> =
            all["drawers"].as_array().unwrap().iter().map(|d| d["drawer"].as_str().unwrap()).collect();
        assert_eq!(drawers[..3], ["brand", "entry", "spaces"]);
        assert!(drawers.contains(&"law"));
        let drawer_of = |feature: &str| {
            let groups = all["groups"].as_array().unwrap();
            groups.iter().find(|g| g["feature"] == feature).unwrap()["drawer"].clone()
        };
        assert_eq!(
            [drawer_of("brand"), drawer_of("account"), drawer_of("gate"), drawer_of("policy")],
            [json!("brand"), json!("entry"), json!("spaces"), json!("law")]
        );
        let tea = json!({ "name": "brand.accent", "value": "tea" });
        staff.post("setting/change", tea).await.refused(422, "setting.unfit");
        staff.post("setting/change", json!({ "name": "brand.accent", "value": "#2f7d5b" })).await.ok();
        assert_eq!(face(&staff).await["accent"], "#2f7d5b");
        staff.post("setting/reset", json!({ "name": "brand.accent" })).await.ok();
        assert_eq!(face(&staff).await["accent"], "#c2410c");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_found_and_goes_when_it_is_mended() {
    on_every_engine(async |house| {
        let admin = administrator(&house).await;
        let found = findings(&admin).await;
        let all =
            ["account.way_back", "setup.open", "policy.record_number", "policy.licence", "policy.builtin"];
        let more = ["brand.host", "brand.slogan", "backup.recent"];
        for check in all.iter().chain(&more) {
            assert!(found.contains(&(*check).to_owned()), "{check}: {found:?}");
        }
        let phone = "12300000088";
        admin.post("account/request_code", json!({ "to": phone })).await.ok();
        let code = house.code(phone).await;
        admin.post("account/add_address", json!({ "to": phone, "code": code })).await.ok();
        admin.post("brand/change", json!({ "host": "tea.example.com", "slogan": "把茶喝明白" })).await.ok();
        admin.post("setup/finish", json!({})).await.ok();
        admin.post("setting/change", json!({ "name": "account.country", "value": "elsewhere" })).await.ok();
        for kind in ["terms", "privacy", "collected", "shared"] {
            let input = json!({ "kind": kind, "zh": "自己写的", "en": "our own", "based_on": 1 });
            admin.post("policy/publish", input).await.ok();
        }
        admin.post("backup/make", json!({})).await.ok();
        house.settle().await;
        let left = findings(&admin).await;
        for check in all.iter().chain(&more) {
            assert!(!left.contains(&(*check).to_owned()), "{check}: {left:?}");
        }
        house.person("12300000002").await.get("check/list").await.refused(403, "link.forbidden");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_made_listed_and_fetched_by_headquarters_alone() {
    on_every_engine(async |house| {
        let hq = house.staff("12300000001", Role::Headquarters).await;
        let operator = house.staff("12300000002", Role::Operator).await;
        operator.post("backup/make", json!({})).await.refused(403, "link.forbidden");
        operator.get("backup/list").await.refused(403, "link.forbidden");
        hq.post("backup/make", json!({})).await.ok();
        house.settle().await;
        let list = hq.get("backup/list").await.ok();
        assert!(list["running"].is_null() && list["failed_at"].is_null(), "{list}");
        let file = &list["items"][0];
        let name = file["name"].as_str().unwrap();
        assert!(file["bytes"].as_u64().unwrap() > 1_000);
        let get = async |person: &Person, name: &str| {
            let reply = person.raw(Method::GET, &format!("backup/{name}")).send().await.unwrap();
            (reply.status().as_u16(), reply.bytes().await.unwrap())
        };
        let (status, bytes) = get(&hq, name).await;
        assert_eq!((status, bytes.len() as u64), (200, file["bytes"].as_u64().unwrap()));
        assert_eq!(bytes[..2], [0x1f, 0x8b], "a gzip");
        assert_eq!(get(&operator, name).await.0, 403);
        assert_eq!(get(&Person::new(&house), name).await.0, 401);
        assert_eq!(get(&hq, "weilu-nothing.tar.gz").await.0, 404);
        assert_eq!(get(&hq, "..%2Fweilu.db").await.0, 404);
        house.settle().await;
        assert_eq!(house.events("backup.fetched").await.len(), 1);
        assert_eq!(house.events("backup.made").await.len(), 1);

        let path = house.folder().join("again.tar.gz");
        std::fs::write(&path, &bytes).unwrap();
        let (empty, _place) = House::empty(false).await;
        let back = weilu::archive::restore(&empty, &path, |_: &str| {}).await.unwrap();
        assert!(back.rows > 20, "what was fetched can be restored");

        house.app.create_tenant("别家", "rice.example.com").await.unwrap();
        hq.post("backup/make", json!({})).await.refused(403, "backup.many_brands");
        assert_eq!(get(&hq, name).await.0, 403, "a file holds the other brand as well");
        assert_eq!(hq.get("backup/list").await.ok()["items"], json!([]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_backups_are_kept_and_the_nightly_one_comes_once() {
    let house = House::open(false).await;
    let hq = house.staff("12300000001", Role::Headquarters).await;
    hq.post("setting/change", json!({ "name": "backup.keep", "value": 2 })).await.ok();
    for _ in 0..3 {
        hq.post("backup/make", json!({})).await.ok();
        house.settle().await;
        house.clock.advance(2 * MINUTE);
    }
    assert_eq!(hq.get("backup/list").await.ok()["items"].as_array().unwrap().len(), 2);
    let made = async || {
        house.settle().await;
        house.events("backup.started").await.len()
    };
    // 2026-11-20T18:59:00Z is 02:59 in the brand's night.
    let night = Time(1_795_201_140_000_000);
    house.clock.set(night);
    hq.post("setting/change", json!({ "name": "backup.nightly", "value": true })).await.ok();
    assert_eq!(made().await, 3, "not before three");
    house.clock.advance(2 * MINUTE);
    assert_eq!(made().await, 4);
    house.clock.advance(HOUR);
    assert_eq!(made().await, 4, "once a night");
    house.clock.advance(DAY);
    assert_eq!(made().await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quiet_space_is_named_from_the_day_it_counts_as_quiet() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        let opened = json!({ "name": "雾溪茶友会", "line": "一起喝茶", "open_to_read": true });
        let space = staff.post("space/open", opened).await.ok()["space"].clone();
        house.clock.advance(10 * DAY);
        let guest = house.person("12300000002").await;
        guest.post("space/join", json!({ "space": space })).await.ok();
        house.settle().await;
        let quiet = async || {
            house.settle().await;
            staff.sign_in_again(&house, "12300000001").await;
            staff.get("space/quiet").await.ok()["items"].clone()
        };
        house.clock.advance(6 * DAY);
        assert_eq!(quiet().await, json!([]));
        house.clock.advance(DAY);
        let found = quiet().await;
        assert_eq!((&found[0]["id"], &found[0]["days"]), (&space, &json!(7)));
        guest.sign_in_again(&house, "12300000002").await;
        guest.post("post/write", json!({ "space": space, "text": "还有人吗" })).await.ok();
        assert_eq!(quiet().await, json!([]));
    })
    .await;
}
