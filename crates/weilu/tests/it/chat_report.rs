//! Reporting what was said in a chat: what reviewers see of it, what they decide, and that nobody else learns of it.

use crate::{
    chat::{chat_of, list, messages, name, pair, say, table, texts},
    files::{kept, photograph, sent, status},
    house::{House, Person, on_every_engine},
};
use serde_json::{Value, json};
use weilu_kernel::Role;
use weilu_vocabulary::{DAY, MINUTE};

/// Two who talk: nine lines, the fifth of them bad and with a picture.
struct Talk {
    bystander: Person,
    bad: Person,
    good: Person,
    reviewer: Person,
    chat: String,
    message: String,
    picture: String,
}

async fn quarrel(house: &House) -> Talk {
    let (_, bad, good, space) = table(house).await;
    let bystander = crate::chat::joined(house, "12300000029", &space).await;
    let chat = pair(&bad, &good).await;
    for n in 1..=2 {
        say(&bad, &chat, &format!("早 {n}")).await;
        say(&good, &chat, &format!("好 {n}")).await;
    }
    let picture = sent(&bad, &photograph(60, 40, 3)).await;
    let line = json!({ "chat": chat, "text": "骂人的话", "files": [picture] });
    let said = bad.post("chat/send", line).await.ok();
    for n in 6..=9 {
        say(&good, &chat, &format!("后来 {n}")).await;
    }
    let message = said["message"].as_str().unwrap().to_owned();
    let reviewer = house.staff("12300000030", Role::Reviewer).await;
    Talk { bystander, bad, good, reviewer, chat, message, picture }
}

async fn report(person: &Person, message: &str) {
    person.post("report/send", json!({ "about": message, "reason": "abuse" })).await.ok();
}

async fn waiting(person: &Person) -> Vec<Value> {
    person.get("review/queue?state=waiting").await.ok()["items"].as_array().unwrap().clone()
}

async fn only_case(person: &Person) -> String {
    let cases = waiting(person).await;
    assert_eq!(cases.len(), 1);
    cases[0]["id"].as_str().unwrap().to_owned()
}

