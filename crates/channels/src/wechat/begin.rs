//! Beginning a sign-in: where to send the person, and a state that only this browser can bring back.
//!
//! The state is 128 random bits, kept hashed beside the hash of the browser's cookie; it counts ten minutes and
//! once. Silent (`snsapi_base`) unless the person himself asked to take over name and picture.

use super::{carrier::Carrier, limit, official::Official, refusal::WeChatRefusal, state};
use data_encoding::HEXLOWER;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, share};
use weilu_vocabulary::{MINUTE, Outcome};

/// How long a sign-in may be under way.
pub(super) const UNDER_WAY: i64 = 10 * MINUTE;
const BEGINS_PER_HOUR: i64 = 120;

/// What a sign-in is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Want {
    /// Coming in, silently.
    #[default]
    Enter,
    /// Adding WeChat to one's account, silently.
    Bind,
    /// Taking over the name one has in WeChat; the person is asked.
    Profile,
}

impl Want {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Want::Enter => "enter",
            Want::Bind => "bind",
            Want::Profile => "profile",
        }
    }

    pub(super) fn from_word(word: &str) -> Want {
        match word {
            "bind" => Want::Bind,
            "profile" => Want::Profile,
            _ => Want::Enter,
        }
    }

    const fn scope(self) -> &'static str {
        match self {
            Want::Enter | Want::Bind => "snsapi_base",
            Want::Profile => "snsapi_userinfo",
        }
    }
}

/// Begins a sign-in by WeChat.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Begin {
    /// Path of our own page to return to.
    pub return_to: String,
    /// What for.
    #[serde(default)]
    pub want: Want,
}

/// Where to go.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Begun {
    /// The vendor's page.
    pub url: String,
}

impl Command for Begin {
    const NAME: &'static str = "wechat.begin";
    const SUMMARY: (&'static str, &'static str) = ("开始微信登录", "Begin a sign-in by WeChat");
    const REMEMBERED: bool = false;
    type Output = Begun;
    type Refusal = WeChatRefusal;

    fn need(&self) -> Need {
        match self.want {
            Want::Enter => Need::Anyone,
            Want::Bind | Want::Profile => Need::SignedIn,
        }
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Begun> {
        let account = Official::needed(tx).await?;
        let browser = act.browser.ok_or(WeChatRefusal::NoCookie)?;
        if !share::is_own_path(&self.return_to) {
            return Err(WeChatRefusal::BadReturn.into());
        }
        limit(tx, act, "begin", BEGINS_PER_HOUR).await?;
        let token = HEXLOWER.encode(&act.token());
        let until = act.now + UNDER_WAY;
        state::begin(tx, act, &token, &browser, self.want.word(), &self.return_to, until)?;
        let back = format!("{}/wechat/back", act.site);
        let carrier = act.app.port::<Carrier>()?;
        Ok(Begun { url: carrier.authorize_url(&account.app_id, &back, self.want.scope(), &token) })
    }
}
