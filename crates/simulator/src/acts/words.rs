//! Saying something, thinking again, taking it back, and liking what others said.

use super::{Done, naming, numbered, own_post, say, some_post, somebody, somewhere};
use crate::world::{Villager, World};
use serde_json::json;
use weilu_community::{chat, post};
use weilu_vocabulary::{ChatId, Id, Origin};

const TOPICS: [&str; 4] = ["#老白茶#", "#冷泡#", "#围炉#", ""];
const SEEN_BY: [&str; 6] = ["public", "public", "public", "public", "space", "friends"];

/// A post in a space or on one's own page; now and then one that is looked at first.
pub(super) async fn write(world: &mut World) -> Done {
    let Some((space, who)) = somewhere(world) else { return Ok("no space") };
    let topic = world.pick(&TOPICS).unwrap_or_default();
    let text = format!("第 {} 壶茶，谁来坐坐？ {topic}", numbered(world, 10_000));
    let (text, mentions) = naming(world, text);
    let own_page = world.once_in(9);
    let seen_by = world.pick(&SEEN_BY).filter(|v| !own_page || *v != "space").unwrap_or("public");
    let title = if world.once_in(5) { "坐一坐" } else { "" };
    let place = if own_page { None } else { Some(space) };
    // What is said for real where everything is looked at first waits for a reviewer.
    if world.once_in(6) {
        world.origin = Origin::Live;
    }
    let input =
        json!({ "space": place, "title": title, "text": text, "mentions": mentions, "visibility": seen_by });
    let written = say(world, who, "post.write", input).await;
    world.origin = Origin::Demo;
    written.map(|_| "wrote")
}

pub(super) async fn reply(world: &mut World) -> Done {
    let Some((target, who)) = some_post(world) else { return Ok("no post") };
    let space = world.places.get(&target).copied().flatten();
    let (text, mentions) = naming(world, "我也来。".into());
    let input = json!({ "space": space, "text": text, "mentions": mentions, "reply_to": target });
    say(world, who, "post.write", input).await?;
    Ok("replied")
}

pub(super) async fn talk(world: &mut World) -> Done {
    let Some((space, who)) = somewhere(world) else { return Ok("no space") };
    let text = format!("水开了，第 {} 壶。", numbered(world, 10_000));
    let chat = ChatId::from_raw(space.raw());
    world
        .perform(
            who,
            chat::Send { chat, text, quote: None, mentions: Vec::new(), calls_all: false, files: Vec::new() },
        )
        .await?;
    Ok("talked")
}

pub(super) async fn like(world: &mut World) -> Done {
    let Some((post, who)) = some_post(world) else { return Ok("no post") };
    world.perform(who, post::Like { post }).await?;
    Ok("liked")
}

pub(super) async fn unlike(world: &mut World, who: Villager) -> Done {
    let posts = world.posts.clone();
    let Some(post) = world.pick(&posts) else { return Ok("no post") };
    let space = world.places.get(&post).copied().flatten();
    let who = somebody(world, space).unwrap_or(who);
    world.perform(who, post::Unlike { post }).await?;
    Ok("unliked")
}

pub(super) async fn edit(world: &mut World) -> Done {
    let Some((post, who)) = own_post(world) else { return Ok("no post") };
    let text = format!("第 {} 壶茶，改了一句。 #改过#", numbered(world, 10_000));
    let (text, mentions) = naming(world, text);
    let input = json!({ "post": post, "title": "坐一坐，改过", "text": text, "mentions": mentions });
    world.call(who, "post.edit", input).await?;
    Ok("edited")
}

pub(super) async fn remove(world: &mut World) -> Done {
    let Some((post, who)) = own_post(world) else { return Ok("no post") };
    world.call(who, "post.remove", json!({ "post": post })).await?;
    world.removed.push(post);
    Ok("removed")
}

pub(super) async fn restore(world: &mut World) -> Done {
    let removed = world.removed.clone();
    let Some(post) = world.pick(&removed) else { return Ok("nothing removed") };
    let author = world.authors.get(&post);
    let Some(who) = world.people.iter().find(|p| Some(&p.persona) == author).copied() else {
        return Ok("nobody");
    };
    world.call(who, "post.restore", json!({ "post": post })).await?;
    world.removed.retain(|p| *p != post);
    Ok("restored")
}
