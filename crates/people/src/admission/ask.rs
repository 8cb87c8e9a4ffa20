//! Asking to become a member: an address that is proved, a name, and a few words.

use super::{ASKED, AdmissionRefusal, MODE, Mode, state};
use crate::{
    account::{self, Address},
    consent,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{AdmissionId, Outcome, refusals};

const NAME_MAX: usize = 20;
const WORDS_MAX: usize = 300;

/// Asks to become a member.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "AskAdmission")]
pub struct Ask {
    /// Phone number or mail address as typed.
    pub to: String,
    /// The six digits that were sent to it.
    pub code: String,
    /// What to be called, 1 to 20 characters.
    pub name: String,
    /// Who one is and why one comes, 2 to 300 characters.
    pub words: String,
    /// Whether the terms and the privacy text were accepted.
    #[serde(default)]
    pub consent: bool,
}

/// It arrived.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct AdmissionAsked {
    /// Which.
    pub admission: AdmissionId,
}

refusals! {
    /// Why nothing was asked.
    pub enum AskRefusal {
        /// Neither a phone number nor a mail address.
        BadAddress => 422 "account.bad_address" "请填写 11 位手机号，或一个邮箱地址。" "Enter an 11-digit mobile number or a mail address.";
        /// Too short or too long.
        BadName => 422 "admission.bad_name" "称呼请写 1 到 20 个字。" "A name has 1 to 20 characters.";
        /// Too short or too long.
        BadWords => 422 "admission.bad_words" "请用 2 到 300 个字介绍一下自己。" "Say who you are in 2 to 300 characters.";
        /// No consent.
        ConsentMissing => 422 "account.consent_missing" "第一次来，请先阅读并勾选用户协议和隐私政策。" "On your first visit, please read and accept the terms and the privacy text.";
        /// Nobody has to ask here.
        NotNeeded => 409 "admission.not_needed" "现在不用申请，直接登录就可以加入。" "Nobody has to ask now; just sign in.";
        /// He is a member.
        Member => 409 "admission.member" "这个号码已经是成员了，直接登录就好。" "This address belongs to a member already; just sign in.";
    }
}

impl Command for Ask {
    const NAME: &'static str = "admission.ask";
    const SUMMARY: (&'static str, &'static str) = ("申请加入", "Ask to become a member");
    // It holds a one-time code.
    const REMEMBERED: bool = false;
    type Output = AdmissionAsked;
    type Refusal = AskRefusal;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<AdmissionAsked> {
        let address = Address::read(&self.to).ok_or(AskRefusal::BadAddress)?;
        if MODE.get(tx).await? != Mode::Approval {
            return Err(AskRefusal::NotNeeded.into());
        }
        account::check_code(tx, act, &address, &self.code).await?;
        let name = fit(&self.name, 1..=NAME_MAX).ok_or(AskRefusal::BadName)?;
        let words = fit(&self.words, 2..=WORDS_MAX).ok_or(AskRefusal::BadWords)?;
        if !self.consent {
            return Err(AskRefusal::ConsentMissing.into());
        }
        tx.lock_name(address.value())?;
        if account::state::known_by(tx, address.kind(), address.value()).await?.is_some() {
            return Err(AskRefusal::Member.into());
        }
        match state::latest(tx, &address).await? {
            Some(row) if row.state == "refused" => {
                return Err(AdmissionRefusal::TurnedDown { reason: row.reason }.into());
            }
            Some(_) => return Err(AdmissionRefusal::Waiting.into()),
            None => {}
        }
        account::state::drop_code(tx, address.value())?;
        let id: AdmissionId = act.id();
        let consents = consent::current_versions(tx).await?;
        state::insert(tx, act, &state::NewAdmission { id, address: &address, name, words, consents })?;
        tx.append(act, ASKED.on(id));
        Ok(AdmissionAsked { admission: id })
    }
}

fn fit(text: &str, range: std::ops::RangeInclusive<usize>) -> Option<&str> {
    let text = text.trim();
    range.contains(&text.chars().count()).then_some(text)
}
