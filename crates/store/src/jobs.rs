//! Jobs: the only way out. A job is written in the transaction that wants it and run after the commit, with
//! retry and a place for the dead. A worker leases it; a worker that dies loses the lease, not the job.

use crate::{Row, Scope, Store, Tx, Value, sql, tx::Conn};
use serde_json::json;
use weilu_vocabulary::{Ctx, Fault, Id, JobId, MINUTE, SECOND, TenantId, Time};

/// A job to be queued.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// Which runner takes it, for example `mail.send`.
    pub kind: &'static str,
    /// Queued once per brand and kind.
    pub key: String,
    /// What the runner needs.
    pub payload: serde_json::Value,
    /// Not before.
    pub run_at: Time,
}

/// What became of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Waits for its time or its next try.
    Waiting,
    /// Done.
    Done,
    /// Given up; an operator may try again.
    Dead,
    /// Kept back until an operator releases it (after a restore).
    Held,
}

impl JobState {
    /// As stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            JobState::Waiting => "waiting",
            JobState::Done => "done",
            JobState::Dead => "dead",
            JobState::Held => "held",
        }
    }
}

crate::rows! {
    /// A job in the hands of a worker.
    #[derive(Clone, Debug)]
    pub struct ClaimedJob {
        /// Which.
        pub id: JobId,
        /// For which brand.
        pub tenant: TenantId,
        /// Which runner takes it.
        pub kind: String,
        /// Its key: give it to the outside as idempotency key.
        pub key: String,
        /// What the runner needs.
        pub payload: serde_json::Value,
        /// How often it was tried before.
        pub attempts: i64,
    }
}

const LEASE: i64 = 2 * MINUTE;
const TRIES_MAX: i64 = 8;

pub(crate) fn enqueue(tx: &mut Tx, ctx: &Ctx, job: NewJob) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into job (id, tenant, kind, key, payload, state, attempts, run_at, lease_until, created_at) values ($1, $tenant, $2, $3, $4, 'waiting', 0, $5, 0, $6) on conflict (tenant, kind, key) do nothing"),
        &[
            ctx.id::<JobId>().into(),
            job.kind.into(),
            job.key.into(),
            Value::from(&job.payload),
            job.run_at.into(),
            ctx.now.into(),
        ],
    )
}

/// How long to wait before the next try: 10 s, doubled each time, at most an hour.
fn pause(attempts: i64) -> i64 {
    (10 * SECOND) << attempts.clamp(0, 9).min(9).min(8)
}

impl Store {
    /// Takes up to `limit` jobs that are due, of the kinds named in the JSON list `kinds`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_jobs(&self, now: Time, kinds: &[&str], limit: i64) -> Result<Vec<ClaimedJob>, Fault> {
        let kinds = format!(" {} ", kinds.join(" "));
        let done = self
            .write(Scope::System, move |tx: &mut Tx| {
                let kinds = kinds.clone();
                Box::pin(async move {
                    let params = [
                        Value::from(now),
                        Value::from(now + LEASE),
                        Value::from(kinds),
                        Value::from(limit),
                    ];
                    let claim = match tx.conn {
                        Conn::Lite(_) => sql!(
                            "update job set lease_until = $2, attempts = attempts + 1 where id in (select id from job where state = 'waiting' and run_at <= $1 and lease_until <= $1 and instr($3, ' ' || kind || ' ') > 0 order by run_at, id limit $4) returning id, tenant, kind, key, payload, attempts - 1 as attempts"
                        ),
                        Conn::Pg(_) => sql!(
                            "update job set lease_until = $2, attempts = attempts + 1 where id in (select id from job where state = 'waiting' and run_at <= $1 and lease_until <= $1 and strpos($3, ' ' || kind || ' ') > 0 order by run_at, id limit $4 for update skip locked) returning id, tenant, kind, key, payload, attempts - 1 as attempts"
                        ),
                    };
                    tx.all::<ClaimedJob>(claim, &params).await
                })
            })
            .await?;
        Ok(done.value)
    }

    /// Writes down that a job was done.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn job_done(&self, job: JobId) -> Result<(), Fault> {
        self.write(Scope::System, move |tx: &mut Tx| {
            Box::pin(async move {
                tx.exec(
                    sql!("update job set state = 'done', payload = '{}', error = null where id = $1"),
                    &[job.into()],
                )
                .await
            })
        })
        .await
        .map(drop)
    }

    /// Writes down that a try failed: it waits for the next one, or is dead after the eighth.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn job_failed(&self, job: &ClaimedJob, now: Time, why: &str, last: bool) -> Result<(), Fault> {
        let dead = last || job.attempts + 1 >= TRIES_MAX;
        let state = if dead { JobState::Dead } else { JobState::Waiting };
        let (id, why, run_at) = (job.id, why.to_owned(), now + pause(job.attempts));
        self.write(Scope::System, move |tx: &mut Tx| {
            let why = why.clone();
            Box::pin(async move {
                tx.exec(
                    sql!("update job set state = $2, error = $3, run_at = $4, lease_until = 0 where id = $1"),
                    &[id.into(), state.word().into(), why.into(), run_at.into()],
                )
                .await
            })
        })
        .await
        .map(drop)
    }

    /// Puts a job off until `at` without counting the try: it was not yet time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn job_postponed(&self, job: &ClaimedJob, at: Time) -> Result<(), Fault> {
        let (id, attempts) = (job.id, job.attempts);
        self.write(Scope::System, move |tx: &mut Tx| {
            Box::pin(async move {
                tx.exec(
                    sql!("update job set attempts = $2, run_at = $3, lease_until = 0 where id = $1"),
                    &[id.into(), attempts.into(), at.into()],
                )
                .await
            })
        })
        .await
        .map(drop)
    }

    /// How many jobs stand in each state, as `{"waiting": 3, …}`, and when the oldest waiting one was due.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn job_counts(&self) -> Result<serde_json::Value, Fault> {
        self.read(Scope::System, |tx: &mut Tx| {
            Box::pin(async move {
                let rows: Vec<Row> = tx
                    .all(
                        sql!("select state, count(*) as n, min(run_at) as oldest from job group by state"),
                        &[],
                    )
                    .await?;
                let mut counts = serde_json::Map::new();
                for row in rows {
                    let line =
                        json!({ "count": row.get::<i64>("n")?, "oldest": row.get::<Option<i64>>("oldest")? });
                    counts.insert(row.get("state")?, line);
                }
                Ok(serde_json::Value::Object(counts))
            })
        })
        .await
    }

    /// Lets go of jobs that a restore kept back.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_held_jobs(&self) -> Result<u64, Fault> {
        let done = self
            .write(Scope::System, |tx: &mut Tx| {
                Box::pin(async move {
                    tx.exec(sql!("update job set state = 'waiting' where state = 'held'"), &[]).await
                })
            })
            .await?;
        Ok(done.value)
    }

    /// Gives a dead job another round of tries.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn retry_job(&self, tenant: TenantId, job: JobId, now: Time) -> Result<bool, Fault> {
        let done = self
            .write(Scope::Tenant(tenant), move |tx: &mut Tx| {
                Box::pin(async move {
                    tx.exec(
                        sql!("update job set state = 'waiting', attempts = 0, run_at = $2 where tenant = $tenant and id = $1 and state = 'dead'"),
                        &[Value::Int(job.raw()), now.into()],
                    )
                    .await
                })
            })
            .await?;
        Ok(done.value > 0)
    }
}
