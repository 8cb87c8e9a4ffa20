//! Numbers committed events on PostgreSQL without gaps.
//!
//! A sequence drawn inside a transaction can be overtaken by a later one that commits first, so a reader by
//! "greater than last" would skip events. Events therefore wait in `event_inbox` until every transaction
//! older than theirs has ended (below the snapshot's xmin), and are then moved to `event` in the order of
//! transaction id and sequence, with `pos` and chain. One sealer works at a time: an advisory lock.

use crate::{Value, log::chain, pg::fault};
use deadpool_postgres::Pool;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{Notify, watch},
    task::JoinHandle,
    time::timeout,
};
use tokio_postgres::Row;
use weilu_vocabulary::{Fault, Faulty};

const LOCK: i64 = 0x7765_696c_7501;
const BATCH: i64 = 2_000;
const REMEMBERED: usize = 20_000;
const IDLE: Duration = Duration::from_millis(50);
const WAIT_FOR_POS: Duration = Duration::from_millis(500);

pub(crate) const INBOX: &str = "create table if not exists event_inbox (
  seq bigint generated always as identity primary key,
  xid bigint not null default (pg_current_xact_id()::text::bigint),
  at bigint not null, recorded_at bigint not null, origin text not null, tenant bigint not null, kind text not null,
  actor bigint, on_behalf_of bigint, object_kind text, object bigint, refs text not null, space bigint, branch bigint,
  value bigint, channel text not null, cause text not null, version bigint not null, body_hash bytea not null, body text not null);
create index if not exists event_inbox_order on event_inbox (xid, seq)";

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
    loop {
        match seal(&pool, &sealed).await {
            Ok((head, moved)) => {
                told.send_if_modified(|known| std::mem::replace(known, head) != head);
                if moved == BATCH {
                    continue;
                }
            }
            // Before the first migration there is no log yet.
            Err(fault) => tracing::debug!(%fault, "the log was not sealed"),
        }
        let _ = timeout(IDLE, bell.notified()).await;
    }
}

async fn seal(pool: &Pool, sealed: &Mutex<BTreeMap<i64, i64>>) -> Result<(i64, i64), Fault> {
    let mut client = pool.get().await.context("taking a connection")?;
    let tx = client.transaction().await.map_err(|e| fault(&e))?;
    let last = "select pos, chain from event order by pos desc limit 1";
    let locked: bool = tx
        .query_one("select pg_try_advisory_xact_lock($1)", &[&LOCK])
        .await
        .and_then(|r| r.try_get(0))
        .map_err(|e| fault(&e))?;
    let before = tx.query_opt(last, &[]).await.map_err(|e| fault(&e))?;
    let (head, link) = match before {
        Some(row) => {
            (row.try_get::<_, i64>(0).context("head")?, row.try_get::<_, Vec<u8>>(1).context("chain")?)
        }
        None => (0, vec![0; 32]),
    };
    if !locked {
        return Ok((head, 0));
    }
    let waiting = format!(
        "select seq, {ENVELOPE} from event_inbox where xid < (pg_snapshot_xmin(pg_current_snapshot())::text::bigint) order by xid, seq limit $1"
    );
    let rows = tx.query(&waiting, &[&BATCH]).await.map_err(|e| fault(&e))?;
    if rows.is_empty() {
        return Ok((head, 0));
    }
    let numbered = number(&rows, head, link.try_into().unwrap_or([0; 32]))?;
    let (seqs, poss, chains) = &numbered;
    tx.execute(MOVE, &[seqs, poss, chains]).await.map_err(|e| fault(&e).context("sealing"))?;
    tx.execute(MOVE_BODY, &[seqs, poss]).await.map_err(|e| fault(&e).context("sealing bodies"))?;
    tx.execute("delete from event_inbox where seq = any($1)", &[seqs]).await.map_err(|e| fault(&e))?;
    tx.commit().await.map_err(|e| fault(&e))?;
    remember(sealed, seqs, poss);
    Ok((poss.last().copied().unwrap_or(head), i64::try_from(seqs.len()).unwrap_or(0)))
}

/// Columns of the envelope, in the order the chain covers them.
pub(crate) const ENVELOPE: &str = "at, recorded_at, origin, tenant, kind, actor, on_behalf_of, object_kind, object, refs, space, branch, value, channel, cause, version, body_hash";

const MOVE: &str = "insert into event (pos, at, recorded_at, origin, tenant, kind, actor, on_behalf_of, object_kind, object, refs, space, branch, value, channel, cause, version, body_hash, chain)
  select n.pos, i.at, i.recorded_at, i.origin, i.tenant, i.kind, i.actor, i.on_behalf_of, i.object_kind, i.object, i.refs, i.space, i.branch, i.value, i.channel, i.cause, i.version, i.body_hash, n.chain
  from unnest($1::bigint[], $2::bigint[], $3::bytea[]) as n (seq, pos, chain) join event_inbox i on i.seq = n.seq order by n.pos";
const MOVE_BODY: &str = "insert into event_body (pos, body) select n.pos, i.body
  from unnest($1::bigint[], $2::bigint[]) as n (seq, pos) join event_inbox i on i.seq = n.seq where i.body <> ''";

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
