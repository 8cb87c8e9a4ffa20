//! A charter as it stood in one version, with the dates of all.

use crate::space::{READ, charter::Charter, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal};
use weilu_vocabulary::{Outcome, SpaceId, Time};

/// One version of a charter.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ShowCharter {
    /// Of which space.
    pub space: SpaceId,
    /// Which version; the present one when absent.
    #[serde(default)]
    pub version: Option<i64>,
}

/// A version there is.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Version {
    /// Its number.
    pub version: i64,
    /// When it was written.
    pub at: Time,
}

/// The charter.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct CharterShown {
    /// What it says.
    pub charter: Charter,
    /// Its number; 0 when none was written.
    pub version: i64,
    /// What is missing before the space may open.
    pub missing: Vec<String>,
    /// Every version, newest first.
    pub versions: Vec<Version>,
}

impl Query for ShowCharter {
    const NAME: &'static str = "space.charter";
    const SUMMARY: (&'static str, &'static str) =
        ("社群章程与历次版本", "The charter of a space, by version");
    type Output = CharterShown;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &READ)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<CharterShown> {
        let space = state::load(tx, self.space).await?.ok_or(LinkRefusal::NotFound)?;
        let version = self.version.unwrap_or(space.charter);
        let found = state::charter::load(tx, space.id, version).await?;
        if found.is_none() && version != 0 {
            return Err(LinkRefusal::NotFound.into());
        }
        let charter = found.map(|(c, _)| c).unwrap_or_default();
        let missing = charter.missing().into_iter().map(ToOwned::to_owned).collect();
        let all = state::charter::versions(tx, space.id).await?;
        let versions = all.into_iter().map(|(version, at)| Version { version, at }).collect();
        Ok(CharterShown { charter, version, missing, versions })
    }
}
