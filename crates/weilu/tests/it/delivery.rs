//! Delivery: a real mail server, refusals and retries, the simulator of short messages, its box, and tests.

use crate::{
    house::{House, Person, on_every_engine},
    notification::add_mail,
};
use data_encoding::BASE64_MIME;
use serde_json::{Value, json};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
};
use weilu_kernel::Role;
use weilu_vocabulary::{DAY, HOUR, MINUTE, SECOND};

#[expect(clippy::disallowed_methods, reason = "the test command names the mail server")]
fn mail_server() -> Option<(String, PathBuf)> {
    Some((std::env::var("WEILU_TEST_SMTP").ok()?, std::env::var("WEILU_TEST_MAILDIR").ok()?.into()))
}

async fn set(owner: &Person, name: &str, value: Value) {
    owner.post("setting/change", json!({ "name": name, "value": value })).await.ok();
}

/// Sends through a server that speaks in the clear.
async fn send_through(owner: &Person, address: &str) {
    let (host, port) = address.rsplit_once(':').unwrap();
    set(owner, "delivery.mail_tls", json!("none")).await;
    set(owner, "delivery.mail_port", json!(port.parse::<i64>().unwrap())).await;
    set(owner, "delivery.mail_sender", json!("post@tea.example")).await;
    set(owner, "delivery.mail_server", json!(host)).await;
}

/// The letters in the Maildir that name an address, newest last.
fn letters_to(folder: &std::path::Path, address: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder.join("new")).unwrap().flatten() {
        let text = String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).replace("\r\n", "\n");
        if text.contains(&format!("To: {address}")) {
            found.push((entry.metadata().unwrap().modified().unwrap(), text));
        }
    }
    found.sort();
    found.into_iter().map(|(_, text)| text).collect()
}

