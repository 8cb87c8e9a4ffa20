//! Rows of saved posts and their lists.

use crate::post::views::places;
use std::collections::{BTreeMap, BTreeSet};
use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{BookmarkListId, Fault, Id, MemberId, PersonaId, PostId};

rows! {
    /// A list of bookmarks.
    #[derive(Clone, Debug)]
    pub struct ListRow {
        /// Which.
        pub id: BookmarkListId,
        /// Its name.
        pub name: String,
        /// Whether others may see it.
        pub shared: bool,
        /// The persona that made it.
        pub owner: PersonaId,
    }
}

/// The list of an id.
///
/// # Errors
/// When the database fails.
pub async fn list(tx: &mut Tx, list: BookmarkListId) -> Result<Option<ListRow>, Fault> {
    tx.one(
        sql!("select id, name, shared, owner from bookmark_list where tenant = $tenant and id = $1"),
        params![list],
    )
    .await
}

/// A list of a member's own.
pub(super) async fn own_list(
    tx: &mut Tx,
    member: MemberId,
    list: BookmarkListId,
) -> Result<Option<ListRow>, Fault> {
    tx.one(
        sql!("select l.id, l.name, l.shared, l.owner from bookmark_list l join persona p on p.tenant = l.tenant and p.id = l.owner where l.tenant = $tenant and l.id = $1 and p.member = $2"),
        params![list, member],
    )
    .await
}

pub(super) async fn number_of_lists(tx: &mut Tx, member: MemberId) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) as n from persona p cross join bookmark_list l where p.tenant = $tenant and p.member = $1 and l.tenant = $tenant and l.owner = p.id"),
            params![member],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

pub(super) fn insert_list(
    tx: &mut Tx,
    act: &Act,
    list: BookmarkListId,
    owner: PersonaId,
    name: &str,
    shared: bool,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into bookmark_list (tenant, id, owner, name, shared, at) values ($tenant, $1, $2, $3, $4, $5)"),
        params![list, owner, name, shared, act.now],
    )
}

pub(super) fn change_list(tx: &mut Tx, list: BookmarkListId, name: &str, shared: bool) -> Result<(), Fault> {
    tx.queue(
        sql!("update bookmark_list set name = $2, shared = $3 where tenant = $tenant and id = $1"),
        params![list, name, shared],
    )
}

pub(super) fn discard_list(tx: &mut Tx, list: BookmarkListId) -> Result<(), Fault> {
    tx.queue(sql!("update bookmark set list = null where tenant = $tenant and list = $1"), params![list])?;
    tx.queue(
        sql!("delete from follow where tenant = $tenant and kind = 'bookmark_list' and target = $1"),
        params![list],
    )?;
    tx.queue(sql!("delete from bookmark_list where tenant = $tenant and id = $1"), params![list])
}

/// By which of his personas a member saved a post.
pub(super) async fn saved_by(
    tx: &mut Tx,
    member: MemberId,
    post: PostId,
) -> Result<Option<PersonaId>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select b.persona from persona p cross join bookmark b where p.tenant = $tenant and p.member = $1 and b.tenant = $tenant and b.persona = p.id and b.post = $2 limit 1"),
            params![member, post],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

pub(super) fn save(
    tx: &mut Tx,
    act: &Act,
    persona: PersonaId,
    post: PostId,
    list: Option<BookmarkListId>,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into bookmark (tenant, persona, post, list, at) values ($tenant, $1, $2, $3, $4) on conflict (tenant, persona, post) do update set list = excluded.list"),
        params![persona, post, list, act.now],
    )
}

pub(super) async fn drop(tx: &mut Tx, member: MemberId, post: PostId) -> Result<bool, Fault> {
    let gone = tx
        .exec(
            sql!("delete from bookmark where tenant = $tenant and post = $2 and persona in (select id from persona where tenant = $tenant and member = $1)"),
            params![member, post],
        )
        .await?;
    Ok(gone > 0)
}

/// How many people saved each of a page of posts.
///
/// # Errors
/// When the database fails.
pub async fn saves(tx: &mut Tx, posts: &[PostId]) -> Result<BTreeMap<PostId, i64>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select b.post, count(distinct coalesce(p.member, -b.persona)) as saves from bookmark b left join persona p on p.tenant = b.tenant and p.id = b.persona where b.tenant = $tenant and b.post in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) group by b.post"),
            &places(posts),
        )
        .await?;
    rows.iter().map(|r| Ok((r.get("post")?, r.get("saves")?))).collect()
}

/// Which of a page of posts the actor saved.
///
/// # Errors
/// When the database fails.
pub async fn mine(tx: &mut Tx, act: &Act, posts: &[PostId]) -> Result<BTreeSet<PostId>, Fault> {
    let mut places = places(posts);
    places.push(act.actor.member.map_or(-1, Id::raw).into());
    let rows: Vec<Row> = tx
        .all(
            sql!("select b.post from persona p cross join bookmark b where p.tenant = $tenant and p.member = $21 and b.tenant = $tenant and b.persona = p.id and b.post in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"),
            &places,
        )
        .await?;
    rows.iter().map(Row::first).collect()
}
