//! Readers of the log whose reading lies outside the database: an index in files, columns in memory.
//!
//! A follower remembers itself how far it has come, and keeps that together with what it knows, so that a
//! kill repeats a little and loses nothing. It is kept per node, waits for nobody, and can be dropped and
//! built again. Invariant: of each follower one step runs at a time. What it may not do: write.

use crate::App;
use futures_util::future::BoxFuture;
use std::sync::Arc;
use tokio::sync::{Mutex, watch};
use weilu_store::{Scope, Tx};
use weilu_vocabulary::{Event, Failure, Fault};

const SLICE: i64 = 500;

/// What a step of a follower gives.
pub type Step<'a, T, E> = BoxFuture<'a, Result<T, E>>;

/// A follower as data.
#[derive(Clone, Copy)]
pub struct FollowerSpec {
    /// `feature.noun`.
    pub name: &'static str,
    /// How far it has come; opens what it keeps if need be.
    pub open: for<'a> fn(&'a Arc<App>) -> Step<'a, i64, Fault>,
    /// Takes events in, of all brands, in order; when it returns they are known.
    pub take: for<'a> fn(&'a Arc<App>, &'a [Event]) -> Step<'a, (), Failure>,
    /// Looks after what it keeps: called about every second.
    pub tend: for<'a> fn(&'a Arc<App>) -> Step<'a, (), Fault>,
    /// Writes what is not written yet, before the process ends.
    pub rest: for<'a> fn(&'a Arc<App>) -> Step<'a, (), Fault>,
    /// Forgets everything, to begin anew.
    pub clear: for<'a> fn(&'a Arc<App>) -> Step<'a, (), Fault>,
}

/// One follower of this node: whose turn it is, and how far it has come.
pub(crate) struct Track {
    turn: Mutex<()>,
    pub(crate) pos: watch::Sender<i64>,
}

impl Default for Track {
    fn default() -> Self {
        Self { turn: Mutex::default(), pos: watch::channel(0).0 }
    }
}

impl App {
    /// Every follower.
    pub fn followers(&self) -> impl Iterator<Item = &'static FollowerSpec> {
        self.features.iter().flat_map(|f| f.followers)
    }

    fn track(&self, spec: &FollowerSpec) -> Result<&Track, Fault> {
        self.tracks.get(spec.name).ok_or_else(|| Fault::new(format!("nobody follows as {}", spec.name)))
    }

    /// Opens what every follower keeps, so that questions find it.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn open_followers(self: &Arc<Self>) -> Result<(), Fault> {
        for spec in self.followers() {
            let track = self.track(spec)?;
            let _turn = track.turn.lock().await;
            track.pos.send_replace((spec.open)(self).await?);
        }
        Ok(())
    }

    /// Lets one follower go on by a slice; true when it saw events.
    ///
    /// # Errors
    /// When it failed: it stays where it was, the next call tries again.
    pub async fn step_follower(self: &Arc<Self>, spec: &'static FollowerSpec) -> Result<bool, Failure> {
        let track = self.track(spec)?;
        let _turn = track.turn.lock().await;
        let from = (spec.open)(self).await?;
        let events: Vec<Event> = self
            .store
            .read(Scope::System, move |tx: &mut Tx| {
                Box::pin(async move { tx.events_after(from, SLICE).await })
            })
            .await?;
        let Some(last) = events.last().map(|e| e.pos) else {
            track.pos.send_replace(from);
            return Ok(false);
        };
        (spec.take)(self, &events).await?;
        track.pos.send_replace(last);
        Ok(true)
    }

    /// Follows how far a feature's followers have come: what a reader of them may rely on.
    pub fn followed_watch(&self, feature: &str) -> Vec<watch::Receiver<i64>> {
        let own = self.features.iter().filter(|f| f.name == feature).flat_map(|f| f.followers);
        own.filter_map(|spec| self.tracks.get(spec.name)).map(|track| track.pos.subscribe()).collect()
    }

    /// Lets every follower write what waits, before the process ends.
    ///
    /// # Errors
    /// When one of them could not.
    pub async fn rest_followers(self: &Arc<Self>) -> Result<(), Fault> {
        for spec in self.followers() {
            let _turn = self.track(spec)?.turn.lock().await;
            (spec.rest)(self).await?;
        }
        Ok(())
    }

    /// Drops what a follower knows and lets it read the whole log again.
    ///
    /// # Errors
    /// When it failed.
    pub async fn rebuild_follower(self: &Arc<Self>, spec: &'static FollowerSpec) -> Result<(), Failure> {
        {
            let _turn = self.track(spec)?.turn.lock().await;
            (spec.open)(self).await?;
            (spec.clear)(self).await?;
        }
        while self.step_follower(spec).await? {}
        let _turn = self.track(spec)?.turn.lock().await;
        Ok((spec.rest)(self).await?)
    }
}
