//! The marker: planted in every text that any command writes about a member, and looked for everywhere.
//!
//! Every command there is gets an input made from its schema, with the marker in each free text; so a new
//! feature is tested by being there. What a member writes that is not about him (the name of a space, a setting,
//! the text of a policy) is named in `NOT_HIS`, with the reason.

use crate::{
    fixture::{Fixture, sample},
    house::{House, Person},
};
use serde_json::json;
use std::{fs, path::Path};
use weilu_kernel::Role;

/// Fit for a mail address too.
pub const MARKER: &str = "zqmarkerqz";

/// Commands whose texts are the brand's or a group's, not the member's: they stay when he goes.
const NOT_HIS: &[(&str, &str)] = &[
    ("policy.", "texts of the brand"),
    ("setting.", "settings of the brand"),
    ("brand.", "the face of the brand"),
    ("organisation.", "names of branches and rules of spaces"),
    ("label.add_kind", "words that members share"),
    ("label.put", "words that members share"),
    ("profile.save_target", "whom the brand wants to reach"),
    ("identity.arrive", "records of somebody else"),
    ("space.", "what a space is called and how it is run belongs to the space"),
    ("gate.", "the gate of a space and the brand's list of words"),
    ("sensitive_word.", "the words of the brand and of a space"),
    ("entry_code.", "codes and where they lead belong to the space"),
];

/// Commands that would end the test's own sessions.
const LEFT_OUT: &[&str] =
    &["account.sign_out", "account.end_session", "account.end_other_sessions", "privacy.ask_erasure"];

/// Somebody who wrote the marker wherever a command lets him.
pub async fn plant(house: &House) -> Person {
    let mail = format!("{MARKER}@example.com");
    let fixture = Fixture::build(house).await;
    let person = Person::new(house);
    let device = json!({ "device": format!("{MARKER} 平板") });
    person.sign_in_with(house, &mail, device).await;
    for role in [Role::Operator, Role::Headquarters, Role::Owner, Role::Member] {
        house.give(person.persona().await, role, weilu_people::role::Site::Whole).await;
        house.give(person.persona().await, role, weilu_people::role::Site::Space(fixture.space)).await;
    }
    house.settle().await;
    let phone = "12300000077";
    person.post("account/request_code", json!({ "to": phone })).await.ok();
    let code = house.code(phone).await;
    person.post("account/add_address", json!({ "to": phone, "code": code })).await.ok();
    fixture.send_files(&person).await;
    let document = format!("%PDF-1.7 {MARKER}");
    person.upload(&format!("{MARKER}.pdf"), document.as_bytes()).await.ok();
    let post = json!({ "space": fixture.space, "text": format!("{MARKER} 说的话") });
    person.post_keyed("post/write", post, Some(&format!("key-{MARKER}"))).await.ok();
    let choices = [format!("{MARKER} 一"), format!("{MARKER} 二")];
    let poll = json!({ "space": fixture.space, "title": MARKER, "choices": choices });
    person.post("poll/open", poll).await.ok();
    let asked = json!({ "space": fixture.space, "title": format!("{MARKER} 怎么泡") });
    let asked = person.post("question/ask", asked).await.ok()["post"].clone();
    let other = house.person("12300000078").await;
    house.give(other.persona().await, Role::Member, weilu_people::role::Site::Space(fixture.space)).await;
    let answer = json!({ "space": fixture.space, "text": "看水温", "reply_to": asked });
    let answer = other.post("post/write", answer).await.ok()["post"].clone();
    person.post("question/accept", json!({ "answer": answer, "thanks": MARKER })).await.ok();
    for command in house.app.features.iter().flat_map(|f| f.commands) {
        if LEFT_OUT.contains(&command.name) || NOT_HIS.iter().any(|(name, _)| command.name.starts_with(name))
        {
            continue;
        }
        let input = sample(command, &fixture, MARKER);
        let path = command.name.replacen('.', "/", 1);
        let reply =
            person.post_keyed(&path, input.clone(), Some(&format!("{}-{MARKER}", command.name))).await;
        assert!(reply.status < 500, "{} {input}: {:#}", command.name, reply.body);
    }
    person
}

/// Where the marker still is.
pub async fn found(house: &House) -> Vec<String> {
    let mut places = Vec::new();
    search(house.folder(), &mut places);
    if house.engine == "postgres" {
        places.extend(in_columns(house).await);
    }
    places
}

fn search(folder: &Path, places: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            search(&entry.path(), places);
        } else if let Ok(bytes) = fs::read(entry.path()) {
            let hits: Vec<usize> = bytes
                .windows(MARKER.len())
                .enumerate()
                .filter(|(_, w)| *w == MARKER.as_bytes())
                .map(|(at, _)| at)
                .collect();
            for at in hits {
                let around = &bytes[at.saturating_sub(60)..(at + 60).min(bytes.len())];
                places.push(format!("{}: {}", entry.path().display(), String::from_utf8_lossy(around)));
            }
        }
    }
}

/// Every text column of the server's database that holds the marker.
async fn in_columns(house: &House) -> Vec<String> {
    let (client, driver) = house.server_client().await;
    let columns = client
        .query("select table_name::text, column_name::text from information_schema.columns where table_schema = 'public' and data_type = 'text'", &[])
        .await
        .unwrap();
    let mut places = Vec::new();
    for row in columns {
        let (table, column): (String, String) = (row.get(0), row.get(1));
        let query =
            format!("select \"{column}\" from \"{table}\" where position('{MARKER}' in \"{column}\") > 0");
        for hit in client.query(&query, &[]).await.unwrap() {
            places.push(format!("{table}.{column}: {}", hit.get::<_, String>(0)));
        }
    }
    driver.abort();
    places
}
