//! Links: read once by the house, shown as a card with a picture of ours, never followed inside.

use crate::{
    files::photograph,
    house::{House, Person, TENANT, on_every_engine},
};
use axum::{Router, http::header, routing::get};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::net::TcpListener;
use weilu_kernel::{Role, Tx};
use weilu_media::preview::{self, Card};
use weilu_store::Scope;
use weilu_vocabulary::{DAY, HOUR, PreviewId};

/// A small site of this machine: its address, and how often its page was asked for.
async fn site() -> (String, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    let page = move || async move {
        counted.fetch_add(1, Ordering::SeqCst);
        // 「围炉夜话」 in GBK.
        let words = b"\xce\xa7\xc2\xaf\xd2\xb9\xbb\xb0";
        let html = [
            &b"<meta property=og:title content='"[..],
            words,
            b" &lt;b&gt;'><meta property=og:site_name content=Tea><meta property=og:image content=/p.jpg><title>x</title>",
        ];
        ([(header::CONTENT_TYPE, "text/html; charset=gbk")], html.concat())
    };
    let app = Router::new()
        .route("/page", get(page))
        .route(
            "/p.jpg",
            get(|| async { ([(header::CONTENT_TYPE, "image/jpeg")], photograph(1_200, 800, 60)) }),
        )
        .route("/inside", get(|| async { axum::response::Redirect::temporary("http://10.0.0.1/") }))
        .route("/program", get(|| async { ([(header::CONTENT_TYPE, "application/octet-stream")], "x") }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    #[expect(clippy::disallowed_methods, reason = "the server of a test")]
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    (base, asked)
}

/// Asks for a card as a feature would, and waits until it was read.
async fn want(house: &House, person: &Person, text: &str) -> Option<PreviewId> {
    let mut act = house.app.act(TENANT);
    act.ctx.actor.persona = Some(person.persona().await);
    act.ctx.actor.member = Some(person.member().await);
    let (act, text) = (Arc::new(act), text.to_owned());
    let wanted = house.app.store.write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
        let (act, text) = (act.clone(), text.clone());
        Box::pin(async move { preview::wanted(tx, &act, &text, None).await })
    });
    let id = wanted.await.unwrap().value;
    house.settle().await;
    id
}

async fn card(house: &House, id: PreviewId) -> Option<Card> {
    let read = house.app.store.read(Scope::Tenant(TENANT), move |tx: &mut Tx| {
        Box::pin(async move { preview::of(tx, &[id]).await })
    });
    read.await.unwrap().remove(&id)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_becomes_a_card_of_text_with_a_picture_of_ours() {
    on_every_engine(async |house| {
        let (base, asked) = site().await;
        let person = house.person("12300000001").await;
        let id = want(&house, &person, &format!("看这个{base}/page，写得好")).await.unwrap();
        let shown = card(&house, id).await.unwrap();
        assert_eq!((shown.title.as_str(), shown.site.as_str()), ("围炉夜话 <b>", "Tea"));
        assert_eq!(shown.url, format!("{base}/page"));
        let picture = shown.picture.unwrap();
        let (code, headers, bytes) = Person::new(&house).fetch(&format!("blob/{picture}")).await;
        assert_eq!(code, 200);
        assert!(headers["cache-control"].to_str().unwrap().starts_with("public"));
        let small = image::load_from_memory(&bytes).unwrap();
        assert_eq!((small.width(), small.height()), (480, 720), "small, and turned upright");

        let other = house.person("12300000002").await;
        assert_eq!(
            want(&house, &other, &format!("{base}/page#top")).await,
            Some(id),
            "one card for an address"
        );
        house.clock.advance(7 * DAY - 1);
        want(&house, &other, &format!("{base}/page")).await;
        assert_eq!(asked.load(Ordering::SeqCst), 1, "what was read counts for a week");
        house.clock.advance(1);
        want(&house, &other, &format!("{base}/page")).await;
        assert_eq!(asked.load(Ordering::SeqCst), 2);
        let renewed = card(&house, id).await.unwrap().picture.unwrap();
        assert_ne!(renewed, picture);
        assert_eq!(
            Person::new(&house).fetch(&format!("blob/{picture}")).await.0,
            404,
            "the old picture went"
        );
        assert_eq!(Person::new(&house).fetch(&format!("blob/{renewed}")).await.0, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_or_may_not_be_read_stays_a_plain_link() {
    on_every_engine(async |house| {
        let (base, _) = site().await;
        let person = house.person("12300000001").await;
        for path in ["inside", "program", "missing"] {
            let id = want(&house, &person, &format!("{base}/{path}")).await.unwrap();
            let shown = card(&house, id).await.unwrap();
            assert_eq!((shown.title.as_str(), shown.picture), ("", None), "{path}");
        }
        let metadata = want(&house, &person, "http://169.254.169.254/latest/meta-data").await.unwrap();
        assert_eq!(card(&house, metadata).await.unwrap().title, "");
        assert_eq!(want(&house, &person, "没有链接").await, None);
        let boss = house.staff("12300000002", Role::Headquarters).await;
        let off = serde_json::json!({ "name": "preview.reads", "value": false });
        boss.post("setting/change", off).await.ok();
        assert_eq!(want(&house, &person, &format!("{base}/page")).await, None, "the brand reads no links");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_goes_with_whoever_asked_for_it() {
    on_every_engine(async |house| {
        let (base, _) = site().await;
        let person = house.person("12300000001").await;
        let id = want(&house, &person, &format!("{base}/page")).await.unwrap();
        let picture = card(&house, id).await.unwrap().picture.unwrap();
        person.post("privacy/ask_erasure", serde_json::json!({})).await.ok();
        house.clock.advance(8 * 24 * HOUR);
        house.settle().await;
        assert_eq!(card(&house, id).await, None);
        assert_eq!(Person::new(&house).fetch(&format!("blob/{picture}")).await.0, 404);
        assert_eq!(house.app.blobs.list().unwrap(), Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_shows_the_card_of_its_first_link() {
    on_every_engine(async |house| {
        let (base, _) = site().await;
        let owner = house.staff("12300000001", Role::Operator).await;
        let opened = serde_json::json!({ "name": "茶友会", "line": "一起喝茶", "open_to_read": true });
        let space = owner.post("space/open", opened).await.ok()["space"].as_str().unwrap().to_owned();
        let text = format!("看这个 {base}/page 和 {base}/program");
        let post = owner.post("post/write", serde_json::json!({ "space": space, "text": text })).await.ok();
        house.settle().await;
        let stranger = Person::new(&house);
        let first = async || {
            let page = stranger.get(&format!("post/timeline?space={space}")).await.ok();
            page["items"][0]["link"].clone()
        };
        let link = first().await;
        assert_eq!((&link["title"], &link["url"]), (&"围炉夜话 <b>".into(), &format!("{base}/page").into()));
        let plain = serde_json::json!({ "post": post["post"], "text": "没有链接了" });
        owner.post("post/edit", plain).await.ok();
        house.settle().await;
        assert!(first().await.is_null());
    })
    .await;
}
