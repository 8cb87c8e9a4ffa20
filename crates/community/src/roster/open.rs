//! Opening a roster.

use super::{DEFAULT_HOURS, MOST_DAYS, OPEN, OPENED, state};
use crate::post::{
    Visibility, Words, deadline,
    publish::{placed, say},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{BlobId, MemberId, Outcome, PostId, RosterId, SpaceId, Time, refusals};

const UNIT_MAX: usize = 4;
/// Lines of one roster at most, whatever its opener says.
pub(super) const MOST_LINES: i64 = 2_000;
const MOST_COUNTED: i64 = 100_000;

/// Opens a roster in a space or on one's own page.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(rename = "OpenRoster")]
pub struct Open {
    /// In which space; none for one's own page.
    #[serde(default)]
    pub space: Option<SpaceId>,
    /// What it is for, up to 60 characters.
    pub title: String,
    /// What one should know, and an example of a line.
    #[serde(default)]
    pub text: String,
    /// What each line counts, 1 to 4 characters (位, 份, 罐); nothing is counted without.
    #[serde(default)]
    pub unit: Option<String>,
    /// How many lines it holds or, where it counts, how many of them in all; no limit without.
    #[serde(default)]
    pub most: Option<i64>,
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

/// The new roster.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RosterOpened")]
pub struct Opened {
    /// Its id.
    pub roster: RosterId,
    /// The post it stands on.
    pub post: PostId,
    /// Whether it waits for somebody to look at it before others see it.
    #[serde(default)]
    pub held: bool,
}

refusals! {
    /// Why no roster was opened.
    pub enum OpenRefusal {
        /// Nothing said.
        NoTitle => 422 "roster.no_title" "写一句话，说清楚这次接龙是做什么。" "Say in one line what the roster is for.";
        /// A unit that cannot be read.
        BadUnit { most: usize } => 422 "roster.bad_unit" "单位请写 1 到 {most} 个字，例如「份」。" "The unit has 1 to {most} characters, for example cups.";
        /// Out of range.
        BadMost { most: i64 } => 422 "roster.bad_most" "名额请填 1 到 {most}，不限就留空。" "The limit is 1 to {most}; leave it out for none.";
        /// Too soon or too late.
        BadDeadline { days: i64 } => 422 "roster.bad_deadline" "截止时间请选在 5 分钟之后、{days} 天以内。" "Let it close in more than 5 minutes and within {days} days.";
    }
}

impl Command for Open {
    const NAME: &'static str = "roster.open";
    const SUMMARY: (&'static str, &'static str) = ("发起接龙", "Open a roster");
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
        let unit = self.checked_unit()?;
        let most = self.checked_most(unit.is_some())?;
        let closes_at = self.deadline(tx, act).await?;
        let words = Words {
            space: self.space,
            parent: None,
            kind: "roster",
            title: &self.title,
            text: &self.text,
            mentions: &self.mentions,
            visibility: self.visibility,
            files: &self.files,
        };
        let said = say(tx, act, words).await?;
        let roster: RosterId = act.id();
        let row = state::RosterRow {
            id: roster,
            post: said.post,
            space: self.space,
            unit: unit.unwrap_or_default().to_owned(),
            counted: unit.is_some(),
            most,
            closes_at,
            closed_at: None,
        };
        state::insert(tx, &row)?;
        if !said.held {
            tx.append(act, placed(OPENED.on(roster).with(said.post), self.space));
        }
        Ok(Opened { roster, post: said.post, held: said.held })
    }
}

impl Open {
    fn checked_unit(&self) -> Result<Option<&str>, OpenRefusal> {
        let Some(unit) = self.unit.as_deref().map(str::trim) else { return Ok(None) };
        let fits = (1..=UNIT_MAX).contains(&unit.chars().count());
        if fits { Ok(Some(unit)) } else { Err(OpenRefusal::BadUnit { most: UNIT_MAX }) }
    }

    /// The limit as kept; 0 for none.
    fn checked_most(&self, counted: bool) -> Result<i64, OpenRefusal> {
        let most = if counted { MOST_COUNTED } else { MOST_LINES };
        match self.most {
            None => Ok(0),
            Some(asked) if (1..=most).contains(&asked) => Ok(asked),
            Some(_) => Err(OpenRefusal::BadMost { most }),
        }
    }

    async fn deadline(&self, tx: &mut Tx, act: &Act) -> Outcome<Time> {
        let days = MOST_DAYS.get(tx).await?.max(1);
        let hours = DEFAULT_HOURS.get(tx).await?;
        let closes_at = deadline::closes_at(act, self.closes_at, hours, days);
        Ok(closes_at.ok_or(OpenRefusal::BadDeadline { days })?)
    }
}
