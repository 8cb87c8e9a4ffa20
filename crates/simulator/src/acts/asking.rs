//! Asking, answering, accepting, and voting on what was said.

use super::{Done, numbered, post_of, say, some_post, somebody, somewhere};
use crate::world::{Villager, World};
use serde_json::json;
use weilu_vocabulary::PostId;

pub(super) async fn ask(world: &mut World) -> Done {
    let Some((space, who)) = somewhere(world) else { return Ok("no space") };
    let title = format!("第 {} 道水该几度？", numbered(world, 10_000));
    let input = json!({ "space": space, "title": title, "text": "怕泡坏了。 #水温#" });
    let asked = say(world, who, "question.ask", input).await?;
    if let Some(post) = post_of(asked.as_ref()) {
        world.questions.push(post);
    }
    Ok("asked")
}

/// A direct answer; who asked may answer himself, which settles nothing.
pub(super) async fn answer(world: &mut World) -> Done {
    let questions = world.questions.clone();
    let Some(question) = world.pick(&questions) else { return Ok("no question") };
    let space = world.places.get(&question).copied().flatten();
    let Some(who) = somebody(world, space) else { return Ok("nobody") };
    let input = json!({ "space": space, "text": "八十五度。", "reply_to": question });
    let said = say(world, who, "post.write", input).await?;
    if let Some(answer) = post_of(said.as_ref()) {
        world.answers.push((question, answer));
    }
    Ok("answered")
}

/// Mostly who asked, sometimes anybody.
fn settler(world: &mut World, question: PostId) -> Option<Villager> {
    let asker = world.authors.get(&question).copied();
    if world.once_in(6) {
        let space = world.places.get(&question).copied().flatten();
        return somebody(world, space);
    }
    world.people.iter().find(|p| Some(p.persona) == asker).copied()
}

pub(super) async fn accept(world: &mut World) -> Done {
    let answers = world.answers.clone();
    let Some((question, answer)) = world.pick(&answers) else { return Ok("no answer") };
    let Some(who) = settler(world, question) else { return Ok("nobody") };
    let thanks = if world.once_in(2) { "谢谢，不涩了。" } else { "" };
    world.call(who, "question.accept", json!({ "answer": answer, "thanks": thanks })).await?;
    Ok("accepted")
}

pub(super) async fn unaccept(world: &mut World) -> Done {
    let questions = world.questions.clone();
    let Some(question) = world.pick(&questions) else { return Ok("no question") };
    let Some(who) = settler(world, question) else { return Ok("nobody") };
    world.call(who, "question.unaccept", json!({ "question": question })).await?;
    Ok("unaccepted")
}

pub(super) async fn cast(world: &mut World) -> Done {
    let Some((post, who)) = some_post(world) else { return Ok("no post") };
    let way = if world.once_in(3) { "down" } else { "up" };
    world.call(who, "vote.cast", json!({ "post": post, "way": way })).await?;
    Ok("voted on words")
}

pub(super) async fn withdraw(world: &mut World, who: Villager) -> Done {
    let posts = world.posts.clone();
    let Some(post) = world.pick(&posts) else { return Ok("no post") };
    let space = world.places.get(&post).copied().flatten();
    let who = somebody(world, space).unwrap_or(who);
    world.call(who, "vote.withdraw", json!({ "post": post })).await?;
    Ok("withdrew")
}
