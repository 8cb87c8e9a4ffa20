//! The first page: what is said in my spaces and by people I follow; for strangers, in the open spaces.
//!
//! Spaces and own pages are taken in the order of their newest post, until what is collected is newer than anything the
//! next place could add: a member of thousands of spaces costs no more than one of the few that are alive.

use super::{PAGE, PostPage, cards, cut, timeline::newest};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Need, Query, Tx, params, rows, sql};
use weilu_store::Row;
use weilu_vocabulary::{Fault, Id, MemberId, Outcome, PersonaId, PostId, SpaceId};

const MOST_PLACES: i64 = 300;

/// What is alive for me, newest first.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Home {
    /// Only posts before this one.
    pub before: Option<PostId>,
}

rows! {
    struct InSpace { space: SpaceId, post: PostId }
    struct OnPage { persona: PersonaId, post: PostId }
}

/// Where something new stands.
enum Where {
    Space(SpaceId),
    PageOf(PersonaId),
}

/// A place with its newest post.
struct Alive {
    at: Where,
    post: PostId,
}

impl From<InSpace> for Alive {
    fn from(row: InSpace) -> Alive {
        Alive { at: Where::Space(row.space), post: row.post }
    }
}

impl From<OnPage> for Alive {
    fn from(row: OnPage) -> Alive {
        Alive { at: Where::PageOf(row.persona), post: row.post }
    }
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
        let mut ids = Vec::new();
        for place in alive(tx, act).await? {
            if ids.get(PAGE).is_some_and(|last| *last > place.post) {
                break;
            }
            ids.extend(match place.at {
                Where::Space(space) => newest(tx, act, space, None, before).await?,
                Where::PageOf(persona) => newest_own(tx, persona, before).await?,
            });
            ids.sort_unstable_by(|a, b| b.cmp(a));
            ids.truncate(PAGE + 1);
        }
        let (ids, next) = cut(ids);
        Ok(PostPage { items: cards(tx, act, &ids).await?, next })
    }
}

/// Places of which one wants to hear, the one with the newest post first.
async fn alive(tx: &mut Tx, act: &Act) -> Result<Vec<Alive>, Fault> {
    let Some(member) = act.actor.member else { return open(tx).await };
    let mut places: Vec<Alive> = mine(tx, member).await?.into_iter().map(Into::into).collect();
    if places.is_empty() {
        places = open(tx).await?;
    }
    places.extend(of_followed(tx, member).await?.into_iter().map(Alive::from));
    places.sort_by_key(|place| std::cmp::Reverse(place.post));
    Ok(places)
}

async fn mine(tx: &mut Tx, member: MemberId) -> Result<Vec<InSpace>, Fault> {
    tx.all(
        sql!("select l.space, l.post from persona p cross join space_member s cross join post_latest l where p.tenant = $tenant and p.member = $1 and s.tenant = $tenant and s.persona = p.id and l.tenant = $tenant and l.space = s.space order by l.post desc limit $2"),
        params![member, MOST_PLACES],
    )
    .await
}

async fn open(tx: &mut Tx) -> Result<Vec<Alive>, Fault> {
    let rows: Vec<InSpace> = tx
        .all(
            sql!("select l.space, l.post from role_grant g join space s on s.tenant = g.tenant and s.id = g.scope join post_latest l on l.tenant = s.tenant and l.space = s.id where g.tenant = $tenant and g.persona = 0 and g.scope_kind = 'space' and s.state = 'open' order by l.post desc limit $1"),
            params![MOST_PLACES],
        )
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Own pages of the people one follows, by any of their faces.
async fn of_followed(tx: &mut Tx, member: MemberId) -> Result<Vec<OnPage>, Fault> {
    tx.all(
        sql!("select distinct l.space as persona, l.post from persona me cross join follow f cross join persona b cross join persona a cross join post_latest l where me.tenant = $tenant and me.member = $1 and f.tenant = $tenant and f.persona = me.id and f.kind = 'persona' and b.tenant = $tenant and b.id = f.target and a.tenant = $tenant and a.member = b.member and l.tenant = $tenant and l.space = a.id order by l.post desc limit $2"),
        params![member, MOST_PLACES],
    )
    .await
}

async fn newest_own(tx: &mut Tx, author: PersonaId, before: i64) -> Result<Vec<PostId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select id from post where tenant = $tenant and author = $1 and space is null and parent is null and id < $2 and state = 'live' order by id desc limit $3"),
            params![author, before, i64::try_from(PAGE + 1).unwrap_or(i64::MAX)],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}
