//! SQLite: one writer thread that commits many waiting commands at once, a few reader threads.
//!
//! Invariants: the writer polls each future once to its end (a future that waits is a bug and is rolled
//! back); a command that fails leaves nothing behind; nobody is answered before the commit that holds his work.
//!
//! Few commands fail after they wrote something. So a batch runs without savepoints, and when one does fail so, all of
//! it is rolled back and runs once more, each command in a savepoint of its own.

use crate::{
    Batch, Checked, Committed, Retry, Row, Scope, Sql, Tx, Value, Work, archive,
    checkpoint::{self, Stop},
    log::{Line, chain},
    memo::Writer,
    sql,
    tx::Conn,
};
use rusqlite::{Connection, OpenFlags, config::DbConfig, types::ValueRef};
use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll, Waker},
    thread::JoinHandle,
    time::{Duration, Instant},
};
use tokio::sync::{mpsc, oneshot, watch};
use weilu_vocabulary::{Fault, Faulty};

const BATCH_MAX: usize = 256;
const BEHIND_BUDGET: Duration = Duration::from_millis(4);
const READERS: usize = 3;
/// Questions answered from one snapshot: few, so that one long question holds up few others.
const SHARE_MAX: usize = 4;
const SHARE_BUDGET: Duration = Duration::from_millis(1);

/// Where the database lies.
pub(crate) enum Place<'a> {
    File(&'a Path),
    Memory,
}

/// A connection with what the log needs to go on.
pub(crate) struct LiteConn {
    db: Connection,
    head: i64,
    chain: [u8; 32],
    /// Changes when another process (the command line) wrote to the file.
    version: i64,
    /// What the writer read lately; whoever only reads remembers nothing.
    pub(crate) writer: Option<Writer>,
}

impl LiteConn {
    fn open(path: Option<&PathBuf>, read_only: bool) -> Result<LiteConn, Fault> {
        let db = match path {
            None => Connection::open_in_memory(),
            Some(path) if read_only => Connection::open_with_flags(
                path,
                OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
            ),
            Some(path) => Connection::open(path),
        }
        .context("opening the database file")?;
        db.busy_timeout(Duration::from_secs(5)).context("setting the busy time-out")?;
        db.set_prepared_statement_cache_capacity(1024);
        // A plan that looks at bound values is made anew for every other value.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).context("keeping plans")?;
        db.execute_batch("pragma cache_size = -65536").context("setting the size of the cache")?;
        if !read_only {
            db.execute_batch(
                "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on; pragma temp_store = memory;",
            )
            .context("setting up the database file")?;
            db.pragma_update(None, "wal_autocheckpoint", checkpoint::WRITERS_OWN)
                .context("letting others move pages")?;
        }
        let writer = (!read_only).then(Writer::default);
        Ok(LiteConn { db, head: 0, chain: [0; 32], version: 0, writer })
    }

