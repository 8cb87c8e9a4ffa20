//! Reading policy texts: for everybody, for the editor and for the footer.

use super::{Kind, LICENCE, PUBLISH, PolicyText, RECORD_NUMBER, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal};
use weilu_vocabulary::{Outcome, Text};

/// A policy text.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Show {
    /// Which.
    pub kind: Kind,
    /// Which version; the present one when left out.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Query for Show {
    const NAME: &'static str = "policy.show";
    const SUMMARY: (&'static str, &'static str) = ("阅读协议文本", "Read a policy text");
    type Output = PolicyText;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<PolicyText> {
        match self.version {
            None => Ok(state::current(tx, act, self.kind).await?),
            Some(version) => {
                Ok(state::version(tx, act, self.kind, version).await?.ok_or(LinkRefusal::NotFound)?)
            }
        }
    }
}

/// Every version of a text.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Versions {
    /// Which text.
    pub kind: Kind,
}

/// The versions.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct VersionsShown {
    /// Newest first; the built-in one last.
    pub items: Vec<PolicyText>,
}

impl Query for Versions {
    const NAME: &'static str = "policy.versions";
    const SUMMARY: (&'static str, &'static str) = ("协议文本的历次版本", "Every version of a policy text");
    type Output = VersionsShown;

    fn need(&self) -> Need {
        Need::Site(&PUBLISH)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<VersionsShown> {
        let mut items = state::versions(tx, self.kind).await?;
        items.push(state::builtin(tx, act, self.kind).await?);
        Ok(VersionsShown { items })
    }
}

/// What stands at the foot of every page.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Footer {}

/// A text in the footer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct FooterText {
    /// Which.
    pub kind: Kind,
    /// Its name.
    pub title: Text,
}

/// The footer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct FooterShown {
    /// 备案号; empty until set.
    pub record_number: String,
    /// 营业执照; empty until set.
    pub licence: String,
    /// Terms, privacy, lists.
    pub texts: Vec<FooterText>,
}

impl Query for Footer {
    const NAME: &'static str = "policy.footer";
    const SUMMARY: (&'static str, &'static str) = ("页脚公示", "What stands in the footer");
    type Output = FooterShown;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<FooterShown> {
        Ok(FooterShown {
            record_number: RECORD_NUMBER.get(tx).await?,
            licence: LICENCE.get(tx).await?,
            texts: Kind::ALL.iter().map(|k| FooterText { kind: *k, title: k.title() }).collect(),
        })
    }
}
