//! The loops behind the edge: processors, reconcilers, jobs, the broadcaster. Each is woken by the log or by
//! the clock, steps what is due, reports a fault and goes on.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::watch, task::JoinSet, time};
use weilu_kernel::{App, FollowerSpec};
use weilu_vocabulary::{Failure, Fault};

const TICK: Duration = Duration::from_secs(1);
const PACE: Duration = Duration::from_millis(20);
/// However long a step took, its reader rests no longer.
const REST_MAX: Duration = Duration::from_millis(500);
const AFTER_FAULT: Duration = Duration::from_secs(2);
const JOBS_AT_ONCE: usize = 16;

/// Starts every loop; they end when the set is dropped.
#[must_use]
pub fn start(app: &Arc<App>) -> JoinSet<()> {
    let mut loops = JoinSet::new();
    loops.spawn(app.clone().broadcast_log());
    for spec in app.processors() {
        let own = app.clone();
        loops.spawn(follow(app.clone(), spec.name, async move || own.step_processor(spec).await));
    }
    for spec in app.followers() {
        let own = app.clone();
        loops.spawn(follow(app.clone(), spec.name, async move || own.step_follower(spec).await));
        loops.spawn(tend(app.clone(), spec));
    }
    loops.spawn(tick(app.clone()));
    loops.spawn(run_jobs(app.clone()));
    loops
}

/// Lets a reader of the log go on whenever there is more. What comes within [`PACE`] is read together, and it rests as
/// long as it worked: a slice of twenty events costs little more than one of one, and commands come first.
async fn follow(app: Arc<App>, name: &'static str, step: impl AsyncFn() -> Result<bool, Failure>) {
    let mut head = app.store.head_watch();
    loop {
        let seen = *head.borrow_and_update();
        let began = Instant::now();
        loop {
            match step().await {
                Ok(true) if app.has_reached(name) < seen => {}
                Ok(_) => break,
                Err(failure) => {
                    report(name, &failure);
                    time::sleep(AFTER_FAULT).await;
                }
            }
        }
        time::sleep(began.elapsed().clamp(PACE, REST_MAX)).await;
        if head.changed().await.is_err() {
            return;
        }
    }
}

async fn tend(app: Arc<App>, spec: &'static FollowerSpec) {
    let mut clock = time::interval(TICK);
    clock.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
    loop {
        clock.tick().await;
        if let Err(fault) = (spec.tend)(&app).await {
            report(spec.name, &fault.into());
        }
    }
}

async fn tick(app: Arc<App>) {
    let mut clock = time::interval(TICK);
    clock.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
    loop {
        clock.tick().await;
        for spec in app.reconcilers() {
            if let Err(failure) = app.step_reconciler(spec).await {
                report(spec.name, &failure);
            }
        }
    }
}

/// Takes up jobs while there is room, so that a page that answers slowly holds up no one-time code.
async fn run_jobs(app: Arc<App>) {
    let mut head = app.store.head_watch();
    let mut running: JoinSet<Result<(), Fault>> = JoinSet::new();
    loop {
        head.borrow_and_update();
        match app.take_jobs(JOBS_AT_ONCE - running.len()).await {
            Ok(jobs) => {
                let idle = jobs.is_empty();
                jobs.into_iter().for_each(|job| drop(running.spawn(job)));
                if idle || running.len() >= JOBS_AT_ONCE {
                    wait(&mut head, &mut running).await;
                }
            }
            Err(fault) => {
                tracing::error!(%fault, "jobs could not be run");
                time::sleep(AFTER_FAULT).await;
            }
        }
    }
}

/// Waits until one ends or something new is in the log. A job without an event waits a tick at most.
async fn wait(head: &mut watch::Receiver<i64>, running: &mut JoinSet<Result<(), Fault>>) {
    let done = tokio::select! {
        Some(done) = running.join_next() => done,
        _ = head.changed(), if running.len() < JOBS_AT_ONCE => return,
        () = time::sleep(TICK / 4), if running.len() < JOBS_AT_ONCE => return,
    };
    match done {
        Ok(Ok(())) => {}
        Ok(Err(fault)) => tracing::error!(%fault, "what became of a job could not be written down"),
        Err(error) => tracing::error!(%error, "a job broke"),
    }
}

fn report(name: &str, failure: &Failure) {
    match failure {
        Failure::Fault(fault) => tracing::error!(name, %fault, "a step failed and will be tried again"),
        Failure::Refused(refusal) => tracing::error!(name, code = refusal.code, "a step was refused"),
    }
}
