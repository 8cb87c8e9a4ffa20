//! Liking a post, and taking it back. Doing either twice changes nothing.

use super::{LIKE, LIKED, UNLIKED, publish::placed, sight, state};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, command::Never, link::LinkRefusal};
use weilu_vocabulary::{Outcome, PostId};

/// Likes a post.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Like {
    /// Which.
    pub post: PostId,
}

impl Command for Like {
    const NAME: &'static str = "post.like";
    const SUMMARY: (&'static str, &'static str) = ("点赞", "Like a post");
    type Output = ();
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::On(self.post.into(), &LIKE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let post = sight::live(tx, act, self.post).await?;
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        if state::add_like(tx, act, post.id, persona).await? {
            tx.append(act, placed(LIKED.on(post.id).with(post.author), post.space));
        }
        Ok(())
    }
}

/// Takes a like back.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Unlike {
    /// Which.
    pub post: PostId,
}

impl Command for Unlike {
    const NAME: &'static str = "post.unlike";
    const SUMMARY: (&'static str, &'static str) = ("取消点赞", "Take a like back");
    type Output = ();
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::On(self.post.into(), &LIKE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let post = state::load(tx, self.post).await?.ok_or(LinkRefusal::NotFound)?;
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        if state::remove_like(tx, post.id, persona).await? {
            tx.append(act, placed(UNLIKED.on(post.id).with(post.author), post.space));
        }
        Ok(())
    }
}
