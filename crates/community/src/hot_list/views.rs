//! What is hot now, and what was hot when, as far as a reader may read it.

use super::{REFRESH_SECONDS, heat, moment, state};
use crate::{
    post::views::{Post, cards},
    space::READ,
    tag::TagName,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_vocabulary::{Id, Outcome, PostId, SpaceId, Time};

const MOST: usize = 20;
const LOOKED_AT: i64 = 60;
const MOMENTS: i64 = 6;

/// The hot list of a space, or of all that one may read.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Show {
    /// Which space.
    pub space: Option<SpaceId>,
}

/// A hot thread.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct HotThread {
    /// Its first post again, by which lists tell it.
    pub id: PostId,
    /// The thread's first post.
    pub post: Post,
    /// How hot, in thousandths: one act just now on a thread that is usually quiet is 1,000.
    pub heat: i64,
}

/// A hot topic.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct HotTag {
    /// Which.
    pub tag: TagName,
    /// The sum of its threads, in thousandths.
    pub heat: i64,
}

/// What is hot now.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct HotList {
    /// Hottest first.
    pub items: Vec<HotThread>,
    /// Topics, hottest first.
    pub tags: Vec<HotTag>,
    /// As of when, microseconds.
    pub at: Time,
    /// After how many seconds to look again.
    pub refresh_seconds: i64,
}

impl Query for Show {
    const NAME: &'static str = "hot_list.show";
    const SUMMARY: (&'static str, &'static str) = ("热榜", "What is hot now");
    type Output = HotList;

    fn need(&self) -> Need {
        self.space.map_or(Need::Anyone, |space| Need::On(space.into(), &READ))
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<HotList> {
        let least = heat::least_height(act.now);
        let warm = match self.space {
            Some(space) => state::of_space(tx, space, least, LOOKED_AT).await?,
            None => state::of_all(tx, act.actor.member.map_or(-1, Id::raw), least, LOOKED_AT).await?,
        };
        let heats: BTreeMap<PostId, i64> =
            warm.iter().map(|row| (row.thread, row.thousandths(act.now))).collect();
        let ids: Vec<PostId> = warm.iter().map(|row| row.thread).collect();
        let cards = cards(tx, act, &ids).await?;
        let live = cards.into_iter().filter(|card| card.state == "live");
        let mut items: Vec<HotThread> = live
            .map(|post| HotThread { id: post.id, heat: heats.get(&post.id).copied().unwrap_or(0), post })
            .collect();
        let tags = tags_of(&items);
        items.truncate(MOST);
        let refresh_seconds = REFRESH_SECONDS.get(tx).await?.clamp(1, 10);
        Ok(HotList { items, tags, at: act.now, refresh_seconds })
    }
}

fn tags_of(items: &[HotThread]) -> Vec<HotTag> {
    let mut sums: BTreeMap<i64, HotTag> = BTreeMap::new();
    for item in items {
        for tag in &item.post.tags {
            let hot = sums.entry(tag.id.raw()).or_insert_with(|| HotTag { tag: tag.clone(), heat: 0 });
            hot.heat += item.heat;
        }
    }
    let mut tags: Vec<HotTag> = sums.into_values().collect();
    tags.sort_by_key(|tag| std::cmp::Reverse(tag.heat));
    tags.truncate(MOST);
    tags
}

/// What was hot when.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct History {
    /// Which space; the whole when not given.
    pub space: Option<SpaceId>,
    /// Only moments before this one.
    pub before: Option<Time>,
}

/// A thread that was hot at a moment.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct WasHot {
    /// The thread's first post.
    pub id: PostId,
    /// Its title, or how its text begins.
    pub line: String,
    /// How hot it was, in thousandths.
    pub heat: i64,
}

/// What was hot at a moment.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Moment {
    /// The moment as text, by which lists tell it.
    pub id: String,
    /// When.
    pub at: Time,
    /// Hottest first, as far as one may read it.
    pub items: Vec<WasHot>,
}

/// Moments.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Moments {
    /// Latest first.
    pub items: Vec<Moment>,
    /// Where the next page begins.
    pub next: Option<Time>,
    /// Seconds from one moment to the next.
    pub every_seconds: i64,
}

impl Query for History {
    const NAME: &'static str = "hot_list.history";
    const SUMMARY: (&'static str, &'static str) = ("什么时候什么最热", "What was hot when");
    type Output = Moments;

    fn need(&self) -> Need {
        self.space.map_or(Need::Anyone, |space| Need::On(space.into(), &READ))
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Moments> {
        let space = self.space.map_or(0, Id::raw);
        let every_seconds = moment::EVERY / weilu_vocabulary::SECOND;
        let moments = state::moments(tx, space, self.before.unwrap_or(act.now + 1), MOMENTS).await?;
        let (Some(last), Some(first)) = (moments.first(), moments.last()) else {
            return Ok(Moments { items: Vec::new(), next: None, every_seconds });
        };
        let rows = state::hot_between(tx, space, *first, *last).await?;
        let mut ids: Vec<PostId> = rows.iter().map(|r| r.thread).collect();
        ids.sort_unstable();
        ids.dedup();
        let lines: BTreeMap<PostId, String> =
            cards(tx, act, &ids).await?.into_iter().filter(|c| c.state == "live").map(line).collect();
        let of = |at: &Time| Moment {
            id: at.0.to_string(),
            at: *at,
            items: rows
                .iter()
                .filter(|r| r.at == *at)
                .filter_map(|r| {
                    Some(WasHot {
                        id: r.thread,
                        line: lines.get(&r.thread)?.clone(),
                        heat: r.heat_thousandth,
                    })
                })
                .collect(),
        };
        let full = i64::try_from(moments.len()).unwrap_or(0) == MOMENTS;
        let next = if full { Some(*first) } else { None };
        Ok(Moments { items: moments.iter().map(of).collect(), next, every_seconds })
    }
}

const LINE: usize = 40;

fn line(card: Post) -> (PostId, String) {
    let words = if card.title.is_empty() { card.text.clone() } else { card.title.clone() };
    let names = |words: String, one: &crate::post::views::NamedInText| {
        words.replace(&format!("@{}", one.token), &format!("@{}", one.name))
    };
    let words = card.named.iter().fold(words, names);
    (card.id, words.chars().take(LINE).collect())
}
