//! My secret addresses, and the posts that stand in feeds.

use super::{ENTRIES, OPEN, make::What};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal, params, rows, searchable, sql};
use weilu_vocabulary::{Fault, FeedId, MemberId, Outcome, PostId, SpaceId, Time};

const SHOWN: i64 = 100;

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

    /// A post as it stands in a feed.
    #[derive(Clone, Debug)]
    pub(super) struct EntryRow {
        pub(super) id: PostId, pub(super) thread: PostId, pub(super) text: String, pub(super) created_at: Time,
        pub(super) edited_at: Option<Time>, pub(super) name: Option<String>, pub(super) space_name: String,
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

/// The newest posts of a space.
pub(super) async fn of_space(tx: &mut Tx, space: SpaceId) -> Result<Vec<EntryRow>, Fault> {
    tx.all(
        sql!(
            "select p.id, p.thread, p.text, p.created_at, p.edited_at, m.name, s.name as space_name
             from post p join space s on s.tenant = p.tenant and s.id = p.space left join persona a on a.tenant = p.tenant and a.id = p.author left join member m on m.tenant = p.tenant and m.id = a.member
             where p.tenant = $tenant and p.space = $1 and p.parent is null and p.state = 'live' order by p.id desc limit $2"
        ),
        params![space, ENTRIES],
    )
    .await
}

/// The newest posts of a member in spaces that everybody may read.
pub(super) async fn of_author(tx: &mut Tx, member: MemberId) -> Result<Vec<EntryRow>, Fault> {
    tx.all(
        sql!(
            "select p.id, p.thread, p.text, p.created_at, p.edited_at, m.name, s.name as space_name
             from persona a join post p on p.tenant = a.tenant and p.author = a.id join space s on s.tenant = p.tenant and s.id = p.space join member m on m.tenant = a.tenant and m.id = a.member
             where a.tenant = $tenant and a.member = $1 and p.parent is null and p.state = 'live' and exists (select 1 from role_grant g where g.tenant = $tenant and g.persona = 0 and g.role = 'visitor' and g.scope_kind = 'space' and g.scope = p.space) order by p.id desc limit $2"
        ),
        params![member, ENTRIES],
    )
    .await
}

/// The newest posts of all spaces a member is in.
pub(super) async fn of_circles(tx: &mut Tx, member: MemberId) -> Result<Vec<EntryRow>, Fault> {
    tx.all(
        sql!(
            "select p.id, p.thread, p.text, p.created_at, p.edited_at, m.name, s.name as space_name
             from post p join space s on s.tenant = p.tenant and s.id = p.space left join persona a on a.tenant = p.tenant and a.id = p.author left join member m on m.tenant = p.tenant and m.id = a.member
             where p.tenant = $tenant and p.parent is null and p.state = 'live' and p.space in (select g.scope from role_grant g join persona i on i.tenant = g.tenant and i.id = g.persona where g.tenant = $tenant and g.scope_kind = 'space' and i.member = $1) order by p.id desc limit $2"
        ),
        params![member, ENTRIES],
    )
    .await
}

/// The posts of these numbers, newest first.
pub(super) async fn of_numbers(tx: &mut Tx, ids: &[i64]) -> Result<Vec<EntryRow>, Fault> {
    tx.all(
        sql!(
            "select p.id, p.thread, p.text, p.created_at, p.edited_at, m.name, s.name as space_name
             from post p join space s on s.tenant = p.tenant and s.id = p.space left join persona a on a.tenant = p.tenant and a.id = p.author left join member m on m.tenant = p.tenant and m.id = a.member
             where p.tenant = $tenant and p.state = 'live' and p.id in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) order by p.id desc limit 20"
        ),
        &searchable::twenty(ids),
    )
    .await
}
