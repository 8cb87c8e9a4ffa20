//! One person, one record: arrival by several channels, the queue, merging and undoing it, a recycled number.

use crate::house::{House, Person, on_every_engine};
use serde_json::{Value, json};
use weilu_kernel::Role;
use weilu_vocabulary::DAY;

const PHONE: &str = "12300000002";

fn record(source: &str, ids: &[(&str, &str, bool)]) -> Value {
    let ids: Vec<Value> =
        ids.iter().map(|(k, v, verified)| json!({ "kind": k, "value": v, "verified": verified })).collect();
    json!({ "source": source, "identities": ids })
}

async fn open_space(owner: &Person) -> Value {
    let input = json!({ "name": "雾溪茶友会", "line": "一起喝茶，一起说话", "open_to_read": true });
    owner.post("space/open", input).await.ok()["space"].clone()
}

async fn page(staff: &Person, member: &Value) -> Value {
    staff.post("member/open", json!({ "member": member })).await.ok();
    staff.get(&format!("member/page?member={}", member.as_str().unwrap())).await.ok()
}

fn ids(page: &Value) -> Vec<String> {
    let fields = page["fields"].as_array().unwrap();
    let field = fields.iter().find(|f| f["key"] == "identities").unwrap();
    let mut ids: Vec<String> =
        field["items"].as_array().unwrap().iter().map(|i| i["kind"].as_str().unwrap().to_owned()).collect();
    ids.sort_unstable();
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_by_four_channels_is_one_record_with_all_ids_and_posts() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        let space = open_space(&staff).await;
        let zhou = house.person(PHONE).await;
        zhou.post("space/join", json!({ "space": space })).await.ok();
        zhou.post("post/write", json!({ "space": space, "text": "水开了" })).await.ok();
        let fan =
            record("official_account", &[("official_account", "o-1", false), ("union_id", "u-1", false)]);
        assert_eq!(staff.post("identity/arrive", fan).await.ok()["outcome"], "new");
        let wecom = [("wecom", "w-1", false), ("union_id", "u-1", false), ("phone", PHONE, true)];
        let merged = staff.post("identity/arrive", record("wecom", &wecom)).await.ok();
        assert_eq!(merged["outcome"], "merged");
        let till = [("till", "t-1", false), ("card", "C-1", false), ("phone", PHONE, true)];
        let till = staff.post("identity/arrive", record("till", &till)).await.ok();
        assert_eq!((&till["outcome"], &till["member"]), (&json!("merged"), &merged["member"]));
        let again = staff.post("identity/arrive", record("till", &[("till", "t-1", false)])).await.ok();
        assert_eq!((&again["outcome"], &again["member"]), (&json!("known"), &merged["member"]));
        assert_eq!(staff.get("member/count").await.ok()["total"], 2);
        assert_eq!(zhou.me().await["id"], merged["member"]);
        let page = page(&staff, &merged["member"]).await;
        assert_eq!(ids(&page), ["card", "official_account", "phone", "till", "union_id", "wecom"]);
        let posts = zhou.get(&format!("post/timeline?space={}", space.as_str().unwrap())).await.ok();
        assert_eq!(posts["items"][0]["author"]["id"], merged["member"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_alone_never_merges_and_people_decide_partial_matches() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Service).await;
        let a = record("till", &[("till", "t-1", false), ("card", "C-1", false)]);
        let a = staff.post("identity/arrive", a).await.ok();
        let b = record("wecom", &[("wecom", "w-1", false), ("card", "C-1", false)]);
        let b = staff.post("identity/arrive", b).await.ok();
        assert_eq!(b["outcome"], "new");
        let cases = staff.get("identity/cases").await.ok();
        assert_eq!((&cases["waiting"], &cases["items"][0]["reasons"]), (&json!(1), &json!(["same_card"])));
        let shared = cases["items"][0]["arrived"]["identities"].as_array().unwrap().clone();
        assert!(shared.iter().any(|i| i["kind"] == "card" && i["shared"] == true));
        let case = cases["items"][0]["id"].clone();
        let decide = |what: &str| json!({ "case": case, "decision": what, "note": "同一张卡" });
        staff.post("identity/decide_case", decide("later")).await.ok();
        assert_eq!(staff.get("identity/cases").await.ok()["waiting"], 0);
        house.clock.advance(7 * DAY - 1);
        assert_eq!(staff.get("identity/cases").await.ok()["waiting"], 0);
        house.clock.advance(1);
        assert_eq!(staff.get("identity/cases").await.ok()["waiting"], 1);
        let stranger = house.person("12300000009").await;
        stranger.post("identity/decide_case", decide("accept")).await.refused(403, "link.forbidden");
        staff.post("identity/decide_case", decide("accept")).await.ok();
        staff.post("identity/decide_case", decide("reject")).await.refused(409, "identity.case_decided");
        let page = page(&staff, &a["member"]).await;
        assert_eq!(ids(&page), ["card", "card", "till", "wecom"]);
        let gone = staff.get("member/list?state=merged").await.ok();
        assert_eq!(gone["items"][0]["id"], b["member"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_pair_is_not_asked_again() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        let a = [("till", "t-1", false), ("card", "C-1", false)];
        staff.post("identity/arrive", record("till", &a)).await.ok();
        let b = [("wecom", "w-1", false), ("card", "C-1", false)];
        staff.post("identity/arrive", record("wecom", &b)).await.ok();
        let case = staff.get("identity/cases").await.ok()["items"][0]["id"].clone();
        staff.post("identity/decide_case", json!({ "case": case, "decision": "reject" })).await.ok();
        let again = staff.post("identity/arrive", record("wecom", &b)).await.ok();
        assert_eq!(again["cases"], json!([]));
        assert_eq!(staff.get("identity/cases").await.ok()["waiting"], 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contradiction_or_a_long_sleep_leaves_a_verified_phone_to_people() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        let with = |source: &str, id: &str, name: &str| {
            let mut r = record(source, &[(source, id, false), ("phone", PHONE, true)]);
            r["name"] = json!(name);
            r
        };
        let first = staff.post("identity/arrive", with("till", "t-1", "周明")).await.ok();
        let other = staff.post("identity/arrive", with("wecom", "w-1", "吴芳")).await.ok();
        assert_eq!((&other["outcome"], other["cases"].as_array().unwrap().len()), (&json!("new"), 1));
        let cases = staff.get("identity/cases").await.ok();
        assert_eq!(cases["items"][0]["reasons"], json!(["verified_address", "other_name"]));
        // The number is now the other one's; the same name within 90 days merges with him by itself.
        house.clock.advance(90 * DAY);
        let staff = house.staff("12300000011", Role::Operator).await;
        let same = staff.post("identity/arrive", with("official_account", "o-1", "吴芳")).await.ok();
        assert_eq!((&same["outcome"], &same["member"]), (&json!("merged"), &other["member"]));
        assert_ne!(first["member"], other["member"]);
        house.clock.advance(90 * DAY + 1);
        let staff = house.staff("12300000012", Role::Operator).await;
        let nameless = record("visitor", &[("visitor", "v-1", false), ("phone", PHONE, true)]);
        let late = staff.post("identity/arrive", nameless).await.ok();
        assert_eq!(late["outcome"], "new");
        let bad = record("till", &[("phone", "12", true)]);
        staff.post("identity/arrive", bad).await.refused(422, "identity.bad_id");
        staff.post("identity/arrive", record("till", &[])).await.refused(422, "identity.no_ids");
    })
    .await;
}

/// What both readings show for a post: likes, and whether both friends liked it.
async fn likes(house: &House, reader: &Person, post: &Value) -> Value {
    house.settle().await;
    reader.get(&format!("post/show?post={}", post.as_str().unwrap())).await.ok()["post"]["likes"].clone()
}

/// The house's own pulse counts the merge and its undoing among what happened.
fn without_pulse(projections: &[String]) -> Vec<&String> {
    projections.iter().filter(|table| !table.starts_with("pulse_day: ")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn merging_counts_a_person_once_and_undoing_it_loses_nothing() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        let space = open_space(&staff).await;
        let post =
            staff.post("post/write", json!({ "space": space, "text": "谁在" })).await.ok()["post"].clone();
        let (a, b) = (house.person(PHONE).await, house.person("12300000003").await);
        for friend in [&a, &b] {
            friend.post("space/join", json!({ "space": space })).await.ok();
            friend.post("post/like", json!({ "post": post })).await.ok();
            friend.post("post/write", json!({ "space": space, "text": "在" })).await.ok();
        }
        let (ma, mb) = (a.me().await["id"].clone(), b.me().await["id"].clone());
        assert_eq!(likes(&house, &staff, &post).await, 2);
        let before = house.projections().await;
        let case =
            staff.post("identity/propose", json!({ "known": ma, "other": mb })).await.ok()["case"].clone();
        staff.post("identity/decide_case", json!({ "case": case, "decision": "accept" })).await.ok();
        assert_eq!(likes(&house, &staff, &post).await, 1);
        assert_eq!(b.me().await["id"], ma);
        let merged = house.projections().await;
        house.rebuild_all().await;
        assert_eq!(house.projections().await, merged);
        let merge = page(&staff, &ma).await["merges"][0]["id"].clone();
        staff
            .post("identity/unmerge", json!({ "merge": merge, "note": "" }))
            .await
            .refused(422, "identity.no_note");
        staff.post("identity/unmerge", json!({ "merge": merge, "note": "是两个人" })).await.ok();
        staff
            .post("identity/unmerge", json!({ "merge": merge, "note": "是两个人" }))
            .await
            .refused(409, "identity.merge_undone");
        assert_eq!(likes(&house, &staff, &post).await, 2);
        assert_eq!((a.me().await["id"].clone(), b.me().await["id"].clone()), (ma, mb));
        let after = house.projections().await;
        assert_eq!(without_pulse(&after), without_pulse(&before));
        house.rebuild_all().await;
        assert_eq!(house.projections().await, after);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recycled_number_sees_nothing_of_its_former_holder() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Service).await;
        let space = open_space(&house.staff("12300000008", Role::Operator).await).await;
        let former = house.person(PHONE).await;
        former.post("member/edit", json!({ "name": "吴姨", "bio": "爱喝茶" })).await.ok();
        former.post("space/join", json!({ "space": space })).await.ok();
        former.post("profile/say", json!({ "field": "region", "value": "雾溪镇" })).await.ok();
        let old = former.me().await["id"].clone();
        let card = record("till", &[("till", "t-1", false), ("phone", PHONE, true)]);
        let mut card = card;
        card["last_order"] = json!("A-77");
        staff.post("identity/arrive", card).await.ok();
        house.clock.advance(90 * DAY + 1);
        let newcomer = Person::new(&house);
        newcomer.post("account/request_code", json!({ "to": PHONE })).await.ok();
        let code = house.code(PHONE).await;
        let sign_in = |more: Value| {
            let mut body = json!({ "to": PHONE, "code": code, "consent": true });
            for (k, v) in more.as_object().unwrap() {
                body[k] = v.clone();
            }
            body
        };
        newcomer.post("account/sign_in", sign_in(json!({}))).await.refused(409, "identity.long_away");
        let guess = json!({ "proof": { "kind": "last_order", "value": "A-1" } });
        newcomer.post("account/sign_in", sign_in(guess)).await.refused(422, "identity.proof_wrong");
        assert_eq!(newcomer.me().await, Value::Null);
        newcomer.post("account/sign_in", sign_in(json!({ "fresh": true }))).await.ok();
        let me = newcomer.me().await;
        assert_ne!(me["id"], old);
        assert_eq!(me["name"], "");
        let mine = newcomer.get("profile/mine").await.ok();
        assert!(mine["items"].as_array().unwrap().iter().all(|f| f["values"] == json!([])));
        assert_eq!(newcomer.get("space/list").await.ok()["items"][0]["my_state"], "none");
        assert_eq!(newcomer.get("identity/waiting").await.ok()["waiting"], true);
        let prove = |value: &str| json!({ "proof": { "kind": "last_order", "value": value } });
        newcomer.post("identity/prove", prove("A-1")).await.refused(422, "identity.proof_wrong");
        let staff = house.staff("12300000011", Role::Service).await;
        let cases = staff.get("identity/cases").await.ok();
        assert_eq!(cases["items"][0]["reasons"], json!(["verified_address", "long_away"]));
        // It was her after all: the third fact fits, and everything is back.
        newcomer.post("identity/prove", prove("A-77")).await.ok();
        assert_eq!(newcomer.me().await["id"], old);
        assert_eq!(newcomer.get("space/list").await.ok()["items"][0]["my_state"], "member");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_former_holder_is_recognised_until_the_ninetieth_day() {
    on_every_engine(async |house| {
        let former = house.person(PHONE).await;
        let old = former.me().await["id"].clone();
        house.clock.advance(90 * DAY);
        let again = Person::new(&house);
        again.sign_in(&house, PHONE).await;
        assert_eq!(again.me().await["id"], old);
    })
    .await;
}
