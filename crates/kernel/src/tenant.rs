//! Brands: the outermost wall.

use crate::App;
use weilu_store::{Row, Scope, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, TenantId, Time};

rows! {
    /// A brand.
    #[derive(Clone, Debug)]
    pub struct Tenant {
        /// Which.
        pub id: TenantId,
        /// Short name, shown on every page.
        pub name: String,
        /// Host name it answers to; empty for any.
        pub host: String,
    }
}

impl App {
    /// Every brand with its host.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tenant_rows(&self) -> Result<Vec<Tenant>, Fault> {
        self.store
            .read(Scope::System, |tx: &mut Tx| {
                Box::pin(
                    async move { tx.all(sql!("select id, name, host from tenant order by id"), &[]).await },
                )
            })
            .await
    }

    /// Makes a brand; the first one of an installation has number 1.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn create_tenant(&self, name: &str, host: &str) -> Result<TenantId, Fault> {
        let (name, host, now) = (name.to_owned(), host.to_owned(), self.clock.now());
        let done = self
            .store
            .write(Scope::System, move |tx: &mut Tx| {
                let (name, host) = (name.clone(), host.clone());
                Box::pin(async move { insert(tx, &name, &host, now).await })
            })
            .await?;
        Ok(done.value)
    }
}

async fn insert(tx: &mut Tx, name: &str, host: &str, now: Time) -> Result<TenantId, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("insert into tenant (id, name, host, created_at) select coalesce(max(id), 0) + 1, $1, $2, $3 from tenant returning id"),
            params![name, host, now],
        )
        .await?;
    row.map_or_else(|| Err(Fault::new("a brand got no number")), |r| r.first())
}
