//! Migrations: numbered sections of each feature's `schema.sql`, run once, never changed after release.

use crate::{
    Row, Scope, Store, Tx,
    dialect::{Dialect, statements},
    log, memo, planner, sealer, sql,
    tx::Conn,
};
use weilu_vocabulary::{Fault, Faulty};

/// The tables of one feature.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// Feature name.
    pub feature: &'static str,
    /// Text with sections that begin with `-- migration N`.
    pub text: &'static str,
    /// Those of its tables that are seldom written: what was read of them is remembered.
    pub steady: &'static [&'static str],
}

impl Schema {
    /// The numbered sections, in order.
    ///
    /// # Errors
    /// When the numbers do not run 1, 2, 3 …
    pub fn sections(&self) -> Result<Vec<(i64, &'static str)>, Fault> {
        let mut out: Vec<(i64, &'static str)> = Vec::new();
        for part in self.text.split("-- migration ").skip(1) {
            let (number, body) = part.split_once('\n').unwrap_or((part, ""));
            let number = number.trim().parse().context(format!("{}: migration number", self.feature))?;
            if number != i64::try_from(out.len()).unwrap_or(0) + 1 {
                return Err(Fault::new(format!("{}: migration {number} is out of order", self.feature)));
            }
            out.push((number, body));
        }
        Ok(out)
    }
}

const OWN: &str = "create table if not exists migration (feature text not null, number i64 not null, hash text not null, primary key (feature, number))";

pub(crate) async fn migrate(store: &Store, schemas: &[Schema]) -> Result<usize, Fault> {
    let all: Vec<Schema> = std::iter::once(Schema { feature: "store", text: log::SCHEMA, steady: &[] })
        .chain(schemas.iter().copied())
        .collect();
    let done = store
        .write(Scope::System, move |tx: &mut Tx| {
            let all = all.clone();
            Box::pin(async move {
                script(tx, OWN).await?;
                if matches!(tx.conn, Conn::Pg(_)) {
                    raw(tx, "select pg_advisory_xact_lock(7765696)").await?;
                    raw(tx, sealer::INBOX).await?;
                    raw(tx, memo::TURNS).await?;
                }
                let mut ran = 0;
                for schema in &all {
                    ran += migrate_one(tx, schema).await?;
                }
                planner::tell(tx).await?;
                Ok::<usize, Fault>(ran)
            })
        })
        .await?;
    Ok(done.value)
}

async fn migrate_one(tx: &mut Tx, schema: &Schema) -> Result<usize, Fault> {
    let mut ran = 0;
    for (number, section) in schema.sections()? {
        let hash = blake3::hash(section.trim().as_bytes()).to_hex().to_string();
        let known: Option<Row> = tx
            .one(
                sql!("select hash from migration where feature = $1 and number = $2"),
                &[schema.feature.into(), number.into()],
            )
            .await?;
        if let Some(known) = known {
            if known.first::<String>()? != hash {
                return Err(Fault::new(format!(
                    "migration {number} of {} has changed since it ran here; write a new one instead",
                    schema.feature
                )));
            }
            continue;
        }
        for statement in statements(section) {
            script(tx, &statement).await.map_err(|f| f.context(format!("{} {number}", schema.feature)))?;
        }
        tx.exec(
            sql!("insert into migration (feature, number, hash) values ($1, $2, $3)"),
            &[schema.feature.into(), number.into(), hash.into()],
        )
        .await?;
        ran += 1;
    }
    Ok(ran)
}

async fn script(tx: &mut Tx, statement: &str) -> Result<(), Fault> {
    let dialect = if matches!(tx.conn, Conn::Lite(_)) { Dialect::Lite } else { Dialect::Pg };
    let spelt = dialect.spell(statement)?;
    raw(tx, &spelt).await
}

async fn raw(tx: &mut Tx, text: &str) -> Result<(), Fault> {
    match &mut tx.conn {
        Conn::Lite(conn) => conn.script(text),
        Conn::Pg(conn) => conn.script(text).await,
    }
}
