//! One voice and one vote (charter P18): the list of exceptions a space's rules page shows, and the weight of a vote.

use super::{WEIGH, WEIGHTED, state};
use crate::role::{self, Site};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Query, Role, Tx, link::LinkRefusal};
use weilu_store::Tx as StoreTx;
use weilu_vocabulary::{Fault, MemberId, Outcome, PersonaId, SpaceId, Text, Time, refusals};

/// How much somebody's vote counts in a space: 1 unless its rules page says otherwise.
///
/// # Errors
/// When the database fails.
pub async fn vote_weight(tx: &mut StoreTx, space: SpaceId, persona: PersonaId) -> Result<i64, Fault> {
    state::weight(tx, space, persona).await
}

refusals! {
    /// Why votes stay equal.
    pub enum WeightRefusal {
        /// Not a weight.
        BadWeight => 422 "organisation.bad_weight" "票的分量是 1 到 5；1 就是取消例外。" "A vote weighs 1 to 5; 1 ends the exception.";
        /// No reason.
        NoReason => 422 "organisation.no_reason" "例外要写明理由（2 到 100 字），大家都看得到。" "An exception has a reason of 2 to 100 characters that everybody sees.";
        /// A role everybody has, or one bought.
        NotEarned => 422 "organisation.not_earned" "只有专业人士、种子用户、意见领袖这类凭贡献得来的身份可以例外。" "Only roles earned by what people do (expert, seed, leader) can be an exception.";
    }
}

/// States that votes of a role weigh more in a space.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct SetVoteWeight {
    /// In which space.
    pub space: SpaceId,
    /// `expert`, `seed` or `leader`.
    pub role: Role,
    /// 1 to 5; 1 ends the exception.
    pub weight: i64,
    /// Why, 2 to 100 characters; shown on the rules page.
    #[serde(default)]
    pub reason: String,
}

impl Command for SetVoteWeight {
    const NAME: &'static str = "organisation.set_vote_weight";
    const SUMMARY: (&'static str, &'static str) = ("写明投票例外", "State an exception to equal votes");
    type Output = ();
    type Refusal = WeightRefusal;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &WEIGH)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        if !(1..=5).contains(&self.weight) {
            return Err(WeightRefusal::BadWeight.into());
        }
        if !matches!(self.role, Role::Expert | Role::Seed | Role::Leader) {
            return Err(WeightRefusal::NotEarned.into());
        }
        let reason = self.reason.trim();
        if self.weight > 1 && !(2..=100).contains(&reason.chars().count()) {
            return Err(WeightRefusal::NoReason.into());
        }
        state::set_weight(tx, act, self.space, self.role, self.weight, reason)?;
        tx.append(act, WEIGHTED.on(self.space).space(self.space));
        Ok(())
    }
}

/// The exceptions to equal standing in a space.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Equality {
    /// Which space.
    pub space: SpaceId,
}

/// Somebody with more rights than everybody.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Privileged {
    /// Whom.
    pub id: MemberId,
    /// Name.
    pub name: String,
    /// Since when, microseconds.
    pub since: Time,
}

/// An exception.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Exception {
    /// The role.
    pub role: Role,
    /// Its name.
    pub name: Text,
    /// What is different.
    pub what: Text,
    /// Why, where a reason was stated.
    pub reason: Option<String>,
    /// How much a vote weighs.
    pub weight: i64,
    /// Who.
    pub people: Vec<Privileged>,
}

/// The rules of standing.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct EqualityShown {
    /// The rule.
    pub rule: Text,
    /// Whatever differs.
    pub exceptions: Vec<Exception>,
    /// How much my vote weighs here; none when I am not inside.
    pub my_weight: Option<i64>,
}

const RULE: Text = Text::new(
    "这里人人一个声音、一张票，不看花了多少钱。下面列出的是全部例外。",
    "Everybody here has one voice and one vote, whatever they spend. These are all the exceptions.",
);

fn difference(role: Role) -> Option<Text> {
    Some(match role {
        Role::Owner => Text::new("管理这个社群：门槛、置顶、成员", "Runs this space: gate, pins, members"),
        Role::Admin => Text::new("协助群主处理日常", "Helps the owner day by day"),
        Role::Seed => Text::new("种子用户的特权", "Privileges of a seed user"),
        Role::Leader => Text::new("意见领袖，关联利益公开", "Opinion leader, interests declared"),
        Role::Expert => Text::new("在自己的领域有专业标识", "Marked as an expert in his field"),
        Role::Organiser => Text::new("组织活动", "Runs activities"),
        Role::Creator => Text::new("发布作品", "Publishes works"),
        _ => return None,
    })
}

impl Query for Equality {
    const NAME: &'static str = "organisation.equality";
    const SUMMARY: (&'static str, &'static str) =
        ("社群里的平等规则与全部例外", "Equal standing in a space, and every exception");
    type Output = EqualityShown;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<EqualityShown> {
        let held = role::held(tx, act).await?;
        let here = |h: &&role::Held| h.site == Site::Space(self.space);
        let staff = held
            .iter()
            .any(|h| matches!(h.role, Role::Operator | Role::Headquarters) && h.site == Site::Whole);
        let inside = held.iter().any(|h| here(&h));
        let open = !role::open_at(tx, Site::Space(self.space)).await?.is_empty();
        if !(staff || inside || open) {
            return Err(LinkRefusal::NotFound.into());
        }
        let exceptions = super::views::exceptions(tx, self.space, difference).await?;
        let my_weight = match act.actor.persona.filter(|_| inside) {
            Some(me) => Some(vote_weight(tx, self.space, me).await?),
            None => None,
        };
        Ok(EqualityShown { rule: RULE, exceptions, my_weight })
    }
}
