//! Readers of the log. A processor sees events in order, its effect and its cursor are committed together,
//! so that it runs once for each event however often the process dies.
//!
//! One that *acts* (notifies, grants, pushes) sees only what is live; one that *knows* (counts, ties,
//! timelines, indexes) sees all and tolerates older times that arrive later. What a processor owns alone can
//! be dropped and rebuilt from the log.

use crate::{Act, App};
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
                    let events = tx.events_after(from, SLICE).await?;
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
        let (moved, pos) = done.value;
        self.note_cursor(spec, pos);
        Ok(moved)
    }

    /// Drops what a processor owns and reads the whole log again.
    ///
    /// # Errors
    /// When there is no such projection, or a handler failed.
    pub async fn rebuild(&self, name: &str) -> Result<(), Failure> {
        let spec = self.processors().find(|p| p.name == name && !p.clear.is_empty());
        let spec = spec.ok_or_else(|| Fault::new(format!("no projection is called {name}")))?;
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
