//! A line of a roster: adding it, changing it, taking it out.

use super::{CHANGED, JOIN, JOINED, LEFT, STRUCK, open::MOST_LINES, state};
use crate::{
    post::{publish::placed, sight},
    sensitive_word::{self, Action},
    space::RUN,
};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Place, Tx, Verdict, link::LinkRefusal};
use weilu_vocabulary::{Outcome, RosterId, RosterLineId, Text, refusals};

const TEXT_MAX: usize = 100;
const MOST_COUNT: i64 = 99;

/// Adds a line to a roster, or changes one's own.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "JoinRoster")]
pub struct Join {
    /// Which.
    pub roster: RosterId,
    /// A few words, up to 100 characters; the name stands there by itself.
    #[serde(default)]
    pub text: String,
    /// How many one stands for, 1 to 99, where the roster counts.
    #[serde(default)]
    pub count: Option<i64>,
}

/// Takes one's own line out.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "LeaveRoster")]
pub struct Leave {
    /// Of which roster.
    pub roster: RosterId,
}

/// Takes somebody's line out: by who opened the roster or runs the space.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "StrikeRosterLine")]
pub struct Strike {
    /// Which.
    pub line: RosterLineId,
}

refusals! {
    /// Why a roster did not change.
    pub enum LineRefusal {
        /// Too late.
        Closed => 409 "roster.closed" "接龙已经截止了；要改就找发起人。" "The roster has closed; ask whoever opened it.";
        /// No room.
        Full { left: i64, unit: Text } => 409 "roster.full" "名额不够了，还剩 {left} {unit}。" "There is not enough room: {left} {unit} left.";
        /// Too long.
        TooLong { most: usize } => 422 "roster.too_long" "一行最多写 {most} 个字。" "A line has at most {most} characters.";
        /// A word that would have to be looked at first.
        Words => 422 "roster.words" "这一行里有要先审核的词，接龙里发不了，请换个说法。" "This line has a word that must be looked at first, which a roster cannot wait for; please say it differently.";
        /// Out of range.
        BadCount { most: i64 } => 422 "roster.bad_count" "数量请填 1 到 {most}。" "The number is 1 to {most}.";
        /// Not there.
        NotIn => 409 "roster.not_in" "你不在这个接龙里。" "You are not on this roster.";
        /// Not one's own.
        NotYours => 403 "roster.not_yours" "只有发起人或群主可以这样做。" "Only whoever opened the roster, or runs the space, may do this.";
    }
}

impl Command for Join {
    const NAME: &'static str = "roster.join";
    const SUMMARY: (&'static str, &'static str) =
        ("参加接龙或修改自己的一行", "Add a line to a roster, or change one's own");
    type Output = ();
    type Refusal = LineRefusal;

    fn need(&self) -> Need {
        Need::PublishOn(self.roster.into(), &JOIN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        tx.lock(&[self.roster.into()])?;
        let roster = state::load(tx, self.roster).await?.ok_or(LinkRefusal::NotFound)?;
        let post = sight::live(tx, act, roster.post).await?;
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let text = self.text.trim();
        if text.chars().count() > TEXT_MAX {
            return Err(LineRefusal::TooLong { most: TEXT_MAX }.into());
        }
        if roster.closed_at.is_some() || act.now >= roster.closes_at {
            return Err(LineRefusal::Closed.into());
        }
        let count = if roster.counted { self.count.unwrap_or(1) } else { 1 };
        if !(1..=MOST_COUNT).contains(&count) {
            return Err(LineRefusal::BadCount { most: MOST_COUNT }.into());
        }
        let before = state::line_of(tx, roster.id, persona).await?;
        room(tx, &roster, count - before.as_ref().map_or(0, |line| line.count), before.is_some()).await?;
        let looked = sensitive_word::look(tx, act, roster.space, "", text).await?.checked()?;
        if looked.action == Some(Action::Hold) {
            return Err(LineRefusal::Words.into());
        }
        let text = looked.text;
        let event = match before {
            Some(line) => {
                state::change(tx, act, line.id, &text, count)?;
                CHANGED
            }
            None => {
                state::add(tx, act, (roster.id, persona), &text, count)?;
                JOINED
            }
        };
        tx.append(act, placed(event.on(roster.id).with(post.id).value(count), post.space));
        Ok(())
    }
}

fn full(roster: &state::RosterRow, left: i64) -> LineRefusal {
    let own = || Text { zh: roster.unit.clone().into(), en: roster.unit.clone().into() };
    let unit = if roster.counted { own() } else { Text::new("行", "lines") };
    LineRefusal::Full { left, unit }
}

/// Whether so many more fit.
async fn room(tx: &mut Tx, roster: &state::RosterRow, more: i64, known: bool) -> Outcome<()> {
    let taken = state::taken(tx, roster.id).await?;
    if !known && taken.lines >= MOST_LINES {
        return Err(full(roster, 0).into());
    }
    let left = roster.most - taken.counted;
    if roster.most > 0 && more > left {
        return Err(full(roster, left.max(0)).into());
    }
    Ok(())
}

impl Command for Leave {
    const NAME: &'static str = "roster.leave";
    const SUMMARY: (&'static str, &'static str) = ("退出接龙", "Take one's own line out of a roster");
    type Output = ();
    type Refusal = LineRefusal;

    fn need(&self) -> Need {
        Need::On(self.roster.into(), &JOIN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        tx.lock(&[self.roster.into()])?;
        let roster = state::load(tx, self.roster).await?.ok_or(LinkRefusal::NotFound)?;
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let line = state::line_of(tx, roster.id, persona).await?.ok_or(LineRefusal::NotIn)?;
        if roster.closed_at.is_some() || act.now >= roster.closes_at {
            return Err(LineRefusal::Closed.into());
        }
        state::take_out(tx, line.id)?;
        tx.append(act, placed(LEFT.on(roster.id).with(roster.post).value(line.count), roster.space));
        Ok(())
    }
}

impl Command for Strike {
    const NAME: &'static str = "roster.strike";
    const SUMMARY: (&'static str, &'static str) = ("把一行移出接龙", "Take somebody's line out of a roster");
    type Output = ();
    type Refusal = LineRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let line = state::line(tx, self.line).await?.ok_or(LinkRefusal::NotFound)?;
        tx.lock(&[line.roster.into()])?;
        let roster = state::load(tx, line.roster).await?.ok_or(LinkRefusal::NotFound)?;
        sight::live(tx, act, roster.post).await?;
        if !runs(tx, act, &roster).await? {
            return Err(LineRefusal::NotYours.into());
        }
        state::take_out(tx, line.id)?;
        let event = STRUCK.on(roster.id).with(line.persona).with(roster.post);
        tx.append(act, placed(event, roster.space));
        Ok(())
    }
}

/// Whether somebody opened a roster or runs the space it stands in.
pub(super) async fn runs(tx: &mut Tx, act: &Act, roster: &state::RosterRow) -> Outcome<bool> {
    let Some(opener) = state::opener(tx, roster.id).await? else { return Ok(false) };
    if act.actor.system || act.app.grants.is_me(tx, act, opener).await? {
        return Ok(true);
    }
    let place = Place { space: roster.space, ..Place::default() };
    Ok(act.app.grants.may(tx, act, &RUN, place).await? == Verdict::Yes)
}
