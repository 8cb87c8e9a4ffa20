//! Answering somebody who asks to become a member. With a yes he is one, and his address opens the door.

use super::{APPROVED, DECIDE, REFUSED, state, state::AdmissionRow};
use crate::{
    account::{self, Address},
    consent,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{Actor, AdmissionId, Fault, Lang, Outcome, refusals};

/// Answers an application.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "DecideAdmission")]
pub struct Decide {
    /// Which.
    pub admission: AdmissionId,
    /// Yes or no.
    pub approve: bool,
    /// Why not, 2 to 200 characters; told to the person.
    #[serde(default)]
    pub reason: String,
}

/// Answered.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct AdmissionDecided {}

refusals! {
    /// Why it was not answered.
    pub enum DecideRefusal {
        /// Answered already.
        Over => 409 "admission.over" "这份申请已经处理过了。" "This application was answered already.";
        /// A no without a reason.
        NoReason => 422 "admission.no_reason" "请写一句原因（2 到 200 个字），会发给对方。" "Give a reason of 2 to 200 characters; the person will read it.";
    }
}

impl Command for Decide {
    const NAME: &'static str = "admission.decide";
    const SUMMARY: (&'static str, &'static str) = ("处理入会申请", "Answer somebody who asks to join");
    type Output = AdmissionDecided;
    type Refusal = DecideRefusal;

    fn need(&self) -> Need {
        Need::On(self.admission.into(), &DECIDE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<AdmissionDecided> {
        tx.lock(&[self.admission.into()])?;
        let row = state::load(tx, self.admission).await?.ok_or(LinkRefusal::NotFound)?;
        if row.state != "asked" {
            return Err(DecideRefusal::Over.into());
        }
        let address = Address::stored(&row.kind, &row.value)
            .ok_or_else(|| Fault::new("an application without an address"))?;
        if self.approve {
            welcome(tx, act, &row, &address).await?;
        } else {
            let reason = self.reason.trim();
            if !(2..=200).contains(&reason.chars().count()) {
                return Err(DecideRefusal::NoReason.into());
            }
            state::refuse(tx, act, row.id, reason)?;
            tx.append(act, REFUSED.on(row.id));
            tell(tx, act, &row, &address, "admission_refused", reason)?;
        }
        Ok(AdmissionDecided {})
    }
}

/// Makes the member. He may have come in another way meanwhile: then that account is his.
async fn welcome(tx: &mut Tx, act: &Act, row: &AdmissionRow, address: &Address) -> Outcome<()> {
    tx.lock_name(address.value())?;
    let known = match account::state::known_by(tx, address.kind(), address.value()).await? {
        Some(known) => known,
        None => {
            let known = account::state::create_member(tx, act, &row.name).await?;
            account::state::add_identity(tx, act, known.persona, address)?;
            let mut his = act.again();
            his.ctx.now = row.asked_at;
            consent::accept_versions(tx, &his, known.persona, &row.consents)?;
            his.ctx.now = act.now;
            his.ctx.actor =
                Actor { persona: Some(known.persona), member: Some(known.member), ..Actor::default() };
            tx.append(&his, account::JOINED.on(known.member));
            known
        }
    };
    state::approve(tx, act, row.id, known.persona)?;
    tx.append(act, APPROVED.on(row.id).with(known.persona));
    tell(tx, act, row, address, "admission_approved", "")
}

/// Tells the person in his language; his words go along nowhere.
fn tell(
    tx: &mut Tx,
    act: &Act,
    row: &AdmissionRow,
    address: &Address,
    template: &str,
    reason: &str,
) -> Outcome<()> {
    let mut his = act.again();
    his.ctx.lang = if row.lang == "en" { Lang::En } else { Lang::Zh };
    let values = serde_json::json!({ "name": row.name, "reason": reason });
    Ok(account::tell::send(tx, &his, address, template, &values)?)
}
