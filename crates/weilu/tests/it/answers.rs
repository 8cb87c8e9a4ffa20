//! Asking, deciding and ranking: questions, votes, polls and the hot list (charter C8, C10, C11, C16).

use crate::house::{House, Person, on_every_engine};
use serde_json::{Value, json};
use weilu_kernel::Role;
use weilu_people::role::Site;
use weilu_vocabulary::{DAY, HOUR, MINUTE, SECOND, SpaceId};

/// An owner, his open space, and friends inside.
async fn gathered(house: &House, friends: usize) -> (Person, String, Vec<Person>) {
    let owner = house.staff("12300000001", Role::Operator).await;
    let opened = json!({ "name": "雾溪茶友会", "line": "一起喝茶，一起说话", "open_to_read": true });
    let space = owner.post("space/open", opened).await.ok()["space"].as_str().unwrap().to_owned();
    let mut inside = Vec::new();
    for n in 0..friends {
        let friend = house.person(&format!("1230000{:04}", 100 + n)).await;
        friend.post("space/join", json!({ "space": space })).await.ok();
        inside.push(friend);
    }
    (owner, space, inside)
}

fn id(value: &Value) -> &str {
    value.as_str().unwrap()
}

async fn ask(person: &Person, space: &str, title: &str) -> Value {
    person.post("question/ask", json!({ "space": space, "title": title })).await.ok()["post"].clone()
}

async fn reply(person: &Person, space: &str, to: &Value, text: &str) -> Value {
    let input = json!({ "space": space, "text": text, "reply_to": to });
    person.post("post/write", input).await.ok()["post"].clone()
}

async fn thread(house: &House, reader: &Person, post: &Value, more: &str) -> Value {
    house.settle().await;
    reader.get(&format!("post/show?post={}{more}", id(post))).await.ok()
}

fn texts(replies: &Value) -> Vec<String> {
    replies.as_array().unwrap().iter().map(|r| id(&r["post"]["text"]).to_owned()).collect()
}

async fn merge(staff: &Person, known: &Person, other: &Person) {
    let (known, other) = (known.me().await["id"].clone(), other.me().await["id"].clone());
    let proposed = json!({ "known": known, "other": other });
    let case = staff.post("identity/propose", proposed).await.ok()["case"].clone();
    staff.post("identity/decide_case", json!({ "case": case, "decision": "accept" })).await.ok();
}