    pub(crate) fn reload(&mut self) -> Result<(), Fault> {
        self.writer.iter_mut().for_each(Writer::forget);
        let known = self.db.query_row("select pos, chain from event order by pos desc limit 1", [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?))
        });
        (self.head, self.chain) = match known {
            Ok((pos, chain)) => (pos, chain.try_into().unwrap_or([0; 32])),
            Err(_) => (0, [0; 32]),
        };
        Ok(())
    }

    /// Goes on from what another process appended meanwhile; called while nobody else can write.
    fn catch_up(&mut self) -> Result<(), Fault> {
        let version = {
            let mut statement = self.db.prepare_cached("pragma data_version").context("preparing")?;
            statement.query_row([], |row| row.get(0)).context("asking for the version of the file")?
        };
        if std::mem::replace(&mut self.version, version) != version {
            self.reload()?;
        }
        Ok(())
    }

    pub(crate) fn all(&mut self, sql: &'static Sql, params: &[Value]) -> Result<Vec<Row>, Fault> {
        let parsed = sql.parsed();
        self.writer.iter_mut().for_each(|writer| writer.note(&parsed.tables));
        let mut statement = self.db.prepare_cached(&parsed.lite).context("preparing")?;
        bind(&mut statement, params)?;
        let named = || statement.column_names().map(str::to_owned).collect();
        let columns = parsed.columns.get_or_init(named).clone();
        let mut rows = statement.raw_query();
        let mut out = Vec::new();
        while let Some(row) = rows.next().context("reading a row")? {
            let values = (0..columns.len()).map(|at| read(row.get_ref(at))).collect::<Result<_, _>>()?;
            out.push(Row { columns: columns.clone(), values });
        }
        Ok(out)
    }

    /// As [`LiteConn::all`], from memory where that stands.
    pub(crate) fn memo(&mut self, sql: &'static Sql, params: &[Value]) -> Result<Vec<Row>, Fault> {
        let known = self.writer.as_ref().and_then(|writer| writer.get(sql, params));
        if let Some(rows) = known {
            debug_assert_eq!(self.all(sql, params)?, rows, "{}", sql.text());
            return Ok(rows);
        }
        let rows = self.all(sql, params)?;
        self.writer.iter_mut().for_each(|writer| writer.keep(sql, params, &rows));
        Ok(rows)
    }

    /// As [`LiteConn::all`]; what the act read before is not read again before it writes something.
    pub(crate) fn once(&mut self, sql: &'static Sql, params: Vec<Value>) -> Result<Vec<Row>, Fault> {
        if let Some(rows) = self.writer.as_ref().and_then(|writer| writer.seen.get(sql, &params)) {
            return Ok(rows);
        }
        let rows = self.all(sql, &params)?;
        if let Some(writer) = &mut self.writer {
            writer.seen.keep(sql, params, rows.clone());
        }
        Ok(rows)
    }

    pub(crate) fn exec(&mut self, sql: &'static Sql, params: &[Value]) -> Result<u64, Fault> {
        let parsed = sql.parsed();
        self.writer.iter_mut().for_each(|writer| writer.note(&parsed.tables));
        let mut statement = self.db.prepare_cached(&parsed.lite).context("preparing")?;
        bind(&mut statement, params)?;
        let touched = if statement.column_count() == 0 {
            statement.raw_execute().context("executing")?
        } else {
            let mut rows = statement.raw_query();
            let mut n = 0;
            while rows.next().context("executing")?.is_some() {
                n += 1;
            }
            n
        };
        Ok(touched as u64)
    }

    pub(crate) fn append(&mut self, line: Line) -> Result<i64, Fault> {
        let pos = self.head + 1;
        let link = chain(&self.chain, pos, &line.values);
        let mut values = vec![Value::Int(pos)];
        values.extend(line.values);
        values.push(link.into());
        self.exec(
            sql!(
                "insert into event (pos, at, recorded_at, origin, tenant, kind, actor, on_behalf_of, object_kind, object, refs, space, branch, value, channel, cause, version, body_hash, chain) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19)"
            ),
            &values,
        )?;
        if !line.body.is_empty() {
            self.exec(
                sql!("insert into event_body (pos, body) values ($1, $2)"),
                &[Value::Int(pos), Value::Text(line.body)],
            )?;
        }
        self.head = pos;
        self.chain = link;
        Ok(pos)
    }

    /// Rows of a statement made at run time, for archives only.
    pub(crate) fn raw_rows(&mut self, text: &str) -> Result<Vec<Row>, Fault> {
        let mut statement = self.db.prepare(text).context("preparing")?;
        let columns: Arc<[String]> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.raw_query();
        let mut out = Vec::new();
        while let Some(row) = rows.next().context("reading a row")? {
            let values = (0..columns.len()).map(|at| read(row.get_ref(at))).collect::<Result<_, _>>()?;
            out.push(Row { columns: columns.clone(), values });
        }
        Ok(out)
    }

    /// Sends a table in batches; runs on a reader's thread, which may wait for the receiver.
    pub(crate) fn send_table(&mut self, table: &str, out: &mpsc::Sender<Batch>) -> Result<(), Fault> {
        archive::plain([table].into_iter())?;
        let mut statement = self.db.prepare(&format!("select * from {table}")).context("preparing")?;
        let columns: Arc<[String]> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.raw_query();
        let mut batch = Vec::new();
        loop {
            let row = rows.next().context("reading a row")?;
            let ended = row.is_none();
            if let Some(row) = row {
                let values = (0..columns.len()).map(|at| read(row.get_ref(at)));
                batch.push(values.collect::<Result<Vec<_>, _>>()?);
            }
            if batch.len() == archive::BATCH || (ended && !batch.is_empty()) {
                let rows = std::mem::take(&mut batch);
                let piece = Batch { table: table.to_owned(), columns: columns.clone(), rows };
                out.blocking_send(piece).context("nobody takes the rows")?;
            }
            if ended {
                return Ok(());
            }
        }
    }

    /// Writes rows of an archive.
    pub(crate) fn insert_rows(&mut self, batch: &Batch) -> Result<(), Fault> {
        self.writer.iter_mut().for_each(Writer::forget);
        archive::plain(
            std::iter::once(batch.table.as_str()).chain(batch.columns.iter().map(String::as_str)),
        )?;
        let places: Vec<String> = (1..=batch.columns.len()).map(|n| format!("?{n}")).collect();
        let text = format!(
            "insert into {} ({}) values ({})",
            batch.table,
            batch.columns.join(", "),
            places.join(", ")
        );
        let mut statement = self.db.prepare_cached(&text).context("preparing")?;
        for row in &batch.rows {
            bind(&mut statement, row)?;
            statement.raw_execute().context("writing a row")?;
        }
        Ok(())
    }

    fn batch(&mut self, text: &str) -> Result<(), Fault> {
        let mut statement = self.db.prepare_cached(text).context("preparing")?;
        statement.raw_execute().context(text).map(drop)
    }

    /// Runs statements of a migration.
    pub(crate) fn script(&mut self, text: &str) -> Result<(), Fault> {
        self.db.execute_batch(text).context("migrating")?;
        self.db.flush_prepared_statement_cache();
        self.writer.iter_mut().for_each(Writer::forget);
        Ok(())
    }
}

