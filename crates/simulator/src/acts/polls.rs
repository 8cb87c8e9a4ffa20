//! Opening polls of every kind, voting and voting again, and closing early.

use super::{Done, say, somebody, somewhere};
use crate::world::{Polled, World};
use serde_json::{Value as Json, json};
use weilu_vocabulary::{HOUR, PollChoiceId};

const KINDS: [&str; 3] = ["single", "multiple", "ranked"];
const CHOICES: [&str; 4] = ["红茶", "绿茶", "白茶", "白开水"];

pub(super) async fn open(world: &mut World) -> Done {
    let Some((space, who)) = somewhere(world) else { return Ok("no space") };
    let kind = world.pick(&KINDS).unwrap_or("single");
    let hours = 1 + i64::try_from(world.below(60)).unwrap_or(0);
    let secret = world.once_in(3);
    let closes_at = world.app.clock.now() + hours * HOUR;
    let input = json!({
        "space": space, "title": "今天喝什么？", "choices": CHOICES, "kind": kind, "secret": secret,
        "closes_at": closes_at,
    });
    let opened = say(world, who, "poll.open", input).await?;
    let poll = opened.as_ref().and_then(|o| o.get("poll")).and_then(Json::as_str);
    let Some(poll) = poll.and_then(|p| p.parse().ok()) else { return Ok("opened") };
    let shown = world.ask(who, "poll.show", json!({ "poll": poll })).await?;
    let all = shown.as_ref().and_then(|s| s.get("choices")).and_then(Json::as_array);
    let choices: Vec<PollChoiceId> = all
        .map(|all| all.iter().filter_map(|c| c.get("id")?.as_str()?.parse().ok()).collect())
        .unwrap_or_default();
    world.polls.push(Polled { poll, space, choices });
    Ok("opened")
}

pub(super) async fn vote(world: &mut World) -> Done {
    let at = world.below(world.polls.len());
    let Some(polled) = world.polls.get(at).cloned() else { return Ok("no poll") };
    let Some(who) = somebody(world, Some(polled.space)) else { return Ok("nobody") };
    let mut left = polled.choices;
    let most = 1 + world.below(3);
    let mut chosen = Vec::new();
    while chosen.len() < most && !left.is_empty() {
        chosen.push(left.remove(world.below(left.len())));
    }
    // More than one where only one may be chosen is refused.
    let voted = world.call(who, "poll.vote", json!({ "poll": polled.poll, "choices": chosen })).await;
    if voted.is_err() {
        chosen.truncate(1);
        world.call(who, "poll.vote", json!({ "poll": polled.poll, "choices": chosen })).await?;
    }
    Ok("voted")
}

pub(super) async fn close(world: &mut World) -> Done {
    let at = world.below(world.polls.len());
    let Some(polled) = world.polls.get(at).cloned() else { return Ok("no poll") };
    let Some(who) = somebody(world, Some(polled.space)) else { return Ok("nobody") };
    world.call(who, "poll.close", json!({ "poll": polled.poll })).await?;
    Ok("closed")
}
