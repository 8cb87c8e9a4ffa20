//! The demo village 山脚茶事: one story over ninety days, told by what people do through the real commands.
//!
//! Day 0 is ninety days before today, so that the last day is always today. Everything derived comes out of
//! the log. A line of the story whose command does not exist yet is left out. The same seed and the same day
//! give the same village.

mod asking;
mod chat;
mod keeping;
mod last_hour;
mod later;
mod order;
mod ordinary;
mod own;
pub mod people;
pub mod places;
mod polls;
mod questions;
mod rosters;
mod story;
mod talk;

use crate::world::{Villager, World};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use weilu_vocabulary::{DAY, Failure, Fault, HOUR, Origin, Outcome, Time};

/// Days the story takes.
pub const DAYS: i64 = 90;

/// How many live in the village.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// 200 people: for a laptop and for tests.
    Small,
    /// 1,200 people: the story as told.
    Full,
    /// 200,000 people, most of them silent: for measuring.
    Large,
}

impl Size {
    /// People in all.
    #[must_use]
    pub const fn people(self) -> usize {
        match self {
            Size::Small => 200,
            Size::Full => 1_200,
            Size::Large => 200_000,
        }
    }

    /// Of those who take part: ordinary acts are scaled by this part of a full village.
    #[must_use]
    pub const fn part(self, full: usize) -> usize {
        match self {
            Size::Small => full / 6,
            Size::Full | Size::Large => full,
        }
    }
}

/// A space with what is needed to act in it.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    pub id: String,
    pub place: &'static places::Place,
    pub members: Vec<Villager>,
    pub posts: Vec<(String, Villager)>,
    /// The announcement on top, to be confirmed.
    pub notice: Option<String>,
}

/// The village while it is told.
pub struct Village {
    pub(crate) world: World,
    pub(crate) size: Size,
    pub(crate) names: BTreeMap<&'static str, Villager>,
    pub(crate) spots: Vec<Spot>,
    pub(crate) start: Time,
    /// Questions and who asked them.
    pub(crate) questions: Vec<(String, Villager)>,
    /// How many kinds of question had their turn.
    pub(crate) asked: usize,
    /// Lists of bookmarks, and whether others may follow them.
    pub(crate) lists: Vec<(Villager, String, bool)>,
    /// Posts on the reviewer's desk and with what reason they go out of sight; without one they stand.
    pub(crate) pointed_at: Vec<(String, &'static str)>,
    pub(crate) waiting: later::Waiting,
}

impl Village {
    /// Tells the whole story up to `today`; `hear` is told each day.
    ///
    /// # Errors
    /// When the world failed, or an act of the story was refused.
    pub async fn tell(world: World, size: Size, today: Time, hear: fn(i64)) -> Result<World, Failure> {
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
        let midnight = today.day_start(&zone).unwrap_or(today);
        let start = midnight - DAYS * DAY;
        let mut village = Village {
            world,
            size,
            names: BTreeMap::new(),
            spots: Vec::new(),
            start,
            questions: Vec::new(),
            asked: 0,
            lists: Vec::new(),
            pointed_at: Vec::new(),
            waiting: later::Waiting::default(),
        };
        village.world.clock.set(start + 7 * HOUR);
        village.move_in().await?;
        for day in 0..=DAYS {
            let until = if day == DAYS { today - HOUR } else { start + (day + 1) * DAY - HOUR / 2 };
            village.live(day, until).await?;
            hear(day);
        }
        last_hour::live(&mut village, today).await?;
        village.world.clock.set(today);
        village.world.app.settle().await?;
        Ok(village.world)
    }

    async fn move_in(&mut self) -> Result<(), Failure> {
        for person in people::CAST {
            let who = self.world.move_in(person.name, person.roles).await?;
            self.names.insert(person.name, who);
            if !person.bio.is_empty() {
                let card = serde_json::json!({ "bio": person.bio, "speciality": person.speciality });
                self.try_act(who, "member.edit", card).await?;
            }
        }
        for n in people::CAST.len()..self.size.people() {
            self.world.move_in(&people::ordinary_name(n), &[]).await?;
        }
        Ok(())
    }

    async fn live(&mut self, day: i64, until: Time) -> Result<(), Failure> {
        // The last two days are lived as if now: what they set off is delivered and waits on the desk.
        self.world.origin = if day >= DAYS - 1 { Origin::Live } else { Origin::Demo };
        let morning = self.start + day * DAY + 7 * HOUR;
        if morning >= until {
            return Ok(());
        }
        self.world.clock.set(morning);
        story::morning(self, day).await?;
        own::morning(self, day).await?;
        polls::morning(self, day).await?;
        rosters::morning(self, day).await?;
        order::morning(self, day).await?;
        self.chat(day).await?;
        ordinary::day(self, day, until).await?;
        self.world.app.settle().await
    }

    pub(crate) fn named(&self, name: &str) -> Result<Villager, Fault> {
        self.names.get(name).copied().ok_or_else(|| Fault::new(format!("nobody is called {name}")))
    }

    /// An act of the story: refused means that the story or the program is wrong. `None` when the program
    /// has no such command yet.
    pub(crate) async fn must(&self, who: Villager, command: &str, input: Json) -> Outcome<Option<Json>> {
        match self.world.call(who, command, input.clone()).await {
            Err(Failure::Refused(refusal)) => {
                let why = format!("{command} {input} was refused: {} {:?}", refusal.code, refusal.fields);
                Err(Fault::new(why).into())
            }
            other => other,
        }
    }

    /// An act of ordinary life: a refusal is an answer.
    pub(crate) async fn try_act(&self, who: Villager, command: &str, input: Json) -> Outcome<Option<Json>> {
        match self.world.call(who, command, input).await {
            Err(Failure::Refused(_)) => Ok(None),
            other => other,
        }
    }
}
