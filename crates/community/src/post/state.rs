//! Rows of posts, likes and their counts.

use super::Visibility;
use std::collections::BTreeSet;
use weilu_kernel::{Act, searchable};
use weilu_store::{Row, Sql, Tx, params, rows, sql};
use weilu_vocabulary::{BlobId, Fault, Id, MemberId, PersonaId, PostId, PreviewId, SpaceId, Time};

rows! {
    /// Where a post stands.
    #[derive(Clone, Debug)]
    pub struct PostRow {
        /// Which.
        pub id: PostId,
        /// In which space; none on its author's own page.
        pub space: Option<SpaceId>,
        /// By whom.
        pub author: PersonaId,
        /// First post of its thread.
        pub thread: PostId,
        /// What it answers.
        pub parent: Option<PostId>,
        /// The reply to the thread's first post under which it hangs; itself for such a reply.
        pub branch: Option<PostId>,
        /// `post`, `reply`, `question`, `poll`.
        pub kind: String,
        /// `live`, `held`, `hidden`, `deleted`, `erased`.
        pub state: String,
        /// `public`, `space`, `friends`.
        pub visibility: String,
        /// When it was written.
        pub created_at: Time,
    }

    /// The words of a post.
    #[derive(Clone, Debug)]
    pub(super) struct WordsRow {
        pub title: String,
        pub text: String,
        pub version: i64,
        pub edited_at: Option<Time>,
        pub removed_at: Option<Time>,
        pub pinned_at: Option<Time>,
    }

    /// A version of a post.
    #[derive(Clone, Debug)]
    pub(super) struct VersionRow {
        pub version: i64,
        pub title: String,
        pub text: String,
        pub at: Time,
    }

    /// One of the newest posts of a space.
    #[derive(Clone, Debug)]
    pub(super) struct NewestRow { pub(super) id: PostId, pub(super) held_for: Option<PersonaId> }

    /// A post much talked about.
    #[derive(Clone, Debug)]
    pub(super) struct BestRow {
        pub(super) id: PostId, pub(super) text: String, pub(super) space_name: String, pub(super) likes: i64,
        pub(super) replies: i64,
    }
}

impl PostRow {
    /// Who sees it.
    #[must_use]
    pub fn shown_to(&self) -> Visibility {
        Visibility::of(&self.visibility)
    }
}

rows! {
    /// What a post says, for the index.
    #[derive(Clone, Debug)]
    pub(super) struct TextRow {
        pub id: PostId,
        pub space: Option<SpaceId>,
        pub author: PersonaId,
        pub title: String,
        pub text: String,
        pub visibility: String,
        pub created_at: Time,
    }
}

/// What the posts of these numbers say, of those that stand.
pub(super) async fn texts(tx: &mut Tx, ids: &[i64]) -> Result<Vec<TextRow>, Fault> {
    tx.all(
        sql!("select id, space, author, title, text, visibility, created_at from post where tenant = $tenant and state = 'live' and id in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"),
        &searchable::twenty(ids),
    )
    .await
}

/// The post of an id in this brand.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, post: PostId) -> Result<Option<PostRow>, Fault> {
    tx.once(
        sql!("select id, space, author, thread, parent, branch, kind, state, visibility, created_at from post where tenant = $tenant and id = $1"),
        params![post],
    )
    .await
}

pub(super) async fn words(tx: &mut Tx, post: PostId) -> Result<Option<WordsRow>, Fault> {
    tx.one(
        sql!("select title, text, version, edited_at, removed_at, pinned_at from post where tenant = $tenant and id = $1"),
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
            sql!("select case when title <> '' then title else text end as text from post where tenant = $tenant and id = $1 and state = 'live'"),
            params![post],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

/// The newest posts of a space that stand, and those that are held.
pub(super) async fn newest(tx: &mut Tx, space: SpaceId, most: usize) -> Result<Vec<NewestRow>, Fault> {
    tx.all(
        sql!("select id, case when state = 'held' then author end as held_for from post where tenant = $tenant and space = $1 and parent is null and state in ('live', 'held') order by id desc limit $2"),
        params![space, many(most)],
    )
    .await
}

/// What is pinned in a space, last pinned first.
pub(super) async fn pinned(tx: &mut Tx, space: SpaceId) -> Result<Vec<PostId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select id from post where tenant = $tenant and space = $1 and pinned_at is not null order by pinned_at desc limit 20"),
            params![space],
        )
        .await?;
    rows.iter().map(Row::first).collect()
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
    pub space: Option<SpaceId>,
    pub author: PersonaId,
    pub thread: PostId,
    pub parent: Option<PostId>,
    pub branch: Option<PostId>,
    pub kind: &'static str,
    pub title: &'a str,
    pub text: &'a str,
    pub visibility: Visibility,
    pub state: &'static str,
    pub preview: Option<PreviewId>,
    pub files: usize,
}

