//! PostgreSQL: a pool of connections, statements that travel together, a sealer that numbers the log.
//!
//! What a transaction queues is sent with the next statement whose answer is needed, or with the commit, so
//! a command costs few round trips. Deadlocks and lost races run the whole work again.

use crate::{
    Batch, Checked, Committed, Retry, Row, Scope, Sql, Tx, Value, Work, archive,
    log::Line,
    many,
    memo::{Memo, Seen, Slices, Turns},
    sealer::Sealer,
    sql,
    tx::Conn,
};
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use futures_util::{FutureExt, StreamExt, future::join_all};
use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio_postgres::{
    NoTls, Statement,
    error::SqlState,
    types::{FromSql, IsNull, ToSql, Type, to_sql_checked},
};
use weilu_vocabulary::{Event, Fault, Faulty};

const POOL_MAX: usize = 16;
/// Connections that work behind may hold at once: a slice of the log takes long, and commands come first.
const BEHIND_MAX: usize = 4;
/// What is done behind and lost with the machine is done again: its place in the log is lost with it. So it waits for no
/// disk; whatever was made of it waited for both.
const BEGIN_BEHIND: &str = "BEGIN; SET LOCAL synchronous_commit = off";
const TRIES: usize = 8;
/// Parameters one statement may carry.
const PARAMS_MAX: usize = 30_000;
/// Statements sent in one go; the future library polls up to thirty in order.
const PIPELINE: usize = 24;

/// The PostgreSQL engine.
pub(crate) struct Pg {
    pool: Pool,
    sealer: Sealer,
    behind: Semaphore,
    rights: Arc<AtomicU64>,
    shared: Arc<Shared>,
}

/// What all connections of a node share.
struct Shared {
    /// As [`crate::Store::rights_epoch`].
    rights: Arc<AtomicU64>,
    /// Tables that are seldom written; none before the schemas are known.
    steady: OnceLock<BTreeSet<&'static str>>,
    memo: Mutex<Memo>,
    slices: Mutex<Slices>,
}

impl Shared {
    fn is_steady(&self, table: &str) -> bool {
        self.steady.get().is_some_and(|steady| steady.contains(table))
    }

