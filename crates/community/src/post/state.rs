//! Rows of posts, likes and their counts.

use weilu_kernel::Act;
use weilu_store::{Row, Sql, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, MemberId, PersonaId, PostId, SpaceId, Time};

rows! {
    /// Where a post stands.
    #[derive(Clone, Debug)]
    pub struct PostRow {
        /// Which.
        pub id: PostId,
        /// In which space.
        pub space: SpaceId,
        /// By whom.
        pub author: PersonaId,
        /// First post of its thread.
        pub thread: PostId,
        /// What it answers.
        pub parent: Option<PostId>,
        /// `live`, `held`, `hidden`, `deleted`, `erased`.
        pub state: String,
    }

    /// A post much talked about.
    #[derive(Clone, Debug)]
    pub(super) struct BestRow {
        pub(super) id: PostId, pub(super) text: String, pub(super) space_name: String, pub(super) likes: i64,
        pub(super) replies: i64,
    }
}

/// The post of an id in this brand.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, post: PostId) -> Result<Option<PostRow>, Fault> {
    tx.one(
        sql!("select id, space, author, thread, parent, state from post where tenant = $tenant and id = $1"),
        params![post],
    )
    .await
}

/// What a post says, while it may be seen.
///
/// # Errors
/// When the database fails.
pub async fn text(tx: &mut Tx, post: PostId) -> Result<Option<String>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select text from post where tenant = $tenant and id = $1 and state = 'live'"),
            params![post],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

/// What was talked about most in a member's spaces since a time, his own posts left out.
pub(super) async fn best(
    tx: &mut Tx,
    member: MemberId,
    since: Time,
    most: i64,
) -> Result<Vec<BestRow>, Fault> {
    tx.all(
        sql!("select p.id, p.text, s.name as space_name, c.likes, c.replies from role_grant g join persona me on me.tenant = g.tenant and me.id = g.persona join space s on s.tenant = g.tenant and s.id = g.scope join post p on p.tenant = g.tenant and p.space = g.scope and p.parent is null and p.id >= $2 join post_count c on c.tenant = p.tenant and c.post = p.id left join persona a on a.tenant = p.tenant and a.id = p.author where g.tenant = $tenant and g.scope_kind = 'space' and g.role = 'member' and me.member = $1 and p.state = 'live' and coalesce(a.member, 0) <> $1 and c.likes + c.replies > 0 order by c.likes + 2 * c.replies desc, p.id desc limit $3"),
        params![member, weilu_vocabulary::id_floor(since), most],
    )
    .await
}

/// A post that is about to stand.
#[derive(Debug)]
pub(super) struct NewPost<'a> {
    pub id: PostId,
    pub space: SpaceId,
    pub author: PersonaId,
    pub thread: PostId,
    pub parent: Option<PostId>,
    pub kind: &'static str,
    pub text: &'a str,
}

pub(super) fn insert(tx: &mut Tx, act: &Act, new: NewPost<'_>) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into post (tenant, id, space, author, thread, parent, kind, text, state, province, created_at) values ($tenant, $1, $2, $3, $4, $5, $6, $7, 'live', $8, $9)"),
        params![new.id, new.space, new.author, new.thread, new.parent, new.kind, new.text, act.province.clone(), act.now],
    )
}

/// Whether the like is new.
pub(super) async fn add_like(
    tx: &mut Tx,
    act: &Act,
    post: PostId,
    persona: PersonaId,
) -> Result<bool, Fault> {
    let new = tx
        .exec(
            sql!("insert into post_like (tenant, post, persona, at) values ($tenant, $1, $2, $3) on conflict (tenant, post, persona) do nothing"),
            params![post, persona, act.now],
        )
        .await?;
    Ok(new > 0)
}

/// Whether there was a like.
pub(super) async fn remove_like(tx: &mut Tx, post: PostId, persona: PersonaId) -> Result<bool, Fault> {
    let gone = tx
        .exec(
            sql!("delete from post_like where tenant = $tenant and post = $1 and persona = $2"),
            params![post, persona],
        )
        .await?;
    Ok(gone > 0)
}

/// Adds to the counts of a post; the counts belong to the processor `post.count` alone.
pub(super) fn count(tx: &mut Tx, post: PostId, likes: i64, replies: i64, last_at: i64) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into post_count (tenant, post, likes, replies, last_at) values ($tenant, $1, $2, $3, $4) on conflict (tenant, post) do update set likes = post_count.likes + excluded.likes, replies = post_count.replies + excluded.replies, last_at = case when excluded.last_at > post_count.last_at then excluded.last_at else post_count.last_at end"),
        params![post, likes, replies, last_at],
    )
}

/// Empties the counts before they are built again.
pub(super) fn clear_counts() -> &'static Sql {
    sql!("delete from post_count")
}
