//! The codes of a space with their figures and targets.

use super::state;
use crate::space::RUN;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_vocabulary::{EntryCodeId, Outcome, SpaceId, Time};

/// The entry codes of a space.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct List {
    /// Which space.
    pub space: SpaceId,
}

/// Somewhere a code may lead.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct TargetShown {
    /// A space of ours.
    pub space: Option<SpaceId>,
    /// What it is called.
    pub title: String,
    /// Address of an outside group's code.
    pub url: String,
    /// Full at so many members.
    pub most_members: Option<i64>,
    /// When the outside code lapses.
    pub lapses_at: Option<Time>,
    /// Whether a scan may go there now.
    pub takes: bool,
    /// Whether it lapses soon.
    pub lapses_soon: bool,
}

/// A code.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct CodeShown {
    /// Which.
    pub id: EntryCodeId,
    /// Channel it hangs in.
    pub name: String,
    /// What stands in its address.
    pub token: String,
    /// How often it was scanned.
    pub scans: i64,
    /// How many came in by it.
    pub joins: i64,
    /// Whether it was stopped.
    pub stopped: bool,
    /// When it was made.
    pub at: Time,
    /// Where it leads, in order.
    pub targets: Vec<TargetShown>,
}

/// Codes.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Listed {
    /// Newest first.
    pub items: Vec<CodeShown>,
}

impl Query for List {
    const NAME: &'static str = "entry_code.list";
    const SUMMARY: (&'static str, &'static str) =
        ("入群码与扫码数据", "The entry codes of a space with figures");
    type Output = Listed;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &RUN)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Listed> {
        let soon = act.now + super::WARN_HOURS.get(tx).await? * weilu_vocabulary::HOUR;
        let mut items = Vec::new();
        for code in state::of_space(tx, self.space).await? {
            let targets = state::targets(tx, code.id).await?;
            items.push(CodeShown {
                id: code.id,
                name: code.name,
                token: code.token,
                scans: code.scans,
                joins: code.joins,
                stopped: code.stopped_at.is_some(),
                at: code.created_at,
                targets: targets.into_iter().map(|t| target(t, act.now, soon)).collect(),
            });
        }
        Ok(Listed { items })
    }
}

fn target(t: state::TargetRow, now: Time, soon: Time) -> TargetShown {
    TargetShown {
        takes: t.takes(now),
        lapses_soon: t.lapses_at.is_some_and(|at| at <= soon),
        space: t.space,
        title: t.title,
        url: t.url,
        most_members: t.most_members,
        lapses_at: t.lapses_at,
    }
}