    fn memo(&self) -> MutexGuard<'_, Memo> {
        self.memo.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn slices(&self) -> MutexGuard<'_, Slices> {
        self.slices.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pg {
    pub(crate) async fn connect(url: &str, rights: Arc<AtomicU64>) -> Result<Arc<Pg>, Fault> {
        let mut config: tokio_postgres::Config = url.parse().context("reading the database address")?;
        config.options("-c statement_timeout=5000 -c idle_in_transaction_session_timeout=5000 -c jit=off");
        let pool = pool(config.clone(), POOL_MAX)?;
        let probe = pool.get().await.context("connecting to PostgreSQL")?;
        drop(probe);
        let sealer = Sealer::start(self::pool(config, 1)?);
        let (steady, memo, slices) = Default::default();
        let shared = Arc::new(Shared { rights: rights.clone(), steady, memo, slices });
        Ok(Arc::new(Pg { pool, sealer, behind: Semaphore::new(BEHIND_MAX), rights, shared }))
    }

    pub(crate) fn head(&self) -> watch::Receiver<i64> {
        self.sealer.head()
    }

    /// Takes note of the tables that are seldom written; the first time counts.
    pub(crate) fn remember(&self, steady: BTreeSet<&'static str>) {
        let _ = self.shared.steady.set(steady);
    }

    async fn open(&self, scope: Scope, begin: &'static str) -> Result<Tx, Fault> {
        let client = self.pool.get().await.context("taking a connection")?;
        let conn = PgConn {
            client,
            waiting: Vec::new(),
            begin: Some(begin),
            appended: Vec::new(),
            seen: Seen::default(),
            shared: self.shared.clone(),
            turns: None,
            written: BTreeSet::new(),
            trips: 0,
        };
        Ok(Tx::new(Conn::Pg(conn), scope))
    }

    pub(crate) async fn write<T, E, F>(&self, scope: Scope, behind: bool, work: F) -> Result<Committed<T>, E>
    where
        T: Send + 'static,
        E: From<Fault> + Retry + Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T, E> + Send + Sync + 'static,
    {
        let _turn = match behind {
            true => Some(self.behind.acquire().await.context("waiting for a turn")?),
            false => None,
        };
        let begin = if behind { BEGIN_BEHIND } else { "BEGIN" };
        let mut tries = 0;
        loop {
            tries += 1;
            match self.write_once(scope, begin, &work).await {
                Err(error) if error.is_retryable() && tries < TRIES => {}
                other => return other,
            }
        }
    }

    async fn write_once<T, E, F>(
        &self,
        scope: Scope,
        begin: &'static str,
        work: &F,
    ) -> Result<Committed<T>, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T, E> + Send + Sync,
    {
        let mut tx = self.open(scope, begin).await?;
        let result = match std::panic::AssertUnwindSafe(work(&mut tx)).catch_unwind().await {
            Ok(result) => result,
            Err(_) => Err(E::from(Fault::new("the command panicked"))),
        };
        let value = match result {
            Ok(value) => value,
            Err(error) => {
                if tx.take_rights() {
                    // What was read of its own unfinished work must not be trusted any longer.
                    self.rights.fetch_add(1, Ordering::SeqCst);
                }
                pg(&mut tx)?.rollback().await;
                return Err(error);
            }
        };
        let mark = self.sealer.mark();
        let touched = tx.take_rights();
        tx.flush_events()?;
        let conn = pg(&mut tx)?;
        let appended = conn.commit().await?;
        let trips = conn.trips;
        if touched {
            self.rights.fetch_add(1, Ordering::SeqCst);
        }
        // The connection goes back before the wait: the sealer and others may need it.
        drop(tx);
        let pos = match appended {
            Some(seq) => self.sealer.position_of(seq, mark).await,
            None => *self.head().borrow(),
        };
        Ok(Committed { value, pos, trips })
    }

    pub(crate) async fn read<T, E, F>(&self, scope: Scope, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Retry + Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T, E> + Send + Sync + 'static,
    {
        let mut tx = self.open(scope, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        let result = work(&mut tx).await;
        pg(&mut tx)?.rollback().await;
        result
    }

    pub(crate) async fn awaits_numbers(&self) -> Result<bool, Fault> {
        let client = self.pool.get().await.context("taking a connection")?;
        let waiting = client.query_one("select exists (select 1 from event_inbox)", &[]).await;
        waiting.and_then(|row| row.try_get(0)).map_err(|e| fault(&e).context("looking into the inbox"))
    }

    pub(crate) async fn check(&self, sql: &'static Sql) -> Result<Checked, Fault> {
        let client = self.pool.get().await.context("taking a connection")?;
        let statement = client.prepare(&sql.parsed().pg).await.context(sql.text())?;
        if let Some(row) = many::row(sql) {
            let types: Vec<&str> = statement.params().iter().map(|t| t.name()).collect();
            let many = row.text(&types);
            client.prepare(&many).await.context(many.clone())?;
        }
        let kinds = statement.params().iter().chain(statement.columns().iter().map(|c| c.type_()));
        Ok(Checked { kinds: kinds.map(|t| t.name().to_owned()).collect(), ..Checked::default() })
    }
}

fn pool(config: tokio_postgres::Config, size: usize) -> Result<Pool, Fault> {
    let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = Manager::from_config(config, NoTls, recycling);
    Pool::builder(manager).max_size(size).build().context("building the pool")
}

fn pg(tx: &mut Tx) -> Result<&mut PgConn, Fault> {
    match &mut tx.conn {
        Conn::Pg(conn) => Ok(conn),
        Conn::Lite(_) => Err(Fault::new("not a PostgreSQL transaction")),
    }
}

/// A connection inside a transaction, with what waits to be sent.
pub(crate) struct PgConn {
    client: Object,
    waiting: Vec<Asked>,
    begin: Option<&'static str>,
    appended: Vec<Line>,
    /// What it read and did not touch since.
    seen: Seen,
    shared: Arc<Shared>,
    /// The turns of steady tables, as it began or as it got its last lock.
    turns: Option<Arc<Turns>>,
    /// Steady tables it wrote.
    written: BTreeSet<&'static str>,
    trips: u32,
}

/// A statement that is to be sent, and what becomes of its answer.
struct Asked {
    sql: &'static Sql,
    params: Vec<Value>,
    then: Then,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    /// Nobody needs it.
    Dropped,
    /// Somebody asks for it later.
    Seen,
    /// The turns of this transaction.
    Turns,
    /// The rows, or how many were touched, for whoever waits.
    Rows,
    Count,
}

impl Asked {
    fn is_awaited(&self) -> bool {
        matches!(self.then, Then::Rows | Then::Count)
    }
}

/// What travels in one message.
enum Step {
    Word(&'static str),
    Statement(Statement, Asked),
    /// Rows that nobody asks after, by columns.
    Many(Statement, Vec<Vec<Value>>),
}

/// What it brought back.
enum Sent {
    Done,
    Rows(Vec<tokio_postgres::Row>),
    Touched(u64),
}

impl Step {
    async fn run(&self, client: &Object) -> Result<Sent, tokio_postgres::Error> {
        let (statement, asked) = match self {
            Step::Word(word) => return client.batch_execute(word).await.map(|()| Sent::Done),
            Step::Many(statement, columns) => return run_many(client, statement, columns).await,
            Step::Statement(statement, asked) => (statement, asked),
        };
        let params: Vec<PgValue<'_>> = asked.params.iter().map(PgValue).collect();
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|p| p as &(dyn ToSql + Sync)).collect();
        match asked.then {
            Then::Dropped | Then::Count => client.execute(statement, &params).await.map(Sent::Touched),
            Then::Seen | Then::Turns | Then::Rows => client.query(statement, &params).await.map(Sent::Rows),
        }
    }
}

impl PgConn {
    fn note(&mut self, sql: &'static Sql) {
        if let Some(table) = sql.parsed().tables.writes {
            self.unsee();
            if self.shared.is_steady(table) {
                self.written.insert(table);
            }
        }
    }

    /// What was read until now may be another.
    fn unsee(&mut self) {
        self.seen.forget();
        self.waiting.retain(|asked| asked.then != Then::Seen);
    }

    fn wait(&mut self, sql: &'static Sql, params: Vec<Value>, then: Then) {
        self.waiting.push(Asked { sql, params, then });
    }

    pub(crate) fn queue(&mut self, sql: &'static Sql, params: Vec<Value>) {
        self.note(sql);
        self.wait(sql, params, Then::Dropped);
    }

    /// Reads along with the next statement what [`PgConn::once`] will be asked for.
    pub(crate) fn foresee(&mut self, sql: &'static Sql, params: Vec<Value>) {
        self.wait(sql, params, Then::Seen);
    }

    /// Waits for a lock before the next statement. What was read until then may have been written by whoever held it.
    pub(crate) fn lock(&mut self, key: i64) {
        self.unsee();
        self.queue(sql!("select pg_advisory_xact_lock($1)"), vec![Value::Int(key)]);
        self.turns = None;
    }

    /// Grows when somebody's rights or words went.
    pub(crate) fn epoch(&self) -> i64 {
        i64::try_from(self.shared.rights.load(Ordering::SeqCst)).unwrap_or(i64::MAX)
    }

    pub(crate) fn slice(&self, pos: i64, limit: i64) -> Option<Arc<[Event]>> {
        self.shared.slices().get((pos, limit, [self.epoch(), 0]))
    }

    /// Keeps a slice that was read when the epoch was this; not the empty one at the end of the log.
    pub(crate) fn keep_slice(&self, pos: i64, limit: i64, epoch: i64, events: &Arc<[Event]>) {
        if !events.is_empty() {
            self.shared.slices().keep((pos, limit, [epoch, 0]), events);
        }
    }

    pub(crate) fn append(&mut self, line: Line) {
        self.appended.push(line);
    }

    pub(crate) async fn all(&mut self, sql: &'static Sql, params: Vec<Value>) -> Result<Vec<Row>, Fault> {
        self.note(sql);
        self.wait(sql, params, Then::Rows);
        match self.send(None).await? {
            Sent::Rows(rows) => decoded(&rows),
            Sent::Done | Sent::Touched(_) => Ok(Vec::new()),
        }
    }

    /// As [`PgConn::all`]; what was foreseen or read before is not read again before something is written.
    pub(crate) async fn once(&mut self, sql: &'static Sql, params: Vec<Value>) -> Result<Vec<Row>, Fault> {
        if self.waiting.iter().any(|asked| asked.then == Then::Seen && std::ptr::eq(asked.sql, sql)) {
            self.send(None).await?;
        }
        if let Some(rows) = self.seen.get(sql, &params) {
            return Ok(rows);
        }
        let rows = self.all(sql, params.clone()).await?;
        self.seen.keep(sql, params, rows.clone());
        Ok(rows)
    }

    /// As [`PgConn::all`], from memory while the tables have the turn of the reading; what this transaction wrote
    /// itself is read.
    pub(crate) async fn memo(&mut self, sql: &'static Sql, params: Vec<Value>) -> Result<Vec<Row>, Fault> {
        if self.turns.is_none() {
            self.send(None).await?;
        }
        let known = |table: &&str| self.shared.is_steady(table) && !self.written.contains(table);
        let turns = self.turns.clone().filter(|_| sql.parsed().tables.reads.iter().all(known));
        let Some(turns) = turns else { return self.all(sql, params).await };
        if let Some(rows) = self.shared.memo().get(sql, &params, &turns) {
            return Ok(rows);
        }
        let rows = self.all(sql, params.clone()).await?;
        self.shared.memo().keep(sql, &params, &rows, &turns);
        Ok(rows)
    }

    pub(crate) async fn exec(&mut self, sql: &'static Sql, params: Vec<Value>) -> Result<u64, Fault> {
        self.note(sql);
        self.wait(sql, params, Then::Count);
        match self.send(None).await? {
            Sent::Touched(n) => Ok(n),
            Sent::Done | Sent::Rows(_) => Ok(0),
        }
    }

    /// Sends what waits, and the closing word, in one round trip; the answer is that of the statement somebody waits for.
    async fn send(&mut self, close: Option<&'static str>) -> Result<Sent, Fault> {
        let mut steps: Vec<Step> = self.begin.take().map(Step::Word).into_iter().collect();
        if close.is_none() && self.turns.is_none() && self.shared.steady.get().is_some() {
            // Behind the locks that wait, so that they are of the moment in which these are held.
            let behind = self.waiting.len() - usize::from(self.waiting.last().is_some_and(Asked::is_awaited));
            let turns = Asked { sql: all_turns(), params: Vec::new(), then: Then::Turns };
            self.waiting.insert(behind, turns);
        }
        let mut waiting = std::mem::take(&mut self.waiting);
        while !waiting.is_empty() {
            let rest = waiting.split_off(together(&waiting));
            steps.push(self.step(waiting).await?);
            waiting = rest;
        }
        steps.extend(close.map(Step::Word));
        let mut found = Sent::Done;
        let mut steps = steps.into_iter().peekable();
        while steps.peek().is_some() {
            let now: Vec<Step> = steps.by_ref().take(PIPELINE).collect();
            self.trips += 1;
            let answers = join_all(now.iter().map(|step| step.run(&self.client))).await;
            for (step, answer) in now.into_iter().zip(answers) {
                let answer = answer.map_err(|e| fault(&e))?;
                if let Step::Statement(_, asked) = step
                    && let Some(answer) = self.take_in(asked, answer)?
                {
                    found = answer;
                }
            }
        }
        Ok(found)
    }

    /// What was asked with one statement, one or many.
    async fn step(&self, mut asked: Vec<Asked>) -> Result<Step, Fault> {
        let Some(first) = asked.first() else { return Err(Fault::new("nothing is asked")) };
        let statement = prepared(&self.client, first.sql).await?;
        let Some(row) = many::row(first.sql).filter(|_| asked.len() > 1) else {
            return Ok(Step::Statement(statement, asked.remove(0)));
        };
        let types: Vec<&str> = statement.params().iter().map(|t| t.name()).collect();
        let text = first.sql.parsed().many.get_or_init(|| row.text(&types));
        let statement =
            self.client.prepare_cached(text).await.map_err(|e| fault(&e).context(text.clone()))?;
        let mut columns: Vec<Vec<Value>> = vec![Vec::with_capacity(asked.len()); types.len()];
        for one in asked {
            columns.iter_mut().zip(one.params).for_each(|(column, value)| column.push(value));
        }
        Ok(Step::Many(statement, columns))
    }

    /// Puts an answer where it belongs; gives back the one that is waited for.
    fn take_in(&mut self, asked: Asked, answer: Sent) -> Result<Option<Sent>, Fault> {
        match (asked.then, answer) {
            (Then::Rows | Then::Count, answer) => return Ok(Some(answer)),
            (Then::Turns, Sent::Rows(rows)) => self.turns = Some(Arc::new(read_turns(&rows)?)),
            (Then::Seen, Sent::Rows(rows)) => self.seen.keep(asked.sql, asked.params, decoded(&rows)?),
            _ => {}
        }
        Ok(None)
    }

    /// Commits; returns the sequence number of the last event.
    async fn commit(&mut self) -> Result<Option<i64>, Fault> {
        let lines = std::mem::take(&mut self.appended);
        if self.begin.is_some() && self.waiting.is_empty() && lines.is_empty() {
            return Ok(None);
        }
        // Last, and everywhere in the same order, so that nobody waits for anything while he holds one.
        for table in std::mem::take(&mut self.written) {
            self.wait(
                sql!("insert into memo_turn (name, turn) values ($1, 1) on conflict (name) do update set turn = memo_turn.turn + 1"),
                vec![table.into()],
                Then::Dropped,
            );
        }
        let last = lines.len();
        for (n, line) in (1..).zip(lines) {
            let (sql, params) = inbox(line);
            self.wait(sql, params, if n == last { Then::Rows } else { Then::Dropped });
        }
        match self.send(Some("COMMIT")).await? {
            Sent::Rows(rows) => decoded(&rows)?.last().map(Row::first).transpose(),
            Sent::Done | Sent::Touched(_) => Ok(None),
        }
    }

    async fn rollback(&mut self) {
        self.waiting.clear();
        if self.begin.is_none() {
            // A connection that cannot even roll back is thrown away by the pool.
            let _ = self.client.batch_execute("ROLLBACK").await;
        }
    }

    /// Rows of a statement made at run time, for archives only.
    pub(crate) async fn raw_rows(&mut self, text: &str) -> Result<Vec<Row>, Fault> {
        self.send(None).await?;
        let rows = self.client.query(text, &[]).await.map_err(|e| fault(&e).context(text.to_owned()))?;
        decoded(&rows)
    }

    /// Sends a table in batches.
    pub(crate) async fn send_table(&mut self, table: &str, out: &mpsc::Sender<Batch>) -> Result<(), Fault> {
        archive::plain([table].into_iter())?;
        self.send(None).await?;
        let none: [&(dyn ToSql + Sync); 0] = [];
        let rows =
            self.client.query_raw(&format!("select * from {table}"), none).await.map_err(|e| fault(&e))?;
        let mut rows = std::pin::pin!(rows.chunks(archive::BATCH));
        while let Some(chunk) = rows.next().await {
            let chunk: Vec<_> = chunk.into_iter().collect::<Result<_, _>>().map_err(|e| fault(&e))?;
            let chunk = decoded(&chunk)?;
            let Some(columns) = chunk.first().map(|r| r.columns.clone()) else { continue };
            let rows = chunk.into_iter().map(|r| r.values).collect();
            let piece = Batch { table: table.to_owned(), columns, rows };
            out.send(piece).await.context("nobody takes the rows")?;
        }
        Ok(())
    }

    /// Writes rows of an archive, many to a statement.
    pub(crate) async fn insert_rows(&mut self, batch: &Batch) -> Result<(), Fault> {
        archive::plain(
            std::iter::once(batch.table.as_str()).chain(batch.columns.iter().map(String::as_str)),
        )?;
        self.send(None).await?;
        let steady = self.shared.steady.get().and_then(|steady| steady.get(batch.table.as_str()).copied());
        self.written.extend(steady);
        let width = batch.columns.len().max(1);
        for rows in batch.rows.chunks(PARAMS_MAX / width) {
            let line = |n: usize| {
                let places: Vec<String> = (1..=width).map(|at| format!("${}", n * width + at)).collect();
                format!("({})", places.join(", "))
            };
            let lines: Vec<String> = (0..rows.len()).map(line).collect();
            let text = format!(
                "insert into {} ({}) values {}",
                batch.table,
                batch.columns.join(", "),
                lines.join(", ")
            );
            let params: Vec<PgValue<'_>> = rows.iter().flatten().map(PgValue).collect();
            let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|p| p as &(dyn ToSql + Sync)).collect();
            self.client.execute(&text, &params).await.map_err(|e| fault(&e).context(batch.table.clone()))?;
        }
        Ok(())
    }

    /// Runs statements of a migration.
    pub(crate) async fn script(&mut self, text: &str) -> Result<(), Fault> {
        self.send(None).await?;
        self.client.batch_execute(text).await.map_err(|e| fault(&e).context("migrating"))
    }
}

fn all_turns() -> &'static Sql {
    sql!("select name, turn from memo_turn")
}

fn read_turns(rows: &[tokio_postgres::Row]) -> Result<Turns, Fault> {
    let mut turns = Turns::default();
    for told in decoded(rows)? {
        turns.set(&told.get::<String>("name")?, told.get("turn")?);
    }
    Ok(turns)
}

/// Puts an event into the inbox.
fn inbox(line: Line) -> (&'static Sql, Vec<Value>) {
    let sql = sql!(
        "insert into event_inbox (at, recorded_at, origin, tenant, kind, actor, on_behalf_of, object_kind, object, refs, space, branch, value, channel, cause, version, body_hash, body)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) returning seq"
    );
    let mut values = line.values;
    values.push(line.body.into());
    (sql, values)
}

/// How many of those that wait, from the first on, are rows for one statement.
fn together(waiting: &[Asked]) -> usize {
    let Some(first) = waiting.first() else { return 0 };
    let Some(row) = many::row(first.sql).filter(|_| first.then == Then::Dropped) else { return 1 };
    let alike = |one: &&Asked| std::ptr::eq(one.sql, first.sql) && one.then == Then::Dropped;
    row.fit(waiting.iter().take_while(alike).map(|one| one.params.as_slice())).max(1)
}

async fn run_many(
    client: &Object,
    statement: &Statement,
    columns: &[Vec<Value>],
) -> Result<Sent, tokio_postgres::Error> {
    let arrays: Vec<Vec<PgValue<'_>>> = columns.iter().map(|c| c.iter().map(PgValue).collect()).collect();
    let params: Vec<&(dyn ToSql + Sync)> = arrays.iter().map(|a| a as &(dyn ToSql + Sync)).collect();
    client.execute(statement, &params).await.map(Sent::Touched)
}

async fn prepared(client: &Object, sql: &'static Sql) -> Result<Statement, Fault> {
    client.prepare_cached(&sql.parsed().pg).await.map_err(|e| fault(&e).context(sql.text()))
}

pub(crate) fn fault(error: &tokio_postgres::Error) -> Fault {
    let again = [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED];
    let text = match error.as_db_error() {
        Some(db) => format!("{} ({})", db.message(), db.code().code()),
        None => error.to_string(),
    };
    match error.code() {
        Some(code) if again.contains(code) => Fault::retryable(text),
        _ => Fault::new(text),
    }
}

#[derive(Debug)]
struct PgValue<'a>(&'a Value);