fn bind(statement: &mut rusqlite::CachedStatement<'_>, params: &[Value]) -> Result<(), Fault> {
    for (at, value) in params.iter().enumerate() {
        let at = at + 1;
        match value {
            Value::Int(v) => statement.raw_bind_parameter(at, v),
            Value::Text(v) => statement.raw_bind_parameter(at, v),
            Value::Bytes(v) => statement.raw_bind_parameter(at, v),
            Value::Bool(v) => statement.raw_bind_parameter(at, v),
            Value::Null => statement.raw_bind_parameter(at, rusqlite::types::Null),
        }
        .context("binding a value")?;
    }
    Ok(())
}

fn read(value: Result<ValueRef<'_>, rusqlite::Error>) -> Result<Value, Fault> {
    Ok(match value.context("reading a value")? {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(v) => Value::Int(v),
        ValueRef::Real(v) => {
            return Err(Fault::new(format!("a float {v} where only whole numbers are kept")));
        }
        ValueRef::Text(v) => Value::Text(String::from_utf8_lossy(v).into_owned()),
        ValueRef::Blob(v) => Value::Bytes(v.to_vec()),
    })
}

/// Work that waits for a thread.
trait Job: Send {
    /// Runs inside an open transaction; false means: roll my savepoint back.
    fn run(&mut self, tx: &mut Tx) -> bool;
    /// Tells whoever waits, after the commit or its failure.
    fn finish(self: Box<Self>, commit: Result<i64, String>);
}

struct Typed<T, E, F> {
    rights: Option<Arc<AtomicU64>>,
    touched: bool,
    scope: Scope,
    work: F,
    result: Option<Result<Committed<T>, E>>,
    reply: oneshot::Sender<Result<Committed<T>, E>>,
}

impl<T, E, F> Job for Typed<T, E, F>
where
    T: Send,
    E: From<Fault> + Send,
    F: for<'t> Fn(&'t mut Tx) -> Work<'t, T, E> + Send,
{
    fn run(&mut self, tx: &mut Tx) -> bool {
        tx.scope = self.scope;
        tx.events.clear();
        let result = catch_unwind(AssertUnwindSafe(|| poll_once((self.work)(tx))));
        let result = result.unwrap_or_else(|_| Err(E::from(Fault::new("the command panicked"))));
        let result = result.and_then(|value| {
            let pos = tx.flush_events().map_err(E::from)?.unwrap_or(-1);
            Ok(Committed { value, pos, trips: 0 })
        });
        let keep = result.is_ok();
        self.touched = tx.take_rights();
        self.result = Some(result);
        keep
    }

    fn finish(self: Box<Self>, commit: Result<i64, String>) {
        if let Some(rights) = self.rights.as_ref().filter(|_| self.touched) {
            rights.fetch_add(1, Ordering::SeqCst);
        }
        let result = match (self.result, commit) {
            (Some(Ok(done)), Ok(head)) => {
                Ok(Committed { pos: if done.pos < 0 { head } else { done.pos }, ..done })
            }
            (Some(Err(error)), _) => Err(error),
            (_, Err(why)) => Err(E::from(Fault::new(why))),
            (None, Ok(_)) => Err(E::from(Fault::new("the work never ran"))),
        };
        // The one who asked may have gone away; then nobody needs the answer.
        let _ = self.reply.send(result);
    }
}

