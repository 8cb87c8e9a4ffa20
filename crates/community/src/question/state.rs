//! Rows of questions and of who helps.

use crate::post::state::PostRow;
use weilu_kernel::Act;
use weilu_store::{Row, Sql, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, Id, PersonaId, PostId, SpaceId, Time};

rows! {
    /// Where a question stands.
    #[derive(Clone, Debug)]
    pub struct QuestionRow {
        /// When it was asked.
        pub asked_at: Time,
        /// The first answer of somebody else.
        pub first_answer: Option<PostId>,
        /// The accepted answer.
        pub accepted: Option<PostId>,
        /// Who gave it.
        pub answerer: Option<PersonaId>,
        /// Since when it is accepted.
        pub accepted_at: Option<Time>,
    }

    /// A question that waits for too long.
    #[derive(Clone, Debug)]
    pub(super) struct DueRow { pub post: PostId, pub space: Option<SpaceId>, pub author: PersonaId }
}

/// The question that stands on a post.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, post: PostId) -> Result<Option<QuestionRow>, Fault> {
    tx.one(
        sql!("select asked_at, first_answer, accepted, answerer, accepted_at from question where tenant = $tenant and post = $1"),
        params![post],
    )
    .await
}

pub(super) fn insert(tx: &mut Tx, act: &Act, post: PostId, space: Option<SpaceId>) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into question (tenant, post, space, asked_at, stage, since) values ($tenant, $1, $2, $3, 0, $3)"),
        params![post, space, act.now],
    )
}

/// The question stands from now on: it waited for a reviewer until here.
pub(super) fn begin(tx: &mut Tx, act: &Act, question: PostId) -> Result<(), Fault> {
    tx.queue(
        sql!("update question set asked_at = $2, since = $2 where tenant = $tenant and post = $1 and first_answer is null"),
        params![question, act.now],
    )
}

/// Notes the first answer; false when somebody was quicker.
pub(super) async fn answer(tx: &mut Tx, act: &Act, question: PostId, answer: PostId) -> Result<bool, Fault> {
    let noted = tx
        .exec(
            sql!("update question set first_answer = $2, first_answered_at = $3, since = null where tenant = $tenant and post = $1 and first_answer is null"),
            params![question, answer, act.now],
        )
        .await?;
    Ok(noted > 0)
}

pub(super) fn accept(
    tx: &mut Tx,
    act: &Act,
    question: PostId,
    answer: &PostRow,
    at: Time,
    thanks: &str,
) -> Result<(), Fault> {
    let thanks = (!thanks.is_empty()).then(|| thanks.to_owned());
    tx.queue(
        sql!("update question set accepted = $2, answerer = $3, accepted_by = $4, accepted_at = $5, thanks = $6, since = null where tenant = $tenant and post = $1"),
        params![question, answer.id, answer.author, act.actor.persona, at, thanks],
    )
}

pub(super) fn unaccept(tx: &mut Tx, question: PostId) -> Result<(), Fault> {
    tx.queue(
        sql!("update question set accepted = null, answerer = null, accepted_by = null, accepted_at = null, thanks = null where tenant = $tenant and post = $1"),
        params![question],
    )
}

/// Questions that wait at a stage since `before` or longer.
pub(super) async fn due(tx: &mut Tx, stage: i64, before: Time, most: i64) -> Result<Vec<DueRow>, Fault> {
    tx.all(
        sql!("select q.post, q.space, p.author from question q join post p on p.tenant = q.tenant and p.id = q.post where q.tenant = $tenant and q.stage = $1 and q.since <= $2 and p.state = 'live' order by q.since, q.post limit $3"),
        params![stage, before, most],
    )
    .await
}

pub(super) fn bring(tx: &mut Tx, act: &Act, question: PostId, stage: i64) -> Result<(), Fault> {
    tx.queue(
        sql!("update question set stage = $2, since = $3 where tenant = $tenant and post = $1"),
        params![question, stage, act.now],
    )
}

/// Those whose answers to questions of the same topics were accepted lately, inside the space where there is one.
pub(super) async fn helpers_of_tags(
    tx: &mut Tx,
    question: PostId,
    space: Option<SpaceId>,
    since: Time,
) -> Result<Vec<PersonaId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select q.answerer, count(*) as n from post_tag t join post_tag o on o.tenant = t.tenant and o.tag = t.tag join question q on q.tenant = o.tenant and q.post = o.post where t.tenant = $tenant and t.post = $1 and q.answerer is not null and q.accepted_at > $3 and (cast($2 as bigint) = 0 or exists (select 1 from space_member i where i.tenant = q.tenant and i.space = $2 and i.persona = q.answerer)) group by q.answerer order by n desc, q.answerer limit 10"),
            params![question, space.map_or(0, Id::raw), since],
        )
        .await?;
    rows.iter().map(|r| r.get("answerer")).collect()
}

/// Those inside a space who helped most since a day.
pub(super) async fn top_personas(tx: &mut Tx, space: SpaceId, day: i64) -> Result<Vec<PersonaId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select h.persona, cast(sum(h.accepted) as bigint) as accepted, cast(sum(h.answers) as bigint) as answers from question_help h join space_member i on i.tenant = h.tenant and i.space = h.space and i.persona = h.persona where h.tenant = $tenant and h.space = $1 and h.day >= $2 group by h.persona order by accepted desc, answers desc, h.persona limit 3"),
            params![space, day],
        )
        .await?;
    rows.iter().map(|r| r.get("persona")).collect()
}

/// Adds to what somebody did for others; the rows belong to the processor `question.help` alone.
pub(super) fn help(
    tx: &mut Tx,
    space: i64,
    persona: PersonaId,
    day: i64,
    answers: i64,
    accepted: i64,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into question_help (tenant, space, persona, day, answers, accepted) values ($tenant, $1, $2, $3, $4, $5) on conflict (tenant, space, persona, day) do update set answers = question_help.answers + excluded.answers, accepted = question_help.accepted + excluded.accepted"),
        params![space, persona, day, answers, accepted],
    )
}

pub(super) fn clear_help() -> &'static Sql {
    sql!("delete from question_help")
}
