//! Readers of the log. A processor sees events in order, its effect and its cursor are committed together,
//! so that it runs once for each event however often the process dies.
//!
//! One that *acts* (notifies, grants, pushes) sees only what is live; one that *knows* (counts, ties,
//! timelines, indexes) sees all and tolerates older times that arrive later. What a processor owns alone can
//! be dropped and rebuilt from the log.

use crate::{Act, App};
use std::sync::Arc;
use weilu_store::{Scope, Sql, Tx, Work};
use weilu_vocabulary::{Event, Failure, Fault, Origin};

/// Whether a processor acts on the world or only knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Sees only live events.
    Acts,
    /// Sees every event.
    Knows,
}

/// A processor as data.
#[derive(Clone, Copy)]
pub struct ProcessorSpec {
    /// `feature.verb`; names its cursor.
    pub name: &'static str,
    /// Acts or knows.
    pub mode: Mode,
    /// Statements that empty the tables it owns alone; none when it owns none.
    pub clear: &'static [fn() -> &'static Sql],
    /// Handles events of one brand, in order; at most 500.
    pub handle: for<'t> fn(&'t mut Tx, &'t Act, &'t [Event]) -> Work<'t, (), Failure>,
}

const SLICE: i64 = 500;

impl App {
    /// Lets one processor go on by a slice; true when it saw events.
    ///
    /// # Errors
    /// When its handler failed: the cursor stays, the next call tries again.
    pub async fn step_processor(&self, spec: &'static ProcessorSpec) -> Result<bool, Failure> {
        let system = self.system_act();
        let parts = self.parts();
        let done = self
            .store
            .write_behind(Scope::System, move |tx: &mut Tx| {
                let (parts, now) = (parts.clone(), system.now);
                Box::pin(async move {
                    tx.lock_name(spec.name)?;
                    let from = tx.cursor(spec.name).await?;
                    let events = tx.slice(from, SLICE).await?;
                    let Some(last) = events.last().map(|e| e.pos) else { return Ok((false, from)) };
                    for run in events.chunk_by(|a, b| a.tenant == b.tenant && a.origin == b.origin) {
                        handle(tx, spec, &parts, run).await?;
                    }
                    tx.turn_to(Scope::System);
                    tx.set_cursor(spec.name, last, now)?;
                    Ok::<(bool, i64), Failure>((true, last))
                })
            })
            .await?;
        let (saw, pos) = done.value;
        self.note_cursor(spec, pos);
        Ok(saw)
    }

    /// Drops what a reader of the log knows and reads the whole log again. `name` is that of a projection or of
    /// a feature, which stands for all of its projections.
    ///
    /// # Errors
    /// When there is no such projection, or a handler failed.
    pub async fn rebuild(self: &Arc<Self>, name: &str) -> Result<(), Failure> {
        let meant = |spec: &str| spec == name || spec.strip_prefix(name).is_some_and(|s| s.starts_with('.'));
        let processors: Vec<_> = self.processors().filter(|p| meant(p.name) && !p.clear.is_empty()).collect();
        let followers: Vec<_> = self.followers().filter(|f| meant(f.name)).collect();
        if processors.is_empty() && followers.is_empty() {
            return Err(Fault::new(format!("no projection is called {name}")).into());
        }
        for spec in processors {
            self.rebuild_processor(spec).await?;
        }
        for spec in followers {
            self.rebuild_follower(spec).await?;
        }
        Ok(())
    }

    async fn rebuild_processor(&self, spec: &'static ProcessorSpec) -> Result<(), Failure> {
        let now = self.clock.now();
        self.store
            .write(Scope::System, move |tx: &mut Tx| {
                Box::pin(async move {
                    tx.lock_name(spec.name)?;
                    for clear in spec.clear {
                        tx.exec(clear(), &[]).await?;
                    }
                    tx.set_cursor(spec.name, 0, now)?;
                    Ok::<(), Failure>(())
                })
            })
            .await?;
        while self.step_processor(spec).await? {}
        self.forget_touched();
        Ok(())
    }
}

async fn handle(
    tx: &mut Tx,
    spec: &'static ProcessorSpec,
    parts: &crate::AppParts,
    run: &[Event],
) -> Result<(), Failure> {
    let Some(first) = run.first() else { return Ok(()) };
    if spec.mode == Mode::Acts && first.origin != Origin::Live {
        return Ok(());
    }
    tx.turn_to(Scope::Tenant(first.tenant));
    let mut act = parts.app().ok_or_else(|| Fault::new("the program is stopping"))?.system_act();
    act.ctx.tenant = first.tenant;
    act.ctx.origin = first.origin.clone();
    act.ctx.request = format!("{}@{}", spec.name, first.pos);
    (spec.handle)(tx, &act, run).await
}
