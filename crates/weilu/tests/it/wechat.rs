//! Coming in by WeChat, against a vendor that keeps its own rules.

use crate::house::{House, Person, browser, on_every_engine};
use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use std::future::IntoFuture;
use tokio::{net::TcpListener, task::JoinHandle};
use weilu_channels::wechat::Carrier;
use weilu_kernel::Role;
use weilu_simulator::wechat::{Account, Person as WxPerson, Scanned, Simulator, router};
use weilu_vocabulary::{DAY, HOUR, MINUTE, SECOND};

const APP: &str = "wx5a1e7ea000000001";
const SECRET: &str = "b0a1c2d3e4f5061728394a5b6c7d8e9f";
const TOKEN: &str = "shuikaile";
const PLATFORM: &str = "foothill";
const AES_KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

/// The vendor, and the account that the house has there.
struct Vendor {
    simulator: Simulator,
    base: String,
    account: Account,
    staff: Person,
    server: JoinHandle<std::io::Result<()>>,
}

impl Drop for Vendor {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Vendor {
    /// A vendor on loopback with two people; nobody told the house of it yet.
    async fn beside(house: &House) -> Vendor {
        let simulator = Simulator::new(house.clock.clone());
        let account = Account {
            app_id: APP.into(),
            secret: SECRET.into(),
            original: "gh_foothill".into(),
            token: TOKEN.into(),
            aes_key: String::new(),
            callback: format!("{}/wechat/callback", house.base),
            domain: house.base.trim_start_matches("http://").into(),
            platform: Some(PLATFORM.into()),
        };
        simulator.set_account(account.clone());
        for (name, nickname) in [("atao", "阿桃"), ("laozhou", "老周")] {
            simulator.set_person(name, WxPerson { nickname: nickname.into(), ..WxPerson::default() });
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        #[expect(clippy::disallowed_methods, reason = "the vendor of a test")]
        let server = tokio::spawn(axum::serve(listener, router(simulator.clone())).into_future());
        house.app.port::<Carrier>().unwrap().point_at(&base);
        let staff = house.staff("12300000001", Role::Headquarters).await;
        Vendor { simulator, base, account, staff, server }
    }

    /// A vendor whose account the house uses.
    async fn open(house: &House) -> Vendor {
        let vendor = Vendor::beside(house).await;
        vendor.connect().await;
        vendor
    }

    /// Tells the house of its account.
    async fn connect(&self) {
        let settings = [("app_id", APP), ("app_secret", SECRET), ("callback_token", TOKEN)];
        for (name, value) in settings {
            self.set(name, value).await;
        }
    }

    async fn set(&self, name: &str, value: &str) {
        let input = json!({ "name": format!("wechat.{name}"), "value": value });
        self.staff.post("setting/change", input).await.ok();
    }

    /// Sends a message as the vendor would, signed now; status and body of the answer.
    async fn send(&self, xml: &str) -> (u16, String) {
        let (query, body) = self.simulator.signed(&self.account, xml).unwrap();
        self.send_signed(&query, &body).await
    }

    async fn send_signed(&self, query: &str, body: &str) -> (u16, String) {
        let path = format!("wechat/callback?{query}");
        let sent = self.staff.raw(reqwest::Method::POST, &path).body(body.to_owned()).send().await.unwrap();
        (sent.status().as_u16(), sent.text().await.unwrap())
    }
}

fn event(from: &str, created: i64, kind: &str, key: &str) -> String {
    format!(
        "<xml><ToUserName><![CDATA[gh_foothill]]></ToUserName><FromUserName><![CDATA[{from}]]></FromUserName><CreateTime>{created}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{kind}]]></Event><EventKey><![CDATA[{key}]]></EventKey></xml>"
    )
}

/// Somebody who joined by WeChat just now.
async fn joined(house: &House, name: &str) -> Person {
    let phone = Person::phone(house, name);
    phone.open("/wechat/go?to=/").await;
    phone.post("wechat/join", json!({ "consent": true })).await.ok();
    phone
}

/// The address the vendor sends somebody back to, not yet opened.
async fn way_back(house: &House, phone: &Person) -> String {
    let begun = phone.post("wechat/begin", json!({ "return_to": "/spaces" })).await.ok();
    let url = begun["url"].as_str().unwrap().split('#').next().unwrap().to_owned();
    let agent = "MicroMessenger wx-person/atao";
    let still = browser().redirect(reqwest::redirect::Policy::none()).user_agent(agent);
    let answer = still.build().unwrap().get(url).send().await.unwrap();
    let to = answer.headers()["location"].to_str().unwrap().to_owned();
    assert!(to.starts_with(&format!("{}/wechat/back?code=", house.base)), "{to}");
    to
}

fn in_query<'u>(url: &'u str, name: &str) -> &'u str {
    let query = url.split_once('?').unwrap().1;
    query.split('&').find_map(|p| p.strip_prefix(&format!("{name}="))).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_is_asked_for_consent_and_comes_in_silently_ever_after() {
    on_every_engine(async |house| {
        let _vendor = Vendor::open(&house).await;
        let phone = Person::phone(&house, "atao");
        assert_eq!(phone.get("wechat/door").await.ok()["open"], true);
        let (end, _) = phone.open("/wechat/go?to=/spaces%3Fa=1").await;
        assert_eq!(end, "/sign-in?back=%2Fspaces%3Fa%3D1&wechat=asked");
        assert_eq!(phone.me().await, Value::Null);
        assert_eq!(phone.get("wechat/waiting").await.ok()["waiting"], true);
        phone.post("wechat/join", json!({})).await.refused(422, "account.consent_missing");
        // Nobody joined yet: only the member of staff is there.
        assert_eq!(house.events("member.joined").await.len(), 1);
        let came = phone.post("wechat/join", json!({ "consent": true, "device": "iPhone" })).await.ok();
        assert_eq!((&came["became"], &came["return_to"]), (&json!("entered"), &json!("/spaces?a=1")));
        assert_eq!(came["token"], Value::Null, "the token is the edge's");
        let me = phone.me().await;
        assert_eq!((&me["name"], &me["phone_verified"]), (&json!(""), &json!(false)));
        assert_eq!(phone.get("wechat/waiting").await.ok()["waiting"], false);
        phone.post("wechat/join", json!({ "consent": true })).await.refused(422, "wechat.spent");
        phone.post("account/sign_out", json!({})).await.ok();
        let (end, _) = phone.open("/wechat/go?to=/me").await;
        assert_eq!((end.as_str(), phone.me().await["id"].clone()), ("/me", me["id"].clone()));
        let safety = phone.get("account/safety").await.ok();
        assert!(safety["devices"].as_array().unwrap().iter().any(|d| d["device"] == "iPhone · WeChat"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_came_by_wechat_adds_a_phone_before_publishing() {
    on_every_engine(async |house| {
        let vendor = Vendor::open(&house).await;
        let opened = json!({ "name": "清晨茶友", "line": "清晨六点的第一泡", "open_to_read": true });
        let space = vendor.staff.post("space/open", opened).await.ok()["space"].clone();
        let phone = joined(&house, "atao").await;
        phone.post("space/join", json!({ "space": space })).await.ok();
        let post = json!({ "space": space, "text": "我也起来了" });
        phone.post("post/write", post.clone()).await.refused(403, "account.phone_needed");
        phone.post("account/request_code", json!({ "to": "12300000077" })).await.ok();
        let code = house.code("12300000077").await;
        phone.post("account/add_address", json!({ "to": "12300000077", "code": code })).await.ok();
        phone.post("post/write", post).await.ok();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_union_id_is_the_same_person_without_anybody_deciding() {
    on_every_engine(async |house| {
        let vendor = Vendor::open(&house).await;
        let union = vendor.simulator.union_id(PLATFORM, "atao");
        let wecom = json!({ "source": "wecom", "identities": [
            { "kind": "wecom", "value": "w-1" }, { "kind": "union_id", "value": union },
        ] });
        let record = vendor.staff.post("identity/arrive", wecom).await.ok();
        // Silent sign-in tells no union id: for now these are two records.
        let phone = joined(&house, "atao").await;
        assert_ne!(phone.me().await["id"], record["member"]);
        assert_eq!(vendor.staff.get("member/count").await.ok()["total"], 3);
        // He asks for his name to be taken over, and agrees: the union id comes with it.
        let (page, text) = phone.open("/wechat/go?want=profile&to=/me/profile").await;
        assert!(page.starts_with(&vendor.base) && text.contains("你的昵称、头像"), "{page}");
        let url = format!("{}/connect/oauth2/decide", vendor.base);
        let back = format!("{}/wechat/back", house.base);
        let state = in_query(&page, "state").to_owned();
        let fields = |allow| {
            [("appid", APP), ("redirect_uri", back.as_str()), ("state", state.as_str()), ("allow", allow)]
        };
        let declined = phone.send_form(&url, &fields("false")).await;
        assert_eq!(declined, "/sign-in?back=%2F&wechat=declined");
        let end = phone.send_form(&url, &fields("true")).await;
        assert_eq!(end, "/me/profile?wechat=named");
        let me = phone.me().await;
        assert_eq!((&me["id"], &me["name"]), (&record["member"], &json!("阿桃")));
        assert_eq!(vendor.staff.get("member/count").await.ok()["total"], 2);
        let merged = house.events("member.merged").await;
        assert_eq!(merged.len(), 2, "what he came with just now, and what he was before: {merged:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_is_one_record_with_whoever_has_his_union_id() {
    on_every_engine(async |house| {
        let vendor = Vendor::open(&house).await;
        let union = vendor.simulator.union_id(PLATFORM, "atao");
        let wecom = json!({ "source": "wecom", "identities": [
            { "kind": "wecom", "value": "w-1" }, { "kind": "union_id", "value": union },
        ] });
        let record = vendor.staff.post("identity/arrive", wecom).await.ok();
        let reply = vendor.simulator.follow("atao", APP).await.unwrap();
        assert!(reply.contains(&house.base), "{reply}");
        house.settle().await;
        let followed = house.events("wechat.followed").await;
        assert_eq!(followed.len(), 1);
        assert_eq!(followed[0].object.unwrap().to_string(), record["member"]);
        // A follower has no account: he is asked like anybody, and is the same person then.
        let phone = Person::phone(&house, "atao");
        assert!(phone.open("/wechat/go?to=/").await.0.ends_with("wechat=asked"));
        phone.post("wechat/join", json!({ "consent": true })).await.ok();
        assert_eq!(phone.me().await["id"], record["member"]);
        vendor.simulator.unfollow("atao", APP).await;
        assert_eq!(house.events("wechat.unfollowed").await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_bound_to_no_platform_is_told_no_union_id() {
    on_every_engine(async |house| {
        let vendor = Vendor::open(&house).await;
        vendor.simulator.set_account(Account { platform: None, ..vendor.account.clone() });
        vendor.simulator.follow("atao", APP).await.unwrap();
        house.settle().await;
        let followed = house.events("wechat.followed").await[0].object.unwrap().to_string();
        vendor.staff.post("member/open", json!({ "member": followed })).await.ok();
        let page = vendor.staff.get(&format!("member/page?member={followed}")).await.ok();
        let text = page.to_string();
        assert!(text.contains("official_account") && !text.contains("union_id"), "{text}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_and_a_state_count_once_and_not_for_long() {
    on_every_engine(async |house| {
        let _vendor = Vendor::open(&house).await;
        let phone = joined(&house, "atao").await;
        phone.post("account/sign_out", json!({})).await.ok();
        let first = way_back(&house, &phone).await;
        assert_eq!(phone.open(&first).await.0, "/spaces");
        assert_eq!(phone.open(&first).await.0, "/sign-in?back=%2F&wechat=spent");
        // The vendor's code, played again under a state of its own.
        let second = way_back(&house, &phone).await;
        let replayed =
            format!("/wechat/back?code={}&state={}", in_query(&first, "code"), in_query(&second, "state"));
        assert!(phone.open(&replayed).await.0.ends_with("wechat=spent"));
        assert!(phone.open("/wechat/back?code=CODE0&state=0").await.0.ends_with("wechat=spent"));
        let fresh = way_back(&house, &phone).await;
        house.clock.advance(5 * MINUTE - 1);
        assert_eq!(phone.open(&fresh).await.0, "/spaces");
        let late = way_back(&house, &phone).await;
        house.clock.advance(5 * MINUTE);
        assert!(phone.open(&late).await.0.ends_with("wechat=spent"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_ends_in_the_browser_where_it_began() {
    on_every_engine(async |house| {
        let _vendor = Vendor::open(&house).await;
        let phone = joined(&house, "atao").await;
        phone.post("account/sign_out", json!({})).await.ok();
        let victim = Person::phone(&house, "laozhou");
        victim.open("/wechat/go?to=/").await;
        let planted = way_back(&house, &phone).await;
        assert!(victim.open(&planted).await.0.ends_with("wechat=forged"));
        assert_eq!(victim.me().await, Value::Null);
        let stranger = Person::phone(&house, "laozhou");
        assert!(stranger.open(&planted).await.0.ends_with("wechat=forged"));
        let other = format!("/wechat/back?code={}&state=0123456789abcdef", in_query(&planted, "code"));
        assert!(phone.open(&other).await.0.ends_with("wechat=spent"));
        // Adding WeChat to an account ends in the session where it began.
        let zhou = Person::phone(&house, "laozhou");
        zhou.sign_in(&house, "12300000011").await;
        zhou.open("/wechat/go?to=/").await;
        let begun = zhou.post("wechat/begin", json!({ "return_to": "/", "want": "bind" })).await.ok();
        zhou.post("account/sign_out", json!({})).await.ok();
        let url = begun["url"].as_str().unwrap();
        assert!(zhou.open(url).await.0.ends_with("wechat=forged"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_returns_to_own_pages_and_from_own_domains_only() {
    on_every_engine(async |house| {
        let vendor = Vendor::open(&house).await;
        let phone = Person::phone(&house, "atao");
        for evil in ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example", "me"] {
            let end = phone.open(&format!("/wechat/go?to={evil}")).await.0;
            assert!(end.ends_with("wechat=bad_return"), "{end}");
        }
        let begin = json!({ "return_to": "//evil.example" });
        phone.post("wechat/begin", begin).await.refused(422, "wechat.bad_return");
        vendor.simulator.set_account(Account { domain: "other.example".into(), ..vendor.account.clone() });
        let (end, text) = phone.open("/wechat/go?to=/").await;
        assert!(end.starts_with(&vendor.base) && text.contains("10003"), "{text}");
        // Outside of WeChat the vendor only says so.
        let desk = Person::new(&house);
        assert!(desk.open("/wechat/go?to=/").await.1.contains("请在微信客户端打开链接"));
        // Without a cookie nothing can be bound to the browser.
        let api = Person::new(&house).post("wechat/begin", json!({ "return_to": "/" })).await;
        api.refused(409, "wechat.no_cookie");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_account_the_door_is_closed_and_says_so() {
    on_every_engine(async |house| {
        let vendor = Vendor::beside(&house).await;
        let phone = Person::phone(&house, "atao");
        assert_eq!(phone.get("wechat/door").await.ok()["open"], false);
        assert_eq!(phone.open("/wechat/go?to=/me").await.0, "/sign-in?back=%2Fme&wechat=off");
        phone.post("wechat/open_desk", json!({})).await.refused(409, "wechat.off");
        phone.get("wechat/signature?url=x").await.refused(409, "wechat.off");
        house.settle().await;
        assert_eq!(vendor.simulator.calls(APP, "token"), 0);
        // A wrong secret is told to those who run the house, and to nobody else in numbers he could use.
        vendor.set("app_id", APP).await;
        vendor.set("app_secret", "wrong").await;
        phone.post("wechat/open_desk", json!({})).await.refused(409, "wechat.misconfigured");
        let health = vendor.staff.get("wechat/health").await.ok();
        assert_eq!(health["trouble"], 40_125);
        assert!(health["findings"].as_array().unwrap().len() >= 2, "{health}");
        phone.get("wechat/health").await.refused(401, "link.sign_in");
        let settings = vendor.staff.get("setting/list").await.ok().to_string();
        assert!(settings.contains("wechat.app_secret") && !settings.contains("\"wrong\""));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_of_somebody_is_not_let_in() {
    on_every_engine(async |house| {
        let vendor = Vendor::open(&house).await;
        let phone = joined(&house, "atao").await;
        let name = "阿桃".to_owned();
        vendor
            .simulator
            .set_person("atao", WxPerson { nickname: name, snapshot: true, ..Default::default() });
        let (page, _) = phone.open("/wechat/go?want=profile&to=/me").await;
        let state = in_query(&page, "state").to_owned();
        let back = format!("{}/wechat/back", house.base);
        let fields = [("appid", APP), ("redirect_uri", &back), ("state", &state), ("allow", "true")];
        let end = phone.send_form(&format!("{}/connect/oauth2/decide", vendor.base), &fields).await;
        assert!(end.ends_with("wechat=snapshot"), "{end}");
        assert_eq!(phone.me().await["name"], "");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_fetch_one_token_and_an_outdated_one_is_fetched_anew() {
    on_every_engine(async |house| {
        let vendor = Vendor::open(&house).await;
        let desks: Vec<Person> = (0..8).map(|_| Person::new(&house)).collect();
        let opened = desks.iter().map(|d| d.post("wechat/open_desk", json!({})));
        for reply in futures_util::future::join_all(opened).await {
            reply.ok();
        }
        assert_eq!(vendor.simulator.calls(APP, "token"), 1);
        assert_eq!(vendor.simulator.calls(APP, "qrcode"), 8);
        let calls = async || {
            desks[0].post("wechat/open_desk", json!({})).await.ok();
            vendor.simulator.calls(APP, "token")
        };
        house.clock.advance(2 * HOUR - 5 * MINUTE - 1);
        assert_eq!(calls().await, 1, "good until five minutes before its end");
        house.clock.advance(1);
        assert_eq!(calls().await, 2);
        // Somebody else fetched a token with the same secret, and ours counts no longer.
        vendor.simulator.drop_tokens(APP);
        assert_eq!(calls().await, 3);
        assert_eq!(calls().await, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_days_calls_are_used_up_people_are_told_and_the_vendor_is_left_alone() {
    on_every_engine(async |house| {
        let vendor = Vendor::beside(&house).await;
        vendor.simulator.set_daily("token", 0);
        vendor.connect().await;
        let desk = Person::new(&house);
        for _ in 0..3 {
            desk.post("wechat/open_desk", json!({})).await.refused(429, "wechat.limited");
        }
        assert_eq!(vendor.staff.get("wechat/health").await.ok()["trouble"], 45_009);
        vendor.simulator.set_daily("token", 10);
        desk.post("wechat/open_desk", json!({})).await.refused(429, "wechat.limited");
        house.clock.advance(30 * SECOND);
        desk.post("wechat/open_desk", json!({})).await.ok();
        assert_eq!(vendor.staff.get("wechat/health").await.ok()["trouble"], Value::Null);
        vendor.simulator.set_daily("qrcode", 1);
        desk.post("wechat/open_desk", json!({})).await.refused(429, "wechat.limited");
        house.clock.advance(DAY);
        desk.post("wechat/open_desk", json!({})).await.ok();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_this_site_are_signed_with_the_ticket_of_the_moment() {
    on_every_engine(async |house| {
        let vendor = Vendor::beside(&house).await;
        let phone = Person::phone(&house, "atao");
        let page = format!("{}/posts/pst_1?a=1", house.base);
        let ask = async |url: &str| {
            let query = serde_html_form::to_string([("url", url)]).unwrap();
            phone.get(&format!("wechat/signature?{query}")).await
        };
        for (name, value) in [("app_id", APP), ("app_secret", SECRET)] {
            vendor.set(name, value).await;
        }
        house.settle().await;
        let signed = ask(&format!("{page}#top")).await.ok();
        let ticket = vendor.simulator.ticket(APP).unwrap();
        let text = format!(
            "jsapi_ticket={ticket}&noncestr={}&timestamp={}&url={page}",
            signed["nonce"].as_str().unwrap(),
            signed["timestamp"]
        );
        let wanted = HEXLOWER.encode(&<sha1::Sha1 as sha1::Digest>::digest(text));
        assert_eq!((&signed["signature"], &signed["app_id"]), (&json!(wanted), &json!(APP)));
        assert_eq!(signed["timestamp"], house.clock.peek() / SECOND);
        ask("https://evil.example/").await.refused(422, "wechat.foreign_url");
        ask(&format!("{}.evil.example/", house.base)).await.refused(422, "wechat.foreign_url");
        // Fetched anew before it ends, once.
        house.clock.advance(2 * HOUR - 5 * MINUTE);
        house.settle().await;
        let fresh = vendor.staff.get("wechat/health").await.ok()["ticket_until"].as_i64().unwrap();
        assert_eq!(fresh, house.clock.peek() + 2 * HOUR);
        house.clock.advance(3 * HOUR);
        ask(&page).await.refused(409, "wechat.not_ready");
        house.settle().await;
        ask(&page).await.ok();
    })
    .await;
}

/// The parameter of the newest desk code, and what stands in the chat after somebody scanned it.
async fn scan(vendor: &Vendor, who: &str) -> String {
    let code = vendor.simulator.newest_code(APP).unwrap();
    match vendor.simulator.scan(who, &code).await {
        Scanned::Chat(reply) => reply.unwrap(),
        other => panic!("{other:?}"),
    }
}

fn scene_of(reply: &str) -> String {
    reply.split("/wechat/desk/").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_comes_in_when_the_phone_that_scanned_says_yes() {
    on_every_engine(async |house| {
        let vendor = Vendor::open(&house).await;
        let phone = joined(&house, "atao").await;
        let desk = Person::new(&house);
        let opened = desk.post("wechat/open_desk", json!({ "device": "Windows · Edge" })).await.ok();
        assert!(opened["svg"].as_str().unwrap().contains("<svg"));
        let secret = opened["desk"].as_str().unwrap().to_owned();
        let state = async || {
            let shown = desk.get(&format!("wechat/desk_state?desk={secret}")).await.ok();
            shown["state"].as_str().unwrap().to_owned()
        };
        let enter = json!({ "desk": secret });
        assert_eq!(state().await, "waiting");
        let reply = scan(&vendor, "atao").await;
        let scene = scene_of(&reply);
        assert_eq!(state().await, "scanned");
        desk.post("wechat/enter_desk", enter.clone()).await.refused(404, "wechat.desk_gone");
        // Somebody else cannot take the scan over, nor answer for him.
        assert!(scan(&vendor, "laozhou").await.contains("过期"));
        let other = joined(&house, "laozhou").await;
        let yes = json!({ "scene": scene, "allow": true });
        other.post("wechat/answer_desk", yes.clone()).await.refused(403, "wechat.not_scanner");
        let shown = phone.get(&format!("wechat/show_desk?scene={scene}")).await.ok();
        assert_eq!((&shown["device"], &shown["mine"]), (&json!("Windows · Edge"), &json!(true)));
        phone.post("wechat/answer_desk", yes.clone()).await.ok();
        assert_eq!(state().await, "confirmed");
        phone.post("wechat/answer_desk", yes).await.refused(404, "wechat.desk_gone");
        let entered = desk.post("wechat/enter_desk", enter.clone()).await.ok();
        assert_eq!(entered["me"]["id"], phone.me().await["id"]);
        assert_eq!(desk.me().await["id"], phone.me().await["id"]);
        Person::new(&house).post("wechat/enter_desk", enter).await.refused(404, "wechat.desk_gone");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desks_code_counts_five_minutes_and_a_no_is_a_no() {
    on_every_engine(async |house| {
        let vendor = Vendor::open(&house).await;
        let phone = joined(&house, "atao").await;
        let desk = Person::new(&house);
        let open =
            async || desk.post("wechat/open_desk", json!({})).await.ok()["desk"].as_str().unwrap().to_owned();
        let first = open().await;
        house.clock.advance(5 * MINUTE - 1);
        let scene = scene_of(&scan(&vendor, "atao").await);
        phone.get(&format!("wechat/show_desk?scene={scene}")).await.ok();
        house.clock.advance(1);
        phone.get(&format!("wechat/show_desk?scene={scene}")).await.refused(404, "wechat.desk_gone");
        desk.get(&format!("wechat/desk_state?desk={first}")).await.refused(404, "wechat.desk_gone");
        let code = vendor.simulator.newest_code(APP).unwrap();
        assert_eq!(vendor.simulator.scan("atao", &code).await, Scanned::Expired);
        let second = open().await;
        let scene = scene_of(&scan(&vendor, "atao").await);
        phone.post("wechat/answer_desk", json!({ "scene": scene, "allow": false })).await.ok();
        let shown = desk.get(&format!("wechat/desk_state?desk={second}")).await.ok();
        assert_eq!(shown["state"], "refused");
        let enter = desk.post("wechat/enter_desk", json!({ "desk": second })).await;
        enter.refused(404, "wechat.desk_gone");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_vendor_tells_is_believed_by_signature_and_time_only() {
    on_every_engine(async |house| {
        let vendor = Vendor::open(&house).await;
        let now = house.clock.peek() / SECOND;
        let open_id = vendor.simulator.open_id(APP, "atao");
        vendor.simulator.follow("atao", APP).await;
        let hello = event(&open_id, now, "subscribe", "");
        let (query, body) = vendor.simulator.signed(&vendor.account, &hello).unwrap();
        let wrong = Account { token: "guessed".into(), ..vendor.account.clone() };
        let (forged, _) = vendor.simulator.signed(&wrong, &hello).unwrap();
        assert_eq!(vendor.send_signed(&forged, &body).await, (403, String::new()));
        assert_eq!(vendor.send_signed("", &body).await.0, 403);
        assert_eq!(vendor.send("<xml><FromUserName>x</FromUserName></xml>").await.0, 403);
        assert_eq!(vendor.send_signed(&query, &body).await.0, 200);
        house.clock.advance(5 * MINUTE);
        assert_eq!(vendor.send_signed(&query, &body).await.0, 200, "the last instant counts");
        house.clock.advance(SECOND);
        assert_eq!(vendor.send_signed(&query, &body).await.0, 403);
        house.clock.advance(-11 * MINUTE);
        assert_eq!(vendor.send_signed(&query, &body).await.0, 403);
        house.clock.advance(11 * MINUTE);
        house.settle().await;
        // Sent again by a vendor that heard no answer: once followed, once told.
        let first = vendor.send(&event(&open_id, now + 60, "unsubscribe", "")).await;
        let again = vendor.send(&event(&open_id, now + 60, "unsubscribe", "")).await;
        assert_eq!((first.0, first.1.as_str()), (200, "success"));
        assert_eq!(first, again);
        assert_eq!(house.events("wechat.unfollowed").await.len(), 1);
        assert_eq!(house.events("wechat.followed").await.len(), 1);
        // The vendor's first question, when the operator types the address in.
        let (query, _) = vendor.simulator.signed(&vendor.account, "").unwrap();
        let asked = vendor.staff.open(&format!("/wechat/callback?{query}&echostr=4711")).await.1;
        assert_eq!(asked, "4711");
        assert_eq!(vendor.staff.open("/wechat/callback?echostr=4711").await.1, "");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_safe_mode_only_sealed_messages_are_taken_and_answers_are_sealed() {
    on_every_engine(async |house| {
        let vendor = Vendor::open(&house).await;
        vendor.set("aes_key", AES_KEY).await;
        let open_id = vendor.simulator.open_id(APP, "atao");
        let now = house.clock.peek() / SECOND;
        assert_eq!(vendor.send(&event(&open_id, now, "subscribe", "")).await.0, 403);
        vendor.simulator.set_account(Account { aes_key: AES_KEY.into(), ..vendor.account.clone() });
        let reply = vendor.simulator.follow("atao", APP).await.unwrap();
        assert!(reply.contains("欢迎"), "{reply}");
        house.settle().await;
        assert_eq!(house.events("wechat.followed").await.len(), 1);
    })
    .await;
}

fn wechat_way(safety: &Value) -> Option<String> {
    let ways = safety["ways"].as_array().unwrap();
    let way = ways.iter().find(|w| w["kind"] == "official_account");
    way.map(|w| w["id"].as_str().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn wechat_is_added_and_removed_under_account_safety() {
    on_every_engine(async |house| {
        let vendor = Vendor::open(&house).await;
        let zhou = Person::phone(&house, "laozhou");
        zhou.sign_in(&house, "12300000011").await;
        let me = zhou.me().await["id"].clone();
        house.clock.advance(MINUTE);
        let end = zhou.open("/wechat/go?want=bind&to=/me/safety").await.0;
        assert_eq!(end, "/me/safety?wechat=bound");
        assert!(house.last_message("12300000011").await.unwrap().contains("微信"));
        let way = wechat_way(&zhou.get("account/safety").await.ok()).unwrap();
        zhou.post("wechat/begin", json!({ "return_to": "/", "want": "bind" })).await.ok();
        assert!(zhou.open("/wechat/go?want=bind&to=/").await.0.ends_with("wechat=outside_mine"));
        // He comes in by it, on a phone of his own.
        let other = Person::phone(&house, "laozhou");
        assert_eq!(other.open("/wechat/go?to=/me").await.0, "/me");
        assert_eq!(other.me().await["id"], me);
        // Another person cannot take it.
        let tao = Person::phone(&house, "laozhou");
        tao.sign_in(&house, "12300000012").await;
        assert!(tao.open("/wechat/go?want=bind&to=/").await.0.ends_with("wechat=outside_taken"));
        // Nor remove it.
        tao.post("account/remove_address", json!({ "way": way })).await.refused(404, "account.no_way");
        let change = json!({ "way": way, "to": "12300000013", "code": "000000" });
        zhou.post("account/change_address", change).await.refused(404, "account.no_way");
        zhou.post("account/remove_address", json!({ "way": way })).await.ok();
        assert_eq!(wechat_way(&zhou.get("account/safety").await.ok()), None);
        let stranger = Person::phone(&house, "laozhou");
        assert!(stranger.open("/wechat/go?to=/me").await.0.ends_with("wechat=asked"));
        // With the phone he has, he adds it to the account he has instead of making another.
        stranger.post("wechat/attach", json!({})).await.refused(401, "link.sign_in");
        stranger.sign_in_again(&house, "12300000011").await;
        stranger.post("wechat/attach", json!({})).await.ok();
        assert!(wechat_way(&zhou.get("account/safety").await.ok()).is_some());
        assert_eq!(vendor.staff.get("member/count").await.ok()["total"], 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_way_in_stays_and_a_removed_one_leaves_no_union_id_behind() {
    on_every_engine(async |house| {
        let vendor = Vendor::open(&house).await;
        vendor.simulator.follow("atao", APP).await;
        house.settle().await;
        let phone = joined(&house, "atao").await;
        let way = wechat_way(&phone.get("account/safety").await.ok()).unwrap();
        let remove = json!({ "way": way });
        phone.post("account/remove_address", remove.clone()).await.refused(409, "account.last_way_in");
        phone.post("account/request_code", json!({ "to": "12300000077" })).await.ok();
        let code = house.code("12300000077").await;
        phone.post("account/add_address", json!({ "to": "12300000077", "code": code })).await.ok();
        phone.post("account/remove_address", remove).await.ok();
        let me = phone.me().await["id"].clone();
        let again = joined(&house, "atao").await;
        assert_ne!(again.me().await["id"], me);
        // The vendor tells the union id of a follower once more: it leads to the new record.
        vendor.simulator.unfollow("atao", APP).await;
        house.clock.advance(SECOND);
        vendor.simulator.follow("atao", APP).await;
        house.settle().await;
        assert_eq!(house.events("member.merged").await.len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_that_proves_the_domain_is_served() {
    on_every_engine(async |house| {
        let vendor = Vendor::beside(&house).await;
        let asked = async |name: &str| {
            let got = vendor.staff.raw(reqwest::Method::GET, name).send().await.unwrap();
            (got.status().as_u16(), got.text().await.unwrap())
        };
        assert_eq!(asked("MP_verify_aB3dE5fG7.txt").await.0, 404);
        vendor.set("verify_file", "aB3dE5fG7").await;
        assert_eq!(asked("MP_verify_aB3dE5fG7.txt").await, (200, "aB3dE5fG7".into()));
        assert_eq!(asked("MP_verify_other.txt").await.0, 404);
    })
    .await;
}
