//! Gates on both sides of each boundary: questionnaire, invitations, region, days, hand, screening, appeals.

use crate::{
    house::{House, Person, on_every_engine},
    space::{charter, drafted, opened},
};
use serde_json::{Value, json};
use weilu_kernel::Role;
use weilu_vocabulary::{DAY, HOUR};

fn questionnaire(pass: i64, read: bool) -> Value {
    let option =
        |key: &str, points: i64| json!({ "key": key, "label": { "zh": key, "en": key }, "points": points });
    json!({
        "title": { "zh": "入群问卷", "en": "Questionnaire" }, "pass_mark": pass,
        "fields": [
            { "key": "cup", "label": { "zh": "先做什么", "en": "What first" }, "required": true,
              "kind": { "type": "single", "options": [option("sit", 60), option("sell", 0)] } },
            { "key": "rule", "label": { "zh": "群规", "en": "Rules" }, "required": true,
              "kind": { "type": "single", "options": [option("read", 40), option("skip", 0)] } },
            { "key": "why", "label": { "zh": "为什么来", "en": "Why" },
              "kind": { "type": "long_text", "read_by_person": read } },
        ],
    })
}

async fn gated(owner: &Person, rule: Value, form: Option<Value>) -> String {
    let space = drafted(owner, "circle", "有门槛的群").await;
    owner.post("space/write_charter", json!({ "space": space, "charter": charter(4) })).await.ok();
    let mut input = json!({ "space": space, "rule": rule, "attempts": 3 });
    if let Some(form) = form {
        input["questionnaire"] = form;
    }
    owner.post("gate/set", input).await.ok();
    owner.post("space/publish", json!({ "space": space })).await.ok();
    space
}

fn answers(cup: &str, rule: &str) -> Value {
    json!({ "cup": cup, "rule": rule })
}

