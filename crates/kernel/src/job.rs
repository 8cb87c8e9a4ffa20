//! Runners of jobs: what happens outside, after the commit, with retry.

use crate::App;
use futures_util::future::BoxFuture;
use std::sync::Arc;
use weilu_store::ClaimedJob;
use weilu_vocabulary::{Failure, Fault};

/// Why a job did not succeed.
#[derive(Debug)]
pub enum JobError {
    /// Try again later.
    Again(String),
    /// Not before this time, by a rule: no try is counted.
    Later(weilu_vocabulary::Time),
    /// No further try can succeed.
    Dead(String),
}

impl From<Fault> for JobError {
    fn from(fault: Fault) -> JobError {
        JobError::Again(fault.to_string())
    }
}

impl From<Failure> for JobError {
    fn from(failure: Failure) -> JobError {
        match failure {
            Failure::Fault(fault) => fault.into(),
            Failure::Refused(refusal) => JobError::Dead(refusal.code.to_owned()),
        }
    }
}

/// A runner as data.
#[derive(Clone, Copy)]
pub struct JobSpec {
    /// Kind of job it takes.
    pub kind: &'static str,
    /// Runs one; it may run twice for one job (a lost lease), so it passes the key on.
    pub run: fn(Arc<App>, ClaimedJob) -> BoxFuture<'static, Result<(), JobError>>,
}

const AT_ONCE: usize = 16;

/// A job that was claimed and is on its way.
pub type RunningJob = BoxFuture<'static, Result<(), Fault>>;

impl App {
    /// Runs jobs that are due and waits for them; returns how many were tried.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn step_jobs(self: &Arc<Self>) -> Result<usize, Fault> {
        let runs = self.take_jobs(AT_ONCE).await?;
        let tried = runs.len();
        for done in futures_util::future::join_all(runs).await {
            done?;
        }
        Ok(tried)
    }

    /// Claims jobs that are due, as many as there is room for; the caller drives them, so that a slow one does
    /// not keep the next from its turn.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_jobs(self: &Arc<Self>, room: usize) -> Result<Vec<RunningJob>, Fault> {
        let kinds: Vec<&str> = self.jobs().map(|j| j.kind).collect();
        let room = i64::try_from(room).unwrap_or(i64::MAX);
        let claimed = self.store.claim_jobs(self.clock.now(), &kinds, room).await?;
        Ok(claimed.into_iter().map(|job| Box::pin(self.clone().run_job(job)) as RunningJob).collect())
    }

    async fn run_job(self: Arc<Self>, job: ClaimedJob) -> Result<(), Fault> {
        let Some(spec) = self.jobs().find(|j| j.kind == job.kind) else { return Ok(()) };
        let result = (spec.run)(self.clone(), job.clone()).await;
        match result {
            Ok(()) => self.store.job_done(job.id).await,
            Err(JobError::Again(why)) => {
                tracing::warn!(job = %job.id, kind = job.kind, why, "a job will be tried again");
                self.store.job_failed(&job, self.clock.now(), &why, false).await
            }
            Err(JobError::Later(at)) => self.store.job_postponed(&job, at).await,
            Err(JobError::Dead(why)) => {
                tracing::error!(job = %job.id, kind = job.kind, why, "a job is dead");
                self.store.job_failed(&job, self.clock.now(), &why, true).await
            }
        }
    }
}
