//! Whether somebody may speak in a space now, as far as the space itself decides: it is open, and he is not
//! silenced. Posts, replies and chats ask it before they accept words.

use super::state;
use weilu_kernel::{Act, Tx, link::LinkRefusal};
use weilu_vocabulary::{Outcome, SpaceId, Time, refusals};

refusals! {
    /// Why somebody may not speak here now.
    pub enum SpeakRefusal {
        /// Silenced by those who run the space.
        Silenced { until: Time, reason: String } => 403 "space.silenced" "你在这个群被禁言了，原因是：{reason}。到期后会自动恢复，也可以找群主说明。" "You are silenced in this space, because: {reason}. It ends by itself; you may also explain yourself to the owner.";
        /// Not open.
        Resting => 409 "space.resting" "这个群没有开放，暂时不能发言。" "This space is not open, so nothing can be said here now.";
    }
}

/// Refuses unless the actor may speak in a space now.
///
/// # Errors
/// [`SpeakRefusal`].
pub async fn may_speak(tx: &mut Tx, act: &Act, space: SpaceId) -> Outcome<()> {
    if act.actor.system {
        return Ok(());
    }
    let row = state::load(tx, space).await?.ok_or(LinkRefusal::NotFound)?;
    if row.state != "open" {
        return Err(SpeakRefusal::Resting.into());
    }
    let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
    match state::member::silenced(tx, space, member, act.now).await? {
        Some((until, reason)) => Err(SpeakRefusal::Silenced { until, reason }.into()),
        None => Ok(()),
    }
}
