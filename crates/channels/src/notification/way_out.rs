//! The way out of letters: a link with a token that works without signing in (RFC 8058).
//!
//! Rules: opening the link changes nothing, since scanners of mail open every link; only the button, or the one
//! tap of the mail program, ends the letters. A token is stored hashed, stands for one person and one sort of
//! letter, and stays good for as long as people keep letters.

use super::{
    choice::{self, Every},
    state,
};
use data_encoding::BASE64URL_NOPAD;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Query, Tx};
use weilu_people::account::Address;
use weilu_vocabulary::{Fault, Outcome, PersonaId, refusals};

/// What a token ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ends {
    /// The digest.
    Digest,
    /// Notices by mail.
    Notices,
}

impl Ends {
    const fn word(self) -> &'static str {
        match self {
            Ends::Digest => "digest",
            Ends::Notices => "notices",
        }
    }

    fn from_word(word: &str) -> Ends {
        if word == "digest" { Ends::Digest } else { Ends::Notices }
    }
}

/// Makes a token for a letter; answers the address it opens, or nothing when the site has none.
pub(super) fn make(
    tx: &mut Tx,
    act: &Act,
    site: &str,
    persona: PersonaId,
    ends: Ends,
) -> Result<Option<String>, Fault> {
    if site.is_empty() {
        return Ok(None);
    }
    let token = BASE64URL_NOPAD.encode(&act.token());
    state::way_out::add(tx, &hash(&token), persona, ends.word(), act.now)?;
    Ok(Some(format!("{site}/unsubscribe/{token}")))
}

fn hash(token: &str) -> Vec<u8> {
    blake3::derive_key("weilu way out of letters", token.as_bytes()).to_vec()
}

refusals! {
    /// Why a link ends nothing.
    pub enum WayOutRefusal {
        /// No such token, or a very old one.
        Unknown => 404 "notification.way_out_unknown" "这个退订链接已经失效。登录后到「我 · 消息设置」也可以关掉邮件。" "This link no longer works. Sign in and end letters under Me · Message settings.";
    }
}

/// What a link would end; opening it changes nothing.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct WayOut {
    /// The token of the link.
    pub token: String,
}

/// The answer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct WayOutShown {
    /// What it ends.
    pub ends: Ends,
    /// Whose letters, masked.
    pub masked: String,
    /// Whether they have ended already.
    pub ended: bool,
}

impl Query for WayOut {
    const NAME: &'static str = "notification.way_out";
    const SUMMARY: (&'static str, &'static str) =
        ("退订链接会停掉什么", "What an unsubscribe link would end");
    type Output = WayOutShown;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<WayOutShown> {
        let found = state::way_out::find(tx, &hash(&self.token)).await?;
        let (persona, ends) = found.ok_or(WayOutRefusal::Unknown)?;
        let ends = Ends::from_word(&ends);
        let choices = choice::of_persona(tx, persona).await?;
        let ended = match ends {
            Ends::Digest => choices.digest.every == Every::Off,
            Ends::Notices => choices.no_mail,
        };
        let person = state::person::behind(tx, persona).await?;
        let mail = match person {
            Some(person) => state::person::mail_of(tx, person.member).await?,
            None => None,
        };
        Ok(WayOutShown { ends, ended, masked: mail.map(|m| Address::Mail(m).masked()).unwrap_or_default() })
    }
}

/// Ends the letters a link stands for.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Unsubscribe {
    /// The token of the link.
    pub token: String,
}

impl Command for Unsubscribe {
    const NAME: &'static str = "notification.unsubscribe";
    const SUMMARY: (&'static str, &'static str) = ("退订邮件", "End letters by the link in one");
    const REMEMBERED: bool = false;
    type Output = ();
    type Refusal = WayOutRefusal;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let found = state::way_out::find(tx, &hash(&self.token)).await?;
        let (persona, ends) = found.ok_or(WayOutRefusal::Unknown)?;
        let mut choices = choice::of_persona(tx, persona).await?;
        match Ends::from_word(&ends) {
            Ends::Digest => choices.digest.every = Every::Off,
            Ends::Notices => choices.no_mail = true,
        }
        let next = choices.digest.next(act.now, &weilu_kernel::tenant::zone(tx).await?);
        let text = serde_json::to_string(&choices).map_err(|e| Fault::new(e.to_string()))?;
        Ok(state::choice::save(tx, act.now, persona, &text, next).await?)
    }
}
