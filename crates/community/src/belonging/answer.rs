//! Answering whether one is proud to belong.

use super::{ANSWERED, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{Outcome, SpaceId, refusals};

/// Says how much it is true: I am proud to belong to this space.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Answer {
    /// Which space.
    pub space: SpaceId,
    /// From 1 (not at all) to 5 (very much).
    pub answer: i64,
}

/// Thanked for.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Answered {}

refusals! {
    /// Why an answer was not taken.
    pub enum AnswerRefusal {
        /// Not one of five.
        BadAnswer => 422 "belonging.bad_answer" "请在 1 到 5 之间选一个。" "Choose from 1 to 5.";
        /// Not asked, or answered before.
        NotAsked => 409 "belonging.not_asked" "这个问题你已经答过，或者还没到时候。" "You have answered this already, or it is not time yet.";
    }
}

impl Command for Answer {
    const NAME: &'static str = "belonging.answer";
    const SUMMARY: (&'static str, &'static str) = ("回答归属感问题", "Answer the question of belonging");
    type Output = Answered;
    type Refusal = AnswerRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Answered> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        if !(1..=5).contains(&self.answer) {
            return Err(AnswerRefusal::BadAnswer.into());
        }
        let open = state::open(tx, member).await?;
        let mine: Vec<_> = open.into_iter().filter(|o| o.space == self.space).collect();
        if mine.is_empty() {
            return Err(AnswerRefusal::NotAsked.into());
        }
        for one in &mine {
            state::answer(tx, act, one, self.answer)?;
        }
        tx.append(act, ANSWERED.on(self.space).space(self.space));
        Ok(Answered {})
    }
}
