//! One transaction on either engine. Operations are async in form; on SQLite they complete in place.

use crate::{FromRow, Sql, Value, jobs::NewJob, lite::LiteConn, pg::PgConn};
use weilu_vocabulary::{Ctx, Fault, Id, NewEvent, Ref, TenantId};

/// For whom a transaction is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One brand: `$tenant` is bound to it.
    Tenant(TenantId),
    /// The running of the program itself: sees the log and the jobs of all brands, binds no tenant.
    System,
}

/// The result of a committed transaction.
#[derive(Clone, Debug)]
pub struct Committed<T> {
    /// What the work returned.
    pub value: T,
    /// Position of its last event, or of the head of the log when it wrote none.
    pub pos: i64,
    /// How often it waited for an answer of the database server; 0 on SQLite.
    pub trips: u32,
}

pub(crate) enum Conn {
    Lite(LiteConn),
    Pg(PgConn),
}

/// An open transaction.
pub struct Tx {
    pub(crate) conn: Conn,
    pub(crate) scope: Scope,
    pub(crate) events: Vec<Pending>,
    /// Whether it only reads, all of it as of one moment.
    pub(crate) snapshot: bool,
    /// The last line of the log it sees, once it was asked for.
    pub(crate) head: Option<i64>,
    keep: bool,
    rights: bool,
}

/// An event that waits for the end of its transaction.
pub(crate) struct Pending {
    pub event: NewEvent,
    pub tenant: i64,
    pub at: i64,
    pub recorded_at: i64,
    pub origin: String,
    pub actor: Option<i64>,
    pub channel: &'static str,
    pub cause: String,
}

impl Tx {
    pub(crate) fn new(conn: Conn, scope: Scope) -> Tx {
        Tx { conn, scope, events: Vec::new(), snapshot: false, head: None, keep: false, rights: false }
    }

    /// The brand it was opened for.
    ///
    /// # Errors
    /// A transaction of the system has none.
    pub fn tenant(&self) -> Result<TenantId, Fault> {
        match self.scope {
            Scope::Tenant(tenant) => Ok(tenant),
            Scope::System => Err(Fault::new("a transaction of the system binds no tenant")),
        }
    }

    /// Goes on as another brand inside the same transaction: only for runners that walk the whole log.
    pub fn turn_to(&mut self, scope: Scope) {
        self.scope = scope;
    }

    /// Keeps what was written although the act will be refused: a wrong code must count.
    pub fn keep_despite_refusal(&mut self) {
        self.keep = true;
    }

    /// Whether something is to be kept although the act is refused; asking forgets it.
    pub fn take_keep(&mut self) -> bool {
        std::mem::take(&mut self.keep)
    }

    /// Says that what somebody may do is another after the commit, so that no node answers from memory.
    pub fn touch_rights(&mut self) {
        self.rights = true;
    }

    pub(crate) fn take_rights(&mut self) -> bool {
        std::mem::take(&mut self.rights)
    }

    /// The parameters as sent: the author's, then the tenant where the statement names it.
    fn bind(&self, sql: &'static Sql, params: &[Value]) -> Result<Vec<Value>, Fault> {
        let parsed = sql.parsed();
        if params.len() != parsed.params {
            let text = sql.text();
            return Err(Fault::new(format!(
                "{} values for {} places in {text}",
                params.len(),
                parsed.params
            )));
        }
        let mut bound = params.to_vec();
        if parsed.tenant {
            bound.push(Value::Int(self.tenant()?.raw()));
        }
        Ok(bound)
    }

