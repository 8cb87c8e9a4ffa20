//! Notices: who is told what, what is folded and kept quiet, when letters go out, and how they end.

use crate::{
    house::{House, Person, TENANT, on_every_engine},
    space::opened,
};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use weilu_kernel::{Role, Tx};
use weilu_store::{Scope, params, sql};
use weilu_vocabulary::{DAY, Failure, HOUR, Id, MINUTE, NotificationId, SECOND, Time};

/// 18 November 2026, midnight in Beijing; the house's clock starts at seven in the evening of that day.
const MIDNIGHT: i64 = 1_794_931_200_000_000;

pub async fn inside(house: &House, phone: &str, name: &str, space: &str) -> Person {
    let person = house.person(phone).await;
    person.post("member/edit", json!({ "name": name })).await.ok();
    person.post("space/join", json!({ "space": space })).await.ok();
    person
}

pub async fn write(person: &Person, space: &str, text: &str, reply_to: Option<&str>) -> String {
    let input = json!({ "space": space, "text": text, "reply_to": reply_to });
    person.post("post/write", input).await.ok()["post"].as_str().unwrap().to_owned()
}

/// Adds a mail address to somebody who came by phone.
pub async fn add_mail(house: &House, person: &Person, mail: &str) {
    person.post("account/request_code", json!({ "to": mail })).await.ok();
    let code = house.code(mail).await;
    person.post("account/add_address", json!({ "to": mail, "code": code })).await.ok();
}

async fn notices(house: &House, person: &Person) -> Vec<Value> {
    house.settle().await;
    person.get("notification/list").await.ok()["items"].as_array().unwrap().clone()
}

async fn kinds(house: &House, person: &Person) -> Vec<String> {
    notices(house, person).await.iter().map(|n| n["kind"].as_str().unwrap().to_owned()).collect()
}

async fn unread(house: &House, person: &Person) -> i64 {
    house.settle().await;
    person.get("notification/count").await.ok()["unread"].as_i64().unwrap()
}

/// What lies in the box for an address, oldest first.
pub async fn letters(house: &House, address: &'static str) -> Vec<(String, String)> {
    house.settle().await;
    let read: Result<Vec<weilu_store::Row>, Failure> = house
        .app
        .store
        .read(Scope::Tenant(TENANT), move |tx: &mut Tx| {
            Box::pin(async move {
                Ok(tx
                    .all(
                        sql!("select subject, body from simulated_message where tenant = $tenant and address = $1 and template in ('notices', 'digest') order by at, id"),
                        params![address],
                    )
                    .await?)
            })
        })
        .await;
    read.unwrap().iter().map(|r| (r.get("subject").unwrap(), r.get("body").unwrap())).collect()
}

