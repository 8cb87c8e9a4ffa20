//! Signing in with a one-time code; the first time makes the account.

use super::{Address, code, enter, enter::SignedIn, state};
use crate::{admission, consent, identity};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{Outcome, refusals};

/// Signs in with the code that was sent.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct SignIn {
    /// Phone number or mail address as typed.
    pub to: String,
    /// The six digits.
    pub code: String,
    /// Whether the terms and the privacy text were accepted; needed for a new account.
    #[serde(default)]
    pub consent: bool,
    /// Name of the device, for the list of sessions.
    #[serde(default)]
    pub device: String,
    /// One more fact, when the number was long unused.
    #[serde(default)]
    pub proof: Option<identity::Proof>,
    /// Starts afresh with a number that was somebody else's.
    #[serde(default)]
    pub fresh: bool,
    /// Token of the invitation or entry code one comes by; needed for a new account while joining is by invitation.
    #[serde(default)]
    pub invitation: Option<String>,
}

refusals! {
    /// Why nobody was signed in, besides a code that does not fit.
    pub enum SignInRefusal {
        /// Neither a phone number nor a mail address.
        BadAddress => 422 "account.bad_address" "请填写 11 位手机号，或一个邮箱地址。" "Enter an 11-digit mobile number or a mail address.";
        /// A new account without consent.
        ConsentMissing => 422 "account.consent_missing" "第一次来，请先阅读并勾选用户协议和隐私政策。" "On your first visit, please read and accept the terms and the privacy text.";
    }
}

impl Command for SignIn {
    const NAME: &'static str = "account.sign_in";
    const SUMMARY: (&'static str, &'static str) =
        ("用验证码登录或注册", "Sign in or join with a one-time code");
    const REMEMBERED: bool = false;
    type Output = SignedIn;
    type Refusal = SignInRefusal;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<SignedIn> {
        let address = Address::read(&self.to).ok_or(SignInRefusal::BadAddress)?;
        code::check(tx, act, &address, &self.code).await?;
        let recognised = identity::recognise(tx, act, &address, self.proof.as_ref(), self.fresh).await?;
        let (known, new) = match recognised {
            identity::Recognised::Known(known) => (known, false),
            identity::Recognised::Nobody => (self.join(tx, act, &address).await?, true),
            identity::Recognised::Passed(former) => {
                let known = self.join(tx, act, &address).await?;
                identity::note_passed(tx, act, former, known.member).await?;
                (known, true)
            }
        };
        state::drop_code(tx, address.value())?;
        enter::enter(tx, act, known, &self.device, new).await
    }
}

impl SignIn {
    async fn join(&self, tx: &mut Tx, act: &Act, address: &Address) -> Outcome<state::Known> {
        if !self.consent {
            // The code still counts: the person ticks the box and sends it again.
            return Err(SignInRefusal::ConsentMissing.into());
        }
        let by = admission::vouch(tx, act, address, self.invitation.as_deref()).await?;
        let known = state::create_member(tx, act, "").await?;
        admission::note_used(tx, act, &by, known.persona)?;
        state::add_identity(tx, act, known.persona, address)?;
        consent::accept_current(tx, act, known.persona).await?;
        Ok(known)
    }
}
