//! What stands on cards, pages and posters of addresses that people pass on.

use crate::house::{House, Person, on_every_engine};
use serde_json::{Value, json};
use weilu_kernel::Role;

/// The whole page of a shared address, before any file it names.
const PAGE_MOST: usize = 10 * 1024;
const HOSTILE: &str = "<script>alert('茶')</script> & \"引号\" %WEILU_NONCE% <!--weilu:boot-->";

struct Place {
    owner: Person,
    space: String,
    post: String,
}

async fn place(house: &House, phone: &str, open: bool, text: &str) -> Place {
    let owner = house.staff(phone, Role::Headquarters).await;
    owner.post("member/edit", json!({ "name": "阿桃" })).await.ok();
    let opened = json!({ "name": "清晨茶友", "line": "清晨六点的第一泡", "open_to_read": open });
    let space = owner.post("space/open", opened).await.ok()["space"].as_str().unwrap().to_owned();
    let post = owner.post("post/write", json!({ "space": space, "text": text })).await.ok();
    let post = post["post"].as_str().unwrap().to_owned();
    Place { owner, space, post }
}

async fn card(who: &Person, path: &str) -> Value {
    let query = serde_html_form::to_string([("path", path)]).unwrap();
    who.get(&format!("share/card?{query}")).await.ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_shows_what_a_stranger_may_see_whoever_asks() {
    on_every_engine(async |house| {
        let open = place(&house, "12300000001", true, "今年的头采\n雨水少，香气高。").await;
        let path = format!("/posts/{}", open.post);
        let shown = card(&Person::new(&house), &path).await;
        assert_eq!((&shown["title"], &shown["line"]), (&json!("今年的头采"), &json!("雨水少，香气高。")));
        assert_eq!((&shown["by"], &shown["space"]), (&json!("阿桃"), &json!("清晨茶友")));
        assert_eq!((&shown["open"], &shown["brand"]), (&json!(true), &json!("山脚茶事")));
        let closed = place(&house, "12300000002", false, "只给熟人看的话").await;
        let path = format!("/posts/{}", closed.post);
        for who in [&closed.owner, &Person::new(&house)] {
            let shown = card(who, &path).await;
            assert_eq!((&shown["title"], &shown["line"]), (&json!("山脚茶事"), &json!("进来看看")));
            assert_eq!(
                (&shown["open"], &shown["text"], &shown["by"]),
                (&json!(false), &json!(""), &Value::Null)
            );
        }
        let nothing = card(&open.owner, "/posts/pst_0000000000000").await;
        assert_eq!(nothing["title"], "山脚茶事");
        assert_eq!(card(&open.owner, "/me?x=1").await["path"], "/me");
        open.owner.get("share/card?path=https%3A%2F%2Fevil.example").await.refused(404, "link.not_found");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_and_an_entry_code_have_cards_of_their_own() {
    on_every_engine(async |house| {
        let place = place(&house, "12300000001", true, "水开了").await;
        let made = place.owner.post("invitation/invite", json!({ "space": place.space })).await.ok();
        let path = format!("/spaces/{}?from=x&invitation={}", place.space, made["secret"].as_str().unwrap());
        let shown = card(&Person::new(&house), &path).await;
        assert_eq!((&shown["title"], &shown["line"]), (&json!("清晨茶友"), &json!("阿桃 请你进来坐坐")));
        assert_eq!(shown["path"], path.replace("from=x&", ""));
        let wrong = card(&Person::new(&house), &format!("/spaces/{}?invitation=abc", place.space)).await;
        assert_eq!((&wrong["line"], &wrong["by"]), (&json!("清晨六点的第一泡"), &Value::Null));
        let code =
            place.owner.post("entry_code/make", json!({ "space": place.space, "name": "柜台" })).await.ok();
        let path = format!("/e/{}", code["token"].as_str().unwrap());
        let shown = card(&Person::new(&house), &path).await;
        assert_eq!((&shown["title"], &shown["members"]), (&json!("清晨茶友"), &json!(1)));
        let stop = json!({ "entry_code": code["entry_code"], "stopped": true });
        place.owner.post("entry_code/stop", stop).await.ok();
        assert_eq!(card(&Person::new(&house), &path).await["open"], false);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_page_is_read_without_script_and_stays_small() {
    on_every_engine(async |house| {
        let long = format!("今年的头采\n{}", "雨水少，香气高，山上的人都说好。".repeat(200));
        let place = place(&house, "12300000001", true, &long).await;
        let code =
            place.owner.post("entry_code/make", json!({ "space": place.space, "name": "柜台" })).await.ok();
        let stranger = Person::new(&house);
        let pages = [
            (format!("/posts/{}", place.post), "今年的头采"),
            (format!("/spaces/{}", place.space), "清晨六点的第一泡"),
            (format!("/e/{}", code["token"].as_str().unwrap()), "清晨茶友"),
        ];
        for (path, words) in pages {
            let page = stranger.open(&path).await.1;
            assert!(page.len() <= PAGE_MOST, "{path}: {} bytes", page.len());
            assert!(page.contains(words) && page.contains("山脚茶事") && page.contains("进来看看"), "{page}");
            assert!(
                page.contains(&format!("property=\"og:url\" content=\"{}{path}\"", house.base)),
                "{page}"
            );
            assert!(page.contains("property=\"og:title\"") && page.contains("property=\"og:image\""));
            assert!(page.contains(&format!("/sign-in?back={}", path.replace('/', "%2F"))));
        }
        // In WeChat the way in is WeChat's.
        let phone = Person::phone(&house, "atao");
        let page = phone.open(&format!("/posts/{}", place.post)).await.1;
        assert!(page.contains("/wechat/go?to=%2Fposts%2F"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_write_stays_text_on_the_card_and_closed_things_stay_closed() {
    on_every_engine(async |house| {
        let place_ = place(&house, "12300000001", true, HOSTILE).await;
        let page = Person::new(&house).open(&format!("/posts/{}", place_.post)).await.1;
        assert!(!page.contains("<script>alert"), "{page}");
        assert!(page.contains("&lt;script&gt;alert"));
        assert!(page.matches("&lt;!--weilu:boot--&gt;").count() >= 1);
        let closed = place(&house, "12300000002", false, "只给熟人看的话").await;
        let page = Person::new(&house).open(&format!("/posts/{}", closed.post)).await.1;
        assert!(!page.contains("只给熟人") && !page.contains("清晨茶友") && !page.contains("阿桃"));
        assert!(page.contains("og:title") && page.contains("noindex") && page.contains("进来看看"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poster_is_a_picture_with_a_code_that_leads_here() {
    on_every_engine(async |house| {
        let place_ = place(&house, "12300000001", true, "今年的头采").await;
        let code =
            place_.owner.post("entry_code/make", json!({ "space": place_.space, "name": "柜台" })).await.ok();
        let path = format!("/e/{}", code["token"].as_str().unwrap());
        let fetch = async |shape: &str, path: &str| {
            let query = serde_html_form::to_string([("path", path)]).unwrap();
            let got = Person::new(&house).raw(reqwest::Method::GET, &format!("poster/{shape}.png?{query}"));
            let got = got.send().await.unwrap();
            let kind = got.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
            (got.status().as_u16(), kind.unwrap_or_default(), got.bytes().await.unwrap())
        };
        let (status, kind, png) = fetch("3x4", &path).await;
        assert_eq!((status, kind.as_str()), (200, "image/png"));
        let map = resvg::tiny_skia::Pixmap::decode_png(&png).unwrap();
        assert_eq!((map.width(), map.height()), (1080, 1440));
        assert_eq!(read_code(&map), format!("{}{path}", house.base));
        assert_eq!(fetch("3x4", &path).await.2, png, "the same words give the same picture");
        assert_eq!(fetch("2x3", &path).await.0, 404);
        assert_eq!(fetch("3x4", "/me").await.0, 404);
        let closed = place(&house, "12300000002", false, "只给熟人").await;
        assert_eq!(fetch("1x1", &format!("/posts/{}", closed.post)).await.0, 404);
    })
    .await;
}

fn read_code(map: &resvg::tiny_skia::Pixmap) -> String {
    let grey = |x: usize, y: usize| {
        let p = map.pixel(u32::try_from(x).unwrap(), u32::try_from(y).unwrap()).unwrap();
        p.red()
    };
    let (width, height) = (map.width() as usize, map.height() as usize);
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    image.detect_grids().first().expect("a code").decode().unwrap().1
}
