//! Talk: posts and own pages, who sees them, history and deletion, threads by pages, mentions, topics, following,
//! bookmarks and drafts.

use crate::{
    house::{House, Person, on_every_engine},
    space::opened,
};
use serde_json::{Value, json};
use weilu_kernel::Role;
use weilu_vocabulary::{DAY, HOUR};

async fn written(who: &Person, input: Value) -> String {
    who.post("post/write", input).await.ok()["post"].as_str().unwrap().to_owned()
}

async fn insider(house: &House, phone: &str, space: &str, name: &str) -> Person {
    let person = house.person(phone).await;
    person.post("member/edit", json!({ "name": name })).await.ok();
    person.post("space/join", json!({ "space": space })).await.ok();
    person
}

fn ids(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|p| p["id"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_whom_a_post_is_for_finds_it() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = opened(&owner, "circle", "雾溪茶友会").await;
        let author = insider(&house, "12300000002", &space, "阿桃").await;
        let friend = house.person("12300000003").await;
        let stranger = Person::new(&house);
        let inside = json!({ "space": space, "text": "只给群里", "visibility": "space" });
        let inside = written(&author, inside).await;
        let page = format!("post/timeline?space={space}");
        assert_eq!(ids(&stranger.get(&page).await.ok()), Vec::<&str>::new());
        stranger.get(&format!("post/show?post={inside}")).await.refused(404, "link.not_found");
        assert_eq!(ids(&owner.get(&page).await.ok()), vec![inside.as_str()]);
        author
            .post("post/write", json!({ "text": "谁看", "visibility": "space" }))
            .await
            .refused(422, "post.no_inside");
        let close = written(&author, json!({ "text": "只给好友", "visibility": "friends" })).await;
        let show = format!("post/show?post={close}");
        friend.get(&show).await.refused(404, "link.not_found");
        friend.post("post/like", json!({ "post": close })).await.refused(404, "link.not_found");
        let (me, them) = (author.member().await, friend.member().await);
        friend.post("follow/start", json!({ "what": me })).await.ok();
        friend.get(&show).await.refused(404, "link.not_found");
        author.post("follow/start", json!({ "what": them })).await.ok();
        assert_eq!(friend.get(&show).await.ok()["post"]["text"], "只给好友");
        assert_eq!(friend.get(&format!("follow/of?member={me}")).await.ok()["follows_me"], true);
        author.post("follow/stop", json!({ "what": them })).await.ok();
        friend.get(&show).await.refused(404, "link.not_found");
        author.post("follow/start", json!({ "what": me })).await.refused(422, "follow.yourself");
        author.post("follow/start", json!({ "what": space })).await.refused(422, "follow.not_followable");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_page_reaches_those_who_follow() {
    on_every_engine(async |house| {
        let author = house.person("12300000002").await;
        let reader = house.person("12300000003").await;
        let other = house.person("12300000004").await;
        reader.post("follow/start", json!({ "what": author.member().await })).await.ok();
        let post = written(&author, json!({ "title": "一只旧壶", "text": "修了三次，还在用。" })).await;
        house.settle().await;
        assert_eq!(ids(&reader.get("post/home").await.ok()), vec![post.as_str()]);
        assert_eq!(ids(&other.get("post/home").await.ok()), Vec::<&str>::new());
        let of = format!("post/by_author?member={}&own_page=true", author.member().await);
        let page = Person::new(&house).get(&of).await.ok();
        assert_eq!(
            (&page["items"][0]["title"], &page["items"][0]["space"]),
            (&json!("一只旧壶"), &Value::Null)
        );
        other.post("post/write", json!({ "text": "好壶", "reply_to": post })).await.ok();
        house.settle().await;
        assert_eq!(author.get(&format!("post/show?post={post}")).await.ok()["post"]["replies"], 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_keeps_what_stood_before_and_only_the_author_makes_one() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = opened(&owner, "circle", "雾溪茶友会").await;
        let author = insider(&house, "12300000002", &space, "阿桃").await;
        let post = written(&author, json!({ "space": space, "text": "水温九十" })).await;
        let edit = json!({ "post": post, "text": "水温八十五" });
        owner.post("post/edit", edit.clone()).await.refused(403, "post.not_yours");
        owner.get(&format!("post/source?post={post}")).await.refused(403, "post.not_yours");
        assert_eq!(author.post("post/edit", edit.clone()).await.ok()["version"], 2);
        assert_eq!(author.post("post/edit", edit.clone()).await.ok()["version"], 2, "nothing changed");
        author.post("post/edit", json!({ "post": post, "text": " " })).await.refused(422, "post.empty");
        let shown = owner.get(&format!("post/show?post={post}")).await.ok();
        assert_eq!(shown["post"]["text"], "水温八十五");
        assert!(shown["post"]["edited_at"].is_i64());
        let history = owner.get(&format!("post/history?post={post}")).await.ok();
        let texts: Vec<_> = history["items"].as_array().unwrap().iter().map(|v| v["text"].clone()).collect();
        assert_eq!(texts, vec![json!("水温八十五"), json!("水温九十")]);
        house.clock.advance(30 * DAY);
        assert_eq!(
            author.post("post/edit", json!({ "post": post, "text": "八十" })).await.ok()["version"],
            3
        );
        house.clock.advance(1);
        author.post("post/edit", edit).await.refused(409, "post.edit_too_late");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_deleted_comes_back_for_a_day_and_is_forgotten_after_thirty() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = opened(&owner, "circle", "雾溪茶友会").await;
        let author = insider(&house, "12300000002", &space, "阿桃").await;
        let post = written(&author, json!({ "space": space, "text": "说错了" })).await;
        written(&owner, json!({ "space": space, "text": "没关系", "reply_to": post })).await;
        owner.post("post/remove", json!({ "post": post })).await.refused(403, "post.not_yours");
        author.post("post/remove", json!({ "post": post })).await.ok();
        let page = format!("post/timeline?space={space}");
        assert_eq!(ids(&owner.get(&page).await.ok()), Vec::<&str>::new());
        let shown = owner.get(&format!("post/show?post={post}")).await.ok();
        assert_eq!((&shown["post"]["state"], &shown["post"]["text"]), (&json!("deleted"), &json!("")));
        assert_eq!(shown["replies"][0]["post"]["text"], "没关系");
        house.clock.advance(24 * HOUR);
        author.post("post/restore", json!({ "post": post })).await.ok();
        assert_eq!(ids(&owner.get(&page).await.ok()), vec![post.as_str()]);
        author.post("post/remove", json!({ "post": post })).await.ok();
        house.clock.advance(24 * HOUR + 1);
        author.post("post/restore", json!({ "post": post })).await.refused(409, "post.restore_too_late");
        let kept = async || author.get(&format!("post/source?post={post}")).await.status;
        house.settle().await;
        house.clock.advance(29 * DAY);
        house.settle().await;
        assert!(kept().await < 500);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_goes_by_pages_and_a_replys_address_shows_it() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = opened(&owner, "circle", "雾溪茶友会").await;
        let root = written(&owner, json!({ "space": space, "text": "谁来喝茶" })).await;
        let mut first = String::new();
        for n in 0..21 {
            let reply = json!({ "space": space, "text": format!("第 {n} 个"), "reply_to": root });
            let id = written(&owner, reply).await;
            first = if n == 0 { id } else { first };
        }
        let mut last = String::new();
        for n in 0..5 {
            let to = if n == 0 { &first } else { &last };
            last =
                written(&owner, json!({ "space": space, "text": format!("楼中 {n}"), "reply_to": to })).await;
        }
        house.settle().await;
        let stranger = Person::new(&house);
        let shown = stranger.get(&format!("post/show?post={root}")).await.ok();
        assert_eq!(shown["replies"].as_array().unwrap().len(), 20);
        assert_eq!(shown["replies"][0]["below"].as_array().unwrap().len(), 3);
        assert_eq!(shown["focus"], Value::Null);
        let next = shown["next"].as_str().unwrap();
        let rest = stranger.get(&format!("post/replies?post={root}&after={next}")).await.ok();
        assert_eq!((&rest["items"][0]["post"]["text"], &rest["next"]), (&json!("第 20 个"), &Value::Null));
        let more = shown["replies"][0]["more"].as_str().unwrap();
        let below = stranger.get(&format!("post/replies?post={first}&after={more}")).await.ok();
        let texts: Vec<_> =
            below["items"].as_array().unwrap().iter().map(|r| r["post"]["text"].clone()).collect();
        assert_eq!(texts, vec![json!("楼中 3"), json!("楼中 4")]);
        let deep = stranger.get(&format!("post/show?post={last}")).await.ok();
        assert_eq!((&deep["post"]["id"], &deep["focus"]["id"]), (&json!(root), &json!(first)));
        assert_eq!(deep["focus"]["below"][0]["id"], json!(last));
        assert!(deep["focus"]["below"][0]["answers"]["name"].is_string());
        let elsewhere = opened(&owner, "circle", "别的圈子").await;
        owner
            .post("post/write", json!({ "space": elsewhere, "text": "串门", "reply_to": root }))
            .await
            .refused(409, "post.parent_gone");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mention_names_the_person_and_follows_his_name() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = opened(&owner, "circle", "雾溪茶友会").await;
        let friend = insider(&house, "12300000002", &space, "阿桃").await;
        let member = friend.member().await;
        let input = json!({ "space": space, "text": "@阿桃 水开了", "mentions": [member] });
        let post = written(&owner, input).await;
        let told = house.events("post.mentioned").await;
        assert_eq!(told.len(), 1);
        assert!(told[0].with.contains(&friend.persona().await.into()));
        let show = format!("post/show?post={post}");
        let shown = friend.get(&show).await.ok();
        assert_eq!(
            (&shown["post"]["named"][0]["name"], &shown["post"]["named"][0]["id"]),
            (&json!("阿桃"), &json!(member))
        );
        assert!(!shown["post"]["text"].as_str().unwrap().contains("阿桃"), "a text holds nobody's name");
        friend.post("member/edit", json!({ "name": "桃子" })).await.ok();
        assert_eq!(owner.get(&show).await.ok()["post"]["named"][0]["name"], "桃子");
        assert_eq!(owner.get(&format!("post/source?post={post}")).await.ok()["text"], "@桃子 水开了");
        let many: Vec<_> = (1..=11).map(|n| format!("mem_00000000000{n:x}0")).collect();
        owner
            .post("post/write", json!({ "space": space, "text": "都来", "mentions": many }))
            .await
            .refused(422, "post.too_many_mentions");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn topics_meet_in_any_spelling_and_merge() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        let space = opened(&staff, "circle", "雾溪茶友会").await;
        let reader = insider(&house, "12300000002", &space, "阿桃").await;
        let stranger = Person::new(&house);
        let one = written(&staff, json!({ "space": space, "text": "今年的 #老白茶# 到了" })).await;
        let two = written(&staff, json!({ "space": space, "text": "白毫银针" })).await;
        reader.post("tag/add", json!({ "post": two, "word": "#老白茶葉#" })).await.ok();
        reader.post("tag/add", json!({ "post": two, "word": "123" })).await.refused(422, "tag.not_a_topic");
        let tag = stranger.get("tag/show?word=老白茶").await.ok();
        assert_eq!(tag["posts"], 1);
        let synonym = stranger.get("tag/show?word=老白茶叶").await.ok();
        reader.post("follow/start", json!({ "what": synonym["id"] })).await.ok();
        reader
            .post("tag/merge", json!({ "from": synonym["id"], "into": tag["id"] }))
            .await
            .refused(403, "link.forbidden");
        staff
            .post("tag/merge", json!({ "from": tag["id"], "into": tag["id"] }))
            .await
            .refused(422, "tag.same");
        staff.post("tag/merge", json!({ "from": synonym["id"], "into": tag["id"] })).await.ok();
        let merged = reader.get("tag/show?word=老白茶叶").await.ok();
        assert_eq!(
            (&merged["id"], &merged["posts"], &merged["followed"]),
            (&tag["id"], &json!(2), &json!(true))
        );
        let page = stranger.get(&format!("tag/posts?tag={}", tag["id"].as_str().unwrap())).await.ok();
        assert_eq!(ids(&page), vec![two.as_str(), one.as_str()]);
        stranger.get("tag/show?word=没有这个").await.refused(404, "link.not_found");
        let other = insider(&house, "12300000003", &space, "小赵").await;
        other.post("tag/drop", json!({ "post": two, "tag": tag["id"] })).await.refused(403, "tag.not_yours");
        reader.post("tag/drop", json!({ "post": two, "tag": tag["id"] })).await.ok();
        assert_eq!(stranger.get("tag/show?word=老白茶").await.ok()["posts"], 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bookmarks_are_private_unless_a_list_is_shared() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = opened(&owner, "circle", "雾溪茶友会").await;
        let reader = insider(&house, "12300000002", &space, "阿桃").await;
        let other = house.person("12300000003").await;
        let open = written(&owner, json!({ "space": space, "text": "怎么看年份" })).await;
        let inside =
            written(&owner, json!({ "space": space, "text": "只给群里", "visibility": "space" })).await;
        let made =
            reader.post("bookmark/make_list", json!({ "name": "老茶知识", "shared": true })).await.ok();
        let list = made["list"].as_str().unwrap();
        for post in [&open, &inside] {
            reader.post("bookmark/save", json!({ "post": post, "list": list })).await.ok();
            reader.post("bookmark/save", json!({ "post": post, "list": list })).await.ok();
        }
        let shown = other.get(&format!("post/show?post={open}")).await.ok();
        assert_eq!((&shown["post"]["saves"], &shown["post"]["bookmarked"]), (&json!(1), &json!(false)));
        let seen = other.get(&format!("bookmark/show?list={list}")).await.ok();
        assert_eq!(ids(&seen), vec![open.as_str()], "a shared list shows its reader only what he may read");
        other.post("follow/start", json!({ "what": list })).await.ok();
        assert_eq!(reader.get("bookmark/lists").await.ok()["items"][0]["followers"], 1);
        other
            .post("bookmark/save", json!({ "post": open, "list": list }))
            .await
            .refused(404, "link.not_found");
        let hide = json!({ "list": list, "name": "老茶", "shared": false });
        other.post("bookmark/change_list", hide.clone()).await.refused(404, "link.not_found");
        reader.post("bookmark/change_list", hide).await.ok();
        other.get(&format!("bookmark/show?list={list}")).await.refused(404, "link.not_found");
        reader.post("bookmark/make_list", json!({ "name": "" })).await.refused(422, "bookmark.bad_name");
        reader.post("bookmark/discard_list", json!({ "list": list })).await.ok();
        assert_eq!(reader.get("bookmark/posts").await.ok()["items"].as_array().unwrap().len(), 2);
        reader.post("bookmark/drop", json!({ "post": open })).await.ok();
        assert_eq!(other.get(&format!("post/show?post={open}")).await.ok()["post"]["saves"], 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_run_a_space_pin_a_few_posts_on_top() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = opened(&owner, "circle", "雾溪茶友会").await;
        let member = insider(&house, "12300000002", &space, "阿桃").await;
        let mut posts = Vec::new();
        for n in 0..4 {
            posts.push(written(&owner, json!({ "space": space, "text": format!("第 {n} 条") })).await);
        }
        let pin = |post: &str, on: bool| json!({ "post": post, "on": on });
        member.post("post/pin", pin(&posts[0], true)).await.refused(403, "link.forbidden");
        for post in &posts[..3] {
            owner.post("post/pin", pin(post, true)).await.ok();
        }
        owner.post("post/pin", pin(&posts[3], true)).await.refused(409, "post.enough_pinned");
        let reply = written(&member, json!({ "space": space, "text": "嗯", "reply_to": posts[0] })).await;
        owner.post("post/pin", pin(&reply, true)).await.refused(422, "post.not_pinnable");
        let page = format!("post/timeline?space={space}");
        let pinned = member.get(&page).await.ok()["pinned"].as_array().unwrap().len();
        assert_eq!(pinned, 3);
        owner.post("post/pin", pin(&posts[0], false)).await.ok();
        assert_eq!(member.get(&page).await.ok()["pinned"].as_array().unwrap().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_waits_on_the_server_for_its_author_alone() {
    on_every_engine(async |house| {
        let author = house.person("12300000002").await;
        let other = house.person("12300000003").await;
        let draft = json!({ "place": "page", "title": "壶", "text": "写到一半" });
        author.post("draft/save", draft.clone()).await.ok();
        author.post("draft/save", draft).await.ok();
        assert_eq!(author.get("draft/show?place=page").await.ok()["text"], "写到一半");
        assert_eq!(author.get("draft/list").await.ok()["items"].as_array().unwrap().len(), 1);
        assert_eq!(other.get("draft/show?place=page").await.ok(), Value::Null);
        author.post("draft/save", json!({ "place": "page", "text": " " })).await.ok();
        assert_eq!(author.get("draft/show?place=page").await.ok(), Value::Null);
        let long = "茶".repeat(20_001);
        author
            .post("draft/save", json!({ "place": "page", "text": long }))
            .await
            .refused(422, "draft.too_long");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_page_weaves_my_spaces_and_ends_where_they_end() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let (one, two) = (opened(&owner, "circle", "茶友会").await, opened(&owner, "circle", "冷泡社").await);
        let reader = insider(&house, "12300000002", &one, "阿桃").await;
        reader.post("space/join", json!({ "space": two })).await.ok();
        let mut all = Vec::new();
        for n in 0..25 {
            let space = if n % 2 == 0 { &one } else { &two };
            all.push(written(&owner, json!({ "space": space, "text": format!("第 {n} 条") })).await);
            house.clock.advance(1_000);
        }
        house.settle().await;
        all.reverse();
        let first = reader.get("post/home").await.ok();
        assert_eq!(ids(&first), all[..20].iter().map(String::as_str).collect::<Vec<_>>());
        let rest = reader.get(&format!("post/home?before={}", first["next"].as_str().unwrap())).await.ok();
        assert_eq!(ids(&rest), all[20..].iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(rest["next"], Value::Null);
        reader.post("space/leave", json!({ "space": two })).await.ok();
        house.settle().await;
        assert_eq!(ids(&reader.get("post/home").await.ok()).len(), 13);
    })
    .await;
}
