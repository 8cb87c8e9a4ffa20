//! Recovery: who still holds one of his addresses sets a new password with a code sent there. Every other
//! device is signed out, and every way in is told.

use super::{
    Address, Noted, PASSWORD_SET,
    code::{self, AddressRefusal},
    end_session, enter,
    enter::SignedIn,
    secret, set_password, state, tell,
};
use crate::identity;
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_store::Scope;
use weilu_vocabulary::Outcome;

/// Sets a new password with a one-time code and signs in.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Recover {
    /// Phone number or mail address as typed.
    pub to: String,
    /// The six digits.
    pub code: String,
    /// The new password.
    pub password: String,
    /// Name of the device, for the list of sessions.
    #[serde(default)]
    pub device: String,
    /// One more fact, when the number was long unused.
    #[serde(default)]
    pub proof: Option<identity::Proof>,
    #[serde(skip)]
    made: String,
}

impl Command for Recover {
    const NAME: &'static str = "account.recover";
    const SUMMARY: (&'static str, &'static str) = ("用验证码重设密码", "Set a new password with a code");
    const REMEMBERED: bool = false;
    type Output = SignedIn;
    type Refusal = AddressRefusal;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn prepare(&mut self, act: &Act) -> Outcome<()> {
        let address = Address::read(&self.to).ok_or(AddressRefusal::BadAddress)?;
        let (kind, value) = (address.kind(), address.value().to_owned());
        let known = act
            .app
            .store
            .read(Scope::Tenant(act.tenant), move |tx: &mut Tx| {
                let value = value.clone();
                Box::pin(async move { state::known_by(tx, kind, &value).await })
            })
            .await?;
        // A stranger's password is judged against the address he typed: the answer tells nothing.
        let (known, score) = match known {
            Some(known) => set_password::known_of(act, known.member).await?,
            None => (vec![address.value().to_owned()], (super::PASSWORD_SCORE.default)()),
        };
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        secret::judge(&self.password, &known, score)?;
        self.made = secret::hash(&self.password, act.token()).await?;
        Ok(())
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<SignedIn> {
        let address = Address::read(&self.to).ok_or(AddressRefusal::BadAddress)?;
        code::check(tx, act, &address, &self.code).await?;
        let recognised = identity::recognise(tx, act, &address, self.proof.as_ref(), false).await?;
        let identity::Recognised::Known(known) = recognised else {
            return Err(AddressRefusal::Unknown.into());
        };
        state::drop_code(tx, address.value())?;
        state::password::keep(tx, act, known.member, known.persona, &self.made)?;
        state::password::drop_guard(tx, &known.member.to_string())?;
        end_session::end_others(tx, act, known.member).await?;
        let ways = state::way::of_member(tx, known.member).await?;
        tell::send_to_all(tx, act, &ways, "password_set", &serde_json::json!({}))?;
        tell::note(tx, act, known.persona, Noted::PasswordSet)?;
        let entered = enter::enter(tx, act, known, &self.device, false).await?;
        tx.append(act, PASSWORD_SET.on(known.member).with(known.persona));
        Ok(entered)
    }
}
