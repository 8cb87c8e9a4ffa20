//! Asking a question.

use super::{ASK, ASKED, state};
use crate::post::{
    Visibility, Words,
    publish::{placed, say},
    state::PostRow,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{BlobId, Fault, MemberId, Outcome, PostId, SpaceId, refusals};

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
    /// Pictures, videos and documents sent up before, at most 9.
    #[serde(default)]
    pub files: Vec<BlobId>,
}

/// The new question.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Asked {
    /// Its id.
    pub post: PostId,
    /// Whether it waits for somebody to look at it before others see it.
    #[serde(default)]
    pub held: bool,
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
            files: &self.files,
        };
        let said = say(tx, act, words).await?;
        state::insert(tx, act, said.post, self.space)?;
        Ok(Asked { post: said.post, held: said.held })
    }
}

/// Notes that the post of a question stands: at once, or when a reviewer let it through, and counts from now.
///
/// # Errors
/// When the database fails.
pub(crate) fn note(tx: &mut Tx, act: &Act, post: &PostRow) -> Result<(), Fault> {
    state::begin(tx, act, post.id)?;
    tx.append(act, placed(ASKED.on(post.id), post.space));
    Ok(())
}
