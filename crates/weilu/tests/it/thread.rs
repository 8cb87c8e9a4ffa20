//! The thin thread: sign in, open a space, post; a second browser sees it at once.

use crate::house::{House, Person, TENANT, on_every_engine};
use futures_util::StreamExt;
use serde_json::{Value, json};
use std::time::Duration;
use tokio_tungstenite::tungstenite::{Message, client::IntoClientRequest};
use weilu_kernel::Role;
use weilu_vocabulary::DAY;

pub type Socket =
    tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

async fn listen(house: &House, since: i64) -> Socket {
    let url = format!("{}/api/v1/live?since={since}", house.base.replace("http", "ws"));
    tokio_tungstenite::connect_async(url).await.unwrap().0
}

/// As somebody's browser listens.
pub async fn listen_as(house: &House, person: &Person) -> Socket {
    let url = format!("{}/api/v1/live", house.base.replace("http", "ws"));
    let mut request = url.into_client_request().unwrap();
    request.headers_mut().insert("cookie", person.cookie().parse().unwrap());
    tokio_tungstenite::connect_async(request).await.unwrap().0
}

/// Whether the server ends the connection in time.
pub async fn ends(socket: &mut Socket, within: Duration) -> bool {
    let ended = async {
        while let Some(Ok(message)) = socket.next().await {
            if matches!(message, Message::Close(_)) {
                return;
            }
        }
    };
    tokio::time::timeout(within, ended).await.is_ok()
}

async fn next_frame(socket: &mut Socket) -> Value {
    loop {
        let message =
            tokio::time::timeout(Duration::from_secs(10), socket.next()).await.expect("a frame in time");
        if let Message::Text(text) = message.unwrap().unwrap() {
            return serde_json::from_str(&text).unwrap();
        }
    }
}

