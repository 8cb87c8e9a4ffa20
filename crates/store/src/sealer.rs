//! Numbers committed events on PostgreSQL without gaps.
//!
//! A sequence drawn inside a transaction can be overtaken by a later one that commits first, so a reader by
//! "greater than last" would skip events. Committed events therefore wait in `event_inbox` until the sealer moves
//! them to `event`, with `pos` and chain: whatever is not yet visible to it gets a later place. One sealer works at
//! a time: an advisory lock.
//!
//! What follows from something stands behind it. A transaction puts its events into the inbox as its last statement,
//! when it holds every lock it will hold; so one that began, or got a lock, after another's commit draws later
//! numbers, and whoever sees its lines sees those of the other.

use crate::{Value, log::chain, pg::fault};
use deadpool_postgres::{Object, Pool};
use futures_util::future::{try_join, try_join_all, try_join4};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{Notify, watch},
    task::JoinHandle,
    time::{sleep, timeout},
};
use tokio_postgres::{Row, Statement, types::ToSql};
use weilu_vocabulary::{Fault, Faulty};

const LOCK: i64 = 0x7765_696c_7501;
const BATCH: i64 = 2_000;
const REMEMBERED: usize = 20_000;
/// Events after which the inbox is swept: what was taken out of it would be walked over with every look into it.
const SWEEP: i64 = 5_000;
/// How long it rests after it numbered some: ten at once cost little more than one.
const REST: Duration = Duration::from_millis(2);
const IDLE: Duration = Duration::from_millis(50);
const WAIT_FOR_POS: Duration = Duration::from_millis(500);

pub(crate) const INBOX: &str = "create table if not exists event_inbox (
  seq bigint generated always as identity primary key,
  at bigint not null, recorded_at bigint not null, origin text not null, tenant bigint not null, kind text not null,
  actor bigint, on_behalf_of bigint, object_kind text, object bigint, refs text not null, space bigint, branch bigint,
  value bigint, channel text not null, cause text not null, version bigint not null, body_hash bytea not null, body text not null);
do $$ begin
  if exists (select 1 from information_schema.columns where table_schema = current_schema() and table_name = 'event_inbox' and column_name = 'xid') then
    alter table event_inbox drop column xid;
  end if;
end $$";

/// The running sealer.
pub(crate) struct Sealer {
    bell: Arc<Notify>,
    head: watch::Receiver<i64>,
    sealed: Arc<Mutex<BTreeMap<i64, i64>>>,
    task: JoinHandle<()>,
}

impl Sealer {
    #[expect(clippy::disallowed_methods, reason = "the sealer is part of the engine and ends with it")]
    pub(crate) fn start(pool: Pool) -> Sealer {
        let bell = Arc::new(Notify::new());
        let sealed = Arc::new(Mutex::new(BTreeMap::new()));
        let (told, head) = watch::channel(0);
        let task = tokio::spawn(run(pool, bell.clone(), told, sealed.clone()));
        Sealer { bell, head, sealed, task }
    }

    pub(crate) fn head(&self) -> watch::Receiver<i64> {
        self.head.clone()
    }

    /// A place to begin waiting from, taken before the commit.
    pub(crate) fn mark(&self) -> watch::Receiver<i64> {
        self.head.clone()
    }

    /// Waits until an event of ours is numbered; after half a second the head must do.
    pub(crate) async fn position_of(&self, seq: i64, mut mark: watch::Receiver<i64>) -> i64 {
        self.bell.notify_one();
        let wait = async {
            loop {
                let known = self.sealed.lock().unwrap_or_else(PoisonError::into_inner).get(&seq).copied();
                if let Some(pos) = known {
                    return pos;
                }
                if mark.changed().await.is_err() {
                    return *self.head.borrow();
                }
            }
        };
        timeout(WAIT_FOR_POS, wait).await.unwrap_or_else(|_| *self.head.borrow())
    }
}

impl Drop for Sealer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn run(
    pool: Pool,
    bell: Arc<Notify>,
    told: watch::Sender<i64>,
    sealed: Arc<Mutex<BTreeMap<i64, i64>>>,
) {
    let mut since_sweep = 0;
    loop {
        match seal(&pool, &sealed).await {
            Ok((head, moved)) => {
                told.send_if_modified(|known| std::mem::replace(known, head) != head);
                since_sweep += moved;
                if since_sweep >= SWEEP {
                    since_sweep = 0;
                    sweep(&pool).await;
                }
                if moved == BATCH {
                    continue;
                }
                if moved > 0 {
                    sleep(REST).await;
                }
            }
            // Before the first migration there is no log yet.
            Err(fault) => tracing::debug!(%fault, "the log was not sealed"),
        }
        let _ = timeout(IDLE, bell.notified()).await;
    }
}

async fn sweep(pool: &Pool) {
    let swept = match pool.get().await {
        Ok(client) => {
            client.batch_execute("vacuum (truncate false, skip_locked, index_cleanup on) event_inbox").await
        }
        Err(_) => return,
    };
    if let Err(error) = swept {
        tracing::debug!(%error, "the inbox was not swept");
    }
}

