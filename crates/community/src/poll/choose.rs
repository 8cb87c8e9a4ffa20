//! Voting in a poll, and voting differently until it closes.

use super::{VOTE, VOTED, state};
use crate::post::{publish::placed, sight};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_people::organisation;
use weilu_vocabulary::{Outcome, PollChoiceId, PollId, refusals};

/// Votes; a second vote replaces the first, except in a secret poll.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Vote {
    /// In which poll.
    pub poll: PollId,
    /// What one chooses; where an order is asked for, best first.
    pub choices: Vec<PollChoiceId>,
}

refusals! {
    /// Why a vote was not taken.
    pub enum VoteRefusal {
        /// Too late.
        Closed => 409 "poll.closed" "投票已经结束了，可以看看结果。" "This poll has closed; have a look at the result.";
        /// Not so many.
        BadCount { most: i64 } => 422 "poll.bad_count" "请选 1 到 {most} 项。" "Pick 1 to {most} choices.";
        /// Not of this poll, or twice.
        BadChoices => 422 "poll.bad_choices" "选项对不上这个投票，刷新后再选一次。" "These choices do not fit this poll; reload and pick again.";
        /// A secret vote stays.
        SecretFinal => 409 "poll.secret_final" "无记名投票投出后不能更改，因为没有人知道哪张票是你的。" "A secret vote cannot be changed: nobody knows which one is yours.";
    }
}

/// Whether the choices make a vote.
fn checked(choices: &[PollChoiceId], most: i64, known: &[PollChoiceId]) -> Result<(), VoteRefusal> {
    let number = i64::try_from(choices.len()).unwrap_or(i64::MAX);
    if !(1..=most).contains(&number) {
        return Err(VoteRefusal::BadCount { most });
    }
    let distinct: BTreeSet<PollChoiceId> = choices.iter().copied().collect();
    if distinct.len() != choices.len() || distinct.iter().any(|c| !known.contains(c)) {
        return Err(VoteRefusal::BadChoices);
    }
    Ok(())
}

impl Command for Vote {
    const NAME: &'static str = "poll.vote";
    const SUMMARY: (&'static str, &'static str) = ("参加投票", "Vote in a poll");
    type Output = ();
    type Refusal = VoteRefusal;

    fn need(&self) -> Need {
        Need::On(self.poll.into(), &VOTE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        tx.lock(&[self.poll.into()])?;
        let poll = state::load(tx, self.poll).await?.ok_or(LinkRefusal::NotFound)?;
        let post = sight::live(tx, act, poll.post).await?;
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        if poll.closed_at.is_some() || act.now >= poll.closes_at {
            return Err(VoteRefusal::Closed.into());
        }
        checked(&self.choices, poll.most, &state::choices(tx, poll.id).await?)?;
        let before = state::has_voted(tx, poll.id, persona).await?;
        if before && poll.secret {
            return Err(VoteRefusal::SecretFinal.into());
        }
        if before {
            state::take_back(tx, poll.id, persona).await?;
        }
        state::note_voter(tx, act, poll.id, persona)?;
        if poll.secret {
            // 63 bits of chance: where the row stands tells nothing of when it came.
            let ballot = i64::try_from(act.below(i64::MAX.unsigned_abs())).unwrap_or_default();
            state::cast_secret(tx, poll.id, ballot, &self.choices)?;
        } else {
            let weight = match poll.space {
                Some(space) => organisation::vote_weight(tx, space, persona).await?,
                None => 1,
            };
            state::cast_open(tx, poll.id, persona, weight, &self.choices)?;
        }
        tx.append(act, placed(VOTED.on(poll.id).with(post.id), post.space));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vote_holds_known_choices_once_each_and_no_more_than_allowed() {
        let of = |n: i64| PollChoiceId::new(n);
        let known = [of(1), of(2), of(3)];
        assert!(checked(&[of(1), of(2)], 2, &known).is_ok());
        assert!(matches!(checked(&[], 2, &known), Err(VoteRefusal::BadCount { .. })));
        assert!(matches!(checked(&[of(1), of(2), of(3)], 2, &known), Err(VoteRefusal::BadCount { .. })));
        assert!(matches!(checked(&[of(1), of(1)], 2, &known), Err(VoteRefusal::BadChoices)));
        assert!(matches!(checked(&[of(9)], 2, &known), Err(VoteRefusal::BadChoices)));
    }
}