/// The accepted answer as a reader sees it.
async fn accepted(house: &House, reader: &Person, question: &Value) -> Value {
    thread(house, reader, question, "").await["post"]["question"]["accepted"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_answered_accepted_and_thanked_for() {
    on_every_engine(async |house| {
        let (owner, space, friends) = gathered(&house, 3).await;
        let [asker, helper, other] = &friends[..] else { panic!("three friends") };
        asker
            .post("question/ask", json!({ "space": space, "title": "茶?" }))
            .await
            .refused(422, "question.no_title");
        let question = ask(asker, &space, "白毫银针用多热的水").await;
        let stranger = house.person("12300000900").await;
        stranger
            .post("question/ask", json!({ "space": space, "title": "我也想问" }))
            .await
            .refused(403, "link.forbidden");
        let own = reply(asker, &space, &question, "补充：今年的新茶").await;
        house.clock.advance(90 * SECOND);
        let before = thread(&house, other, &question, "").await;
        assert_eq!(before["post"]["question"]["answered"], false);
        let answer = reply(helper, &space, &question, "八十五度").await;
        let nested = reply(other, &space, &answer, "我用九十").await;
        let shown = thread(&house, other, &question, "").await;
        let state = &shown["post"]["question"];
        assert!((90..95).contains(&state["first_answer_seconds"].as_i64().unwrap()), "{state}");
        assert_eq!((&state["answered"], &state["may_accept"]), (&json!(true), &json!(false)));
        let accept = |answer: &Value| json!({ "answer": answer, "thanks": "水温对了，香得很" });
        other.post("question/accept", accept(&answer)).await.refused(403, "question.not_yours");
        asker.post("question/accept", accept(&own)).await.refused(409, "question.own_answer");
        asker.post("question/accept", accept(&nested)).await.refused(409, "question.no_answer");
        asker
            .post("question/accept", json!({ "answer": answer, "thanks": "谢".repeat(201) }))
            .await
            .refused(422, "question.thanks_too_long");
        asker.post("question/accept", accept(&answer)).await.ok();
        asker.post("question/accept", accept(&answer)).await.ok();
        let shown = thread(&house, other, &question, "").await;
        assert_eq!(shown["post"]["question"]["accepted"], answer);
        assert_eq!(shown["accepted"]["post"]["text"], "八十五度");
        assert_eq!(shown["post"]["question"]["thanks"], "水温对了，香得很");
        assert_eq!(texts(&shown["replies"]), ["补充：今年的新茶"]);
        assert_eq!(house.events("question.accepted").await.len(), 1);
        assert_eq!(house.events("question.answered").await.len(), 1);
        let mine = helper.get("question/my_help").await.ok();
        assert_eq!((&mine["helped"], &mine["answers"], &mine["accepted"]), (&json!(1), &json!(1), &json!(1)));
        assert_eq!(
            (&mine["saved_minutes"], &mine["thanks"][0]["text"]),
            (&json!(20), &json!("水温对了，香得很"))
        );
        let helpers = other.get(&format!("question/helpers?space={space}")).await.ok();
        assert_eq!(helpers["items"][0]["id"], helper.me().await["id"]);
        let lists = async |which: &str| {
            let page = asker.get(&format!("question/list?space={space}&which={which}")).await.ok();
            page["items"].as_array().unwrap().len()
        };
        assert_eq!((lists("solved").await, lists("unanswered").await, lists("mine").await), (1, 0, 1));
        helper.post("post/remove", json!({ "post": answer })).await.ok();
        assert!(accepted(&house, other, &question).await.is_null());
        helper.post("post/restore", json!({ "post": answer })).await.ok();
        assert_eq!(accepted(&house, other, &question).await, answer);
        owner.post("question/unaccept", json!({ "question": question })).await.ok();
        assert_eq!((lists("solved").await, lists("all").await), (0, 1));
        house.settle().await;
        let mine = helper.get("question/my_help").await.ok();
        assert_eq!((&mine["helped"], &mine["answers"]), (&json!(0), &json!(1)));
        let before = house.projections().await;
        house.rebuild_all().await;
        assert_eq!(house.projections().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_answers_goes_to_experts_after_two_hours_and_to_service_after_two_more() {
    on_every_engine(async |house| {
        let (owner, space, friends) = gathered(&house, 3).await;
        let [asker, expert, other] = &friends[..] else { panic!("three friends") };
        let site: SpaceId = space.parse().unwrap();
        house.give(expert.persona().await, Role::Expert, Site::Space(site)).await;
        house.settle().await;
        let question = ask(asker, &space, "紫砂壶怎么养").await;
        let answered = ask(asker, &space, "盖碗烫手怎么办").await;
        reply(other, &space, &answered, "少倒一点水").await;
        let asked_at = house.events("question.asked").await[0].at;
        house.settle().await;
        house.clock.set(asked_at + 2 * HOUR - SECOND);
        house.settle().await;
        assert!(house.events("question.needs_expert").await.is_empty());
        house.clock.set(asked_at + 2 * HOUR);
        house.settle().await;
        house.settle().await;
        let brought = house.events("question.needs_expert").await;
        assert_eq!(brought.len(), 1);
        assert_eq!(brought[0].object.unwrap().to_string(), id(&question));
        let named: Vec<String> = brought[0].with.iter().map(ToString::to_string).collect();
        assert_eq!(named, [expert.persona().await.to_string()]);
        house.clock.set(brought[0].at + 2 * HOUR - SECOND);
        house.settle().await;
        assert!(house.events("question.needs_service").await.is_empty());
        house.clock.set(brought[0].at + 2 * HOUR);
        house.settle().await;
        house.clock.advance(DAY);
        house.settle().await;
        assert_eq!(house.events("question.needs_service").await.len(), 1);
        assert_eq!(house.events("question.needs_expert").await.len(), 1);
        let console = owner.get("question/manage?which=unanswered").await.ok();
        assert_eq!((&console["unanswered"], &console["for_service"]), (&json!(1), &json!(1)));
        assert_eq!((&console["items"][0]["id"], &console["items"][0]["stage"]), (&question, &json!(2)));
        other.get("question/manage").await.refused(403, "link.forbidden");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_stand_by_votes_and_the_order_can_be_switched() {
    on_every_engine(async |house| {
        let (owner, space, friends) = gathered(&house, 4).await;
        let question = ask(&owner, &space, "隔夜茶能喝吗").await;
        let first = reply(&friends[0], &space, &question, "先写的").await;
        let second = reply(&friends[1], &space, &question, "后写的").await;
        let third = reply(&friends[2], &space, &question, "最后的").await;
        let vote = |post: &Value, way: &str| json!({ "post": post, "way": way });
        friends[0].post("vote/cast", vote(&first, "up")).await.refused(409, "vote.own");
        friends[1].post("vote/cast", vote(&first, "down")).await.ok();
        for voter in [&friends[0], &friends[3], &owner] {
            voter.post("vote/cast", vote(&second, "up")).await.ok();
            voter.post("vote/cast", vote(&second, "up")).await.ok();
        }
        let shown = thread(&house, &friends[3], &question, "").await;
        assert_eq!(shown["order"], "best");
        assert_eq!(texts(&shown["replies"]), ["后写的", "最后的", "先写的"]);
        let best = &shown["replies"][0]["post"];
        assert_eq!((&best["score"], &best["my_vote"]), (&json!(3), &json!("up")));
        // Nobody is told how many voted down.
        let worst = &shown["replies"][2]["post"];
        assert_eq!((&worst["score"], &worst["my_vote"]), (&json!(0), &Value::Null));
        let oldest = thread(&house, &owner, &question, "&order=oldest").await;
        assert_eq!(texts(&oldest["replies"]), ["先写的", "后写的", "最后的"]);
        let newest = thread(&house, &owner, &question, "&order=newest").await;
        assert_eq!(texts(&newest["replies"]), ["最后的", "后写的", "先写的"]);
        // Going on below a reply keeps the order.
        let below = format!("post/replies?post={}&after={}&order=best", id(&question), id(&second));
        assert_eq!(texts(&owner.get(&below).await.ok()["items"]), ["最后的", "先写的"]);
        friends[1].post("vote/cast", vote(&first, "up")).await.ok();
        friends[0].post("vote/withdraw", json!({ "post": second })).await.ok();
        let shown = thread(&house, &owner, &question, "").await;
        assert_eq!(texts(&shown["replies"]), ["后写的", "先写的", "最后的"]);
        assert_eq!(shown["replies"][0]["post"]["score"], 2);
        owner.post("question/accept", json!({ "answer": third })).await.ok();
        let shown = thread(&house, &owner, &question, "").await;
        assert_eq!(
            (texts(&shown["replies"]), &shown["accepted"]["id"]),
            (vec!["后写的".to_owned(), "先写的".to_owned()], &third)
        );
        let stranger = Person::new(&house);
        stranger.post("vote/cast", vote(&third, "up")).await.refused(401, "link.sign_in");
        for _ in 0..30 {
            friends[3].post("vote/withdraw", json!({ "post": first })).await;
        }
        friends[3].post("vote/cast", vote(&third, "up")).await.refused(429, "rate.too_many");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn merged_people_vote_and_decide_once_and_everything_rebuilds_alike() {
    on_every_engine(async |house| {
        let (owner, space, friends) = gathered(&house, 3).await;
        let post = owner.post("post/write", json!({ "space": space, "text": "秋茶上了" })).await.ok()["post"]
            .clone();
        let open = json!({ "space": space, "title": "周末去哪", "choices": ["后山", "溪边"] });
        let opened = owner.post("poll/open", open).await.ok();
        house.settle().await;
        let poll = friends[0].get(&format!("poll/show?poll={}", id(&opened["poll"]))).await.ok();
        let (hill, brook) = (poll["choices"][0]["id"].clone(), poll["choices"][1]["id"].clone());
        for (at, friend) in friends.iter().enumerate() {
            house.clock.advance(SECOND);
            friend.post("vote/cast", json!({ "post": post, "way": "up" })).await.ok();
            let choice = if at == 0 { &hill } else { &brook };
            friend.post("poll/vote", json!({ "poll": opened["poll"], "choices": [choice] })).await.ok();
        }
        let figures = async || {
            house.settle().await;
            let shown = friends[2].get(&format!("post/show?post={}", id(&opened["post"]))).await.ok();
            let votes: Vec<i64> = shown["post"]["poll"]["choices"]
                .as_array()
                .unwrap()
                .iter()
                .map(|c| c["votes"].as_i64().unwrap())
                .collect();
            let score =
                friends[2].get(&format!("post/show?post={}", id(&post))).await.ok()["post"]["score"].clone();
            (shown["post"]["poll"]["people"].as_i64().unwrap(), votes, score.as_i64().unwrap())
        };
        assert_eq!(figures().await, (3, vec![1, 2], 3));
        let before = house.projections().await;
        merge(&owner, &friends[0], &friends[1]).await;
        // The later of the two votes counts.
        assert_eq!(figures().await, (2, vec![0, 2], 2));
        let merged = house.projections().await;
        house.rebuild_all().await;
        assert_eq!(house.projections().await, merged);
        friends[0].post("poll/vote", json!({ "poll": opened["poll"], "choices": [hill] })).await.ok();
        friends[0].post("vote/withdraw", json!({ "post": post })).await.ok();
        assert_eq!(figures().await, (2, vec![1, 1], 1));
        let merged = house.projections().await;
        house.rebuild_all().await;
        assert_eq!(house.projections().await, merged);
        assert_ne!(merged, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_poll_shows_counts_after_ones_own_vote_and_closes_once() {
    on_every_engine(async |house| {
        let (owner, space, friends) = gathered(&house, 3).await;
        let with = |more: Value| {
            let mut input = json!({ "space": space, "title": "选一款秋茶", "choices": ["岩茶", "单丛", "红茶"] });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            input
        };
        for (more, code) in [
            (json!({ "title": " " }), "poll.no_title"),
            (json!({ "choices": ["一"] }), "poll.bad_number"),
            (json!({ "choices": vec!["一"; 21] }), "poll.bad_number"),
            (json!({ "choices": ["一", "一"] }), "poll.same_choice"),
            (json!({ "choices": ["一", " "] }), "poll.bad_choice"),
            (json!({ "kind": "multiple", "most": 4 }), "poll.bad_most"),
            (json!({ "quorum": 0 }), "poll.bad_quorum"),
            (json!({ "closes_at": house.clock.peek() }), "poll.bad_deadline"),
        ] {
            friends[0].post("poll/open", with(more)).await.refused(422, code);
        }
        let closes_at = house.clock.peek() + HOUR;
        let more = json!({ "kind": "multiple", "most": 2, "quorum": 2, "closes_at": closes_at });
        let opened = friends[0].post("poll/open", with(more)).await.ok();
        let show = async |who: &Person| {
            house.settle().await;
            who.get(&format!("poll/show?poll={}", id(&opened["poll"]))).await.ok()
        };
        let ids: Vec<Value> = show(&owner).await["choices"].as_array().unwrap().iter().map(|c| c["id"].clone()).collect();
        let vote = |choices: &[usize]| json!({ "poll": opened["poll"], "choices": choices.iter().map(|c| ids[*c].clone()).collect::<Vec<_>>() });
        friends[1].post("poll/vote", vote(&[0, 1, 2])).await.refused(422, "poll.bad_count");
        friends[1].post("poll/vote", vote(&[])).await.refused(422, "poll.bad_count");
        friends[1].post("poll/vote", vote(&[1, 1])).await.refused(422, "poll.bad_choices");
        friends[1].post("poll/vote", vote(&[0, 1])).await.ok();
        let mine = show(&friends[1]).await;
        assert_eq!((&mine["voted"], &mine["shown"], &mine["choices"][0]["votes"]), (&json!(true), &json!(true), &json!(1)));
        assert_eq!(mine["choices"][0]["mine"], 1);
        let other = show(&friends[2]).await;
        assert_eq!((&other["shown"], &other["choices"][0]["votes"], &other["people"]), (&json!(false), &Value::Null, &json!(1)));
        let voters = format!("poll/voters?poll={}", id(&opened["poll"]));
        friends[2].get(&voters).await.refused(409, "poll.not_shown");
        friends[1].post("poll/vote", vote(&[2])).await.ok();
        friends[2].post("poll/vote", vote(&[2])).await.ok();
        let counted = show(&friends[2]).await;
        let votes: Vec<&Value> = counted["choices"].as_array().unwrap().iter().map(|c| &c["votes"]).collect();
        assert_eq!((votes, &counted["people"]), (vec![&json!(0), &json!(0), &json!(2)], &json!(2)));
        assert_eq!(friends[1].get(&voters).await.ok()["items"].as_array().unwrap().len(), 2);
        friends[1].post("poll/close", json!({ "poll": opened["poll"] })).await.refused(403, "poll.not_yours");
        house.clock.set(weilu_vocabulary::Time(closes_at - SECOND));
        house.settle().await;
        assert!(house.events("poll.closed").await.is_empty());
        house.clock.set(weilu_vocabulary::Time(closes_at));
        friends[1].post("poll/vote", vote(&[0])).await.refused(409, "poll.closed");
        house.settle().await;
        house.settle().await;
        let closed = house.events("poll.closed").await;
        assert_eq!((closed.len(), closed[0].value), (1, Some(2)));
        assert_eq!((&show(&owner).await["closed"], &show(&owner).await["shown"]), (&json!(true), &json!(true)));
        owner.post("poll/close", json!({ "poll": opened["poll"] })).await.refused(409, "poll.closed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_poll_keeps_who_and_what_apart_and_counts_at_the_end() {
    on_every_engine(async |house| {
        let (owner, space, friends) = gathered(&house, 3).await;
        let open =
            json!({ "space": space, "title": "换不换群主", "choices": ["换", "不换"], "secret": true });
        let opened = owner.post("poll/open", open).await.ok();
        let show = async |who: &Person| {
            house.settle().await;
            who.get(&format!("poll/show?poll={}", id(&opened["poll"]))).await.ok()
        };
        let choices = show(&owner).await["choices"].clone();
        let vote = |at: usize| json!({ "poll": opened["poll"], "choices": [choices[at]["id"]] });
        for (friend, at) in friends.iter().zip([0, 0, 1]) {
            friend.post("poll/vote", vote(at)).await.ok();
        }
        friends[0].post("poll/vote", vote(1)).await.refused(409, "poll.secret_final");
        let mine = show(&friends[0]).await;
        assert_eq!(
            (&mine["voted"], &mine["may_vote"], &mine["shown"]),
            (&json!(true), &json!(false), &json!(false))
        );
        assert_eq!((&mine["choices"][0]["mine"], &mine["choices"][0]["votes"]), (&Value::Null, &Value::Null));
        // What the house keeps of a voter does not say for what.
        let tables = house.projections().await.concat();
        assert!(!tables.contains("poll_secret_ballot"));
        for event in house.events("poll.voted").await {
            assert!(event.body.is_null() && event.value.is_none());
            assert!(event.with.iter().all(|r| r.get::<weilu_vocabulary::PollChoiceId>().is_none()));
        }
        owner.post("poll/close", json!({ "poll": opened["poll"] })).await.ok();
        let shown = show(&friends[0]).await;
        let votes: Vec<&Value> = shown["choices"].as_array().unwrap().iter().map(|c| &c["votes"]).collect();
        assert_eq!(votes, [&json!(2), &json!(1)]);
        let voters = format!("poll/voters?poll={}", id(&opened["poll"]));
        owner.get(&voters).await.refused(409, "poll.secret");
        let before = house.projections().await;
        house.rebuild_all().await;
        assert_eq!(house.projections().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ranked_poll_counts_after_borda_and_a_vote_weighs_one_unless_the_rules_page_says_more() {
    on_every_engine(async |house| {
        let (owner, space, friends) = gathered(&house, 3).await;
        let open = json!({ "space": space, "title": "今年主推", "choices": ["甲", "乙", "丙"], "kind": "ranked", "at_end": true });
        let opened = owner.post("poll/open", open).await.ok();
        let show = async |who: &Person| {
            house.settle().await;
            who.get(&format!("poll/show?poll={}", id(&opened["poll"]))).await.ok()
        };
        let ids = show(&owner).await["choices"].clone();
        let vote = |order: &[usize]| json!({ "poll": opened["poll"], "choices": order.iter().map(|c| ids[*c]["id"].clone()).collect::<Vec<_>>() });
        friends[0].post("poll/vote", vote(&[0, 1, 2])).await.ok();
        friends[1].post("poll/vote", vote(&[1, 2])).await.ok();
        assert_eq!(show(&friends[0]).await["shown"], false);
        // An expert's vote weighs two once the rules page says so, and one before.
        let site: SpaceId = space.parse().unwrap();
        house.give(friends[2].persona().await, Role::Expert, Site::Space(site)).await;
        house.settle().await;
        let weight = json!({ "space": space, "role": "expert", "weight": 2, "reason": "制茶三十年" });
        owner.post("organisation/set_vote_weight", weight).await.ok();
        friends[2].post("poll/vote", vote(&[2])).await.ok();
        owner.post("poll/close", json!({ "poll": opened["poll"] })).await.ok();
        let shown = show(&friends[0]).await;
        let points: Vec<i64> = shown["choices"].as_array().unwrap().iter().map(|c| c["points"].as_i64().unwrap()).collect();
        assert_eq!(points, [3, 2 + 3, 1 + 2 + 2 * 3]);
        assert_eq!(shown["choices"][2]["votes"], 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hot_list_follows_what_people_do_and_forgets_within_an_hour() {
    on_every_engine(async |house| {
        let (owner, space, friends) = gathered(&house, 4).await;
        let write = async |who: &Person, text: &str| {
            who.post("post/write", json!({ "space": space, "text": text })).await.ok()["post"].clone()
        };
        let quiet = write(&owner, "安静的一条 #日常#").await;
        let hot = write(&owner, "热闹的一条 #开采#").await;
        for friend in &friends {
            friend.post("post/like", json!({ "post": hot })).await.ok();
            friend.post("vote/cast", json!({ "post": hot, "way": "up" })).await.ok();
        }
        friends[0].post("vote/cast", json!({ "post": quiet, "way": "down" })).await.ok();
        let stranger = Person::new(&house);
        let list = async |more: &str| {
            house.settle().await;
            stranger.get(&format!("hot_list/show{more}")).await.ok()
        };
        let shown = list(&format!("?space={space}")).await;
        assert_eq!(shown["items"][0]["id"], hot);
        let heat = |list: &Value, at: usize| list["items"][at]["heat"].as_f64().unwrap();
        // Five people each counted once, although four did two things; a vote down warms nothing.
        assert!((4_900.0..=5_000.0).contains(&heat(&shown, 0)), "{}", shown["items"][0]["heat"]);
        assert!((900.0..=1_000.0).contains(&heat(&shown, 1)));
        assert_eq!(
            (&shown["tags"][0]["tag"]["name"], &shown["refresh_seconds"]),
            (&json!("开采"), &json!(10))
        );
        assert_eq!(list("").await["items"].as_array().unwrap().len(), 2);
        let before = heat(&list("").await, 0);
        house.clock.advance(12 * MINUTE);
        assert!((heat(&list("").await, 0) / before - 0.5).abs() < 0.001);
        house.clock.advance(48 * MINUTE);
        let after = list("").await;
        assert!((heat(&after, 0) / before - 0.031_25).abs() < 0.001);
        assert_eq!(after["items"].as_array().unwrap().len(), 1);
        house.clock.advance(30 * MINUTE);
        assert_eq!(list("").await["items"], json!([]));
        let history = stranger.get("hot_list/history").await.ok();
        // The first moment may have been kept while the log was still being read.
        let moments = history["items"].as_array().unwrap();
        assert!(moments.iter().any(|moment| moment["items"][0]["id"] == hot));
        house.clock.advance(31 * DAY);
        let owner = house.staff("12300000011", Role::Operator).await;
        write(&owner, "一个月后").await;
        house.settle().await;
        house.clock.advance(10 * MINUTE);
        house.settle().await;
        let history = stranger.get("hot_list/history").await.ok();
        let kept = history["items"].to_string();
        assert!(!kept.contains(id(&hot)) && kept.contains("一个月后"), "{kept}");
        let before = house.projections().await;
        house.rebuild_all().await;
        assert_eq!(house.projections().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_may_not_read_stands_on_no_list() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let opened = json!({ "name": "后山", "line": "只给熟人", "open_to_read": false });
        let space = owner.post("space/open", opened).await.ok()["space"].as_str().unwrap().to_owned();
        let question = ask(&owner, &space, "后山的茶几时采").await;
        house.clock.advance(10 * MINUTE);
        house.settle().await;
        let stranger = house.person("12300000002").await;
        assert_eq!(stranger.get("hot_list/show").await.ok()["items"], json!([]));
        assert_eq!(stranger.get("hot_list/show").await.ok()["tags"], json!([]));
        assert_eq!(stranger.get("question/list").await.ok()["items"], json!([]));
        assert!(!stranger.get("hot_list/history").await.ok().to_string().contains("后山"));
        stranger.get(&format!("hot_list/show?space={space}")).await.refused(404, "link.not_found");
        stranger.get(&format!("question/list?space={space}")).await.refused(404, "link.not_found");
        stranger
            .post("vote/cast", json!({ "post": question, "way": "up" }))
            .await
            .refused(404, "link.not_found");
        assert_eq!(owner.get("hot_list/show").await.ok()["items"][0]["id"], question);
    })
    .await;
}
