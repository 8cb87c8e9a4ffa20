//! Pictures, videos and documents in chats: who fetches them, who may send them, and that they end with the message.

use crate::{
    chat::{chat_of, list, messages, pair, say, show, table},
    files::{kept, photograph, sent, status, video},
    house::{House, Person, on_every_engine},
};
use serde_json::{Value, json};
use std::io::Read;
use weilu_kernel::Role;
use weilu_vocabulary::DAY;

async fn picture(person: &Person, colour: u8) -> String {
    sent(person, &photograph(60, 40, colour)).await
}

/// Says something with files on it.
async fn send(person: &Person, chat: &str, text: &str, files: &[&String]) -> Value {
    person.post("chat/send", json!({ "chat": chat, "text": text, "files": files })).await.ok()
}

/// Two who talk with one another: the first was answered.
async fn friends(house: &House) -> (Person, Person, Person, String, String) {
    let (owner, a, b, space) = table(house).await;
    let two = pair(&a, &b).await;
    say(&a, &two, "在吗").await;
    say(&b, &two, "在").await;
    (owner, a, b, chat_of(&space), two)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_in_a_chat_is_fetched_by_those_in_it_and_nobody_else() {
    on_every_engine(async |house| {
        let (owner, a, b, group, two) = friends(&house).await;
        let stranger = house.person("12300000009").await;
        let staff = house.staff("12300000008", Role::Headquarters).await;
        let files = [picture(&a, 1).await, sent(&a, &video(64)).await];
        let said = send(&a, &two, "", &[&files[0], &files[1]]).await;
        let shown = messages(&b, &two).await;
        let last = shown.last().unwrap();
        assert_eq!((&last["text"], &last["id"]), (&json!(""), &said["message"]));
        let kinds: Vec<&Value> = last["files"].as_array().unwrap().iter().map(|f| &f["kind"]).collect();
        assert_eq!(kinds, [&json!("picture"), &json!("video")]);
        assert_eq!((&last["files"][0]["id"], &last["files"][0]["width"]), (&json!(files[0]), &json!(40)));
        for (who, wanted) in [(&a, 200), (&b, 200), (&owner, 404), (&staff, 404), (&stranger, 404)] {
            assert_eq!(status(who, &files[0]).await, wanted);
        }
        assert_eq!(status(&Person::new(&house), &files[0]).await, 404);
        let line = list(&b).await;
        assert_eq!((&line[0]["last"]["carries"], &line[0]["last"]["text"]), (&json!("picture"), &json!("")));
        // A quote says what was there.
        let quote = json!({ "chat": two, "text": "这张好看", "quote": said["message"] });
        b.post("chat/send", quote).await.ok();
        let quoted = &messages(&a, &two).await.last().unwrap()["quote"].clone();
        assert_eq!((&quoted["carries"], &quoted["text"]), (&json!("picture"), &json!("")));
        // In the chat of a space those inside, and whoever watches over it.
        let open = picture(&a, 2).await;
        send(&a, &group, "看这壶", &[&open]).await;
        for (who, wanted) in [(&b, 200), (&owner, 200), (&staff, 200), (&stranger, 404)] {
            assert_eq!(status(who, &open).await, wanted);
        }
        // Out of one's own sight it is gone for oneself, and for whoever left.
        let id = messages(&b, &group).await.last().unwrap()["id"].clone();
        b.post("chat/remove", json!({ "message": id })).await.ok();
        assert_eq!((status(&b, &open).await, status(&a, &open).await), (404, 200));
        b.post("chat/clear", json!({ "chat": two })).await.ok();
        assert_eq!((status(&b, &files[0]).await, status(&a, &files[0]).await), (404, 200));
        a.post("space/leave", json!({ "space": group.replace("cht_", "spc_") })).await.ok();
        assert_eq!((status(&a, &open).await, status(&owner, &open).await), (404, 200));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nine_files_fit_and_each_hangs_on_one_message() {
    on_every_engine(async |house| {
        let (_, a, b, _, two) = friends(&house).await;
        let boss = house.staff("12300000090", Role::Headquarters).await;
        let most = json!({ "name": "blob.uploads_a_minute", "value": 1_000 });
        boss.post("setting/change", most).await.ok();
        let mut files = Vec::new();
        for n in 0..10 {
            files.push(picture(&a, n).await);
        }
        let try_send = async |files: &[String]| {
            a.post("chat/send", json!({ "chat": two, "text": "", "files": files })).await
        };
        try_send(&[]).await.refused(422, "chat.empty");
        let fields = try_send(&files).await.refused(422, "chat.too_many_files");
        assert_eq!(fields["most"], 9);
        try_send(&files[..9]).await.ok();
        let shown = messages(&b, &two).await;
        let ids: Vec<&Value> =
            shown.last().unwrap()["files"].as_array().unwrap().iter().map(|f| &f["id"]).collect();
        assert_eq!(ids, files[..9].iter().map(|f| json!(f)).collect::<Vec<_>>().iter().collect::<Vec<_>>());
        try_send(&files[..1]).await.refused(422, "blob.gone");
        let foreign = picture(&b, 40).await;
        try_send(&[foreign]).await.refused(422, "blob.gone");
        try_send(&["blb_0000000000000".to_owned()]).await.refused(400, "input.malformed");
        // Sent twice under one key it stands once.
        let once = json!({ "chat": two, "text": "", "files": [files[9]] });
        let first = a.post_keyed("chat/send", once.clone(), Some("k1")).await.ok();
        assert_eq!(a.post_keyed("chat/send", once, Some("k1")).await.ok(), first);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_says_hello_in_words_before_he_sends_pictures() {
    on_every_engine(async |house| {
        let (_, a, b, space) = table(&house).await;
        let two = pair(&a, &b).await;
        let file = picture(&a, 1).await;
        let shown = json!({ "chat": two, "text": "看看", "files": [file] });
        let told = show(&a, &two).await;
        assert_eq!(
            (&told["closed"], &told["only_words"]["code"]),
            (&Value::Null, &json!("chat.words_first"))
        );
        a.post("chat/send", shown.clone()).await.refused(409, "chat.words_first");
        say(&a, &two, "你好").await;
        a.post("chat/send", shown.clone()).await.refused(409, "chat.words_first");
        // Whoever is written to answers with what he likes, and opens it for both.
        assert_eq!(show(&b, &two).await["only_words"], Value::Null);
        send(&b, &two, "", &[&picture(&b, 2).await]).await;
        assert_eq!(show(&a, &two).await["only_words"], Value::Null);
        a.post("chat/send", shown).await.ok();
        // Two who follow each other are friends; in a group everybody knows whom he is with.
        let c = crate::chat::joined(&house, "12300000005", &space).await;
        house.clock.advance(4 * DAY);
        let new = pair(&c, &b).await;
        let file = picture(&c, 3).await;
        let shown = json!({ "chat": new, "text": "", "files": [file] });
        c.post("chat/send", shown.clone()).await.refused(409, "chat.words_first");
        c.post("follow/start", json!({ "what": b.member().await })).await.ok();
        c.post("chat/send", shown.clone()).await.refused(409, "chat.words_first");
        b.post("follow/start", json!({ "what": c.member().await })).await.ok();
        c.post("chat/send", shown).await.ok();
        send(&c, &chat_of(&space), "", &[&picture(&c, 4).await]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_takes_its_files_and_their_bytes_along() {
    on_every_engine(async |house| {
        let (_, a, b, group, two) = friends(&house).await;
        let before = kept(&house);
        for (chat, colour) in [(&two, 7), (&group, 8)] {
            let file = picture(&a, colour).await;
            let said = send(&a, chat, "发错了", &[&file]).await;
            assert_eq!(status(&b, &file).await, 200);
            a.post("chat/recall", json!({ "message": said["message"] })).await.ok();
            let last = messages(&b, chat).await.last().unwrap().clone();
            assert_eq!((&last["state"], &last["files"]), (&json!("recalled"), &json!([])));
            let line = list(&b).await.iter().find(|c| c["id"] == json!(chat)).unwrap().clone();
            assert_eq!(line["last"]["carries"], "");
            assert_eq!((status(&a, &file).await, status(&b, &file).await), (404, 404));
            house.settle().await;
            assert_eq!(kept(&house), before, "the bytes are gone from the disk");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn search_finds_documents_by_their_names() {
    on_every_engine(async |house| {
        let (_, a, b, _, two) = friends(&house).await;
        let document = a.upload("茶酥方子 2026.pdf", b"%PDF-1.7 butter").await.ok();
        let file = document["id"].as_str().unwrap().to_owned();
        send(&a, &two, "给你", &[&picture(&a, 3).await, &file]).await;
        assert_eq!(list(&b).await[0]["last"]["carries"], "picture", "the first of them");
        let hits = b.get("chat/search?q=茶酥").await.ok()["items"].as_array().unwrap().clone();
        assert_eq!(
            (hits.len(), &hits[0]["words"], &hits[0]["after"], &hits[0]["carries"]),
            (1, &json!("茶酥"), &json!("方子 2026.pdf"), &json!("document"))
        );
        let hits = b.get("chat/search?q=给你").await.ok()["items"].as_array().unwrap().clone();
        assert_eq!((hits.len(), &hits[0]["words"]), (1, &json!("给你")));
        assert_eq!(a.get("chat/search?q=butter").await.ok()["items"], json!([]), "what is in it is not read");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_chats_are_in_the_export_and_leave_with_their_sender() {
    on_every_engine(async |house| {
        let (_, a, b, _, two) = friends(&house).await;
        let file = picture(&a, 9).await;
        send(&a, &two, "", &[&file]).await;
        let asked = a.post("privacy/ask_export", json!({})).await.ok()["export"].clone();
        house.settle().await;
        let path = format!("export/{}", asked.as_str().unwrap());
        let bytes = a.raw(reqwest::Method::GET, &path).send().await.unwrap().bytes().await.unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
        let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert!(names.iter().any(|name| name.contains(&file)), "{names:?}");
        let mut data = String::new();
        zip.by_name("data.json").unwrap().read_to_string(&mut data).unwrap();
        let data: Value = serde_json::from_str(&data).unwrap();
        let said = data["chat.chat_message"].as_array().unwrap();
        assert_eq!(said.last().unwrap()["carries"], "picture");
        let before = kept(&house);
        a.post("privacy/ask_erasure", json!({})).await.ok();
        house.clock.advance(8 * DAY);
        house.settle().await;
        assert_eq!(status(&b, &file).await, 404);
        assert!(kept(&house) < before);
        let last = messages(&b, &two).await.last().unwrap().clone();
        assert_eq!((&last["state"], &last["files"]), (&json!("erased"), &json!([])));
    })
    .await;
}
