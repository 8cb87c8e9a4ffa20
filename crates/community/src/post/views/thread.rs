//! A thread: its first post, replies to it by pages, and below each the first replies to that reply.
//!
//! Answers to a question stand best first by their votes, with the accepted one on top; elsewhere replies stand in the
//! order they were written, and one may choose. A thread may have a hundred thousand replies: every list goes by its
//! own index and never past a page.

use super::{PAGE, Post, cards, cut};
use crate::{
    post::state::{self, PostRow},
    question,
    space::READ,
    vote,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal, params, sql};
use weilu_store::Row;
use weilu_vocabulary::{Fault, Id, Outcome, PostId};

/// Posts below a reply, and the last of them when there are more.
type Below = (Vec<Post>, Option<PostId>);

/// How many replies stand below a reply until one asks for more.
const BELOW: i64 = 3;

/// In which order replies stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// By votes: the lower bound of what they allow to say with 95 % confidence; equals by age.
    Best,
    /// As they were written.
    #[default]
    Oldest,
    /// The latest first.
    Newest,
}

impl Order {
    /// The order asked for; without a wish that of the kind of thread.
    fn of(asked: Option<Order>, root: &PostRow) -> Order {
        asked.unwrap_or(if root.kind == "question" { Order::Best } else { Order::Oldest })
    }
}

/// One post with the first replies.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Show {
    /// Which; a reply is shown in its thread.
    pub post: PostId,
    /// In which order replies stand; best first below a question, otherwise oldest first.
    #[serde(default)]
    pub order: Option<Order>,
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
    /// The answer that was accepted, on top of the others; its place below is left out.
    pub accepted: Option<Reply>,
    /// In which order the replies stand.
    pub order: Order,
    /// Replies in this order: the first page.
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
        let root = match asked.thread == asked.id {
            true => asked,
            false => state::load(tx, asked.thread).await?.ok_or(LinkRefusal::NotFound)?,
        };
        let order = Order::of(self.order, &root);
        let accepted = accepted(tx, act, &root).await?;
        let (replies, next) = page(tx, act, &root, order, None).await?;
        Ok(Thread { post, focus, accepted, order, replies, next })
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
    /// In which order replies to a thread stand, as in the page before; below a reply they are oldest first.
    #[serde(default)]
    pub order: Option<Order>,
}

