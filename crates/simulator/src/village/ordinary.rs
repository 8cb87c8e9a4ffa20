//! Ordinary life between the acts of the story: people come in, post, answer, ask, like.

use super::{DAYS, Size, Village, asking, talk};
use crate::world::Villager;
use serde_json::json;
use weilu_vocabulary::{Failure, Time};

const POSTS: usize = 2_600;
const REPLIES: usize = 6_400;
const LIKES: usize = 40_000;
const QUESTIONS: usize = 260;
const SEARCHES: usize = 1_800;
const SAVES: usize = 1_200;
const FOLLOWS: usize = 420;
/// A small village asks more than its part: figures about questions want more than a handful a week.
const QUESTIONS_OF_A_SMALL_ONE: usize = 110;

#[derive(Clone, Copy)]
enum Kind {
    Join,
    Post,
    Reply,
    Like,
    Question,
    Search,
    Save,
    Follow,
}

/// One day of ordinary life, until a time.
pub(super) async fn day(village: &mut Village, day: i64, until: Time) -> Result<(), Failure> {
    let mut acts = Vec::new();
    let days = usize::try_from(DAYS).unwrap_or(1);
    for (kind, full) in [
        (Kind::Post, POSTS),
        (Kind::Reply, REPLIES),
        (Kind::Like, LIKES),
        (Kind::Question, QUESTIONS),
        (Kind::Search, SEARCHES),
        (Kind::Save, SAVES),
        (Kind::Follow, FOLLOWS),
    ] {
        let total = match (kind, village.size) {
            (Kind::Question, Size::Small) => QUESTIONS_OF_A_SMALL_ONE,
            _ => village.size.part(full),
        };
        // Spread evenly, the remainder decided by chance.
        let today = total / days + usize::from(village.world.below(days) < total % days);
        acts.extend(std::iter::repeat_n(kind, today));
    }
    acts.extend(std::iter::repeat_n(Kind::Join, newcomers(village, day)));
    shuffle(village, &mut acts);
    let left = until.since(village.world.app.clock.now()).max(0);
    let gap = left / i64::try_from(acts.len() + 1).unwrap_or(1);
    for kind in acts {
        village.world.clock.advance(gap);
        village.do_what_is_due().await?;
        one(village, kind, day).await?;
    }
    Ok(())
}

/// Half of the people of a space come in its first ten days, the others over the weeks.
fn newcomers(village: &Village, day: i64) -> usize {
    let size = |s: &super::Spot| village.size.part(s.place.size);
    let due = |s: &super::Spot| match day - s.place.day {
        0..10 => size(s) / 20 + 1,
        10..60 => size(s) / 100 + 1,
        _ => 0,
    };
    village.spots.iter().filter(|s| s.members.len() < size(s)).map(due).sum()
}

fn shuffle(village: &mut Village, acts: &mut [Kind]) {
    for at in (1..acts.len()).rev() {
        let other = village.world.below(at + 1);
        acts.swap(at, other);
    }
}

async fn one(village: &mut Village, kind: Kind, day: i64) -> Result<(), Failure> {
    match kind {
        Kind::Join => join(village).await,
        Kind::Post => post(village).await,
        Kind::Reply => reply(village).await,
        Kind::Like => like(village).await,
        Kind::Question => asking::ask(village, day).await,
        Kind::Search => search(village).await,
        Kind::Save => village.save().await,
        Kind::Follow => village.follow().await,
    }
}

/// A space by its share of the talk.
pub(super) fn somewhere(village: &mut Village) -> Option<usize> {
    let total: usize = village.spots.iter().map(|s| s.place.share).sum();
    let mut at = village.world.below(total);
    for (n, spot) in village.spots.iter().enumerate() {
        if at < spot.place.share {
            return Some(n);
        }
        at -= spot.place.share;
    }
    None
}

/// Somebody of a space: a few talk much, most talk little.
pub(super) fn somebody(village: &mut Village, at: usize) -> Option<(String, Villager)> {
    let members = village.spots.get(at)?.members.len();
    let (a, b) = (village.world.below(members), village.world.below(members));
    let spot = village.spots.get(at)?;
    Some((spot.id.clone(), *spot.members.get(a.min(b))?))
}

async fn join(village: &mut Village) -> Result<(), Failure> {
    let open: Vec<usize> = (0..village.spots.len())
        .filter(|n| village.spots.get(*n).is_some_and(|s| s.members.len() < village.size.part(s.place.size)))
        .collect();
    let people = village.world.people.clone();
    let (Some(at), Some(who)) = (village.world.pick(&open), village.world.pick(&people)) else {
        return Ok(());
    };
    if village.names.get("速富君").is_some_and(|s| s.persona == who.persona) {
        return Ok(());
    }
    if village.enter(at, who).await? {
        village.confirm(at, who).await?;
    }
    Ok(())
}

async fn post(village: &mut Village) -> Result<(), Failure> {
    let Some(at) = somewhere(village) else { return Ok(()) };
    let Some((space, who)) = somebody(village, at) else { return Ok(()) };
    let place = village.spots.get(at).map_or("", |s| s.place.name);
    let (title, text) = talk::post(&mut village.world, place);
    let input = json!({ "space": space, "title": title, "text": text });
    let written = village.try_act(who, "post.write", input).await?;
    let id = written.and_then(|w| Some(w.get("post")?.as_str()?.to_owned()));
    if let (Some(id), Some(spot)) = (id, village.spots.get_mut(at)) {
        spot.posts.push((id.clone(), who));
        village.think_again(who, &id, &title, &text);
    }
    Ok(())
}

/// A post that people still talk about: mostly of the last days.
pub(super) fn recent(village: &mut Village, at: usize) -> Option<(String, Villager)> {
    let total = village.spots.get(at)?.posts.len();
    let back = village.world.below(total.min(40));
    village.spots.get(at)?.posts.get(total.checked_sub(back + 1)?).cloned()
}

async fn reply(village: &mut Village) -> Result<(), Failure> {
    let Some(at) = somewhere(village) else { return Ok(()) };
    let Some((_, who)) = somebody(village, at) else { return Ok(()) };
    let Some((post, _)) = recent(village, at) else { return Ok(()) };
    if village.world.once_in(16) {
        return village.call(who, at, &post).await;
    }
    let text = talk::reply(&mut village.world);
    village.reply_as(who, at, &post, &text).await.map(drop)
}

/// Mostly what was posted; now and then a question.
async fn like(village: &mut Village) -> Result<(), Failure> {
    let Some(at) = somewhere(village) else { return Ok(()) };
    let Some((_, who)) = somebody(village, at) else { return Ok(()) };
    let question = if village.world.once_in(12) { village.recent_question() } else { None };
    let Some(post) = question.or_else(|| recent(village, at)).map(|(post, _)| post) else { return Ok(()) };
    village.try_act(who, "post.like", json!({ "post": post })).await.map(drop)
}

/// Somebody looks for something; now and then it is what nobody has written about yet.
async fn search(village: &mut Village) -> Result<(), Failure> {
    let people = village.world.people.clone();
    let Some(who) = village.world.pick(&people) else { return Ok(()) };
    let Some((word, hits)) = village.world.pick(talk::SEARCHED) else { return Ok(()) };
    village.try_act(who, "search.note", json!({ "q": word, "hits": hits })).await.map(drop)
}
