//! Credentials of an account, and what it may know of its followers.

use super::{
    Answer, No,
    world::{Simulator, TOKEN_VALID, open_id, seconds, union_id},
};
use axum::{
    Json,
    extract::{Query, State},
};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
pub(super) struct Credentials {
    #[serde(default)]
    grant_type: String,
    #[serde(default)]
    appid: String,
    #[serde(default)]
    secret: String,
}

pub(super) async fn token(State(simulator): State<Simulator>, Query(asked): Query<Credentials>) -> Answer {
    let now = simulator.now();
    let mut world = simulator.world();
    if asked.grant_type != "client_credential" {
        return Err(No(40002, "invalid grant_type"));
    }
    let account = world.account(&asked.appid, &asked.secret)?;
    world.count(&account.app_id, "token", now)?;
    let token = world.new_token(&account.app_id, now);
    Ok(Json(json!({ "access_token": token, "expires_in": seconds(TOKEN_VALID) })))
}

#[derive(Deserialize)]
pub(super) struct Ticket {
    #[serde(default)]
    access_token: String,
    #[serde(default, rename = "type")]
    kind: String,
}

pub(super) async fn ticket(State(simulator): State<Simulator>, Query(asked): Query<Ticket>) -> Answer {
    let now = simulator.now();
    let mut world = simulator.world();
    let account = world.account_of(&asked.access_token, now)?;
    if asked.kind != "jsapi" {
        return Err(No(40097, "invalid args"));
    }
    world.count(&account.app_id, "ticket", now)?;
    let ticket = world.draw("TK");
    world.tickets.insert(account.app_id.clone(), ticket.clone());
    let left = seconds(TOKEN_VALID);
    Ok(Json(json!({ "errcode": 0, "errmsg": "ok", "ticket": ticket, "expires_in": left })))
}

#[derive(Deserialize)]
pub(super) struct Follower {
    #[serde(default)]
    access_token: String,
    #[serde(default)]
    openid: String,
}

pub(super) async fn user_info(State(simulator): State<Simulator>, Query(asked): Query<Follower>) -> Answer {
    let now = simulator.now();
    let mut world = simulator.world();
    let account = world.account_of(&asked.access_token, now)?;
    world.count(&account.app_id, "user_info", now)?;
    let found = world.people.iter().find(|(name, _)| open_id(&account.app_id, name) == asked.openid);
    let (name, person) = found.ok_or(No(40003, "invalid openid"))?;
    if !person.follows.contains(&account.app_id) {
        return Ok(Json(json!({ "subscribe": 0, "openid": asked.openid })));
    }
    let mut answer = json!({ "subscribe": 1, "openid": asked.openid, "nickname": "", "language": "zh_CN" });
    if let (Some(platform), Some(fields)) = (&account.platform, answer.as_object_mut()) {
        fields.insert("unionid".into(), Value::from(union_id(platform, name)));
    }
    Ok(Json(answer))
}