async fn open_space(owner: &Person) -> String {
    let input = json!({ "name": "雾溪茶友会", "line": "一起喝茶，一起说话", "open_to_read": true });
    owner.post("space/open", input).await.ok()["space"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_reaches_a_second_browser_at_once() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = open_space(&owner).await;
        let stranger = Person::new(&house);
        let page = stranger.get(&format!("post/timeline?space={space}")).await;
        let pos = page.body["pos"].as_i64().unwrap();
        let mut socket = listen(&house, pos).await;
        let written = owner.post("post/write", json!({ "space": space, "text": "水开了。" })).await;
        let at = written.body["pos"].as_i64().unwrap();
        let frame = next_frame(&mut socket).await;
        assert_eq!(frame["events"][0]["kind"], "post.written");
        assert_eq!(frame["events"][0]["pos"], at);
        let seen = stranger.get_at(&format!("post/timeline?space={space}"), at).await.ok();
        assert_eq!(seen["items"][0]["text"], "水开了。");
        assert_eq!(seen["items"][0]["likes"], 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_like_counts_once_and_can_be_taken_back() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = open_space(&owner).await;
        let post =
            owner.post("post/write", json!({ "space": space, "text": "谁在？" })).await.ok()["post"].clone();
        let friend = house.person("12300000002").await;
        friend.post("post/like", json!({ "post": post })).await.refused(403, "link.forbidden");
        friend.post("space/join", json!({ "space": space })).await.ok();
        friend.post("space/join", json!({ "space": space })).await.refused(409, "space.already_in");
        for _ in 0..2 {
            friend.post("post/like", json!({ "post": post })).await.ok();
        }
        house.settle().await;
        let shown = friend.get(&format!("post/show?post={}", post.as_str().unwrap())).await.ok();
        assert_eq!((&shown["post"]["likes"], &shown["post"]["liked"]), (&json!(1), &json!(true)));
        friend.post("post/unlike", json!({ "post": post })).await.ok();
        house.settle().await;
        let shown = owner.get(&format!("post/show?post={}", post.as_str().unwrap())).await.ok();
        assert_eq!((&shown["post"]["likes"], &shown["post"]["liked"]), (&json!(0), &json!(false)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_answers_the_same_and_does_it_once() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = open_space(&owner).await;
        let input = json!({ "space": space, "text": "只发一次" });
        let first = owner.post_keyed("post/write", input.clone(), Some("k1")).await.ok();
        let second = owner.post_keyed("post/write", input, Some("k1")).await.ok();
        assert_eq!(first, second);
        owner
            .post_keyed("space/join", json!({ "space": space }), Some("k1"))
            .await
            .refused(422, "input.key_reused");
        // A key that cannot be kept is refused: ignored, it would let the act be done twice.
        for key in ["键", &"k".repeat(101)] {
            let input = json!({ "space": space, "text": "同一句话" });
            owner.post_keyed("post/write", input, Some(key)).await.refused(400, "edge.bad_key");
        }
        let whole = "k".repeat(100);
        owner
            .post_keyed("post/write", json!({ "space": space, "text": "正好一百" }), Some(&whole))
            .await
            .ok();
        let page = owner.get(&format!("post/timeline?space={space}")).await.ok();
        assert_eq!(page["items"].as_array().unwrap().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_costs_few_round_trips_to_postgresql() {
    if crate::house::postgres().is_none() {
        return;
    }
    let house = House::open(true).await;
    let owner = house.staff("12300000001", Role::Operator).await;
    let space = open_space(&owner).await;
    let member = house.person("12300000002").await;
    member.post("space/join", json!({ "space": space })).await.ok();
    let first = member.post("post/write", json!({ "space": space, "text": "先写一句" })).await.ok();
    // A newcomer's posts are counted besides.
    house.clock.advance(4 * DAY);
    let write = |n: usize| json!({ "space": space, "text": format!("第 {n} 句") });
    let like = json!({ "post": first["post"] });
    for (name, most) in [("post.write", 2), ("post.like", 3), ("post.unlike", 3)] {
        let input = |n| if name == "post.write" { write(n) } else { like.clone() };
        // The first time what is seldom written is read, and each connection learns the statement.
        let mut trips = Vec::new();
        for n in 0..6 {
            let mut act = house.app.act(TENANT);
            act.ctx.actor.persona = Some(member.persona().await);
            act.ctx.actor.member = Some(member.member().await);
            let spec = house.app.command(name).unwrap();
            let key = Some(format!("{name} {n}"));
            let answer = (spec.run)(house.app.clone(), act, input(n), key).await.unwrap();
            trips.push(answer.trips);
        }
        assert!(trips.iter().skip(2).all(|trips| (1..=most).contains(trips)), "{name}: {trips:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_code_counts_and_the_fifth_kills_it() {
    on_every_engine(async |house| {
        let phone = "12300000009";
        let someone = Person::new(&house);
        someone
            .post("account/request_code", json!({ "to": "123" }))
            .await
            .refused(422, "account.bad_address");
        someone.post("account/request_code", json!({ "to": phone })).await.ok();
        someone
            .post("account/request_code", json!({ "to": phone }))
            .await
            .refused(429, "account.code_too_soon");
        let code = house.code(phone).await;
        let wrong = if code == "000000" { "000001" } else { "000000" };
        for left in (0..5).rev() {
            let fields = someone
                .post("account/sign_in", json!({ "to": phone, "code": wrong, "consent": true }))
                .await
                .refused(422, "account.wrong_code");
            assert_eq!(fields["left"], left);
        }
        someone
            .post("account/sign_in", json!({ "to": phone, "code": code, "consent": true }))
            .await
            .refused(422, "account.no_code");
        assert_eq!(someone.me().await, Value::Null);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_said_is_lost_over_a_restart_and_counts_rebuild_alike() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = open_space(&owner).await;
        let post =
            owner.post("post/write", json!({ "space": space, "text": "第一条" })).await.ok()["post"].clone();
        owner.post("post/write", json!({ "space": space, "text": "回一句", "reply_to": post })).await.ok();
        owner.post("post/like", json!({ "post": post })).await.ok();
        house.settle().await;
        let house = house.restart().await;
        let stranger = Person::new(&house);
        let before = stranger.get(&format!("post/timeline?space={space}")).await.ok();
        assert_eq!((&before["items"][0]["likes"], &before["items"][0]["replies"]), (&json!(1), &json!(1)));
        house.app.rebuild("post.count").await.unwrap();
        assert_eq!(stranger.get(&format!("post/timeline?space={space}")).await.ok(), before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_brand_does_not_exist_for_us() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = open_space(&owner).await;
        let post =
            owner.post("post/write", json!({ "space": space, "text": "自家话" })).await.ok()["post"].clone();
        let other = house.app.create_tenant("别家", "other.test").await.unwrap();
        assert_ne!(other, TENANT);
        let house = house.restart().await;
        let stranger = Person::new(&house);
        let url = format!("api/v1/post/show?post={}", post.as_str().unwrap());
        let theirs =
            stranger.raw(reqwest::Method::GET, &url).header("host", "other.test").send().await.unwrap();
        assert_eq!(theirs.status(), 404);
        let ours = stranger.raw(reqwest::Method::GET, &url).send().await.unwrap();
        assert_eq!(ours.status(), 200);
    })
    .await;
}
