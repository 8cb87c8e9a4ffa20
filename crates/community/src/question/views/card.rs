//! What hangs on the card of a question, and on that of the answer that was accepted.

use crate::{
    post::views::{Post, places},
    space::RUN,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weilu_kernel::{Act, Place, Tx, Verdict, sql};
use weilu_store::Row;
use weilu_vocabulary::{Fault, Id, PostId, SECOND, SpaceId, Time};

/// Where a question stands.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuestionState {
    /// The question.
    pub question: PostId,
    /// Whether somebody else answered.
    pub answered: bool,
    /// The accepted answer.
    pub accepted: Option<PostId>,
    /// Seconds from the question to the first answer.
    pub first_answer_seconds: Option<i64>,
    /// Whether I may accept an answer.
    pub may_accept: bool,
    /// What whoever asked said to thank.
    pub thanks: Option<String>,
}

/// Hangs the state of questions on their cards and on those of their direct answers.
///
/// # Errors
/// When the database fails.
pub async fn hung(tx: &mut Tx, act: &Act, cards: &mut [Post]) -> Result<(), Fault> {
    let of = |card: &Post| if card.kind == "question" { Some(card.id) } else { card.parent };
    let ids: Vec<PostId> = cards.iter().filter_map(of).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let states = load(tx, act, &ids).await?;
    let mut runs: BTreeMap<SpaceId, bool> = BTreeMap::new();
    for card in cards {
        let Some((state, mine)) = of(card).and_then(|id| states.get(&id)) else { continue };
        let may_accept = *mine || runs_here(tx, act, &mut runs, card).await?;
        card.question = Some(QuestionState { may_accept, ..state.clone() });
    }
    Ok(())
}

async fn runs_here(
    tx: &mut Tx,
    act: &Act,
    known: &mut BTreeMap<SpaceId, bool>,
    card: &Post,
) -> Result<bool, Fault> {
    let Some(space) = card.space.as_ref().map(|s| s.id).filter(|_| act.actor.member.is_some()) else {
        return Ok(false);
    };
    if let Some(runs) = known.get(&space) {
        return Ok(*runs);
    }
    let place = Place { space: Some(space), ..Place::default() };
    let runs = act.app.grants.may(tx, act, &RUN, place).await? == Verdict::Yes;
    known.insert(space, runs);
    Ok(runs)
}

async fn load(
    tx: &mut Tx,
    act: &Act,
    ids: &[PostId],
) -> Result<BTreeMap<PostId, (QuestionState, bool)>, Fault> {
    let mut places = places(ids);
    places.push(act.actor.member.map_or(-1, Id::raw).into());
    let rows: Vec<Row> = tx
        .all(
            sql!("select q.post, q.asked_at, q.first_answered_at, (select x.id from post x where x.tenant = q.tenant and x.id = q.accepted and x.state = 'live') as accepted, q.thanks, coalesce(a.member, 0) as asker, cast($21 as bigint) as me from question q join post p on p.tenant = q.tenant and p.id = q.post left join persona a on a.tenant = p.tenant and a.id = p.author where q.tenant = $tenant and q.post in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"),
            &places,
        )
        .await?;
    let mut out = BTreeMap::new();
    for row in &rows {
        let asked: Time = row.get("asked_at")?;
        let answered: Option<Time> = row.get("first_answered_at")?;
        let question: PostId = row.get("post")?;
        let state = QuestionState {
            question,
            answered: answered.is_some(),
            accepted: row.get("accepted")?,
            first_answer_seconds: answered.map(|at| at.since(asked) / SECOND),
            may_accept: false,
            thanks: row.get("thanks")?,
        };
        out.insert(question, (state, row.get::<i64>("asker")? == row.get::<i64>("me")?));
    }
    Ok(out)
}
