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
