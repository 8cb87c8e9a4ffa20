//! Opening a poll.

use super::{DEFAULT_HOURS, MOST_DAYS, OPEN, OPENED, state};
use crate::post::{
    Visibility, Words, deadline,
    publish::{placed, say},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{BlobId, MemberId, Outcome, PollId, PostId, SpaceId, Time, refusals};

const LEAST_CHOICES: usize = 2;
const MOST_CHOICES: usize = 20;
const CHOICE_MAX: usize = 60;

/// How one votes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PollKind")]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One choice.
    #[default]
    Single,
    /// Several.
    Multiple,
    /// An order of choices.
    Ranked,
}

impl Kind {
    /// As stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Single => "single",
            Kind::Multiple => "multiple",
            Kind::Ranked => "ranked",
        }
    }
}

/// Opens a poll in a space or on one's own page.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct Open {
    /// In which space; none for one's own page.
    #[serde(default)]
    pub space: Option<SpaceId>,
    /// What is asked, up to 60 characters.
    pub title: String,
    /// What one should know to decide.
    #[serde(default)]
    pub text: String,
    /// 2 to 20 choices of up to 60 characters.
    pub choices: Vec<String>,
    /// How one votes.
    #[serde(default)]
    pub kind: Kind,
    /// Most choices of one vote, for `multiple`; all when not given.
    #[serde(default)]
    pub most: Option<i64>,
    /// Nobody learns who voted for what; then counts are shown only at the end.
    #[serde(default)]
    pub secret: bool,
    /// Counts are shown only at the end; otherwise after one's own vote.
    #[serde(default)]
    pub at_end: bool,
    /// How many people must vote for the result to hold.
    #[serde(default)]
    pub quorum: Option<i64>,
    /// When it closes, microseconds; in three days when not given.
    #[serde(default)]
    pub closes_at: Option<Time>,
    /// People it names, spelt `@name` in the text.
    #[serde(default)]
    pub mentions: Vec<MemberId>,
    /// Who sees it.
    #[serde(default)]
    pub visibility: Visibility,
    /// Pictures, videos and documents sent up before, at most 9.
    #[serde(default)]
    pub files: Vec<BlobId>,
}

/// The new poll.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Opened {
    /// Its id.
    pub poll: PollId,
    /// The post it stands on.
    pub post: PostId,
    /// Whether it waits for somebody to look at it before others see it.
    #[serde(default)]
    pub held: bool,
}

refusals! {
    /// Why no poll was opened.
    pub enum OpenRefusal {
        /// Nothing asked.
        NoTitle => 422 "poll.no_title" "写一句话，说清楚要大家决定什么。" "Say in one line what is to be decided.";
        /// Too few or too many choices.
        BadNumber { least: usize, most: usize } => 422 "poll.bad_number" "选项要有 {least} 到 {most} 个。" "A poll has {least} to {most} choices.";
        /// A choice that cannot be read.
        BadChoice { number: usize, most: usize } => 422 "poll.bad_choice" "第 {number} 个选项请写 1 到 {most} 个字。" "Choice {number} needs 1 to {most} characters.";
        /// Twice the same.
        SameChoice { number: usize } => 422 "poll.same_choice" "第 {number} 个选项和前面的一样了，换一个说法吧。" "Choice {number} is the same as an earlier one.";
        /// More than there are.
        BadMost { choices: usize } => 422 "poll.bad_most" "最多可选的个数是 1 到 {choices}。" "One may pick from 1 to {choices}.";
        /// Too soon or too late.
        BadDeadline { days: i64 } => 422 "poll.bad_deadline" "截止时间请选在 5 分钟之后、{days} 天以内。" "Let it close in more than 5 minutes and within {days} days.";
        /// Not a number of people.
        BadQuorum => 422 "poll.bad_quorum" "最少参加人数请写 1 到 100 万；不设就留空。" "The least number of voters is 1 to a million; leave it out for none.";
    }
}

