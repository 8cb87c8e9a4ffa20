//! The host gives somebody points, or takes some of his.

use super::Done;
use crate::world::World;
use serde_json::json;

pub(super) async fn adjust(world: &mut World) -> Done {
    let Some(host) = world.host else { return Ok("no host") };
    let people = world.people.clone();
    let Some(who) = world.pick(&people) else { return Ok("nobody") };
    let points = i64::try_from(world.below(60)).unwrap_or(0) - 40;
    world
        .call(host, "point.adjust", json!({ "member": who.member, "points": points, "reason": "换了茶" }))
        .await?;
    Ok("changed points")
}
