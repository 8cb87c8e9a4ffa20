//! 实时 real-time: after a commit those concerned are told what changed, by position, and can catch up.
//!
//! One reader follows the head of the log and hands each event once to a broadcast; every listener filters
//! by what he may hear. A listener that fell behind, or whose cursor is older than a day or 10,000 events,
//! gets `reset` and fetches anew. Rights are read again whenever an event concerns the listener himself.

use crate::{
    Act, App,
    link::{Hearing, LinkRefusal},
};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use tokio::sync::broadcast;
use weilu_store::{Scope, Tx};
use weilu_vocabulary::{Audience, DAY, Event, Failure, Fault, Ref};

const CATCH_UP_MAX: i64 = 10_000;
const SLICE: i64 = 500;
const BUFFER: usize = 1_024;

/// Events of one slice of the log.
pub type Slice = Arc<Vec<Event>>;

/// Hands committed events to listeners.
pub struct Hub {
    sender: broadcast::Sender<Slice>,
}

impl Default for Hub {
    fn default() -> Self {
        Self { sender: broadcast::channel(BUFFER).0 }
    }
}

impl Hub {
    /// Follows the log from now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Slice> {
        self.sender.subscribe()
    }
}

/// One connection's view of the log.
pub struct Listener {
    act: Act,
    hearing: Hearing,
    /// Everything up to here was told.
    pub pos: i64,
}

/// What a listener is told next.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// A frame to send.
    Frame(Json),
    /// Nothing for him in this slice.
    Nothing,
}

impl App {
    /// Follows the head of the log and broadcasts; ends when the store is closed.
    pub async fn broadcast_log(self: Arc<Self>) {
        let mut head = self.store.head_watch();
        let mut pos = *head.borrow_and_update();
        while head.changed().await.is_ok() {
            loop {
                match self.slice_after(pos).await {
                    Ok(events) if events.is_empty() => break,
                    Ok(events) => {
                        // On a cluster another node may have written them.
                        if events.iter().any(|e| weilu_store::touches_rights(&e.kind)) {
                            self.store.forget_rights();
                        }
                        pos = events.last().map_or(pos, |e| e.pos);
                        // Nobody may be listening.
                        let _ = self.hub.sender.send(Arc::new(events));
                    }
                    Err(fault) => {
                        tracing::error!(%fault, "the log could not be followed");
                        break;
                    }
                }
            }
        }
    }

    async fn slice_after(&self, pos: i64) -> Result<Vec<Event>, Fault> {
        self.store
            .read(Scope::System, move |tx: &mut Tx| {
                Box::pin(async move { tx.events_after(pos, SLICE).await })
            })
            .await
    }

    /// Opens a listener for an actor.
    ///
    /// # Errors
    /// When his rights cannot be read.
    pub async fn open_listener(&self, act: Act, since: Option<i64>) -> Result<Listener, Failure> {
        let hearing = self.hearing(&act).await?;
        let pos = since.unwrap_or_else(|| self.store.head());
        Ok(Listener { act, hearing, pos })
    }

    async fn hearing(&self, act: &Act) -> Result<Hearing, Failure> {
        let act = Arc::new(act.again());
        self.store
            .read(Scope::Tenant(act.tenant), move |tx: &mut Tx| {
                let act = act.clone();
                Box::pin(async move { Ok(act.app.grants.hears(tx, &act).await?) })
            })
            .await
    }

    /// Frames for everything between the listener's cursor and the head.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn catch_up(&self, listener: &mut Listener) -> Result<Vec<Json>, Failure> {
        let head = self.store.head();
        if listener.pos > head || head - listener.pos > CATCH_UP_MAX {
            listener.pos = head;
            return Ok(vec![json!({ "reset": true, "pos": head })]);
        }
        let mut frames = Vec::new();
        while listener.pos < head {
            let slice = self.slice_after(listener.pos).await?;
            let Some(first) = slice.first() else { break };
            if self.clock.now().since(first.recorded_at) > DAY {
                listener.pos = head;
                return Ok(vec![json!({ "reset": true, "pos": head })]);
            }
            if let Told::Frame(frame) = self.tell(listener, &slice).await? {
                frames.push(frame);
            }
        }
        Ok(frames)
    }

    /// The frame of one slice for one listener; what he was told before is left out.
    ///
    /// # Errors
    /// When his session ended, or his rights had to be read again and could not.
    pub async fn tell(&self, listener: &mut Listener, slice: &[Event]) -> Result<Told, Failure> {
        let Some(last) = slice.last().map(|e| e.pos).filter(|last| *last > listener.pos) else {
            return Ok(Told::Nothing);
        };
        if slice.iter().any(|e| e.pos > listener.pos && concerns(&listener.hearing, e)) {
            listener.hearing = self.hearing(&listener.act).await?;
            if listener.hearing.signed_out {
                return Err(LinkRefusal::SignIn.into());
            }
        }
        let events: Vec<Json> = slice
            .iter()
            .filter(|e| e.pos > listener.pos && self.audible(listener, e))
            .map(frame_event)
            .collect();
        listener.pos = last;
        if events.is_empty() {
            return Ok(Told::Nothing);
        }
        Ok(Told::Frame(json!({ "pos": last, "events": events })))
    }

    fn audible(&self, listener: &Listener, event: &Event) -> bool {
        if event.tenant != listener.act.tenant {
            return false;
        }
        match self.event_kind(&event.kind).map_or(Audience::Nobody, |k| k.audience) {
            Audience::Space => event.space.is_some_and(|s| listener.hearing.spaces.contains(&s)),
            Audience::Inside => event.space.is_some_and(|s| listener.hearing.inside.contains(&s)),
            Audience::Concerned => concerns(&listener.hearing, event),
            Audience::Staff => listener.hearing.staff,
            Audience::Nobody => false,
        }
    }
}

fn concerns(hearing: &Hearing, event: &Event) -> bool {
    let mine = |r: &Ref| r.get().is_some_and(|p| hearing.personas.contains(&p));
    event.actor.is_some_and(|a| hearing.personas.contains(&a))
        || event.with.iter().any(mine)
        || event.object.as_ref().is_some_and(mine)
}

fn frame_event(event: &Event) -> Json {
    let show = |r: &Ref| json!({ "kind": r.kind.word(), "id": r });
    json!({
        "pos": event.pos, "at": event.at, "kind": event.kind, "actor": event.actor,
        "object": event.object.as_ref().map(show),
        "space": event.space.map(|s| show(&s.into())),
        "with": event.with.iter().map(show).collect::<Vec<_>>(),
    })
}
