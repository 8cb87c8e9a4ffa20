//! Commands and queries over HTTP.

use super::{
    Edge,
    problem::Problem,
    visitor::{self, COOKIE, EdgeRefusal},
};
use axum::{
    Json,
    body::Bytes,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};
use std::{sync::Arc, time::Duration};
use weilu_kernel::{Act, Answer};
use weilu_people::account::{self, SESSION_DAYS};
use weilu_vocabulary::{Failure, Outcome};

const READ_YOUR_WRITES: Duration = Duration::from_millis(200);

pub(super) async fn call(
    State(edge): State<Arc<Edge>>,
    Path((feature, verb)): Path<(String, String)>,
    method: Method,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Result<Response, Problem> {
    let (act, stale) = visitor::come(&edge, &headers).await?;
    let (lang, request) = (act.lang, act.request.clone());
    let name = format!("{feature}.{verb}");
    let problem = |failure| Problem { failure, lang, request: request.clone() };
    // What he may do changed since his last act: his old token is worth nothing from now on.
    let rotated = match stale && method == Method::POST && !visitor::is_foreign(&headers) {
        true => account::rotate(&act).await.map_err(|fault| problem(fault.into()))?,
        false => None,
    };
    let done = match method {
        Method::GET => {
            ask(&edge, act, &name, &headers, query.as_deref()).await.map(|answer| respond(&answer))
        }
        Method::POST => perform(&edge, act, &name, &headers, &body).await,
        _ => Err(EdgeRefusal::NoRoute.into()),
    };
    let mut response = done.map_err(problem).unwrap_or_else(IntoResponse::into_response);
    if let Some(token) = rotated.filter(|_| !response.headers().contains_key(header::SET_COOKIE)) {
        set_cookie(&mut response, &token, SESSION_DAYS * 86_400, &headers);
    }
    Ok(response)
}

async fn ask(edge: &Edge, act: Act, name: &str, headers: &HeaderMap, query: Option<&str>) -> Outcome<Answer> {
    let spec = edge.app.query(name).ok_or(EdgeRefusal::NoRoute)?;
    if let Some(pos) = headers.get("x-weilu-pos").and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok()) {
        wait_for(edge, name, pos).await;
    }
    (spec.run)(edge.app.clone(), act, input_of(query.unwrap_or_default())).await
}

/// Lets the readings of the log catch up with what the client has seen, for 200 ms at most.
async fn wait_for(edge: &Edge, question: &str, pos: i64) {
    // What a question's own feature keeps outside the database is behind now and then; others do not care.
    let feature = question.split('.').next().unwrap_or_default();
    let followed = edge.app.followed_watch(feature);
    let seen = async {
        for mut reading in std::iter::once(edge.app.known_watch()).chain(followed) {
            let _ = reading.wait_for(|known| *known >= pos).await;
        }
    };
    // Too slow: the answer shows its own position, and the page asks again when it hears more.
    let _ = tokio::time::timeout(READ_YOUR_WRITES, seen).await;
}

/// Query parameters as JSON: numbers and truth values as such, everything else as text.
fn input_of(query: &str) -> Value {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
    let mut input = Map::new();
    for (name, text) in pairs {
        let value = match text.as_str() {
            "" => continue,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            t => t.parse::<i64>().map_or_else(
                |_| Value::String(text.clone()),
                |n| if n.to_string() == t { n.into() } else { Value::String(text.clone()) },
            ),
        };
        match input.get_mut(&name) {
            Some(Value::Array(many)) => many.push(value),
            Some(one) => *one = json!([one.take(), value]),
            None => {
                input.insert(name, value);
            }
        }
    }
    Value::Object(input)
}

pub(super) fn respond(answer: &Answer) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], answer.body()).into_response()
}

/// Takes the token out of an answer that opens a session: it goes into the cookie.
fn take_token(answer: &mut Answer) -> Option<String> {
    let mut data: Map<String, Value> = serde_json::from_str(&answer.data).ok()?;
    let token = data.remove("token")?.as_str()?.to_owned();
    answer.data = Value::Object(data).to_string();
    Some(token)
}

async fn perform(edge: &Edge, act: Act, name: &str, headers: &HeaderMap, body: &[u8]) -> Outcome<Response> {
    let spec = edge.app.command(name).ok_or(EdgeRefusal::NoRoute)?;
    if visitor::is_foreign(headers) {
        return Err(EdgeRefusal::ForeignPage.into());
    }
    let input = if body.is_empty() {
        json!({})
    } else {
        serde_json::from_slice(body).map_err(|_| Failure::from(EdgeRefusal::NotJson))?
    };
    let mut answer = (spec.run)(edge.app.clone(), act, input, visitor::key_of(headers)?).await?;
    let opens = ["account.", "wechat."].iter().any(|feature| name.starts_with(feature));
    let token = if opens { take_token(&mut answer) } else { None };
    let mut response = respond(&answer);
    if name == "account.sign_out" {
        set_cookie(&mut response, "", 0, headers);
    } else if let Some(token) = token {
        set_cookie(&mut response, &token, SESSION_DAYS * 86_400, headers);
    }
    Ok(response)
}

pub(super) fn set_cookie(response: &mut Response, token: &str, seconds: i64, headers: &HeaderMap) {
    visitor::put_cookie(response, COOKIE, token, seconds, headers);
}

pub(super) async fn openapi(State(edge): State<Arc<Edge>>) -> Json<Value> {
    Json(edge.app.openapi())
}

pub(super) async fn healthy() -> &'static str {
    "ok"
}

pub(super) async fn ready(State(edge): State<Arc<Edge>>) -> Response {
    match edge.app.tenant_rows().await {
        Ok(_) => "ready".into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
