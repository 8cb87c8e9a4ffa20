//! Pinning a post on top of its space, and taking it down. Both stand in the space's public log.

use super::{MOST_PINNED, PIN, PINNED, UNPINNED, state};
use crate::space::state::act_log::{self, Done};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{Outcome, PostId, refusals};

/// Pins a post, or takes it down.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Pin {
    /// Which.
    pub post: PostId,
    /// Whether it stands on top from now on.
    pub on: bool,
}

refusals! {
    /// Why nothing was pinned.
    pub enum PinRefusal {
        /// Only first posts of a space.
        NotHere => 422 "post.not_pinnable" "只有群里的主帖可以置顶。" "Only the first post of a thread in a space can be pinned.";
        /// Enough.
        Enough { most: i64 } => 409 "post.enough_pinned" "最多置顶 {most} 条，先取消一条再试。" "At most {most} posts are pinned; take one down first.";
    }
}

impl Command for Pin {
    const NAME: &'static str = "post.pin";
    const SUMMARY: (&'static str, &'static str) = ("置顶与取消置顶", "Pin a post, or take it down");
    type Output = ();
    type Refusal = PinRefusal;

    fn need(&self) -> Need {
        Need::On(self.post.into(), &PIN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let post =
            state::load(tx, self.post).await?.filter(|p| p.state == "live").ok_or(LinkRefusal::NotFound)?;
        let space = post.space.filter(|_| post.parent.is_none()).ok_or(PinRefusal::NotHere)?;
        tx.lock(&[space.into()])?;
        let pinned = state::words(tx, post.id).await?.is_some_and(|w| w.pinned_at.is_some());
        if pinned == self.on {
            return Ok(());
        }
        let most = MOST_PINNED.get(tx).await?;
        if self.on && state::pinned_in(tx, space).await? >= most {
            return Err(PinRefusal::Enough { most }.into());
        }
        state::set_pinned(tx, post.id, self.on.then_some(act.now))?;
        let kind = if self.on { "pinned" } else { "unpinned" };
        act_log::write(tx, act, space, Done { kind, target: Some(post.author), ..Done::default() })?;
        let event = if self.on { &PINNED } else { &UNPINNED };
        tx.append(act, event.on(post.id).with(post.author).space(space));
        Ok(())
    }
}
