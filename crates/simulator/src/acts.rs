//! What villagers do, chosen by chance. A refusal is an answer; only a fault ends the run.

use crate::world::{Villager, World};
use weilu_community::{chat, post, space};
use weilu_vocabulary::{ChatId, Failure, Fault, Id};

/// One act by somebody.
///
/// # Errors
/// Only when the world failed.
pub async fn one(world: &mut World) -> Result<&'static str, Fault> {
    let people = world.people.clone();
    let Some(who) = world.pick(&people) else { return Ok("nobody") };
    let done = match world.below(100) {
        0..10 => join(world, who).await,
        10..30 => write(world, who).await,
        30..44 => reply(world, who).await,
        44..50 => talk(world, who).await,
        50..90 => like(world, who).await,
        _ => unlike(world, who).await,
    };
    match done {
        Ok(what) => Ok(what),
        Err(Failure::Refused(_)) => Ok("refused"),
        Err(Failure::Fault(fault)) => Err(fault),
    }
}

type Done = Result<&'static str, Failure>;

async fn join(world: &mut World, who: Villager) -> Done {
    let spaces = world.spaces.clone();
    let Some(space) = world.pick(&spaces) else { return Ok("no space") };
    world.perform(who, space::Join { space, invitation: None, entry_code: None }).await?;
    Ok("joined")
}

async fn write(world: &mut World, who: Villager) -> Done {
    let spaces = world.spaces.clone();
    let Some(space) = world.pick(&spaces) else { return Ok("no space") };
    let text = format!("第 {} 壶茶，谁来坐坐？", world.below(10_000));
    let written =
        world.perform(who, post::Write { space: Some(space), text, ..post::Write::default() }).await?;
    world.posts.push(written.post);
    Ok("wrote")
}

async fn reply(world: &mut World, who: Villager) -> Done {
    let posts = world.posts.clone();
    let Some(target) = world.pick(&posts) else { return Ok("no post") };
    let spaces = world.spaces.clone();
    let Some(space) = world.pick(&spaces) else { return Ok("no space") };
    let written = world
        .perform(
            who,
            post::Write {
                space: Some(space),
                text: "我也来。".into(),
                reply_to: Some(target),
                ..post::Write::default()
            },
        )
        .await?;
    world.posts.push(written.post);
    Ok("replied")
}

async fn talk(world: &mut World, who: Villager) -> Done {
    let spaces = world.spaces.clone();
    let Some(space) = world.pick(&spaces) else { return Ok("no space") };
    let text = format!("水开了，第 {} 壶。", world.below(10_000));
    let chat = ChatId::from_raw(space.raw());
    world
        .perform(who, chat::Send { chat, text, quote: None, mentions: Vec::new(), calls_all: false })
        .await?;
    Ok("talked")
}

async fn like(world: &mut World, who: Villager) -> Done {
    let posts = world.posts.clone();
    let Some(post) = world.pick(&posts) else { return Ok("no post") };
    world.perform(who, post::Like { post }).await?;
    Ok("liked")
}

async fn unlike(world: &mut World, who: Villager) -> Done {
    let posts = world.posts.clone();
    let Some(post) = world.pick(&posts) else { return Ok("no post") };
    world.perform(who, post::Unlike { post }).await?;
    Ok("unliked")
}