    /// All rows.
    ///
    /// # Errors
    /// When the statement fails.
    pub async fn all<R: FromRow>(&mut self, sql: &'static Sql, params: &[Value]) -> Result<Vec<R>, Fault> {
        let bound = self.bind(sql, params)?;
        let rows = match &mut self.conn {
            Conn::Lite(conn) => conn.all(sql, &bound),
            Conn::Pg(conn) => conn.all(sql, bound).await,
        };
        rows.map_err(|f| f.context(sql.text()))?.into_iter().map(R::from_row).collect()
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// When the statement fails.
    pub async fn one<R: FromRow>(&mut self, sql: &'static Sql, params: &[Value]) -> Result<Option<R>, Fault> {
        Ok(self.all(sql, params).await?.into_iter().next())
    }

    /// The first row, if there is one; what was asked before in this transaction is not asked again while it has written
    /// nothing and waited for no lock since.
    ///
    /// # Errors
    /// When the statement fails.
    pub async fn once<R: FromRow>(
        &mut self,
        sql: &'static Sql,
        params: &[Value],
    ) -> Result<Option<R>, Fault> {
        let bound = self.bind(sql, params)?;
        let rows = match &mut self.conn {
            Conn::Lite(conn) => conn.once(sql, bound),
            Conn::Pg(conn) => conn.once(sql, bound).await,
        };
        rows.map_err(|f| f.context(sql.text()))?.into_iter().next().map(R::from_row).transpose()
    }

    /// Says that [`Tx::once`] will be asked this: on PostgreSQL it is read along with the next statement.
    ///
    /// # Errors
    /// When the statement does not fit its values.
    pub fn foresee(&mut self, sql: &'static Sql, params: &[Value]) -> Result<(), Fault> {
        let bound = self.bind(sql, params)?;
        if let Conn::Pg(conn) = &mut self.conn {
            conn.foresee(sql, bound);
        }
        Ok(())
    }

    /// The first row, if there is one, of tables that their features declare steady: answered from memory while none
    /// of them was written ([`crate::memo`]).
    ///
    /// # Errors
    /// When the statement fails.
    pub async fn memo<R: FromRow>(
        &mut self,
        sql: &'static Sql,
        params: &[Value],
    ) -> Result<Option<R>, Fault> {
        let bound = self.bind(sql, params)?;
        let rows = match &mut self.conn {
            Conn::Lite(conn) => conn.memo(sql, &bound),
            Conn::Pg(conn) => conn.memo(sql, bound).await,
        };
        rows.map_err(|f| f.context(sql.text()))?.into_iter().next().map(R::from_row).transpose()
    }

    /// Runs a statement and returns how many rows it touched.
    ///
    /// # Errors
    /// When the statement fails.
    pub async fn exec(&mut self, sql: &'static Sql, params: &[Value]) -> Result<u64, Fault> {
        let bound = self.bind(sql, params)?;
        let touched = match &mut self.conn {
            Conn::Lite(conn) => conn.exec(sql, &bound),
            Conn::Pg(conn) => conn.exec(sql, bound).await,
        };
        touched.map_err(|f| f.context(sql.text()))
    }

    /// Runs a statement whose result nobody needs; on PostgreSQL it travels with the next one or the commit.
    ///
    /// # Errors
    /// On SQLite at once; on PostgreSQL with the statement it travels with.
    pub fn queue(&mut self, sql: &'static Sql, params: &[Value]) -> Result<(), Fault> {
        let bound = self.bind(sql, params)?;
        match &mut self.conn {
            Conn::Lite(conn) => conn.exec(sql, &bound).map(drop).map_err(|f| f.context(sql.text())),
            Conn::Pg(conn) => {
                conn.queue(sql, bound);
                Ok(())
            }
        }
    }

    /// Locks things until the end of the transaction, always in the same order. Nothing to do on SQLite.
    ///
    /// # Errors
    /// When the lock cannot be asked for.
    pub fn lock(&mut self, things: &[Ref]) -> Result<(), Fault> {
        let mut ids: Vec<i64> = things.iter().map(|r| r.id).collect();
        ids.sort_unstable();
        ids.dedup();
        if let Conn::Pg(conn) = &mut self.conn {
            for id in ids {
                conn.lock(id);
            }
        }
        Ok(())
    }

    /// Locks a name until the end of the transaction: one runner of a processor or reconciler at a time.
    /// Nothing to do on SQLite.
    ///
    /// # Errors
    /// When the lock cannot be asked for.
    pub fn lock_name(&mut self, name: &str) -> Result<(), Fault> {
        if let Conn::Pg(conn) = &mut self.conn {
            let hash = blake3::hash(name.as_bytes());
            let key = hash.as_bytes().first_chunk().map_or(0, |b| i64::from_be_bytes(*b));
            conn.lock(key);
        }
        Ok(())
    }

    /// Adds a line to the log; it is written at the end of the transaction.
    pub fn append(&mut self, ctx: &Ctx, event: NewEvent) {
        self.append_at(ctx, ctx.now, event);
    }

    /// Adds a line about something that happened at another time (imports).
    pub fn append_at(&mut self, ctx: &Ctx, at: weilu_vocabulary::Time, event: NewEvent) {
        self.rights |= touches_rights(event.kind);
        self.events.push(Pending {
            event,
            tenant: ctx.tenant.raw(),
            at: at.0,
            recorded_at: ctx.now.0,
            origin: ctx.origin.word(),
            actor: ctx.actor.persona.map(Id::raw),
            channel: ctx.channel,
            cause: ctx.request.clone(),
        });
    }

    /// Adds a job that runs outside after the commit; the same key is queued once.
    ///
    /// # Errors
    /// As [`Tx::queue`].
    pub fn enqueue(&mut self, ctx: &Ctx, job: NewJob) -> Result<(), Fault> {
        crate::jobs::enqueue(self, ctx, job)
    }
}

/// Events after which what somebody may do can be another: roles, sessions, persons, and the domain of a brand.
#[must_use]
pub fn touches_rights(kind: &str) -> bool {
    ["role.", "account.", "member.", "persona.", "brand."].iter().any(|noun| kind.starts_with(noun))
}
