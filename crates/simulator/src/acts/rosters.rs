//! Opening rosters, joining them, changing one's mind.

use super::{Done, say, somebody, somewhere};
use crate::world::World;
use serde_json::{Value as Json, json};
use weilu_vocabulary::HOUR;

pub(super) async fn open(world: &mut World) -> Done {
    let Some((space, who)) = somewhere(world) else { return Ok("no space") };
    let counted = world.once_in(2);
    let hours = 1 + i64::try_from(world.below(60)).unwrap_or(0);
    let input = json!({
        "space": space, "title": "谁来？", "unit": counted.then_some("位"), "most": 1 + world.below(6),
        "closes_at": world.app.clock.now() + hours * HOUR,
    });
    let opened = say(world, who, "roster.open", input).await?;
    let roster = opened.as_ref().and_then(|o| o.get("roster")).and_then(Json::as_str);
    world.rosters.extend(roster.and_then(|id| id.parse().ok()).map(|id| (id, space)));
    Ok("opened")
}

pub(super) async fn join(world: &mut World) -> Done {
    let rosters = world.rosters.clone();
    let Some((roster, space)) = world.pick(&rosters) else { return Ok("no roster") };
    let Some(who) = somebody(world, Some(space)) else { return Ok("nobody") };
    if world.once_in(5) {
        world.call(who, "roster.leave", json!({ "roster": roster })).await?;
        return Ok("left");
    }
    let count = world.below(4);
    world.call(who, "roster.join", json!({ "roster": roster, "text": "算我一个", "count": count })).await?;
    Ok("joined")
}
