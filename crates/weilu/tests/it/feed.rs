//! Feeds, read as a feed reader reads them.

use crate::house::{House, Person, on_every_engine};
use atom_syndication::Feed;
use reqwest::{Method, header};
use serde_json::json;
use weilu_kernel::Role;
use weilu_vocabulary::{DAY, HOUR, SECOND};

struct Read {
    status: u16,
    etag: String,
    modified: String,
    kept: String,
    body: String,
}

impl Read {
    fn feed(&self) -> Feed {
        assert_eq!(self.status, 200, "{}", self.body);
        self.body.parse().unwrap()
    }

    fn texts(&self) -> Vec<String> {
        let value = |entry: &atom_syndication::Entry| entry.content.clone().unwrap().value.unwrap();
        self.feed().entries.iter().map(value).collect()
    }
}

/// Fetches as somebody without cookies, with what he kept from the last time.
async fn fetch(house: &House, path: &str, kept: &[(header::HeaderName, &str)]) -> Read {
    let reader = Person::new(house);
    let mut request = reader.raw(Method::GET, path.trim_start_matches('/'));
    for (name, value) in kept {
        request = request.header(name, *value);
    }
    let response = request.send().await.unwrap();
    let text = |name: header::HeaderName| {
        response.headers().get(name).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default()
    };
    Read {
        status: response.status().as_u16(),
        etag: text(header::ETAG),
        modified: text(header::LAST_MODIFIED),
        kept: text(header::CACHE_CONTROL),
        body: response.text().await.unwrap(),
    }
}

async fn space(owner: &Person, name: &str, open: bool) -> String {
    let input = json!({ "name": name, "line": "一起喝茶 & 说话", "open_to_read": open });
    owner.post("space/open", input).await.ok()["space"].as_str().unwrap().to_owned()
}

async fn write(house: &House, by: &Person, space: &str, text: &str) -> String {
    house.clock.advance(SECOND);
    let written = by.post("post/write", json!({ "space": space, "text": text })).await.ok();
    written["post"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_space_and_an_author_are_followed_by_anybody() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        owner.post("member/edit", json!({ "name": "秦<月>明" })).await.ok();
        let (open, closed) =
            (space(&owner, "雾溪 <茶> & 友", true).await, space(&owner, "后山", false).await);
        let tricky = "第一行 <script>alert(1)</script> & ]]>\n\n“第二行” 🍵";
        let first = write(&house, &owner, &open, tricky).await;
        write(&house, &owner, &closed, "关起门说的话").await;
        let reply = json!({ "space": open, "text": "跟帖不进来", "reply_to": first });
        owner.post("post/write", reply).await.ok();
        let read = fetch(&house, &format!("feed/spaces/{open}"), &[]).await;
        let feed = read.feed();
        assert_eq!(read.texts(), [tricky]);
        assert_eq!(feed.title.value, "雾溪 <茶> & 友 · 山脚茶事");
        assert_eq!(feed.subtitle.unwrap().value, "一起喝茶 & 说话");
        assert_eq!(feed.entries[0].authors[0].name, "秦<月>明");
        assert_eq!(feed.entries[0].links[0].href, format!("{}/posts/{first}", house.base));
        assert_eq!(feed.links[0].href, format!("{}/feed/spaces/{open}", house.base));
        assert_eq!(feed.updated, feed.entries[0].updated);
        assert!(read.kept.starts_with("public"));
        // Asked again with what he has, a reader is told that nothing is new, until something is.
        for kept in [(header::IF_NONE_MATCH, &read.etag), (header::IF_MODIFIED_SINCE, &read.modified)] {
            let again = fetch(&house, &format!("feed/spaces/{open}"), &[(kept.0, kept.1)]).await;
            assert_eq!((again.status, again.body.as_str()), (304, ""));
        }
        for n in 0..21 {
            write(&house, &owner, &open, &format!("第{n}杯")).await;
        }
        let fresh =
            fetch(&house, &format!("feed/spaces/{open}"), &[(header::IF_NONE_MATCH, &read.etag)]).await;
        assert_eq!((fresh.texts().len(), fresh.texts()[0].as_str()), (20, "第20杯"));
        let since = [(header::IF_MODIFIED_SINCE, read.modified.as_str())];
        assert_eq!(fetch(&house, &format!("feed/spaces/{open}"), &since).await.status, 200);
        let inside = json!({ "space": open, "text": "只给圈里人", "visibility": "space" });
        owner.post("post/write", inside).await.ok();
        let own = owner.post("post/write", json!({ "title": "主页", "text": "自己页上的话 #夜话#" })).await;
        own.ok();
        let again = fetch(&house, &format!("feed/spaces/{open}"), &[]).await;
        assert_eq!(again.texts()[0], "第20杯", "what is meant for those inside goes to nobody else");
        let author = fetch(&house, &format!("feed/m/{}", owner.member().await), &[]).await;
        assert_eq!((author.texts().len(), author.texts()[0].as_str()), (20, "自己页上的话 #夜话#"));
        assert_eq!(author.feed().entries[0].title.value, "主页");
        let topic = fetch(&house, "feed/tags/%E5%A4%9C%E8%AF%9D", &[]).await;
        assert_eq!((topic.texts().len(), topic.feed().title.value.as_str()), (1, "#夜话 · 山脚茶事"));
        assert!(!author.body.contains("关起门"));
        no_such_feeds(&house, &closed).await;
        // The page of an open space names its feed, that of a closed one does not.
        let page = async |path: String| fetch(&house, &path, &[]).await.body;
        if weilu_has_pages(&house).await {
            assert!(page(format!("spaces/{open}")).await.contains(&format!("href=\"/feed/spaces/{open}\"")));
            assert!(!page(format!("spaces/{closed}")).await.contains("application/atom+xml"));
        }
        // What is closed later is closed to readers as well; and a brand may keep feeds off.
        owner.post("space/edit", json!({ "space": open, "open_to_read": false })).await.ok();
        assert_eq!(fetch(&house, &format!("feed/spaces/{open}"), &[]).await.status, 404);
        owner.post("space/edit", json!({ "space": open, "open_to_read": true })).await.ok();
        owner.post("setting/change", json!({ "name": "feed.open", "value": false })).await.ok();
        assert_eq!(fetch(&house, &format!("feed/spaces/{open}"), &[]).await.status, 404);
    })
    .await;
}

