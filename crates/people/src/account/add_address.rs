//! Adding a phone or mail address as another way in, with a code sent to it.

use super::{
    Address, Noted, WAY_ADDED,
    code::{self, AddressRefusal},
    state, tell,
};
use crate::identity;
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{MemberId, Outcome, PersonaId};

/// Adds a way in.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct AddAddress {
    /// The new phone number or mail address as typed.
    pub to: String,
    /// The six digits that were sent to it.
    pub code: String,
}

/// Who acts, as member and persona.
///
/// # Errors
/// 401 when nobody is signed in.
pub(super) fn myself(act: &Act) -> Outcome<(MemberId, PersonaId)> {
    match (act.actor.member, act.actor.persona) {
        (Some(member), Some(persona)) => Ok((member, persona)),
        _ => Err(LinkRefusal::SignIn.into()),
    }
}

/// Proves that an address is the actor's and free, and writes it down.
///
/// # Errors
/// [`AddressRefusal`].
pub(super) async fn add(tx: &mut Tx, act: &Act, typed: &str, sent: &str) -> Outcome<Address> {
    let (member, persona) = myself(act)?;
    let address = Address::read(typed).ok_or(AddressRefusal::BadAddress)?;
    code::check(tx, act, &address, sent).await?;
    match state::known_by(tx, address.kind(), address.value()).await? {
        Some(known) if known.member == member => return Err(AddressRefusal::Mine.into()),
        // A number that its holder left long ago is free; whether he is the same person, people decide.
        Some(_) => match identity::recognise(tx, act, &address, None, true).await? {
            identity::Recognised::Passed(former) => identity::note_passed(tx, act, former, member).await?,
            _ => return Err(AddressRefusal::Taken.into()),
        },
        None => {}
    }
    state::drop_code(tx, address.value())?;
    state::add_identity(tx, act, persona, &address)?;
    state::session::mark_stale(tx, member)?;
    tell::note(tx, act, persona, Noted::WayAdded)?;
    tx.append(act, WAY_ADDED.on(member));
    Ok(address)
}

impl Command for AddAddress {
    const NAME: &'static str = "account.add_address";
    const SUMMARY: (&'static str, &'static str) = ("添加手机号或邮箱", "Add a phone or mail address");
    type Output = ();
    type Refusal = AddressRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let (member, _) = myself(act)?;
        let before = state::way::of_member(tx, member).await?;
        let added = add(tx, act, &self.to, &self.code).await?;
        tell::send_to_all(tx, act, &before, "way_added", &serde_json::json!({ "new": added.masked() }))?;
        Ok(())
    }
}
