//! The live connection: WebSocket, with server-sent events as fallback.

use super::{Edge, problem::Problem, visitor};
use axum::{
    extract::{
        Query, State, WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    http::HeaderMap,
    response::{
        IntoResponse, Response,
        sse::{Event as SseEvent, KeepAlive, Sse},
    },
};
use futures_util::{StreamExt, stream};
use serde::Deserialize;
use serde_json::Value;
use std::{convert::Infallible, sync::Arc, time::Duration};
use tokio::sync::{broadcast, mpsc};
use weilu_kernel::{
    Act,
    realtime::{Listener, Slice, Told},
};
use weilu_vocabulary::{Failure, Fault};

const PING: Duration = Duration::from_secs(25);
const WAITING_FRAMES: usize = 64;

#[derive(Deserialize)]
pub(super) struct Since {
    since: Option<i64>,
}

pub(super) async fn socket(
    State(edge): State<Arc<Edge>>,
    Query(since): Query<Since>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    let act = visitor::act_of(&edge, &headers).await?;
    if visitor::is_foreign(&headers) {
        return Err(refused(&act, visitor::EdgeRefusal::ForeignPage.into()));
    }
    Ok(upgrade.max_message_size(4_096).on_upgrade(move |socket| talk(edge, act, since.since, socket)))
}

fn refused(act: &Act, failure: Failure) -> Problem {
    Problem { failure, lang: act.lang, request: act.request.clone() }
}

async fn talk(edge: Arc<Edge>, act: Act, since: Option<i64>, mut socket: WebSocket) {
    let (sender, mut frames) = mpsc::channel(WAITING_FRAMES);
    let feed = feed(edge, act, since, sender);
    tokio::pin!(feed);
    let mut ping = tokio::time::interval(PING);
    loop {
        let sent = tokio::select! {
            () = &mut feed => return,
            frame = frames.recv() => match frame {
                Some(frame) => socket.send(Message::Text(frame.to_string().into())).await,
                None => return,
            },
            _ = ping.tick() => socket.send(Message::Ping(Default::default())).await,
            heard = socket.recv() => match heard {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => Ok(()),
            },
        };
        if sent.is_err() {
            return;
        }
    }
}

pub(super) async fn sse(
    State(edge): State<Arc<Edge>>,
    Query(since): Query<Since>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let act = visitor::act_of(&edge, &headers).await?;
    let last = headers.get("last-event-id").and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
    let (sender, frames) = mpsc::channel(WAITING_FRAMES);
    let feed = feed(edge, act, last.or(since.since), sender);
    let frames = stream::unfold(frames, |mut frames| async move { frames.recv().await.map(|f| (f, frames)) });
    let events = frames.map(|frame: Value| {
        let id = frame.get("pos").and_then(Value::as_i64).unwrap_or(0).to_string();
        Ok::<_, Infallible>(SseEvent::default().id(id).data(frame.to_string()))
    });
    // The feed runs inside the stream, so that it ends when the client goes away.
    let driver = stream::once(feed).filter_map(|()| async { None });
    let both = stream::select(events, driver);
    Ok(Sse::new(both).keep_alive(KeepAlive::new().interval(PING)).into_response())
}

/// Sends everything since the cursor, then what happens, until nobody takes it.
async fn feed(edge: Arc<Edge>, act: Act, since: Option<i64>, out: mpsc::Sender<Value>) {
    let mut live = edge.app.hub.listen();
    let done = match edge.app.open_listener(act, since).await {
        Ok(mut listener) => follow(&edge, &mut listener, &mut live, &out).await,
        Err(failure) => Err(failure),
    };
    if let Err(Failure::Fault(fault)) = done {
        tracing::warn!(%fault, "a live connection ended");
    }
}

async fn follow(
    edge: &Edge,
    listener: &mut Listener,
    live: &mut broadcast::Receiver<Slice>,
    out: &mpsc::Sender<Value>,
) -> Result<(), Failure> {
    let gone = || Failure::from(Fault::new("the client went away"));
    loop {
        for frame in edge.app.catch_up(listener).await? {
            out.send(frame).await.map_err(|_| gone())?;
        }
        loop {
            match live.recv().await {
                Ok(slice) => {
                    if let Told::Frame(frame) = edge.app.tell(listener, &slice).await? {
                        out.send(frame).await.map_err(|_| gone())?;
                    }
                }
                // Fell behind the buffer: read the log instead.
                Err(broadcast::error::RecvError::Lagged(_)) => break,
                Err(broadcast::error::RecvError::Closed) => return Ok(()),
            }
        }
    }
}
