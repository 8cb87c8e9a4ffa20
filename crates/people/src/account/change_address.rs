//! Changing a phone or mail address: the code goes to the new one, the old one is told and ends.

use super::{Address, Noted, WAY_REMOVED, add_address, code::AddressRefusal, state, tell};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{IdentityId, Outcome};

/// Puts a new phone or mail address in the place of an old one.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ChangeAddress {
    /// The old way in.
    pub way: IdentityId,
    /// The new phone number or mail address as typed.
    pub to: String,
    /// The six digits that were sent to the new one.
    pub code: String,
}

impl Command for ChangeAddress {
    const NAME: &'static str = "account.change_address";
    const SUMMARY: (&'static str, &'static str) = ("更换手机号或邮箱", "Change a phone or mail address");
    type Output = ();
    type Refusal = AddressRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let (member, persona) = add_address::myself(act)?;
        let before = state::way::of_member(tx, member).await?;
        let old = before.iter().find(|w| w.id == self.way && w.is_address()).ok_or(AddressRefusal::NoWay)?;
        let added = add_address::add(tx, act, &self.to, &self.code).await?;
        state::way::end(tx, act, old.id)?;
        if let Some(address) = Address::stored(&old.kind, &old.value) {
            let values = serde_json::json!({ "new": added.masked(), "old": address.masked() });
            tell::send(tx, act, &address, "way_changed", &values)?;
            tell::send(tx, act, &added, "way_changed", &values)?;
        }
        tell::note(tx, act, persona, Noted::WayRemoved)?;
        tx.append(act, WAY_REMOVED.on(member));
        Ok(())
    }
}
