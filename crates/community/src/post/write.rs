//! Writing a post or a reply.

use super::{
    Visibility, WRITE,
    publish::{Words, WordsRefusal, say},
    sight,
    state::{self, PostRow},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{BlobId, MemberId, Outcome, PostId, SpaceId};

/// Writes a post in a space or on one's own page, or a reply.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct Write {
    /// In which space; none for one's own page, or for a reply to what stands on such a page.
    #[serde(default)]
    pub space: Option<SpaceId>,
    /// What to say, up to 5,000 characters; may be empty beside a title or files.
    pub text: String,
    /// A title of at most 60 characters.
    #[serde(default)]
    pub title: String,
    /// What it answers.
    #[serde(default)]
    pub reply_to: Option<PostId>,
    /// People it names, spelt `@name` in the text.
    #[serde(default)]
    pub mentions: Vec<MemberId>,
    /// Who sees it; a reply is seen by whoever sees what it answers.
    #[serde(default)]
    pub visibility: Visibility,
    /// Pictures, videos and documents sent up before, at most 9.
    #[serde(default)]
    pub files: Vec<BlobId>,
}

/// The new post.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Written {
    /// Its id.
    pub post: PostId,
    /// Whether it waits for somebody to look at it before others see it.
    #[serde(default)]
    pub held: bool,
    /// Whether something in it was masked.
    #[serde(default)]
    pub masked: bool,
}

impl Command for Write {
    const NAME: &'static str = "post.write";
    const SUMMARY: (&'static str, &'static str) = ("发帖或回复", "Write a post or a reply");
    type Output = Written;
    type Refusal = WordsRefusal;

    fn need(&self) -> Need {
        match (self.space, self.reply_to) {
            (Some(space), _) => Need::PublishOn(space.into(), &WRITE),
            (None, Some(parent)) => Need::PublishOn(parent.into(), &WRITE),
            (None, None) => Need::Publisher,
        }
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Written> {
        let parent = match self.reply_to {
            Some(id) => {
                let found = state::load(tx, id).await?.filter(|p| p.space == self.space && p.state == "live");
                let found = found.ok_or(WordsRefusal::ParentGone)?;
                sight::check(tx, act, &found).await?;
                Some(found)
            }
            None => None,
        };
        let visibility = parent.as_ref().map_or(self.visibility, PostRow::shown_to);
        let words = Words {
            space: self.space,
            parent: parent.as_ref(),
            kind: if parent.is_some() { "reply" } else { "post" },
            title: &self.title,
            text: &self.text,
            mentions: &self.mentions,
            visibility,
            files: &self.files,
        };
        let said = say(tx, act, words).await?;
        Ok(Written { post: said.post, held: said.held, masked: said.masked })
    }
}
