//! Reading policy texts: for everybody, for the editor, for the footer and for `doctor`.

use super::{Kind, LICENCE, PUBLISH, PolicyText, RECORD_NUMBER, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal};
use weilu_vocabulary::{Fault, Outcome, Text};

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

/// What the law wants shown and is not written yet.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Warnings {}

/// The warnings.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct WarningsShown {
    /// One sentence each.
    pub items: Vec<Text>,
}

impl Query for Warnings {
    const NAME: &'static str = "policy.warnings";
    const SUMMARY: (&'static str, &'static str) = ("还缺哪些公示", "What is still missing from the notices");
    type Output = WarningsShown;

    fn need(&self) -> Need {
        Need::Site(&PUBLISH)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<WarningsShown> {
        Ok(WarningsShown { items: warnings(tx).await? })
    }
}

/// What the law wants shown and is not written yet; also for `weilu doctor`.
///
/// # Errors
/// When the database fails.
pub async fn warnings(tx: &mut Tx) -> Result<Vec<Text>, Fault> {
    let mut found = Vec::new();
    if RECORD_NUMBER.get(tx).await?.trim().is_empty() {
        found.push(Text::new(
            "页脚还没有备案号（设置 policy.record_number）。",
            "The footer has no record number yet (setting policy.record_number).",
        ));
    }
    if LICENCE.get(tx).await?.trim().is_empty() {
        found.push(Text::new(
            "页脚还没有营业执照（设置 policy.licence）。",
            "The footer has no business licence yet (setting policy.licence).",
        ));
    }
    for kind in Kind::ALL {
        if state::current_version(tx, kind).await? == 1 {
            let title = kind.title();
            found.push(Text::owned(
                format!("《{}》还是自带的文本，请核对后发布自己的版本。", title.zh),
                format!("“{}” is still the built-in text: check it and publish your own.", title.en),
            ));
        }
    }
    Ok(found)
}
