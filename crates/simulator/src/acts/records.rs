//! Two records turn out to be one person, or two after all; somebody leaves for good.

use super::Done;
use crate::world::{Villager, World};
use serde_json::json;

/// The host merges two records, or undoes an earlier merge.
pub(super) async fn merge_or_part(world: &mut World) -> Done {
    let Some(host) = world.host else { return Ok("no host") };
    if world.once_in(3) {
        let merges = world.merges().await?;
        let Some(merge) = world.pick(&merges) else { return Ok("no merge") };
        world.call(host, "identity.unmerge", json!({ "merge": merge, "note": "是两个人" })).await?;
        world.look_who_is_who().await?;
        return Ok("parted");
    }
    let others: Vec<Villager> = world.people.iter().copied().filter(|p| p.member != host.member).collect();
    let (Some(known), Some(other)) = (world.pick(&others), world.pick(&others)) else { return Ok("nobody") };
    let pair = json!({ "known": known.member, "other": other.member });
    let Some(case) = world.call(host, "identity.propose", pair).await?.and_then(|c| c.get("case").cloned())
    else {
        return Ok("no case");
    };
    world.call(host, "identity.decide_case", json!({ "case": case, "decision": "accept" })).await?;
    world.look_who_is_who().await?;
    Ok("merged")
}

/// Somebody asks to be erased and does nothing more.
pub(super) async fn leave(world: &mut World, who: Villager) -> Done {
    if world.host.is_some_and(|h| h.member == who.member) {
        return Ok("the host stays");
    }
    world.call(who, "privacy.ask_erasure", json!({})).await?;
    world.people.retain(|p| p.member != who.member);
    Ok("asked to leave")
}
