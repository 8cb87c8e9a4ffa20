//! The questions that wait for me, and the comparison for the operator.

use super::{LEAST_ANSWERS, state};
use crate::space::MANAGE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal};
use weilu_vocabulary::{Outcome, SpaceId};

/// Questions of belonging that wait for me.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Mine {}

/// One question.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Question {
    /// About which space.
    pub space: SpaceId,
    /// Its name.
    pub name: String,
}

/// Questions.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Questions {
    /// Oldest first.
    pub items: Vec<Question>,
}

impl Query for Mine {
    const NAME: &'static str = "belonging.mine";
    const SUMMARY: (&'static str, &'static str) = ("等我回答的归属感问题", "Questions of belonging for me");
    type Output = Questions;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Questions> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let open = state::open(tx, member).await?;
        let items = open.into_iter().map(|o| Question { space: o.space, name: o.name });
        Ok(Questions { items: items.collect() })
    }
}

/// Pride in spaces with a gate against open ones.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Compare {}

/// One side.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct SideShown {
    /// How many were asked.
    pub asked: i64,
    /// How many answered.
    pub answered: i64,
    /// Average in hundredths; none when there are not enough answers.
    pub average_hundredths: Option<i64>,
    /// Share of answers of 4 and 5 in per cent; none when there are not enough answers.
    pub proud_percent: Option<i64>,
}

/// Both sides.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Compared {
    /// Spaces with a gate.
    pub gated: SideShown,
    /// Open spaces.
    pub open: SideShown,
    /// Answers below which nothing is shown.
    pub least: i64,
}

fn shown(side: &state::Side, least: i64) -> SideShown {
    let enough = side.answered >= least.max(1);
    SideShown {
        asked: side.asked,
        answered: side.answered,
        average_hundredths: enough.then(|| side.total * 100 / side.answered),
        proud_percent: enough.then(|| side.proud * 100 / side.answered),
    }
}

impl Query for Compare {
    const NAME: &'static str = "belonging.compare";
    const SUMMARY: (&'static str, &'static str) =
        ("归属感对比：有门槛与开放的群", "Belonging in gated and open spaces");
    type Output = Compared;

    fn need(&self) -> Need {
        Need::Site(&MANAGE)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<Compared> {
        let least = LEAST_ANSWERS.get(tx).await?;
        let sides = state::sides(tx).await?;
        let side = |gated| {
            sides.iter().find(|s| s.gated == gated).map_or_else(SideShown::default, |s| shown(s, least))
        };
        Ok(Compared { gated: side(true), open: side(false), least })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_answers_are_too_few_and_five_are_enough() {
        let side =
            |answered| state::Side { gated: true, asked: 9, answered, total: answered * 4, proud: answered };
        assert_eq!(shown(&side(4), 5).average_hundredths, None);
        assert_eq!(shown(&side(5), 5).average_hundredths, Some(400));
    }
}