async fn line_of(person: &Person, talk: &Talk) -> Value {
    messages(person, &talk.chat).await.into_iter().find(|m| m["id"] == json!(talk.message)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_sees_a_reported_message_with_three_lines_on_either_side_and_no_more() {
    on_every_engine(async |house| {
        let talk = quarrel(&house).await;
        let Talk { bystander, bad, good, reviewer, message, picture, chat } = &talk;
        let about = json!({ "about": message, "reason": "abuse" });
        bad.post("report/send", about.clone()).await.refused(409, "report.own");
        for outside in [bystander, reviewer, &house.person("12300000031").await] {
            outside.post("report/send", about.clone()).await.refused(404, "link.not_found");
        }
        Person::new(&house).post("report/send", about.clone()).await.refused(401, "link.sign_in");
        assert_eq!(status(reviewer, picture).await, 404, "nobody but those two, so far");
        report(good, message).await;
        good.post("report/send", about).await.refused(409, "report.again");
        let cases = waiting(reviewer).await;
        assert_eq!(
            (&cases[0]["about"], &cases[0]["text"], &cases[0]["space"], &cases[0]["author_name"]),
            (&json!(message), &json!("[图片] 骂人的话"), &Value::Null, &json!(name(bad).await))
        );
        let case = only_case(reviewer).await;
        let path = format!("review/show?case={case}");
        let shown = reviewer.get(&path).await.ok();
        let lines = shown["excerpt"]["lines"].as_array().unwrap();
        assert_eq!(texts(lines), ["好 1", "早 2", "好 2", "骂人的话", "后来 6", "后来 7", "后来 8"]);
        assert_eq!((&shown["excerpt"]["kind"], &lines[3]["reported"]), (&json!("pair"), &json!(true)));
        assert_eq!(lines[3]["files"][0]["id"], json!(picture));
        assert_eq!((status(reviewer, picture).await, status(bystander, picture).await), (200, 404));
        // Nobody else: neither who runs a space, nor the two themselves.
        for other in [bystander, good, bad] {
            assert!(matches!(other.get(&path).await.status, 403 | 404));
        }
        reviewer.get(&format!("chat/messages?chat={chat}")).await.refused(404, "link.not_found");
        // Nothing found: the neighbours are theirs again, and the picture too.
        reviewer.post("review/approve", json!({ "cases": [case] })).await.ok();
        let shown = reviewer.get(&path).await.ok();
        assert_eq!(texts(shown["excerpt"]["lines"].as_array().unwrap()), ["骂人的话"]);
        assert_eq!(line_of(good, &talk).await["state"], "live");
        assert_eq!(good.get("report/mine").await.ok()["items"][0]["state"], "wrong");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_upheld_goes_out_of_sight_is_told_and_comes_back_on_appeal() {
    on_every_engine(async |house| {
        let talk = quarrel(&house).await;
        let Talk { bad, good, reviewer, message, picture, .. } = &talk;
        report(good, message).await;
        let case = only_case(reviewer).await;
        let hide = json!({ "cases": [case], "reason": "骂人", "measure": { "kind": "mute", "days": 1 } });
        reviewer.post("review/hide", hide).await.refused(403, "link.forbidden");
        let boss = house.staff("12300000032", Role::Headquarters).await;
        let hide = json!({ "cases": [case], "reason": "骂人", "measure": { "kind": "warn" } });
        boss.post("review/hide", hide).await.ok();
        let theirs = line_of(good, &talk).await;
        assert_eq!(
            (
                &theirs["state"],
                &theirs["text"],
                &theirs["files"],
                &theirs["hidden_reason"],
                &theirs["decision"]
            ),
            (&json!("hidden"), &json!(""), &json!([]), &json!("骂人"), &Value::Null)
        );
        let his = line_of(bad, &talk).await;
        assert_eq!(
            (&his["text"], &his["hidden_reason"], &his["decision"]),
            (&json!("骂人的话"), &json!("骂人"), &json!(case))
        );
        assert_eq!((status(good, picture).await, status(bad, picture).await), (404, 200));
        assert_eq!(status(&boss, picture).await, 200, "until an appeal is answered");
        let hits = good.get("chat/search?q=骂人").await.ok();
        assert_eq!(hits["items"], json!([]));
        house.settle().await;
        assert_eq!(house.events("message.hidden_privately").await.len(), 1);
        let told = bad.get("notification/list").await.ok().to_string();
        assert!(told.contains("被收起"), "{told}");
        let mine = bad.get("appeal/mine").await.ok();
        let decided =
            mine["items"].as_array().unwrap().iter().find(|d| d["about"] == json!(case)).unwrap().clone();
        assert_eq!((&decided["words"], &decided["reason"]), (&json!("[图片] 骂人的话"), &json!("骂人")));
        let ask = json!({ "against": case, "text": "我们在开玩笑" });
        let appeal = bad.post("appeal/ask", ask).await.ok()["appeal"].clone();
        let colleague = house.staff("12300000033", Role::Headquarters).await;
        let uphold = json!({ "appeal": appeal, "uphold": true, "reason": "是玩笑" });
        colleague.post("appeal/decide", uphold).await.ok();
        let back = line_of(good, &talk).await;
        assert_eq!((&back["state"], &back["text"]), (&json!("live"), &json!("骂人的话")));
        assert_eq!(status(good, picture).await, 200);
        house.settle().await;
        assert_eq!(house.events("message.unhidden_privately").await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_in_a_space_is_decided_by_those_who_run_it() {
    on_every_engine(async |house| {
        let (_, a, b, space) = table(&house).await;
        let chat = chat_of(&space);
        let runs = crate::chat::joined(&house, "12300000040", &space).await;
        let site = weilu_people::role::Site::Space(space.parse().unwrap());
        house.give(runs.persona().await, Role::Admin, site).await;
        let said = say(&a, &chat, "刷屏刷屏").await["message"].clone();
        let message = said.as_str().unwrap();
        b.post("report/send", json!({ "about": message, "reason": "advert" })).await.ok();
        let page = runs.get(&format!("review/queue?space={space}")).await.ok();
        let case = page["items"][0]["id"].clone();
        assert_eq!((&page["items"][0]["text"], &page["items"][0]["space"]), (&json!("刷屏刷屏"), &json!(space)));
        let mute = json!({ "cases": [case], "space": space, "reason": "刷屏", "measure": { "kind": "mute", "days": 1 } });
        runs.post("review/hide", mute).await.ok();
        assert_eq!(texts(&messages(&b, &chat).await), [""]);
        assert_eq!(list(&b).await[0]["last"]["state"], "hidden");
        house.settle().await;
        assert_eq!(house.events("message.hidden").await.len(), 1);
        a.post("chat/send", json!({ "chat": chat, "text": "我说" })).await.refused(403, "space.silenced");
        runs.post("review/undo", json!({ "case": case, "reason": "看错了" })).await.ok();
        assert_eq!(texts(&messages(&b, &chat).await), ["刷屏刷屏"]);
        say(&a, &chat, "谢谢").await;
        // Lines about the group itself are nobody's words, and a change is proposed to posts alone.
        let propose = json!({ "case": case, "text": "别的话", "reason": "换一句" });
        runs.post("review/propose", propose).await.refused(422, "review.no_words");
        let group = json!({ "name": "小群", "members": [b.member().await] });
        let group = a.post("chat/found", group).await.ok()["chat"].as_str().unwrap().to_owned();
        let note = messages(&b, &group).await[0]["id"].clone();
        let about = json!({ "about": note, "reason": "abuse" });
        b.post("report/send", about).await.refused(404, "link.not_found");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_back_what_was_reported_hides_it_from_everybody_but_the_reviewer() {
    on_every_engine(async |house| {
        let talk = quarrel(&house).await;
        let Talk { bad, good, reviewer, message, picture, .. } = &talk;
        let bytes = kept(&house);
        report(good, message).await;
        bad.post("chat/recall", json!({ "message": message })).await.ok();
        house.settle().await;
        for person in [good, bad] {
            let line = line_of(person, &talk).await;
            assert_eq!((&line["state"], &line["text"]), (&json!("recalled"), &json!("")));
            assert_eq!(status(person, picture).await, 404);
        }
        let case = only_case(reviewer).await;
        let shown = reviewer.get(&format!("review/show?case={case}")).await.ok();
        let line = &shown["excerpt"]["lines"][3];
        assert_eq!((&line["text"], &line["state"]), (&json!("骂人的话"), &json!("recalled")));
        assert_eq!((status(reviewer, picture).await, kept(&house)), (200, bytes));
        // Nothing found: what he took back is gone at once.
        reviewer.post("review/approve", json!({ "cases": [case] })).await.ok();
        house.settle().await;
        assert_eq!((status(reviewer, picture).await, kept(&house) < bytes), (404, true));
        assert_eq!(line_of(good, &talk).await["state"], "recalled");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_deleted_is_forgotten_after_thirty_days() {
    on_every_engine(async |house| {
        let talk = quarrel(&house).await;
        let Talk { good, bad, reviewer, message, picture, .. } = &talk;
        report(good, message).await;
        let case = only_case(reviewer).await;
        let delete = json!({ "cases": [case], "reason": "违法", "delete": true });
        reviewer.post("review/hide", delete).await.ok();
        for person in [good, bad] {
            let line = line_of(person, &talk).await;
            assert_eq!((&line["state"], &line["text"]), (&json!("deleted"), &json!("")));
            assert_eq!(status(person, picture).await, 404);
        }
        house.clock.advance(30 * DAY - MINUTE);
        house.settle().await;
        let words =
            async || reviewer.get(&format!("review/show?case={case}")).await.ok()["case"]["text"].clone();
        assert_eq!((words().await, status(reviewer, picture).await), (json!("[图片] 骂人的话"), 200));
        house.clock.advance(2 * MINUTE);
        house.settle().await;
        assert_eq!((words().await, status(reviewer, picture).await), (json!(""), 404));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn listed_words_count_in_chats_and_only_a_space_chat_opens_a_case() {
    on_every_engine(async |house| {
        let (_, a, b, space) = table(&house).await;
        let reviewer = house.staff("12300000030", Role::Reviewer).await;
        for (word, action) in [("代购", "mask"), ("赌球", "refuse"), ("内幕", "note")] {
            reviewer.post("sensitive_word/put", json!({ "word": word, "action": action })).await.ok();
        }
        let (group, private) = (chat_of(&space), pair(&a, &b).await);
        for chat in [&group, &private] {
            say(&a, chat, "找代购").await;
            let bad = json!({ "chat": chat, "text": "一起赌球" });
            a.post("chat/send", bad).await.refused(422, "sensitive_word.refused");
            let read = messages(&b, chat).await;
            assert_eq!(texts(&read), ["找＊＊"]);
        }
        // Among two a number is meant for the other; in the chat of a space it is covered as in a post.
        say(&a, &private, "打我电话 13900001234").await;
        say(&a, &group, "打我电话 13900001234").await;
        let has_number = async |chat: &str| {
            let read = messages(&b, chat).await;
            texts(&read).iter().any(|text| text.contains("13900001234"))
        };
        assert!(has_number(&private).await && !has_number(&group).await);
        assert!(waiting(&reviewer).await.is_empty());
        say(&a, &private, "有内幕").await;
        assert!(waiting(&reviewer).await.is_empty());
        say(&a, &group, "有内幕").await;
        let case = &waiting(&reviewer).await[0];
        assert_eq!((&case["kind"], &case["text"]), (&json!("noted"), &json!("有内幕")));
    })
    .await;
}
