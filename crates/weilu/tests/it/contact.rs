//! Limits of talking to others: strangers, newcomers, blocks, and how many lines a minute.

use crate::{
    chat::{chat_of, joined, messages, name, owner_sets, pair, say, show, table},
    house::on_every_engine,
};
use serde_json::{Value, json};
use weilu_kernel::Role;
use weilu_vocabulary::{DAY, MINUTE};

#[tokio::test(flavor = "multi_thread")]
async fn three_lines_wait_for_an_answer() {
    on_every_engine(async |house| {
        let (_, a, b, _) = table(&house).await;
        let chat = pair(&a, &b).await;
        for n in 1..=3 {
            say(&a, &chat, &format!("{n}")).await;
        }
        let fourth = json!({ "chat": chat, "text": "4" });
        let fields = a.post("chat/send", fourth.clone()).await.refused(409, "chat.wait_for_answer");
        assert_eq!(fields["most"], 3);
        assert_eq!(show(&a, &chat).await["closed"]["code"], "chat.wait_for_answer");
        assert_eq!(show(&b, &chat).await["pair"]["asks"], true);
        assert_eq!(show(&b, &chat).await["closed"], Value::Null);
        say(&b, &chat, "在的").await;
        a.post("chat/send", fourth).await.ok();
        assert_eq!(show(&b, &chat).await["pair"]["asks"], false);
        for n in 0..5 {
            say(&b, &chat, &format!("接着说 {n}")).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_strangers_a_day_hear_from_somebody_first() {
    on_every_engine(async |house| {
        let (_, a, b, _) = table(&house).await;
        let mut strangers = Vec::new();
        for n in 0..7 {
            strangers.push(house.person(&format!("1230000002{n}")).await);
        }
        for stranger in &strangers[..5] {
            let chat = pair(&a, stranger).await;
            say(&a, &chat, "你好").await;
        }
        let sixth = pair(&a, &strangers[5]).await;
        let word = json!({ "chat": sixth, "text": "你好" });
        let fields = a.post("chat/send", word.clone()).await.refused(429, "chat.enough_strangers");
        assert_eq!(fields["most"], 5);
        let first = pair(&a, &strangers[0]).await;
        say(&a, &first, "还在吗").await;
        say(&strangers[0], &first, "在").await;
        a.post("chat/send", word.clone()).await.refused(429, "chat.enough_strangers");
        house.clock.advance(DAY - 1);
        a.post("chat/send", word.clone()).await.refused(429, "chat.enough_strangers");
        house.clock.advance(1);
        a.post("chat/send", word).await.ok();
        // Who shares a space with me and answered is no stranger any more.
        for stranger in &strangers[1..5] {
            let (_, space) = (0, pair(&b, stranger).await);
            say(&b, &space, "你好").await;
        }
        let friend = pair(&b, &a).await;
        say(&b, &friend, "你好").await;
        let next = pair(&b, &strangers[6]).await;
        let word = json!({ "chat": next, "text": "你好" });
        b.post("chat/send", word.clone()).await.refused(429, "chat.enough_strangers");
        say(&a, &friend, "你好呀").await;
        b.post("chat/send", word).await.ok();
        // Two who follow one another are no strangers either.
        let friend = house.person("12300000030").await;
        let chat = pair(&a, &friend).await;
        for (one, other) in [(&a, &friend), (&friend, &a)] {
            one.post("follow/start", json!({ "what": other.member().await })).await.ok();
        }
        for _ in 0..4 {
            say(&a, &chat, "老朋友").await;
        }
        let service = house.staff("12300000040", Role::Service).await;
        for stranger in &strangers {
            let chat = pair(&service, stranger).await;
            for _ in 0..4 {
                say(&service, &chat, "您好，包裹到了").await;
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_answers_and_begins_after_three_days() {
    on_every_engine(async |house| {
        let (owner, a, _, space) = table(&house).await;
        let new = joined(&house, "12300000006", &space).await;
        let chat = pair(&new, &a).await;
        let word = json!({ "chat": chat, "text": "你好" });
        let fields = new.post("chat/send", word.clone()).await.refused(403, "chat.newcomer");
        assert_eq!(fields["days"], 3);
        let stranger = house.person("12300000010").await;
        let far = pair(&new, &stranger).await;
        new.post("chat/send", json!({ "chat": far, "text": "你好" })).await.refused(403, "chat.newcomer");
        let asked = pair(&owner, &new).await;
        say(&owner, &asked, "欢迎来坐").await;
        say(&new, &asked, "谢谢").await;
        house.clock.advance(3 * DAY - 1);
        new.post("chat/send", word.clone()).await.refused(403, "chat.newcomer");
        house.clock.advance(1);
        new.post("chat/send", word).await.ok();
        new.post("chat/send", json!({ "chat": far, "text": "你好" })).await.ok();
        // An old hand who came into a space today for its people is new to them.
        let old = house.person("12300000011").await;
        house.clock.advance(9 * DAY);
        old.post("space/join", json!({ "space": space })).await.ok();
        let chat = pair(&old, &a).await;
        old.post("chat/send", json!({ "chat": chat, "text": "要发财吗" }))
            .await
            .refused(403, "chat.newcomer");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_and_a_no_are_quiet_and_sound_alike() {
    on_every_engine(async |house| {
        let (_, a, b, space) = table(&house).await;
        let chat = pair(&a, &b).await;
        say(&a, &chat, "在吗").await;
        let word = json!({ "chat": chat, "text": "在吗在吗" });
        b.post("chat/decline", json!({ "chat": chat, "decline": true })).await.ok();
        let no = a.post("chat/send", word.clone()).await;
        let no_text = no.body["text"].clone();
        no.refused(409, "chat.not_now");
        assert_eq!(show(&b, &chat).await["pair"]["declined"], true);
        say(&b, &chat, "刚才不方便").await;
        a.post("chat/send", word.clone()).await.ok();
        assert_eq!(show(&b, &chat).await["pair"]["declined"], false, "an answer takes it back");
        b.post("block/set", json!({ "member": b.member().await })).await.refused(409, "block.yourself");
        b.post("block/set", json!({ "member": a.member().await })).await.ok();
        b.post("block/set", json!({ "member": a.member().await })).await.ok();
        assert_eq!(b.get("block/list").await.ok()["items"].as_array().unwrap().len(), 1);
        let blocked = a.post("chat/send", word.clone()).await;
        assert_eq!(blocked.body["text"], no_text, "the blocked cannot tell");
        blocked.refused(409, "chat.not_now");
        assert_eq!(show(&a, &chat).await["closed"]["code"], "chat.not_now");
        assert_eq!(show(&a, &chat).await["pair"]["blocked"], false);
        let theirs = format!("block/of?member={}", b.member().await);
        assert_eq!(a.get(&theirs).await.ok()["blocked"], false);
        b.post("chat/send", word.clone()).await.refused(409, "chat.you_blocked");
        // In the group his name is not called, and what he says is folded away for me alone.
        let group = chat_of(&space);
        let text = format!("@{}", name(&b).await);
        let call = json!({ "chat": group, "text": text, "mentions": [b.member().await] });
        let post = json!({ "space": space, "text": text, "mentions": [b.member().await] });
        a.post("chat/send", call.clone()).await.ok();
        a.post("post/write", post.clone()).await.ok();
        assert_eq!(
            (&messages(&b, &group).await[0]["calls_me"], show(&b, &group).await["called_at"].clone()),
            (&json!(false), Value::Null)
        );
        assert_eq!(
            (&messages(&b, &group).await[0]["folded"], &messages(&a, &group).await[0]["folded"]),
            (&json!(true), &json!(false))
        );
        let heard = house.events("block.set").await;
        assert_eq!((heard.len(), heard[0].with.len()), (1, 0));
        b.post("block/lift", json!({ "member": a.member().await })).await.ok();
        b.post("block/lift", json!({ "member": a.member().await })).await.ok();
        assert_eq!(house.events("block.lifted").await.len(), 1);
        a.post("chat/send", word).await.ok();
        a.post("chat/send", call).await.ok();
        a.post("post/write", post).await.ok();
        assert_eq!(house.events("post.mentioned").await.len(), 1, "nor was he named in a post before");
        assert_eq!(messages(&b, &group).await[1]["calls_me"], true);
        assert!(b.get("block/list").await.ok()["items"].as_array().unwrap().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_blocks_has_an_end() {
    on_every_engine(async |house| {
        let (owner, a, b, _) = table(&house).await;
        owner_sets(&house, "block.most", json!(1)).await;
        a.post("block/set", json!({ "member": b.member().await })).await.ok();
        let second = json!({ "member": owner.member().await });
        let fields = a.post("block/set", second.clone()).await.refused(409, "block.too_many");
        assert_eq!(fields["most"], 1);
        a.post("block/lift", json!({ "member": b.member().await })).await.ok();
        a.post("block/set", second).await.ok();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_messages_a_minute_are_enough() {
    on_every_engine(async |house| {
        let (_, a, _, space) = table(&house).await;
        let chat = chat_of(&space);
        for n in 0..30 {
            say(&a, &chat, &format!("{n}")).await;
        }
        let word = json!({ "chat": chat, "text": "太快" });
        a.post("chat/send", word.clone()).await.refused(429, "chat.too_fast");
        house.clock.advance(MINUTE - 1);
        a.post("chat/send", word.clone()).await.refused(429, "chat.too_fast");
        house.clock.advance(1);
        a.post("chat/send", word).await.ok();
    })
    .await;
}
