//! The first page: what is said in my spaces and by people I follow; for strangers, in the open spaces.
//!
//! Spaces are taken in the order of their newest post, until what is collected is newer than anything the next
//! space could add: a member of thousands of spaces costs no more than one of the few that are alive.

use super::{PAGE, PostPage, cards, cut, timeline::newest};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Need, Query, Tx, params, rows, sql};
use weilu_store::Row;
use weilu_vocabulary::{Fault, Id, MemberId, Outcome, PostId, SpaceId};

const MOST_SPACES: i64 = 300;

/// What is alive for me, newest first.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Home {
    /// Only posts before this one.
    pub before: Option<PostId>,
}

rows! {
    struct Alive { space: SpaceId, post: PostId }
}

impl Query for Home {
    const NAME: &'static str = "post.home";
    const SUMMARY: (&'static str, &'static str) = ("首页动态", "What is alive for me");
    type Output = PostPage;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<PostPage> {
        let before = self.before.map_or(i64::MAX, Id::raw);
        let mut alive = match act.actor.member {
            Some(member) => mine(tx, member).await?,
            None => Vec::new(),
        };
        if alive.is_empty() {
            alive = open(tx).await?;
        }
        let mut ids = match act.actor.member {
            Some(member) => of_followed(tx, member, before).await?,
            None => Vec::new(),
        };
        for space in alive {
            if ids.get(PAGE).is_some_and(|last| *last > space.post) {
                break;
            }
            ids.extend(newest(tx, act, space.space, None, before).await?);
            ids.sort_unstable_by(|a, b| b.cmp(a));
            ids.truncate(PAGE + 1);
        }
        let (ids, next) = cut(ids);
        Ok(PostPage { items: cards(tx, act, &ids).await?, next })
    }
}

async fn mine(tx: &mut Tx, member: MemberId) -> Result<Vec<Alive>, Fault> {
    tx.all(
        sql!("select l.space, l.post from persona p cross join space_member s cross join post_latest l where p.tenant = $tenant and p.member = $1 and s.tenant = $tenant and s.persona = p.id and l.tenant = $tenant and l.space = s.space order by l.post desc limit $2"),
        params![member, MOST_SPACES],
    )
    .await
}

async fn open(tx: &mut Tx) -> Result<Vec<Alive>, Fault> {
    tx.all(
        sql!("select l.space, l.post from role_grant g join space s on s.tenant = g.tenant and s.id = g.scope join post_latest l on l.tenant = s.tenant and l.space = s.id where g.tenant = $tenant and g.persona = 0 and g.scope_kind = 'space' and s.state = 'open' order by l.post desc limit $1"),
        params![MOST_SPACES],
    )
    .await
}

/// What people I follow wrote on their own pages.
async fn of_followed(tx: &mut Tx, member: MemberId, before: i64) -> Result<Vec<PostId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select p.id from post p where p.tenant = $tenant and p.space is null and p.parent is null and p.id < $2 and p.state = 'live' and exists (select 1 from persona me cross join persona a cross join persona b cross join follow f where me.tenant = $tenant and me.member = $1 and a.tenant = $tenant and a.id = p.author and b.tenant = $tenant and b.member = a.member and f.tenant = $tenant and f.persona = me.id and f.kind = 'persona' and f.target = b.id) order by p.id desc limit $3"),
            params![member, before, i64::try_from(PAGE + 1).unwrap_or(i64::MAX)],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}
