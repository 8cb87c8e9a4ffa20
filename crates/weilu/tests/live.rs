//! A thousand live connections, cut at random for a minute while people post: none loses an event, none hears
//! one twice, each hears them in the order of the log; and whoever stayed away too long is told to start anew.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]
#![expect(dead_code, reason = "the house serves other tests too")]

#[path = "it/house.rs"]
mod house;

use futures_util::StreamExt;
use house::House;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Message;
use weilu_kernel::Role;

const SOCKETS: usize = 1_000;
const TIME: Duration = Duration::from_secs(60);
const BETWEEN_POSTS: Duration = Duration::from_millis(250);
const PATIENCE: Duration = Duration::from_secs(30);

/// Everything one listener heard.
struct Heard {
    positions: Vec<i64>,
    cuts: usize,
}

fn keep(frame: &Value, heard: &mut Heard) -> i64 {
    assert!(frame.get("reset").is_none(), "nobody stayed away long enough for a reset");
    for event in frame["events"].as_array().unwrap() {
        if event["kind"] == "post.written" {
            heard.positions.push(event["pos"].as_i64().unwrap());
        }
    }
    frame["pos"].as_i64().unwrap()
}

/// Listens, is cut after a random time, comes back with its cursor, until the last event was heard.
async fn listen(
    base: String,
    since: i64,
    seed: u64,
    last: tokio::sync::watch::Receiver<Option<i64>>,
) -> Heard {
    let mut chance = StdRng::seed_from_u64(seed);
    let (mut heard, mut cursor) = (Heard { positions: Vec::new(), cuts: 0 }, since);
    let mut last = last;
    loop {
        let url = format!("{}/api/v1/live?since={cursor}", base.replace("http", "ws"));
        let (mut socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
        let cut = tokio::time::sleep(Duration::from_millis(chance.random_range(200..20_000)));
        tokio::pin!(cut);
        loop {
            if let Some(end) = *last.borrow_and_update()
                && cursor >= end
            {
                return heard;
            }
            tokio::select! {
                () = &mut cut => break,
                changed = last.changed() => changed.unwrap(),
                message = socket.next() => match message {
                    Some(Ok(Message::Text(text))) => {
                        cursor = keep(&serde_json::from_str(&text).unwrap(), &mut heard);
                    }
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => break,
                },
            }
        }
        // Dropped without a goodbye, as a phone in a lift does.
        heard.cuts += 1;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_sockets_cut_at_random_lose_and_double_nothing() {
    let house = House::open(false).await;
    let owner = house.staff("12300000001", Role::Operator).await;
    let input = json!({ "name": "电梯茶友会", "line": "断了线也不漏一句", "open_to_read": true });
    let space = owner.post("space/open", input).await.ok()["space"].as_str().unwrap().to_owned();
    let since = house.app.store.head();
    let (told, last) = tokio::sync::watch::channel(None);
    let mut listeners = JoinSet::new();
    for seed in 0..SOCKETS {
        listeners.spawn(listen(house.base.clone(), since, seed as u64, last.clone()));
    }
    let (started, mut written) = (Instant::now(), Vec::new());
    while started.elapsed() < TIME {
        let text = format!("第 {} 句", written.len());
        let reply = owner.post("post/write", json!({ "space": space, "text": text })).await;
        written.push(reply.body["pos"].as_i64().unwrap());
        house.clock.advance(1_000_000);
        tokio::time::sleep(BETWEEN_POSTS).await;
    }
    told.send(written.last().copied()).unwrap();
    let all = tokio::time::timeout(PATIENCE, listeners.join_all()).await.expect("everybody caught up");
    let cuts: usize = all.iter().map(|h| h.cuts).sum();
    assert!(cuts > SOCKETS, "the connections were really cut: {cuts}");
    for heard in all {
        assert_eq!(heard.positions, written);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stayed_away_too_long_starts_anew() {
    let house = House::open(false).await;
    let owner = house.staff("12300000001", Role::Operator).await;
    let input = json!({ "name": "老友茶会", "line": "好久不见", "open_to_read": true });
    let space = owner.post("space/open", input).await.ok()["space"].as_str().unwrap().to_owned();
    let since = house.app.store.head();
    owner.post("post/write", json!({ "space": space, "text": "昨天的话" })).await.ok();
    house.clock.advance(25 * 3_600 * 1_000_000);
    let url = format!("{}/api/v1/live?since={since}", house.base.replace("http", "ws"));
    let (mut socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
    let frame = loop {
        if let Message::Text(text) = socket.next().await.unwrap().unwrap() {
            break serde_json::from_str::<Value>(&text).unwrap();
        }
    };
    assert_eq!(frame["reset"], true);
    assert_eq!(frame["pos"], house.app.store.head());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_websocket_the_same_frames_come_as_server_sent_events() {
    let house = House::open(false).await;
    let owner = house.staff("12300000001", Role::Operator).await;
    let input = json!({ "name": "慢网茶会", "line": "慢一点也听得到", "open_to_read": true });
    let space = owner.post("space/open", input).await.ok()["space"].as_str().unwrap().to_owned();
    let since = house.app.store.head();
    let path = format!("api/v1/live/sse?since={since}");
    let mut response = owner.raw(reqwest::Method::GET, &path).send().await.unwrap();
    let pos =
        owner.post("post/write", json!({ "space": space, "text": "听得到吗" })).await.body["pos"].clone();
    let mut text = String::new();
    while !text.contains("post.written") {
        let chunk = tokio::time::timeout(PATIENCE, response.chunk()).await.expect("in time").unwrap();
        text.push_str(&String::from_utf8_lossy(&chunk.expect("the stream goes on")));
    }
    let data =
        text.lines().find_map(|l| l.strip_prefix("data:").filter(|l| l.contains("post.written"))).unwrap();
    let frame: Value = serde_json::from_str(data.trim()).unwrap();
    assert_eq!(frame["events"].as_array().unwrap().last().unwrap()["pos"], pos);
}
