//! Failures as RFC 9457 problems.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;
use weilu_vocabulary::{Failure, Lang, Text};

const WORLD_FAILED: Text = Text::new(
    "服务刚才出了点问题，内容没有丢，请稍后再试。",
    "Something went wrong on our side; nothing is lost, please try again shortly.",
);

/// A failure on its way to a client.
pub(super) struct Problem {
    pub failure: Failure,
    pub lang: Lang,
    pub request: String,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, code, text, fields) = match self.failure {
            Failure::Refused(r) => (r.status, r.code, r.text, r.fields),
            Failure::Fault(fault) => {
                tracing::error!(request = self.request, %fault, "a request failed");
                (500, "fault", WORLD_FAILED, serde_json::Map::new())
            }
        };
        let wait = fields.get("seconds").and_then(serde_json::Value::as_i64);
        let body = json!({
            "type": "about:blank", "title": text.en, "status": status, "code": code,
            "message": text.get(self.lang), "text": text, "fields": fields, "request_id": self.request,
        });
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(body)).into_response();
        let problem = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, problem);
        if let Some(seconds) = wait.filter(|_| status == StatusCode::TOO_MANY_REQUESTS) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
        }
        response
    }
}
