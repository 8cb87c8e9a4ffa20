//! A thread: its first post, replies to it by pages, and below each the first replies to that reply.
//!
//! A thread may have a hundred thousand replies: every list goes by its own index and never past a page.

use super::{PAGE, Post, cards, cut};
use crate::{post::state, space::READ};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal, params, sql};
use weilu_store::Row;
use weilu_vocabulary::{Fault, Id, Outcome, PostId};

/// How many replies stand below a reply until one asks for more.
const BELOW: i64 = 3;

/// One post with the first replies.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Show {
    /// Which; a reply is shown in its thread.
    pub post: PostId,
}

/// A reply with the first replies to it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Reply {
    /// The reply's id again, by which lists tell it.
    pub id: PostId,
    /// The reply.
    pub post: Post,
    /// What was answered below it, oldest first.
    pub below: Vec<Post>,
    /// The last of them, when there are more.
    pub more: Option<PostId>,
}

/// A post and what was answered.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Thread {
    /// First post of the thread.
    pub post: Post,
    /// The reply that was asked for, with what stands around it.
    pub focus: Option<Reply>,
    /// Replies in the order they were written: the first page.
    pub replies: Vec<Reply>,
    /// Where the next page begins.
    pub next: Option<PostId>,
}

impl Query for Show {
    const NAME: &'static str = "post.show";
    const SUMMARY: (&'static str, &'static str) = ("一条帖子和它的回复", "A post with its replies");
    type Output = Thread;

    fn need(&self) -> Need {
        Need::On(self.post.into(), &READ)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Thread> {
        let asked = state::load(tx, self.post).await?.ok_or(LinkRefusal::NotFound)?;
        let post = cards(tx, act, &[asked.thread]).await?.pop().ok_or(LinkRefusal::NotFound)?;
        let focus = match asked.branch {
            Some(branch) => Some(around(tx, act, branch, asked.id).await?.ok_or(LinkRefusal::NotFound)?),
            None => None,
        };
        let (replies, next) = page(tx, act, asked.thread, 0).await?;
        Ok(Thread { post, focus, replies, next })
    }
}

/// More replies: of a thread, or below one reply of it.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Replies {
    /// The first post of a thread, or a reply to it.
    pub post: PostId,
    /// Only replies after this one.
    #[serde(default)]
    pub after: Option<PostId>,
}

/// A page of replies.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReplyPage {
    /// In the order they were written.
    pub items: Vec<Reply>,
    /// Where the next page begins.
    pub next: Option<PostId>,
}

impl Query for Replies {
    const NAME: &'static str = "post.replies";
    const SUMMARY: (&'static str, &'static str) = ("更多回复", "More replies");
    type Output = ReplyPage;

    fn need(&self) -> Need {
        Need::On(self.post.into(), &READ)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<ReplyPage> {
        let asked = state::load(tx, self.post).await?.ok_or(LinkRefusal::NotFound)?;
        let after = self.after.map_or(0, Id::raw);
        let (items, next) = if asked.parent.is_none() {
            page(tx, act, asked.id, after).await?
        } else {
            let ids = below(tx, asked.branch.unwrap_or(asked.id), after, limit(PAGE)).await?;
            let (ids, next) = cut(ids);
            let cards = cards(tx, act, &ids).await?;
            (cards.into_iter().map(|post| bare(post, Vec::new(), None)).collect(), next)
        };
        Ok(ReplyPage { items, next })
    }
}

fn limit(page: usize) -> i64 {
    i64::try_from(page + 1).unwrap_or(i64::MAX)
}

fn bare(post: Post, below: Vec<Post>, more: Option<PostId>) -> Reply {
    Reply { id: post.id, post, below, more }
}

async fn page(
    tx: &mut Tx,
    act: &Act,
    root: PostId,
    after: i64,
) -> Result<(Vec<Reply>, Option<PostId>), Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select id from post where tenant = $tenant and parent = $1 and id > $2 and (state in ('live', 'hidden', 'deleted', 'erased') or author = $3) order by id limit $4"),
            params![root, after, act.actor.persona.map_or(-1, Id::raw), limit(PAGE)],
        )
        .await?;
    let (ids, next) = cut(rows.iter().map(Row::first).collect::<Result<_, _>>()?);
    let mut replies = Vec::with_capacity(ids.len());
    for post in cards(tx, act, &ids).await? {
        // Counts follow the log; what nobody answered costs no look below.
        let (below, more) =
            if post.replies > 0 { first_below(tx, act, post.id).await? } else { (Vec::new(), None) };
        if post.state != "live" && post.state != "held" && below.is_empty() {
            continue;
        }
        replies.push(bare(post, below, more));
    }
    Ok((replies, next))
}

async fn first_below(tx: &mut Tx, act: &Act, branch: PostId) -> Result<(Vec<Post>, Option<PostId>), Fault> {
    let mut ids = below(tx, branch, 0, BELOW + 1).await?;
    let more = ids.len() > usize::try_from(BELOW).unwrap_or(usize::MAX);
    ids.truncate(usize::try_from(BELOW).unwrap_or(usize::MAX));
    let last = if more { ids.last().copied() } else { None };
    Ok((cards(tx, act, &ids).await?, last))
}

/// Ids below a reply, oldest first.
async fn below(tx: &mut Tx, branch: PostId, after: i64, most: i64) -> Result<Vec<PostId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select id from post where tenant = $tenant and branch = $1 and id > $2 and id <> $1 and state = 'live' order by id limit $3"),
            params![branch, after, most],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// A branch with the one reply of it that was asked for among what stands below.
async fn around(tx: &mut Tx, act: &Act, branch: PostId, asked: PostId) -> Result<Option<Reply>, Fault> {
    let Some(post) = cards(tx, act, &[branch]).await?.pop() else { return Ok(None) };
    if asked == branch {
        let (below, more) = first_below(tx, act, branch).await?;
        return Ok(Some(bare(post, below, more)));
    }
    let Some(reply) = cards(tx, act, &[asked]).await?.pop() else { return Ok(None) };
    let next = below(tx, branch, asked.raw(), BELOW).await?;
    let more = next.last().copied();
    let mut shown = vec![reply];
    shown.extend(cards(tx, act, &next).await?);
    Ok(Some(bare(post, shown, more)))
}
