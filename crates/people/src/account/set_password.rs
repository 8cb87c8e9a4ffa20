//! Setting or changing one's password. The other devices are signed out, and every way in is told.

use super::{Noted, PASSWORD_SCORE, PASSWORD_SET, end_session, guard, secret, state, tell};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_store::Scope;
use weilu_vocabulary::{Fault, Outcome, refusals};

/// Sets the password of one's own account.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct SetPassword {
    /// The new one: 8 to 100 characters, hard to guess.
    pub password: String,
    /// The present one; needed when there is one.
    #[serde(default)]
    pub current: Option<String>,
    #[serde(skip)]
    made: String,
    #[serde(skip)]
    right_for: Option<String>,
}

refusals! {
    /// Why the password stays.
    pub enum SetPasswordRefusal {
        /// The present one does not fit.
        WrongCurrent { left: i64 } => 422 "account.wrong_current" "现在的密码不对，还可以试 {left} 次。忘了的话，退出后用验证码找回。" "The present password does not fit; {left} tries are left. If it is forgotten, sign out and recover it by code.";
    }
}

/// What others may know of a person: his numbers, addresses and name.
pub(super) async fn known_of(
    act: &Act,
    member: weilu_vocabulary::MemberId,
) -> Result<(Vec<String>, i64), Fault> {
    act.app
        .store
        .read(Scope::Tenant(act.tenant), move |tx: &mut Tx| {
            Box::pin(async move {
                let (_, mut known) = state::way::traces(tx, member).await?;
                known.extend(state::face(tx, member).await?.map(|f| f.name));
                Ok((known, PASSWORD_SCORE.get(tx).await?))
            })
        })
        .await
}

impl Command for SetPassword {
    const NAME: &'static str = "account.set_password";
    const SUMMARY: (&'static str, &'static str) = ("设置或修改密码", "Set or change the password");
    const REMEMBERED: bool = false;
    type Output = ();
    type Refusal = SetPasswordRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn prepare(&mut self, act: &Act) -> Outcome<()> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let (known, score) = known_of(act, member).await?;
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        secret::judge(&self.password, &known, score)?;
        if let Some(current) = &self.current {
            let stored = act
                .app
                .store
                .read(Scope::Tenant(act.tenant), move |tx: &mut Tx| {
                    Box::pin(async move { state::password::of_member(tx, member).await })
                })
                .await?
                .map(|p| p.hash);
            let fits = secret::fits(current, stored.as_deref()).await?;
            self.right_for = stored.filter(|_| fits);
        }
        self.made = secret::hash(&self.password, act.token()).await?;
        Ok(())
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let (member, persona) = match (act.actor.member, act.actor.persona) {
            (Some(member), Some(persona)) => (member, persona),
            _ => return Err(LinkRefusal::SignIn.into()),
        };
        let key = member.to_string();
        guard::check(tx, act, &key).await?;
        let stored = state::password::of_member(tx, member).await?;
        if let Some(stored) = stored.filter(|s| self.right_for.as_ref() != Some(&s.hash)) {
            drop(stored);
            let left = guard::count_wrong(tx, act, &key).await?;
            return Err(SetPasswordRefusal::WrongCurrent { left }.into());
        }
        state::password::drop_guard(tx, &key)?;
        state::password::keep(tx, act, member, persona, &self.made)?;
        end_session::end_others(tx, act, member).await?;
        state::session::mark_stale(tx, member)?;
        let ways = state::way::of_member(tx, member).await?;
        tell::send_to_all(tx, act, &ways, "password_set", &serde_json::json!({}))?;
        tell::note(tx, act, persona, Noted::PasswordSet)?;
        tx.append(act, PASSWORD_SET.on(member));
        Ok(())
    }
}
