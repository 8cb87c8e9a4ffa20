//! The event log: how lines are written, read and redacted. On SQLite a line gets its position when it is
//! written; on PostgreSQL it waits in `event_inbox` until the sealer numbers it.

use crate::{
    Row, Tx, Value, sql,
    tx::{Conn, Pending},
};
use std::sync::Arc;
use weilu_vocabulary::{Event, Fault, Id, Origin, PersonaId, Ref, RefKind, Time};

/// Version of the envelope as written today.
pub(crate) const VERSION: i64 = 1;

pub(crate) const SCHEMA: &str = "
-- migration 1
create table event (
  pos i64 not null primary key, at i64 not null, recorded_at i64 not null, origin text not null,
  tenant id not null, kind text not null, actor i64, on_behalf_of i64, object_kind text, object i64,
  refs text not null, space i64, branch i64, value i64, channel text not null, cause text not null,
  version i64 not null, body_hash bytes not null, chain bytes not null);
create index event_actor on event (tenant, actor, pos);
create index event_object on event (object, pos);
create table event_body (pos i64 not null primary key, body text not null);
create table event_cursor (name text not null primary key, pos i64 not null, at i64 not null);
create table job (
  id id not null primary key, tenant id not null, kind text not null, key text not null, payload text not null,
  state text not null, attempts i64 not null, run_at i64 not null, lease_until i64 not null, error text,
  created_at i64 not null, unique (tenant, kind, key));
create index job_due on job (state, run_at);
create table blob (
  tenant id not null, id id not null, hash text not null, mime text not null, bytes i64 not null,
  width i64, height i64, name text not null, owner i64, created_at i64 not null, primary key (tenant, id));
create index blob_hash on blob (hash);
-- migration 2
drop table blob;
";

/// A line as both engines store it, with its hash.
pub(crate) struct Line {
    pub values: Vec<Value>,
    pub body: String,
}

impl Pending {
    pub(crate) fn line(self) -> Line {
        let body = if self.event.body.is_null() { String::new() } else { self.event.body.to_string() };
        let body_hash = *blake3::hash(body.as_bytes()).as_bytes();
        let values = vec![
            self.at.into(),
            self.recorded_at.into(),
            self.origin.into(),
            self.tenant.into(),
            self.event.kind.into(),
            self.actor.into(),
            self.event.on_behalf_of.into(),
            self.event.object.map(|r| r.kind.word()).into(),
            self.event.object.map(|r| r.id).into(),
            Ref::join_list(&self.event.with).into(),
            self.event.space.into(),
            self.event.branch.into(),
            self.event.value.into(),
            self.channel.into(),
            self.cause.into(),
            VERSION.into(),
            body_hash.into(),
        ];
        Line { values, body }
    }
}

/// The next link of the chain: over the one before, the position and every value of the envelope.
pub(crate) fn chain(before: &[u8; 32], pos: i64, values: &[Value]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(before);
    hasher.update(&pos.to_be_bytes());
    for value in values {
        match value {
            Value::Int(v) => hasher.update(b"i").update(&v.to_be_bytes()),
            Value::Text(v) => {
                hasher.update(b"t").update(&(v.len() as u64).to_be_bytes()).update(v.as_bytes())
            }
            Value::Bytes(v) => hasher.update(b"b").update(&(v.len() as u64).to_be_bytes()).update(v),
            Value::Bool(v) => hasher.update(&[b'o', u8::from(*v)]),
            Value::Null => hasher.update(b"n"),
        };
    }
    *hasher.finalize().as_bytes()
}

fn event(row: &Row) -> Result<Event, Fault> {
    let object = match (row.get::<Option<String>>("object_kind")?, row.get::<Option<i64>>("object")?) {
        (Some(kind), Some(id)) => RefKind::from_word(&kind).map(|kind| Ref { kind, id }),
        _ => None,
    };
    let body: Option<String> = row.get("body")?;
    Ok(Event {
        pos: row.get("pos")?,
        at: row.get("at")?,
        recorded_at: row.get("recorded_at")?,
        origin: Origin::from_word(&row.get::<String>("origin")?),
        tenant: row.get("tenant")?,
        kind: row.get("kind")?,
        actor: row.get("actor")?,
        on_behalf_of: row.get("on_behalf_of")?,
        object,
        with: Ref::parse_list(&row.get::<String>("refs")?),
        space: row.get("space")?,
        branch: row.get("branch")?,
        value: row.get("value")?,
        channel: row.get("channel")?,
        cause: row.get("cause")?,
        body: body.and_then(|b| serde_json::from_str(&b).ok()).unwrap_or_default(),
    })
}

