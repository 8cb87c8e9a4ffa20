//! Making a code, saying where it leads, stopping it.

use super::{MADE, ROUTED, state};
use crate::{
    invitation::token_text,
    space::{self, RUN},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{EntryCodeId, Outcome, SpaceId, Time, refusals};

const MOST_TARGETS: usize = 20;

/// Makes a code for a space and a channel.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Make {
    /// For which space.
    pub space: SpaceId,
    /// Channel it hangs in: counter, parcel, poster; 1 to 30 characters.
    pub name: String,
}

/// The code.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct CodeMade {
    /// Which.
    pub entry_code: EntryCodeId,
    /// What stands in its address: `/e/TOKEN`.
    pub token: String,
}

refusals! {
    /// Why a code is not as wished.
    pub enum CodeRefusal {
        /// Too short or too long.
        BadName => 422 "entry_code.bad_name" "请写 1 到 30 个字，说明这张码贴在哪里。" "Say in 1 to 30 characters where this code hangs.";
        /// A target that leads nowhere.
        BadTarget { at: usize } => 422 "entry_code.bad_target" "第 {at} 个去向不对：填一个社群，或一个 https 开头的外部群码地址。" "Target {at} does not fit: name a space, or an outside code's address that begins with https.";
        /// Too many.
        TooMany { most: usize } => 422 "entry_code.too_many" "一张码最多 {most} 个去向。" "A code has {most} targets at most.";
        /// Switched off.
        Off => 409 "entry_code.off" "这个群没有开放入群码。" "Entry codes are switched off in this space.";
    }
}

impl Command for Make {
    const NAME: &'static str = "entry_code.make";
    const SUMMARY: (&'static str, &'static str) = ("制作入群码", "Make an entry code");
    type Output = CodeMade;
    type Refusal = CodeRefusal;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &RUN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<CodeMade> {
        let name = self.name.trim();
        if !(1..=30).contains(&name.chars().count()) {
            return Err(CodeRefusal::BadName.into());
        }
        let row = space::state::load(tx, self.space).await?.ok_or(LinkRefusal::NotFound)?;
        if !space::kind::module_on(&row.kind, &row.modules, "entry_code") {
            return Err(CodeRefusal::Off.into());
        }
        let (entry_code, token) = (act.id::<EntryCodeId>(), token_text(act.token()));
        state::insert(tx, act, entry_code, row.id, name, &token)?;
        tx.append(act, MADE.on(entry_code).space(row.id));
        Ok(CodeMade { entry_code, token })
    }
}

/// Somewhere a code may lead: a space of ours, or the code of an outside group.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Target {
    /// A space of ours.
    #[serde(default)]
    pub space: Option<SpaceId>,
    /// What it is called, up to 30 characters.
    #[serde(default)]
    pub title: String,
    /// Address of an outside group's code, `https` only.
    #[serde(default)]
    pub url: String,
    /// Full at so many members (ours only).
    #[serde(default)]
    pub most_members: Option<i64>,
    /// When the outside code lapses.
    #[serde(default)]
    pub lapses_at: Option<Time>,
}

/// Says where a code leads: the first target that is open, not full and not lapsed.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Route {
    /// Which code.
    pub entry_code: EntryCodeId,
    /// Targets in order; none leads to the space itself.
    pub targets: Vec<Target>,
}

/// Done.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Routed {}

impl Target {
    fn fits(&self) -> bool {
        let outside = self.url.starts_with("https://")
            && self.url.len() <= 500
            && !self.url.contains(char::is_whitespace)
            && self.most_members.is_none();
        let ours = self.url.is_empty() && self.most_members.is_none_or(|m| m > 0) && self.lapses_at.is_none();
        self.title.chars().count() <= 30 && if self.space.is_some() { ours } else { outside }
    }
}

impl Command for Route {
    const NAME: &'static str = "entry_code.route";
    const SUMMARY: (&'static str, &'static str) = ("设置入群码的去向", "Say where an entry code leads");
    type Output = Routed;
    type Refusal = CodeRefusal;

    fn need(&self) -> Need {
        Need::On(self.entry_code.into(), &RUN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Routed> {
        if self.targets.len() > MOST_TARGETS {
            return Err(CodeRefusal::TooMany { most: MOST_TARGETS }.into());
        }
        let code = state::load(tx, self.entry_code).await?.ok_or(LinkRefusal::NotFound)?;
        for (at, target) in (1..).zip(&self.targets) {
            let known = match target.space {
                Some(space) => space::state::load(tx, space).await?.is_some(),
                None => true,
            };
            if !known || !target.fits() {
                return Err(CodeRefusal::BadTarget { at }.into());
            }
        }
        let targets: Vec<state::NewTarget<'_>> = self
            .targets
            .iter()
            .map(|t| state::NewTarget {
                space: t.space,
                title: t.title.trim(),
                url: &t.url,
                most_members: t.most_members,
                lapses_at: t.lapses_at,
            })
            .collect();
        state::set_targets(tx, code.id, &targets)?;
        tx.append(act, ROUTED.on(code.id).space(code.space));
        Ok(Routed {})
    }
}

/// Stops a code, or lets it lead on. A stopped one says so and shows the catalogue.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Stop {
    /// Which code.
    pub entry_code: EntryCodeId,
    /// Whether it leads nowhere from now on.
    pub stopped: bool,
}

impl Command for Stop {
    const NAME: &'static str = "entry_code.stop";
    const SUMMARY: (&'static str, &'static str) =
        ("停用或恢复入群码", "Stop an entry code, or let it lead on");
    type Output = Routed;
    type Refusal = weilu_kernel::command::Never;

    fn need(&self) -> Need {
        Need::On(self.entry_code.into(), &RUN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Routed> {
        let code = state::load(tx, self.entry_code).await?.ok_or(LinkRefusal::NotFound)?;
        state::set_stopped(tx, code.id, self.stopped.then_some(act.now))?;
        tx.append(act, ROUTED.on(code.id).space(code.space));
        Ok(Routed {})
    }
}
