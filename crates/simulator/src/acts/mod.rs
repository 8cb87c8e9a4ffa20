//! What villagers do, chosen by chance. A refusal is an answer; only a fault ends the run.

mod asking;
mod keeping;
mod order;
mod points;
mod polls;
mod records;
mod rosters;
mod words;

use crate::world::{Villager, World};
use serde_json::{Value as Json, json};
use weilu_community::space;
use weilu_vocabulary::{Failure, Fault, Id, PostId, SpaceId};

type Done = Result<&'static str, Failure>;

/// Of ten acts in a space so many are by somebody inside; the others find out what they may not.
const INSIDE_OF_TEN: usize = 5;

/// One act by somebody.
///
/// # Errors
/// Only when the world failed.
pub async fn one(world: &mut World) -> Result<&'static str, Fault> {
    let people = world.people.clone();
    let Some(who) = world.pick(&people) else { return Ok("nobody") };
    let done = match world.below(200) {
        0..18 => join(world, who).await,
        18..44 => words::write(world).await,
        44..66 => words::reply(world).await,
        66..76 => words::talk(world).await,
        76..112 => words::like(world).await,
        112..120 => words::unlike(world, who).await,
        120..127 => asking::ask(world).await,
        127..140 => asking::answer(world).await,
        140..147 => asking::accept(world).await,
        147 => asking::unaccept(world).await,
        148..150 => polls::open(world).await,
        150 => rosters::open(world).await,
        151..158 => polls::vote(world).await,
        158..161 => rosters::join(world).await,
        161..163 => polls::close(world).await,
        163..172 => asking::cast(world).await,
        172..175 => asking::withdraw(world, who).await,
        175..180 => words::edit(world).await,
        180..184 => words::remove(world).await,
        184..186 => words::restore(world).await,
        186..189 => keeping::save(world).await,
        189 => keeping::drop(world).await,
        190 => keeping::follow(world, who).await,
        191 => points::adjust(world).await,
        192 => keeping::unfollow(world, who).await,
        193..196 => order::report(world).await,
        196..198 => order::decide(world).await,
        198 => records::merge_or_part(world).await,
        _ => records::leave(world, who).await,
    };
    match done {
        Ok(what) => Ok(what),
        Err(Failure::Refused(_)) => Ok("refused"),
        Err(Failure::Fault(fault)) => Err(fault),
    }
}

async fn join(world: &mut World, who: Villager) -> Done {
    let spaces = world.spaces.clone();
    let Some(space) = world.pick(&spaces) else { return Ok("no space") };
    world.perform(who, space::Join { space, invitation: None, entry_code: None }).await?;
    world.seats.push((space, who.persona));
    Ok("joined")
}

/// One of the spaces, and somebody who mostly is inside.
fn somewhere(world: &mut World) -> Option<(SpaceId, Villager)> {
    let spaces = world.spaces.clone();
    let space = world.pick(&spaces)?;
    Some((space, somebody(world, Some(space))?))
}

/// Somebody who mostly is inside a space.
fn somebody(world: &mut World, space: Option<SpaceId>) -> Option<Villager> {
    let people = world.people.clone();
    if let Some(space) = space.filter(|_| world.below(10) < INSIDE_OF_TEN) {
        let seats = world.seats.clone();
        let inside: Vec<_> = seats.into_iter().filter(|s| s.0 == space).map(|s| s.1).collect();
        let persona = world.pick(&inside);
        let found = people.iter().find(|p| Some(p.persona) == persona);
        if found.is_some() {
            return found.copied();
        }
    }
    world.pick(&people)
}

/// One of the posts, and somebody who mostly is where it stands.
fn some_post(world: &mut World) -> Option<(PostId, Villager)> {
    let posts = world.posts.clone();
    let post = world.pick(&posts)?;
    let space = world.places.get(&post).copied().flatten();
    Some((post, somebody(world, space)?))
}

/// One of the posts and whoever wrote it, as long as he is there.
fn own_post(world: &mut World) -> Option<(PostId, Villager)> {
    let (post, _) = some_post(world)?;
    let author = world.authors.get(&post)?;
    world.people.iter().find(|p| p.persona == *author).map(|p| (post, *p))
}

/// Does it by name; keeps where the post that came of it stands.
async fn say(world: &mut World, who: Villager, name: &str, input: Json) -> Result<Option<Json>, Failure> {
    let space = input.get("space").and_then(Json::as_str).and_then(|s| s.parse::<SpaceId>().ok());
    let said = world.call(who, name, input).await?;
    let post = said.as_ref().and_then(|s| s.get("post")).and_then(Json::as_str);
    if let Some(post) = post.and_then(|p| p.parse::<PostId>().ok()) {
        world.posts.push(post);
        world.places.insert(post, space);
        world.authors.insert(post, who.persona);
    }
    Ok(said)
}

/// The post that an answer speaks of.
fn post_of(said: Option<&Json>) -> Option<PostId> {
    said?.get("post")?.as_str()?.parse().ok()
}

/// Now and then a text names somebody.
fn naming(world: &mut World, text: String) -> (String, Json) {
    let people = world.people.clone();
    let named = if world.once_in(7) { world.pick(&people) } else { None };
    match named.and_then(|who| Some((who, world.called.get(&who.persona)?.clone()))) {
        Some((who, name)) => (format!("@{name} {text}"), json!([who.member])),
        None => (text, json!([])),
    }
}

/// A number that stands for a thing among a few, as a word of a text.
fn numbered(world: &mut World, most: usize) -> String {
    i64::try_from(world.below(most)).map(|n| PostId::new(n).raw().to_string()).unwrap_or_default()
}
