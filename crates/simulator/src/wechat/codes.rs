//! Codes with a parameter.

use super::{
    Answer, No,
    world::{Qr, Simulator},
};
use axum::{
    Json,
    extract::{Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use qrcode::{QrCode, render::svg};
use serde::Deserialize;
use serde_json::{Value, json};
use weilu_vocabulary::SECOND;

const TEMPORARY_SECONDS_MOST: i64 = 2_592_000;
const TEMPORARY_SECONDS: i64 = 60;
const PERMANENT_MOST: u64 = 100_000;
const SCENE_MOST: usize = 64;

#[derive(Deserialize)]
pub(super) struct Token {
    #[serde(default)]
    access_token: String,
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    expire_seconds: Option<i64>,
    #[serde(default)]
    action_name: String,
    #[serde(default)]
    action_info: Value,
}

impl Wanted {
    fn permanent(&self) -> bool {
        self.action_name.starts_with("QR_LIMIT")
    }

    /// The parameter as text, within the vendor's bounds.
    fn scene(&self) -> Result<String, No> {
        let wrong = No(40053, "invalid action info");
        let scene = self.action_info.get("scene").cloned().unwrap_or_default();
        match self.action_name.as_str() {
            "QR_STR_SCENE" | "QR_LIMIT_STR_SCENE" => {
                let text = scene.get("scene_str").and_then(Value::as_str).unwrap_or_default();
                if (1..=SCENE_MOST).contains(&text.chars().count()) {
                    Ok(text.to_owned())
                } else {
                    Err(wrong)
                }
            }
            "QR_SCENE" | "QR_LIMIT_SCENE" => {
                let most = if self.permanent() { 100_000 } else { i64::from(u32::MAX) };
                let id = scene.get("scene_id").and_then(Value::as_i64).unwrap_or(0);
                if (1..=most).contains(&id) { Ok(id.to_string()) } else { Err(wrong) }
            }
            _ => Err(No(40052, "invalid action name")),
        }
    }
}

pub(super) async fn create(
    State(simulator): State<Simulator>,
    Query(token): Query<Token>,
    Json(wanted): Json<Wanted>,
) -> Answer {
    let now = simulator.now();
    let mut world = simulator.world();
    let account = world.account_of(&token.access_token, now)?;
    let scene = wanted.scene()?;
    let seconds = wanted.expire_seconds.unwrap_or(TEMPORARY_SECONDS);
    if !wanted.permanent() && !(1..=TEMPORARY_SECONDS_MOST).contains(&seconds) {
        return Err(No(40097, "invalid args"));
    }
    world.count(&account.app_id, "qrcode", now)?;
    if wanted.permanent() {
        let made = world.permanent.entry(account.app_id.clone()).or_default();
        if *made >= PERMANENT_MOST {
            return Err(No(45029, "qrcode count out of limit"));
        }
        *made += 1;
    }
    let until = (!wanted.permanent()).then_some(now + seconds * SECOND);
    let ticket = world.draw("QR");
    let url = format!("http://weixin.qq.com/q/{ticket}");
    world.qrs.insert(url.clone(), Qr { app_id: account.app_id, scene, ticket: ticket.clone(), until });
    let mut answer = json!({ "ticket": ticket, "url": url });
    if let (Some(_), Some(fields)) = (until, answer.as_object_mut()) {
        fields.insert("expire_seconds".into(), seconds.into());
    }
    Ok(Json(answer))
}

#[derive(Deserialize)]
pub(super) struct Picture {
    #[serde(default)]
    ticket: String,
}

pub(super) async fn show(State(simulator): State<Simulator>, Query(asked): Query<Picture>) -> Response {
    let found =
        simulator.world().qrs.iter().find(|(_, qr)| qr.ticket == asked.ticket).map(|(u, _)| u.clone());
    let drawn = found.and_then(|url| QrCode::new(url).ok());
    match drawn {
        Some(code) => {
            let picture = code.render::<svg::Color<'_>>().min_dimensions(430, 430).build();
            ([(header::CONTENT_TYPE, "image/svg+xml")], picture).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
