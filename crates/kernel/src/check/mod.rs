//! Checks 体检: what is missing or wrong in an installation, found by the features themselves.
//!
//! Rules: a feature declares a check as a name and a look at the database of one brand; it says what it found in
//! one sentence and where in the console it is mended. `weilu doctor` and the console's pages ask the same list,
//! so that they never disagree. A finding is a fact of now and is kept nowhere. A check reads only; it asks no
//! other network and mends nothing by itself.

mod state;
mod views;

use crate::{Act, Feature, Permission, QuerySpec, Role, Work};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_store::Tx;
use weilu_vocabulary::{Fault, Text};

/// A check as data.
#[derive(Clone, Copy)]
pub struct CheckSpec {
    /// `feature.noun`.
    pub name: &'static str,
    /// Looks at one brand.
    pub look: for<'t> fn(&'t mut Tx, &'t Act) -> Work<'t, Vec<Finding>, Fault>,
}

/// Something missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Which check found it.
    pub check: String,
    /// Whether members feel it already: it goes before the others.
    pub grave: bool,
    /// What it is and what to do, in one sentence.
    pub text: Text,
    /// Address of the page where it is mended; empty when only whoever runs the server can.
    pub to: String,
}

impl Finding {
    /// Something that should be seen to.
    #[must_use]
    pub fn new(check: &'static str, to: &'static str, text: Text) -> Finding {
        Finding { check: check.to_owned(), grave: false, text, to: to.to_owned() }
    }

    /// Members feel it already.
    #[must_use]
    pub fn grave(self) -> Finding {
        Finding { grave: true, ..self }
    }
}

/// Everything the features find in the brand of the act, grave things first.
///
/// # Errors
/// When the database fails.
pub async fn findings(tx: &mut Tx, act: &Act) -> Result<Vec<Finding>, Fault> {
    let mut found = Vec::new();
    let app = act.app.clone();
    for check in app.features.iter().flat_map(|f| f.checks) {
        found.extend((check.look)(tx, act).await?);
    }
    found.sort_by_key(|f| !f.grave);
    Ok(found)
}

/// Seeing what is missing.
pub const SEE: Permission = Permission {
    name: "check.see",
    zh: "查看体检结果",
    en: "see what is missing in the installation",
    roles: &[Role::Headquarters, Role::Operator],
};

/// Checks as a feature of the kernel: the question, and a look at its own jobs.
pub const FEATURE: Feature = Feature {
    name: "check",
    zh: "体检",
    en: "Checks",
    queries: &[QuerySpec::of::<views::List>()],
    permissions: &[SEE],
    checks: &[CheckSpec {
        name: "check.dead_letters",
        look: |tx, _| Box::pin(async move { dead_letters(tx).await }),
    }],
    ..Feature::EMPTY
};

async fn dead_letters(tx: &mut Tx) -> Result<Vec<Finding>, Fault> {
    let (dead, held) = state::stuck_jobs(tx).await?;
    let mut found = Vec::new();
    if dead > 0 {
        let text = Text::owned(
            format!("有 {dead} 件发送任务试了多次都没成功，请部署的人看看日志。"),
            format!(
                "{dead} outgoing {} failed after many tries; whoever runs the server finds why in the log.",
                if dead == 1 { "job" } else { "jobs" }
            ),
        );
        found.push(Finding::new("check.dead_letters", "", text).grave());
    }
    if held > 0 {
        let text = Text::owned(
            format!("恢复备份后有 {held} 件任务还扣着没发。确认后请部署的人运行 weilu release。"),
            format!(
                "After a restore {held} outgoing jobs are held back. When you have looked, have `weilu release` run."
            ),
        );
        found.push(Finding::new("check.held_jobs", "", text));
    }
    Ok(found)
}