fn poll_once<T, E: From<Fault>>(mut work: Work<'_, T, E>) -> Result<T, E> {
    match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => Err(E::from(Fault::new("a transaction waited for something outside the database"))),
    }
}

#[derive(Default)]
struct Waiting {
    first: VecDeque<Box<dyn Job>>,
    behind: VecDeque<Box<dyn Job>>,
    closed: bool,
}

#[derive(Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    bell: Condvar,
}

impl Queue {
    fn push(&self, job: Box<dyn Job>, behind: bool) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if behind {
            waiting.behind.push_back(job)
        } else {
            waiting.first.push_back(job)
        }
        self.bell.notify_one();
    }

    /// Waits for work; `None` when the store closes.
    fn wait(&self) -> Option<()> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        while waiting.first.is_empty() && waiting.behind.is_empty() {
            if waiting.closed {
                return None;
            }
            waiting = self.bell.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        Some(())
    }

    fn take(&self, behind: bool) -> Option<Box<dyn Job>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if behind { waiting.behind.pop_front() } else { waiting.first.pop_front() }
    }

    /// A reader's share of what waits.
    fn share(&self) -> Vec<Box<dyn Job>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let share = waiting.first.len().div_ceil(READERS).min(SHARE_MAX);
        waiting.first.drain(..share).collect()
    }

    /// What a reader took and did not come to.
    fn put_back(&self, jobs: impl DoubleEndedIterator<Item = Box<dyn Job>>) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        for job in jobs.rev() {
            waiting.first.push_front(job);
            self.bell.notify_one();
        }
    }

    fn close(&self) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.bell.notify_all();
    }
}

