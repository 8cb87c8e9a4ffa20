//! A topic's page, the topics of the day, and suggestions while one types.

use super::{found, state};
use crate::post::views::{PAGE, PostPage, cards, cut};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal, params, rows, sql};
use weilu_store::Row;
use weilu_vocabulary::{DAY, Id, Outcome, PostId, TagId};

const LIVELY_DAYS: i64 = 30;

/// A topic on a post.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TagName {
    /// Which.
    pub id: TagId,
    /// The word.
    pub name: String,
}

/// A topic.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Show {
    /// The word in any spelling.
    pub word: String,
}

/// A topic with its figures.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct TagCard {
    /// Which.
    pub id: TagId,
    /// The word.
    pub name: String,
    /// How many posts carry it.
    pub posts: i64,
    /// How many people follow it.
    pub followers: i64,
    /// Whether I follow it.
    pub followed: bool,
}

rows! {
    struct Figures { posts: i64, followers: i64 }
    struct CountedRow { id: TagId, name: String, posts: i64 }
}

impl Query for Show {
    const NAME: &'static str = "tag.show";
    const SUMMARY: (&'static str, &'static str) = ("话题", "A topic");
    type Output = TagCard;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<TagCard> {
        let tag = state::by_word(tx, &self.word).await?.ok_or(LinkRefusal::NotFound)?;
        let figures: Option<Figures> = tx
            .one(
                sql!("select (select count(*) from post_tag w where w.tenant = $tenant and w.tag = $1) as posts, (select count(*) from follow f where f.tenant = $tenant and f.kind = 'tag' and f.target = $1) as followers"),
                params![tag.id],
            )
            .await?;
        let figures = figures.ok_or(LinkRefusal::NotFound)?;
        let followed = match act.actor.member {
            Some(me) => crate::follow::state::follows(tx, me, tag.id.into()).await?,
            None => false,
        };
        Ok(TagCard {
            id: tag.id,
            name: tag.name,
            posts: figures.posts,
            followers: figures.followers,
            followed,
        })
    }
}

/// Posts with a topic, newest first, as far as the reader may read them.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Posts {
    /// Which.
    pub tag: TagId,
    /// Only posts before this one.
    #[serde(default)]
    pub before: Option<PostId>,
}

impl Query for Posts {
    const NAME: &'static str = "tag.posts";
    const SUMMARY: (&'static str, &'static str) = ("话题下的帖子", "Posts with a topic");
    type Output = PostPage;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<PostPage> {
        let rows: Vec<Row> = tx
            .all(
                sql!("select w.post from post_tag w join post p on p.tenant = w.tenant and p.id = w.post where w.tenant = $tenant and w.tag = $1 and w.post < $2 and p.state = 'live' order by w.post desc limit $3"),
                params![
                    self.tag,
                    self.before.map_or(i64::MAX, Id::raw),
                    i64::try_from(PAGE + 1).unwrap_or(i64::MAX)
                ],
            )
            .await?;
        let (ids, next) = cut(rows.iter().map(Row::first).collect::<Result<_, _>>()?);
        Ok(PostPage { items: cards(tx, act, &ids).await?, next })
    }
}

/// The topics most used lately.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub struct List {}

/// Topics with figures.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct CountedTag {
    /// Which.
    pub id: TagId,
    /// The word.
    pub name: String,
    /// How many posts.
    pub posts: i64,
}

/// Topics.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Tags {
    /// Most used first.
    pub items: Vec<CountedTag>,
}

impl Query for List {
    const NAME: &'static str = "tag.list";
    const SUMMARY: (&'static str, &'static str) = ("近期话题", "Topics used lately");
    type Output = Tags;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Tags> {
        let rows: Vec<CountedRow> = tx
            .all(
                sql!("select t.id, t.name, w.posts from (select tag, count(*) as posts from post_tag where tenant = $tenant and at > $1 group by tag order by posts desc limit 50) w join tag t on t.tenant = $tenant and t.id = w.tag order by w.posts desc, t.id"),
                params![act.now - LIVELY_DAYS * DAY],
            )
            .await?;
        Ok(Tags { items: rows.into_iter().map(counted).collect() })
    }
}

fn counted(row: CountedRow) -> CountedTag {
    CountedTag { id: row.id, name: row.name, posts: row.posts }
}

/// Topics that begin with some letters.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Suggest {
    /// The letters.
    pub q: String,
}

impl Query for Suggest {
    const NAME: &'static str = "tag.suggest";
    const SUMMARY: (&'static str, &'static str) = ("话题联想", "Topics that begin so");
    type Output = Tags;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<Tags> {
        let from = found::fold(self.q.trim());
        let to = format!("{from}\u{10ffff}");
        let rows: Vec<CountedRow> = tx
            .all(
                sql!("select t.id, t.name, (select count(*) from post_tag w where w.tenant = $tenant and w.tag = t.id) as posts from tag t where t.tenant = $tenant and t.folded >= $1 and t.folded < $2 and t.merged_into is null order by t.folded limit 10"),
                params![from, to],
            )
            .await?;
        Ok(Tags { items: rows.into_iter().map(counted).collect() })
    }
}
