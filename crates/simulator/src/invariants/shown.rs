//! What people read: nothing that is held, out of sight or gone stands in a list, strangers see only what is public,
//! and the counts on a card are those of the rows.

use crate::world::{Villager, World};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use weilu_community::post::views::PostMemory;
use weilu_kernel::{Tx, sql};
use weilu_store::{Row, Scope};
use weilu_vocabulary::{Failure, Fault, PostId};

/// Lists of posts that everybody may ask for.
fn lists(world: &World) -> Vec<(&'static str, Json)> {
    let mut lists = vec![
        ("post.home", json!({})),
        ("question.list", json!({ "which": "all" })),
        ("question.list", json!({ "which": "unanswered" })),
        ("hot_list.show", json!({})),
    ];
    lists.extend(world.spaces.iter().map(|space| ("post.timeline", json!({ "space": space }))));
    lists
}

/// Somebody reads a list, and a moment later everybody has forgotten what is kept in memory: it must say the same.
pub(super) async fn check_kept(world: &mut World) -> Result<(), Fault> {
    let (people, all) = (world.people.len(), lists(world));
    let (reader, list) = (world.below(people), world.below(all.len()));
    let (Some(reader), Some((name, input))) = (world.people.get(reader).copied(), all.into_iter().nth(list))
    else {
        return Ok(());
    };
    let kept = told(world.ask(reader, name, input.clone()).await)?;
    world.app.port::<PostMemory>()?.clear();
    let fresh = told(world.ask(reader, name, input.clone()).await)?;
    if kept == fresh {
        return Ok(());
    }
    Err(Fault::new(format!("{name} {input} from memory is not what is read anew: {kept} became {fresh}")))
}

/// What an answer says; nothing when it is refused.
fn told(answer: Result<Option<Json>, Failure>) -> Result<Json, Fault> {
    match answer {
        Ok(answer) => Ok(answer.unwrap_or_default()),
        Err(Failure::Refused(_)) => Ok(Json::Null),
        Err(Failure::Fault(fault)) => Err(fault),
    }
}

pub(super) async fn check(world: &World) -> Result<(), Fault> {
    let saves = saves(world).await?;
    // Somebody who is inside a space, as far as there is one.
    let seat = world.seats.iter().rev().find_map(|s| world.people.iter().find(|p| p.persona == s.1));
    let reader: Option<Villager> = seat.or(world.host.as_ref()).copied();
    for (name, input) in lists(world) {
        for card in cards(world.ask_as_stranger(name, input.clone()).await)? {
            stands(name, &card, true)?;
        }
        let Some(reader) = reader else { continue };
        for card in cards(world.ask(reader, name, input).await)? {
            stands(name, &card, false)?;
            as_counted(name, &card, &saves)?;
        }
    }
    Ok(())
}

/// The cards of an answer, those on top too; a refusal shows nothing.
fn cards(answer: Result<Option<Json>, Failure>) -> Result<Vec<Json>, Fault> {
    let answer = told(answer)?;
    let lists = ["pinned", "items"].iter().filter_map(|name| answer.get(name)?.as_array());
    // A hot thread keeps its card inside.
    Ok(lists
        .flatten()
        .map(|item| item.get("post").filter(|p| p.is_object()).unwrap_or(item).clone())
        .collect())
}

fn word<'c>(card: &'c Json, field: &str) -> &'c str {
    card.get(field).and_then(Json::as_str).unwrap_or_default()
}

fn stands(list: &str, card: &Json, stranger: bool) -> Result<(), Fault> {
    let mine = card.get("mine") == Some(&Json::Bool(true));
    let state = word(card, "state");
    if state != "live" && !(mine && state == "held") {
        return Err(Fault::new(format!("{list} shows {} which is {state}", word(card, "id"))));
    }
    if stranger && word(card, "visibility") != "public" {
        return Err(Fault::new(format!("{list} shows {} to strangers", word(card, "id"))));
    }
    Ok(())
}

fn as_counted(list: &str, card: &Json, saves: &BTreeMap<PostId, i64>) -> Result<(), Fault> {
    let id = word(card, "id");
    let kept = id.parse().ok().and_then(|id: PostId| saves.get(&id).copied()).unwrap_or(0);
    let shown = card.get("saves").and_then(Json::as_i64).unwrap_or(0);
    if kept == shown {
        return Ok(());
    }
    Err(Fault::new(format!("{list} shows {shown} saves of {id}, {kept} are kept")))
}

/// How many people saved each post.
async fn saves(world: &World) -> Result<BTreeMap<PostId, i64>, Fault> {
    world
        .app
        .store
        .read(Scope::Tenant(world.tenant), |tx: &mut Tx| {
            Box::pin(async move {
                let rows: Vec<Row> = tx
                    .all(
                        sql!("select distinct b.post, coalesce(p.member, -b.persona) as person from bookmark b left join persona p on p.tenant = b.tenant and p.id = b.persona where b.tenant = $tenant"),
                        &[],
                    )
                    .await?;
                let mut out = BTreeMap::new();
                for row in &rows {
                    *out.entry(row.get("post")?).or_default() += 1;
                }
                Ok::<_, Fault>(out)
            })
        })
        .await
}
