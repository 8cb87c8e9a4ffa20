//! What somebody does with his phone: scanning, following, leaving.

use super::{
    push,
    world::{Qr, Simulator},
};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// What the phone shows after a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanned {
    /// A page of somebody else: the browser opens it.
    Page(String),
    /// The chat with the account, with its answer if there was one.
    Chat(Option<String>),
    /// The code counts no longer.
    Expired,
}

impl Simulator {
    /// Somebody scans a code, of the vendor's or with any address in it.
    pub async fn scan(&self, person: &str, text: &str) -> Scanned {
        let found = self.world().qrs.get(text).cloned();
        let Some(qr) = found else { return Scanned::Page(text.to_owned()) };
        if qr.until.is_some_and(|until| until <= self.now()) {
            return Scanned::Expired;
        }
        Scanned::Chat(self.tell_scan(person, &qr).await)
    }

    async fn tell_scan(&self, person: &str, qr: &Qr) -> Option<String> {
        let new = match self.world().people.get_mut(person) {
            Some(known) => known.follows.insert(qr.app_id.clone()),
            None => return None,
        };
        let (event, key) =
            if new { ("subscribe", format!("qrscene_{}", qr.scene)) } else { ("SCAN", qr.scene.clone()) };
        push::event(self, &qr.app_id, person, event, &key, &qr.ticket).await
    }

    /// Somebody follows an account.
    pub async fn follow(&self, person: &str, app_id: &str) -> Option<String> {
        self.world().people.get_mut(person)?.follows.insert(app_id.to_owned());
        push::event(self, app_id, person, "subscribe", "", "").await
    }

    /// Somebody follows an account no longer.
    pub async fn unfollow(&self, person: &str, app_id: &str) {
        if let Some(known) = self.world().people.get_mut(person) {
            known.follows.remove(app_id);
        }
        push::event(self, app_id, person, "unsubscribe", "", "").await;
    }
}

#[derive(Deserialize)]
pub(super) struct Text {
    text: String,
}

pub(super) async fn scan(
    State(simulator): State<Simulator>,
    Path(person): Path<String>,
    Json(scanned): Json<Text>,
) -> Json<Value> {
    Json(match simulator.scan(&person, &scanned.text).await {
        Scanned::Page(url) => json!({ "page": url }),
        Scanned::Chat(reply) => json!({ "reply": reply }),
        Scanned::Expired => json!({ "expired": true }),
    })
}

/// The code a phone would see now: the newest that any account made.
pub(super) async fn newest(State(simulator): State<Simulator>) -> Json<Value> {
    let accounts: Vec<String> = simulator.world().accounts.keys().cloned().collect();
    let newest = accounts.iter().find_map(|app| simulator.newest_code(app));
    Json(json!({ "text": newest }))
}

#[derive(Deserialize)]
pub(super) struct Whom {
    app_id: String,
}

pub(super) async fn follow(
    State(simulator): State<Simulator>,
    Path(person): Path<String>,
    Json(whom): Json<Whom>,
) -> Json<Value> {
    Json(json!({ "reply": simulator.follow(&person, &whom.app_id).await }))
}

pub(super) async fn unfollow(
    State(simulator): State<Simulator>,
    Path(person): Path<String>,
    Json(whom): Json<Whom>,
) -> StatusCode {
    simulator.unfollow(&person, &whom.app_id).await;
    StatusCode::NO_CONTENT
}