async fn inside(person: &Person, space: &str) -> bool {
    person.get(&format!("space/show?space={space}")).await.ok()["my"].is_object()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_questionnaire_opens_at_its_pass_mark_and_not_a_point_below() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let rule = json!({ "kind": "all", "of": [{ "kind": "phone" }, { "kind": "questionnaire" }] });
        let space = gated(&owner, rule.clone(), Some(questionnaire(60, false))).await;
        let me = house.person("12300000002").await;
        me.post("space/join", json!({ "space": space })).await.refused(403, "space.gate_closed");
        me.post("application/ask", json!({ "space": space })).await.refused(422, "application.answers_missing");
        let shown = me.get(&format!("gate/show?space={space}")).await.ok();
        assert_eq!(shown["questionnaire"]["fields"][0]["kind"]["options"][0]["points"], 0, "the key stays hidden");
        assert_eq!(shown["judged"]["of"][0]["verdict"], "met");
        let low = json!({ "space": space, "answers": answers("sell", "read") });
        let refused = me.post("application/ask", low).await.ok();
        assert_eq!(refused["state"], "refused");
        assert!(refused["reason"]["en"].as_str().unwrap().contains("pass mark"));
        assert!(!inside(&me, &space).await);
        let pass = json!({ "space": space, "answers": answers("sit", "skip"), "keep_answers": true });
        let accepted = me.post("application/ask", pass).await.ok();
        assert_eq!((&accepted["state"], &accepted["number"]), (&json!("accepted"), &json!(2)));
        assert!(inside(&me, &space).await);
        owner
            .post("gate/set", json!({ "space": space, "rule": rule, "questionnaire": questionnaire(61, false) }))
            .await
            .ok();
        let other = house.person("12300000003").await;
        let just = json!({ "space": space, "answers": answers("sit", "skip") });
        assert_eq!(other.post("application/ask", just).await.ok()["state"], "refused");
        owner
            .post("gate/set", json!({ "space": space, "rule": { "kind": "questionnaire" }, "questionnaire": questionnaire(101, false) }))
            .await
            .refused(422, "form.bad_form");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn attempts_run_out_after_three_and_one_appeal_is_heard() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = gated(&owner, json!({ "kind": "questionnaire" }), Some(questionnaire(100, false))).await;
        let me = house.person("12300000002").await;
        let low = json!({ "space": space, "answers": answers("sell", "skip") });
        let mut last = Value::Null;
        for left in [2, 1, 0] {
            last = me.post("application/ask", low.clone()).await.ok()["application"].clone();
            let shown = me.get(&format!("gate/show?space={space}")).await.ok();
            assert_eq!(shown["attempts_left"], left);
        }
        me.post("application/ask", low).await.refused(409, "application.no_attempts_left");
        let appeal = |text: &str| json!({ "application": last, "text": text });
        let stranger = house.person("12300000009").await;
        stranger.post("application/appeal", appeal("这不是我的申请")).await.refused(404, "link.not_found");
        me.post("application/appeal", appeal("请看看")).await.refused(422, "application.bad_appeal");
        me.post("application/appeal", appeal("我看错题了，请再看看")).await.ok();
        me.post("application/appeal", appeal("再来一次可以吗")).await.refused(409, "application.no_appeal");
        let decide = |accept: bool, reason: &str| json!({ "applications": [last], "accept": accept, "reason": reason });
        me.post("application/decide", decide(true, "")).await.refused(403, "link.forbidden");
        owner.post("application/decide", decide(false, "")).await.refused(422, "application.no_reason");
        owner.post("application/decide", decide(false, "答案确实不对")).await.ok();
        owner.post("application/decide", decide(true, "")).await.refused(409, "application.decided");
        me.post("application/appeal", appeal("还是想来坐坐")).await.refused(409, "application.no_appeal");
        let history = me.get(&format!("application/show?application={}", last.as_str().unwrap())).await.ok();
        let states: Vec<_> = history["steps"].as_array().unwrap().iter().map(|s| s["state"].clone()).collect();
        assert_eq!(states, [json!("refused"), json!("appealed"), json!("closed")]);
        assert_eq!(history["steps"][2]["reason"], "答案确实不对");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn free_text_waits_for_a_reader_and_the_deadline_reminds_once() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = gated(&owner, json!({ "kind": "questionnaire" }), Some(questionnaire(60, true))).await;
        let me = house.person("12300000002").await;
        let mut said = answers("sit", "read");
        said["why"] = json!("想找人一起喝老白茶");
        let asked = me.post("application/ask", json!({ "space": space, "answers": said })).await.ok();
        assert_eq!(asked["state"], "asked");
        me.post("application/ask", json!({ "space": space, "answers": said }))
            .await
            .refused(409, "application.waiting");
        let pending = format!("application/queue?space={space}");
        me.get(&pending).await.refused(403, "link.forbidden");
        assert_eq!(owner.get(&pending).await.ok()["items"].as_array().unwrap().len(), 1);
        house.clock.advance(48 * HOUR - 1);
        assert_eq!(reminders(&house).await, 0);
        house.clock.advance(1);
        assert_eq!(reminders(&house).await, 1);
        assert_eq!(reminders(&house).await, 1, "a second run reminds nobody again");
        let decide = json!({ "applications": [asked["application"]], "accept": true });
        owner.post("application/decide", decide).await.ok();
        assert!(inside(&me, &space).await);
    })
    .await;
}

