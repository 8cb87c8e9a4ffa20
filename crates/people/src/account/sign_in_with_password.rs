//! Signing in with a password. The comparison is done before the transaction; wrong ones count and close the
//! lock for a while. An unknown address behaves like a wrong password.

use super::{Address, Noted, code, enter, enter::SignedIn, guard, secret, state, tell};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_store::Scope;
use weilu_vocabulary::{Failure, Outcome, refusals};

/// Signs in with the password of an account.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct SignInWithPassword {
    /// Phone number or mail address as typed.
    pub to: String,
    /// The password.
    pub password: String,
    /// Name of the device, for the list of sessions.
    #[serde(default)]
    pub device: String,
    #[serde(skip)]
    right_for: Option<String>,
}

refusals! {
    /// Why nobody was signed in.
    pub enum PasswordRefusal {
        /// Neither a phone number nor a mail address.
        BadAddress => 422 "account.bad_address" "请填写 11 位手机号，或一个邮箱地址。" "Enter an 11-digit mobile number or a mail address.";
        /// The password does not fit, or nobody has that address.
        Wrong { left: i64 } => 422 "account.wrong_password" "号码或密码不对，还可以试 {left} 次。忘了密码就用验证码登录。" "Address or password does not fit; {left} tries are left. A one-time code works too.";
    }
}

impl Command for SignInWithPassword {
    const NAME: &'static str = "account.sign_in_with_password";
    const SUMMARY: (&'static str, &'static str) = ("用密码登录", "Sign in with a password");
    const REMEMBERED: bool = false;
    type Output = SignedIn;
    type Refusal = PasswordRefusal;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn prepare(&mut self, act: &Act) -> Outcome<()> {
        let address = Address::read(&self.to).ok_or(PasswordRefusal::BadAddress)?;
        let act = std::sync::Arc::new(act.again());
        let stored = act
            .app
            .clone()
            .store
            .read(Scope::Tenant(act.tenant), move |tx: &mut Tx| {
                let (act, address) = (act.clone(), address.clone());
                Box::pin(async move {
                    let known = state::known_by(tx, address.kind(), address.value()).await?;
                    guard::check(tx, &act, &guard::key(&address, known.map(|k| k.member))).await?;
                    let Some(known) = known else { return Ok(None) };
                    Ok::<_, Failure>(state::password::of_member(tx, known.member).await?.map(|p| p.hash))
                })
            })
            .await?;
        let fits = secret::fits(&self.password, stored.as_deref()).await?;
        self.right_for = stored.filter(|_| fits);
        Ok(())
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<SignedIn> {
        let address = Address::read(&self.to).ok_or(PasswordRefusal::BadAddress)?;
        code::count_source(tx, act).await?;
        let known = state::known_by(tx, address.kind(), address.value()).await?;
        let key = guard::key(&address, known.map(|k| k.member));
        guard::check(tx, act, &key).await?;
        let stored = match known {
            Some(known) => state::password::of_member(tx, known.member).await?,
            None => None,
        };
        match (known, stored) {
            // It may have been changed since it was compared.
            (Some(known), Some(stored)) if self.right_for.as_ref() == Some(&stored.hash) => {
                state::password::drop_guard(tx, &key)?;
                enter::enter(tx, act, known, &self.device, false).await
            }
            (known, _) => {
                let left = guard::count_wrong(tx, act, &key).await?;
                if let Some(known) = known.filter(|_| left == 0) {
                    tell::note(tx, act, known.persona, Noted::Locked)?;
                }
                Err(PasswordRefusal::Wrong { left }.into())
            }
        }
    }
}
