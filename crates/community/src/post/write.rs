//! Writing a post or a reply.

use super::{
    REPLIED, WRITE, WRITTEN,
    state::{self, NewPost},
};
use crate::{gate, space};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{Outcome, PostId, SpaceId, refusals};

const TEXT_MAX: usize = 5_000;

/// Writes a post in a space, or a reply to one.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Write {
    /// In which space.
    pub space: SpaceId,
    /// What to say, 1 to 5,000 characters.
    pub text: String,
    /// What it answers.
    #[serde(default)]
    pub reply_to: Option<PostId>,
}

/// The new post.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Written {
    /// Its id.
    pub post: PostId,
}

refusals! {
    /// Why nothing was written.
    pub enum WriteRefusal {
        /// No text.
        Empty => 422 "post.empty" "还没有写内容，写一句再发吧。" "There is nothing here yet; write a line first.";
        /// Too much text.
        TooLong { most: usize } => 422 "post.too_long" "最多写 {most} 个字，可以分成两条发。" "At most {most} characters; you could send it as two posts.";
        /// What it answers is gone.
        ParentGone => 409 "post.parent_gone" "你要回复的帖子已经不在了，内容还留在草稿里。" "The post you answer is gone; your text is kept as a draft.";
    }
}

impl Command for Write {
    const NAME: &'static str = "post.write";
    const SUMMARY: (&'static str, &'static str) = ("发帖或回复", "Write a post or a reply");
    type Output = Written;
    type Refusal = WriteRefusal;

    fn need(&self) -> Need {
        Need::PublishOn(self.space.into(), &WRITE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Written> {
        let text = self.text.trim();
        if text.is_empty() {
            return Err(WriteRefusal::Empty.into());
        }
        if text.chars().count() > TEXT_MAX {
            return Err(WriteRefusal::TooLong { most: TEXT_MAX }.into());
        }
        space::may_speak(tx, act, self.space).await?;
        gate::check_probation(tx, act, self.space, gate::has_link(text)).await?;
        let parent = match self.reply_to {
            Some(id) => {
                let found = state::load(tx, id).await?.filter(|p| p.space == self.space && p.state == "live");
                Some(found.ok_or(WriteRefusal::ParentGone)?)
            }
            None => None,
        };
        let author = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let post: PostId = act.id();
        let (thread, kind) = parent.as_ref().map_or((post, "post"), |p| (p.thread, "reply"));
        let parent_id = parent.as_ref().map(|p| p.id);
        state::insert(
            tx,
            act,
            NewPost { id: post, space: self.space, author, thread, parent: parent_id, kind, text },
        )?;
        let event = match &parent {
            None => WRITTEN.on(post),
            Some(parent) => REPLIED.on(post).with(parent.author).with(parent.id).with(thread),
        };
        tx.append(act, event.space(self.space));
        Ok(Written { post })
    }
}
