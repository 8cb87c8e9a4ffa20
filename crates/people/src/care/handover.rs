//! Handing over the customers of somebody who leaves: asked by one, approved by another.

use super::{APPROVE, ASKED, ASSIGN, DECIDED, state};
use crate::member::{self, views::check_staff};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{HandoverId, MemberId, Outcome, PersonaId, refusals};

refusals! {
    /// Why customers stay where they are.
    pub enum HandoverRefusal {
        /// One of the two is gone.
        NoColleague => 422 "care.no_colleague" "请选两位在职的同事，一位移交、一位接手。" "Choose two colleagues: one who leaves and one who takes over.";
        /// The same person.
        SamePerson => 422 "care.same_person" "移交人和接手人不能是同一位。" "Who leaves and who takes over are the same person.";
        /// Nothing to hand over.
        NoClients => 409 "care.no_clients" "TA名下没有需要移交的客户。" "There are no customers to hand over.";
        /// One waits already.
        Waiting => 409 "care.handover_waiting" "TA的客户移交已经在等批准了。" "A hand-over of his customers waits for approval already.";
        /// Asked himself.
        OwnRequest => 403 "care.own_request" "自己提的移交要由另一位主管批准。" "A hand-over you asked for is approved by another manager.";
        /// Decided before.
        Decided => 409 "care.handover_decided" "这次移交已经处理过了。" "This hand-over has been decided.";
        /// No reason.
        NoNote => 422 "care.no_note" "请写一句移交原因（2 到 200 字）。" "Say why in 2 to 200 characters.";
    }
}

async fn colleague(tx: &mut Tx, member: MemberId) -> Outcome<PersonaId> {
    let face = match member::state::load(tx, member).await? {
        Some(row) if matches!(row.state.as_str(), "active" | "suspended") => {
            member::state::face(tx, member).await?
        }
        _ => None,
    };
    Ok(face.ok_or(HandoverRefusal::NoColleague)?)
}

/// Asks to hand over everybody somebody looks after.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct AskHandover {
    /// Who leaves.
    pub leaving: MemberId,
    /// Who takes over.
    pub taking: MemberId,
    /// Why, 2 to 200 characters.
    pub note: String,
}

/// The hand-over.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct HandoverAsked {
    /// Its id.
    pub handover: HandoverId,
    /// How many customers.
    pub clients: i64,
}

impl Command for AskHandover {
    const NAME: &'static str = "care.ask_handover";
    const SUMMARY: (&'static str, &'static str) = ("申请移交客户", "Ask to hand over somebody's customers");
    type Output = HandoverAsked;
    type Refusal = HandoverRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<HandoverAsked> {
        check_staff(tx, act, &ASSIGN).await?;
        let asked_by = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        if self.leaving == self.taking {
            return Err(HandoverRefusal::SamePerson.into());
        }
        let note = self.note.trim();
        if !(2..=200).contains(&note.chars().count()) {
            return Err(HandoverRefusal::NoNote.into());
        }
        let leaving = colleague(tx, self.leaving).await?;
        let taking = colleague(tx, self.taking).await?;
        let clients = state::client_count(tx, leaving).await?;
        if clients == 0 {
            return Err(HandoverRefusal::NoClients.into());
        }
        if state::waits(tx, leaving).await? {
            return Err(HandoverRefusal::Waiting.into());
        }
        let handover: HandoverId = act.id();
        state::ask(tx, act, handover, (leaving, taking), asked_by, (note, clients))?;
        tx.append(act, ASKED.on(handover).with(leaving).with(taking));
        Ok(HandoverAsked { handover, clients })
    }
}

/// Approves or refuses a hand-over.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct DecideHandover {
    /// Which.
    pub handover: HandoverId,
    /// Whether it goes ahead.
    pub approve: bool,
    /// A word on it.
    #[serde(default)]
    pub note: String,
}

/// How many customers passed.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct HandoverDecided {
    /// Customers who have another keeper now.
    pub passed: i64,
}

impl Command for DecideHandover {
    const NAME: &'static str = "care.decide_handover";
    const SUMMARY: (&'static str, &'static str) = ("批准或退回客户移交", "Approve or refuse a hand-over");
    type Output = HandoverDecided;
    type Refusal = HandoverRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<HandoverDecided> {
        check_staff(tx, act, &APPROVE).await?;
        let row = state::handover(tx, self.handover).await?.ok_or(LinkRefusal::NotFound)?;
        let me = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        if [row.asked_by, row.leaving, row.taking].contains(&me) {
            return Err(HandoverRefusal::OwnRequest.into());
        }
        let to = if self.approve { "approved" } else { "refused" };
        if !state::decide(tx, act, row.id, to, self.note.trim()).await? {
            return Err(HandoverRefusal::Decided.into());
        }
        let passed = if self.approve { state::pass(tx, act, &row).await? } else { 0 };
        let body = serde_json::json!({ "approved": self.approve });
        tx.append(act, DECIDED.on(row.id).with(row.leaving).with(row.taking).body(body));
        Ok(HandoverDecided { passed: i64::try_from(passed).unwrap_or(i64::MAX) })
    }
}
