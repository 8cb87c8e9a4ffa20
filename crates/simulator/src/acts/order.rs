//! Pointing at what was said, and deciding: it stands, goes out of sight, is deleted, or the decision is taken back.

use super::{Done, some_post};
use crate::world::World;
use serde_json::{Value as Json, json};

const REASONS: [&str; 3] = ["advert", "abuse", "false"];

pub(super) async fn report(world: &mut World) -> Done {
    let Some((post, who)) = some_post(world) else { return Ok("no post") };
    let reason = world.pick(&REASONS).unwrap_or("advert");
    world.call(who, "report.send", json!({ "about": post, "reason": reason })).await?;
    Ok("reported")
}

/// The host looks at a case that waits, or thinks again about one that was decided.
pub(super) async fn decide(world: &mut World) -> Done {
    let Some(host) = world.host else { return Ok("no host") };
    let again = world.once_in(5);
    let state = if again { "upheld" } else { "waiting" };
    let queue = world.ask(host, "review.queue", json!({ "state": state })).await?;
    let cases: Vec<Json> = queue
        .as_ref()
        .and_then(|q| q.get("items"))
        .and_then(Json::as_array)
        .map(|all| all.iter().filter_map(|c| c.get("id").cloned()).collect())
        .unwrap_or_default();
    let at = world.below(cases.len());
    let Some(case) = cases.get(at) else { return Ok("no case") };
    if again {
        world.call(host, "review.undo", json!({ "case": case, "reason": "看错了" })).await?;
        return Ok("undid");
    }
    if world.once_in(2) {
        world.call(host, "review.approve", json!({ "cases": [case] })).await?;
        return Ok("approved");
    }
    let delete = world.once_in(3);
    let hide = json!({ "cases": [case], "reason": "先收起来", "delete": delete });
    world.call(host, "review.hide", hide).await?;
    Ok("hid")
}
