//! The brand as its settings page and the wizard show it.

use super::{CHANGE, Face as BrandFace, LOGO, PURPOSE, Purpose, SHORT_NAME, SLOGAN, state, values};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, tenant::TIME_ZONE};
use weilu_vocabulary::{BlobId, Outcome};

/// What every page shows of the brand.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "ShowFace")]
pub struct Face {}

impl Query for Face {
    const NAME: &'static str = "brand.face";
    const SUMMARY: (&'static str, &'static str) = ("品牌的样子", "What every page shows of the brand");
    type Output = BrandFace;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<BrandFace> {
        Ok(state::face(tx).await?)
    }
}

/// The brand, for those who may change it.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Show {}

/// Everything one can change.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct BrandShown {
    /// Full name.
    pub name: String,
    /// Short name as chosen; empty for the full one.
    pub short_name: String,
    /// One sentence.
    pub slogan: String,
    /// Accent as `#rrggbb`.
    pub accent: String,
    /// The accent unless one is chosen.
    pub accent_default: String,
    /// Logo.
    pub logo: Option<BlobId>,
    /// Domain; empty for any.
    pub host: String,
    /// Time zone by name.
    pub time_zone: String,
    /// What the house is for.
    pub purpose: Purpose,
}

impl Query for Show {
    const NAME: &'static str = "brand.show";
    const SUMMARY: (&'static str, &'static str) = ("品牌资料", "The brand's face and calendar");
    type Output = BrandShown;

    fn need(&self) -> Need {
        Need::Site(&CHANGE)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<BrandShown> {
        let (name, host) = state::row(tx).await?;
        Ok(BrandShown {
            name,
            host,
            short_name: SHORT_NAME.get(tx).await?,
            slogan: SLOGAN.get(tx).await?,
            accent: super::ACCENT.get(tx).await?.hex().to_owned(),
            accent_default: values::OWN_ACCENT.to_owned(),
            logo: LOGO.get(tx).await?,
            time_zone: TIME_ZONE.get(tx).await?,
            purpose: PURPOSE.get(tx).await?,
        })
    }
}
