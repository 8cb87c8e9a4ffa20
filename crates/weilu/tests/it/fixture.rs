//! Things for a command to name, and inputs made from the schema of a command.

use crate::{
    files::photograph,
    house::{House, Person, TENANT},
};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use std::{collections::BTreeMap, sync::Mutex};
use weilu_kernel::{CommandSpec, Role};
use weilu_vocabulary::{Id, RefKind, SpaceId, TenantId};

/// What stands in the house: one of each kind that the thin thread knows.
pub struct Fixture {
    /// A space that is closed to strangers.
    pub space: SpaceId,
    ids: BTreeMap<&'static str, String>,
    /// Files of whoever acts; each can be used once.
    files: Mutex<Vec<String>>,
}

impl Fixture {
    pub async fn build(house: &House) -> Fixture {
        let owner = house.staff("12300000091", Role::Headquarters).await;
        let opened = json!({ "name": "后山", "line": "只给熟人", "open_to_read": false });
        let space = owner.post("space/open", opened).await.ok()["space"].as_str().unwrap().to_owned();
        let written = owner.post("post/write", json!({ "space": space, "text": "第一条" })).await.ok();
        let asked = json!({ "space": space, "title": "喝哪一壶", "choices": ["红茶", "绿茶"] });
        let poll = owner.post("poll/open", asked).await.ok();
        let bystander = house.person("12300000092").await;
        let order = order(house, &owner, &bystander).await;
        let chat = crate::chat::chat_of(&space);
        let said = owner.post("chat/send", json!({ "chat": chat, "text": "第一句" })).await.ok();
        let mut ids = BTreeMap::from([
            (RefKind::Tenant.prefix(), TENANT.to_string()),
            (RefKind::Space.prefix(), space.clone()),
            (RefKind::Post.prefix(), written["post"].as_str().unwrap().to_owned()),
            (RefKind::Poll.prefix(), poll["poll"].as_str().unwrap().to_owned()),
            (RefKind::Chat.prefix(), chat),
            (RefKind::Message.prefix(), said["message"].as_str().unwrap().to_owned()),
            (RefKind::Persona.prefix(), bystander.persona().await.to_string()),
            (RefKind::Member.prefix(), bystander.member().await.to_string()),
        ]);
        ids.extend(order);
        Fixture { space: space.parse().unwrap(), ids, files: Mutex::default() }
    }

    /// Lets the commands of a person name pictures that he has sent.
    pub async fn send_files(&self, person: &Person) {
        for n in 0..8 {
            let sent = person.upload("a.jpg", &photograph(20, 20, n)).await.ok();
            self.files.lock().unwrap().push(sent["id"].as_str().unwrap().to_owned());
        }
    }

    /// An id of a kind: of what stands here, or of what does not exist.
    fn id(&self, prefix: &str) -> String {
        if prefix == RefKind::Blob.prefix()
            && let Some(file) = self.files.lock().unwrap().pop()
        {
            return file;
        }
        self.ids.get(prefix).cloned().unwrap_or_else(|| {
            let nothing = TenantId::from_raw(77).to_string();
            format!("{prefix}_{}", nothing.split_once('_').unwrap().1)
        })
    }
}

/// A listed word, a case, a measure and an appeal against it.
async fn order(house: &House, owner: &Person, bystander: &Person) -> [(&'static str, String); 4] {
    owner.post("sensitive_word/put", json!({ "word": "代购", "action": "hold" })).await.ok();
    let words = owner.get("sensitive_word/list").await.ok();
    let about = house.person("12300000093").await.member().await;
    bystander.post("report/send", json!({ "about": about, "reason": "advert" })).await.ok();
    let cases = owner.get("review/queue").await.ok();
    let warned = json!({ "member": bystander.member().await, "kind": "warn", "reason": "第一次" });
    let sanction = owner.post("sanction/give", warned).await.ok()["sanction"].clone();
    let ask = json!({ "against": sanction, "text": "请再看一次" });
    let appeal = bystander.post("appeal/ask", ask).await.ok()["appeal"].clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    [
        (RefKind::Word.prefix(), text(&words["items"][0]["id"])),
        (RefKind::Case.prefix(), text(&cases["items"][0]["id"])),
        (RefKind::Sanction.prefix(), text(&sanction)),
        (RefKind::Appeal.prefix(), text(&appeal)),
    ]
}

/// An input of a command, every free text being `text`.
pub fn sample(command: &CommandSpec, fixture: &Fixture, text: &str) -> Value {
    let mut generator = SchemaSettings::draft2020_12()
        .for_deserialize()
        .with(|s| s.inline_subschemas = true)
        .into_generator();
    value(&(command.input)(&mut generator).to_value(), fixture, text)
}

fn value(schema: &Value, fixture: &Fixture, text: &str) -> Value {
    if let Some(fixed) = schema.get("const").or_else(|| schema.get("enum").and_then(|e| e.get(0))) {
        return fixed.clone();
    }
    for choice in ["oneOf", "anyOf", "allOf"] {
        if let Some(first) = schema.get(choice).and_then(Value::as_array).and_then(|all| all.first()) {
            return value(first, fixture, text);
        }
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.first().and_then(Value::as_str).unwrap_or_default(),
        kind => kind.as_str().unwrap_or_default(),
    };
    match kind {
        "object" => {
            let properties = schema["properties"].as_object().cloned().unwrap_or_default();
            let made = properties.iter().map(|(name, s)| (name.clone(), value(s, fixture, text)));
            Value::Object(made.collect::<Map<_, _>>())
        }
        "array" => json!([value(&schema["items"], fixture, text)]),
        "string" => match schema["pattern"].as_str().and_then(|p| p.strip_prefix('^')) {
            Some(pattern) if pattern.starts_with('[') => json!(fixture.space),
            Some(pattern) => json!(fixture.id(pattern.split('_').next().unwrap_or_default())),
            None => json!(text),
        },
        "integer" | "number" => json!(1),
        "boolean" => json!(true),
        _ => json!(text),
    }
}