async fn reminders(house: &House) -> usize {
    house.settle().await;
    house.events("application.overdue").await.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_works_once_until_it_expires_and_the_quota_holds() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = gated(&owner, json!({ "kind": "invited" }), None).await;
        let make = json!({ "space": space });
        let first = owner.post("invitation/invite", make.clone()).await.ok()["secret"].clone();
        let guest = house.person("12300000002").await;
        let come = |secret: &Value| json!({ "space": space, "invitation": secret });
        guest.post("space/join", json!({ "space": space })).await.refused(403, "space.gate_closed");
        guest.post("space/join", come(&json!("AAAA"))).await.refused(404, "invitation.invalid");
        guest.post("space/join", come(&first)).await.ok();
        let late = house.person("12300000003").await;
        late.post("space/join", come(&first)).await.refused(409, "invitation.used_up");
        let second = owner.post("invitation/invite", make.clone()).await.ok()["secret"].clone();
        house.clock.advance(7 * DAY - 1);
        let third = owner.post("invitation/invite", make.clone()).await.ok()["secret"].clone();
        late.post("space/join", come(&second)).await.ok();
        house.clock.advance(7 * DAY);
        let later = house.person("12300000004").await;
        later.post("space/join", come(&third)).await.refused(409, "invitation.expired");
        for left in [2, 1, 0] {
            assert_eq!(guest.post("invitation/invite", make.clone()).await.ok()["left"], left);
        }
        guest.post("invitation/invite", make.clone()).await.refused(409, "invitation.none_left");
        let mine = guest.get(&format!("invitation/mine?space={space}")).await.ok();
        assert_eq!(mine["left"], 0);
        guest.post("invitation/revoke", json!({ "invitation": mine["items"][0]["id"] })).await.ok();
        guest.post("invitation/invite", make).await.ok();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_brings_in_two_who_are_removed_loses_his_invitations_and_his_branch_is_shown() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = gated(&owner, json!({ "kind": "invited" }), None).await;
        let make = json!({ "space": space });
        let host = house.person("12300000002").await;
        let secret = owner.post("invitation/invite", make.clone()).await.ok()["secret"].clone();
        host.post("space/join", json!({ "space": space, "invitation": secret })).await.ok();
        host.post("invitation/invite", make.clone()).await.refused(403, "invitation.too_new");
        house.clock.advance(3 * DAY);
        let mut guests = Vec::new();
        for phone in ["12300000003", "12300000004"] {
            let secret = host.post("invitation/invite", make.clone()).await.ok()["secret"].clone();
            let guest = house.person(phone).await;
            guest.post("space/join", json!({ "space": space, "invitation": secret })).await.ok();
            guests.push(guest.member().await);
        }
        let chain =
            owner.get(&format!("invitation/chain?space={space}&member={}", host.member().await)).await.ok();
        assert_eq!(chain["items"].as_array().unwrap().len(), 2);
        let away = |member| json!({ "space": space, "member": member, "reason": "发广告" });
        owner.post("space/remove", away(guests[0])).await.ok();
        host.post("invitation/invite", make.clone()).await.ok();
        owner.post("space/remove", away(guests[1])).await.ok();
        host.post("invitation/invite", make.clone()).await.refused(403, "invitation.lost");
        assert!(inside(&host, &space).await, "nobody is punished for another beyond his invitations");
        let removed = owner.post("space/remove", away(host.member().await)).await.ok();
        assert_eq!(removed["branch"], 2);
        owner.post("invitation/restore", json!({ "space": space, "member": host.member().await })).await.ok();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_region_gate_keeps_its_result_and_forgets_the_position() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let near = json!({ "kind": "near", "place": "东岸店", "lat": 30_000_000, "lon": 120_000_000, "metres": 5_000 });
        let rule = json!({ "kind": "any", "of": [near, { "kind": "region", "codes": ["3301"] }] });
        let space = gated(&owner, rule, None).await;
        let ask = |lat: i64| json!({ "space": space, "position": { "lat": lat, "lon": 120_000_000 } });
        let far = house.person("12300000002").await;
        assert_eq!(far.post("application/ask", ask(30_600_000)).await.ok()["state"], "refused");
        far.post("application/ask", ask(95_000_000)).await.refused(422, "application.bad_position");
        let close = house.person("12300000003").await;
        assert_eq!(close.post("application/ask", ask(30_044_900)).await.ok()["state"], "accepted");
        let named = house.person("12300000004").await;
        let city = |code: &str| json!({ "space": space, "city": code });
        named.post("application/ask", city("9999")).await.refused(422, "application.no_such_city");
        assert_eq!(named.post("application/ask", city("3302")).await.ok()["state"], "refused");
        assert_eq!(named.post("application/ask", city("3301")).await.ok()["state"], "accepted");
        let kept = house.applications_as_text().await;
        assert!(kept.contains("3301") && !kept.contains("30044900"), "the result is kept, the position is not");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn days_and_hands_open_at_their_boundary_and_an_owner_sets_no_gate_that_nobody_passes() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let me = house.person("12300000002").await;
        let space = gated(&owner, json!({ "kind": "days", "days": 7 }), None).await;
        house.clock.advance(7 * DAY - 1);
        let fields = me.post("space/join", json!({ "space": space })).await.refused(403, "space.gate_closed");
        assert!(fields["missing"][0].as_str().is_some_and(|m| m.contains('1')));
        house.clock.advance(1);
        me.post("space/join", json!({ "space": space })).await.ok();
        let hand = gated(&owner, json!({ "kind": "hand" }), None).await;
        let asked = me.post("application/ask", json!({ "space": hand, "note": "想来坐坐" })).await.ok();
        assert_eq!(asked["state"], "asked");
        me.post("application/withdraw", json!({ "application": asked["application"] })).await.ok();
        let again = me.post("application/ask", json!({ "space": hand, "note": "还是想来" })).await.ok();
        let other = house.person("12300000003").await;
        let third = other.post("application/ask", json!({ "space": hand })).await.ok();
        let both = json!({ "applications": [again["application"], third["application"]], "accept": true });
        let done = owner.post("application/decide", both).await.ok();
        assert!(done["items"].as_array().unwrap().iter().all(|d| d["state"] == "accepted"));
        for (rule, code) in [
            (json!({ "kind": "any", "of": [] }), "gate.impassable"),
            (json!({ "kind": "questionnaire" }), "gate.impassable"),
            (json!({ "kind": "region", "codes": [] }), "gate.impassable"),
            (json!({ "kind": "days", "days": 0 }), "gate.impassable"),
        ] {
            owner.post("gate/set", json!({ "space": hand, "rule": rule })).await.refused(422, code);
        }
        me.post("gate/set", json!({ "space": hand, "rule": { "kind": "phone" } }))
            .await
            .refused(403, "link.forbidden");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn recruiters_are_refused_with_reason_and_repeated_words_wait_for_a_person() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = gated(&owner, json!({ "kind": "phone" }), None).await;
        let ask = |note: &str| json!({ "space": space, "note": note });
        let seller = house.person("12300000002").await;
        let refused = seller.post("application/ask", ask("加我微信，带你躺赚")).await.ok();
        assert_eq!(refused["state"], "refused");
        assert!(refused["reason"]["zh"].as_str().unwrap().contains("申诉"));
        let same = "我是老茶客，想进来坐坐聊聊";
        for (phone, state) in
            [("12300000003", "accepted"), ("12300000004", "accepted"), ("12300000005", "asked")]
        {
            let person = house.person(phone).await;
            assert_eq!(person.post("application/ask", ask(same)).await.ok()["state"], state, "{phone}");
        }
        owner.post("gate/set_word", json!({ "word": "代购", "on": true })).await.ok();
        let buyer = house.person("12300000006").await;
        let held = buyer.post("application/ask", ask("做代购的，也爱喝茶")).await.ok();
        assert_eq!(held["state"], "asked");
        let shown = owner
            .get(&format!("application/show?application={}", held["application"].as_str().unwrap()))
            .await
            .ok();
        assert_eq!(shown["signs"][0]["kind"], "listed_word");
        let own = buyer
            .get(&format!("application/show?application={}", held["application"].as_str().unwrap()))
            .await
            .ok();
        assert_eq!(own["signs"], json!([]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_is_on_probation_for_three_days_and_asked_after_thirty() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = opened(&owner, "circle", "茶桌").await;
        let me = house.person("12300000002").await;
        me.post("space/join", json!({ "space": space })).await.ok();
        let show = format!("space/show?space={space}");
        let link = json!({ "space": space, "text": "看这里 https://a.example" });
        house.clock.advance(3 * DAY - 1);
        me.post("post/write", link.clone()).await.refused(403, "gate.probation_links");
        for _ in 0..10 {
            me.post("post/write", json!({ "space": space, "text": "新来的" })).await.ok();
        }
        me.post("post/write", json!({ "space": space, "text": "第十一句" }))
            .await
            .refused(429, "gate.probation_posts");
        assert!(me.get(&show).await.ok()["my"]["probation_until"].is_i64());
        // Whoever is given the space to run is no newcomer of it.
        let heir = house.person("12300000003").await;
        heir.post("space/join", json!({ "space": space })).await.ok();
        assert!(heir.get(&show).await.ok()["my"]["probation_until"].is_i64());
        owner.post("space/transfer", json!({ "space": space, "member": heir.member().await })).await.ok();
        assert_eq!(heir.get(&show).await.ok()["my"]["probation_until"], Value::Null);
        heir.post("post/write", link.clone()).await.ok();
        house.clock.advance(1);
        assert_eq!(me.get(&show).await.ok()["my"]["probation_until"], Value::Null);
        me.post("post/write", link).await.ok();
        house.clock.advance(27 * DAY - 1);
        house.settle().await;
        assert_eq!(me.get("belonging/mine").await.ok()["items"], json!([]));
        house.clock.advance(1);
        house.settle().await;
        assert_eq!(me.get("belonging/mine").await.ok()["items"][0]["space"], json!(space));
        let say = |answer: i64| json!({ "space": space, "answer": answer });
        me.post("belonging/answer", say(6)).await.refused(422, "belonging.bad_answer");
        me.post("belonging/answer", say(5)).await.ok();
        me.post("belonging/answer", say(5)).await.refused(409, "belonging.not_asked");
        let compared = owner.get("belonging/compare").await.ok();
        assert_eq!(
            (&compared["open"]["answered"], &compared["open"]["average_hundredths"]),
            (&json!(1), &Value::Null)
        );
    })
    .await;
}
