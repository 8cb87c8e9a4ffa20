//! Beginning to follow, and stopping.

use super::{STARTED, STOPPED, state};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{BookmarkListId, MemberId, Outcome, Ref, TagId, refusals};

/// Most things one person follows.
const MOST: i64 = 2_000;

/// Follows a person, a topic or a shared list.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Start {
    /// A person, a tag, or a list of bookmarks.
    pub what: Ref,
}

/// Follows no longer.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Stop {
    /// A person, a tag, or a list of bookmarks.
    pub what: Ref,
}

refusals! {
    /// Why nothing is followed.
    pub enum FollowRefusal {
        /// Oneself.
        Yourself => 422 "follow.yourself" "不用关注自己，你一直都在。" "No need to follow yourself; you are always there.";
        /// Something that brings no news.
        NotFollowable => 422 "follow.not_followable" "只能关注成员、话题和公开的收藏夹。" "One follows people, topics and shared lists.";
        /// Enough.
        Enough { most: i64 } => 409 "follow.enough" "最多关注 {most} 个，先取消一些再试。" "At most {most} can be followed; stop following some first.";
    }
}

/// What is followed, as kept: a person by one of his personas.
async fn target(tx: &mut Tx, what: Ref) -> Outcome<Ref> {
    if let Some(member) = what.get::<MemberId>() {
        return Ok(state::face(tx, member).await?.ok_or(LinkRefusal::NotFound)?.into());
    }
    if let Some(tag) = what.get::<TagId>() {
        return Ok(crate::tag::state::load(tx, tag)
            .await?
            .map(|t| t.id.into())
            .ok_or(LinkRefusal::NotFound)?);
    }
    if let Some(list) = what.get::<BookmarkListId>() {
        let found = crate::bookmark::state::list(tx, list).await?.filter(|l| l.shared);
        return Ok(found.map(|l| l.id.into()).ok_or(LinkRefusal::NotFound)?);
    }
    Err(FollowRefusal::NotFollowable.into())
}

impl Command for Start {
    const NAME: &'static str = "follow.start";
    const SUMMARY: (&'static str, &'static str) = ("关注", "Follow a person, a topic or a shared list");
    type Output = ();
    type Refusal = FollowRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        if self.what.get() == Some(member) {
            return Err(FollowRefusal::Yourself.into());
        }
        let target = target(tx, self.what).await?;
        if state::follows(tx, member, target).await? {
            return Ok(());
        }
        if state::count(tx, member).await? >= MOST {
            return Err(FollowRefusal::Enough { most: MOST }.into());
        }
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        state::start(tx, act, persona, target)?;
        tx.append(act, STARTED.on(target).with(target));
        Ok(())
    }
}

impl Command for Stop {
    const NAME: &'static str = "follow.stop";
    const SUMMARY: (&'static str, &'static str) = ("取消关注", "Stop following");
    type Output = ();
    type Refusal = FollowRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let target = target(tx, self.what).await?;
        if state::stop(tx, member, target).await? {
            tx.append(act, STOPPED.on(target));
        }
        Ok(())
    }
}
