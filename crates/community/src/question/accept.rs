//! Accepting an answer, thanking for it, and taking that back.

use super::{ACCEPT, ACCEPT_OWN, ACCEPTED, UNACCEPTED, state};
use crate::{
    post::{self, publish::placed, sight, state::PostRow},
    space::RUN,
    twin,
};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Place, Tx, Verdict, link::LinkRefusal};
use weilu_vocabulary::{Outcome, PostId, SECOND, refusals};

const THANKS_MAX: usize = 200;

/// Marks an answer as the solution; an earlier one gives way.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Accept {
    /// The answer.
    pub answer: PostId,
    /// A word of thanks, up to 200 characters, shown below the answer.
    #[serde(default)]
    pub thanks: String,
}

refusals! {
    /// Why an answer was not accepted.
    pub enum AcceptRefusal {
        /// Neither asked it nor runs the space.
        NotYours => 403 "question.not_yours" "由提问的人或群主来采纳；你可以点“认可”支持这个回答。" "Whoever asked, or runs the space, accepts an answer; you can support it with a vote.";
        /// No answer to a question.
        NoAnswer => 409 "question.no_answer" "这条不是问题的直接回答，或者已经不在了。" "This is no direct answer to a question, or it is gone.";
        /// One's own.
        OwnAnswer => 409 "question.own_answer" "自己的回答不能自己采纳，可以等等别人的。" "One's own answer cannot be accepted; give others a moment.";
        /// Too many thanks.
        ThanksTooLong { most: usize } => 422 "question.thanks_too_long" "感谢的话最多 {most} 个字。" "Thanks have at most {most} characters.";
    }
}

/// The question that the actor may settle.
async fn settled_by(tx: &mut Tx, act: &Act, question: PostId) -> Outcome<(PostRow, state::QuestionRow)> {
    tx.lock(&[question.into()])?;
    let row = state::load(tx, question).await?.ok_or(AcceptRefusal::NoAnswer)?;
    let post = sight::live(tx, act, question).await?;
    let mine = act.app.grants.is_me(tx, act, post.author).await?;
    let place = Place { space: post.space, ..Place::default() };
    if !mine && !act.actor.system && act.app.grants.may(tx, act, &RUN, place).await? != Verdict::Yes {
        return Err(AcceptRefusal::NotYours.into());
    }
    Ok((post, row))
}

fn take_back(tx: &mut Tx, act: &Act, post: &PostRow, row: &state::QuestionRow) {
    let (Some(answer), Some(answerer), Some(at)) = (row.accepted, row.answerer, row.accepted_at) else {
        return;
    };
    let event = UNACCEPTED.on(post.id).with(answerer).with(answer).value(act.now.since(at) / SECOND);
    tx.append(act, placed(event, post.space));
}

impl Command for Accept {
    const NAME: &'static str = "question.accept";
    const SUMMARY: (&'static str, &'static str) = ("采纳回答", "Accept an answer");
    type Output = ();
    type Refusal = AcceptRefusal;

    fn need(&self) -> Need {
        Need::On(self.answer.into(), &ACCEPT)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let thanks = self.thanks.trim();
        if thanks.chars().count() > THANKS_MAX {
            return Err(AcceptRefusal::ThanksTooLong { most: THANKS_MAX }.into());
        }
        let answer = post::state::load(tx, self.answer).await?.ok_or(LinkRefusal::NotFound)?;
        sight::check(tx, act, &answer).await?;
        let question = answer.parent.filter(|_| answer.state == "live").ok_or(AcceptRefusal::NoAnswer)?;
        let (post, row) = settled_by(tx, act, question).await?;
        if twin::state::same(tx, post.author, answer.author).await? && !ACCEPT_OWN.get(tx).await? {
            return Err(AcceptRefusal::OwnAnswer.into());
        }
        let again = row.accepted == Some(answer.id);
        if !again {
            take_back(tx, act, &post, &row);
        }
        let at = row.accepted_at.filter(|_| again).unwrap_or(act.now);
        state::accept(tx, act, post.id, &answer, at, thanks)?;
        if !again {
            let event = ACCEPTED.on(post.id).with(answer.author).with(answer.id);
            tx.append(act, placed(event, post.space));
        }
        Ok(())
    }
}

/// Takes an acceptance back.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Unaccept {
    /// The question.
    pub question: PostId,
}

impl Command for Unaccept {
    const NAME: &'static str = "question.unaccept";
    const SUMMARY: (&'static str, &'static str) = ("取消采纳", "Take an acceptance back");
    type Output = ();
    type Refusal = AcceptRefusal;

    fn need(&self) -> Need {
        Need::On(self.question.into(), &ACCEPT)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let (post, row) = settled_by(tx, act, self.question).await?;
        if row.accepted.is_some() {
            take_back(tx, act, &post, &row);
            state::unaccept(tx, post.id)?;
        }
        Ok(())
    }
}
