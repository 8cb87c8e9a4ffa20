//! The one tap of a mail program (RFC 8058): it posts to the address in the letter's head, without cookies and from
//! a server of its own. Opening the same address shows the page with the button.

use super::{Edge, problem::Problem, visitor};
use axum::{
    extract::{Path, State},
    http::HeaderMap,
};
use std::sync::Arc;
use weilu_channels::notification::Unsubscribe;
use weilu_kernel::command;

pub(super) async fn one_tap(
    State(edge): State<Arc<Edge>>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<&'static str, Problem> {
    let act = visitor::act_of(&edge, &headers).await?;
    let (lang, request) = (act.lang, act.request.clone());
    let done = command::perform(&edge.app, act, Unsubscribe { token }).await;
    done.map(|_| "ok").map_err(|failure| Problem { failure, lang, request })
}