/// What is closed, unknown or misspelt is not there.
async fn no_such_feeds(house: &House, closed: &str) {
    for path in [
        format!("feed/spaces/{closed}"),
        "feed/spaces/spc_0000000000000".to_owned(),
        "feed/spaces/x".to_owned(),
        "feed/m/x".to_owned(),
        "feed/search".to_owned(),
        "feed/tags/%E6%B2%A1%E6%9C%89".to_owned(),
        "feed/private/x".to_owned(),
    ] {
        assert_eq!(fetch(house, &path, &[]).await.status, 404, "{path}");
    }
}

/// Whether the pages were built into this binary.
async fn weilu_has_pages(house: &House) -> bool {
    fetch(house, "/", &[]).await.status == 200
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_is_followed_among_what_strangers_may_read() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let (open, closed) = (space(&owner, "雾溪", true).await, space(&owner, "后山", false).await);
        write(&house, &owner, &open, "读书会在周六").await;
        write(&house, &owner, &closed, "读书会的暗号").await;
        write(&house, &owner, &open, "讀書會改到周日").await;
        house.settle().await;
        let read = fetch(&house, "feed/search?q=%E8%AF%BB%E4%B9%A6%E4%BC%9A", &[]).await;
        assert_eq!(read.texts(), ["讀書會改到周日", "读书会在周六"]);
        assert_eq!(
            fetch(&house, "feed/search?q=%E6%B2%A1%E6%9C%89", &[]).await.texts(),
            Vec::<String>::new()
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_address_shows_what_its_owner_may_read_until_it_is_taken_back() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let closed = space(&owner, "后山", false).await;
        let guest = house.person("12300000031").await;
        write(&house, &owner, &closed, "关起门说的话").await;
        house.settle().await;
        let make = async |by: &Person, input: serde_json::Value| {
            let made = by.post("feed/make", input).await.ok();
            (made["feed"].as_str().unwrap().to_owned(), made["path"].as_str().unwrap().to_owned())
        };
        // A stranger to the space makes no address of it, and whoever is nobody makes none at all.
        let of_space = json!({ "what": "space", "space": closed });
        guest.post("feed/make", of_space.clone()).await.refused(404, "link.not_found");
        Person::new(&house)
            .post("feed/make", json!({ "what": "circles" }))
            .await
            .refused(401, "link.sign_in");
        guest.post("feed/make", json!({ "what": "search", "q": " " })).await.refused(422, "feed.no_words");
        let long = json!({ "what": "search", "q": "字".repeat(101) });
        guest.post("feed/make", long).await.refused(422, "feed.too_long");
        let just = json!({ "what": "search", "q": "字".repeat(100) });
        guest.post("feed/make", just).await.ok();
        let (_, circles) = make(&guest, json!({ "what": "circles" })).await;
        assert!(circles.rsplit('/').next().unwrap().len() >= 22, "128 bits: {circles}");
        assert_eq!(fetch(&house, &circles, &[]).await.texts(), Vec::<String>::new());
        let (_, search) = make(&guest, json!({ "what": "search", "q": "关起门" })).await;
        assert_eq!(fetch(&house, &search, &[]).await.texts(), Vec::<String>::new());
        // Let in, the same addresses show what he may now read; put out, they show nothing.
        let at = weilu_people::role::Site::Space(closed.parse().unwrap());
        house.give(guest.persona().await, Role::Member, at).await;
        let (feed, address) = make(&guest, of_space).await;
        for path in [&circles, &search, &address] {
            let read = fetch(&house, path, &[]).await;
            assert_eq!(read.texts(), ["关起门说的话"], "{path}");
            assert!(read.kept.starts_with("private"));
        }
        let mine = guest.get("feed/mine").await.ok();
        let shown =
            mine["items"].as_array().unwrap().iter().find(|f| f["id"] == json!(feed)).unwrap().clone();
        assert_eq!((&shown["what"], &shown["space_name"]), (&json!("space"), &json!("后山")));
        assert_eq!(shown["fetched_at"], json!(house.clock.peek()));
        house.clock.advance(HOUR - 1);
        fetch(&house, &address, &[]).await;
        let at = |mine: serde_json::Value| {
            mine["items"].as_array().unwrap().iter().find(|f| f["id"] == json!(feed)).unwrap()["fetched_at"]
                .clone()
        };
        assert_eq!(at(guest.get("feed/mine").await.ok()), shown["fetched_at"]);
        house.clock.advance(1);
        fetch(&house, &address, &[]).await;
        assert_eq!(at(guest.get("feed/mine").await.ok()), json!(house.clock.peek()));
        // It is another's, or gone: nobody is told which.
        owner.post("feed/revoke", json!({ "feed": feed })).await.refused(404, "link.not_found");
        guest.post("feed/revoke", json!({ "feed": feed })).await.ok();
        guest.post("feed/revoke", json!({ "feed": feed })).await.refused(404, "link.not_found");
        assert_eq!(fetch(&house, &address, &[]).await.status, 404);
        for _ in 0..17 {
            make(&guest, json!({ "what": "circles" })).await;
        }
        guest.post("feed/make", json!({ "what": "circles" })).await.refused(409, "feed.too_many");
        guest.post("privacy/ask_erasure", json!({})).await.ok();
        house.clock.advance(8 * DAY);
        house.settle().await;
        house.settle().await;
        assert_eq!(fetch(&house, &circles, &[]).await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_a_closed_space_reads_it_no_longer() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let closed = space(&owner, "后山", false).await;
        write(&house, &owner, &closed, "关起门说的话").await;
        let guest = house.person("12300000031").await;
        let at = weilu_people::role::Site::Space(closed.parse().unwrap());
        house.give(guest.persona().await, Role::Member, at).await;
        let made = guest.post("feed/make", json!({ "what": "space", "space": closed })).await.ok();
        let path = made["path"].as_str().unwrap();
        assert_eq!(fetch(&house, path, &[]).await.texts().len(), 1);
        house.take(guest.persona().await, Role::Member, at).await;
        assert_eq!(fetch(&house, path, &[]).await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_address_is_silent_while_its_owner_is_suspended() {
    on_every_engine(async |house| {
        let staff = house.staff("12300000001", Role::Operator).await;
        let open = space(&staff, "雾溪", true).await;
        let guest = house.person("12300000031").await;
        guest.post("space/join", json!({ "space": open })).await.ok();
        write(&house, &staff, &open, "水开了").await;
        house.settle().await;
        let made = guest.post("feed/make", json!({ "what": "circles" })).await.ok();
        let path = made["path"].as_str().unwrap().to_owned();
        assert_eq!(fetch(&house, &path, &[]).await.texts(), ["水开了"]);
        let member = guest.member().await;
        let give = json!({ "member": member, "kind": "suspend", "days": 7, "reason": "发广告" });
        let given = staff.post("sanction/give", give).await.ok();
        assert_eq!(fetch(&house, &path, &[]).await.status, 404);
        let lift = json!({ "sanction": given["sanction"], "reason": "弄错了" });
        staff.post("sanction/lift", lift).await.ok();
        assert_eq!(fetch(&house, &path, &[]).await.texts(), ["水开了"]);
    })
    .await;
}
