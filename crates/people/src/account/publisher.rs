//! Whether somebody may publish: the law of the mainland asks for a verified phone behind a free name (charter
//! V39), and nobody publishes under terms that he has not accepted as they stand now.

use super::{COUNTRY, state};
use crate::consent;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Tx, link::LinkRefusal};
use weilu_vocabulary::{Outcome, SpaceId, refusals};

/// Where a brand runs its community, and so which law it follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Country {
    /// Mainland China: publishing needs a verified phone, posts show the province.
    Mainland,
    /// Elsewhere: neither is asked for.
    Elsewhere,
}

refusals! {
    /// Why somebody may not publish now.
    pub enum PublishRefusal {
        /// No verified phone.
        PhoneNeeded => 403 "account.phone_needed" "按规定，发言前需要先验证手机号。在「我 · 账号安全」里一分钟就好，名字还是你自己取。" "The law asks for a verified phone before you publish. It takes a minute under Me · Account safety; the name you show stays yours.";
        /// The terms or the privacy text have a new version.
        ConsentDue => 403 "account.consent_due" "用户协议或隐私政策更新了。到「我 · 隐私」看一眼并同意，就可以继续发言。" "The terms or the privacy text have a new version. Read and accept it under Me · Privacy, then go on.";
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
    if COUNTRY.get(tx).await? == Country::Mainland && !state::phone_verified(tx, member).await? {
        return Err(PublishRefusal::PhoneNeeded.into());
    }
    // Only somebody before a page can accept; what the system does in his name was accepted before.
    if act.actor.session.is_some() && !consent::due(tx, member).await?.is_empty() {
        return Err(PublishRefusal::ConsentDue.into());
    }
    Ok(())
}
