//! Questions one may read, newest first: all, those that wait for an answer, those of one's own, those solved.

use crate::{
    post::views::{PAGE, PostPage, cards, cut},
    space::READ,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, params, sql};
use weilu_store::Row;
use weilu_vocabulary::{Fault, Id, Outcome, PostId, SpaceId};

/// Which questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// All.
    #[default]
    All,
    /// Those nobody else answered.
    Unanswered,
    /// My own.
    Mine,
    /// Those with an accepted answer.
    Solved,
}

impl Which {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Which::All | Which::Mine => "all",
            Which::Unanswered => "unanswered",
            Which::Solved => "solved",
        }
    }
}

/// Questions, newest first.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct List {
    /// Only of this space.
    pub space: Option<SpaceId>,
    /// Which of them.
    pub which: Which,
    /// Only those before this one.
    pub before: Option<PostId>,
}

impl Query for List {
    const NAME: &'static str = "question.list";
    const SUMMARY: (&'static str, &'static str) = ("问题列表", "Questions, newest first");
    type Output = PostPage;

    fn need(&self) -> Need {
        match (self.space, self.which) {
            (Some(space), _) => Need::On(space.into(), &READ),
            (None, Which::Mine) => Need::SignedIn,
            (None, _) => Need::Anyone,
        }
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<PostPage> {
        let before = self.before.map_or(i64::MAX, Id::raw);
        let ids = match (self.which, self.space) {
            (Which::Mine, space) => mine(tx, act, space, before).await?,
            (which, Some(space)) => inside(tx, space, which, before).await?,
            (which, None) => everywhere(tx, act, which, before).await?,
        };
        let (ids, next) = cut(ids);
        Ok(PostPage { items: cards(tx, act, &ids).await?, next })
    }
}

fn most() -> i64 {
    i64::try_from(PAGE + 1).unwrap_or(i64::MAX)
}

async fn inside(tx: &mut Tx, space: SpaceId, which: Which, before: i64) -> Result<Vec<PostId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select q.post from question q join post p on p.tenant = q.tenant and p.id = q.post where q.tenant = $tenant and q.space = $1 and q.post < $2 and p.state = 'live' and (cast($3 as text) = 'all' or ($3 = 'unanswered' and q.first_answered_at is null and q.accepted is null) or ($3 = 'solved' and q.accepted is not null)) order by q.post desc limit $4"),
            params![space, before, which.word(), most()],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

async fn mine(tx: &mut Tx, act: &Act, space: Option<SpaceId>, before: i64) -> Result<Vec<PostId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select p.id from persona me join post p on p.tenant = me.tenant and p.author = me.id where me.tenant = $tenant and me.member = $1 and p.kind = 'question' and p.id < $2 and p.state in ('live', 'held') and (cast($3 as bigint) = 0 or p.space = $3) order by p.id desc limit $4"),
            params![act.actor.member.map_or(-1, Id::raw), before, space.map_or(0, Id::raw), most()],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// In spaces that are open to read or that I am in, and on people's own pages.
async fn everywhere(tx: &mut Tx, act: &Act, which: Which, before: i64) -> Result<Vec<PostId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select q.post from question q join post p on p.tenant = q.tenant and p.id = q.post where q.tenant = $tenant and q.post < $1 and p.state = 'live' and (cast($2 as text) = 'all' or ($2 = 'unanswered' and q.first_answered_at is null and q.accepted is null) or ($2 = 'solved' and q.accepted is not null)) and (q.space is null or exists (select 1 from role_grant g where g.tenant = q.tenant and g.persona = 0 and g.scope_kind = 'space' and g.scope = q.space) or exists (select 1 from persona me join space_member i on i.tenant = me.tenant and i.persona = me.id where me.tenant = q.tenant and me.member = $3 and i.space = q.space)) order by q.post desc limit $4"),
            params![before, which.word(), act.actor.member.map_or(-1, Id::raw), most()],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}