async fn letter_to(folder: &std::path::Path, address: &str, n: usize) -> String {
    let begun = Instant::now();
    loop {
        if let Some(letter) = letters_to(folder, address).get(n - 1) {
            return letter.clone();
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "no letter {n} for {address}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A header with its folded lines, decoded from RFC 2047.
fn header(letter: &str, name: &str) -> String {
    let head = letter.split("\n\n").next().unwrap().replace("\n ", " ").replace("\n\t", " ");
    let line = head.lines().find_map(|l| l.strip_prefix(&format!("{name}: "))).unwrap_or_default().to_owned();
    let mut out = String::new();
    let mut coded = false;
    for word in line.split(' ') {
        let inner = word.strip_prefix("=?utf-8?b?").and_then(|w| w.strip_suffix("?="));
        // Between two coded words a space only folds.
        if !(out.is_empty() || coded && inner.is_some()) {
            out.push(' ');
        }
        coded = inner.is_some();
        let decoded = inner.map(|w| String::from_utf8(BASE64_MIME.decode(w.as_bytes()).unwrap()).unwrap());
        out.push_str(decoded.as_deref().unwrap_or(word));
    }
    out.trim().to_owned()
}

/// The plain part, decoded.
fn plain(letter: &str) -> String {
    let part = letter.split("Content-Type: text/plain").nth(1).expect("a plain part");
    let (head, body) = part.split_once("\n\n").unwrap();
    let body = body.split("\n--").next().unwrap();
    if head.contains("base64") {
        return String::from_utf8(
            BASE64_MIME.decode(format!("{}\n", body.trim()).replace('\n', "\r\n").as_bytes()).unwrap(),
        )
        .unwrap();
    }
    assert!(head.contains("quoted-printable") || head.contains("7bit") || head.contains("8bit"), "{head}");
    unquoted(body)
}

fn unquoted(body: &str) -> String {
    let body = body.replace("=\n", "");
    let (mut out, bytes, mut at) = (Vec::new(), body.as_bytes(), 0);
    while at < bytes.len() {
        let hex = (bytes[at] == b'=').then(|| std::str::from_utf8(&bytes[at + 1..at + 3]).unwrap());
        match hex.and_then(|h| u8::from_str_radix(h, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_go_through_a_real_server_and_read_as_written() {
    on_every_engine(async |house| {
        let Some((server, folder)) = mail_server() else { return };
        let owner = house.staff("12300000001", Role::Operator).await;
        send_through(&owner, &server).await;
        set(&owner, "delivery.site_address", json!("https://tea.example")).await;
        let address = format!("tao.{}.{}@tea.example", house.engine, std::process::id());
        let tao = Person::new(&house);
        tao.post("account/request_code", json!({ "to": address })).await.ok();
        house.settle().await;
        let letter = letter_to(&folder, &address, 1).await;
        let subject = header(&letter, "Subject");
        let code = subject.strip_prefix("你的验证码 ").expect("the subject in Chinese").to_owned();
        assert_eq!(header(&letter, "From"), "山脚茶事 <post@tea.example>");
        let body = plain(&letter);
        assert!(body.contains(&format!("验证码 {code}，10 分钟内有效。")), "{body}");
        assert!(
            letter.contains("Content-Type: text/html") && !letter.contains("List-Unsubscribe"),
            "{letter}"
        );
        tao.post("account/sign_in", json!({ "to": address, "code": code, "consent": true })).await.ok();
        // The digest says how it is ended, and that a machine sent it.
        let phone = "12300000002";
        tao.post("account/request_code", json!({ "to": phone })).await.ok();
        let code = house.code(phone).await;
        tao.post("account/add_address", json!({ "to": phone, "code": code })).await.ok();
        tao.post("notification/choose", json!({ "digest": { "every": "day", "hour": 9, "weekday": 1 } }))
            .await
            .ok();
        house.give(tao.persona().await, Role::Expert, weilu_people::role::Site::Whole).await;
        house.settle().await;
        house.clock.advance(5 * MINUTE);
        house.settle().await;
        let notice = letter_to(&folder, &address, 3).await;
        assert_eq!(header(&notice, "Subject"), "你现在是专业人士了");
        assert!(
            header(&notice, "List-Unsubscribe").starts_with("<https://tea.example/unsubscribe/"),
            "{notice}"
        );
        house.clock.advance(DAY);
        house.settle().await;
        let digest = letter_to(&folder, &address, 4).await;
        assert_eq!(header(&digest, "Subject"), "山脚茶事 · 今天");
        assert_eq!(header(&digest, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        assert_eq!(header(&digest, "Auto-Submitted"), "auto-generated");
        assert!(header(&digest, "List-Id").contains("digest"), "{digest}");
        assert!(plain(&digest).contains("你现在是专业人士了"));
        let setup = owner.get("delivery/setup").await.ok();
        assert_eq!(setup["mail"]["real"], true);
        assert!(setup["week"]["mail_sent"].as_i64().unwrap() >= 4, "{setup:#}");
    })
    .await;
}

/// A mail server of a test that answers each recipient as told.
struct Stubborn {
    address: String,
    answer: Arc<Mutex<&'static str>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Stubborn {
    async fn start(answer: &'static str) -> Stubborn {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (answer, asked) = (Arc::new(Mutex::new(answer)), Arc::new(Mutex::new(Vec::new())));
        let (says, hears) = (answer.clone(), asked.clone());
        #[expect(clippy::disallowed_methods, reason = "the server of a test, ended with its runtime")]
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (says, hears) = (says.clone(), hears.clone());
                tokio::spawn(async move {
                    let (read, mut write) = socket.into_split();
                    let mut lines = BufReader::new(read).lines();
                    let _ = write.write_all(b"220 test\r\n").await;
                    let mut in_letter = false;
                    while let Ok(Some(line)) = lines.next_line().await {
                        let verb = line.to_uppercase();
                        let reply = if in_letter {
                            if line != "." {
                                continue;
                            }
                            in_letter = false;
                            "250 taken".to_owned()
                        } else if verb.starts_with("RCPT") {
                            hears.lock().unwrap().push(line.clone());
                            (*says.lock().unwrap()).to_owned()
                        } else if verb.starts_with("DATA") {
                            in_letter = true;
                            "354 go on".to_owned()
                        } else if verb.starts_with("QUIT") {
                            "221 bye".to_owned()
                        } else {
                            "250 ok".to_owned()
                        };
                        if write.write_all(format!("{reply}\r\n").as_bytes()).await.is_err() {
                            return;
                        }
                    }
                });
            }
        });
        Stubborn { address, answer, asked }
    }

    fn say(&self, answer: &'static str) {
        *self.answer.lock().unwrap() = answer;
    }

    fn tries(&self, address: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|line| line.contains(address)).count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_address_is_final_and_a_tired_server_is_asked_again() {
    on_every_engine(async |house| {
        let server = Stubborn::start("450 4.2.1 come back later").await;
        let owner = house.staff("12300000001", Role::Operator).await;
        send_through(&owner, &server.address).await;
        let code = json!({ "to": "tao@tea.example" });
        Person::new(&house).post("account/request_code", code.clone()).await.ok();
        house.settle().await;
        assert_eq!(server.tries("tao@tea.example"), 1);
        let failures = owner.get("delivery/setup").await.ok()["failures"].clone();
        assert_eq!(
            (&failures[0]["masked"], &failures[0]["given_up"]),
            (&json!("t***@tea.example"), &json!(false))
        );
        assert!(failures[0]["words"]["zh"].as_str().unwrap().contains("come back later"), "{failures:#}");
        // The next try goes through, and the failure is gone.
        server.say("250 ok");
        house.clock.advance(11 * SECOND);
        house.settle().await;
        assert_eq!(server.tries("tao@tea.example"), 2);
        assert_eq!(owner.get("delivery/setup").await.ok()["failures"], json!([]));
        // Nobody there: once, and never again.
        server.say("550 5.1.1 no such user");
        house.clock.advance(2 * MINUTE);
        Person::new(&house).post("account/request_code", json!({ "to": "nobody@tea.example" })).await.ok();
        house.settle().await;
        house.clock.advance(HOUR);
        house.settle().await;
        assert_eq!(server.tries("nobody@tea.example"), 1);
        let failure = owner.get("delivery/setup").await.ok()["failures"][0].clone();
        assert_eq!(failure["given_up"], true);
        assert!(failure["advice"]["zh"].as_str().unwrap().contains("没有这个邮箱"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_refused_gets_no_more_letters_and_its_owner_is_told() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let tao = house.person("12300000002").await;
        add_mail(&house, &tao, "tao@tea.example").await;
        let server = Stubborn::start("550 5.1.1 mailbox is gone").await;
        send_through(&owner, &server.address).await;
        let office = async |house: &House, role: Role| {
            house.give(tao.persona().await, role, weilu_people::role::Site::Whole).await;
            house.settle().await;
            house.clock.advance(6 * MINUTE);
            house.settle().await;
        };
        office(&house, Role::Expert).await;
        assert_eq!(server.tries("tao@tea.example"), 1);
        office(&house, Role::Creator).await;
        assert_eq!(server.tries("tao@tea.example"), 1, "no second letter");
        let mail = tao.get("notification/settings").await.ok()["mail"].clone();
        assert_eq!(mail["masked"], "t***@tea.example");
        assert!(mail["refused"].as_str().unwrap().contains("mailbox is gone"));
        // A code is tried all the same: he may have opened the mailbox again.
        server.say("250 ok");
        Person::new(&house).post("account/request_code", json!({ "to": "tao@tea.example" })).await.ok();
        house.settle().await;
        assert_eq!(server.tries("tao@tea.example"), 2);
        assert_eq!(tao.get("notification/settings").await.ok()["mail"]["refused"], Value::Null);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_shows_what_the_carrier_said_and_what_to_do() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let result = async |house: &House, input: Value| {
            let test =
                owner.post("delivery/send_test", input).await.ok()["test"].as_str().unwrap().to_owned();
            house.settle().await;
            owner.get(&format!("delivery/test_result?test={test}")).await.ok()
        };
        let to = |to: &str| json!({ "carrier": "mail", "to": to });
        owner
            .post("delivery/send_test", json!({ "carrier": "mail" }))
            .await
            .refused(422, "delivery.no_address");
        owner.post("delivery/send_test", to("not an address")).await.refused(422, "delivery.bad_address");
        owner
            .post("delivery/send_test", json!({ "carrier": "sms", "to": "a@b.example" }))
            .await
            .refused(422, "delivery.bad_address");
        // Nothing is set up: it says so.
        assert_eq!(result(&house, to("boss@tea.example")).await["state"], "boxed");
        house.clock.advance(2 * MINUTE);
        let sms = result(&house, json!({ "carrier": "sms" })).await;
        assert_eq!(sms["state"], "boxed", "{sms:#}");
        let server = Stubborn::start("250 ok").await;
        send_through(&owner, &server.address).await;
        assert_eq!(result(&house, to("boss@tea.example")).await["state"], "sent");
        server.say("550 5.1.1 no such user");
        let refused = result(&house, to("boss@tea.example")).await;
        assert_eq!(refused["state"], "refused");
        assert!(refused["words"]["zh"].as_str().unwrap().contains("no such user"), "{refused:#}");
        assert!(refused["advice"]["zh"].as_str().unwrap().contains("核对收件地址"));
        // Nobody listens there.
        set(&owner, "delivery.mail_port", json!(9)).await;
        let refused = result(&house, to("boss@tea.example")).await;
        assert_eq!(refused["state"], "refused");
        assert!(refused["advice"]["zh"].as_str().unwrap().contains("连不上邮件服务器"), "{refused:#}");
        let stranger = house.person("12300000009").await;
        stranger.post("delivery/send_test", to("a@b.example")).await.refused(403, "link.forbidden");
        stranger.get("delivery/setup").await.refused(403, "link.forbidden");
        for _ in 0..20 {
            let reply = owner.post("delivery/send_test", to("boss@tea.example")).await;
            if reply.status == 429 {
                return;
            }
        }
        panic!("tests are not limited");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_simulator_of_short_messages_is_as_strict_as_a_carrier() {
    on_every_engine(async |house| {
        let boss = house.staff("12300000001", Role::Headquarters).await;
        let phone = "12300000005";
        let stranger = Person::new(&house);
        let ask = async |house: &House| {
            stranger.post("account/request_code", json!({ "to": phone })).await.ok();
            house.settle().await;
        };
        let sent = async || {
            let items = boss.get("delivery/show_box").await.ok()["items"].as_array().unwrap().clone();
            items.into_iter().filter(|m| m["address"] == phone).collect::<Vec<_>>()
        };
        ask(&house).await;
        let message = sent().await[0].clone();
        assert!(message["body"].as_str().unwrap().starts_with("【山脚茶事】验证码 "), "{message:#}");
        assert_eq!((&message["parts"], &message["template"]), (&json!(1), &json!("one_time_code")));
        // A signature no carrier registers.
        set(&boss, "delivery.sms_signature", json!("茶")).await;
        house.clock.advance(2 * MINUTE);
        ask(&house).await;
        assert_eq!(sent().await.len(), 1);
        let failure = boss.get("delivery/setup").await.ok()["failures"][0].clone();
        assert!(
            failure["words"]["zh"].as_str().unwrap().contains("isv.SMS_SIGNATURE_ILLEGAL"),
            "{failure:#}"
        );
        set(&boss, "delivery.sms_signature", json!("山脚")).await;
        // Five an hour to one number; our own limit says so before the carrier does.
        for _ in 0..3 {
            house.clock.advance(2 * MINUTE);
            ask(&house).await;
        }
        house.clock.advance(2 * MINUTE);
        stranger.post("account/request_code", json!({ "to": phone })).await.refused(429, "rate.too_many");
        assert_eq!(sent().await.len(), 4);
        house.clock.advance(HOUR);
        ask(&house).await;
        assert_eq!(sent().await.len(), 5);
        assert!(sent().await[0]["body"].as_str().unwrap().starts_with("【山脚】"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_box_is_for_headquarters_and_whoever_is_read_can_see_it() {
    on_every_engine(async |house| {
        let boss = house.staff("12300000001", Role::Headquarters).await;
        let operator = house.staff("12300000002", Role::Operator).await;
        let tao = house.person("12300000003").await;
        operator.get("delivery/show_box").await.refused(403, "link.forbidden");
        let items = boss.get("delivery/show_box").await.ok()["items"].as_array().unwrap().len();
        assert!(items >= 3);
        house.settle().await;
        let reads = tao.get("privacy/mine").await.ok()["reads"].clone();
        assert_eq!(reads.as_array().unwrap().len(), 1, "{reads:#}");
        let warnings = operator.get("delivery/setup").await.ok()["warnings"].clone();
        let codes: Vec<&str> =
            warnings.as_array().unwrap().iter().map(|w| w["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["site_address", "mail", "sms"]);
        // After a month the box is empty.
        house.clock.advance(31 * DAY);
        house.settle().await;
        let boss = {
            boss.sign_in_again(&house, "12300000001").await;
            boss
        };
        let left = boss.get("delivery/show_box").await.ok()["items"].as_array().unwrap().len();
        assert_eq!(left, 1, "only the code of just now");
    })
    .await;
}
