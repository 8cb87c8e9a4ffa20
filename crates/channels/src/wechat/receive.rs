//! What the vendor tells us: somebody followed, scanned a code, or left.
//!
//! Nothing is believed without the signature over the account's token, nor when its time is more than five
//! minutes off; in safe mode the signature covers the message itself. A message sent again is answered as the
//! first time and does nothing. The vendor waits five seconds, so what takes longer is a job.

use super::{
    UNFOLLOWED, desk,
    message::{self, Incoming},
    official::Official,
    refusal::CallbackRefusal,
    sealed, state,
    vouch::{self, Person},
};
use data_encoding::HEXLOWER;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use weilu_kernel::{Act, Command, Need, Query, Tx};
use weilu_people::identity;
use weilu_store::NewJob;
use weilu_vocabulary::{MINUTE, Outcome, SECOND, Text};

const WINDOW: i64 = 5 * MINUTE;
/// The vendor's word for: heard, nothing to say.
const HEARD: &str = "success";
const CONFIRM: Text = Text::new(
    "有一台电脑想用你的微信登录。是你本人的话，<a href=\"{link}\">点这里确认</a>；不是的话，不用理会。",
    "A computer asks to sign in with your WeChat. If it is you, <a href=\"{link}\">confirm here</a>; otherwise ignore this.",
);
const LAPSED: Text = Text::new(
    "这个登录码过期了，请在电脑上刷新再扫一次。",
    "This code has expired. Reload it on the computer and scan again.",
);
const WELCOME: Text = Text::new("欢迎，进来坐坐：{link}", "Welcome. Come in and sit down: {link}");

/// Parameters of a call of the vendor.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct Signed {
    /// Over token, timestamp and nonce.
    #[serde(default)]
    pub signature: String,
    /// Seconds.
    #[serde(default)]
    pub timestamp: String,
    /// Chosen by the vendor.
    #[serde(default)]
    pub nonce: String,
    /// Over the sealed message too, in safe mode.
    #[serde(default)]
    pub msg_signature: String,
}

impl Signed {
    fn check(&self, act: &Act, account: &Official) -> Outcome<()> {
        let made = message::signature(&[&account.token, &self.timestamp, &self.nonce]);
        if account.token.is_empty() || !message::same(&made, &self.signature) {
            return Err(CallbackRefusal::BadSignature.into());
        }
        let time = self.timestamp.parse::<i64>().ok().and_then(|s| s.checked_mul(SECOND));
        if time.is_none_or(|time| (act.now.0 - time).abs() > WINDOW) {
            return Err(CallbackRefusal::BadTime.into());
        }
        Ok(())
    }
}

/// The vendor asks whether we are who the operator says.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Greet {
    /// Parameters of the call.
    #[serde(flatten)]
    pub signed: Signed,
    /// To be said back.
    #[serde(default)]
    pub echostr: String,
}

/// The answer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Answered {
    /// Body of the answer.
    pub body: String,
}

impl Query for Greet {
    const NAME: &'static str = "wechat.greet";
    const SUMMARY: (&'static str, &'static str) =
        ("公众号后台验证服务器地址", "The vendor checks the address of this server");
    type Output = Answered;

    fn need(&self) -> Need {
        Need::System
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Answered> {
        let account = Official::needed(tx).await?;
        self.signed.check(act, &account)?;
        Ok(Answered { body: self.echostr.chars().take(200).collect() })
    }
}

/// The vendor tells of something.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Receive {
    /// Parameters of the call.
    #[serde(flatten)]
    pub signed: Signed,
    /// The message.
    pub body: String,
}

impl Command for Receive {
    const NAME: &'static str = "wechat.receive";
    const SUMMARY: (&'static str, &'static str) = ("收到公众号推送", "The vendor tells of something");
    const REMEMBERED: bool = false;
    type Output = Answered;
    type Refusal = CallbackRefusal;

    fn need(&self) -> Need {
        Need::System
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Answered> {
        let account = Official::needed(tx).await?;
        self.signed.check(act, &account)?;
        let incoming = message::read(&self.opened(&account)?)?;
        let name = incoming.name();
        let reply = match state::heard(tx, &name).await? {
            Some(reply) => reply,
            None => {
                let reply = take(tx, act, &incoming).await?;
                state::hear(tx, act, &name, &reply)?;
                reply
            }
        };
        if reply.is_empty() {
            return Ok(Answered { body: HEARD.to_owned() });
        }
        let seconds = act.now.0 / SECOND;
        let body = incoming.answered(&reply, seconds);
        if account.aes_key.is_empty() {
            return Ok(Answered { body });
        }
        let sealed = sealed::seal(&account.aes_key, &account.app_id, &body, act.token());
        let sealed = sealed.ok_or(CallbackRefusal::BadMessage)?;
        let nonce = HEXLOWER.encode(&act.token());
        Ok(Answered { body: sealed::enveloped(&sealed, &account.token, seconds, &nonce) })
    }
}

impl Receive {
    /// The message in the open. Where the account has a key, only sealed ones are taken.
    fn opened(&self, account: &Official) -> Outcome<String> {
        if account.aes_key.is_empty() {
            return Ok(self.body.clone());
        }
        let sealed = message::field(&message::parsed(&self.body)?, "Encrypt");
        let made = message::signature(&[&account.token, &self.signed.timestamp, &self.signed.nonce, &sealed]);
        if !message::same(&made, &self.signed.msg_signature) {
            return Err(CallbackRefusal::BadSignature.into());
        }
        Ok(sealed::open(&account.aes_key, &account.app_id, &sealed)?)
    }
}

/// Brings about what was told; returns the text to say in the chat, empty for none.
async fn take(tx: &mut Tx, act: &Act, incoming: &Incoming) -> Outcome<String> {
    if incoming.kind != "event" {
        return Ok(String::new());
    }
    match incoming.event.as_str() {
        "subscribe" => {
            follow(tx, act, incoming)?;
            match incoming.key.strip_prefix("qrscene_") {
                Some(key) if key.starts_with(desk::SCENE) => scanned(tx, act, key, incoming).await,
                _ => Ok(WELCOME.get(act.lang).replace("{link}", &act.site)),
            }
        }
        "SCAN" => scanned(tx, act, &incoming.key, incoming).await,
        "unsubscribe" => {
            if let Some(holder) = identity::state::holder(tx, vouch::SOURCE, &incoming.from).await? {
                tx.append(act, UNFOLLOWED.on(holder.member));
            }
            Ok(String::new())
        }
        _ => Ok(String::new()),
    }
}

async fn scanned(tx: &mut Tx, act: &Act, key: &str, incoming: &Incoming) -> Outcome<String> {
    let Some(scene) = key.strip_prefix(desk::SCENE) else { return Ok(String::new()) };
    let person = Person { open_id: incoming.from.clone(), ..Person::default() };
    let link = desk::scanned(tx, act, scene, &person).await?;
    Ok(link.map_or_else(
        || LAPSED.get(act.lang).to_owned(),
        |link| CONFIRM.get(act.lang).replace("{link}", &link),
    ))
}

/// The record of a follower arrives with the ids that only a call can tell.
fn follow(tx: &mut Tx, act: &Act, incoming: &Incoming) -> Outcome<()> {
    let hash = blake3::derive_key("weilu wechat follower", &incoming.name());
    tx.enqueue(
        act,
        NewJob {
            kind: "wechat.follow",
            key: hash.first_chunk::<16>().map_or_else(String::new, |h| HEXLOWER.encode(h)),
            payload: json!({ "open_id": incoming.from }),
            run_at: act.now,
        },
    )?;
    Ok(())
}
