//! Consent, export, erasure: what a person can do with his data, and that it is really gone.

use crate::{
    house::{House, Person, TENANT, on_every_engine},
    marker,
};
use serde_json::{Value, json};
use std::io::Read;
use weilu_kernel::{App, Role, Tx};
use weilu_people::{account, privacy};
use weilu_store::Scope;
use weilu_vocabulary::{DAY, Fault, MINUTE, MemberId};

async fn publish(staff: &Person, kind: &str) -> i64 {
    let now = staff.get(&format!("policy/show?kind={kind}")).await.ok();
    let input = json!({
        "kind": kind, "zh": format!("{}\n- 新增一条", now["text"]["zh"].as_str().unwrap()),
        "en": format!("{}\n- One more", now["text"]["en"].as_str().unwrap()), "based_on": now["version"],
    });
    staff.post("policy/publish", input).await.ok()["version"].as_i64().unwrap()
}

fn consent(mine: &Value, purpose: &str) -> Value {
    mine["items"].as_array().unwrap().iter().find(|c| c["purpose"] == purpose).unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_of_the_terms_asks_for_consent_again() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        let opened = json!({ "name": "雾溪茶友会", "line": "一起喝茶", "open_to_read": true });
        let space = staff.post("space/open", opened).await.ok()["space"].clone();
        let guest = house.person("12300000031").await;
        guest.post("space/join", json!({ "space": space })).await.ok();
        let write = json!({ "space": space, "text": "早" });
        guest.post("post/write", write.clone()).await.ok();
        let builtin = Person::new(&house).get("policy/show?kind=terms").await.ok();
        assert!(
            builtin["text"]["zh"].as_str().unwrap().contains("山脚茶事"),
            "the brand's name is filled in"
        );
        guest
            .post("policy/publish", json!({ "kind": "terms", "zh": "a", "en": "b", "based_on": 1 }))
            .await
            .refused(403, "link.forbidden");
        let version = publish(&staff, "terms").await;
        assert_eq!(guest.me().await["consents_due"], json!(["terms"]));
        guest.post("post/write", write.clone()).await.refused(403, "account.consent_due");
        guest
            .post("consent/give", json!({ "purpose": "terms", "version": version - 1 }))
            .await
            .refused(409, "consent.outdated");
        guest.post("consent/give", json!({ "purpose": "terms", "version": version })).await.ok();
        assert_eq!(guest.me().await["consents_due"], json!([]));
        guest.post("post/write", write).await.ok();
        let first = guest.get("policy/show?kind=terms&version=1").await.ok();
        assert_eq!(first["text"], builtin["text"], "what was accepted can be read again");
        staff
            .post("policy/publish", json!({ "kind": "terms", "zh": "a", "en": "b", "based_on": 1 }))
            .await
            .refused(409, "policy.overtaken");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn consents_start_empty_and_are_given_and_withdrawn_with_a_log() {
    on_every_engine(async |house| {
        let guest = house.person("12300000031").await;
        let mine = guest.get("consent/mine").await.ok();
        for purpose in ["marketing", "recommendation", "profile"] {
            assert_eq!(consent(&mine, purpose)["given"], false, "{purpose}");
        }
        for purpose in ["terms", "privacy"] {
            assert_eq!(consent(&mine, purpose)["given"], true, "{purpose}");
            guest
                .post("consent/withdraw", json!({ "purpose": purpose }))
                .await
                .refused(409, "consent.needed");
        }
        guest.post("consent/give", json!({ "purpose": "marketing" })).await.ok();
        assert_eq!(consent(&guest.get("consent/mine").await.ok(), "marketing")["given"], true);
        guest.post("consent/withdraw", json!({ "purpose": "marketing" })).await.ok();
        let mine = guest.get("consent/mine").await.ok();
        assert_eq!(consent(&mine, "marketing")["given"], false);
        assert_eq!(mine["log"].as_array().unwrap().len(), 4);
        let stranger = Person::new(&house);
        stranger.get("consent/mine").await.refused(401, "link.sign_in");
        stranger.post("account/request_code", json!({ "to": "12300000039" })).await.ok();
        let code = house.code("12300000039").await;
        let input = json!({ "to": "12300000039", "code": code });
        stranger.post("account/sign_in", input).await.refused(422, "account.consent_missing");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_holds_everything_and_only_its_owner_fetches_it() {
    on_every_engine(async |house| {
        let guest = house.person("12300000031").await;
        let export =
            guest.post("privacy/ask_export", json!({})).await.ok()["export"].as_str().unwrap().to_owned();
        house.settle().await;
        let mine = guest.get("privacy/mine").await.ok();
        assert_eq!(
            (&mine["exports"][0]["state"], &mine["exports"][0]["percent"]),
            (&json!("ready"), &json!(100))
        );
        let fetch = async |person: &Person| {
            let reply = person.raw(reqwest::Method::GET, &format!("export/{export}")).send().await.unwrap();
            (reply.status().as_u16(), reply.bytes().await.unwrap())
        };
        let (status, bytes) = fetch(&guest).await;
        assert_eq!(status, 200);
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
        let mut data = String::new();
        zip.by_name("data.json").unwrap().read_to_string(&mut data).unwrap();
        let data: Value = serde_json::from_str(&data).unwrap();
        assert_eq!(data["account.identity"][0]["value"], "12300000031");
        assert_eq!(data["consent.consent"].as_array().unwrap().len(), 2);
        assert!(data["log"].as_array().unwrap().iter().any(|e| e["kind"] == "account.signed_in"));
        assert!(zip.by_name("index.html").is_ok());
        assert_eq!(fetch(&Person::new(&house)).await.0, 401);
        assert_eq!(fetch(&house.person("12300000032").await).await.0, 404);
        house.clock.advance(7 * DAY - 10 * MINUTE);
        assert_eq!(fetch(&guest).await.0, 200);
        house.clock.advance(10 * MINUTE);
        assert_eq!(fetch(&guest).await.0, 404);
        house.settle().await;
        assert_eq!(guest.get("privacy/mine").await.ok()["exports"][0]["state"], "expired");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_waits_seven_days_and_can_be_taken_back() {
    on_every_engine(async |house| {
        let guest = house.person("12300000031").await;
        guest.post("privacy/take_back_erasure", json!({})).await.refused(409, "privacy.erasure_not_asked");
        house.clock.advance(MINUTE);
        guest.post("privacy/ask_erasure", json!({})).await.ok();
        guest.post("privacy/ask_erasure", json!({})).await.refused(409, "privacy.erasure_asked");
        assert!(house.last_message("12300000031").await.unwrap().contains("7 天"));
        house.clock.advance(7 * DAY - 1);
        house.settle().await;
        guest.post("privacy/take_back_erasure", json!({})).await.ok();
        house.clock.advance(2);
        house.settle().await;
        assert_ne!(guest.me().await, Value::Null);
        guest.post("privacy/ask_erasure", json!({})).await.ok();
        house.clock.advance(7 * DAY);
        house.settle().await;
        house.settle().await;
        assert_eq!(guest.me().await, Value::Null);
        // The number is free again, and its next holder sees nothing of the former one.
        let next = house.person("12300000031").await;
        assert_eq!(next.get("account/safety").await.ok()["devices"].as_array().unwrap().len(), 1);
        let boss = Person::new(&house);
        let token = account::admin_link(&house.app, TENANT, None, DAY).await.unwrap();
        boss.post("account/sign_in_by_link", json!({ "link": token })).await.ok();
        boss.post("privacy/ask_erasure", json!({})).await.refused(409, "privacy.last_administrator");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_marker_in_every_text_of_a_member_is_found_nowhere_after_his_erasure() {
    on_every_engine(async |house| {
        let guest = marker::plant(&house).await;
        house.settle().await;
        assert!(marker::found(&house).await.len() > 3, "the marker was planted");
        guest.post("privacy/ask_export", json!({})).await.ok();
        house.settle().await;
        guest.post("privacy/ask_erasure", json!({})).await.ok();
        house.clock.advance(8 * DAY);
        house.settle().await;
        house.settle().await;
        assert_eq!(guest.me().await, Value::Null);
        let found = marker::found(&house).await;
        assert!(found.is_empty(), "{}: the marker is still in {found:#?}", house.engine);
        for projection in house.app.processors().filter(|p| !p.clear.is_empty()) {
            house.app.rebuild(projection.name).await.unwrap();
        }
        for reading in house.app.followers() {
            house.app.rebuild(reading.name).await.unwrap();
        }
        assert!(marker::found(&house).await.is_empty(), "a rebuilt projection brought it back");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_copy_of_the_database_brings_nobody_back() {
    on_every_engine(async |house| {
        let guest = house.person("12300000031").await;
        let member = guest.member().await;
        guest.post("privacy/ask_erasure", json!({})).await.ok();
        house.settle().await;
        let backup = house.folder().join("before.tar.gz");
        weilu::archive::backup(&house.app, &backup, |_| {}).await.unwrap();
        house.clock.advance(8 * DAY);
        house.settle().await;
        house.settle().await;
        let (app, place) = House::empty(house.engine == "postgres").await;
        weilu::archive::restore(&app, &backup, |_| {}).await.unwrap();
        assert_eq!(holder(&app).await, Some(member), "the backup still knows him");
        std::fs::copy(house.folder().join("erasures.jsonl"), place.folder.join("erasures.jsonl")).unwrap();
        assert_eq!(privacy::apply_again(&app).await.unwrap(), 1);
        assert_eq!(privacy::apply_again(&app).await.unwrap(), 0);
        assert_eq!(holder(&app).await, None, "the number opens nothing of before");
    })
    .await;
}

/// Whose the number is in this database.
async fn holder(app: &App) -> Option<MemberId> {
    let known: Result<_, Fault> = app
        .store
        .read(Scope::Tenant(TENANT), |tx: &mut Tx| {
            Box::pin(async move { account::state::known_by(tx, "phone", "12300000031").await })
        })
        .await;
    known.unwrap().map(|k| k.member)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_law_keeps_opens_for_two_officers_only() {
    on_every_engine(async |house| {
        let guest = house.person("12300000031").await;
        guest.post("privacy/ask_erasure", json!({})).await.ok();
        house.clock.advance(8 * DAY);
        house.settle().await;
        house.settle().await;
        let one = house.staff("12300000001", Role::Auditor).await;
        let two = house.staff("12300000002", Role::Headquarters).await;
        let operator = house.staff("12300000003", Role::Operator).await;
        operator.get("privacy/archive").await.refused(403, "link.forbidden");
        let sealed = one.get("privacy/archive").await.ok()["items"].clone();
        let record = sealed.as_array().unwrap().iter().find(|s| s["title"]["en"] == "Security log").unwrap()
            ["id"]
            .clone();
        operator
            .post("privacy/open_archive", json!({ "record": record }))
            .await
            .refused(403, "link.forbidden");
        for _ in 0..2 {
            let opened = one.post("privacy/open_archive", json!({ "record": record })).await.ok();
            assert_eq!((&opened["opened"], &opened["content"]), (&json!(false), &Value::Null));
        }
        house.clock.advance(DAY);
        let late = two.post("privacy/open_archive", json!({ "record": record })).await.ok();
        assert_eq!(late["opened"], false, "the first key was turned too long ago");
        let opened = one.post("privacy/open_archive", json!({ "record": record })).await.ok();
        assert_eq!(opened["opened"], true);
        assert_eq!(opened["content"][0]["kind"], "signed_in");
        house.clock.advance(180 * DAY);
        house.settle().await;
        let left = one_again(&house).await.get("privacy/archive").await.ok()["items"].clone();
        assert!(left.as_array().unwrap().iter().all(|s| s["title"]["en"] != "Security log"), "{left}");
    })
    .await;
}

async fn one_again(house: &House) -> Person {
    house.staff("12300000004", Role::Auditor).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_footer_names_what_the_law_wants_and_says_what_is_missing() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        let stranger = Person::new(&house);
        let missing = async || {
            let found = staff.get("check/list").await.ok()["items"].as_array().unwrap().clone();
            found
                .into_iter()
                .filter(|f| f["check"].as_str().unwrap().starts_with("policy."))
                .collect::<Vec<_>>()
        };
        let before = missing().await;
        assert_eq!(before.len(), 3, "record number, licence, built-in texts");
        assert!(before[2]["text"]["zh"].as_str().unwrap().contains("《个人信息共享清单》"));
        let change = json!({ "name": "policy.record_number", "value": "滇ICP备2026000000号" });
        staff.post("setting/change", change).await.ok();
        publish(&staff, "shared").await;
        let footer = stranger.get("policy/footer").await.ok();
        assert_eq!(footer["record_number"], "滇ICP备2026000000号");
        assert_eq!(footer["texts"].as_array().unwrap().len(), 4);
        let after = missing().await;
        assert_eq!(after.len(), 2);
        assert!(!after[1]["text"]["zh"].as_str().unwrap().contains("《个人信息共享清单》"));
        let list = stranger.get("policy/show?kind=collected").await.ok();
        assert!(
            list["text"]["en"].as_str().unwrap().contains("Posts and replies"),
            "derived from the features"
        );
    })
    .await;
}
