//! Whether somebody may publish: the law asks for a verified phone behind a free name (charter V39).

use super::{PHONE_TO_PUBLISH, state};
use weilu_kernel::{Act, Tx, link::LinkRefusal};
use weilu_vocabulary::{Outcome, SpaceId, refusals};

refusals! {
    /// Why somebody may not publish now.
    pub enum PublishRefusal {
        /// No verified phone.
        PhoneNeeded => 403 "account.phone_needed" "按规定，发言前需要先验证手机号。在「我 · 账号安全」里一分钟就好，名字还是你自己取。" "The law asks for a verified phone before you publish. It takes a minute under Me · Account; the name you show stays yours.";
    }
}

/// Refuses unless the actor may publish in a space.
///
/// # Errors
/// [`PublishRefusal`], or 401.
pub async fn check_publisher(tx: &mut Tx, act: &Act, _space: Option<SpaceId>) -> Outcome<()> {
    if act.actor.system {
        return Ok(());
    }
    let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
    if PHONE_TO_PUBLISH.get(tx).await? && !state::phone_verified(tx, member).await? {
        return Err(PublishRefusal::PhoneNeeded.into());
    }
    Ok(())
}
