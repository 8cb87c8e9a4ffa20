//! Asking for a one-time code.

use super::{
    Address, CODE_MINUTES, CODES_PER_DAY, CODES_PER_HOUR, CODES_PER_SOURCE, RESEND_SECONDS, guard, state,
    tell,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, counter};
use weilu_vocabulary::{DAY, HOUR, MINUTE, Outcome, SECOND, refusals};

/// Sends a one-time code to a phone or mail address.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct RequestCode {
    /// Phone number or mail address as typed.
    pub to: String,
}

/// What was sent.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct CodeSent {
    /// The address, masked.
    pub masked: String,
    /// Seconds the code is valid.
    pub expires_in_s: i64,
    /// Seconds before another can be sent.
    pub resend_in_s: i64,
}

refusals! {
    /// Why no code was sent.
    pub enum CodeRefusal {
        /// Neither a phone number nor a mail address.
        BadAddress => 422 "account.bad_address" "请填写 11 位手机号，或一个邮箱地址。" "Enter an 11-digit mobile number or a mail address.";
        /// One was just sent.
        TooSoon { seconds: i64 } => 429 "account.code_too_soon" "验证码刚发出，请 {seconds} 秒后再要一次。" "A code was just sent; ask again in {seconds} seconds.";
    }
}

impl Command for RequestCode {
    const NAME: &'static str = "account.request_code";
    const SUMMARY: (&'static str, &'static str) = ("发送一次性验证码", "Send a one-time code");
    type Output = CodeSent;
    type Refusal = CodeRefusal;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<CodeSent> {
        let address = Address::read(&self.to).ok_or(CodeRefusal::BadAddress)?;
        let resend = RESEND_SECONDS.get(tx).await?;
        if let Some(sent) = state::sent_code(tx, address.value()).await? {
            let left = sent.sent_at.0 + resend * SECOND - act.now.0;
            if left > 0 {
                return Err(CodeRefusal::TooSoon { seconds: (left + SECOND - 1) / SECOND }.into());
            }
        }
        let most = CODES_PER_DAY.get(tx).await?;
        let whom = blake3::derive_key("weilu code limit", address.value().as_bytes());
        let whom = data_encoding::HEXLOWER.encode(&whom);
        counter::limit(tx, act, &format!("code:{whom}"), most, DAY).await?;
        // Carriers let no more through to one number.
        let most = CODES_PER_HOUR.get(tx).await?;
        counter::limit(tx, act, &format!("code-hour:{whom}"), most, HOUR).await?;
        if let Some(source) = act.source {
            let most = CODES_PER_SOURCE.get(tx).await?;
            counter::limit(tx, act, &format!("code-from:{}", guard::hex(&source)), most, HOUR).await?;
        }
        let minutes = CODE_MINUTES.get(tx).await?;
        let code = format!("{:06}", act.below(1_000_000));
        state::keep_code(tx, act, address.value(), &hash(&address, &code), act.now + minutes * MINUTE)?;
        let values = serde_json::json!({ "code": code, "minutes": minutes });
        tell::send(tx, act, &address, "one_time_code", &values)?;
        Ok(CodeSent { masked: address.masked(), expires_in_s: minutes * 60, resend_in_s: resend })
    }
}

/// Hash of a code together with its address.
pub(super) fn hash(address: &Address, code: &str) -> Vec<u8> {
    let mut hasher = blake3::Hasher::new_derive_key("weilu one-time code");
    hasher.update(address.value().as_bytes()).update(b"\0").update(code.as_bytes());
    hasher.finalize().as_bytes().to_vec()
}
