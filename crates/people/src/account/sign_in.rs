//! Signing in with a one-time code; the first time makes the account.

use super::{Address, JOINED, Me, SESSION_DAYS, SIGNED_IN, me_of, request_code, session, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{Actor, DAY, Outcome, refusals};

const TRIES_MAX: i64 = 5;

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
}

/// A new session.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SignedIn {
    /// Who is signed in.
    pub me: Me,
    /// The session token: set as a cookie by the edge and used as a bearer token by programs.
    pub token: String,
    /// Whether the account is new.
    pub new: bool,
}

refusals! {
    /// Why nobody was signed in.
    pub enum SignInRefusal {
        /// Neither a phone number nor a mail address.
        BadAddress => 422 "account.bad_address" "请填写 11 位手机号，或一个邮箱地址。" "Enter an 11-digit mobile number or a mail address.";
        /// The code does not fit.
        WrongCode { left: i64 } => 422 "account.wrong_code" "验证码不对，还可以试 {left} 次。" "That code does not fit; {left} tries are left.";
        /// No code is waiting, or it is too old or dead.
        NoCode => 422 "account.no_code" "这个验证码已经失效，请重新获取。" "This code no longer counts; ask for a new one.";
        /// A new account without consent.
        ConsentMissing => 422 "account.consent_missing" "第一次来，请先阅读并勾选用户协议和隐私政策。" "On your first visit, please read and accept the terms and the privacy text.";
        /// The person may not come in.
        Suspended => 403 "account.suspended" "这个账号已被停用，可以在通知里查看原因并申诉。" "This account is suspended; the notice names the reason and how to appeal.";
    }
}

impl Command for SignIn {
    const NAME: &'static str = "account.sign_in";
    const SUMMARY: (&'static str, &'static str) =
        ("用验证码登录或注册", "Sign in or join with a one-time code");
    type Output = SignedIn;
    type Refusal = SignInRefusal;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<SignedIn> {
        let address = Address::read(&self.to).ok_or(SignInRefusal::BadAddress)?;
        let sent = state::sent_code(tx, address.value()).await?.ok_or(SignInRefusal::NoCode)?;
        if sent.expires_at <= act.now || sent.tries >= TRIES_MAX {
            return Err(SignInRefusal::NoCode.into());
        }
        if sent.code_hash != request_code::hash(&address, self.code.trim()) {
            state::count_try(tx, address.value())?;
            tx.keep_despite_refusal();
            return Err(SignInRefusal::WrongCode { left: TRIES_MAX - sent.tries - 1 }.into());
        }
        let (known, new) = match state::known_by(tx, address.kind(), address.value()).await? {
            Some(known) => (known, false),
            None => (self.join(tx, act, &address).await?, true),
        };
        state::drop_code(tx, address.value())?;
        self.enter(tx, act, known, new).await
    }
}

impl SignIn {
    async fn join(&self, tx: &mut Tx, act: &Act, address: &Address) -> Outcome<state::Known> {
        if !self.consent {
            // The code still counts: the person ticks the box and sends it again.
            return Err(SignInRefusal::ConsentMissing.into());
        }
        let known = state::create_member(tx, act, "").await?;
        state::add_identity(tx, act, known.persona, address)?;
        state::consent_to_current(tx, act, known.persona)?;
        Ok(known)
    }

    async fn enter(&self, tx: &mut Tx, act: &Act, known: state::Known, new: bool) -> Outcome<SignedIn> {
        if state::is_suspended(tx, known.member).await? {
            return Err(SignInRefusal::Suspended.into());
        }
        let token = data_encoding::BASE64URL_NOPAD.encode(&[act.token(), act.token()].concat());
        let until = act.now + SESSION_DAYS * DAY;
        let hash = session::token_hash(&token);
        let id = state::open_session(tx, act, known.persona, &hash, &self.device, until)?;
        let mut mine = act.again();
        mine.ctx.actor = Actor {
            persona: Some(known.persona),
            member: Some(known.member),
            session: Some(id),
            system: false,
        };
        if new {
            tx.append(&mine, JOINED.on(known.member));
        }
        tx.append(&mine, SIGNED_IN.on(id));
        let me =
            me_of(tx, &mine).await?.ok_or_else(|| weilu_vocabulary::Fault::new("a new session of nobody"))?;
        Ok(SignedIn { me, token, new })
    }
}
