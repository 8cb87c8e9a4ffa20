//! Somebody proved a number by a code: is he the one who had it before?
//!
//! Within the days of the setting he is. After that the number may have gone to somebody else, so one more
//! fact is asked (name, last order, card); without it he starts afresh, the number is his, and nothing of the
//! former holder is shown to him. The two records wait in the queue, in case it was him after all.

use super::{
    ACTIVE_DAYS, CASE_OPENED, PROOFS_MAX, RELEASED,
    decide::{Arriving, Known, Reason, fact_fits, is_long_away},
    merge::merge,
    state,
};
use crate::{
    account::{self, Address},
    member,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{MemberId, MergeCaseId, Outcome, refusals};

/// A fact only the holder of a record knows.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Proof {
    /// Which fact.
    pub kind: ProofKind,
    /// What it is.
    pub value: String,
}

/// Which fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProofKind {
    /// The recorded name.
    Name,
    /// Number of the last order.
    LastOrder,
    /// Number of the member card.
    Card,
}

refusals! {
    /// Why a number is not taken for its former holder.
    pub enum RecogniseRefusal {
        /// The number was long unused.
        LongAway { days: i64 } => 409 "identity.long_away" "这个号码超过 {days} 天没有来过，可能已经换了主人。如果是你，请补一项：登记姓名、最近一笔订单号或会员卡号；不是的话，可以当新朋友重新开始。" "This number has not been here for over {days} days and may have changed hands. If it is you, give one more fact: recorded name, last order or card number. If not, start afresh.";
        /// The fact does not fit.
        ProofWrong { left: i64 } => 422 "identity.proof_wrong" "这一项对不上，还可以试 {left} 次。也可以当新朋友重新开始，之后请客服帮你找回。" "That does not fit; {left} tries are left. You can also start afresh and let customer service find your record later.";
        /// Too many wrong facts.
        ProofsSpent => 403 "identity.proofs_spent" "核对次数用完了。旧档案先为你锁好，请联系客服人工核对。" "No tries are left. The old record stays locked; please ask customer service to check by hand.";
        /// Nothing to prove.
        NothingOpen => 404 "identity.nothing_open" "没有等你核对的旧档案。" "There is no earlier record waiting for you.";
    }
}

/// Who comes with a proven number.
#[derive(Clone, Copy, Debug)]
pub enum Recognised {
    /// This person.
    Known(account::state::Known),
    /// Nobody had it.
    Nobody,
    /// Somebody else had it; it is free now, and his record is this one.
    Passed(MemberId),
}

/// Decides who comes with a number proven by a code.
///
/// # Errors
/// [`RecogniseRefusal`], or a fault.
pub async fn recognise(
    tx: &mut Tx,
    act: &Act,
    address: &Address,
    proof: Option<&Proof>,
    fresh: bool,
) -> Outcome<Recognised> {
    let Some(holder) = account::state::known_by(tx, address.kind(), address.value()).await? else {
        return Ok(Recognised::Nobody);
    };
    let days = ACTIVE_DAYS.get(tx).await?;
    let Some(known) = state::known(tx, holder.member, vec![Reason::VerifiedAddress]).await? else {
        return Ok(Recognised::Nobody);
    };
    if !is_long_away(&known, act.now, days) {
        return Ok(Recognised::Known(holder));
    }
    if fresh {
        state::release(tx, act, address.kind(), address.value())?;
        tx.append(&system(act), RELEASED.on(holder.member).with(holder.persona));
        return Ok(Recognised::Passed(holder.member));
    }
    match proof {
        Some(proof) if fact_fits(&arriving(proof), &known) => Ok(Recognised::Known(holder)),
        Some(_) => Err(wrong(tx, act, address).await?),
        None => Err(RecogniseRefusal::LongAway { days }.into()),
    }
}

/// Notes that a new record has the number of a former one, for people to look at.
///
/// # Errors
/// When the database fails.
pub async fn note_passed(tx: &mut Tx, act: &Act, former: MemberId, new: MemberId) -> Outcome<()> {
    let reasons = [Reason::VerifiedAddress, Reason::LongAway];
    if let Some(case) = state::open_case(tx, act, former, new, &reasons).await? {
        tx.append(&system(act), CASE_OPENED.on(case));
    }
    Ok(())
}

fn system(act: &Act) -> weilu_vocabulary::Ctx {
    act.ctx.as_system()
}

/// Counts a wrong fact against the number, so that names cannot be tried out.
async fn wrong(tx: &mut Tx, act: &Act, address: &Address) -> Outcome<weilu_vocabulary::Failure> {
    let most = PROOFS_MAX.get(tx).await?;
    let name = format!("proof:{}", address.value());
    let tried =
        weilu_kernel::counter::next_number(tx, &format!("{name}:{}", act.now.0 / weilu_vocabulary::DAY))
            .await?;
    tx.keep_despite_refusal();
    Ok(if tried >= most {
        RecogniseRefusal::ProofsSpent.into()
    } else {
        RecogniseRefusal::ProofWrong { left: most - tried }.into()
    })
}

fn arriving(proof: &Proof) -> Arriving {
    let value = Some(proof.value.trim().to_owned()).filter(|v| !v.is_empty());
    let mut arriving = Arriving::default();
    match proof.kind {
        ProofKind::Name => arriving.name = value,
        ProofKind::LastOrder => arriving.last_order = value,
        ProofKind::Card => arriving.card = value,
    }
    arriving
}

/// Proves that the earlier record of my number is mine.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Prove {
    /// The fact.
    pub proof: Proof,
}

impl Command for Prove {
    const NAME: &'static str = "identity.prove";
    const SUMMARY: (&'static str, &'static str) =
        ("补一项信息找回旧档案", "Prove with one more fact that an earlier record is mine");
    type Output = ();
    type Refusal = RecogniseRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let me = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let cases = state::cases_of(tx, me).await?;
        if cases.is_empty() {
            return Err(RecogniseRefusal::NothingOpen.into());
        }
        let most = PROOFS_MAX.get(tx).await?;
        let mut tries = 0;
        for case in &cases {
            tries = tries.max(case.tries);
            if case.tries >= most {
                continue;
            }
            if fits(tx, case.known, &self.proof).await? {
                return accept(tx, act, case.id, me, case.known).await;
            }
            state::count_try(tx, case.id)?;
        }
        tx.keep_despite_refusal();
        if tries + 1 >= most {
            return Err(RecogniseRefusal::ProofsSpent.into());
        }
        Err(RecogniseRefusal::ProofWrong { left: most - tries - 1 }.into())
    }
}

async fn fits(tx: &mut Tx, member: MemberId, proof: &Proof) -> Outcome<bool> {
    let known: Option<Known> = state::known(tx, member, Vec::new()).await?;
    Ok(known.is_some_and(|k| fact_fits(&arriving(proof), &k)))
}

async fn accept(tx: &mut Tx, act: &Act, case: MergeCaseId, me: MemberId, known: MemberId) -> Outcome<()> {
    state::close_case(tx, act, case, "proven", "").await?;
    merge(tx, act, me, known, super::kind::word_of(Reason::FactFits)).await?;
    member::state::seen(tx, known, act.now)?;
    Ok(())
}
