//! Chats: among everybody in a space, between two, in a small group; limits that protect from harassment.

use crate::{
    house::{House, Person, TENANT, on_every_engine},
    thread::listen_as,
};
use futures_util::StreamExt;
use serde_json::{Value, json};
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;
use weilu_kernel::Role;
use weilu_store::{Scope, Tx, params, sql};
use weilu_vocabulary::{ChatId, DAY, Failure, Id, MINUTE};

/// The chat of a space bears its number.
pub fn chat_of(space: &str) -> String {
    format!("cht_{}", space.split_once('_').unwrap().1)
}

/// An open space with its owner.
pub async fn space_of(house: &House, phone: &str) -> (Person, String) {
    let owner = house.staff(phone, Role::Operator).await;
    let input = json!({ "name": "雾溪茶友会", "line": "一起喝茶，一起说话", "open_to_read": true });
    let space = owner.post("space/open", input).await.ok()["space"].as_str().unwrap().to_owned();
    (owner, space)
}

pub async fn joined(house: &House, phone: &str, space: &str) -> Person {
    let person = house.person(phone).await;
    person.post("space/join", json!({ "space": space })).await.ok();
    person
}

/// A space with its owner and two members who are no newcomers any more.
pub async fn table(house: &House) -> (Person, Person, Person, String) {
    let (owner, space) = space_of(house, "12300000001").await;
    let a = joined(house, "12300000002", &space).await;
    let b = joined(house, "12300000003", &space).await;
    for (person, name) in [(&a, "甲"), (&b, "乙")] {
        person.post("member/edit", json!({ "name": name })).await.ok();
    }
    house.clock.advance(4 * DAY);
    (owner, a, b, space)
}

pub async fn say(person: &Person, chat: &str, text: &str) -> Value {
    person.post("chat/send", json!({ "chat": chat, "text": text })).await.ok()
}

pub async fn pair(from: &Person, to: &Person) -> String {
    let member = to.member().await;
    from.post("chat/open", json!({ "member": member })).await.ok()["chat"].as_str().unwrap().to_owned()
}

/// The name somebody goes by.
pub async fn name(person: &Person) -> String {
    person.me().await["name"].as_str().unwrap().to_owned()
}

pub async fn messages(person: &Person, chat: &str) -> Vec<Value> {
    let page = person.get(&format!("chat/messages?chat={chat}")).await.ok();
    page["items"].as_array().unwrap().clone()
}

pub async fn show(person: &Person, chat: &str) -> Value {
    person.get(&format!("chat/show?chat={chat}")).await.ok()
}

pub async fn list(person: &Person) -> Vec<Value> {
    person.get("chat/list").await.ok()["items"].as_array().unwrap().clone()
}

pub async fn unread(person: &Person) -> i64 {
    person.get("chat/unread").await.ok()["unread"].as_i64().unwrap()
}

