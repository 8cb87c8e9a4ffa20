//! Founding circles and entry codes.

use crate::{
    house::{Person, on_every_engine},
    space::opened,
};
use serde_json::{Value, json};
use weilu_kernel::Role;
use weilu_vocabulary::{DAY, HOUR};

#[tokio::test(flavor = "multi_thread")]
async fn a_circle_opens_by_itself_at_ten_signatures_and_an_owner() {
    on_every_engine(async |house| {
        let proposer = house.person("12300000001").await;
        let templates = proposer.get("circle/templates").await.ok();
        assert_eq!(templates["items"].as_array().unwrap().len(), 11);
        proposer
            .post("circle/propose", json!({ "name": "茶点妈妈" }))
            .await
            .refused(422, "circle.charter_missing");
        let input = json!({ "name": "茶点妈妈", "template": "food" });
        let made = proposer.post("circle/propose", input).await.ok();
        assert_eq!(made["needs"], 10);
        let on = json!({ "proposal": made["proposal"] });
        let mut others = Vec::new();
        for n in 2..=9 {
            let person = house.person(&format!("1230000000{n}")).await;
            person.post("circle/sign", on.clone()).await.ok();
            person.post("circle/sign", on.clone()).await.refused(409, "circle.signed_already");
            others.push(person);
        }
        let stands = others[0].post("circle/accept_office", on.clone()).await.ok();
        assert_eq!((&stands["signed"], &stands["space"]), (&json!(9), &Value::Null));
        others[1].post("circle/accept_office", on.clone()).await.refused(409, "circle.owner_found");
        proposer.post("circle/withdraw", on.clone()).await.refused(409, "circle.proposer_stays");
        let tenth = house.person("12300000010").await;
        let stands = tenth.post("circle/sign", on.clone()).await.ok();
        let space = stands["space"].as_str().expect("it opened").to_owned();
        let shown = Person::new(&house).get(&format!("space/show?space={space}")).await.ok();
        assert_eq!((&shown["state"], &shown["members"]), (&json!("open"), &json!(10)));
        assert_eq!(shown["charter"]["first_topics"].as_array().unwrap().len(), 4);
        let mine = others[0].get(&format!("space/show?space={space}")).await.ok();
        assert_eq!(mine["my_state"], "owner");
        tenth.post("circle/withdraw", on).await.refused(409, "circle.over");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_lapses_after_thirty_days() {
    on_every_engine(async |house| {
        let proposer = house.person("12300000001").await;
        let made =
            proposer.post("circle/propose", json!({ "name": "看球去", "template": "football" })).await.ok();
        let friend = house.person("12300000002").await;
        house.clock.advance(30 * DAY - 1);
        house.settle().await;
        friend.post("circle/sign", json!({ "proposal": made["proposal"] })).await.ok();
        house.clock.advance(1);
        house.settle().await;
        let late = house.person("12300000003").await;
        late.post("circle/sign", json!({ "proposal": made["proposal"] })).await.refused(409, "circle.over");
        let shown =
            late.get(&format!("circle/show?proposal={}", made["proposal"].as_str().unwrap())).await.ok();
        assert_eq!(shown["state"], "lapsed");
    })
    .await;
}

async fn proposals(person: &Person) -> Vec<Value> {
    person.get("circle/proposals").await.ok()["items"].as_array().unwrap().clone()
}

/// What everybody reads is looked at as a post is: by the lists of words, and by whoever reports it.
#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_is_looked_at_reported_put_away_and_brought_back() {
    on_every_engine(async |house| {
        let boss = house.staff("12300000001", Role::Headquarters).await;
        for (word, action) in [("刷单", "refuse"), ("代购", "mask"), ("砍价", "hold")] {
            boss.post("sensitive_word/put", json!({ "word": word, "action": action })).await.ok();
        }
        let proposer = house.person("12300000002").await;
        let other = house.person("12300000003").await;
        let propose = |name: &str, topic: &str| json!({ "name": name, "template": "food", "charter": { "topic": topic } });
        proposer
            .post("circle/propose", propose("刷单互助", "茶点"))
            .await
            .refused(422, "sensitive_word.refused");
        let long = json!({ "name": "茶点", "template": "food", "charter": { "rules": ["长".repeat(201)] } });
        let fields = proposer.post("circle/propose", long).await.refused(422, "circle.charter_too_long");
        assert_eq!(fields["field"], "rules");
        let masked = proposer.post("circle/propose", propose("茶点铺", "代购点心")).await.ok();
        let at = format!("circle/show?proposal={}", masked["proposal"].as_str().unwrap());
        let shown = other.get(&at).await.ok();
        assert_eq!((&shown["charter"]["topic"], &shown["by_me"]), (&json!("＊＊点心"), &json!(false)));

        let passed_on = format!("share/card?path=/circles/{}", masked["proposal"].as_str().unwrap());
        let card = Person::new(&house).get(&passed_on).await.ok();
        assert_eq!((&card["title"], &card["text"]), (&json!("茶点铺"), &json!("1/10 人已联署，一起来")));

        let held = proposer.post("circle/propose", propose("砍价群", "茶点")).await.ok();
        assert_eq!(held["held"], true);
        let waits = format!("circle/show?proposal={}", held["proposal"].as_str().unwrap());
        other.get(&waits).await.refused(404, "link.not_found");
        let mine = proposer.get(&waits).await.ok();
        assert_eq!((&mine["state"], &mine["by_me"]), (&json!("held"), &json!(true)));
        assert_eq!(house.events("circle.proposed").await.len(), 1);
        other.post("circle/sign", json!({ "proposal": held["proposal"] })).await.refused(409, "circle.over");
        let case = boss.get("review/queue?state=waiting").await.ok()["items"][0].clone();
        assert_eq!((&case["title"], &case["about"]), (&json!("砍价群"), &held["proposal"]));
        boss.post("review/approve", json!({ "cases": [case["id"]] })).await.ok();
        assert_eq!(other.get(&waits).await.ok()["state"], "gathering");
        refused_before_anybody_saw_it(&boss, &proposer, &other, propose("一起砍价", "茶点")).await;
        assert_eq!(house.events("circle.proposed").await.len(), 2);

        proposer
            .post("report/send", json!({ "about": masked["proposal"], "reason": "advert" }))
            .await
            .refused(409, "report.own");
        other.post("report/send", json!({ "about": masked["proposal"], "reason": "advert" })).await.ok();
        let case = boss.get("review/queue?state=waiting").await.ok()["items"][0].clone();
        assert_eq!(case["title"], "茶点铺");
        boss.post("review/hide", json!({ "cases": [case["id"]], "reason": "是广告" })).await.ok();
        other.get(&at).await.refused(404, "link.not_found");
        assert_eq!(proposer.get(&at).await.ok()["state"], "hidden");
        assert_eq!(Person::new(&house).get(&passed_on).await.ok()["open"], false);
        assert_eq!(proposals(&other).await.len(), 1);
        boss.post("review/undo", json!({ "case": case["id"], "reason": "看错了" })).await.ok();
        assert_eq!(other.get(&at).await.ok()["state"], "gathering");
        assert_eq!(proposals(&other).await.len(), 2);
    })
    .await;
}

/// What waited is put away for good unless the decision is taken back: then it waits again.
async fn refused_before_anybody_saw_it(boss: &Person, proposer: &Person, other: &Person, input: Value) {
    let held = proposer.post("circle/propose", input).await.ok();
    let at = format!("circle/show?proposal={}", held["proposal"].as_str().unwrap());
    let case = boss.get("review/queue?state=waiting").await.ok()["items"][0]["id"].clone();
    boss.post("review/hide", json!({ "cases": [case], "reason": "不合适" })).await.ok();
    assert_eq!(proposer.get(&at).await.ok()["state"], "hidden");
    boss.post("review/undo", json!({ "case": case, "reason": "再看看" })).await.ok();
    assert_eq!(proposer.get(&at).await.ok()["state"], "held");
    other.get(&at).await.refused(404, "link.not_found");
    boss.post("review/hide", json!({ "cases": [case], "reason": "不合适" })).await.ok();
}

/// Asked for fewer signatures than it has, a proposal opens without anybody's act; whoever has no name is no dash.
#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_opens_when_the_brand_asks_for_less() {
    on_every_engine(async |house| {
        let boss = house.staff("12300000001", Role::Headquarters).await;
        let proposer = house.person("12300000002").await;
        proposer.post("member/edit", json!({ "name": "阿桃", "bio": "" })).await.ok();
        let made = proposer.post("circle/propose", json!({ "name": "茶点", "template": "food" })).await.ok();
        let on = json!({ "proposal": made["proposal"] });
        house.person("12300000003").await.post("circle/sign", on.clone()).await.ok();
        proposer.post("circle/accept_office", on).await.ok();
        house.settle().await;
        let at = format!("circle/show?proposal={}", made["proposal"].as_str().unwrap());
        assert_eq!(proposer.get(&at).await.ok()["state"], "gathering");
        boss.post("setting/change", json!({ "name": "circle.signatures", "value": 2, "reason": "先开起来" }))
            .await
            .ok();
        assert_eq!(proposer.get("circle/templates").await.ok()["needs"], 2);
        house.settle().await;
        let shown = proposer.get(&at).await.ok();
        assert_eq!(shown["state"], "founded");
        let space = shown["space"].as_str().unwrap();
        let opened = proposer.get(&format!("space/show?space={space}")).await.ok();
        assert_eq!(opened["charter"]["seeds"], json!(["阿桃"]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printed_code_never_expires_routes_by_rule_and_counts() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let main = opened(&owner, "circle", "总群").await;
        let first = opened(&owner, "circle", "一群").await;
        let input = json!({ "space": main, "name": "柜台" });
        let visitor = Person::new(&house);
        visitor.post("entry_code/make", input.clone()).await.refused(401, "link.sign_in");
        let code = owner.post("entry_code/make", input).await.ok();
        let (id, token) = (code["entry_code"].clone(), code["token"].clone());
        let scan = json!({ "token": token });
        assert_eq!(visitor.post("entry_code/scan", scan.clone()).await.ok()["space"], json!(main));
        let lapses = house.clock.peek() + 3 * DAY;
        let bad = json!({ "entry_code": id, "targets": [{ "url": "http://x.example" }] });
        owner.post("entry_code/route", bad).await.refused(422, "entry_code.bad_target");
        let targets = json!([
            { "space": first, "title": "一群", "most_members": 2 },
            { "url": "https://group.example/join", "title": "外部群", "lapses_at": lapses },
        ]);
        owner.post("entry_code/route", json!({ "entry_code": id, "targets": targets })).await.ok();
        let led = visitor.post("entry_code/scan", scan.clone()).await.ok();
        assert_eq!(led["space"], json!(first));
        let guest = house.person("12300000002").await;
        guest.post("space/join", json!({ "space": first, "entry_code": token })).await.ok();
        let led = visitor.post("entry_code/scan", scan.clone()).await.ok();
        assert_eq!((&led["url"], &led["space"]), (&json!("https://group.example/join"), &Value::Null));
        house.clock.advance(3 * DAY - 48 * HOUR - 1);
        house.settle().await;
        assert_eq!(house.events("entry_code.lapsing").await.len(), 0);
        house.clock.advance(1);
        house.settle().await;
        house.settle().await;
        assert_eq!(house.events("entry_code.lapsing").await.len(), 1);
        house.clock.advance(48 * HOUR);
        assert_eq!(visitor.post("entry_code/scan", scan.clone()).await.ok()["space"], json!(main));
        let listed = owner.get(&format!("entry_code/list?space={main}")).await.ok();
        assert_eq!((&listed["items"][0]["scans"], &listed["items"][0]["joins"]), (&json!(4), &json!(1)));
        let print = format!("entry_code/print?entry_code={}&base=", id.as_str().unwrap());
        let printed = owner.get(&format!("{print}https://tea.example")).await.ok();
        assert_eq!(printed["url"], format!("https://tea.example/e/{}", token.as_str().unwrap()));
        assert!(printed["svg"].as_str().unwrap().contains("<svg"));
        owner.get(&format!("{print}javascript:x")).await.refused(404, "link.not_found");
        guest.get(&format!("{print}https://tea.example")).await.refused(403, "link.forbidden");
        owner.post("entry_code/stop", json!({ "entry_code": id, "stopped": true })).await.ok();
        visitor.post("entry_code/scan", scan).await.refused(404, "entry_code.gone");
    })
    .await;
}
