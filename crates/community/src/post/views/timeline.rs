//! What is said in one space, newest first, what is pinned above it.

use super::{PAGE, Post, PostPage, cards, cut, kept};
use crate::space::READ;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, params, sql};
use weilu_store::Row;
use weilu_vocabulary::{Fault, Id, Outcome, PersonaId, PostId, SpaceId};

/// The newest posts of a space.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Timeline {
    /// Which space.
    pub space: SpaceId,
    /// Only posts of this kind: `post`, `question`, `poll` or `roster`.
    #[serde(default)]
    pub kind: Option<String>,
    /// Only posts before this one.
    #[serde(default)]
    pub before: Option<PostId>,
}

/// A page of a space.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SpacePage {
    /// What is pinned; on the first page only.
    pub pinned: Vec<Post>,
    /// Newest first.
    pub items: Vec<Post>,
    /// Where the next page begins.
    pub next: Option<PostId>,
}

impl Query for Timeline {
    const NAME: &'static str = "post.timeline";
    const SUMMARY: (&'static str, &'static str) = ("社群里的新帖", "The newest posts of a space");
    type Output = SpacePage;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &READ)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<SpacePage> {
        let before = self.before.map_or(i64::MAX, Id::raw);
        let ids = newest(tx, act, self.space, self.kind.as_deref(), before).await?;
        let (ids, next) = cut(ids);
        let first = self.before.is_none() && self.kind.is_none();
        let pinned =
            if first { kept::newest(tx, act, self.space).await?.pinned.to_vec() } else { Vec::new() };
        Ok(SpacePage { pinned: cards(tx, act, &pinned).await?, items: cards(tx, act, &ids).await?, next })
    }
}

/// Ids of the newest posts of a space, one more than a page; what waits for review only for its author.
pub(super) async fn newest(
    tx: &mut Tx,
    act: &Act,
    space: SpaceId,
    kind: Option<&str>,
    before: i64,
) -> Result<Vec<PostId>, Fault> {
    if kind.is_none() {
        let newest = kept::newest(tx, act, space).await?;
        let mine = |held_for: Option<PersonaId>| held_for.is_none() || held_for == act.actor.persona;
        let seen = newest.posts.iter().filter(|(id, held_for)| id.raw() < before && mine(*held_for));
        let ids: Vec<PostId> = seen.map(|(id, _)| *id).take(PAGE + 1).collect();
        if newest.whole || ids.len() > PAGE {
            return Ok(ids);
        }
    }
    older(tx, act, space, kind, before).await
}

async fn older(
    tx: &mut Tx,
    act: &Act,
    space: SpaceId,
    kind: Option<&str>,
    before: i64,
) -> Result<Vec<PostId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select id from post where tenant = $tenant and space = $1 and parent is null and id < $2 and (cast($3 as text) is null or kind = $3) and (state = 'live' or (state = 'held' and author = $4)) order by id desc limit $5"),
            params![
                space,
                before,
                kind.map(ToOwned::to_owned),
                act.actor.persona.map_or(-1, Id::raw),
                i64::try_from(PAGE + 1).unwrap_or(i64::MAX)
            ],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

impl From<(Vec<Post>, Option<PostId>)> for PostPage {
    fn from((items, next): (Vec<Post>, Option<PostId>)) -> PostPage {
        PostPage { items, next }
    }
}
