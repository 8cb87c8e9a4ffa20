//! Rows of policy texts; version 1 of each is built in.

use super::{COMPANY, builtin};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, Text, Time};

/// Which text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Terms of use.
    Terms,
    /// Privacy.
    Privacy,
    /// What data is collected.
    Collected,
    /// With whom data is shared.
    Shared,
}

impl Kind {
    /// Every kind, in the order of the footer.
    pub const ALL: [Kind; 4] = [Kind::Terms, Kind::Privacy, Kind::Collected, Kind::Shared];

    /// As stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Terms => "terms",
            Kind::Privacy => "privacy",
            Kind::Collected => "collected",
            Kind::Shared => "shared",
        }
    }

    /// Its name.
    #[must_use]
    pub const fn title(self) -> Text {
        match self {
            Kind::Terms => Text::new("用户协议", "Terms of use"),
            Kind::Privacy => Text::new("隐私政策", "Privacy policy"),
            Kind::Collected => Text::new("个人信息收集清单", "Data we collect"),
            Kind::Shared => Text::new("个人信息共享清单", "Data we share"),
        }
    }
}

rows! {
    /// A published version.
    #[derive(Clone, Debug)]
    pub struct PolicyRow {
        /// Number of the version.
        pub version: i64,
        /// Chinese.
        pub zh: String,
        /// English.
        pub en: String,
        /// When it was published.
        pub published_at: Time,
    }
}

/// One version of one text.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PolicyText {
    /// Which text.
    pub kind: Kind,
    /// Its name.
    pub title: Text,
    /// Number of the version; 1 is built in.
    pub version: i64,
    /// The text itself.
    pub text: Text,
    /// When it was published; none for the built-in one.
    pub published_at: Option<Time>,
}

impl PolicyText {
    fn published(kind: Kind, row: PolicyRow) -> PolicyText {
        PolicyText {
            kind,
            title: kind.title(),
            version: row.version,
            text: Text::owned(row.zh, row.en),
            published_at: Some(row.published_at),
        }
    }
}

/// The version that counts now.
///
/// # Errors
/// When the database fails.
pub async fn current(tx: &mut Tx, act: &Act, kind: Kind) -> Result<PolicyText, Fault> {
    let row: Option<PolicyRow> = tx
        .one(
            sql!("select version, zh, en, published_at from policy where tenant = $tenant and kind = $1 order by version desc limit 1"),
            params![kind.word()],
        )
        .await?;
    match row {
        Some(row) => Ok(PolicyText::published(kind, row)),
        None => builtin(tx, act, kind).await,
    }
}

/// The number of the version that counts now.
///
/// # Errors
/// When the database fails.
pub async fn current_version(tx: &mut Tx, kind: Kind) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .memo(
            sql!("select coalesce(max(version), 1) from policy where tenant = $tenant and kind = $1"),
            params![kind.word()],
        )
        .await?;
    row.map_or(Ok(1), |r| r.first())
}

/// One version, or nothing.
///
/// # Errors
/// When the database fails.
pub async fn version(tx: &mut Tx, act: &Act, kind: Kind, version: i64) -> Result<Option<PolicyText>, Fault> {
    if version == 1 {
        return builtin(tx, act, kind).await.map(Some);
    }
    let row: Option<PolicyRow> = tx
        .one(
            sql!("select version, zh, en, published_at from policy where tenant = $tenant and kind = $1 and version = $2"),
            params![kind.word(), version],
        )
        .await?;
    Ok(row.map(|row| PolicyText::published(kind, row)))
}

/// Every published version, newest first.
///
/// # Errors
/// When the database fails.
pub async fn versions(tx: &mut Tx, kind: Kind) -> Result<Vec<PolicyText>, Fault> {
    let rows: Vec<PolicyRow> = tx
        .all(
            sql!("select version, zh, en, published_at from policy where tenant = $tenant and kind = $1 order by version desc limit 200"),
            params![kind.word()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| PolicyText::published(kind, row)).collect())
}

/// Adds a version.
///
/// # Errors
/// When the database fails.
pub fn add(tx: &mut Tx, act: &Act, kind: Kind, version: i64, zh: &str, en: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into policy (tenant, kind, version, zh, en, published_at, published_by) values ($tenant, $1, $2, $3, $4, $5, $6)"),
        params![kind.word(), version, zh, en, act.now, act.actor.persona],
    )
}

/// The built-in text with the names of brand and company.
///
/// # Errors
/// When the database fails.
pub async fn builtin(tx: &mut Tx, act: &Act, kind: Kind) -> Result<PolicyText, Fault> {
    let row: Option<Row> = tx.one(sql!("select name from tenant where id = $tenant"), &[]).await?;
    let brand: String = row.map(|r| r.get("name")).transpose()?.unwrap_or_default();
    let company = COMPANY.get(tx).await?;
    let company = if company.trim().is_empty() { brand.clone() } else { company.trim().to_owned() };
    Ok(PolicyText {
        kind,
        title: kind.title(),
        version: 1,
        text: builtin::text(&act.app, kind, &brand, &company),
        published_at: None,
    })
}