impl NewPost<'_> {
    /// As it will be read back.
    pub fn row(&self, now: Time) -> PostRow {
        PostRow {
            id: self.id,
            space: self.space,
            author: self.author,
            thread: self.thread,
            parent: self.parent,
            branch: self.branch,
            kind: self.kind.to_owned(),
            state: self.state.to_owned(),
            visibility: self.visibility.word().to_owned(),
            created_at: now,
        }
    }
}

pub(super) fn insert(tx: &mut Tx, act: &Act, new: &NewPost<'_>) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into post (tenant, id, space, author, thread, parent, branch, kind, title, text, state, visibility, province, created_at, preview, files, version) values ($tenant, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1)"),
        params![
            new.id,
            new.space,
            new.author,
            new.thread,
            new.parent,
            new.branch,
            new.kind,
            new.title,
            new.text,
            new.state,
            new.visibility.word(),
            act.province.clone(),
            act.now,
            new.preview,
            many(new.files),
        ],
    )
}

fn many(files: usize) -> i64 {
    i64::try_from(files).unwrap_or(i64::MAX)
}

/// Keeps which card stands for the link in a post, and how many files hang on it.
pub(super) fn set_hung(
    tx: &mut Tx,
    post: PostId,
    preview: Option<PreviewId>,
    files: usize,
) -> Result<(), Fault> {
    tx.queue(
        sql!("update post set preview = $2, files = $3 where tenant = $tenant and id = $1"),
        params![post, preview, many(files)],
    )
}

/// Keeps who is named in a post.
pub(super) fn name(tx: &mut Tx, post: PostId, personas: &[PersonaId]) -> Result<(), Fault> {
    for persona in personas {
        tx.queue(
            sql!("insert into post_mention (tenant, post, persona) values ($tenant, $1, $2) on conflict (tenant, post, persona) do nothing"),
            params![post, *persona],
        )?;
    }
    Ok(())
}

/// Who is named in a post.
///
/// # Errors
/// When the database fails.
pub async fn named(tx: &mut Tx, post: PostId) -> Result<Vec<PersonaId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select persona from post_mention where tenant = $tenant and post = $1 order by persona"),
            params![post],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// Writes new words and keeps the old ones.
pub(super) fn rewrite(
    tx: &mut Tx,
    act: &Act,
    post: PostId,
    old: &WordsRow,
    title: &str,
    text: &str,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into post_version (tenant, post, version, title, text, at) select tenant, id, version, title, text, coalesce(edited_at, created_at) from post where tenant = $tenant and id = $1"),
        params![post],
    )?;
    tx.queue(
        sql!("update post set title = $2, text = $3, edited_at = $4, version = $5 where tenant = $tenant and id = $1"),
        params![post, title, text, act.now, old.version + 1],
    )
}

/// Which of a page of posts the actor likes, by any of his faces.
///
/// # Errors
/// When the database fails.
pub async fn liked(tx: &mut Tx, act: &Act, posts: &[PostId]) -> Result<BTreeSet<PostId>, Fault> {
    let mut places = super::views::places(posts);
    places.push(act.actor.member.map_or(-1, Id::raw).into());
    let rows: Vec<Row> = tx
        .all(
            sql!("select l.post from persona me cross join post_like l where me.tenant = $tenant and me.member = $21 and l.tenant = $tenant and l.persona = me.id and l.post in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"),
            &places,
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// Changes the state of a post. `removed_at` is kept only for what its author removed.
pub fn set_state(tx: &mut Tx, post: PostId, state: &str, removed_at: Option<Time>) -> Result<(), Fault> {
    tx.queue(
        sql!("update post set state = $2, removed_at = $3, pinned_at = case when $2 = 'live' then pinned_at else null end where tenant = $tenant and id = $1"),
        params![post, state, removed_at],
    )
}

pub(super) fn set_pinned(tx: &mut Tx, post: PostId, at: Option<Time>) -> Result<(), Fault> {
    tx.queue(sql!("update post set pinned_at = $2 where tenant = $tenant and id = $1"), params![post, at])
}

pub(super) async fn pinned_in(tx: &mut Tx, space: SpaceId) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) as n from post where tenant = $tenant and space = $1 and pinned_at is not null"),
            params![space],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// Forgets the words of posts that were removed before `before`; returns which.
pub(super) async fn forget(tx: &mut Tx, before: Time, most: i64) -> Result<Vec<PostId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select id from post where tenant = $tenant and state = 'deleted' and removed_at < $1 order by removed_at limit $2"),
            params![before, most],
        )
        .await?;
    let posts: Vec<PostId> = rows.iter().map(Row::first).collect::<Result<_, _>>()?;
    for post in posts.iter().copied() {
        tx.queue(
            sql!(
                "update post set title = '', text = '', preview = null, removed_at = null where tenant = $tenant and id = $1"
            ),
            params![post],
        )?;
        tx.queue(sql!("delete from post_version where tenant = $tenant and post = $1"), params![post])?;
        tx.queue(sql!("delete from post_mention where tenant = $tenant and post = $1"), params![post])?;
    }
    Ok(posts)
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