impl ToSql for PgValue<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut tokio_postgres::types::private::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self.0 {
            // SQLite keeps truth as 0 and 1; an archive of it is read here.
            Value::Int(v) if *ty == Type::BOOL => (*v != 0).to_sql(ty, out),
            Value::Int(v) => v.to_sql(ty, out),
            Value::Text(v) if v.contains('\0') => v.replace('\0', "").to_sql(ty, out),
            Value::Text(v) => v.to_sql(ty, out),
            Value::Bytes(v) => v.to_sql(ty, out),
            Value::Bool(v) => v.to_sql(ty, out),
            Value::Null => Ok(IsNull::Yes),
        }
    }

    fn accepts(ty: &Type) -> bool {
        [Type::INT8, Type::TEXT, Type::BYTEA, Type::BOOL].contains(ty)
    }

    to_sql_checked!();
}

fn decoded(rows: &[tokio_postgres::Row]) -> Result<Vec<Row>, Fault> {
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let columns: Arc<[String]> = first.columns().iter().map(|c| c.name().to_owned()).collect();
    let values = |row| (0..columns.len()).map(|at| cell(row, at)).collect::<Result<_, _>>();
    rows.iter().map(|row| Ok(Row { columns: columns.clone(), values: values(row)? })).collect()
}

fn cell(row: &tokio_postgres::Row, at: usize) -> Result<Value, Fault> {
    fn get<'a, T: FromSql<'a>>(row: &'a tokio_postgres::Row, at: usize) -> Result<Option<T>, Fault> {
        row.try_get(at).context("reading a value")
    }
    let ty = row.columns().get(at).map_or(&Type::UNKNOWN, |c| c.type_());
    let value = match *ty {
        Type::INT8 => get::<i64>(row, at)?.map(Value::Int),
        Type::INT4 => get::<i32>(row, at)?.map(Value::from),
        Type::TEXT => get::<String>(row, at)?.map(Value::Text),
        Type::BYTEA => get::<Vec<u8>>(row, at)?.map(Value::Bytes),
        Type::BOOL => get::<bool>(row, at)?.map(Value::Bool),
        Type::VOID => None,
        _ => return Err(Fault::new(format!("column of kind {ty} where five kinds are allowed"))),
    };
    Ok(value.unwrap_or(Value::Null))
}
