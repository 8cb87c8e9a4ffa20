//! Rows of tags and of what they stand on.

use super::{TagName, found};
use crate::post::views::PAGE;
use std::collections::BTreeMap;
use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, Id, PersonaId, PostId, TagId, Value};

rows! {
    /// A tag.
    #[derive(Clone, Debug)]
    pub struct TagRow {
        /// Which.
        pub id: TagId,
        /// As shown.
        pub name: String,
        /// The tag it became part of.
        pub merged_into: Option<TagId>,
    }
}

/// The tag of an id.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, tag: TagId) -> Result<Option<TagRow>, Fault> {
    tx.one(sql!("select id, name, merged_into from tag where tenant = $tenant and id = $1"), params![tag])
        .await
}

/// The tag of a word in any spelling; where it was merged, the one it leads to.
///
/// # Errors
/// When the database fails.
pub async fn by_word(tx: &mut Tx, word: &str) -> Result<Option<TagRow>, Fault> {
    let found: Option<TagRow> = tx
        .one(
            sql!("select id, name, merged_into from tag where tenant = $tenant and folded = $1"),
            params![found::fold(word)],
        )
        .await?;
    match found {
        Some(TagRow { merged_into: Some(into), .. }) => load(tx, into).await,
        other => Ok(other),
    }
}

/// The tag of a word, made when there is none.
async fn ensure(tx: &mut Tx, act: &Act, word: &str) -> Result<TagRow, Fault> {
    if let Some(known) = by_word(tx, word).await? {
        return Ok(known);
    }
    let id: TagId = act.id();
    tx.exec(
        sql!("insert into tag (tenant, id, name, folded, made_by, at) values ($tenant, $1, $2, $3, $4, $5) on conflict (tenant, folded) do nothing"),
        params![id, word, found::fold(word), act.actor.persona, act.now],
    )
    .await?;
    // Somebody else may have made it a moment before.
    by_word(tx, word).await?.ok_or_else(|| Fault::new("a tag that was just made is not there"))
}

/// Puts topics on a post; those it has stay.
///
/// # Errors
/// When the database fails.
pub async fn attach(tx: &mut Tx, act: &Act, post: PostId, words: &[String]) -> Result<Vec<TagId>, Fault> {
    let mut out = Vec::with_capacity(words.len());
    for word in words {
        let tag = ensure(tx, act, word).await?;
        tx.queue(
            sql!("insert into post_tag (tenant, tag, post, persona, at) values ($tenant, $1, $2, $3, $4) on conflict (tenant, tag, post) do nothing"),
            params![tag.id, post, act.actor.persona, act.now],
        )?;
        out.push(tag.id);
    }
    Ok(out)
}

pub(super) async fn detach(tx: &mut Tx, post: PostId, tag: TagId) -> Result<bool, Fault> {
    let gone = tx
        .exec(
            sql!("delete from post_tag where tenant = $tenant and tag = $1 and post = $2"),
            params![tag, post],
        )
        .await?;
    Ok(gone > 0)
}

/// Who put a tag on a post, when it stands there.
pub(super) async fn put_by(
    tx: &mut Tx,
    post: PostId,
    tag: TagId,
) -> Result<Option<Option<PersonaId>>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select persona from post_tag where tenant = $tenant and tag = $1 and post = $2"),
            params![tag, post],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

/// How many topics stand on a post.
pub(super) async fn number(tx: &mut Tx, post: PostId) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(sql!("select count(*) as n from post_tag where tenant = $tenant and post = $1"), params![post])
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// The topics of a page of posts.
///
/// # Errors
/// When the database fails.
pub async fn of(tx: &mut Tx, posts: &[PostId]) -> Result<BTreeMap<PostId, Vec<TagName>>, Fault> {
    let filled = posts.iter().map(|id| Value::Int(id.raw()));
    let places: Vec<Value> = filled.chain(std::iter::repeat_n(Value::Int(0), PAGE)).take(PAGE).collect();
    let rows: Vec<Row> = tx
        .all(
            sql!("select w.post, t.id, t.name from post_tag w join tag t on t.tenant = w.tenant and t.id = w.tag where w.tenant = $tenant and w.post in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) order by w.at, t.id"),
            &places,
        )
        .await?;
    let mut out: BTreeMap<PostId, Vec<TagName>> = BTreeMap::new();
    for row in &rows {
        out.entry(row.get("post")?).or_default().push(TagName { id: row.get("id")?, name: row.get("name")? });
    }
    Ok(out)
}

/// Moves everything from one tag to another; what was followed is followed on.
pub(super) async fn merge(tx: &mut Tx, from: TagId, into: TagId) -> Result<(), Fault> {
    for statement in [
        sql!(
            "insert into post_tag (tenant, tag, post, persona, at) select tenant, cast($2 as bigint), post, persona, at from post_tag where tenant = $tenant and tag = $1 on conflict (tenant, tag, post) do nothing"
        ),
        sql!(
            "insert into follow (tenant, persona, kind, target, at) select tenant, persona, kind, cast($2 as bigint), at from follow where tenant = $tenant and kind = 'tag' and target = $1 on conflict (tenant, persona, kind, target) do nothing"
        ),
        sql!("update tag set merged_into = $2 where tenant = $tenant and (id = $1 or merged_into = $1)"),
    ] {
        tx.exec(statement, params![from, into]).await?;
    }
    tx.exec(sql!("delete from post_tag where tenant = $tenant and tag = $1"), params![from]).await?;
    tx.exec(
        sql!("delete from follow where tenant = $tenant and kind = 'tag' and target = $1"),
        params![from],
    )
    .await?;
    Ok(())
}

/// Every post with a topic.
///
/// # Errors
/// When the database fails.
pub async fn posts(tx: &mut Tx, tag: TagId) -> Result<Vec<PostId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select post from post_tag where tenant = $tenant and tag = $1 order by post limit 100000"),
            params![tag],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}