pub fn texts(items: &[Value]) -> Vec<&str> {
    items.iter().map(|m| m["text"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_in_a_space_shares_one_chat_and_nobody_else_reads_it() {
    on_every_engine(async |house| {
        let (owner, a, b, space) = table(&house).await;
        let chat = chat_of(&space);
        assert!(list(&a).await.is_empty(), "nothing was said yet");
        assert_eq!(messages(&a, &chat).await, Vec::<Value>::new());
        let first = say(&a, &chat, "水开了 🍵").await;
        let second = say(&b, &chat, "来了").await;
        assert_eq!((&first["number"], &second["number"]), (&json!(1), &json!(2)));
        let seen = messages(&owner, &chat).await;
        assert_eq!(texts(&seen), ["水开了 🍵", "来了"]);
        assert_eq!((&seen[0]["mine"], &seen[0]["author"]["id"]), (&json!(false), &json!(a.member().await)));
        let line = &list(&owner).await[0];
        assert_eq!((&line["name"], &line["unread"]), (&json!("雾溪茶友会"), &json!(2)));
        assert_eq!((&line["last"]["text"], &line["kind"]), (&json!("来了"), &json!("space")));
        assert_eq!(line["faces"].as_array().unwrap().len(), 3);
        // The space may be read by strangers; what its members say to one another may not.
        let stranger = house.person("12300000009").await;
        let path = format!("chat/messages?chat={chat}");
        stranger.get(&path).await.refused(403, "link.forbidden");
        Person::new(&house).get(&path).await.refused(401, "link.sign_in");
        let word = json!({ "chat": chat, "text": "我也来" });
        stranger.post("chat/send", word.clone()).await.refused(403, "link.forbidden");
        let reviewer = house.staff("12300000008", Role::Reviewer).await;
        assert_eq!(messages(&reviewer, &chat).await.len(), 2, "who answers for the content may look");
        assert_eq!(show(&reviewer, &chat).await["closed"]["code"], "chat.not_inside");
        reviewer.post("chat/send", word).await.refused(403, "link.forbidden");
        assert!(list(&reviewer).await.is_empty());
        a.post("space/leave", json!({ "space": space })).await.ok();
        a.get(&path).await.refused(403, "link.forbidden");
        assert!(list(&a).await.is_empty());
        assert_eq!(messages(&b, &chat).await.len(), 2, "what he said stays");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_has_a_length_a_key_and_a_place_in_the_order() {
    on_every_engine(async |house| {
        let (_, a, b, space) = table(&house).await;
        let chat = chat_of(&space);
        let send = async |text: String| a.post("chat/send", json!({ "chat": chat, "text": text })).await;
        send("  \n ".into()).await.refused(422, "chat.empty");
        send("茶".repeat(2_000)).await.ok();
        let fields = send("茶".repeat(2_001)).await.refused(422, "chat.too_long");
        assert_eq!(fields["most"], 2_000);
        let once = json!({ "chat": chat, "text": "只发一次" });
        let first = a.post_keyed("chat/send", once.clone(), Some("k1")).await.ok();
        assert_eq!(a.post_keyed("chat/send", once, Some("k1")).await.ok(), first);
        assert_eq!(messages(&b, &chat).await.len(), 2);
        a.post("chat/send", json!({ "chat": "cht_0000000000000", "text": "空" }))
            .await
            .refused(400, "input.malformed");
        let nowhere = ChatId::from_raw(77);
        a.post("chat/send", json!({ "chat": nowhere, "text": "空" })).await.refused(404, "link.not_found");
        let names: Vec<_> = vec![b.member().await; 21];
        a.post("chat/send", json!({ "chat": chat, "text": "@", "mentions": names[..20] })).await.ok();
        a.post("chat/send", json!({ "chat": chat, "text": "@", "mentions": names }))
            .await
            .refused(422, "chat.too_many_names");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chat_can_be_switched_off_and_a_silenced_member_listens() {
    on_every_engine(async |house| {
        let (owner, a, b, space) = table(&house).await;
        let chat = chat_of(&space);
        let word = json!({ "chat": chat, "text": "在吗" });
        a.post("chat/send", word.clone()).await.ok();
        let silence =
            |hours: i64| json!({ "space": space, "member": null, "hours": hours, "reason": "先听听" });
        let mut input = silence(1);
        input["member"] = json!(a.member().await);
        owner.post("space/silence", input).await.ok();
        a.post("chat/send", word.clone()).await.refused(403, "space.silenced");
        assert_eq!(show(&a, &chat).await["closed"]["code"], "space.silenced");
        house.clock.advance(60 * MINUTE);
        a.post("chat/send", word.clone()).await.ok();
        assert_eq!(show(&a, &chat).await["closed"], Value::Null);
        owner.post("space/edit", json!({ "space": space, "modules": { "chat": false } })).await.ok();
        a.post("chat/send", word.clone()).await.refused(409, "chat.off");
        assert_eq!(show(&a, &chat).await["closed"]["code"], "chat.off");
        assert!(list(&b).await.is_empty());
        assert_eq!(unread(&b).await, 0);
        assert_eq!(messages(&b, &chat).await.len(), 2, "and can still be read");
        owner.post("space/edit", json!({ "space": space, "modules": { "chat": true } })).await.ok();
        assert_eq!(unread(&b).await, 2);
        // Newcomers are on probation here as in posts: no links, and ten things a day.
        let new = joined(&house, "12300000007", &space).await;
        let link = json!({ "chat": chat, "text": "看 https://a.example" });
        new.post("chat/send", link).await.refused(403, "gate.probation_links");
        for n in 0..10 {
            say(&new, &chat, &format!("第 {n} 句")).await;
        }
        new.post("chat/send", word).await.refused(429, "gate.probation_posts");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_can_be_taken_back_for_two_minutes_and_its_quotes_say_so() {
    on_every_engine(async |house| {
        let (_, a, b, space) = table(&house).await;
        let chat = chat_of(&space);
        let sent = say(&a, &chat, "说错了").await;
        let quote = json!({ "chat": chat, "text": "哪里错了", "quote": sent["message"] });
        b.post("chat/send", quote.clone()).await.ok();
        let shown = messages(&b, &chat).await;
        assert_eq!((&shown[1]["quote"]["text"], &shown[1]["quote"]["number"]), (&json!("说错了"), &json!(1)));
        let recall = json!({ "message": sent["message"] });
        b.post("chat/recall", recall.clone()).await.refused(403, "chat.not_yours");
        assert!(messages(&a, &chat).await[0]["recall_until"].is_i64());
        house.clock.advance(2 * MINUTE);
        a.post("chat/recall", recall.clone()).await.ok();
        a.post("chat/recall", recall).await.refused(409, "chat.already_gone");
        let shown = messages(&b, &chat).await;
        assert_eq!((&shown[0]["state"], &shown[0]["text"]), (&json!("recalled"), &json!("")));
        assert_eq!(
            (&shown[1]["quote"]["state"], &shown[1]["quote"]["text"]),
            (&json!("recalled"), &json!(""))
        );
        b.post("chat/send", quote).await.refused(409, "chat.quote_gone");
        let late = say(&a, &chat, "再说一遍").await;
        house.clock.advance(2 * MINUTE + 1);
        assert_eq!(messages(&a, &chat).await[2]["recall_until"], Value::Null);
        let fields =
            a.post("chat/recall", json!({ "message": late["message"] })).await.refused(409, "chat.too_late");
        assert_eq!(fields["minutes"], 2);
        owner_sets(&house, "chat.recall_minutes", json!(5)).await;
        a.post("chat/recall", json!({ "message": late["message"] })).await.ok();
        assert_eq!(house.events("message.recalled").await.len(), 2);
    })
    .await;
}

pub async fn owner_sets(house: &House, name: &str, value: Value) {
    let boss = house.staff("12300000090", Role::Headquarters).await;
    boss.post("setting/change", json!({ "name": name, "value": value })).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_i_remove_or_clear_is_gone_for_me_alone() {
    on_every_engine(async |house| {
        let (_, a, b, space) = table(&house).await;
        let chat = chat_of(&space);
        let sent = say(&a, &chat, "第一句").await;
        say(&a, &chat, "第二句").await;
        b.post("chat/remove", json!({ "message": sent["message"] })).await.ok();
        b.post("chat/remove", json!({ "message": sent["message"] })).await.ok();
        assert_eq!(texts(&messages(&b, &chat).await), ["第二句"]);
        assert_eq!(texts(&messages(&a, &chat).await), ["第一句", "第二句"]);
        let stranger = house.person("12300000009").await;
        stranger
            .post("chat/remove", json!({ "message": sent["message"] }))
            .await
            .refused(403, "link.forbidden");
        b.post("chat/clear", json!({ "chat": chat })).await.ok();
        assert!(messages(&b, &chat).await.is_empty() && list(&b).await.is_empty());
        assert_eq!(unread(&b).await, 0);
        say(&a, &chat, "第三句").await;
        assert_eq!(texts(&messages(&b, &chat).await), ["第三句"]);
        assert_eq!(list(&b).await[0]["unread"], 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unread_is_what_came_after_me_and_after_what_i_saw() {
    on_every_engine(async |house| {
        let (_, a, b, space) = table(&house).await;
        let chat = chat_of(&space);
        for n in 1..=23 {
            say(&a, &chat, &format!("{n}")).await;
        }
        let shown = show(&b, &chat).await;
        assert_eq!((&shown["messages"], &shown["seen"]), (&json!(23), &json!(0)));
        assert_eq!((unread(&b).await, unread(&a).await), (23, 0), "one's own are read");
        let done = b.post("chat/read", json!({ "chat": chat, "number": 20 })).await.ok();
        assert_eq!((&done["unread"], unread(&b).await), (&json!(3), 3));
        b.post("chat/read", json!({ "chat": chat, "number": 5 })).await.ok();
        assert_eq!(unread(&b).await, 3, "reading never goes back");
        b.post("chat/read", json!({ "chat": chat, "number": 999 })).await.ok();
        assert_eq!(unread(&b).await, 0);
        say(&a, &chat, "又一句").await;
        assert_eq!(unread(&b).await, 1, "a number from the future promises nothing");
        house.clock.advance(MINUTE);
        let late = joined(&house, "12300000005", &space).await;
        assert_eq!((unread(&late).await, list(&late).await[0]["unread"].clone()), (0, json!(0)));
        assert_eq!(messages(&late, &chat).await.len(), 24, "who comes later may read what was said");
        house.clock.advance(1);
        say(&a, &chat, "欢迎").await;
        assert_eq!(unread(&late).await, 1);
        b.post("chat/keep", json!({ "chat": chat, "muted": true })).await.ok();
        assert_eq!(unread(&b).await, 0);
        let line = &list(&b).await[0];
        assert_eq!((&line["unread"], &line["muted"]), (&json!(2), &json!(true)));
        b.post("chat/keep", json!({ "chat": chat, "muted": false })).await.ok();
        assert_eq!(unread(&b).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chat_kept_on_top_stands_first() {
    on_every_engine(async |house| {
        let (_, a, b, space) = table(&house).await;
        let group = chat_of(&space);
        say(&a, &group, "群里").await;
        house.clock.advance(MINUTE);
        let two = pair(&a, &b).await;
        say(&a, &two, "私下").await;
        let ids = async || list(&b).await.iter().map(|c| c["id"].clone()).collect::<Vec<_>>();
        assert_eq!(ids().await, [json!(two), json!(group)]);
        b.post("chat/keep", json!({ "chat": group, "pinned": true })).await.ok();
        assert_eq!(ids().await, [json!(group), json!(two)]);
        assert_eq!(list(&a).await[0]["id"], json!(two), "for me alone");
        b.post("chat/keep", json!({ "chat": group, "pinned": false })).await.ok();
        assert_eq!(ids().await, [json!(two), json!(group)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_calls_one_and_everybody_is_called_three_times_a_day() {
    on_every_engine(async |house| {
        let (owner, a, b, space) = table(&house).await;
        let chat = chat_of(&space);
        say(&a, &chat, "早").await;
        let call =
            json!({ "chat": chat, "text": "@乙 在吗", "mentions": [b.member().await, a.member().await] });
        a.post("chat/send", call).await.ok();
        say(&a, &chat, "晚").await;
        assert_eq!(show(&b, &chat).await["called_at"], 2);
        assert_eq!(
            (list(&b).await[0]["called"].clone(), list(&owner).await[0]["called"].clone()),
            (json!(true), json!(false))
        );
        assert_eq!(b.get("chat/unread").await.ok()["called"], 1);
        let seen = messages(&b, &chat).await;
        assert_eq!(seen[1]["text"], json!("@乙 在吗"), "kept without the name and read with it");
        b.post("space/set_own", json!({ "space": space, "nickname": "新名字" })).await.ok();
        assert_eq!(messages(&a, &chat).await[1]["text"], "@新名字 在吗");
        assert_eq!((&seen[1]["calls_me"], &seen[0]["calls_me"]), (&json!(true), &json!(false)));
        assert_eq!(house.events("message.sent").await[1].with.len(), 2, "the chat and the one who is called");
        let all = json!({ "chat": chat, "text": "@所有人 水开了", "calls_all": true });
        a.post("chat/send", all.clone()).await.refused(403, "link.forbidden");
        assert_eq!(show(&a, &chat).await["may_call_all"], false);
        for _ in 0..3 {
            owner.post("chat/send", all.clone()).await.ok();
        }
        let fields = owner.post("chat/send", all.clone()).await.refused(429, "chat.called_enough");
        assert_eq!(fields["most"], 3);
        house.clock.advance(DAY - 1);
        owner.post("chat/send", all.clone()).await.refused(429, "chat.called_enough");
        house.clock.advance(1);
        owner.post("chat/send", all).await.ok();
        assert_eq!(house.events("message.called_all").await.len(), 4);
        assert_eq!(messages(&owner, &chat).await[3]["read_by"], 0);
        a.post("chat/read", json!({ "chat": chat, "number": 4 })).await.ok();
        assert_eq!(messages(&owner, &chat).await[3]["read_by"], 1);
        assert_eq!(messages(&a, &chat).await[3]["read_by"], Value::Null, "only who called is told");
        assert_eq!(show(&a, &chat).await["called_at"], 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_talk_alone_and_see_what_the_other_has_read() {
    on_every_engine(async |house| {
        let (owner, a, b, _) = table(&house).await;
        let chat = pair(&a, &b).await;
        assert_eq!(pair(&b, &a).await, chat, "there is one chat between two");
        a.post("chat/open", json!({ "member": a.member().await })).await.refused(409, "chat.yourself");
        let sent = say(&a, &chat, "周六来吗").await;
        let path = format!("chat/messages?chat={chat}");
        for other in [&owner, &house.staff("12300000008", Role::Headquarters).await] {
            other.get(&path).await.refused(404, "link.not_found");
            other.get(&format!("chat/show?chat={chat}")).await.refused(404, "link.not_found");
            other
                .post("chat/send", json!({ "chat": chat, "text": "？" }))
                .await
                .refused(404, "link.not_found");
            other
                .post("chat/recall", json!({ "message": sent["message"] }))
                .await
                .refused(404, "link.not_found");
            other
                .post("chat/remove", json!({ "message": sent["message"] }))
                .await
                .refused(404, "link.not_found");
            other
                .post("chat/read", json!({ "chat": chat, "number": 1 }))
                .await
                .refused(404, "link.not_found");
        }
        assert_eq!(show(&a, &chat).await["pair"]["read_to"], 0);
        b.post("chat/read", json!({ "chat": chat, "number": 1 })).await.ok();
        let shown = show(&a, &chat).await;
        assert_eq!((&shown["pair"]["read_to"], &shown["other"]["id"]), (&json!(1), &json!(b.member().await)));
        assert_eq!(house.events("chat.read").await.len(), 1);
        say(&a, &chat, "带上杯子").await;
        b.post("chat/show_reads", json!({ "show": false })).await.ok();
        b.post("chat/read", json!({ "chat": chat, "number": 2 })).await.ok();
        assert_eq!(house.events("chat.read").await.len(), 1, "who hides it is not told on");
        for person in [&a, &b] {
            assert_eq!(show(person, &chat).await["pair"]["read_to"], Value::Null, "nor does he see it");
        }
        b.post("chat/show_reads", json!({ "show": true })).await.ok();
        assert_eq!(show(&a, &chat).await["pair"]["read_to"], 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_small_group_is_made_of_people_one_knows() {
    on_every_engine(async |house| {
        let (owner, a, b, space) = table(&house).await;
        let stranger = house.person("12300000009").await;
        let found = async |name: &str, who: &[&Person]| {
            let mut members = Vec::new();
            for person in who {
                members.push(person.member().await);
            }
            a.post("chat/found", json!({ "name": name, "members": members })).await
        };
        found("", &[]).await.refused(422, "chat.nobody_named");
        found("", &[&a]).await.refused(422, "chat.nobody_named");
        found(&"名".repeat(21), &[&b]).await.refused(422, "chat.name_too_long");
        found("周六", &[&b, &stranger]).await.refused(403, "chat.not_acquainted");
        owner.post("block/set", json!({ "member": a.member().await })).await.ok();
        found("周六", &[&b, &owner]).await.refused(403, "chat.not_acquainted");
        owner.post("block/lift", json!({ "member": a.member().await })).await.ok();
        let chat = found("周六", &[&b]).await.ok()["chat"].as_str().unwrap().to_owned();
        say(&a, &chat, "悄悄话").await;
        assert_eq!(
            (list(&b).await[0]["name"].clone(), list(&b).await[0]["unread"].clone()),
            (json!("周六"), json!(2))
        );
        let path = format!("chat/messages?chat={chat}");
        owner.get(&path).await.refused(404, "link.not_found");
        // Whoever comes later reads from there on.
        let add = async |who: &Person, by: &Person| {
            by.post("chat/add", json!({ "chat": chat, "members": [who.member().await] })).await
        };
        add(&owner, &b).await.ok();
        add(&owner, &b).await.refused(422, "chat.nobody_named");
        let seen = messages(&owner, &chat).await;
        assert_eq!((seen.len(), &seen[0]["kind"]), (1, &json!("added")));
        assert_eq!(seen[0]["about"]["id"], json!(owner.member().await));
        let first = messages(&a, &chat).await[1]["id"].clone();
        let hidden = json!({ "chat": chat, "text": "引", "quote": first });
        owner.post("chat/send", hidden.clone()).await.refused(404, "link.not_found");
        b.post("chat/send", hidden).await.ok();
        let quoted = &messages(&owner, &chat).await[1]["quote"];
        assert_eq!((&quoted["state"], &quoted["text"]), (&json!("hidden"), &json!("")));
        // Whoever made it runs it.
        b.post("chat/rename", json!({ "chat": chat, "name": "周日" })).await.refused(403, "chat.owner_only");
        a.post("chat/rename", json!({ "chat": chat, "name": "周日" })).await.ok();
        let take = json!({ "chat": chat, "member": owner.member().await });
        b.post("chat/take_out", take.clone()).await.refused(403, "chat.owner_only");
        a.post("chat/take_out", take.clone()).await.ok();
        a.post("chat/take_out", take).await.refused(404, "chat.not_there");
        owner.get(&path).await.refused(404, "link.not_found");
        let all = json!({ "chat": chat, "text": "@所有人", "calls_all": true });
        b.post("chat/send", all.clone()).await.refused(403, "chat.owners_call");
        a.post("chat/send", all.clone()).await.ok();
        a.post("chat/leave", json!({ "chat": chat })).await.ok();
        b.post("chat/send", all).await.ok();
        assert_eq!(show(&b, &chat).await["may_run"], true, "the next one runs it");
        let two = pair(&a, &b).await;
        a.post("chat/leave", json!({ "chat": two })).await.refused(409, "chat.not_a_group");
        a.post("chat/send", json!({ "chat": two, "text": "@", "calls_all": true }))
            .await
            .refused(422, "chat.nobody_to_call");
        a.post("chat/decline", json!({ "chat": chat_of(&space), "decline": true }))
            .await
            .refused(404, "link.not_found");
        owner_sets(&house, "chat.group_people", json!(2)).await;
        found("", &[&b]).await.ok();
        let fields = found("", &[&b, &owner]).await.refused(409, "chat.full");
        assert_eq!(fields["most"], 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn search_finds_in_my_chats_alone_however_it_was_spelt() {
    on_every_engine(async |house| {
        let (owner, a, b, space) = table(&house).await;
        let (group, two) = (chat_of(&space), pair(&a, &b).await);
        say(&a, &group, "今晚讀書會見").await;
        house.clock.advance(MINUTE);
        say(&a, &two, "读书会你去吗，ＴＥＡ 我带").await;
        house.clock.advance(MINUTE);
        let gone = say(&b, &group, "读书会改期").await;
        let find = async |who: &Person, q: &str| {
            who.get(&format!("chat/search?q={q}")).await.ok()["items"].as_array().unwrap().clone()
        };
        let hits = find(&a, "读书会").await;
        assert_eq!(hits.iter().map(|h| h["number"].clone()).collect::<Vec<_>>(), [2, 1, 1]);
        assert_eq!(
            (&hits[2]["before"], &hits[2]["words"], &hits[2]["after"]),
            (&json!("今晚"), &json!("讀書會"), &json!("見"))
        );
        assert_eq!(
            (&hits[1]["chat"]["kind"], &hits[0]["chat"]["name"]),
            (&json!("pair"), &json!("雾溪茶友会"))
        );
        assert_eq!(find(&owner, "读书会").await.len(), 2, "what two say is theirs");
        assert_eq!(find(&a, "tea").await.len(), 1);
        assert_eq!(find(&a, "%20").await.len() + find(&a, "没有说过").await.len(), 0);
        let one = a.get(&format!("chat/search?q=读书会&chat={two}")).await.ok();
        assert_eq!(one["items"].as_array().unwrap().len(), 1);
        a.post("chat/remove", json!({ "message": hits[2]["id"] })).await.ok();
        b.post("chat/recall", json!({ "message": gone["message"] })).await.ok();
        assert_eq!(find(&a, "读书会").await.len(), 1, "neither what I removed nor what was taken back");
        for n in 0..25 {
            say(&a, &group, &format!("茶 {n}")).await;
        }
        let page = a.get("chat/search?q=茶").await.ok();
        assert_eq!(
            (page["items"].as_array().unwrap().len(), &page["items"][0]["after"]),
            (20, &json!(" 24"))
        );
        let next = format!("chat/search?q=茶&before={}", page["next"]["before"].as_str().unwrap());
        let rest = a.get(&next).await.ok();
        assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (5, &Value::Null));
    })
    .await;
}

/// Fills a chat with messages, as an import would.
async fn fill(house: &House, chat: &str, author: &Person, upto: i64) {
    let (chat, author): (ChatId, _) = (chat.parse().unwrap(), author.persona().await);
    let now = house.clock.peek();
    let filled: Result<_, Failure> = house
        .app
        .store
        .write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
            Box::pin(async move {
                tx.exec(
                    sql!("insert into chat_message (tenant, chat, number, id, author, kind, text, folded, calls_all, state, at) with recursive n (i) as (select cast(2 as bigint) union all select i + 1 from n where i < $3) select $tenant, $1, n.i, 1000000 + n.i, $2, 'text', '第' || n.i || '壶茶', '第' || n.i || '壶茶', false, 'live', $4 + n.i from n"),
                    params![chat, author, upto, now],
                )
                .await?;
                tx.exec(
                    sql!("update chat set messages = $2 where tenant = $tenant and id = $1"),
                    params![chat, upto],
                )
                .await?;
                Ok(())
            })
        })
        .await;
    filled.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chat_of_a_hundred_thousand_messages_is_read_page_by_page() {
    on_every_engine(async |house| {
        let (_, a, b, space) = table(&house).await;
        let chat = chat_of(&space);
        say(&a, &chat, "第一句").await;
        fill(&house, &chat, &a, 100_000).await;
        let get = async |rest: &str| b.get(&format!("chat/messages?chat={chat}{rest}")).await.ok();
        let ends = |page: &Value| {
            let items = page["items"].as_array().unwrap();
            (
                items.len(),
                items[0]["number"].as_i64().unwrap(),
                items[items.len() - 1]["number"].as_i64().unwrap(),
            )
        };
        let last = get("").await;
        assert_eq!(
            (ends(&last), &last["earlier"], &last["later"]),
            ((50, 99_951, 100_000), &json!(99_951), &Value::Null)
        );
        let before = get("&before=99951").await;
        assert_eq!((ends(&before), &before["later"]), ((50, 99_901, 99_950), &json!(99_950)));
        assert_eq!(ends(&get("&after=41999").await), (50, 42_000, 42_049));
        assert_eq!(ends(&get("&around=42000").await), (50, 41_976, 42_025));
        let first = get("&before=11").await;
        assert_eq!((ends(&first), &first["earlier"]), ((10, 1, 10), &Value::Null));
        assert_eq!(show(&b, &chat).await["messages"], 100_000);
        house.clock.advance(MINUTE);
        let late = joined(&house, "12300000005", &space).await;
        assert_eq!(unread(&late).await, 0);
        house.clock.advance(1);
        say(&a, &chat, "第十万零一句").await;
        assert_eq!(unread(&late).await, 1);
        let hits = b.get("chat/search?q=第99壶茶").await.ok();
        assert_eq!((hits["items"].as_array().unwrap().len(), &hits["next"]["step"]), (0, &json!(1)));
        let hits = b.get("chat/search?q=第99壶茶&step=9").await.ok();
        assert_eq!((hits["items"][0]["number"].clone(), &hits["next"]["step"]), (json!(99), &json!(10)));
        let hits = b.get("chat/search?q=第一句&step=10").await.ok();
        assert_eq!((hits["items"][0]["number"].clone(), &hits["next"]), (json!(1), &Value::Null));
    })
    .await;
}

async fn next_event(socket: &mut crate::thread::Socket) -> Value {
    loop {
        let message =
            tokio::time::timeout(Duration::from_secs(10), socket.next()).await.expect("a frame in time");
        if let Message::Text(text) = message.unwrap().unwrap() {
            let frame: Value = serde_json::from_str(&text).unwrap();
            if let Some(event) =
                frame["events"].as_array().and_then(|e| e.iter().find(|e| e["kind"] != "space.joined"))
            {
                return event.clone();
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_reaches_those_inside_at_once_and_nobody_else() {
    on_every_engine(async |house| {
        let (_, a, b, space) = table(&house).await;
        let stranger = house.person("12300000009").await;
        let mut inside = listen_as(&house, &b).await;
        let mut outside = listen_as(&house, &stranger).await;
        let sent = say(&a, &chat_of(&space), "水开了").await;
        let event = next_event(&mut inside).await;
        assert_eq!((&event["kind"], &event["object"]["id"]), (&json!("message.sent"), &sent["message"]));
        assert_eq!(event["with"][0]["id"], json!(chat_of(&space)));
        assert!(!event.to_string().contains("水开了"));
        // A stranger may read the space and hears its posts, but not who talks in its chat.
        let two = pair(&a, &b).await;
        let whisper = say(&a, &two, "悄悄话").await;
        let event = next_event(&mut inside).await;
        assert_eq!(
            (&event["kind"], &event["object"]["id"]),
            (&json!("message.sent_privately"), &whisper["message"])
        );
        let post = json!({ "space": space, "text": "一条帖子" });
        a.post("post/write", post).await.ok();
        assert_eq!(next_event(&mut outside).await["kind"], "post.written");
        let logged = house.events("message.sent_privately").await;
        assert_eq!((logged[0].space, logged[0].body.clone()), (None, Value::Null));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_for_good_takes_his_words_along_and_the_other_keeps_his() {
    on_every_engine(async |house| {
        let (owner, a, b, space) = table(&house).await;
        let two = pair(&a, &b).await;
        say(&a, &two, "我的话").await;
        say(&b, &two, "你的话").await;
        say(&a, &chat_of(&space), "群里的话").await;
        let group = json!({ "name": "小名", "members": [b.member().await] });
        let group = a.post("chat/found", group).await.ok()["chat"].as_str().unwrap().to_owned();
        a.post("privacy/ask_export", json!({})).await.ok();
        a.post("privacy/ask_erasure", json!({})).await.ok();
        house.clock.advance(8 * DAY);
        house.settle().await;
        let seen = messages(&b, &two).await;
        assert_eq!(texts(&seen), ["", "你的话"]);
        assert_eq!(
            (&seen[0]["state"], &seen[0]["author"]["erased"], &seen[0]["author"]["name"]),
            (&json!("erased"), &json!(true), &json!(""))
        );
        assert_eq!(show(&b, &two).await["closed"]["code"], "chat.gone");
        b.post("chat/send", json!({ "chat": two, "text": "还在吗" })).await.refused(409, "chat.gone");
        assert_eq!(messages(&owner, &chat_of(&space)).await[0]["text"], "");
        let shown = show(&b, &group).await;
        assert_eq!(
            (&shown["name"], &shown["people"], &shown["may_run"]),
            (&json!(""), &json!(1), &json!(true))
        );
        assert!(owner.get("chat/search?q=群里").await.ok()["items"].as_array().unwrap().is_empty());
    })
    .await;
}
