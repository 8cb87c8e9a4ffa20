//! A stand-in for WeChat on loopback, with the vendor's rules: sign-in by code, credentials, codes with a
//! parameter, pushes signed with the account's token, error codes in the vendor's JSON.
//!
//! Rules as the vendor documents them: a sign-in code counts once and five minutes; a new access token lames the
//! old one after five minutes; calls are counted by the day; a temporary code counts thirty days at most, and
//! there are 100,000 permanent ones; the union id is told only to accounts that are bound to one platform, and
//! only with consent or to the account one follows. Who holds the phone is told by the browser's name
//! (`MicroMessenger … wx-person/NAME`). It knows nothing of Weilu. It deliberately has no payments and no chats
//! beyond the answer to an event.

mod api;
mod codes;
mod oauth;
mod phone;
mod push;
mod world;

pub use phone::Scanned;
pub use world::{Account, Person, Simulator, village};

use axum::{
    Json, Router,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};

/// The vendor's addresses, and the phones of its people.
pub fn router(simulator: Simulator) -> Router {
    Router::new()
        .route("/connect/oauth2/authorize", get(oauth::authorize))
        .route("/connect/oauth2/decide", post(oauth::decide))
        .route("/sns/oauth2/access_token", get(oauth::access_token))
        .route("/sns/oauth2/refresh_token", get(oauth::refresh_token))
        .route("/sns/userinfo", get(oauth::user_info))
        .route("/sns/auth", get(oauth::auth))
        .route("/cgi-bin/token", get(api::token))
        .route("/cgi-bin/ticket/getticket", get(api::ticket))
        .route("/cgi-bin/user/info", get(api::user_info))
        .route("/cgi-bin/qrcode/create", post(codes::create))
        .route("/cgi-bin/showqrcode", get(codes::show))
        .route("/phone/{person}/newest", get(phone::newest))
        .route("/phone/{person}/scan", post(phone::scan))
        .route("/phone/{person}/follow", post(phone::follow))
        .route("/phone/{person}/unfollow", post(phone::unfollow))
        .with_state(simulator)
}

/// An error as the vendor tells it: status 200, code and words in the body.
struct No(i64, &'static str);

impl IntoResponse for No {
    fn into_response(self) -> Response {
        Json(json!({ "errcode": self.0, "errmsg": format!("{} rid: 65f0-simulated", self.1) }))
            .into_response()
    }
}

type Answer = Result<Json<Value>, No>;

/// A page of the vendor's.
fn page(body: &str) -> Response {
    Html(format!(
        "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>微信（模拟）</title><style>body{{font:17px/1.6 system-ui,sans-serif;margin:0 auto;max-width:28rem;padding:3rem 1.5rem;text-align:center}}button{{font:inherit;display:block;width:100%;min-height:48px;margin:.75rem 0;border:0;border-radius:8px;background:#07c160;color:#fff}}button.no{{background:#eee;color:#333}}</style>{body}</html>"
    ))
    .into_response()
}

/// Text that cannot become mark-up.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
