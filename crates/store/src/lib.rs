//! SQLite and PostgreSQL behind one [`Tx`]: transactions, migrations, the event log, jobs, cursors, blobs.
//!
//! Rules: SQL is written once, in the common subset, as `sql!("…")` with `$1` for parameters and `$tenant`
//! for the brand the transaction was opened for; values are of five kinds. Invariants: a transaction sees
//! one tenant; an answer is given only after the commit that holds it; outside this crate only `pos` orders
//! the log. The crate knows no feature, and no other crate names a driver.

mod archive;
mod blob;
mod chain;
mod checkpoint;
mod dialect;
mod jobs;
mod lite;
mod log;
mod many;
mod memo;
mod migrate;
mod pg;
mod planner;
mod row;
mod sealer;
mod sql;
mod tx;

pub use archive::Batch;
pub use blob::{BlobStore, Folder};
pub use chain::{Followed, Link};
pub use jobs::{ClaimedJob, JobState, NewJob};
pub use migrate::Schema;
pub use row::{FromRow, Row};
pub use sql::Sql;
pub use tx::{Committed, Scope, Tx, touches_rights};
pub use weilu_vocabulary::Value;

use std::{
    future::Future,
    path::Path,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use weilu_vocabulary::Fault;

/// A future that borrows its transaction.
pub type Work<'t, T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 't>>;

/// The opened database.
#[derive(Clone)]
pub struct Store {
    engine: Engine,
    rights: Arc<AtomicU64>,
}

#[derive(Clone)]
enum Engine {
    Lite(Arc<lite::Lite>),
    Pg(Arc<pg::Pg>),
}

impl Store {
    /// Opens (and creates) a SQLite database file.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn open_file(path: &Path) -> Result<Store, Fault> {
        let rights = Arc::new(AtomicU64::new(0));
        let lite = lite::Lite::open(lite::Place::File(path), rights.clone())?;
        Ok(Store { engine: Engine::Lite(Arc::new(lite)), rights })
    }

    /// Opens a SQLite database in memory, for tests and the simulator.
    ///
    /// # Errors
    /// When SQLite cannot start.
    pub fn open_memory() -> Result<Store, Fault> {
        let rights = Arc::new(AtomicU64::new(0));
        let lite = lite::Lite::open(lite::Place::Memory, rights.clone())?;
        Ok(Store { engine: Engine::Lite(Arc::new(lite)), rights })
    }

    /// Connects to PostgreSQL; `url` as in `postgres://user@host:port/name`.
    ///
    /// # Errors
    /// When the address is wrong or the server does not answer.
    pub async fn connect(url: &str) -> Result<Store, Fault> {
        let rights = Arc::new(AtomicU64::new(0));
        Ok(Store { engine: Engine::Pg(pg::Pg::connect(url, rights.clone()).await?), rights })
    }

    /// Brings the database to the newest version of every schema; returns how many migrations ran.
    ///
    /// # Errors
    /// When a migration fails, or one that ran before has changed since.
    pub async fn migrate(&self, schemas: &[Schema]) -> Result<usize, Fault> {
        let ran = migrate::migrate(self, schemas).await?;
        if let Engine::Pg(pg) = &self.engine {
            pg.remember(schemas.iter().flat_map(|schema| schema.steady).copied().collect());
        }
        Ok(ran)
    }

    /// Runs `work` in one read-write transaction of one scope. It may run more than once: after a lost race
    /// on PostgreSQL, after another's failure in the same commit on SQLite.
    ///
    /// # Errors
    /// What `work` returned, or the fault of the commit.
    pub async fn write<T, E, F>(&self, scope: Scope, work: F) -> Result<Committed<T>, E>
    where
        T: Send + 'static,
        E: From<Fault> + Retry + Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T, E> + Send + Sync + 'static,
    {
        match &self.engine {
            Engine::Lite(lite) => lite.write(scope, false, work).await,
            Engine::Pg(pg) => pg.write(scope, false, work).await,
        }
    }

    /// Like [`Store::write`], but lets waiting commands go first: for processors, imports and rebuilds.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn write_behind<T, E, F>(&self, scope: Scope, work: F) -> Result<Committed<T>, E>
    where
        T: Send + 'static,
        E: From<Fault> + Retry + Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T, E> + Send + Sync + 'static,
    {
        match &self.engine {
            Engine::Lite(lite) => lite.write(scope, true, work).await,
            Engine::Pg(pg) => pg.write(scope, true, work).await,
        }
    }

    /// Runs `work` on one consistent snapshot; writing is refused.
    ///
    /// # Errors
    /// What `work` returned.
    pub async fn read<T, E, F>(&self, scope: Scope, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Retry + Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T, E> + Send + Sync + 'static,
    {
        match &self.engine {
            Engine::Lite(lite) => lite.read(scope, work).await,
            Engine::Pg(pg) => pg.read(scope, work).await,
        }
    }

    /// As [`Store::read`], for what takes long: it keeps no other question waiting.
    pub(crate) async fn read_apart<T, E, F>(&self, scope: Scope, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Retry + Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T, E> + Send + Sync + 'static,
    {
        match &self.engine {
            Engine::Lite(lite) => lite.read_apart(scope, work).await,
            Engine::Pg(pg) => pg.read(scope, work).await,
        }
    }

    /// Lets nothing that was deleted linger beside the database: after an erasure the write-ahead log is emptied.
    /// False when somebody was reading all the while; try again then. PostgreSQL recycles its log by itself.
    ///
    /// # Errors
    /// When the database fails.
    pub fn scrub(&self) -> Result<bool, Fault> {
        match &self.engine {
            Engine::Lite(lite) => lite.scrub(),
            Engine::Pg(_) => Ok(true),
        }
    }

    /// Grows with every commit after which what somebody may do can be another. Whoever keeps rights or
    /// sessions in memory reads it before he asks the database, and trusts what he kept only while it stands.
    #[must_use]
    pub fn rights_epoch(&self) -> u64 {
        self.rights.load(Ordering::SeqCst)
    }

    /// Makes everybody on this node forget the rights he keeps: another node changed some.
    pub fn forget_rights(&self) {
        self.rights.fetch_add(1, Ordering::SeqCst);
    }

    /// The highest position of the log that readers can see.
    #[must_use]
    pub fn head(&self) -> i64 {
        *self.head_watch().borrow()
    }

    /// Follows [`Store::head`].
    #[must_use]
    pub fn head_watch(&self) -> tokio::sync::watch::Receiver<i64> {
        match &self.engine {
            Engine::Lite(lite) => lite.head(),
            Engine::Pg(pg) => pg.head(),
        }
    }

    /// Whether committed events still wait for their place in the log, so that no reader sees them yet: on
    /// PostgreSQL while older transactions run, on SQLite never.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn awaits_numbers(&self) -> Result<bool, Fault> {
        match &self.engine {
            Engine::Lite(_) => Ok(false),
            Engine::Pg(pg) => pg.awaits_numbers().await,
        }
    }

    /// The engine's name, for `doctor` and metrics.
    #[must_use]
    pub fn engine_name(&self) -> &'static str {
        match &self.engine {
            Engine::Lite(_) => "SQLite",
            Engine::Pg(_) => "PostgreSQL",
        }
    }

    /// Asks the engine to plan a statement without running it; used by the tests of every statement.
    ///
    /// # Errors
    /// When the statement is refused.
    pub async fn check_statement(&self, sql: &'static Sql) -> Result<Checked, Fault> {
        match &self.engine {
            Engine::Lite(lite) => lite.check(sql).await,
            Engine::Pg(pg) => pg.check(sql).await,
        }
    }
}

/// What an engine says of a statement.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Kinds of its parameters and columns; PostgreSQL knows them.
    pub kinds: Vec<String>,
    /// The steps by which it would be run; SQLite tells them.
    pub plan: Vec<String>,
}

/// Whether an error is worth another try of the same transaction.
pub trait Retry {
    /// True for a deadlock or a lost race.
    fn is_retryable(&self) -> bool;
}

impl Retry for Fault {
    fn is_retryable(&self) -> bool {
        Fault::is_retryable(self)
    }
}

impl Retry for weilu_vocabulary::Failure {
    fn is_retryable(&self) -> bool {
        matches!(self, weilu_vocabulary::Failure::Fault(fault) if fault.is_retryable())
    }
}
