//! Accounts: passwords, recovery, ways in, devices, provinces, settings; as one person, checked as another.

use crate::house::{House, Person, on_every_engine};
use serde_json::{Value, json};
use std::time::Duration;
use weilu_kernel::Role;
use weilu_vocabulary::{DAY, MINUTE};

const PHONE: &str = "12300000021";
const GOOD: &str = "tea-kettle-sings-at-dawn";
const BETTER: &str = "mist-over-the-east-bridge-7";

async fn code_for(house: &House, person: &Person, to: &str) -> String {
    house.clock.advance(2 * MINUTE);
    person.post("account/request_code", json!({ "to": to })).await.ok();
    house.code(to).await
}

async fn safety(person: &Person) -> Value {
    person.get("account/safety").await.ok()
}

async fn with_password(house: &House, phone: &str) -> Person {
    let person = house.person(phone).await;
    // A number gets one message a minute: the one that tells of the password waits for nobody.
    house.clock.advance(MINUTE);
    person.post("account/set_password", json!({ "password": GOOD })).await.ok();
    house.settle().await;
    person
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_opens_and_five_wrong_ones_close_for_a_while() {
    on_every_engine(async |house| {
        let owner = house.person(PHONE).await;
        for (weak, code) in [
            ("kurz", "account.password_short"),
            ("password1", "account.password_weak"),
            (PHONE, "account.password_weak"),
        ] {
            owner.post("account/set_password", json!({ "password": weak })).await.refused(422, code);
        }
        owner.post("account/set_password", json!({ "password": GOOD })).await.ok();
        assert!(safety(&owner).await["password_set_at"].is_i64());

        let other = Person::new(&house);
        let sign_in = async |to: &str, password: &str| {
            other.post("account/sign_in_with_password", json!({ "to": to, "password": password })).await
        };
        // A stranger's address answers like a wrong password.
        assert_eq!(sign_in("12300000029", GOOD).await.refused(422, "account.wrong_password")["left"], 4);
        for left in (0..5).rev() {
            assert_eq!(
                sign_in(PHONE, "wrong-one").await.refused(422, "account.wrong_password")["left"],
                left
            );
        }
        assert_eq!(sign_in(PHONE, GOOD).await.refused(429, "account.locked")["minutes"], 15);
        house.clock.advance(15 * MINUTE - 1);
        sign_in(PHONE, GOOD).await.refused(429, "account.locked");
        house.clock.advance(1);
        let entered = sign_in(PHONE, GOOD).await.ok();
        assert!(entered.get("token").is_none(), "the token travels in the cookie only");
        assert_eq!(other.member().await, owner.member().await);
        let kinds: Vec<String> = safety(&owner).await["log"]
            .as_array()
            .unwrap()
            .iter()
            .map(|l| l["kind"].as_str().unwrap().to_owned())
            .collect();
        assert!(kinds.contains(&"locked".to_owned()), "{kinds:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changing_the_password_asks_for_the_old_one_and_signs_the_others_out() {
    on_every_engine(async |house| {
        let owner = with_password(&house, PHONE).await;
        let tablet = Person::new(&house);
        tablet.post("account/sign_in_with_password", json!({ "to": PHONE, "password": GOOD })).await.ok();
        owner
            .post("account/set_password", json!({ "password": BETTER }))
            .await
            .refused(422, "account.wrong_current");
        owner
            .post("account/set_password", json!({ "password": BETTER, "current": "no" }))
            .await
            .refused(422, "account.wrong_current");
        assert_ne!(tablet.me().await, Value::Null);
        house.clock.advance(2 * MINUTE);
        owner.post("account/set_password", json!({ "password": BETTER, "current": GOOD })).await.ok();
        assert_eq!(tablet.me().await, Value::Null);
        assert_ne!(owner.me().await, Value::Null);
        assert!(house.last_message(PHONE).await.unwrap().contains("新密码"));
        tablet
            .post("account/sign_in_with_password", json!({ "to": PHONE, "password": GOOD }))
            .await
            .refused(422, "account.wrong_password");
        tablet.post("account/sign_in_with_password", json!({ "to": PHONE, "password": BETTER })).await.ok();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_recovered_by_code() {
    on_every_engine(async |house| {
        let owner = with_password(&house, PHONE).await;
        let phone = Person::new(&house);
        let code = code_for(&house, &phone, PHONE).await;
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let recover = |code: &str, password: &str| json!({ "to": PHONE, "code": code, "password": password });
        phone.post("account/recover", recover(wrong, BETTER)).await.refused(422, "account.wrong_code");
        phone.post("account/recover", recover(&code, "12345678")).await.refused(422, "account.password_weak");
        phone.post("account/recover", recover(&code, BETTER)).await.ok();
        assert_eq!(owner.me().await, Value::Null, "the other devices are signed out");
        phone.post("account/recover", recover(&code, GOOD)).await.refused(422, "account.no_code");
        let tablet = Person::new(&house);
        tablet.post("account/sign_in_with_password", json!({ "to": PHONE, "password": BETTER })).await.ok();
        // Somebody unknown is told so only after he proved that the address is his.
        let code = code_for(&house, &tablet, "12300000028").await;
        let input = json!({ "to": "12300000028", "code": code, "password": BETTER });
        tablet.post("account/recover", input).await.refused(422, "account.unknown");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ways_in_are_added_changed_and_removed_but_never_the_last() {
    on_every_engine(async |house| {
        let owner = house.person(PHONE).await;
        let neighbour = house.person("12300000022").await;
        let first = safety(&owner).await["ways"][0]["id"].clone();
        owner
            .post("account/remove_address", json!({ "way": first }))
            .await
            .refused(409, "account.last_way_in");
        neighbour
            .post("account/remove_address", json!({ "way": first }))
            .await
            .refused(404, "account.no_way");

        let code = code_for(&house, &owner, "tea@example.com").await;
        owner.post("account/add_address", json!({ "to": "tea@example.com", "code": code })).await.ok();
        assert!(house.last_message(PHONE).await.unwrap().contains("t***@example.com"));
        let code = code_for(&house, &neighbour, "tea@example.com").await;
        neighbour
            .post("account/add_address", json!({ "to": "tea@example.com", "code": code }))
            .await
            .refused(409, "account.address_taken");

        let code = code_for(&house, &owner, "12300000023").await;
        let change = json!({ "way": first, "to": "12300000023", "code": code });
        owner.post("account/change_address", change.clone()).await.ok();
        assert!(house.last_message(PHONE).await.unwrap().contains("123****0023"), "the old one is told");
        owner.post("account/change_address", change).await.refused(404, "account.no_way");
        let shown = safety(&owner).await;
        let kinds: Vec<&str> =
            shown["ways"].as_array().unwrap().iter().map(|w| w["masked"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["t***@example.com", "123****0023"]);

        // The old number is free: who holds it now is somebody else.
        house.clock.advance(2 * MINUTE);
        let stranger = house.person(PHONE).await;
        assert_ne!(stranger.member().await, owner.member().await);
        let mail = Person::new(&house);
        let code = code_for(&house, &mail, "tea@example.com").await;
        mail.post("account/sign_in", json!({ "to": "tea@example.com", "code": code })).await.ok();
        assert_eq!(mail.member().await, owner.member().await);
        let way = shown["ways"][1]["id"].clone();
        owner.post("account/remove_address", json!({ "way": way })).await.ok();
        assert_eq!(safety(&mail).await["ways"].as_array().unwrap().len(), 1);
        assert_eq!(mail.me().await["phone_verified"], false);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn devices_are_listed_with_their_province_and_ended_at_once() {
    on_every_engine(async |house| {
        let owner = house.person(PHONE).await;
        let far = Person::new(&house);
        let code = code_for(&house, &far, PHONE).await;
        far.raw(reqwest::Method::POST, "api/v1/account/sign_in")
            .header("x-forwarded-for", "198.51.100.7, 203.0.113.9")
            .json(&json!({ "to": PHONE, "code": code, "device": "客厅平板" }))
            .send()
            .await
            .unwrap()
            .error_for_status()
            .unwrap();
        let mut live = crate::thread::listen_as(&house, &far).await;
        let devices = safety(&owner).await["devices"].clone();
        let theirs = devices.as_array().unwrap().iter().find(|d| d["device"] == "客厅平板").unwrap().clone();
        assert_eq!((&theirs["province"], &theirs["current"]), (&json!("云南"), &json!(false)));
        let neighbour = house.person("12300000022").await;
        neighbour
            .post("account/end_session", json!({ "session": theirs["id"] }))
            .await
            .refused(404, "link.not_found");
        owner.post("account/end_session", json!({ "session": theirs["id"] })).await.ok();
        assert_eq!(far.me().await, Value::Null);
        assert!(crate::thread::ends(&mut live, Duration::from_secs(10)).await, "the open connection stops");
        far.sign_in_again(&house, PHONE).await;
        let ended = owner.post("account/end_other_sessions", json!({})).await.ok();
        assert_eq!(ended["ended"], 1);
        assert_eq!((far.me().await, owner.me().await == Value::Null), (Value::Null, false));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_role_brings_a_new_token_and_the_old_one_dies() {
    on_every_engine(async |house| {
        let owner = house.person(PHONE).await;
        let before = owner.cookie();
        house.give(owner.persona().await, Role::Operator, weilu_people::role::Site::Whole).await;
        house.settle().await;
        owner.post("account/end_other_sessions", json!({})).await.ok();
        assert_ne!(owner.me().await, Value::Null, "the page goes on");
        let with_old = async || {
            let request = Person::new(&house).raw(reqwest::Method::GET, "api/v1/account/me");
            let reply = request.header("cookie", &before).send().await.unwrap();
            reply.json::<Value>().await.unwrap()["data"]["me"].clone()
        };
        assert_ne!(with_old().await, Value::Null, "what is under way is not cut");
        house.clock.advance(MINUTE);
        assert_eq!(with_old().await, Value::Null);
        assert_ne!(owner.me().await, Value::Null);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cookies_and_limits_know_the_proxy() {
    on_every_engine(async |house| {
        let person = Person::new(&house);
        let code = code_for(&house, &person, PHONE).await;
        let reply = person
            .raw(reqwest::Method::POST, "api/v1/account/sign_in")
            .header("x-forwarded-proto", "https")
            .json(&json!({ "to": PHONE, "code": code, "consent": true }))
            .send()
            .await
            .unwrap();
        let cookie = reply.headers()["set-cookie"].to_str().unwrap().to_owned();
        for flag in ["HttpOnly", "SameSite=Lax", "; Secure"] {
            assert!(cookie.contains(flag), "{cookie}");
        }
        let staff = house.staff("12300000001", Role::Operator).await;
        let change = json!({ "name": "account.tries_per_source", "value": 3 });
        staff.post("setting/change", change).await.ok();
        let try_from = async |from: &str| {
            let input = json!({ "to": "12300000027", "password": "whatever" });
            let request = person.raw(reqwest::Method::POST, "api/v1/account/sign_in_with_password");
            request.header("x-forwarded-for", from).json(&input).send().await.unwrap().status().as_u16()
        };
        let mut seen = Vec::new();
        for _ in 0..4 {
            seen.push(try_from("203.0.113.50").await);
        }
        assert_eq!(seen, [422, 422, 422, 429], "wrong tries count although they are refused");
        assert_eq!(try_from("203.0.113.51").await, 422, "another address has its own count");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_site_cannot_act() {
    on_every_engine(async |house| {
        let owner = house.person(PHONE).await;
        for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
            let request = owner.raw(reqwest::Method::POST, "api/v1/account/end_other_sessions");
            let reply = request.header(name, value).json(&json!({})).send().await.unwrap();
            assert_eq!(reply.status(), 403, "{name}");
            assert_eq!(reply.json::<Value>().await.unwrap()["code"], "edge.foreign_page");
        }
        assert_eq!(owner.post("account/end_other_sessions", json!({})).await.status, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn publishing_needs_a_phone_on_the_mainland_and_not_elsewhere() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        let opened = json!({ "name": "雾溪茶友会", "line": "一起喝茶", "open_to_read": true });
        let space = staff.post("space/open", opened).await.ok()["space"].clone();
        let mail = Person::new(&house);
        mail.sign_in(&house, "tea@example.com").await;
        mail.post("space/join", json!({ "space": space })).await.ok();
        let write = json!({ "space": space, "text": "早" });
        mail.post("post/write", write.clone()).await.refused(403, "account.phone_needed");
        let change = json!({ "name": "account.country", "value": "elsewhere" });
        mail.post("setting/change", change.clone()).await.refused(403, "link.forbidden");
        staff.post("setting/change", change).await.ok();
        mail.post("post/write", write.clone()).await.ok();
        staff.post("setting/reset", json!({ "name": "account.country" })).await.ok();
        mail.post("post/write", write.clone()).await.refused(403, "account.phone_needed");
        let code = code_for(&house, &mail, PHONE).await;
        mail.post("account/add_address", json!({ "to": PHONE, "code": code })).await.ok();
        let reply = mail
            .raw(reqwest::Method::POST, "api/v1/post/write")
            .header("x-forwarded-for", "198.51.100.20")
            .json(&write)
            .send()
            .await
            .unwrap();
        assert_eq!(reply.status(), 200);
        let seen =
            Person::new(&house).get(&format!("post/timeline?space={}", space.as_str().unwrap())).await.ok();
        assert_eq!(seen["items"][0]["region"], "浙江");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_show_their_default_and_refuse_what_does_not_fit() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Headquarters).await;
        let find = async |name: &str| {
            let groups = staff.get("setting/list").await.ok()["groups"].clone();
            let all = groups.as_array().unwrap().iter().flat_map(|g| g["items"].as_array().unwrap().clone());
            all.into_iter().find(|s| s["name"] == name).unwrap()
        };
        let before = find("account.lock_minutes").await;
        assert_eq!(
            (&before["value"], &before["default"], &before["set_at"]),
            (&json!(15), &json!(15), &Value::Null)
        );
        let change = |value: Value| json!({ "name": "account.lock_minutes", "value": value });
        staff.post("setting/change", change(json!("lang"))).await.refused(422, "setting.unfit");
        staff.post("setting/change", change(json!(-1))).await.refused(422, "setting.negative");
        staff
            .post("setting/change", json!({ "name": "no.such", "value": 1 }))
            .await
            .refused(404, "setting.unknown");
        staff.post("setting/change", change(json!(30))).await.ok();
        assert_eq!(find("account.lock_minutes").await["value"], 30);
        assert_eq!(find("account.country").await["schema"]["oneOf"][0]["const"], "mainland");
        staff.post("setting/reset", json!({ "name": "account.lock_minutes" })).await.ok();
        assert_eq!(find("account.lock_minutes").await["value"], 15);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_from_the_command_line_opens_once() {
    on_every_engine(async |house| {
        let token =
            weilu_people::account::admin_link(&house.app, crate::house::TENANT, None, DAY).await.unwrap();
        let first = Person::new(&house);
        first.post("account/sign_in_by_link", json!({ "link": token })).await.ok();
        let roles = first.me().await["roles"].clone();
        assert!(roles.as_array().unwrap().contains(&json!("headquarters")), "{roles}");
        let second = Person::new(&house);
        second
            .post("account/sign_in_by_link", json!({ "link": token }))
            .await
            .refused(422, "account.link_spent");
        let again =
            weilu_people::account::admin_link(&house.app, crate::house::TENANT, None, MINUTE).await.unwrap();
        house.clock.advance(MINUTE);
        second
            .post("account/sign_in_by_link", json!({ "link": again }))
            .await
            .refused(422, "account.link_spent");
        let again =
            weilu_people::account::admin_link(&house.app, crate::house::TENANT, None, MINUTE).await.unwrap();
        second.post("account/sign_in_by_link", json!({ "link": again })).await.ok();
        assert_eq!(second.member().await, first.member().await, "the first administrator there is");
    })
    .await;
}