async fn village(house: &House) -> (Person, String) {
    let owner = house.staff("12300000001", Role::Operator).await;
    owner.post("member/edit", json!({ "name": "秦月明" })).await.ok();
    let space = opened(&owner, "circle", "雾溪茶友会").await;
    (owner, space)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_and_a_like_reach_those_they_concern_and_nobody_else() {
    on_every_engine(async |house| {
        let (owner, space) = village(&house).await;
        let tao = inside(&house, "12300000002", "阿桃", &space).await;
        let he = inside(&house, "12300000003", "老何", &space).await;
        let post = write(&tao, &space, "水开了，谁来坐坐？", None).await;
        let reply = write(&he, &space, "我来。", Some(&post)).await;
        he.post("post/like", json!({ "post": post })).await.ok();
        write(&tao, &space, "自己说一句", Some(&post)).await;
        let told = notices(&house, &tao).await;
        assert_eq!(told.len(), 2, "{told:#?}");
        let (liked, replied) = (&told[0], &told[1]);
        assert_eq!(
            (liked["kind"].as_str(), replied["kind"].as_str()),
            (Some("post.liked"), Some("post.replied"))
        );
        assert_eq!(replied["text"]["zh"], "{actor} 回复了你");
        assert_eq!((&replied["actor"]["name"], &replied["quote"]), (&json!("老何"), &json!("我来。")));
        assert_eq!(replied["to"], format!("/posts/{reply}"));
        assert_eq!(
            (&liked["quote"], &liked["to"]),
            (&json!("水开了，谁来坐坐？"), &json!(format!("/posts/{post}")))
        );
        assert_eq!(unread(&house, &tao).await, 2);
        // Whoever did it is not told, and nobody else is.
        assert_eq!(kinds(&house, &he).await, Vec::<String>::new());
        assert!(!kinds(&house, &owner).await.iter().any(|k| k.starts_with("post.")));
        Person::new(&house).get("notification/list").await.refused(401, "link.sign_in");
        // An answer to an answer reaches its author, and whoever began the thread once.
        write(&owner, &space, "给我留个位子", Some(&reply)).await;
        assert_eq!(kinds(&house, &he).await, ["post.replied"]);
        assert_eq!(kinds(&house, &tao).await[0], "post.replied.thread");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn likes_of_one_thing_are_one_notice_while_unread_and_go_when_taken_back() {
    on_every_engine(async |house| {
        let (owner, space) = village(&house).await;
        let post = write(&owner, &space, "新到的白茶", None).await;
        let mut fans = Vec::new();
        for (n, name) in ["阿桃", "老何", "小满"].into_iter().enumerate() {
            let fan = inside(&house, &format!("1230000001{n}"), name, &space).await;
            fan.post("post/like", json!({ "post": post })).await.ok();
            house.settle().await;
            fans.push(fan);
        }
        let of_likes = async |house: &House| {
            let all = notices(house, &owner).await;
            all.into_iter().filter(|n| n["kind"] == "post.liked").collect::<Vec<_>>()
        };
        let told = of_likes(&house).await;
        assert_eq!((told.len(), &told[0]["people"]), (1, &json!(3)));
        assert_eq!(told[0]["text"]["zh"], "{actor} 等 3 人赞了你");
        assert_eq!(told[0]["actor"]["name"], "小满");
        fans[2].post("post/unlike", json!({ "post": post })).await.ok();
        let told = of_likes(&house).await;
        assert_eq!((&told[0]["people"], &told[0]["actor"]["name"]), (&json!(2), &json!("老何")));
        owner.post("notification/read", json!({ "notification": told[0]["id"] })).await.ok();
        fans[2].post("post/like", json!({ "post": post })).await.ok();
        let told = of_likes(&house).await;
        assert_eq!(told.len(), 2, "what came after reading is new");
        assert_eq!(
            (&told[0]["people"], &told[0]["read"], &told[1]["read"]),
            (&json!(1), &json!(false), &json!(true))
        );
        fans[2].post("post/unlike", json!({ "post": post })).await.ok();
        assert_eq!(of_likes(&house).await.len(), 1, "nobody is left in it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn quiet_spaces_and_switched_off_news_tell_nothing_but_what_is_firm() {
    on_every_engine(async |house| {
        let (owner, space) = village(&house).await;
        let tao = inside(&house, "12300000002", "阿桃", &space).await;
        let post = write(&tao, &space, "水开了", None).await;
        tao.post("space/set_own", json!({ "space": space, "muted": true })).await.ok();
        write(&owner, &space, "来了", Some(&post)).await;
        let notice = json!({ "space": space, "text": "周六喝茶", "confirm": true });
        owner.post("announcement/publish", notice.clone()).await.ok();
        assert_eq!(kinds(&house, &tao).await, Vec::<String>::new(), "the space is quiet");
        tao.post("space/set_own", json!({ "space": space, "muted": false })).await.ok();
        write(&owner, &space, "又来了", Some(&post)).await;
        owner.post("announcement/publish", notice).await.ok();
        assert_eq!(kinds(&house, &tao).await, ["announcement.published", "post.replied"]);
        // Switched off by category.
        let off = json!({ "categories": { "like": { "page": false, "mail": false } } });
        tao.post("notification/choose", off).await.ok();
        owner.post("post/like", json!({ "post": post })).await.ok();
        assert_eq!(kinds(&house, &tao).await.len(), 2);
        // What concerns one's own standing is told in any case.
        tao.post("space/set_own", json!({ "space": space, "muted": true })).await.ok();
        let member = tao.member().await;
        let reason = json!({ "space": space, "member": member, "hours": 2, "reason": "先冷静一下" });
        owner.post("space/silence", reason).await.ok();
        owner
            .post("space/silence", json!({ "space": space, "member": member, "hours": 0, "reason": "好了" }))
            .await
            .ok();
        owner
            .post("space/remove", json!({ "space": space, "member": member, "reason": "屡劝不听" }))
            .await
            .ok();
        let told = kinds(&house, &tao).await;
        assert_eq!(told[..3], ["space.removed", "space.silenced.ended", "space.silenced"]);
        // Who is out hears no more of what is said inside, and sees no quotes of it.
        write(&owner, &space, "他走了以后", Some(&post)).await;
        assert_eq!(kinds(&house, &tao).await.len(), told.len());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_in_a_closed_space_is_not_quoted_to_those_who_left() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let input = json!({ "name": "后山", "line": "只给熟人", "open_to_read": false });
        let space = owner.post("space/open", input).await.ok()["space"].as_str().unwrap().to_owned();
        let tao = inside(&house, "12300000002", "阿桃", &space).await;
        let post = write(&tao, &space, "悄悄话", None).await;
        write(&owner, &space, "听见了", Some(&post)).await;
        assert_eq!(notices(&house, &tao).await[0]["quote"], "听见了");
        tao.post("space/leave", json!({ "space": space })).await.ok();
        assert_eq!(notices(&house, &tao).await[0]["quote"], Value::Null);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_is_told_to_those_who_answer_and_its_answer_to_whoever_asked() {
    on_every_engine(async |house| {
        let (owner, space) = village(&house).await;
        let rule = json!({ "kind": "hand" });
        let set = owner.post("gate/set", json!({ "space": space, "rule": rule })).await;
        assert_eq!(set.status, 200, "{:#}", set.body);
        let tao = house.person("12300000002").await;
        let asked = tao.post("application/ask", json!({ "space": space, "note": "想来喝茶" })).await.ok();
        let told = notices(&house, &owner).await;
        assert_eq!(
            (&told[0]["kind"], &told[0]["category"]),
            (&json!("application.asked"), &json!("application"))
        );
        assert_eq!(told[0]["to"], format!("/spaces/{space}/applications"));
        assert_eq!(kinds(&house, &tao).await, Vec::<String>::new());
        let decision = json!({ "applications": [asked["application"]], "accept": true, "reason": "欢迎" });
        owner.post("application/decide", decision).await.ok();
        let told = notices(&house, &tao).await;
        assert_eq!(
            (&told[0]["kind"], &told[0]["to"]),
            (&json!("application.accepted"), &json!(format!("/spaces/{space}")))
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_is_told_by_its_name_and_joining_a_space_is_not() {
    on_every_engine(async |house| {
        let (owner, space) = village(&house).await;
        let tao = inside(&house, "12300000002", "阿桃", &space).await;
        assert_eq!(kinds(&house, &tao).await, Vec::<String>::new());
        house.give(tao.persona().await, Role::Service, weilu_people::role::Site::Whole).await;
        let told = notices(&house, &tao).await;
        assert_eq!((told.len(), &told[0]["text"]["zh"]), (1, &json!("你现在是客服了")));
        assert_eq!(told[0]["text"]["en"], "You are Customer service now");
        drop(owner);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_one_a_page_a_sort_or_all_counts_down_and_others_cannot() {
    on_every_engine(async |house| {
        let (owner, space) = village(&house).await;
        let tao = inside(&house, "12300000002", "阿桃", &space).await;
        let posts = [write(&tao, &space, "一", None).await, write(&tao, &space, "二", None).await];
        for post in &posts {
            write(&owner, &space, "来了", Some(post)).await;
            owner.post("post/like", json!({ "post": post })).await.ok();
        }
        let told = notices(&house, &tao).await;
        let count = tao.get("notification/count").await.ok();
        assert_eq!(count["unread"], 4);
        assert_eq!(
            count["categories"],
            json!([{ "category": "reply", "unread": 2 }, { "category": "like", "unread": 2 }])
        );
        owner
            .post("notification/read", json!({ "notification": told[0]["id"] }))
            .await
            .refused(404, "link.not_found");
        assert_eq!(unread(&house, &tao).await, 4);
        for _ in 0..2 {
            tao.post("notification/read", json!({ "notification": told[0]["id"] })).await.ok();
        }
        assert_eq!(unread(&house, &tao).await, 3);
        let path = format!("/posts/{}", posts[0]);
        assert_eq!(tao.post("notification/read_page", json!({ "path": path })).await.ok()["read"], 1);
        assert_eq!(unread(&house, &tao).await, 2);
        let likes = tao.post("notification/read_all", json!({ "category": "like" })).await.ok();
        assert_eq!(likes["read"], 0, "the second post's like was the first one read");
        // What came while one was reading stays unread.
        let newest = notices(&house, &tao).await[0]["pos"].as_i64().unwrap();
        write(&owner, &space, "还有一句", Some(&posts[0])).await;
        assert_eq!(unread(&house, &tao).await, 2);
        tao.post("notification/read_all", json!({ "up_to": newest })).await.ok();
        assert_eq!(unread(&house, &tao).await, 1);
        tao.post("notification/read_all", json!({})).await.ok();
        assert_eq!(unread(&house, &tao).await, 0);
        let only = tao.get("notification/list?category=like").await.ok();
        assert_eq!(only["items"].as_array().unwrap().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_notices_are_paged_without_repeats_and_stay_fast() {
    on_every_engine(async |house| {
        let tao = house.person("12300000002").await;
        let persona = tao.persona().await;
        let base = weilu_vocabulary::id_floor(Time(house.clock.peek()));
        let filled: Result<_, Failure> = house
            .app
            .store
            .write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
                Box::pin(async move {
                    for n in 0..10_000_i64 {
                        tx.queue(
                            sql!("insert into notification (tenant, id, persona, kind, category, about, latest, path, people, facts, pos, at) values ($tenant, $1, $2, 'post.liked', $3, '', '', '/', 1, '{}', $4, $5)"),
                            params![NotificationId::from_raw(base + n), persona, if n % 100 == 0 { "mention" } else { "like" }, base + n, Time(MIDNIGHT + n)],
                        )?;
                    }
                    Ok(())
                })
            })
            .await;
        filled.unwrap();
        let begun = Instant::now();
        assert_eq!(tao.get("notification/count").await.ok()["unread"], 100, "a hundred stands for more");
        let (mut seen, mut next) = (std::collections::BTreeSet::new(), String::new());
        for _ in 0..10 {
            let page = tao.get(&format!("notification/list?{next}")).await.ok();
            for item in page["items"].as_array().unwrap() {
                assert!(seen.insert(item["id"].as_str().unwrap().to_owned()));
            }
            next = format!("before={}", page["next"].as_i64().unwrap());
        }
        assert_eq!(seen.len(), 300);
        // A rare sort is found without walking through the others.
        let rare = tao.get("notification/list?category=mention").await.ok();
        assert_eq!(rare["items"].as_array().unwrap().len(), 30);
        assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
        assert_eq!(tao.post("notification/read_all", json!({})).await.ok()["read"], 10_000);
        assert_eq!(tao.get("notification/count").await.ok()["unread"], 0);
    })
    .await;
}

/// Somebody with mail whose application will be refused: a notice that goes out by mail.
async fn applicant(house: &House, owner: &Person, space: &str, phone: &str, mail: &str) -> Value {
    let _ = owner;
    let person = house.person(phone).await;
    add_mail(house, &person, mail).await;
    person.post("application/ask", json!({ "space": space, "note": "想来喝茶" })).await.ok()
}

async fn gated(house: &House) -> (Person, String) {
    let (owner, space) = village(house).await;
    owner.post("gate/set", json!({ "space": space, "rule": { "kind": "hand" } })).await.ok();
    (owner, space)
}

async fn accept(owner: &Person, asked: &Value) {
    let decision = json!({ "applications": [asked["application"]], "accept": true, "reason": "欢迎" });
    owner.post("application/decide", decision).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_wait_for_the_morning_and_codes_do_not() {
    on_every_engine(async |house| {
        let (owner, space) = gated(&house).await;
        let early = applicant(&house, &owner, &space, "12300000011", "early@tea.example").await;
        let late = applicant(&house, &owner, &space, "12300000012", "late@tea.example").await;
        // Told so that the few minutes for the page end one second before the night.
        house.clock.set(Time(MIDNIGHT + 21 * HOUR + 55 * MINUTE - SECOND));
        accept(&owner, &early).await;
        house.settle().await;
        house.clock.set(Time(MIDNIGHT + 22 * HOUR - SECOND));
        assert_eq!(letters(&house, "early@tea.example").await.len(), 1, "the last second of the day");
        // And one that ends with its first instant.
        house.clock.set(Time(MIDNIGHT + 21 * HOUR + 55 * MINUTE));
        accept(&owner, &late).await;
        house.settle().await;
        for night in [22 * HOUR, 23 * HOUR, DAY + 3 * HOUR, DAY + 8 * HOUR - 1] {
            house.clock.set(Time(MIDNIGHT + night));
            assert_eq!(letters(&house, "late@tea.example").await.len(), 0, "{night}");
        }
        house.person("12300000013").await;
        house.clock.set(Time(MIDNIGHT + DAY + 8 * HOUR));
        let morning = letters(&house, "late@tea.example").await;
        assert_eq!(morning.len(), 1);
        assert_eq!(morning[0].0, "你的申请通过了，「雾溪茶友会」的门开了");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebodys_own_hours_count_before_those_of_the_brand() {
    on_every_engine(async |house| {
        let (owner, space) = gated(&house).await;
        let tao = house.person("12300000011").await;
        add_mail(&house, &tao, "tao@tea.example").await;
        let quiet = |from: i64, until: i64| json!({ "quiet": { "on": true, "from": from, "until": until } });
        tao.post("notification/choose", quiet(24, 8)).await.refused(422, "notification.bad_hour");
        tao.post("notification/choose", quiet(19, 21)).await.ok();
        let shown = tao.get("notification/settings").await.ok();
        assert_eq!((&shown["quiet"]["from"], &shown["quiet_mine"]), (&json!(19), &json!(true)));
        let asked = tao.post("application/ask", json!({ "space": space, "note": "想来" })).await.ok();
        accept(&owner, &asked).await;
        house.settle().await;
        house.clock.advance(HOUR);
        assert_eq!(letters(&house, "tao@tea.example").await.len(), 0);
        house.clock.set(Time(MIDNIGHT + 21 * HOUR));
        assert_eq!(letters(&house, "tao@tea.example").await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_on_the_page_is_not_written_about_and_several_make_one_letter() {
    on_every_engine(async |house| {
        let (owner, space) = village(&house).await;
        let tao = inside(&house, "12300000002", "阿桃", &space).await;
        add_mail(&house, &tao, "tao@tea.example").await;
        tao.post("notification/choose", json!({ "categories": { "reply": { "page": true, "mail": true } } }))
            .await
            .ok();
        let posts = [
            write(&tao, &space, "一", None).await,
            write(&tao, &space, "二", None).await,
            write(&tao, &space, "三", None).await,
        ];
        for post in &posts {
            write(&owner, &space, "来了", Some(post)).await;
        }
        let told = notices(&house, &tao).await;
        tao.post("notification/read", json!({ "notification": told[0]["id"] })).await.ok();
        house.clock.advance(5 * MINUTE - 1);
        assert_eq!(letters(&house, "tao@tea.example").await.len(), 0);
        house.clock.advance(1);
        let sent = letters(&house, "tao@tea.example").await;
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].0, "你有 2 条新消息");
        assert_eq!(sent[0].1.matches("秦月明 回复了你").count(), 2);
        // Without a mail address nothing waits for ever.
        house.clock.advance(DAY);
        assert_eq!(letters(&house, "tao@tea.example").await.len(), 1);
    })
    .await;
}

async fn set(owner: &Person, name: &str, value: Value) {
    owner.post("setting/change", json!({ "name": name, "value": value })).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_comes_at_its_hour_with_what_was_missed_and_ends_with_one_tap() {
    on_every_engine(async |house| {
        let (owner, space) = village(&house).await;
        let tao = inside(&house, "12300000002", "阿桃", &space).await;
        let daily = json!({ "digest": { "every": "day", "hour": 9, "weekday": 1 } });
        tao.post("notification/choose", daily.clone()).await.refused(409, "notification.no_mail");
        add_mail(&house, &tao, "tao@tea.example").await;
        let wrong = json!({ "digest": { "every": "week", "hour": 9, "weekday": 8 } });
        tao.post("notification/choose", wrong).await.refused(422, "notification.bad_weekday");
        tao.post("notification/choose", daily).await.ok();
        set(&owner, "delivery.site_address", json!("https://tea.example")).await;
        // Nothing happened: no letter.
        house.clock.set(Time(MIDNIGHT + DAY + 9 * HOUR));
        assert_eq!(letters(&house, "tao@tea.example").await.len(), 0);
        let post = write(&tao, &space, "我说的", None).await;
        write(&owner, &space, "答一句", Some(&post)).await;
        let loved = write(&owner, &space, "大家都爱的茶", None).await;
        let fan = inside(&house, "12300000003", "老何", &space).await;
        fan.post("post/like", json!({ "post": loved })).await.ok();
        house.settle().await;
        house.clock.set(Time(MIDNIGHT + 2 * DAY + 9 * HOUR - 1));
        assert_eq!(letters(&house, "tao@tea.example").await.len(), 0);
        house.clock.set(Time(MIDNIGHT + 2 * DAY + 9 * HOUR));
        let sent = letters(&house, "tao@tea.example").await;
        assert_eq!(sent.len(), 1);
        let (subject, body) = &sent[0];
        assert_eq!(subject, "山脚茶事 · 今天");
        for words in [
            "秦月明 回复了你",
            "大家都爱的茶",
            "雾溪茶友会 · 1 个赞 · 0 条回复",
            "https://tea.example/posts/",
            "这是你订阅的摘要邮件",
        ] {
            assert!(body.contains(words), "{words}: {body}");
        }
        let link = body.split("https://tea.example/unsubscribe/").nth(1).unwrap();
        let token = link.split_whitespace().next().unwrap();
        // Looking at the link ends nothing; a scanner may do it a hundred times.
        let stranger = Person::new(&house);
        let page = stranger.raw(reqwest::Method::GET, &format!("unsubscribe/{token}")).send().await.unwrap();
        assert!(page.status().is_success() || page.status() == 503, "{}", page.status());
        let shown = stranger.get(&format!("notification/way_out?token={token}")).await.ok();
        assert_eq!(shown, json!({ "ends": "digest", "masked": "t***@tea.example", "ended": false }));
        stranger
            .get("notification/way_out?token=nonsense")
            .await
            .refused(404, "notification.way_out_unknown");
        stranger
            .post("notification/unsubscribe", json!({ "token": "nonsense" }))
            .await
            .refused(404, "notification.way_out_unknown");
        // The mail program's one tap comes from elsewhere, without cookies, with its own body.
        let tap = stranger
            .raw(reqwest::Method::POST, &format!("unsubscribe/{token}"))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site")
            .body("List-Unsubscribe=One-Click");
        assert_eq!(tap.send().await.unwrap().status(), 200);
        let shown = stranger.get(&format!("notification/way_out?token={token}")).await.ok();
        assert_eq!(shown["ended"], true);
        assert_eq!(tao.get("notification/settings").await.ok()["digest"]["every"], "off");
        fan.post("post/like", json!({ "post": post })).await.ok();
        house.settle().await;
        house.clock.set(Time(MIDNIGHT + 3 * DAY + 9 * HOUR));
        assert_eq!(letters(&house, "tao@tea.example").await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_tap_in_a_notice_ends_all_notices_by_mail_and_the_page_opens_them_again() {
    on_every_engine(async |house| {
        let (owner, space) = village(&house).await;
        set(&owner, "delivery.site_address", json!("https://tea.example")).await;
        let tao = inside(&house, "12300000002", "阿桃", &space).await;
        add_mail(&house, &tao, "tao@tea.example").await;
        tao.post("notification/choose", json!({ "categories": { "reply": { "page": true, "mail": true } } }))
            .await
            .ok();
        let post = write(&tao, &space, "一", None).await;
        let answer = async |house: &House, text: &str| {
            tao.post("notification/read_all", json!({})).await.ok();
            write(&owner, &space, text, Some(&post)).await;
            house.settle().await;
            house.clock.advance(6 * MINUTE);
            letters(house, "tao@tea.example").await
        };
        let sent = answer(&house, "来了").await;
        let token =
            sent[0].1.split("/unsubscribe/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        Person::new(&house).post("notification/unsubscribe", json!({ "token": token })).await.ok();
        assert_eq!(answer(&house, "又来了").await.len(), 1);
        tao.post("notification/choose", json!({ "mail_on": true })).await.ok();
        assert_eq!(answer(&house, "还来").await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_news_any_more_is_told_to_nobody() {
    on_every_engine(async |house| {
        let (owner, space) = village(&house).await;
        let tao = inside(&house, "12300000002", "阿桃", &space).await;
        let post = write(&tao, &space, "水开了", None).await;
        write(&owner, &space, "来了", Some(&post)).await;
        house.settle().await;
        // As if the house had been updated to one that tells: it reads the log from the start.
        let again = async |house: &House| {
            let reset: Result<_, Failure> = house
                .app
                .store
                .write(Scope::System, move |tx: &mut Tx| {
                    Box::pin(async move { Ok(tx.set_cursor("notification.tell", 0, Time(0))?) })
                })
                .await;
            reset.unwrap();
            kinds(house, &tao).await.len()
        };
        house.clock.advance(3 * DAY - HOUR);
        assert_eq!(again(&house).await, 1, "folded into the one that is there");
        tao.post("notification/read_all", json!({})).await.ok();
        assert_eq!(again(&house).await, 2);
        house.clock.advance(HOUR);
        assert_eq!(again(&house).await, 2, "three days later it is the past");
    })
    .await;
}
