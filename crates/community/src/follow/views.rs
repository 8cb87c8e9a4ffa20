//! Whom and what I follow, and how many follow somebody.

use super::state;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal, params, rows, sql};
use weilu_store::Row;
use weilu_vocabulary::{BlobId, BookmarkListId, Id, MemberId, Outcome, Ref, TagId, Time};

const MOST: i64 = 500;

/// What I follow.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Mine {
    /// `persona`, `tag` or `bookmark_list`; everything when left out.
    pub kind: Option<String>,
}

/// Something followed.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Followed {
    /// What: a member, a tag or a list.
    pub what: Ref,
    /// Its name.
    pub name: String,
    /// A person's picture.
    pub avatar: Option<BlobId>,
    /// Whether that person follows me too.
    pub friend: bool,
    /// Since when.
    pub since: Time,
}

/// Everything followed.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct FollowedList {
    /// Newest first, at most 500.
    pub items: Vec<Followed>,
}

rows! {
    struct FollowRow {
        kind: String, target: i64, member: Option<MemberId>, name: Option<String>, avatar: Option<BlobId>, at: Time,
    }
}

impl Query for Mine {
    const NAME: &'static str = "follow.mine";
    const SUMMARY: (&'static str, &'static str) = ("我的关注", "What I follow");
    type Output = FollowedList;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<FollowedList> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let rows: Vec<FollowRow> = tx
            .all(
                sql!(
                    "select f.kind, f.target, m.id as member, coalesce(m.name, t.name, l.name) as name, m.avatar, f.at
                     from persona me cross join follow f left join persona p on p.tenant = f.tenant and f.kind = 'persona' and p.id = f.target left join member m on m.tenant = p.tenant and m.id = p.member
                       left join tag t on t.tenant = f.tenant and f.kind = 'tag' and t.id = f.target left join bookmark_list l on l.tenant = f.tenant and f.kind = 'bookmark_list' and l.id = f.target
                     where me.tenant = $tenant and me.member = $1 and f.tenant = $tenant and f.persona = me.id and (cast($2 as text) is null or f.kind = $2) order by f.at desc limit $3"
                ),
                params![member, self.kind.clone(), MOST],
            )
            .await?;
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            let what: Ref = match (row.kind.as_str(), row.member) {
                ("persona", Some(member)) => member.into(),
                ("tag", _) => TagId::from_raw(row.target).into(),
                ("bookmark_list", _) => BookmarkListId::from_raw(row.target).into(),
                _ => continue,
            };
            let friend = match row.kind.as_str() {
                "persona" => state::are_friends(tx, member, Id::from_raw(row.target)).await?,
                _ => false,
            };
            let name = row.name.unwrap_or_default();
            items.push(Followed { what, name, avatar: row.avatar, friend, since: row.at });
        }
        Ok(FollowedList { items })
    }
}

/// How a person stands to me, and how many follow him.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Of {
    /// Whom.
    pub member: MemberId,
}

/// Figures of following.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Standing {
    /// How many follow him.
    pub followers: i64,
    /// How many people he follows.
    pub following: i64,
    /// Whether I do.
    pub followed: bool,
    /// Whether he follows me.
    pub follows_me: bool,
}

impl Query for Of {
    const NAME: &'static str = "follow.of";
    const SUMMARY: (&'static str, &'static str) = ("关注情况", "How many follow a person, and whether I do");
    type Output = Standing;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Standing> {
        let face = state::face(tx, self.member).await?.ok_or(LinkRefusal::NotFound)?;
        let row: Option<Row> = tx
            .one(
                sql!(
                    "select (select count(distinct w.member) from persona p cross join follow f cross join persona w where p.tenant = $tenant and p.member = $1 and f.tenant = $tenant and f.kind = 'persona' and f.target = p.id and w.tenant = $tenant and w.id = f.persona) as followers,
                       (select count(*) from persona p cross join follow f where p.tenant = $tenant and p.member = $1 and f.tenant = $tenant and f.persona = p.id and f.kind = 'persona') as following"
                ),
                params![self.member],
            )
            .await?;
        let row = row.ok_or(LinkRefusal::NotFound)?;
        let (mut followed, mut follows_me) = (false, false);
        if let Some(me) = act.actor.member.filter(|me| *me != self.member) {
            followed = state::follows(tx, me, face.into()).await?;
            if let Some(mine) = state::face(tx, me).await? {
                follows_me = state::follows(tx, self.member, mine.into()).await?;
            }
        }
        Ok(Standing {
            followers: row.get("followers")?,
            following: row.get("following")?,
            followed,
            follows_me,
        })
    }
}
