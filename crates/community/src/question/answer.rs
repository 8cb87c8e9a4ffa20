//! Noting the first answer to a question, with the reply that gives it.

use super::{ANSWERED, state};
use crate::{
    post::{self, publish::placed, state::PostRow},
    twin,
};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{Fault, SECOND};

/// Notes that a reply stands; the first one of somebody else to a question answers it. Called with the reply, or
/// when a reviewer let it through.
///
/// # Errors
/// When the database fails.
pub async fn note(tx: &mut Tx, act: &Act, reply: &PostRow) -> Result<(), Fault> {
    let Some(parent) = reply.parent.filter(|p| *p == reply.thread && reply.state == "live") else {
        return Ok(());
    };
    let Some(row) = state::load(tx, parent).await?.filter(|q| q.first_answer.is_none()) else {
        return Ok(());
    };
    let Some(question) = post::state::load(tx, parent).await? else { return Ok(()) };
    if twin::state::same(tx, question.author, reply.author).await? {
        return Ok(());
    }
    if state::answer(tx, act, parent, reply.id).await? {
        let event = ANSWERED.on(parent).with(question.author).with(reply.id);
        tx.append(act, placed(event.value(act.now.since(row.asked_at) / SECOND), reply.space));
    }
    Ok(())
}