/// A page of replies.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReplyPage {
    /// In the order asked for.
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
        let (items, next) = if asked.parent.is_none() {
            page(tx, act, &asked, Order::of(self.order, &asked), self.after).await?
        } else {
            let after = self.after.map_or(0, Id::raw);
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

/// The accepted answer of a question, while it stands.
async fn accepted(tx: &mut Tx, act: &Act, root: &PostRow) -> Result<Option<Reply>, Fault> {
    let Some(answer) = accepted_id(tx, root).await? else { return Ok(None) };
    let Some(post) = cards(tx, act, &[answer]).await?.pop().filter(|c| c.state == "live") else {
        return Ok(None);
    };
    let (below, more) = first_below(tx, act, &[answer]).await?.remove(&answer).unwrap_or_default();
    Ok(Some(bare(post, below, more)))
}

async fn accepted_id(tx: &mut Tx, root: &PostRow) -> Result<Option<PostId>, Fault> {
    if root.kind != "question" {
        return Ok(None);
    }
    let Some(answer) = question::state::load(tx, root.id).await?.and_then(|q| q.accepted) else {
        return Ok(None);
    };
    let stands = state::load(tx, answer).await?.is_some_and(|p| p.state == "live");
    Ok(Some(answer).filter(|_| stands))
}

/// Ids of replies after one of them, one more than a page; without the accepted one, which stands above.
async fn ids_after(
    tx: &mut Tx,
    act: &Act,
    root: &PostRow,
    order: Order,
    after: Option<PostId>,
) -> Result<Vec<PostId>, Fault> {
    let me = act.actor.persona.map_or(-1, Id::raw);
    let accepted = accepted_id(tx, root).await?.map_or(0, Id::raw);
    let rows: Vec<Row> = match order {
        Order::Oldest => {
            tx.all(
                sql!("select id from post where tenant = $tenant and parent = $1 and id > $2 and id <> $5 and (state in ('live', 'hidden', 'deleted', 'erased') or author = $3) order by id limit $4"),
                params![root.id, after.map_or(0, Id::raw), me, limit(PAGE), accepted],
            )
            .await?
        }
        Order::Newest => {
            tx.all(
                sql!("select id from post where tenant = $tenant and parent = $1 and id < $2 and id <> $5 and (state in ('live', 'hidden', 'deleted', 'erased') or author = $3) order by id desc limit $4"),
                params![root.id, after.map_or(i64::MAX, Id::raw), me, limit(PAGE), accepted],
            )
            .await?
        }
        Order::Best => {
            let (rank, id) = match after {
                Some(after) => (vote::state::rank_of(tx, after).await?, after.raw()),
                None => (i64::MIN, 0),
            };
            tx.all(
                sql!("select p.id from vote_rank r join post p on p.tenant = r.tenant and p.id = r.post where r.tenant = $tenant and r.parent = $1 and (r.rank, r.post) > ($2, $3) and p.id <> $6 and (p.state in ('live', 'hidden', 'deleted', 'erased') or p.author = $4) order by r.rank, r.post limit $5"),
                params![root.id, rank, id, me, limit(PAGE), accepted],
            )
            .await?
        }
    };
    rows.iter().map(Row::first).collect()
}

async fn page(
    tx: &mut Tx,
    act: &Act,
    root: &PostRow,
    order: Order,
    after: Option<PostId>,
) -> Result<(Vec<Reply>, Option<PostId>), Fault> {
    let (ids, next) = cut(ids_after(tx, act, root, order, after).await?);
    let posts = cards(tx, act, &ids).await?;
    // Counts follow the log; what nobody answered costs no look below.
    let answered: Vec<PostId> = posts.iter().filter(|post| post.replies > 0).map(|post| post.id).collect();
    let mut all_below = first_below(tx, act, &answered).await?;
    let mut replies = Vec::with_capacity(posts.len());
    for post in posts {
        let (below, more) = all_below.remove(&post.id).unwrap_or_default();
        if post.state != "live" && post.state != "held" && below.is_empty() {
            continue;
        }
        replies.push(bare(post, below, more));
    }
    Ok((replies, next))
}

/// What stands first below some replies, and the last of it where there is more.
async fn first_below(tx: &mut Tx, act: &Act, branches: &[PostId]) -> Result<BTreeMap<PostId, Below>, Fault> {
    let most = usize::try_from(BELOW).unwrap_or(usize::MAX);
    let (mut out, mut all) = (BTreeMap::new(), Vec::new());
    for branch in branches {
        let mut ids = below(tx, *branch, 0, BELOW + 1).await?;
        let more = ids.len() > most;
        ids.truncate(most);
        out.insert(*branch, (Vec::new(), ids.last().copied().filter(|_| more)));
        all.extend(ids.into_iter().map(|id| (id, *branch)));
    }
    let ids: Vec<PostId> = all.iter().map(|(id, _)| *id).collect();
    let branch_of: BTreeMap<PostId, PostId> = all.into_iter().collect();
    for post in cards(tx, act, &ids).await? {
        if let Some((posts, _)) = branch_of.get(&post.id).and_then(|branch| out.get_mut(branch)) {
            posts.push(post);
        }
    }
    Ok(out)
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
        let (below, more) = first_below(tx, act, &[branch]).await?.remove(&branch).unwrap_or_default();
        return Ok(Some(bare(post, below, more)));
    }
    let Some(reply) = cards(tx, act, &[asked]).await?.pop() else { return Ok(None) };
    let next = below(tx, branch, asked.raw(), BELOW).await?;
    let more = next.last().copied();
    let mut shown = vec![reply];
    shown.extend(cards(tx, act, &next).await?);
    Ok(Some(bare(post, shown, more)))
}
