//! Who helps most, and how many I helped (I14): recognition in figures, never in pay.

use crate::{
    question::{OVERSEE, SAVED_MINUTES},
    space::{READ, day},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, params, rows, sql};
use weilu_store::Row;
use weilu_vocabulary::{BlobId, Fault, Id, MemberId, Outcome, PostId, SpaceId, Time};

const DAYS: i64 = 30;

/// Who helped most in a space in the last 30 days.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Helpers {
    /// Which space.
    pub space: SpaceId,
}

/// Who helped most in the whole brand in the last 30 days.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub struct AllHelpers {}

rows! {
    /// Somebody who helps.
    #[derive(Debug, Serialize, Deserialize, JsonSchema)]
    pub struct Helper {
        /// Who.
        pub id: MemberId,
        /// Name.
        pub name: String,
        /// Picture.
        pub avatar: Option<BlobId>,
        /// Answers given.
        pub answers: i64,
        /// Answers accepted.
        pub accepted: i64,
    }

    /// A word of thanks.
    #[derive(Debug, Serialize, Deserialize, JsonSchema)]
    pub struct Thanks {
        /// The question.
        pub post: PostId,
        /// By whom, as known now.
        pub name: Option<String>,
        /// What was said.
        pub text: String,
        /// When.
        pub at: Time,
    }
}

/// Those who help.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct HelpersShown {
    /// Most accepted answers first, then most answers.
    pub items: Vec<Helper>,
    /// How many days are counted.
    pub days: i64,
}

async fn shown(tx: &mut Tx, act: &Act, space: Option<SpaceId>) -> Outcome<HelpersShown> {
    let today = day::number(act.now, &day::zone(tx).await?);
    let items = tx
        .all(
            sql!("select m.id, m.name, m.avatar, cast(sum(h.answers) as bigint) as answers, cast(sum(h.accepted) as bigint) as accepted from question_help h join persona p on p.tenant = h.tenant and p.id = h.persona join member m on m.tenant = p.tenant and m.id = p.member where h.tenant = $tenant and (cast($1 as bigint) = -1 or h.space = $1) and h.day > $2 group by m.id, m.name, m.avatar having sum(h.answers) > 0 or sum(h.accepted) > 0 order by accepted desc, answers desc, m.id limit 50"),
            params![space.map_or(-1, Id::raw), today - DAYS],
        )
        .await?;
    Ok(HelpersShown { items, days: DAYS })
}

impl Query for Helpers {
    const NAME: &'static str = "question.helpers";
    const SUMMARY: (&'static str, &'static str) = ("谁最热心", "Who helped most in a space");
    type Output = HelpersShown;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &READ)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<HelpersShown> {
        shown(tx, act, Some(self.space)).await
    }
}

impl Query for AllHelpers {
    const NAME: &'static str = "question.all_helpers";
    const SUMMARY: (&'static str, &'static str) = ("热心榜（控制台）", "Who helped most, for the console");
    type Output = HelpersShown;

    fn need(&self) -> Need {
        Need::Site(&OVERSEE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<HelpersShown> {
        shown(tx, act, None).await
    }
}

/// What my answers did for others.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub struct MyHelp {}

/// Figures for whoever helps.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct MyHelpShown {
    /// Different people whose question one of my answers solved.
    pub helped: i64,
    /// Answers I gave.
    pub answers: i64,
    /// Answers that were accepted.
    pub accepted: i64,
    /// Minutes saved for others, at `minutes_each` for an accepted answer.
    pub saved_minutes: i64,
    /// What one accepted answer is thought to save.
    pub minutes_each: i64,
    /// Words of thanks, newest first.
    pub thanks: Vec<Thanks>,
}

impl Query for MyHelp {
    const NAME: &'static str = "question.my_help";
    const SUMMARY: (&'static str, &'static str) = ("我帮到了多少人", "How many I helped");
    type Output = MyHelpShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<MyHelpShown> {
        let me = act.actor.member.map_or(-1, Id::raw);
        let (helped, accepted) = solved(tx, me).await?;
        let thanks = tx
            .all(
                sql!("select q.post, m.name, q.thanks as text, q.accepted_at as at from persona me join question q on q.tenant = me.tenant and q.answerer = me.id left join persona p on p.tenant = q.tenant and p.id = q.accepted_by left join member m on m.tenant = p.tenant and m.id = p.member where me.tenant = $tenant and me.member = $1 and q.thanks is not null order by q.accepted_at desc limit 20"),
                params![me],
            )
            .await?;
        let minutes_each = SAVED_MINUTES.get(tx).await?;
        let answers = answers(tx, me).await?;
        Ok(MyHelpShown {
            helped,
            answers,
            accepted,
            saved_minutes: accepted * minutes_each,
            minutes_each,
            thanks,
        })
    }
}

async fn solved(tx: &mut Tx, me: i64) -> Result<(i64, i64), Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(distinct coalesce(a.member, -p.author)) as helped, count(*) as accepted from persona me join question q on q.tenant = me.tenant and q.answerer = me.id join post p on p.tenant = q.tenant and p.id = q.post left join persona a on a.tenant = p.tenant and a.id = p.author where me.tenant = $tenant and me.member = $1 and coalesce(a.member, 0) <> $1"),
            params![me],
        )
        .await?;
    row.map_or(Ok((0, 0)), |r| Ok((r.get("helped")?, r.get("accepted")?)))
}

async fn answers(tx: &mut Tx, me: i64) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select coalesce(cast(sum(h.answers) as bigint), 0) as answers from persona me join question_help h on h.tenant = me.tenant and h.persona = me.id where me.tenant = $tenant and me.member = $1"),
            params![me],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}
