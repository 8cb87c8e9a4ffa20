//! My lists, what is in them, and lists that others share.

use super::state;
use crate::post::views::{Author, PAGE, Post, cards};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal, params, rows, sql};
use weilu_vocabulary::{BlobId, BookmarkListId, MemberId, Outcome, PostId, Time};

/// My lists.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Lists {}

/// A list of bookmarks.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct BookmarkList {
    /// Which.
    pub id: BookmarkListId,
    /// Its name.
    pub name: String,
    /// Whether others may see and follow it.
    pub shared: bool,
    /// How many posts.
    pub posts: i64,
    /// How many follow it.
    pub followers: i64,
}

/// Lists.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct MyLists {
    /// In the order they were made.
    pub items: Vec<BookmarkList>,
    /// How many posts I saved in all.
    pub saved: i64,
}

rows! {
    struct ListView { id: BookmarkListId, name: String, shared: bool, posts: i64, followers: i64 }
    struct Saved { post: PostId, at: Time }
    struct Owner { member: Option<MemberId>, name: Option<String>, avatar: Option<BlobId> }
    struct Number { n: i64 }
}

impl From<ListView> for BookmarkList {
    fn from(v: ListView) -> BookmarkList {
        BookmarkList { id: v.id, name: v.name, shared: v.shared, posts: v.posts, followers: v.followers }
    }
}

impl Query for Lists {
    const NAME: &'static str = "bookmark.lists";
    const SUMMARY: (&'static str, &'static str) = ("我的收藏夹", "My lists of bookmarks");
    type Output = MyLists;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<MyLists> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let rows: Vec<ListView> = tx
            .all(
                sql!(
                    "select l.id, l.name, l.shared, (select count(*) from bookmark b where b.tenant = $tenant and b.list = l.id) as posts, (select count(*) from follow f where f.tenant = $tenant and f.kind = 'bookmark_list' and f.target = l.id) as followers
                     from persona p cross join bookmark_list l where p.tenant = $tenant and p.member = $1 and l.tenant = $tenant and l.owner = p.id order by l.id limit 100"
                ),
                params![member],
            )
            .await?;
        let saved: Option<Number> = tx
            .one(
                sql!("select count(*) as n from persona p cross join bookmark b where p.tenant = $tenant and p.member = $1 and b.tenant = $tenant and b.persona = p.id"),
                params![member],
            )
            .await?;
        Ok(MyLists { items: rows.into_iter().map(Into::into).collect(), saved: saved.map_or(0, |s| s.n) })
    }
}

/// What I saved, newest first: everything, or one list.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Posts {
    /// Only this list.
    pub list: Option<BookmarkListId>,
    /// Only what was saved before this moment.
    pub before: Option<Time>,
}

/// Saved posts.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SavedPage {
    /// Newest first.
    pub items: Vec<Post>,
    /// Moment before which the next page begins.
    pub next: Option<Time>,
}

async fn page(tx: &mut Tx, act: &Act, mut rows: Vec<Saved>) -> Outcome<SavedPage> {
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = if more { rows.last().map(|r| r.at) } else { None };
    let ids: Vec<PostId> = rows.iter().map(|r| r.post).collect();
    let items = cards(tx, act, &ids).await?.into_iter().filter(|p| p.state == "live").collect();
    Ok(SavedPage { items, next })
}

impl Query for Posts {
    const NAME: &'static str = "bookmark.posts";
    const SUMMARY: (&'static str, &'static str) = ("我收藏的帖子", "Posts I saved");
    type Output = SavedPage;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<SavedPage> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let rows: Vec<Saved> = tx
            .all(
                sql!("select b.post, b.at from persona p cross join bookmark b where p.tenant = $tenant and p.member = $1 and b.tenant = $tenant and b.persona = p.id and b.at < $2 and (cast($3 as bigint) is null or b.list = $3) order by b.at desc, b.post desc limit $4"),
                params![
                    member,
                    self.before.map_or(i64::MAX, |t| t.0),
                    self.list,
                    i64::try_from(PAGE + 1).unwrap_or(i64::MAX)
                ],
            )
            .await?;
        page(tx, act, rows).await
    }
}

/// A list that somebody shares, or one of my own.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Show {
    /// Which.
    pub list: BookmarkListId,
    /// Only what was saved before this moment.
    #[serde(default)]
    pub before: Option<Time>,
}

/// A list with what is in it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Shared {
    /// The list.
    pub list: BookmarkList,
    /// Whose.
    pub owner: Author,
    /// Whether it is mine.
    pub mine: bool,
    /// Whether I follow it.
    pub followed: bool,
    /// What is in it, newest first, as far as I may read it.
    pub items: Vec<Post>,
    /// Moment before which the next page begins.
    pub next: Option<Time>,
}

impl Query for Show {
    const NAME: &'static str = "bookmark.show";
    const SUMMARY: (&'static str, &'static str) = ("收藏夹", "A list of bookmarks");
    type Output = Shared;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Shared> {
        let row = state::list(tx, self.list).await?.ok_or(LinkRefusal::NotFound)?;
        let mine = match act.actor.member {
            Some(_) => act.app.grants.is_me(tx, act, row.owner).await?,
            None => false,
        };
        if !mine && !row.shared {
            return Err(LinkRefusal::NotFound.into());
        }
        let list: Option<ListView> = tx
            .one(
                sql!("select l.id, l.name, l.shared, (select count(*) from bookmark b where b.tenant = $tenant and b.list = l.id) as posts, (select count(*) from follow f where f.tenant = $tenant and f.kind = 'bookmark_list' and f.target = l.id) as followers from bookmark_list l where l.tenant = $tenant and l.id = $1"),
                params![row.id],
            )
            .await?;
        let owner: Option<Owner> = tx
            .one(
                sql!("select m.id as member, m.name, m.avatar from persona p left join member m on m.tenant = p.tenant and m.id = p.member where p.tenant = $tenant and p.id = $1"),
                params![row.owner],
            )
            .await?;
        let (list, owner) = (list.ok_or(LinkRefusal::NotFound)?, owner.ok_or(LinkRefusal::NotFound)?);
        let followed = match act.actor.member {
            Some(me) => crate::follow::state::follows(tx, me, row.id.into()).await?,
            None => false,
        };
        let rows: Vec<Saved> = tx
            .all(
                sql!("select post, at from bookmark where tenant = $tenant and list = $1 and at < $2 order by at desc, post desc limit $3"),
                params![row.id, self.before.map_or(i64::MAX, |t| t.0), i64::try_from(PAGE + 1).unwrap_or(i64::MAX)],
            )
            .await?;
        let SavedPage { items, next } = page(tx, act, rows).await?;
        let owner = Author { id: owner.member, name: owner.name.unwrap_or_default(), avatar: owner.avatar };
        Ok(Shared { list: list.into(), owner, mine, followed, items, next })
    }
}
