//! The organisation tree, roles given by hand, scoped administrators, equal standing.

use crate::house::{House, Person, on_every_engine};
use serde_json::{Value, json};
use weilu_kernel::Role;
use weilu_people::role::Site;

async fn branch(head: &Person, parent: &Value, name: &str, kind: &str) -> Value {
    head.post("organisation/add", json!({ "parent": parent, "name": name, "kind": kind })).await.ok()["branch"].clone()
}

async fn id(person: &Person) -> Value {
    person.me().await["id"].clone()
}

async fn head_of(house: &House, phone: &str, at: &Value) -> Person {
    let person = house.person(phone).await;
    let branch = at.as_str().unwrap().parse().unwrap();
    house.give(person.persona().await, Role::BranchHead, Site::Branch(branch)).await;
    person
}

#[tokio::test(flavor = "multi_thread")]
async fn a_branch_head_sees_and_edits_his_branch_and_below() {
    on_every_engine(async |house| {
        let hq = house.staff("12300000001", Role::Headquarters).await;
        let top = branch(&hq, &Value::Null, "总部", "headquarters").await;
        let east = branch(&hq, &top, "东岸分部", "branch").await;
        let west = branch(&hq, &top, "西岸分部", "branch").await;
        let head = head_of(&house, "12300000002", &east).await;
        let shop = branch(&head, &east, "东岸店", "shop").await;
        let tree = head.get("organisation/tree").await.ok();
        let seen: Vec<&Value> = tree["items"].as_array().unwrap().iter().map(|b| &b["id"]).collect();
        assert_eq!(seen, [&east, &shop]);
        let add = json!({ "parent": west, "name": "西岸店", "kind": "shop" });
        head.post("organisation/add", add).await.refused(404, "link.not_found");
        let top_add = json!({ "name": "另一家", "kind": "branch" });
        head.post("organisation/add", top_add).await.refused(403, "link.forbidden");
        let zhou = house.person("12300000003").await;
        zhou.post("member/edit", json!({ "name": "老周" })).await.ok();
        let member = id(&zhou).await;
        head.post("organisation/place_member", json!({ "member": member, "branch": shop })).await.ok();
        let list = head.get(&format!("member/list?branch={}", east.as_str().unwrap())).await.ok();
        assert_eq!(list["items"][0]["name"], "老周");
        head.get(&format!("member/list?branch={}", west.as_str().unwrap()))
            .await
            .refused(404, "link.not_found");
        head.get("member/list").await.refused(403, "link.forbidden");
        head.post("member/open", json!({ "member": member })).await.ok();
        let other = head_of(&house, "12300000004", &west).await;
        other.post("member/open", json!({ "member": member })).await.refused(404, "link.not_found");
        let below = json!({ "branch": east, "parent": shop, "name": "东岸分部", "kind": "branch" });
        hq.post("organisation/edit", below).await.refused(422, "organisation.below_itself");
        hq.post("organisation/close", json!({ "branch": shop })).await.refused(409, "organisation.in_use");
        hq.post("organisation/place_member", json!({ "member": member, "branch": west })).await.ok();
        hq.post("organisation/close", json!({ "branch": shop })).await.ok();
        let zhou_tree = zhou.get("organisation/tree").await;
        zhou_tree.refused(403, "link.forbidden");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_are_given_within_rails_and_the_last_headquarters_stays() {
    on_every_engine(async |house| {
        let hq = house.staff("12300000001", Role::Headquarters).await;
        let operator = house.staff("12300000002", Role::Operator).await;
        let top = branch(&hq, &Value::Null, "总部", "headquarters").await;
        let east = branch(&hq, &top, "东岸分部", "branch").await;
        let head = head_of(&house, "12300000003", &east).await;
        let ding = house.person("12300000004").await;
        let member = id(&ding).await;
        let give = |role: &str, branch: &Value| json!({ "member": member, "role": role, "branch": branch });
        operator
            .post("organisation/give_role", give("operator", &Value::Null))
            .await
            .refused(403, "role.not_yours");
        operator.post("organisation/give_role", give("service", &Value::Null)).await.ok();
        operator
            .post("organisation/give_role", give("service", &Value::Null))
            .await
            .refused(409, "role.held");
        head.post("organisation/give_role", give("employee", &east)).await.ok();
        head.post("organisation/give_role", give("branch_head", &east)).await.refused(403, "role.not_yours");
        head.post("organisation/give_role", give("employee", &top)).await.refused(403, "role.not_yours");
        ding.post("organisation/give_role", give("employee", &east)).await.refused(403, "role.not_yours");
        let own = json!({ "member": id(&hq).await, "role": "headquarters" });
        hq.post("organisation/take_role", own.clone()).await.refused(409, "role.last_headquarters");
        hq.post("organisation/give_role", give("headquarters", &Value::Null)).await.ok();
        hq.post("organisation/take_role", own.clone()).await.ok();
        hq.post("organisation/take_role", own).await.refused(403, "role.not_yours");
        let holders = ding.get("organisation/holders?role=employee").await.ok();
        assert_eq!(
            (&holders["items"][0]["id"], &holders["items"][0]["branch_name"]),
            (&member, &json!("东岸分部"))
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn votes_weigh_one_unless_the_rules_page_says_otherwise() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let input = json!({ "name": "茶友会", "line": "一起喝茶", "open_to_read": true });
        let space = owner.post("space/open", input).await.ok()["space"].clone();
        let path = format!("organisation/equality?space={}", space.as_str().unwrap());
        let spender = house.person("12300000002").await;
        let expert = house.person("12300000003").await;
        for person in [&spender, &expert] {
            person.post("space/join", json!({ "space": space })).await.ok();
        }
        house.give(spender.persona().await, Role::Customer, Site::Whole).await;
        let member = id(&expert).await;
        owner.post("organisation/give_role", json!({ "member": member, "role": "expert", "space": space })).await.ok();
        assert_eq!(expert.get(&path).await.ok()["my_weight"], 1);
        let weigh = |role: &str, weight: i64, reason: &str| {
            json!({ "space": space, "role": role, "weight": weight, "reason": reason })
        };
        let url = "organisation/set_vote_weight";
        spender.post(url, weigh("expert", 2, "评茶时")).await.refused(403, "link.forbidden");
        owner.post(url, weigh("member", 2, "花得多")).await.refused(422, "organisation.not_earned");
        owner.post(url, weigh("expert", 6, "评茶时")).await.refused(422, "organisation.bad_weight");
        owner.post(url, weigh("expert", 2, "")).await.refused(422, "organisation.no_reason");
        owner.post(url, weigh("expert", 2, "评茶由懂行的人多说一句")).await.ok();
        assert_eq!(expert.get(&path).await.ok()["my_weight"], 2);
        let seen = spender.get(&path).await.ok();
        assert_eq!(seen["my_weight"], 1);
        let exception = seen["exceptions"].as_array().unwrap().iter().find(|e| e["role"] == "expert").unwrap();
        assert_eq!((&exception["weight"], &exception["reason"]), (&json!(2), &json!("评茶由懂行的人多说一句")));
        assert_eq!(exception["people"][0]["id"], member);
    })
    .await;
}
