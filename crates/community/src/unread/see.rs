//! Saying how far I have read in a space.

use super::state;
use crate::{post, space::READ};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, command::Never, link::LinkRefusal};
use weilu_vocabulary::{Outcome, PostId, SpaceId};

/// Moves my mark in a space forward.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct See {
    /// Where.
    pub space: SpaceId,
    /// The newest post I saw.
    pub post: PostId,
}

impl Command for See {
    const NAME: &'static str = "unread.see";
    const SUMMARY: (&'static str, &'static str) = ("看到这里了", "I have read up to here");
    // Opening a page is no act worth remembering under a key.
    const REMEMBERED: bool = false;
    type Output = ();
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &READ)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let found = post::state::load(tx, self.post).await?.filter(|p| p.space == Some(self.space));
        let post = found.ok_or(LinkRefusal::NotFound)?;
        Ok(state::mark(tx, act, self.space, persona, post.id)?)
    }
}
