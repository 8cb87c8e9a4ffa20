//! Saving posts and following people.

use super::{Done, some_post};
use crate::world::{Villager, World};
use serde_json::json;

pub(super) async fn save(world: &mut World) -> Done {
    let Some((post, who)) = some_post(world) else { return Ok("no post") };
    world.call(who, "bookmark.save", json!({ "post": post })).await?;
    world.saved.push((who.persona, post));
    Ok("saved")
}

pub(super) async fn drop(world: &mut World) -> Done {
    let saved = world.saved.clone();
    let Some((persona, post)) = world.pick(&saved) else { return Ok("nothing saved") };
    let Some(who) = world.people.iter().find(|p| p.persona == persona).copied() else { return Ok("nobody") };
    world.call(who, "bookmark.drop", json!({ "post": post })).await?;
    Ok("dropped")
}

pub(super) async fn follow(world: &mut World, who: Villager) -> Done {
    let people = world.people.clone();
    let Some(other) = world.pick(&people) else { return Ok("nobody") };
    world.call(who, "follow.start", json!({ "what": other.member })).await?;
    // Every other time it is mutual: friends see what is for friends.
    if world.once_in(2) {
        world.call(other, "follow.start", json!({ "what": who.member })).await?;
    }
    Ok("followed")
}

pub(super) async fn unfollow(world: &mut World, who: Villager) -> Done {
    let people = world.people.clone();
    let Some(other) = world.pick(&people) else { return Ok("nobody") };
    world.call(who, "follow.stop", json!({ "what": other.member })).await?;
    Ok("stopped following")
}
