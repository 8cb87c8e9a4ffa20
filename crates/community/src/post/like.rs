//! Liking a post, and taking it back. Doing either twice changes nothing.

use super::{LIKE, LIKED, UNLIKED, state};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, command::Never, link::LinkRefusal, params, sql};
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
        let post =
            state::load(tx, self.post).await?.filter(|p| p.state == "live").ok_or(LinkRefusal::NotFound)?;
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let new = tx
            .exec(
                sql!("insert into post_like (tenant, post, persona, at) values ($tenant, $1, $2, $3) on conflict (tenant, post, persona) do nothing"),
                params![post.id, persona, act.now],
            )
            .await?;
        if new > 0 {
            tx.append(act, LIKED.on(post.id).with(post.author).space(post.space));
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
        let gone = tx
            .exec(
                sql!("delete from post_like where tenant = $tenant and post = $1 and persona = $2"),
                params![post.id, persona],
            )
            .await?;
        if gone > 0 {
            tx.append(act, UNLIKED.on(post.id).with(post.author).space(post.space));
        }
        Ok(())
    }
}
