//! Brands: the outermost wall, and the calendar each of them lives by.
//!
//! Rules: everything stored belongs to one brand; a brand answers to a host name; its days begin at midnight of
//! its own time zone. It knows nothing of what a brand looks like.

use crate::{App, Drawer, Feature};
use jiff::tz::TimeZone;
use weilu_store::{Row, Scope, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, TenantId, Time};

crate::settings! {
    pub TIME_ZONE: String = "Asia/Shanghai".to_owned(), "tenant.time_zone" "品牌所在时区" "Time zone of the brand's calendar";
}

/// What every brand has.
pub const FEATURE: Feature = Feature {
    name: "tenant",
    zh: "品牌",
    en: "Brand",
    schema: Some(include_str!("schema.sql")),
    settings: SETTINGS,
    drawer: Drawer::Brand,
    ..Feature::EMPTY
};

/// The brand's calendar; that of Beijing when the setting names no zone there is.
///
/// # Errors
/// When the database fails.
pub async fn zone(tx: &mut Tx) -> Result<TimeZone, Fault> {
    let name = TIME_ZONE.get(tx).await?;
    Ok(TimeZone::get(&name).unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(8))))
}

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

/// The brand a transaction was opened for.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx) -> Result<Option<Tenant>, Fault> {
    tx.one(sql!("select id, name, host from tenant where id = $tenant"), &[]).await
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
