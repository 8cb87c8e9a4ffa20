//! My secret addresses, and the posts that stand in feeds.

use super::{OPEN, make::What};
use crate::post::{
    Post,
    views::{PAGE, cards},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal, params, rows, sql};
use weilu_store::Row;
use weilu_vocabulary::{Fault, FeedId, MemberId, Outcome, PostId, SpaceId, TagId, Time};

const SHOWN: i64 = 100;
/// Pages that are looked through for twenty posts that the reader sees.
const PAGES: usize = 5;

/// My secret addresses.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Mine {}

/// A secret address.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct FeedShown {
    /// Which.
    pub id: FeedId,
    /// `circles`, `space`, `search`.
    pub what: What,
    /// Of which space.
    pub space: Option<SpaceId>,
    /// Its name.
    pub space_name: Option<String>,
    /// Of which words.
    pub q: String,
    /// When it was made.
    pub created_at: Time,
    /// When it was last fetched, to the hour; never, if it was not.
    pub fetched_at: Option<Time>,
}

/// My secret addresses.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct FeedsShown {
    /// Newest first.
    pub items: Vec<FeedShown>,
    /// Whether open spaces can be followed without a secret.
    pub open: bool,
}

rows! {
    struct MineRow {
        id: FeedId, what: String, space: Option<SpaceId>, space_name: Option<String>, q: String, created_at: Time,
        fetched_at: Option<Time>,
    }
}

impl Query for Mine {
    const NAME: &'static str = "feed.mine";
    const SUMMARY: (&'static str, &'static str) = ("我的订阅地址", "My feed addresses");
    type Output = FeedsShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<FeedsShown> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let rows: Vec<MineRow> = tx
            .all(
                sql!(
                    "select f.id, f.what, f.space, s.name as space_name, f.q, f.created_at, f.fetched_at from feed f join persona p on p.tenant = f.tenant and p.id = f.persona left join space s on s.tenant = f.tenant and s.id = f.space where f.tenant = $tenant and p.member = $1 order by f.id desc limit $2"
                ),
                params![member, SHOWN],
            )
            .await?;
        let shown = |row: MineRow| FeedShown {
            id: row.id,
            what: match row.what.as_str() {
                "space" => What::Space,
                "search" => What::Search,
                _ => What::Circles,
            },
            space: row.space,
            space_name: row.space_name,
            q: row.q,
            created_at: row.created_at,
            fetched_at: row.fetched_at,
        };
        Ok(FeedsShown { items: rows.into_iter().map(shown).collect(), open: OPEN.get(tx).await? })
    }
}

/// Which posts a feed lists, newest first.
#[derive(Clone, Copy, Debug)]
pub(super) enum Listing {
    /// Those of a space.
    Space(SpaceId),
    /// Those of a member.
    Author(MemberId),
    /// Those of all spaces a member is in.
    Circles(MemberId),
    /// Those with a topic.
    Tag(TagId),
}

impl Listing {
    /// A page of them before one; whether the reader sees them is not asked here.
    async fn page(self, tx: &mut Tx, before: PostId) -> Result<Vec<PostId>, Fault> {
        let most = i64::try_from(PAGE).unwrap_or(i64::MAX);
        let rows: Vec<Row> = match self {
            Listing::Space(space) => {
                tx.all(
                    sql!("select p.id from post p where p.tenant = $tenant and p.space = $1 and p.parent is null and p.state = 'live' and p.id < $2 order by p.id desc limit $3"),
                    params![space, before, most],
                )
                .await?
            }
            Listing::Author(member) => {
                tx.all(
                    sql!("select p.id from persona a join post p on p.tenant = a.tenant and p.author = a.id where a.tenant = $tenant and a.member = $1 and p.parent is null and p.state = 'live' and p.id < $2 order by p.id desc limit $3"),
                    params![member, before, most],
                )
                .await?
            }
            Listing::Circles(member) => {
                tx.all(
                    sql!("select p.id from post p where p.tenant = $tenant and p.parent is null and p.state = 'live' and p.id < $2 and p.space in (select g.scope from role_grant g join persona i on i.tenant = g.tenant and i.id = g.persona where g.tenant = $tenant and g.scope_kind = 'space' and i.member = $1) order by p.id desc limit $3"),
                    params![member, before, most],
                )
                .await?
            }
            Listing::Tag(tag) => {
                tx.all(
                    sql!("select p.id from post_tag w join post p on p.tenant = w.tenant and p.id = w.post where w.tenant = $tenant and w.tag = $1 and p.state = 'live' and w.post < $2 order by w.post desc limit $3"),
                    params![tag, before, most],
                )
                .await?
            }
        };
        rows.iter().map(Row::first).collect()
    }

    /// The newest of them that a reader sees.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn seen(self, tx: &mut Tx, reader: &Act) -> Result<Vec<Post>, Fault> {
        let (mut seen, mut before) = (Vec::new(), PostId::new(i64::MAX));
        for _ in 0..PAGES {
            let ids = self.page(tx, before).await?;
            seen.extend(cards(tx, reader, &ids).await?);
            match ids.last() {
                Some(last) if ids.len() == PAGE && seen.len() < PAGE => before = *last,
                _ => break,
            }
        }
        seen.truncate(PAGE);
        Ok(seen)
    }
}