/// The choices as kept: trimmed, neither empty, too long nor twice the same.
fn checked(choices: &[String]) -> Result<Vec<&str>, OpenRefusal> {
    if !(LEAST_CHOICES..=MOST_CHOICES).contains(&choices.len()) {
        return Err(OpenRefusal::BadNumber { least: LEAST_CHOICES, most: MOST_CHOICES });
    }
    let mut seen = BTreeSet::new();
    let mut out = Vec::with_capacity(choices.len());
    for (at, choice) in choices.iter().enumerate() {
        let (number, choice) = (at + 1, choice.trim());
        if !(1..=CHOICE_MAX).contains(&choice.chars().count()) {
            return Err(OpenRefusal::BadChoice { number, most: CHOICE_MAX });
        }
        if !seen.insert(choice) {
            return Err(OpenRefusal::SameChoice { number });
        }
        out.push(choice);
    }
    Ok(out)
}

/// How many choices one vote holds at most.
fn most_of(kind: Kind, asked: Option<i64>, choices: usize) -> Result<i64, OpenRefusal> {
    let all = i64::try_from(choices).unwrap_or(i64::MAX);
    match kind {
        Kind::Single => Ok(1),
        Kind::Ranked => Ok(all),
        Kind::Multiple => {
            let most = asked.unwrap_or(all);
            if (1..=all).contains(&most) { Ok(most) } else { Err(OpenRefusal::BadMost { choices }) }
        }
    }
}

impl Command for Open {
    const NAME: &'static str = "poll.open";
    const SUMMARY: (&'static str, &'static str) = ("发起投票", "Open a poll");
    type Output = Opened;
    type Refusal = OpenRefusal;

    fn need(&self) -> Need {
        match self.space {
            Some(space) => Need::PublishOn(space.into(), &OPEN),
            None => Need::Publisher,
        }
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Opened> {
        if self.title.trim().is_empty() {
            return Err(OpenRefusal::NoTitle.into());
        }
        let choices = checked(&self.choices)?;
        let most = most_of(self.kind, self.most, choices.len())?;
        if self.quorum.is_some_and(|q| !(1..=1_000_000).contains(&q)) {
            return Err(OpenRefusal::BadQuorum.into());
        }
        let closes_at = self.deadline(tx, act).await?;
        let words = Words {
            space: self.space,
            parent: None,
            kind: "poll",
            title: &self.title,
            text: &self.text,
            mentions: &self.mentions,
            visibility: self.visibility,
            files: &self.files,
        };
        let said = say(tx, act, words).await?;
        let post = said.post;
        let poll: PollId = act.id();
        let new = state::NewPoll { id: poll, post, most, closes_at, choices: &choices, of: self };
        state::insert(tx, act, &new)?;
        if !said.held {
            tx.append(act, placed(OPENED.on(poll).with(post), self.space));
        }
        Ok(Opened { poll, post, held: said.held })
    }
}

impl Open {
    async fn deadline(&self, tx: &mut Tx, act: &Act) -> Outcome<Time> {
        let days = MOST_DAYS.get(tx).await?.max(1);
        let hours = DEFAULT_HOURS.get(tx).await?;
        let closes_at = deadline::closes_at(act, self.closes_at, hours, days);
        Ok(closes_at.ok_or(OpenRefusal::BadDeadline { days })?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(n: usize) -> Vec<String> {
        (0..n).map(|i| format!("选项 {i}")).collect()
    }

    #[test]
    fn two_to_twenty_choices_each_with_words_of_its_own() {
        assert!(checked(&texts(2)).is_ok() && checked(&texts(20)).is_ok());
        assert!(matches!(checked(&texts(1)), Err(OpenRefusal::BadNumber { .. })));
        assert!(matches!(checked(&texts(21)), Err(OpenRefusal::BadNumber { .. })));
        let twice = ["红茶".to_owned(), " 红茶 ".to_owned()];
        assert!(matches!(checked(&twice), Err(OpenRefusal::SameChoice { number: 2 })));
        let long = ["茶".repeat(CHOICE_MAX), "茶".repeat(CHOICE_MAX + 1)];
        assert!(matches!(checked(&long), Err(OpenRefusal::BadChoice { number: 2, .. })));
    }

    #[test]
    fn how_many_one_may_pick() {
        assert!(matches!(most_of(Kind::Single, Some(9), 3), Ok(1)));
        assert!(matches!(most_of(Kind::Multiple, None, 3), Ok(3)));
        assert!(matches!(most_of(Kind::Multiple, Some(3), 3), Ok(3)));
        assert!(most_of(Kind::Multiple, Some(4), 3).is_err() && most_of(Kind::Multiple, Some(0), 3).is_err());
    }
}