/// Notes the newest post of a space, for feeds over many spaces.
pub(super) fn note_latest(tx: &mut Tx, space: SpaceId, post: PostId, at: Time) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into post_latest (tenant, space, post, at) values ($tenant, $1, $2, $3) on conflict (tenant, space) do update set at = case when excluded.post > post_latest.post then excluded.at else post_latest.at end, post = case when excluded.post > post_latest.post then excluded.post else post_latest.post end"),
        params![space, post, at],
    )
}

/// Notes the newest post of a person's own page: it stands beside the spaces under the number of his persona.
pub(super) fn note_latest_own(tx: &mut Tx, post: PostId, at: Time) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into post_latest (tenant, space, post, at) select p.tenant, p.author, p.id, cast($2 as bigint) from post p where p.tenant = $tenant and p.id = $1 on conflict (tenant, space) do update set at = case when excluded.post > post_latest.post then excluded.at else post_latest.at end, post = case when excluded.post > post_latest.post then excluded.post else post_latest.post end"),
        params![post, at],
    )
}

/// Empties the counts before they are built again.
pub(super) fn clear_counts() -> &'static Sql {
    sql!("delete from post_count")
}

/// Empties the newest posts before they are noted again.
pub(super) fn clear_latest() -> &'static Sql {
    sql!("delete from post_latest")
}

/// The face of a member in a space and the name he goes by there.
pub(super) async fn member_inside(
    tx: &mut Tx,
    space: SpaceId,
    member: MemberId,
) -> Result<Option<(PersonaId, String)>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select s.persona, coalesce(s.nickname, m.name) as name from persona p join space_member s on s.tenant = p.tenant and s.space = $1 and s.persona = p.id join member m on m.tenant = p.tenant and m.id = p.member where p.tenant = $tenant and p.member = $2 order by s.number limit 1"),
            params![space, member],
        )
        .await?;
    row.map(|r| Ok((r.get("persona")?, r.get("name")?))).transpose()
}

/// A face of a member and his name.
pub(super) async fn member_anywhere(
    tx: &mut Tx,
    member: MemberId,
) -> Result<Option<(PersonaId, String)>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select p.id as persona, m.name from persona p join member m on m.tenant = p.tenant and m.id = p.member where p.tenant = $tenant and p.member = $1 order by p.id limit 1"),
            params![member],
        )
        .await?;
    row.map(|r| Ok((r.get("persona")?, r.get("name")?))).transpose()
}

/// The versions of a post, newest first, at most 50.
pub(super) async fn versions(tx: &mut Tx, post: PostId) -> Result<Vec<VersionRow>, Fault> {
    tx.all(
        sql!("select version, title, text, coalesce(edited_at, created_at) as at from post where tenant = $tenant and id = $1 union all select version, title, text, at from post_version where tenant = $tenant and post = $1 order by version desc limit 50"),
        params![post],
    )
    .await
}

/// A kept text with names in place of ids.
///
/// # Errors
/// When the database fails.
pub async fn with_names(tx: &mut Tx, text: &str) -> Result<String, Fault> {
    let mut out = text.to_owned();
    for persona in super::mention::kept(text) {
        let row: Option<Row> = tx
            .one(
                sql!("select m.name from persona p join member m on m.tenant = p.tenant and m.id = p.member where p.tenant = $tenant and p.id = $1"),
                params![persona],
            )
            .await?;
        let name: String = row.map_or(Ok(String::new()), |r| r.first())?;
        out = out.replace(&format!("@{persona}"), &format!("@{name}"));
    }
    Ok(out)
}

rows! {
    /// Who wrote a post and where, as strangers are told.
    #[derive(Clone, Debug, Default)]
    pub(super) struct BylineRow {
        pub author: Option<String>,
        pub avatar: Option<BlobId>,
        pub space_name: Option<String>,
    }
}

/// Who wrote a post and where.
pub(super) async fn byline(tx: &mut Tx, post: PostId) -> Result<Option<BylineRow>, Fault> {
    tx.one(
        sql!("select m.name as author, m.avatar, s.name as space_name from post p left join space s on s.tenant = p.tenant and s.id = p.space left join persona a on a.tenant = p.tenant and a.id = p.author left join member m on m.tenant = p.tenant and m.id = a.member where p.tenant = $tenant and p.id = $1"),
        params![post],
    )
    .await
}
