//! After WeChat vouched for somebody new: opening an account with consent, or adding WeChat to the one he has.

use super::{
    enter::{Became, Entered, NAME},
    refusal::WeChatRefusal,
    state::{self, Pending},
    vouch::Person,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Query, Tx};
use weilu_people::account::{
    self,
    outside::{self, Comes},
};
use weilu_vocabulary::Outcome;

/// Opens an account for whom WeChat vouched for in this browser.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Join {
    /// Whether the terms and the privacy text were accepted.
    #[serde(default)]
    pub consent: bool,
    /// Name of the device, for the list of sessions.
    #[serde(default)]
    pub device: String,
}

/// Adds WeChat, as it vouched in this browser, to the account that signed in since.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Attach {}

/// Whether WeChat vouched for somebody in this browser who has no account yet.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Waiting {}

/// The answer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct WaitingShown {
    /// Whether somebody is.
    pub waiting: bool,
}

async fn pending(tx: &mut Tx, act: &Act) -> Outcome<(Pending, [u8; 16])> {
    let browser = act.browser.ok_or(WeChatRefusal::NoCookie)?;
    let found = state::pending(tx, &browser, act.now).await?.ok_or(WeChatRefusal::Spent)?;
    Ok((found, browser))
}

fn person(pending: &Pending) -> Person {
    Person { open_id: pending.open_id.clone(), union_id: pending.union_id.clone(), ..Person::default() }
}

impl Command for Join {
    const NAME: &'static str = "wechat.join";
    const SUMMARY: (&'static str, &'static str) =
        ("同意后用微信注册", "Join by WeChat after accepting the terms");
    const REMEMBERED: bool = false;
    type Output = Entered;
    type Refusal = WeChatRefusal;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Entered> {
        let (found, browser) = pending(tx, act).await?;
        let came = outside::come_in(tx, act, &person(&found).vouched(), self.consent, &self.device).await?;
        let Comes::In(signed) = came else { return Err(account::outside::consent_missing()) };
        state::drop_pending(tx, &browser)?;
        Ok(Entered {
            became: Became::Entered,
            return_to: found.return_to,
            me: Some(signed.me),
            token: Some(signed.token),
        })
    }
}

impl Command for Attach {
    const NAME: &'static str = "wechat.attach";
    const SUMMARY: (&'static str, &'static str) =
        ("把刚才的微信绑定到我的账号", "Add the WeChat of this browser to my account");
    const REMEMBERED: bool = false;
    type Output = Entered;
    type Refusal = WeChatRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Entered> {
        let (found, browser) = pending(tx, act).await?;
        outside::add_outside(tx, act, &person(&found).vouched(), &NAME).await?;
        state::drop_pending(tx, &browser)?;
        Ok(Entered::without_session(Became::Bound, found.return_to))
    }
}

impl Query for Waiting {
    const NAME: &'static str = "wechat.waiting";
    const SUMMARY: (&'static str, &'static str) =
        ("这个浏览器里有没有等待注册的微信", "Whether a WeChat waits to join in this browser");
    type Output = WaitingShown;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<WaitingShown> {
        let waiting = match act.browser {
            Some(browser) => state::pending(tx, &browser, act.now).await?.is_some(),
            None => false,
        };
        Ok(WaitingShown { waiting })
    }
}