impl Tx {
    /// Events after a position, in order, with their bodies.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn events_after(&mut self, pos: i64, limit: i64) -> Result<Vec<Event>, Fault> {
        // The bodies are told where to begin as well: a merge of the two would read them from the first on.
        let rows: Vec<Row> = self
            .all(
                sql!("select e.*, b.body from event e left join event_body b on b.pos = e.pos and b.pos > $1 where e.pos > $1 order by e.pos limit $2"),
                &[Value::Int(pos), Value::Int(limit)],
            )
            .await?;
        rows.iter().map(event).collect()
    }

    /// As [`Tx::events_after`], for readers that go through the whole log: a slice is decoded once for all who come by the
    /// same place soon after one another, on SQLite while the log stands as it is, on PostgreSQL until somebody's rights
    /// or words go. Lines may have come behind it meanwhile; the next slice begins with them.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn slice(&mut self, pos: i64, limit: i64) -> Result<Arc<[Event]>, Fault> {
        let known = match &self.conn {
            Conn::Lite(conn) => conn.writer.as_ref().and_then(|writer| writer.slice(pos, limit)),
            Conn::Pg(conn) => conn.slice(pos, limit),
        };
        if let Some(events) = known {
            return Ok(events);
        }
        let epoch = match &self.conn {
            Conn::Lite(_) => 0,
            Conn::Pg(conn) => conn.epoch(),
        };
        let events: Arc<[Event]> = self.events_after(pos, limit).await?.into();
        match &mut self.conn {
            Conn::Lite(conn) => conn.writer.iter_mut().for_each(|w| w.keep_slice(pos, limit, &events)),
            Conn::Pg(conn) => conn.keep_slice(pos, limit, epoch, &events),
        }
        Ok(events)
    }

    /// What a persona did, newest first, before a position.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn events_of_actor(
        &mut self,
        actor: PersonaId,
        before: i64,
        limit: i64,
    ) -> Result<Vec<Event>, Fault> {
        let rows: Vec<Row> = self
            .all(
                sql!("select e.*, b.body from event e left join event_body b on b.pos = e.pos where e.tenant = $tenant and e.actor = $1 and e.pos < $2 order by e.pos desc limit $3"),
                &[Value::Int(actor.raw()), Value::Int(before), Value::Int(limit)],
            )
            .await?;
        rows.iter().map(event).collect()
    }

    /// What happened to a thing, newest first, before a position.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn events_of_object(
        &mut self,
        object: Ref,
        before: i64,
        limit: i64,
    ) -> Result<Vec<Event>, Fault> {
        let rows: Vec<Row> = self
            .all(
                sql!("select e.*, b.body from event e left join event_body b on b.pos = e.pos where e.tenant = $tenant and e.object = $1 and e.pos < $2 order by e.pos desc limit $3"),
                &[Value::Int(object.id), Value::Int(before), Value::Int(limit)],
            )
            .await?;
        rows.iter().map(event).collect()
    }

    /// Redacts the body of every event a persona caused; the envelope and its hash stay. Nobody answers from memory
    /// what he read before.
    ///
    /// # Errors
    /// When the log cannot be written.
    pub async fn redact_actor(&mut self, actor: PersonaId) -> Result<u64, Fault> {
        self.touch_rights();
        if let Conn::Pg(_) = self.conn {
            // What waits for its place goes first: what gets one meanwhile is found below.
            let waiting = sql!("update event_inbox set body = '' where tenant = $tenant and actor = $1");
            self.queue(waiting, &[Value::Int(actor.raw())])?;
        }
        self.exec(
            sql!("delete from event_body where pos in (select pos from event where tenant = $tenant and actor = $1)"),
            &[Value::Int(actor.raw())],
        )
        .await
    }

    /// Redacts the bodies of every event about a thing.
    ///
    /// # Errors
    /// When the log cannot be written.
    pub async fn redact_object(&mut self, object: Ref) -> Result<u64, Fault> {
        self.touch_rights();
        if let Conn::Pg(_) = self.conn {
            let waiting = sql!("update event_inbox set body = '' where tenant = $tenant and object = $1");
            self.queue(waiting, &[Value::Int(object.id)])?;
        }
        self.exec(
            sql!("delete from event_body where pos in (select pos from event where tenant = $tenant and object = $1)"),
            &[Value::Int(object.id)],
        )
        .await
    }

    /// How far a reader of the log has come.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn cursor(&mut self, name: &str) -> Result<i64, Fault> {
        let row: Option<Row> =
            self.one(sql!("select pos from event_cursor where name = $1"), &[name.into()]).await?;
        row.map_or(Ok(0), |r| r.first())
    }

    /// Moves a reader's cursor, in the transaction of its effect.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn set_cursor(&mut self, name: &str, pos: i64, now: weilu_vocabulary::Time) -> Result<(), Fault> {
        self.queue(
            sql!("insert into event_cursor (name, pos, at) values ($1, $2, $3) on conflict (name) do update set pos = excluded.pos, at = excluded.at"),
            &[name.into(), pos.into(), now.into()],
        )
    }

    /// The position of the last line.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn log_head(&mut self) -> Result<i64, Fault> {
        if let Some(head) = self.head {
            return Ok(head);
        }
        let row: Option<Row> = self.one(sql!("select coalesce(max(pos), 0) from event"), &[]).await?;
        let head = row.map_or(Ok(0), |r| r.first())?;
        // A snapshot that nobody writes to stays what it is.
        self.head = self.snapshot.then_some(head);
        Ok(head)
    }

    /// The latest time at which one of the last lines was written, for a clock may have stepped back since.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn last_recorded(&mut self) -> Result<Option<Time>, Fault> {
        let row: Option<Row> = self
            .one(
                sql!("select max(recorded_at) from (select recorded_at from event order by pos desc limit 10000) latest"),
                &[],
            )
            .await?;
        row.map_or(Ok(None), |r| r.first())
    }

    /// Writes the waiting events; returns the position of the last where the engine knows it now.
    pub(crate) fn flush_events(&mut self) -> Result<Option<i64>, Fault> {
        let mut last = None;
        for pending in std::mem::take(&mut self.events) {
            let line = pending.line();
            match &mut self.conn {
                Conn::Lite(conn) => last = Some(conn.append(line)?),
                Conn::Pg(conn) => conn.append(line),
            }
        }
        Ok(last)
    }
}
