//! Removing a phone, a mail address or a carrier's way in. The last way in stays.

use super::{Address, Noted, WAY_REMOVED, add_address, code::AddressRefusal, state, tell};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{IdentityId, Outcome, Text};

/// What a way in is called that is no address.
const WECHAT: Text = Text::new("微信", "WeChat");

/// Removes a way in.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct RemoveAddress {
    /// Which.
    pub way: IdentityId,
}

impl Command for RemoveAddress {
    const NAME: &'static str = "account.remove_address";
    const SUMMARY: (&'static str, &'static str) = ("移除一个登录方式", "Remove a way to sign in");
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
        // An id that a list brought along was never proved: nobody may be able to come in by it.
        let proved = |w: &&state::way::Way| w.is_address() || w.verified_at.is_some();
        if !ways.iter().filter(proved).any(|w| w.id != self.way) {
            return Err(AddressRefusal::LastWayIn.into());
        }
        state::way::end(tx, act, old.id)?;
        let address = Address::stored(&old.kind, &old.value);
        if address.is_none() {
            state::way::end_union_ids(tx, act, member)?;
        }
        state::session::mark_stale(tx, member)?;
        let masked = address.map_or_else(|| WECHAT.get(act.lang).to_owned(), |a| a.masked());
        tell::send_to_all(tx, act, &ways, "way_removed", &serde_json::json!({ "old": masked }))?;
        tell::note(tx, act, persona, Noted::WayRemoved)?;
        tx.append(act, WAY_REMOVED.on(member));
        Ok(())
    }
}
