//! PostgreSQL: a pool of connections, statements that travel together, a sealer that numbers the log.
//!
//! What a transaction queues is sent with the next statement whose answer is needed, or with the commit, so
//! a command costs few round trips. Deadlocks and lost races run the whole work again.

use crate::{
    Batch, Checked, Committed, Retry, Row, Scope, Sql, Tx, Value, Work, archive,
    log::Line,
    memo::{Memo, Turns},
    sealer::Sealer,
    sql,
    tx::Conn,
};
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use futures_util::{FutureExt, StreamExt, future::join_all};
use std::{
    collections::BTreeSet,
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::sync::{mpsc, watch};
use tokio_postgres::{
    NoTls, Statement,
    error::SqlState,
    types::{FromSql, IsNull, ToSql, Type, to_sql_checked},
};
use weilu_vocabulary::{Fault, Faulty};

const POOL_MAX: usize = 16;
const TRIES: usize = 8;
/// Parameters one statement may carry.
const PARAMS_MAX: usize = 30_000;
/// Statements sent in one go; the future library polls up to thirty in order.
const PIPELINE: usize = 24;

/// The PostgreSQL engine.
pub(crate) struct Pg {
    pool: Pool,
    sealer: Sealer,
    rights: Arc<AtomicU64>,
    shared: Arc<Shared>,
}

/// What all connections of a node share.
#[derive(Default)]
struct Shared {
    /// Tables that are seldom written; none before the schemas are known.
    steady: OnceLock<BTreeSet<&'static str>>,
    memo: Mutex<Memo>,
}

impl Shared {
    fn is_steady(&self, table: &str) -> bool {
        self.steady.get().is_some_and(|steady| steady.contains(table))
    }

    fn memo(&self) -> MutexGuard<'_, Memo> {
        self.memo.lock().unwrap_or_else(PoisonError::into_inner)
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
        Ok(Arc::new(Pg { pool, sealer, rights, shared: Arc::default() }))
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
            shared: self.shared.clone(),
            turns: None,
            written: BTreeSet::new(),
            trips: 0,
        };
        Ok(Tx::new(Conn::Pg(conn), scope))
    }

    pub(crate) async fn write<T, E, F>(&self, scope: Scope, work: F) -> Result<Committed<T>, E>
    where
        T: Send + 'static,
        E: From<Fault> + Retry + Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T, E> + Send + Sync + 'static,
    {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.write_once(scope, &work).await {
                Err(error) if error.is_retryable() && tries < TRIES => {}
                other => return other,
            }
        }
    }

    async fn write_once<T, E, F>(&self, scope: Scope, work: &F) -> Result<Committed<T>, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T, E> + Send + Sync,
    {
        let mut tx = self.open(scope, "BEGIN").await?;
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
    waiting: Vec<(&'static Sql, Vec<Value>)>,
    begin: Option<&'static str>,
    appended: Vec<Line>,
    shared: Arc<Shared>,
    /// The turns of steady tables, as it began or as it got its last lock.
    turns: Option<Arc<Turns>>,
    /// Steady tables it wrote.
    written: BTreeSet<&'static str>,
    trips: u32,
}

type Answer<'a> = Pin<Box<dyn Future<Output = Result<Sent, tokio_postgres::Error>> + Send + 'a>>;

/// What one travelling statement brought back.
enum Sent {
    Done,
    Rows(Vec<tokio_postgres::Row>),
    Touched(u64),
}

impl PgConn {
    fn note(&mut self, sql: &'static Sql) {
        let writes = sql.parsed().tables.writes.filter(|table| self.shared.is_steady(table));
        self.written.extend(writes);
    }

    pub(crate) fn queue(&mut self, sql: &'static Sql, params: Vec<Value>) {
        self.note(sql);
        self.waiting.push((sql, params));
    }

    /// Waits for a lock before the next statement. What was read until then may have been written by whoever held it.
    pub(crate) fn lock(&mut self, key: i64) {
        self.queue(sql!("select pg_advisory_xact_lock($1)"), vec![Value::Int(key)]);
        self.turns = None;
    }

    pub(crate) fn append(&mut self, line: Line) {
        self.appended.push(line);
    }

    pub(crate) async fn all(&mut self, sql: &'static Sql, params: Vec<Value>) -> Result<Vec<Row>, Fault> {
        self.note(sql);
        match self.send(Some((sql, params, true)), None).await? {
            Sent::Rows(rows) => rows.iter().map(row).collect(),
            Sent::Done | Sent::Touched(_) => Ok(Vec::new()),
        }
    }

    /// As [`PgConn::all`], from memory while the tables have the turn of the reading; what this transaction wrote
    /// itself is read.
    pub(crate) async fn memo(&mut self, sql: &'static Sql, params: Vec<Value>) -> Result<Vec<Row>, Fault> {
        if self.turns.is_none() {
            self.send(None, None).await?;
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
        match self.send(Some((sql, params, false)), None).await? {
            Sent::Touched(n) => Ok(n),
            Sent::Done | Sent::Rows(_) => Ok(0),
        }
    }

    /// Sends what waits, then the last statement or the closing word, in one round trip.
    async fn send(
        &mut self,
        last: Option<(&'static Sql, Vec<Value>, bool)>,
        close: Option<&'static str>,
    ) -> Result<Sent, Fault> {
        let waiting = std::mem::take(&mut self.waiting);
        let begin = self.begin.take();
        let client = &self.client;
        let asks_turns = close.is_none() && self.turns.is_none() && self.shared.steady.get().is_some();
        let turns = if asks_turns { Some(prepared(client, all_turns()).await?) } else { None };
        // Behind the locks that wait, so that they are of the moment in which these are held.
        let turns_at = usize::from(begin.is_some()) + waiting.len();
        let mut ready = Vec::with_capacity(waiting.len() + 1);
        for (sql, params) in waiting {
            ready.push((prepared(client, sql).await?, params, false));
        }
        if let Some((sql, params, rows)) = last {
            ready.push((prepared(client, sql).await?, params, rows));
        }
        let mut answers: Vec<Answer<'_>> = Vec::with_capacity(ready.len() + 2);
        if ready.is_empty() && begin.is_none() && close.is_none() && turns.is_none() {
            return Ok(Sent::Done);
        }
        if let Some(begin) = begin {
            answers.push(Box::pin(client.batch_execute(begin).map(|r| r.map(|()| Sent::Done))));
        }
        for (statement, params, rows) in &ready {
            answers.push(Box::pin(run(client, statement, params, *rows)));
        }
        if let Some(turns) = &turns {
            answers.insert(turns_at, Box::pin(run(client, turns, &[], true)));
        }
        if let Some(close) = close {
            answers.push(Box::pin(client.batch_execute(close).map(|r| r.map(|()| Sent::Done))));
        }
        let wanted = answers.len().saturating_sub(1 + usize::from(close.is_some() && answers.len() > 1));
        let (mut at, mut found, mut told) = (0, Sent::Done, None);
        while !answers.is_empty() {
            let now: Vec<Answer<'_>> = answers.drain(..answers.len().min(PIPELINE)).collect();
            self.trips += 1;
            for answer in join_all(now).await {
                let answer = answer.map_err(|e| fault(&e))?;
                match answer {
                    Sent::Rows(rows) if at == turns_at && turns.is_some() => told = Some(rows),
                    answer if at == wanted => found = answer,
                    _ => {}
                }
                at += 1;
            }
        }
        drop(answers);
        if let Some(rows) = told {
            self.turns = Some(Arc::new(read_turns(&rows)?));
        }
        Ok(found)
    }

    /// Commits; returns the sequence number of the last event.
    async fn commit(&mut self) -> Result<Option<i64>, Fault> {
        let lines = std::mem::take(&mut self.appended);
        if self.begin.is_some() && self.waiting.is_empty() && lines.is_empty() {
            return Ok(None);
        }
        // Last, and everywhere in the same order, so that nobody waits for anything while he holds one.
        for table in std::mem::take(&mut self.written) {
            self.waiting.push((
                sql!("insert into memo_turn (name, turn) values ($1, 1) on conflict (name) do update set turn = memo_turn.turn + 1"),
                vec![table.into()],
            ));
        }
        let last = (!lines.is_empty()).then(|| inbox(lines)).map(|(sql, params)| (sql, params, true));
        let counted = last.is_some();
        let sent = self.send(last, Some("COMMIT")).await?;
        match sent {
            Sent::Rows(rows) if counted => rows.last().map(row).transpose()?.map(|r| r.first()).transpose(),
            Sent::Done | Sent::Rows(_) | Sent::Touched(_) => Ok(None),
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
        self.send(None, None).await?;
        let rows = self.client.query(text, &[]).await.map_err(|e| fault(&e).context(text.to_owned()))?;
        rows.iter().map(row).collect()
    }

    /// Sends a table in batches.
    pub(crate) async fn send_table(&mut self, table: &str, out: &mpsc::Sender<Batch>) -> Result<(), Fault> {
        archive::plain([table].into_iter())?;
        self.send(None, None).await?;
        let none: [&(dyn ToSql + Sync); 0] = [];
        let rows =
            self.client.query_raw(&format!("select * from {table}"), none).await.map_err(|e| fault(&e))?;
        let mut rows = std::pin::pin!(rows.chunks(archive::BATCH));
        while let Some(chunk) = rows.next().await {
            let chunk =
                chunk.into_iter().map(|r| row(&r.map_err(|e| fault(&e))?)).collect::<Result<Vec<_>, _>>()?;
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
        self.send(None, None).await?;
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
        self.send(None, None).await?;
        self.client.batch_execute(text).await.map_err(|e| fault(&e).context("migrating"))
    }
}

fn all_turns() -> &'static Sql {
    sql!("select name, turn from memo_turn")
}

fn read_turns(rows: &[tokio_postgres::Row]) -> Result<Turns, Fault> {
    let mut turns = Turns::default();
    for told in rows {
        let told = row(told)?;
        turns.set(&told.get::<String>("name")?, told.get("turn")?);
    }
    Ok(turns)
}

/// One statement that puts all events of a transaction into the inbox: the columns travel as JSON arrays
/// would, but typed, through one row per event.
fn inbox(lines: Vec<Line>) -> (&'static Sql, Vec<Value>) {
    let rows: Vec<serde_json::Value> = lines
        .into_iter()
        .map(|line| {
            let hash: String = line.body_hash.iter().map(|b| format!("{b:02x}")).collect();
            let plain = line.values.iter().take(16).map(json).collect::<Vec<_>>();
            serde_json::json!({ "v": plain, "h": hash, "b": line.body })
        })
        .collect();
    let sql = sql!(
        "insert into event_inbox (at, recorded_at, origin, tenant, kind, actor, on_behalf_of, object_kind, object, refs, space, branch, value, channel, cause, version, body_hash, body)
         select (e->'v'->>0)::bigint, (e->'v'->>1)::bigint, e->'v'->>2, (e->'v'->>3)::bigint, e->'v'->>4, (e->'v'->>5)::bigint, (e->'v'->>6)::bigint, e->'v'->>7, (e->'v'->>8)::bigint, e->'v'->>9, (e->'v'->>10)::bigint, (e->'v'->>11)::bigint, (e->'v'->>12)::bigint, e->'v'->>13, e->'v'->>14, (e->'v'->>15)::bigint, decode(e->>'h', 'hex'), e->>'b'
         from jsonb_array_elements(($1::text)::jsonb) with ordinality as x (e, n) order by n returning seq"
    );
    (sql, vec![Value::Text(serde_json::Value::Array(rows).to_string())])
}

fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Int(v) => (*v).into(),
        Value::Text(v) => v.replace('\0', "").into(),
        Value::Bool(v) => (*v).into(),
        Value::Bytes(_) | Value::Null => serde_json::Value::Null,
    }
}

async fn prepared(client: &Object, sql: &'static Sql) -> Result<Statement, Fault> {
    client.prepare_cached(&sql.parsed().pg).await.map_err(|e| fault(&e).context(sql.text()))
}

async fn run(
    client: &Object,
    statement: &Statement,
    params: &[Value],
    rows: bool,
) -> Result<Sent, tokio_postgres::Error> {
    let params: Vec<PgValue<'_>> = params.iter().map(PgValue).collect();
    let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|p| p as &(dyn ToSql + Sync)).collect();
    if rows {
        client.query(statement, &params).await.map(Sent::Rows)
    } else {
        client.execute(statement, &params).await.map(Sent::Touched)
    }
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

fn row(row: &tokio_postgres::Row) -> Result<Row, Fault> {
    let columns: Arc<[String]> = row.columns().iter().map(|c| c.name().to_owned()).collect();
    let values = (0..columns.len()).map(|at| cell(row, at)).collect::<Result<_, _>>()?;
    Ok(Row { columns, values })
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