/// A queue that ends with whoever asked.
struct Closing(Arc<Queue>);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// The SQLite engine.
pub(crate) struct Lite {
    writer: Arc<Queue>,
    readers: Arc<Queue>,
    head: watch::Receiver<i64>,
    path: Option<PathBuf>,
    rights: Arc<AtomicU64>,
    stop: Arc<Stop>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Lite {
    pub(crate) fn open(place: Place<'_>, rights: Arc<AtomicU64>) -> Result<Lite, Fault> {
        let path = match place {
            Place::File(path) => Some(path.to_path_buf()),
            Place::Memory => None,
        };
        let mut conn = LiteConn::open(path.as_ref(), false)?;
        conn.reload()?;
        let (told, head) = watch::channel(conn.head);
        let writer = Arc::new(Queue::default());
        let queue = writer.clone();
        let mut threads = vec![spawn("weilu-writer", move || write_loop(conn, &queue, &told))?];
        // A database in memory has one connection: its reads go through the writer.
        let readers = if path.is_some() { Arc::new(Queue::default()) } else { writer.clone() };
        if path.is_some() {
            for _ in 0..READERS {
                let (conn, queue) = (LiteConn::open(path.as_ref(), true)?, readers.clone());
                threads.push(spawn("weilu-reader", move || read_loop(conn, &queue))?);
            }
        }
        let stop = Arc::new(Stop::default());
        if let Some(path) = path.clone() {
            let (conn, stop) = (LiteConn::open(Some(&path), false)?, stop.clone());
            threads.push(spawn("weilu-checkpoint", move || checkpoint::run(&conn.db, &path, &stop))?);
        }
        Ok(Lite { writer, readers, head, path, rights, stop, threads: Mutex::new(threads) })
    }

    pub(crate) fn head(&self) -> watch::Receiver<i64> {
        self.head.clone()
    }

    /// Moves every page into the database file and empties the write-ahead log, over a connection of its own.
    pub(crate) fn scrub(&self) -> Result<bool, Fault> {
        let Some(path) = &self.path else { return Ok(true) };
        let conn = LiteConn::open(Some(path), false)?;
        let busy: i64 = conn
            .db
            .query_row("pragma wal_checkpoint(truncate)", [], |row| row.get(0))
            .context("emptying the write-ahead log")?;
        Ok(busy == 0)
    }

    pub(crate) async fn write<T, E, F>(&self, scope: Scope, behind: bool, work: F) -> Result<Committed<T>, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T, E> + Send + 'static,
    {
        submit(&self.writer, scope, behind, Some(self.rights.clone()), work).await
    }

    pub(crate) async fn read<T, E, F>(&self, scope: Scope, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Retry + Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T, E> + Send + 'static,
    {
        submit(&self.readers, scope, false, None, work).await.map(|done| done.value)
    }

    /// Over a connection and a thread of its own, where there is a file.
    pub(crate) async fn read_apart<T, E, F>(&self, scope: Scope, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Retry + Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T, E> + Send + 'static,
    {
        if self.path.is_none() {
            return self.read(scope, work).await;
        }
        let (conn, queue) = (LiteConn::open(self.path.as_ref(), true)?, Closing(Arc::new(Queue::default())));
        let own = queue.0.clone();
        drop(spawn("weilu-apart", move || read_loop(conn, &own))?);
        submit(&queue.0, scope, false, None, work).await.map(|done| done.value)
    }

    pub(crate) async fn check(&self, sql: &'static Sql) -> Result<Checked, Fault> {
        self.read(Scope::System, move |tx: &mut Tx| {
            Box::pin(async move {
                let Conn::Lite(conn) = &mut tx.conn else { return Ok(Checked::default()) };
                let steps = conn.raw_rows(&format!("explain query plan {}", sql.parsed().lite))?;
                let plan = steps.iter().map(|step| step.get("detail")).collect::<Result<_, _>>()?;
                Ok(Checked { plan, ..Checked::default() })
            })
        })
        .await
    }
}

impl Drop for Lite {
    fn drop(&mut self) {
        self.writer.close();
        self.readers.close();
        self.stop.now();
        let me = std::thread::current().id();
        for thread in self.threads.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            if thread.thread().id() != me {
                // A panicked thread has nothing left to tell.
                let _ = thread.join();
            }
        }
    }
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, Fault> {
    std::thread::Builder::new().name(name.to_owned()).spawn(body).context("starting a database thread")
}

async fn submit<T, E, F>(
    queue: &Queue,
    scope: Scope,
    behind: bool,
    rights: Option<Arc<AtomicU64>>,
    work: F,
) -> Result<Committed<T>, E>
where
    T: Send + 'static,
    E: From<Fault> + Send + 'static,
    F: for<'t> Fn(&'t mut Tx) -> Work<'t, T, E> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    queue.push(Box::new(Typed { rights, touched: false, scope, work, result: None, reply }), behind);
    answer.await.unwrap_or_else(|_| Err(E::from(Fault::new("the database is closed"))))
}

fn write_loop(conn: LiteConn, queue: &Queue, head: &watch::Sender<i64>) {
    let mut tx = Tx::new(Conn::Lite(conn), Scope::System);
    while queue.wait().is_some() {
        let mut done = Vec::new();
        let commit = run_batch(&mut tx, queue, &mut done);
        if commit.is_err() {
            abandon(&mut tx);
        }
        let told = commit.map_err(|fault| fault.to_string());
        if let Ok(pos) = told {
            head.send_if_modified(|known| std::mem::replace(known, pos) != pos);
        }
        for job in done {
            job.finish(told.clone());
        }
    }
}

/// One commit: waiting commands first, then slices that can wait, for 4 ms.
fn run_batch(tx: &mut Tx, queue: &Queue, done: &mut Vec<Box<dyn Job>>) -> Result<i64, Fault> {
    lite(tx)?.batch("begin immediate")?;
    lite(tx)?.catch_up()?;
    let mut run: Run = run_openly;
    let (mut started, mut behind) = (Instant::now(), false);
    while done.len() < BATCH_MAX && (!behind || started.elapsed() < BEHIND_BUDGET) {
        let Some(job) = queue.take(behind) else {
            if behind {
                break;
            }
            (started, behind) = (Instant::now(), true);
            continue;
        };
        if !run(tx, job, done)? {
            again(tx, done)?;
            run = run_in_savepoint;
        }
    }
    let conn = lite(tx)?;
    conn.batch("commit")?;
    Ok(conn.head)
}

/// Runs a job and adds it to those done; false when what it wrote would have to be taken back and cannot be.
type Run = fn(&mut Tx, Box<dyn Job>, &mut Vec<Box<dyn Job>>) -> Result<bool, Fault>;

fn run_openly(tx: &mut Tx, mut job: Box<dyn Job>, done: &mut Vec<Box<dyn Job>>) -> Result<bool, Fault> {
    lite(tx)?.writer.iter_mut().for_each(Writer::begin);
    let keep = job.run(tx);
    done.push(job);
    let conn = lite(tx)?;
    if conn.db.is_autocommit() {
        // A full disk ends the transaction; nothing may be written outside of one.
        return Err(Fault::new("the database ended the transaction"));
    }
    Ok(keep || !conn.writer.as_ref().is_some_and(Writer::wrote))
}

/// Takes the whole batch back and runs it again, each job by itself.
fn again(tx: &mut Tx, done: &mut Vec<Box<dyn Job>>) -> Result<(), Fault> {
    let jobs = std::mem::take(done);
    let conn = lite(tx)?;
    let begun =
        conn.batch("rollback").and_then(|()| conn.reload()).and_then(|()| conn.batch("begin immediate"));
    let begun = begun.and_then(|()| conn.catch_up());
    let mut jobs = jobs.into_iter();
    let ran =
        begun.and_then(|()| jobs.by_ref().try_for_each(|job| run_in_savepoint(tx, job, done).map(drop)));
    // Whoever was not reached is told of the fault.
    done.extend(jobs);
    ran
}

fn run_in_savepoint(tx: &mut Tx, mut job: Box<dyn Job>, done: &mut Vec<Box<dyn Job>>) -> Result<bool, Fault> {
    let conn = lite(tx)?;
    let before = (conn.head, conn.chain);
    conn.writer.iter_mut().for_each(Writer::begin);
    if let Err(fault) = conn.batch("savepoint act") {
        done.push(job);
        return Err(fault);
    }
    let keep = job.run(tx);
    done.push(job);
    let conn = lite(tx)?;
    if !keep {
        (conn.head, conn.chain) = before;
        conn.batch("rollback to act")?;
        conn.writer.iter_mut().for_each(Writer::roll_back);
    }
    conn.batch("release act")?;
    Ok(true)
}

/// After an error that ended the whole transaction: start from what is on disk.
fn abandon(tx: &mut Tx) {
    if let Ok(conn) = lite(tx) {
        if !conn.db.is_autocommit() {
            let _ = conn.batch("rollback");
        }
        let _ = conn.reload();
    }
}

fn lite(tx: &mut Tx) -> Result<&mut LiteConn, Fault> {
    match &mut tx.conn {
        Conn::Lite(conn) => Ok(conn),
        Conn::Pg(_) => Err(Fault::new("not a SQLite transaction")),
    }
}

fn read_loop(conn: LiteConn, queue: &Queue) {
    let mut tx = Tx::new(Conn::Lite(conn), Scope::System);
    tx.snapshot = true;
    while queue.wait().is_some() {
        // All of them asked before the snapshot begins, so it shows each what he knows of.
        let jobs = queue.share();
        if jobs.is_empty() {
            continue;
        }
        tx.head = None;
        let begun = lite(&mut tx).and_then(|c| c.batch("begin")).map(|()| 0).map_err(|f| f.to_string());
        let started = Instant::now();
        let mut jobs = jobs.into_iter();
        for mut job in jobs.by_ref() {
            if begun.is_ok() {
                job.run(&mut tx);
            }
            job.finish(begun.clone());
            // A long question: others may be quicker with the rest.
            if started.elapsed() > SHARE_BUDGET {
                break;
            }
        }
        queue.put_back(jobs);
        if let Ok(conn) = lite(&mut tx) {
            let _ = conn.batch("rollback");
        }
    }
}
