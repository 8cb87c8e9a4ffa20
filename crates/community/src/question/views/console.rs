//! All questions of the brand with what became of them, for the console; what waits longest can stand first.

use super::list::Which;
use crate::question::OVERSEE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, params, rows, sql};
use weilu_store::Row;
use weilu_vocabulary::{Id, MemberId, Outcome, PostId, SpaceId, Time};

const MOST: i64 = 200;

/// Questions of the whole brand.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Manage {
    /// Only of this space.
    pub space: Option<SpaceId>,
    /// Which of them.
    pub which: Which,
    /// Only those before this one.
    pub before: Option<PostId>,
}

rows! {
    /// A question as the console lists it.
    #[derive(Debug, Serialize, Deserialize, JsonSchema)]
    pub struct QuestionLine {
        /// Which.
        pub id: PostId,
        /// The question.
        pub title: String,
        /// Where.
        pub space: Option<SpaceId>,
        /// Name of the space.
        pub space_name: Option<String>,
        /// Who asked.
        pub asker: Option<MemberId>,
        /// His name.
        pub asker_name: Option<String>,
        /// When.
        pub asked_at: Time,
        /// How many replies it has.
        pub replies: i64,
        /// When somebody else answered first.
        pub first_answered_at: Option<Time>,
        /// The accepted answer.
        pub accepted: Option<PostId>,
        /// Who gave it.
        pub answerer_name: Option<String>,
        /// Whom it was brought to: 0 nobody, 1 people who know, 2 customer service.
        pub stage: i64,
    }
}

/// A page of questions.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Managed {
    /// Newest first.
    pub items: Vec<QuestionLine>,
    /// Where the next page begins.
    pub next: Option<PostId>,
    /// How many wait for an answer in the whole brand.
    pub unanswered: i64,
    /// How many of them were brought to customer service.
    pub for_service: i64,
}

impl Query for Manage {
    const NAME: &'static str = "question.manage";
    const SUMMARY: (&'static str, &'static str) = ("问题（控制台）", "All questions, for the console");
    type Output = Managed;

    fn need(&self) -> Need {
        Need::Site(&OVERSEE)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<Managed> {
        let items: Vec<QuestionLine> = tx
            .all(
                sql!("select q.post as id, p.title, q.space, s.name as space_name, m.id as asker, m.name as asker_name, q.asked_at, coalesce(c.replies, 0) as replies, q.first_answered_at, (select x.id from post x where x.tenant = q.tenant and x.id = q.accepted and x.state = 'live') as accepted, n.name as answerer_name, q.stage from question q join post p on p.tenant = q.tenant and p.id = q.post left join space s on s.tenant = q.tenant and s.id = q.space left join persona a on a.tenant = p.tenant and a.id = p.author left join member m on m.tenant = a.tenant and m.id = a.member left join persona b on b.tenant = q.tenant and b.id = q.answerer left join member n on n.tenant = b.tenant and n.id = b.member left join post_count c on c.tenant = q.tenant and c.post = q.post where q.tenant = $tenant and q.post < $1 and p.state = 'live' and (cast($2 as bigint) = 0 or q.space = $2) and (cast($3 as text) = 'all' or ($3 = 'unanswered' and q.first_answered_at is null and q.accepted is null) or ($3 = 'solved' and q.accepted is not null)) order by q.post desc limit $4"),
                params![self.before.map_or(i64::MAX, Id::raw), self.space.map_or(0, Id::raw), self.which.word(), MOST],
            )
            .await?;
        let waiting: Option<Row> = tx
            .one(
                sql!("select count(*) as unanswered, coalesce(cast(sum(case when q.stage = 2 then 1 else 0 end) as bigint), 0) as for_service from question q join post p on p.tenant = q.tenant and p.id = q.post where q.tenant = $tenant and q.stage in (0, 1, 2) and q.since is not null and p.state = 'live'"),
                params![],
            )
            .await?;
        let (unanswered, for_service) = match waiting {
            Some(row) => (row.get("unanswered")?, row.get("for_service")?),
            None => (0, 0),
        };
        let full = i64::try_from(items.len()).unwrap_or(0) == MOST;
        let next = if full { items.last().map(|q| q.id) } else { None };
        Ok(Managed { items, next, unanswered, for_service })
    }
}
