//! Who may become a member: open, by invitation, after approval; each on both sides of the door.

use crate::house::{House, Person, on_every_engine};
use serde_json::{Value, json};
use weilu_kernel::Role;
use weilu_vocabulary::{DAY, MINUTE};

async fn set_mode(staff: &Person, mode: &str) {
    staff.post("setting/change", json!({ "name": "account.codes_per_day", "value": 100 })).await.ok();
    staff.post("setting/change", json!({ "name": "admission.mode", "value": mode })).await.ok();
}

/// Tries to come in with a code; the pause between two codes is over.
async fn come(house: &House, person: &Person, to: &str, more: Value) -> crate::house::Reply {
    house.clock.advance(2 * MINUTE);
    person.post("account/request_code", json!({ "to": to })).await.ok();
    let mut input = json!({ "to": to, "code": house.code(to).await, "consent": true });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    person.post("account/sign_in", input).await
}

#[tokio::test(flavor = "multi_thread")]
async fn by_invitation_a_link_brings_one_person_and_a_printed_code_many() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        let before = house.person("12300000002").await;
        let opened = json!({ "name": "雾溪茶友会", "line": "一起喝茶", "open_to_read": true });
        let space = staff.post("space/open", opened).await.ok()["space"].clone();
        set_mode(&staff, "invitation").await;

        let guest = Person::new(&house);
        let to = "12300000003";
        come(&house, &guest, to, json!({})).await.refused(403, "admission.invitation_needed");
        come(&house, &guest, to, json!({ "invitation": "nothing" }))
            .await
            .refused(403, "admission.invitation_spent");
        assert!(guest.me().await.is_null());
        let made = staff.post("invitation/invite", json!({ "space": space })).await.ok();
        let token = made["secret"].as_str().unwrap().to_owned();
        come(&house, &guest, to, json!({ "invitation": token })).await.ok();
        guest.post("space/join", json!({ "space": space, "invitation": token })).await.ok();
        let second = Person::new(&house);
        let other = "12300000004";
        come(&house, &second, other, json!({ "invitation": token }))
            .await
            .refused(403, "admission.invitation_spent");

        let code = json!({ "space": space, "name": "柜台" });
        staff.post("entry_code/make", code).await.ok();
        let listed = staff.get(&format!("entry_code/list?space={}", space.as_str().unwrap())).await.ok();
        let code = listed["items"][0]["id"].clone();
        let token = listed["items"][0]["token"].as_str().unwrap().to_owned();
        for to in [other, "12300000005"] {
            come(&house, &Person::new(&house), to, json!({ "invitation": token })).await.ok();
        }
        staff.post("entry_code/stop", json!({ "entry_code": code, "stopped": true })).await.ok();
        come(&house, &Person::new(&house), "12300000006", json!({ "invitation": token }))
            .await
            .refused(403, "admission.invitation_spent");
        let known = come(&house, &before, "12300000002", json!({})).await.ok();
        assert_eq!(known["new"], false, "members always come in");

        set_mode(&staff, "open").await;
        come(&house, &Person::new(&house), "12300000006", json!({})).await.ok();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_invitation_opens_one_account_also_before_it_is_used_up() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        let opened = json!({ "name": "雾溪茶友会", "line": "一起喝茶", "open_to_read": true });
        let space = staff.post("space/open", opened).await.ok()["space"].clone();
        set_mode(&staff, "invitation").await;
        let made = staff.post("invitation/invite", json!({ "space": space })).await.ok();
        let token = json!({ "invitation": made["secret"] });
        come(&house, &Person::new(&house), "12300000003", token.clone()).await.ok();
        come(&house, &Person::new(&house), "12300000004", token)
            .await
            .refused(403, "admission.invitation_spent");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_approval_somebody_asks_waits_and_comes_in() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        let to = "12300000003";
        let guest = Person::new(&house);
        let ask = async |more: Value| {
            // Five codes an hour.
            house.clock.advance(15 * MINUTE);
            guest.post("account/request_code", json!({ "to": to })).await.ok();
            let mut input = json!({
                "to": to, "code": house.code(to).await, "name": "周小满", "words": "朋友介绍来的，喜欢岩茶",
                "consent": true,
            });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            guest.post("admission/ask", input).await
        };
        ask(json!({})).await.refused(409, "admission.not_needed");
        set_mode(&staff, "approval").await;
        come(&house, &guest, to, json!({})).await.refused(403, "admission.approval_needed");
        ask(json!({ "name": " " })).await.refused(422, "admission.bad_name");
        ask(json!({ "words": "好" })).await.refused(422, "admission.bad_words");
        ask(json!({ "consent": false })).await.refused(422, "account.consent_missing");
        ask(json!({ "code": "000000" })).await.refused(422, "account.wrong_code");
        ask(json!({})).await.ok();
        ask(json!({})).await.refused(403, "admission.waiting");
        come(&house, &guest, to, json!({})).await.refused(403, "admission.waiting");

        let list = staff.get("admission/list").await.ok();
        assert_eq!((&list["waiting"], &list["mode"]), (&json!(1), &json!("approval")));
        let one = &list["items"][0];
        assert_eq!((&one["name"], &one["masked"]), (&json!("周小满"), &json!("123****0003")));
        let id = one["id"].clone();
        house
            .person_in_spite(&staff, "12300000009")
            .await
            .post("admission/decide", json!({ "admission": id, "approve": true }))
            .await
            .refused(403, "link.forbidden");
        // A number gets ten messages a day.
        house.clock.advance(24 * 60 * MINUTE);
        staff.post("admission/decide", json!({ "admission": id, "approve": true })).await.ok();
        staff
            .post("admission/decide", json!({ "admission": id, "approve": true }))
            .await
            .refused(409, "admission.over");
        assert!(house.last_message(to).await.unwrap().contains("通过了"));
        let entered = come(&house, &guest, to, json!({})).await.ok();
        assert_eq!(entered["me"]["name"], "周小满");
        assert_eq!(entered["me"]["consents_due"], json!([]));
        let joined = house.events("member.joined").await;
        assert_eq!(joined.last().unwrap().actor, Some(guest.persona().await), "he joined, not who approved");
        ask(json!({})).await.refused(409, "admission.member");
        assert_eq!(staff.get("admission/list?decided=true").await.ok()["items"][0]["masked"], "");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_is_told_with_its_reason_and_forgotten_after_its_days() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Headquarters).await;
        set_mode(&staff, "approval").await;
        let (to, guest) = ("guest@example.com", Person::new(&house));
        guest.post("account/request_code", json!({ "to": to })).await.ok();
        let input = json!({
            "to": to, "code": house.code(to).await, "name": "路人", "words": "来看看", "consent": true,
        });
        let id = guest.post("admission/ask", input).await.ok()["admission"].clone();
        let no = |reason: &str| json!({ "admission": id, "approve": false, "reason": reason });
        staff.post("admission/decide", no("否")).await.refused(422, "admission.no_reason");
        staff.post("admission/decide", no("名额满了")).await.ok();
        assert!(house.last_message(to).await.unwrap().contains("名额满了"));
        let told = come(&house, &guest, to, json!({})).await.refused(403, "admission.turned_down");
        assert_eq!(told["reason"], "名额满了");
        house.clock.advance(29 * DAY);
        house.settle().await;
        come(&house, &guest, to, json!({})).await.refused(403, "admission.turned_down");
        house.clock.advance(2 * DAY);
        house.settle().await;
        come(&house, &guest, to, json!({})).await.refused(403, "admission.approval_needed");
    })
    .await;
}