async fn seal(pool: &Pool, sealed: &Mutex<BTreeMap<i64, i64>>) -> Result<(i64, i64), Fault> {
    let client = pool.get().await.context("taking a connection")?;
    let done = seal_some(&client, sealed).await;
    if done.is_err() {
        // A connection that cannot even roll back is thrown away by the pool.
        let _ = client.batch_execute("ROLLBACK").await;
    }
    done
}

/// The head of the log, and how many events got a place: two round trips, or one where nothing waits.
async fn seal_some(client: &Object, sealed: &Mutex<BTreeMap<i64, i64>>) -> Result<(i64, i64), Fault> {
    let statements = [TRY_LOCK, LAST, WAITING, MOVE].map(|text| client.prepare_cached(text));
    let [lock, last, waiting, moving] =
        <[Statement; 4]>::try_from(try_join_all(statements).await.map_err(|e| fault(&e))?)
            .map_err(|_| Fault::new("four statements"))?;
    let (_, locked, before, rows) = try_join4(
        client.batch_execute("BEGIN"),
        client.query_one(&lock, &[&LOCK]),
        client.query_opt(&last, &[]),
        client.query(&waiting, &[&BATCH]),
    )
    .await
    .map_err(|e| fault(&e))?;
    let (head, link) = match before {
        Some(row) => {
            (row.try_get::<_, i64>(0).context("head")?, row.try_get::<_, Vec<u8>>(1).context("chain")?)
        }
        None => (0, vec![0; 32]),
    };
    if rows.is_empty() || !locked.try_get::<_, bool>(0).context("lock")? {
        client.batch_execute("ROLLBACK").await.map_err(|e| fault(&e))?;
        return Ok((head, 0));
    }
    let numbered = number(&rows, head, link.try_into().unwrap_or([0; 32]))?;
    let (seqs, poss, chains) = &numbered;
    let params: [&(dyn ToSql + Sync); 3] = [seqs, poss, chains];
    let moved = try_join(client.execute(&moving, &params), client.batch_execute("COMMIT")).await;
    moved.map_err(|e| fault(&e).context("sealing"))?;
    remember(sealed, seqs, poss);
    Ok((poss.last().copied().unwrap_or(head), i64::try_from(seqs.len()).unwrap_or(0)))
}

macro_rules! envelope {
    () => {
        "at, recorded_at, origin, tenant, kind, actor, on_behalf_of, object_kind, object, refs, space, branch, value, channel, cause, version, body_hash"
    };
}

/// Columns of the envelope, in the order the chain covers them.
pub(crate) const ENVELOPE: &str = envelope!();

const TRY_LOCK: &str = "select pg_try_advisory_xact_lock($1)";
const LAST: &str = "select pos, chain from event order by pos desc limit 1";
const WAITING: &str = concat!("select seq, ", envelope!(), " from event_inbox order by seq limit $1");
const MOVE: &str = concat!(
    "with taken as (delete from event_inbox i using unnest($1::bigint[], $2::bigint[], $3::bytea[]) as n (seq, pos, chain) where i.seq = n.seq returning i.*, n.pos, n.chain),
     bodies as (insert into event_body (pos, body) select pos, body from taken where body <> '' order by pos)
     insert into event (pos, chain, ",
    envelope!(),
    ") select pos, chain, ",
    envelope!(),
    " from taken order by pos"
);

type Numbered = (Vec<i64>, Vec<i64>, Vec<Vec<u8>>);

fn number(rows: &[Row], mut pos: i64, mut link: [u8; 32]) -> Result<Numbered, Fault> {
    let (mut seqs, mut poss, mut chains) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        pos += 1;
        link = chain(&link, pos, &envelope(row)?);
        seqs.push(row.try_get(0).context("seq")?);
        poss.push(pos);
        chains.push(link.to_vec());
    }
    Ok((seqs, poss, chains))
}

/// The envelope's values in the order SQLite writes them, so that both chains are made alike.
fn envelope(row: &Row) -> Result<Vec<Value>, Fault> {
    let int = |at: usize| row.try_get::<_, Option<i64>>(at).map(Value::from).context("envelope");
    let text = |at: usize| row.try_get::<_, Option<String>>(at).map(Value::from).context("envelope");
    let hash = row.try_get::<_, Vec<u8>>(17).map(Value::Bytes).context("envelope")?;
    Ok(vec![
        int(1)?,
        int(2)?,
        text(3)?,
        int(4)?,
        text(5)?,
        int(6)?,
        int(7)?,
        text(8)?,
        int(9)?,
        text(10)?,
        int(11)?,
        int(12)?,
        int(13)?,
        text(14)?,
        text(15)?,
        int(16)?,
        hash,
    ])
}

fn remember(sealed: &Mutex<BTreeMap<i64, i64>>, seqs: &[i64], poss: &[i64]) {
    let mut known = sealed.lock().unwrap_or_else(PoisonError::into_inner);
    known.extend(seqs.iter().copied().zip(poss.iter().copied()));
    while known.len() > REMEMBERED {
        known.pop_first();
    }
}
