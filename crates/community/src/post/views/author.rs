//! What one person wrote: on his own page, and in spaces that the reader may read.

use super::{PAGE, PostPage, cards, cut};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Need, Query, Tx, params, sql};
use weilu_store::Row;
use weilu_vocabulary::{Id, MemberId, Outcome, PostId};

/// Posts of a person, newest first.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ByAuthor {
    /// Whose.
    pub member: MemberId,
    /// Only what stands on his own page.
    #[serde(default)]
    pub own_page: bool,
    /// Only posts before this one.
    #[serde(default)]
    pub before: Option<PostId>,
}

impl Query for ByAuthor {
    const NAME: &'static str = "post.by_author";
    const SUMMARY: (&'static str, &'static str) = ("某人的帖子", "Posts of a person");
    type Output = PostPage;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<PostPage> {
        let rows: Vec<Row> = tx
            .all(
                sql!("select p.id from persona a join post p on p.tenant = a.tenant and p.author = a.id where a.tenant = $tenant and a.member = $1 and p.parent is null and p.state = 'live' and p.id < $2 and (cast($3 as bigint) = 0 or p.space is null) order by p.id desc limit $4"),
                params![
                    self.member,
                    self.before.map_or(i64::MAX, Id::raw),
                    i64::from(self.own_page),
                    i64::try_from(PAGE + 1).unwrap_or(i64::MAX)
                ],
            )
            .await?;
        let (ids, next) = cut(rows.iter().map(Row::first).collect::<Result<_, _>>()?);
        Ok(PostPage { items: cards(tx, act, &ids).await?, next })
    }
}
