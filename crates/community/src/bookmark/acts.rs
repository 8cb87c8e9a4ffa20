//! Saving a post, and saving it no longer.

use super::{DROPPED, SAVED, state};
use crate::{
    post::{publish::placed, sight},
    space::READ,
};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, command::Never, link::LinkRefusal};
use weilu_vocabulary::{BookmarkListId, Outcome, PostId};

/// Saves a post; saving it again moves it to another list.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Save {
    /// Which.
    pub post: PostId,
    /// Into which of my lists; none for no list.
    #[serde(default)]
    pub list: Option<BookmarkListId>,
}

/// Saves a post no longer.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Drop {
    /// Which.
    pub post: PostId,
}

impl Command for Save {
    const NAME: &'static str = "bookmark.save";
    const SUMMARY: (&'static str, &'static str) = ("收藏", "Save a post");
    type Output = ();
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::On(self.post.into(), &READ)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let post = sight::live(tx, act, self.post).await?;
        if let Some(list) = self.list {
            state::own_list(tx, member, list).await?.ok_or(LinkRefusal::NotFound)?;
        }
        let before = state::saved_by(tx, member, post.id).await?;
        state::save(tx, act, before.unwrap_or(persona), post.id, self.list)?;
        if before.is_none() {
            tx.append(act, placed(SAVED.on(post.id).with(post.author), post.space));
        }
        Ok(())
    }
}

impl Command for Drop {
    const NAME: &'static str = "bookmark.drop";
    const SUMMARY: (&'static str, &'static str) = ("取消收藏", "Save a post no longer");
    type Output = ();
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        if state::drop(tx, member, self.post).await? {
            tx.append(act, DROPPED.on(self.post));
        }
        Ok(())
    }
}
