//! Changing a few words with the author's agreement (V12): the reviewer proposes, the author accepts or declines.

use super::{
    CASE, DECIDE,
    decide::{DecideRefusal, mine_to_decide},
    state::{self, Decision},
    thing,
};
use crate::{post, report};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{CaseId, Outcome, PostId, refusals};

/// Proposes other words for something that waits.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "ProposeWords")]
pub struct Propose {
    /// Which case.
    pub case: CaseId,
    /// The title as it might stand.
    #[serde(default)]
    pub title: String,
    /// The text as it might stand.
    pub text: String,
    /// Why, for the author, 2 to 200 characters.
    pub reason: String,
}

refusals! {
    /// Why nothing was proposed.
    pub enum ProposeRefusal {
        /// Only posts have words.
        NoWords => 422 "review.no_words" "这件事没有可以修改的文字。" "There are no words to change in this.";
    }
}

impl Command for Propose {
    const NAME: &'static str = "review.propose";
    const SUMMARY: (&'static str, &'static str) = ("提议修改后发布", "Propose other words to their author");
    type Output = ();
    type Refusal = ProposeRefusal;

    fn need(&self) -> Need {
        Need::On(self.case.into(), &DECIDE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let case = mine_to_decide(tx, act, self.case, None).await?;
        if case.about().get::<PostId>().is_none() {
            return Err(ProposeRefusal::NoWords.into());
        }
        let reason = super::decide::checked_reason(&self.reason)?;
        let (title, text) = post::publish::checked(&self.title, &self.text, &[])?;
        CASE.go(tx, act, case.id, "propose", reason).await?;
        let what = Decision { state: "proposed", decision: "propose", reason };
        state::decide(tx, act, case.id, what)?;
        Ok(state::propose(tx, case.id, "proposed", title, text)?)
    }
}

/// Answers a proposal about something of mine.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "AnswerProposal")]
pub struct Answer {
    /// Which case.
    pub case: CaseId,
    /// Whether the words may stand as proposed.
    pub accept: bool,
}

impl Command for Answer {
    const NAME: &'static str = "review.answer";
    const SUMMARY: (&'static str, &'static str) = ("答复修改提议", "Answer a proposal about one's own words");
    type Output = ();
    type Refusal = DecideRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        tx.lock(&[self.case.into()])?;
        let case = state::load(tx, self.case).await?.ok_or(LinkRefusal::NotFound)?;
        let mine = match case.author {
            Some(author) => act.app.grants.is_me(tx, act, author).await?,
            None => false,
        };
        if !mine {
            return Err(LinkRefusal::NotFound.into());
        }
        if !self.accept {
            CASE.go(tx, act, case.id, "decline", "").await?;
            return Ok(state::propose(tx, case.id, "waiting", "", "")?);
        }
        CASE.go(tx, act, case.id, "accept", "").await?;
        if let Some(post) = case.about().get::<PostId>()
            && let Some(row) = post::state::load(tx, post).await?
        {
            post::order::rewrite(tx, act, &row, &case.proposed_title, &case.proposed_text).await?;
        }
        let what = Decision { state: "cleared", decision: "accept", reason: &case.reason };
        state::decide(tx, act, case.id, what)?;
        thing::show(tx, act, &case).await?;
        report::settle(tx, act, case.id, true).await
    }
}
