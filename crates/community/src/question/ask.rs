//! Asking a question.

use super::{ASK, ASKED, state};
use crate::post::{
    Visibility, Words,
    publish::{placed, publish},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{MemberId, Outcome, PostId, SpaceId, refusals};

/// Asks a question in a space or on one's own page.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct Ask {
    /// In which space; none for one's own page.
    #[serde(default)]
    pub space: Option<SpaceId>,
    /// The question in one line, 4 to 60 characters.
    pub title: String,
    /// What one should know to answer it, up to 5,000 characters.
    #[serde(default)]
    pub text: String,
    /// People it names, spelt `@name` in the text.
    #[serde(default)]
    pub mentions: Vec<MemberId>,
    /// Who sees it.
    #[serde(default)]
    pub visibility: Visibility,
}

/// The new question.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Asked {
    /// Its id.
    pub post: PostId,
}

refusals! {
    /// Why nothing was asked.
    pub enum AskRefusal {
        /// Hardly a title.
        NoTitle { least: usize } => 422 "question.no_title" "把问题写成一句话（至少 {least} 个字），别人一眼就知道能不能帮上忙。" "Put the question in one line of at least {least} characters, so that others see at once whether they can help.";
    }
}

const TITLE_LEAST: usize = 4;

impl Command for Ask {
    const NAME: &'static str = "question.ask";
    const SUMMARY: (&'static str, &'static str) = ("提问", "Ask a question");
    type Output = Asked;
    type Refusal = AskRefusal;

    fn need(&self) -> Need {
        match self.space {
            Some(space) => Need::PublishOn(space.into(), &ASK),
            None => Need::Publisher,
        }
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Asked> {
        if self.title.trim().chars().count() < TITLE_LEAST {
            return Err(AskRefusal::NoTitle { least: TITLE_LEAST }.into());
        }
        let words = Words {
            space: self.space,
            parent: None,
            kind: "question",
            title: &self.title,
            text: &self.text,
            mentions: &self.mentions,
            visibility: self.visibility,
        };
        let post = publish(tx, act, words).await?;
        state::insert(tx, act, post, self.space)?;
        tx.append(act, placed(ASKED.on(post), self.space));
        Ok(Asked { post })
    }
}
