//! Backup, restore and move: every table of either engine in one format, out of one consistent snapshot.
//!
//! A piece is a table with its columns, then its rows in batches. Events that PostgreSQL has not numbered yet
//! are numbered on the way out, so that an archive knows nothing of engines. Restore wants an empty database
//! of the same schemas and holds every job that was waiting, until an operator lets them go.

use crate::{Row, Scope, Store, Tx, Value, log, sealer, tx::Conn};
use std::sync::Arc;
use tokio::sync::mpsc;
use weilu_vocabulary::{Fault, Faulty};

/// Rows of one table.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Which table.
    pub table: String,
    /// Its columns, in the order of the values.
    pub columns: Arc<[String]>,
    /// Up to a thousand rows.
    pub rows: Vec<Vec<Value>>,
}

pub(crate) const BATCH: usize = 1_000;

/// Tables that belong to the engine and not to what is kept.
const NOT_KEPT: [&str; 3] = ["migration", "event_inbox", "memo_turn"];

impl Store {
    /// Sends every table out of one snapshot. Ends when everything was sent.
    ///
    /// # Errors
    /// When the database fails or nobody receives any longer.
    pub async fn export(&self, out: mpsc::Sender<Batch>) -> Result<(), Fault> {
        self.read_apart(Scope::System, move |tx: &mut Tx| {
            let out = out.clone();
            Box::pin(async move {
                tx.no_time_limit().await?;
                for table in tx.tables().await? {
                    tx.send_table(&table, &out).await?;
                }
                tx.send_unnumbered(&out).await
            })
        })
        .await
    }

    /// How many tables an archive holds, to say how far an export has come.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn table_count(&self) -> Result<usize, Fault> {
        self.read(Scope::System, |tx: &mut Tx| Box::pin(async move { Ok(tx.tables().await?.len()) })).await
    }

    /// Whether nothing but brands' schemas is there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_empty(&self) -> Result<bool, Fault> {
        self.read(Scope::System, |tx: &mut Tx| {
            Box::pin(async move {
                let row: Option<Row> = tx
                    .one(
                        crate::sql!("select (select count(*) from event) + (select count(*) from tenant)"),
                        &[],
                    )
                    .await?;
                Ok(row.map_or(Ok(0), |r| r.first::<i64>())? == 0)
            })
        })
        .await
    }

    /// Writes one batch of an archive. With `hold`, jobs that were waiting are kept back until an operator
    /// lets them go: what was sent before the backup must not be sent again.
    ///
    /// # Errors
    /// When the database fails or has no such table or column.
    pub async fn import(&self, batch: Batch, hold: bool) -> Result<(), Fault> {
        let batch = Arc::new(if hold { hold_jobs(batch) } else { batch });
        self.write(Scope::System, move |tx: &mut Tx| {
            let batch = batch.clone();
            Box::pin(async move {
                match &mut tx.conn {
                    Conn::Lite(conn) => conn.insert_rows(&batch),
                    Conn::Pg(conn) => conn.insert_rows(&batch).await,
                }
            })
        })
        .await
        .map(drop)
    }

    /// Lets the engine read again where its log stands, after an import.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn after_import(&self) -> Result<(), Fault> {
        self.write(Scope::System, |tx: &mut Tx| {
            Box::pin(async move {
                if let Conn::Lite(conn) = &mut tx.conn {
                    conn.reload()?;
                }
                Ok(())
            })
        })
        .await
        .map(drop)
    }

    /// Rows per table, to compare two databases.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn row_counts(&self) -> Result<Vec<(String, i64)>, Fault> {
        self.read(Scope::System, |tx: &mut Tx| {
            Box::pin(async move {
                tx.no_time_limit().await?;
                let mut out = Vec::new();
                for table in tx.tables().await? {
                    let rows = tx.raw_rows(&format!("select count(*) from {table}")).await?;
                    out.push((table, rows.first().map_or(Ok(0), Row::first)?));
                }
                Ok(out)
            })
        })
        .await
    }
}

