//! Putting a topic on a post as a reader, taking it off, and merging synonyms.

use super::{ADDED, DROPPED, MERGE, MERGED, found, state};
use crate::post::{self, publish::placed, sight};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{Id, Outcome, PostId, TagId, refusals};

/// Most topics on one post, readers' included.
const MOST: i64 = 10;

/// Puts a topic on a post.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Add {
    /// On which.
    pub post: PostId,
    /// The word, 1 to 20 characters.
    pub word: String,
}

/// Takes a topic off a post.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Drop {
    /// Off which.
    pub post: PostId,
    /// Which topic.
    pub tag: TagId,
}

/// Makes one topic of two.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Merge {
    /// The topic that goes.
    pub from: TagId,
    /// The topic that stays.
    pub into: TagId,
}

refusals! {
    /// Why a topic is not put, taken off or merged.
    pub enum TagRefusal {
        /// Not a topic.
        NotATopic => 422 "tag.not_a_topic" "话题请写 1 到 20 个字，不能只有数字或符号。" "A topic has 1 to 20 letters and is more than digits or signs.";
        /// Enough.
        Enough { most: i64 } => 409 "tag.enough" "一条帖子最多 {most} 个话题。" "A post carries at most {most} topics.";
        /// Somebody else's.
        NotYours => 403 "tag.not_yours" "只有加它的人、帖子作者或管理员可以去掉。" "Only who added it, the author or a moderator takes it off.";
        /// One and the same.
        Same => 422 "tag.same" "这是同一个话题。" "That is the same topic.";
    }
}

impl Command for Add {
    const NAME: &'static str = "tag.add";
    const SUMMARY: (&'static str, &'static str) = ("给帖子加话题", "Put a topic on a post");
    type Output = ();
    type Refusal = TagRefusal;

    fn need(&self) -> Need {
        Need::PublishOn(self.post.into(), &post::WRITE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let word = self.word.trim().trim_matches('#').trim();
        if !found::is_topic(word) {
            return Err(TagRefusal::NotATopic.into());
        }
        let post = sight::live(tx, act, self.post).await?;
        if state::number(tx, post.id).await? >= MOST {
            return Err(TagRefusal::Enough { most: MOST }.into());
        }
        for tag in state::attach(tx, act, post.id, &[word.to_owned()]).await? {
            tx.append(act, placed(ADDED.on(tag).with(post.id), post.space));
        }
        Ok(())
    }
}

impl Command for Drop {
    const NAME: &'static str = "tag.drop";
    const SUMMARY: (&'static str, &'static str) = ("去掉帖子的话题", "Take a topic off a post");
    type Output = ();
    type Refusal = TagRefusal;

    fn need(&self) -> Need {
        Need::On(self.post.into(), &post::LIKE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let post = sight::live(tx, act, self.post).await?;
        let put_by = state::put_by(tx, post.id, self.tag).await?.ok_or(LinkRefusal::NotFound)?;
        let mut mine = act.app.grants.is_me(tx, act, post.author).await?;
        if let Some(persona) = put_by.filter(|_| !mine) {
            mine = act.app.grants.is_me(tx, act, persona).await?;
        }
        if !mine {
            let place = weilu_kernel::Place { space: post.space, ..Default::default() };
            let verdict = act.app.grants.may(tx, act, &post::PIN, place).await?;
            if post.space.is_none() || verdict != weilu_kernel::Verdict::Yes {
                return Err(TagRefusal::NotYours.into());
            }
        }
        if state::detach(tx, post.id, self.tag).await? {
            tx.append(act, placed(DROPPED.on(self.tag).with(post.id), post.space));
        }
        Ok(())
    }
}

impl Command for Merge {
    const NAME: &'static str = "tag.merge";
    const SUMMARY: (&'static str, &'static str) = ("合并同义话题", "Make one topic of two");
    type Output = ();
    type Refusal = TagRefusal;

    fn need(&self) -> Need {
        Need::Site(&MERGE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        if self.from == self.into {
            return Err(TagRefusal::Same.into());
        }
        tx.lock(&[self.from.into(), self.into.into()])?;
        let from = state::load(tx, self.from).await?.filter(|t| t.merged_into.is_none());
        let into = state::load(tx, self.into).await?.filter(|t| t.merged_into.is_none());
        let (Some(from), Some(into)) = (from, into) else { return Err(LinkRefusal::NotFound.into()) };
        state::merge(tx, from.id, into.id).await?;
        let body = serde_json::json!({ "from": from.id.raw(), "into": into.id.raw() });
        tx.append(act, MERGED.on(into.id).with(from.id).body(body));
        Ok(())
    }
}
