//! The row of a brand, and what of it every page shows.

use super::{ACCENT, LOGO, SHORT_NAME, SLOGAN};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_store::{Row, Tx, params, sql};
use weilu_vocabulary::{BlobId, Fault};

/// What every page shows of the brand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "BrandFace")]
pub struct Face {
    /// Full name.
    pub name: String,
    /// Short name; the full one when none was chosen.
    pub short_name: String,
    /// One sentence; may be empty.
    pub slogan: String,
    /// Accent as `#rrggbb`.
    pub accent: String,
    /// Logo.
    pub logo: Option<BlobId>,
}

/// The face of the brand.
///
/// # Errors
/// When the database fails.
pub async fn face(tx: &mut Tx) -> Result<Face, Fault> {
    let (name, _) = row(tx).await?;
    let short = SHORT_NAME.get(tx).await?;
    Ok(Face {
        short_name: if short.trim().is_empty() { name.clone() } else { short },
        name,
        slogan: SLOGAN.get(tx).await?,
        accent: ACCENT.get(tx).await?.hex().to_owned(),
        logo: LOGO.get(tx).await?,
    })
}

/// Name and domain of the brand.
pub(super) async fn row(tx: &mut Tx) -> Result<(String, String), Fault> {
    let row: Option<Row> = tx.one(sql!("select name, host from tenant where id = $tenant"), &[]).await?;
    row.map_or_else(|| Ok(Default::default()), |r| Ok((r.get("name")?, r.get("host")?)))
}

/// Writes name and domain.
pub(super) fn save_row(tx: &mut Tx, name: &str, host: &str) -> Result<(), Fault> {
    tx.queue(sql!("update tenant set name = $1, host = $2 where id = $tenant"), params![name, host])
}

/// Whether another brand of this house answers to a domain; with an empty one: to every address without a brand
/// of its own.
pub(super) async fn is_taken(tx: &mut Tx, host: &str) -> Result<bool, Fault> {
    let row: Option<Row> =
        tx.one(sql!("select 1 from tenant where id <> $tenant and host = $1 limit 1"), params![host]).await?;
    Ok(row.is_some())
}