fn hold_jobs(mut batch: Batch) -> Batch {
    let state = batch.columns.iter().position(|c| c == "state").filter(|_| batch.table == "job");
    if let Some(at) = state {
        for value in batch.rows.iter_mut().filter_map(|row| row.get_mut(at)) {
            if *value == Value::Text("waiting".into()) {
                *value = Value::Text("held".into());
            }
        }
    }
    batch
}

impl Tx {
    async fn no_time_limit(&mut self) -> Result<(), Fault> {
        if let Conn::Pg(conn) = &mut self.conn {
            conn.script("set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0")
                .await?;
        }
        Ok(())
    }

    async fn raw_rows(&mut self, text: &str) -> Result<Vec<Row>, Fault> {
        match &mut self.conn {
            Conn::Lite(conn) => conn.raw_rows(text),
            Conn::Pg(conn) => conn.raw_rows(text).await,
        }
    }

    /// Names of the kept tables, in the order of the alphabet.
    async fn tables(&mut self) -> Result<Vec<String>, Fault> {
        let text = match self.conn {
            Conn::Lite(_) => {
                "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name"
            }
            Conn::Pg(_) => {
                "select tablename::text from pg_tables where schemaname = current_schema() order by tablename"
            }
        };
        let names: Vec<String> =
            self.raw_rows(text).await?.iter().map(Row::first).collect::<Result<_, _>>()?;
        Ok(names.into_iter().filter(|name| !NOT_KEPT.contains(&name.as_str())).collect())
    }

    async fn send_table(&mut self, table: &str, out: &mpsc::Sender<Batch>) -> Result<(), Fault> {
        match &mut self.conn {
            Conn::Lite(conn) => conn.send_table(table, out),
            Conn::Pg(conn) => conn.send_table(table, out).await,
        }
    }

    /// Events that were committed but not yet numbered go out with the next positions.
    async fn send_unnumbered(&mut self, out: &mpsc::Sender<Batch>) -> Result<(), Fault> {
        if let Conn::Lite(_) = self.conn {
            return Ok(());
        }
        let head = self.raw_rows("select pos, chain from event order by pos desc limit 1").await?;
        let (mut pos, mut link) = match head.first() {
            Some(row) => (row.get::<i64>("pos")?, row.get::<Vec<u8>>("chain")?.try_into().unwrap_or([0; 32])),
            None => (0, [0; 32]),
        };
        let waiting = self
            .raw_rows(&format!("select {}, body from event_inbox order by seq", sealer::ENVELOPE))
            .await?;
        let names: Vec<&str> = sealer::ENVELOPE.split(", ").collect();
        let (mut events, mut bodies) = (Vec::new(), Vec::new());
        for row in &waiting {
            pos += 1;
            let envelope = row.values.get(..names.len()).unwrap_or_default();
            link = log::chain(&link, pos, envelope);
            let mut line = vec![Value::Int(pos)];
            line.extend_from_slice(envelope);
            line.push(link.into());
            events.push(line);
            let body: String = row.get("body")?;
            if !body.is_empty() {
                bodies.push(vec![Value::Int(pos), Value::Text(body)]);
            }
        }
        let columns: Vec<&str> = std::iter::once("pos").chain(names).chain(["chain"]).collect();
        send(out, "event", &columns, events).await?;
        send(out, "event_body", &["pos", "body"], bodies).await
    }
}

async fn send(
    out: &mpsc::Sender<Batch>,
    table: &str,
    columns: &[&str],
    rows: Vec<Vec<Value>>,
) -> Result<(), Fault> {
    if rows.is_empty() {
        return Ok(());
    }
    let columns = columns.iter().map(|c| (*c).to_owned()).collect();
    out.send(Batch { table: table.to_owned(), columns, rows }).await.context("nobody takes the rows")
}

/// Refuses names that are not plain words: they are put into statements.
pub(crate) fn plain<'a>(names: impl Iterator<Item = &'a str>) -> Result<(), Fault> {
    for name in names {
        let sound = !name.is_empty()
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !sound {
            return Err(Fault::new(format!("not a name of a table or column: {name}")));
        }
    }
    Ok(())
}
