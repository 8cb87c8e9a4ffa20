//! Posts as people read them.

use crate::space::READ;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal, params, rows, sql};
use weilu_vocabulary::{BlobId, Fault, Id, MemberId, Outcome, PostId, SpaceId, Time};

const PAGE: i64 = 20;

/// Who wrote it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Author {
    /// The person, as known now.
    pub id: Option<MemberId>,
    /// Name as shown.
    pub name: String,
    /// Picture.
    pub avatar: Option<BlobId>,
}

/// Where it stands.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PostSpace {
    /// Which.
    pub id: SpaceId,
    /// Name.
    pub name: String,
}

/// A post as read.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Post {
    /// Which.
    pub id: PostId,
    /// Where.
    pub space: PostSpace,
    /// By whom.
    pub author: Author,
    /// First post of its thread.
    pub thread: PostId,
    /// What it answers.
    pub parent: Option<PostId>,
    /// When it was written, microseconds.
    pub at: Time,
    /// Province (属地).
    pub region: Option<String>,
    /// What was said; empty when it is no longer shown.
    pub text: String,
    /// `live`, `held`, `hidden`, `deleted`, `erased`.
    pub state: String,
    /// How many liked it.
    pub likes: i64,
    /// How many answered.
    pub replies: i64,
    /// Whether I liked it.
    pub liked: bool,
}

rows! {
    struct PostView {
        id: PostId, space: SpaceId, space_name: String, member: Option<MemberId>, name: Option<String>,
        avatar: Option<BlobId>, thread: PostId, parent: Option<PostId>, created_at: Time, province: Option<String>,
        text: String, state: String, likes: i64, replies: i64, liked: i64,
    }
}

impl From<PostView> for Post {
    fn from(v: PostView) -> Post {
        Post {
            id: v.id,
            space: PostSpace { id: v.space, name: v.space_name },
            author: Author { id: v.member, name: v.name.unwrap_or_default(), avatar: v.avatar },
            thread: v.thread,
            parent: v.parent,
            at: v.created_at,
            region: v.province,
            text: if v.state == "live" { v.text } else { String::new() },
            state: v.state,
            likes: v.likes,
            replies: v.replies,
            liked: v.liked > 0,
        }
    }
}

/// The newest posts of a space.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Timeline {
    /// Which space.
    pub space: SpaceId,
    /// Only posts before this one.
    #[serde(default)]
    pub before: Option<PostId>,
}

/// A page of posts.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Page {
    /// Newest first.
    pub items: Vec<Post>,
    /// Where the next page begins.
    pub next: Option<PostId>,
}

impl Query for Timeline {
    const NAME: &'static str = "post.timeline";
    const SUMMARY: (&'static str, &'static str) = ("社群里的新帖", "The newest posts of a space");
    type Output = Page;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &READ)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Page> {
        let rows: Vec<PostView> = tx
            .all(
                sql!(
                    "select p.id, p.space, s.name as space_name, m.id as member, m.name, m.avatar, p.thread, p.parent, p.created_at, p.province, p.text, p.state, coalesce(c.likes, 0) as likes, coalesce(c.replies, 0) as replies,
                       (select count(*) from post_like l join persona me on me.tenant = l.tenant and me.id = l.persona where l.tenant = $tenant and l.post = p.id and me.member = $3) as liked
                     from post p join space s on s.tenant = p.tenant and s.id = p.space left join persona a on a.tenant = p.tenant and a.id = p.author left join member m on m.tenant = p.tenant and m.id = a.member left join post_count c on c.tenant = p.tenant and c.post = p.id
                     where p.tenant = $tenant and p.space = $1 and p.parent is null and p.state = 'live' and p.id < $2 order by p.id desc limit $4"
                ),
                params![self.space, self.before.map_or(i64::MAX, Id::raw), act.actor.member.map_or(-1, Id::raw), PAGE + 1],
            )
            .await?;
        Ok(page(rows))
    }
}

fn page(mut rows: Vec<PostView>) -> Page {
    let more = rows.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    if more {
        rows.pop();
    }
    let items: Vec<Post> = rows.into_iter().map(Into::into).collect();
    let next = if more { items.last().map(|p| p.id) } else { None };
    Page { items, next }
}

/// One post with its thread.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Show {
    /// Which.
    pub post: PostId,
}

/// A post and what was answered.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Thread {
    /// The post asked for.
    pub post: Post,
    /// Replies in the order they were written.
    pub replies: Vec<Post>,
}

impl Query for Show {
    const NAME: &'static str = "post.show";
    const SUMMARY: (&'static str, &'static str) = ("一条帖子和它的回复", "A post with its replies");
    type Output = Thread;

    fn need(&self) -> Need {
        Need::On(self.post.into(), &READ)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Thread> {
        let mut posts = thread(tx, act, self.post).await?;
        let at = posts.iter().position(|p| p.id == self.post).ok_or(LinkRefusal::NotFound)?;
        let post = posts.remove(at);
        Ok(Thread { post, replies: posts })
    }
}

async fn thread(tx: &mut Tx, act: &Act, post: PostId) -> Result<Vec<Post>, Fault> {
    let rows: Vec<PostView> = tx
        .all(
            sql!(
                "select p.id, p.space, s.name as space_name, m.id as member, m.name, m.avatar, p.thread, p.parent, p.created_at, p.province, p.text, p.state, coalesce(c.likes, 0) as likes, coalesce(c.replies, 0) as replies,
                   (select count(*) from post_like l join persona me on me.tenant = l.tenant and me.id = l.persona where l.tenant = $tenant and l.post = p.id and me.member = $2) as liked
                 from post p join space s on s.tenant = p.tenant and s.id = p.space left join persona a on a.tenant = p.tenant and a.id = p.author left join member m on m.tenant = p.tenant and m.id = a.member left join post_count c on c.tenant = p.tenant and c.post = p.id
                 where p.tenant = $tenant and (p.id = $1 or p.thread = $1) order by p.id limit 500"
            ),
            params![post, act.actor.member.map_or(-1, Id::raw)],
        )
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}
