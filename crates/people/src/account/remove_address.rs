//! Removing a phone or mail address. The last way in stays.

use super::{Address, Noted, WAY_REMOVED, add_address, code::AddressRefusal, state, tell};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{IdentityId, Outcome};

/// Removes a way in.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct RemoveAddress {
    /// Which.
    pub way: IdentityId,
}

impl Command for RemoveAddress {
    const NAME: &'static str = "account.remove_address";
    const SUMMARY: (&'static str, &'static str) = ("移除手机号或邮箱", "Remove a phone or mail address");
    type Output = ();
    type Refusal = AddressRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let (member, persona) = add_address::myself(act)?;
        tx.lock(&[member.into()])?;
        let ways = state::way::of_member(tx, member).await?;
        let old = ways.iter().find(|w| w.id == self.way).ok_or(AddressRefusal::NoWay)?;
        if ways.len() == 1 {
            return Err(AddressRefusal::LastWayIn.into());
        }
        state::way::end(tx, act, old.id)?;
        state::session::mark_stale(tx, member)?;
        let masked = Address::stored(&old.kind, &old.value).map(|a| a.masked()).unwrap_or_default();
        tell::send_to_all(tx, act, &ways, "way_removed", &serde_json::json!({ "old": masked }))?;
        tell::note(tx, act, persona, Noted::WayRemoved)?;
        tx.append(act, WAY_REMOVED.on(member));
        Ok(())
    }
}
