//! Signing, accepting the office, and the moment a proposal becomes a circle.

use super::{FOUNDED, LAPSED, OFFICE_ACCEPTED, SIGNATURES, SIGNED, UNSIGNED, state};
use crate::space::{self, Beginning, charter::Charter, state::member::Entry};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{Failure, MemberId, Outcome, PersonaId, ProposalId, SpaceId, Text, refusals};

const SLICE: i64 = 100;

/// Signs a proposal.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Sign {
    /// Which.
    pub proposal: ProposalId,
}

/// How it stands.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Stands {
    /// How many have signed.
    pub signed: i64,
    /// How many it needs.
    pub needs: i64,
    /// The circle, when it has opened.
    pub space: Option<SpaceId>,
}

refusals! {
    /// Why a proposal cannot be moved.
    pub enum FoundRefusal {
        /// Founded or lapsed.
        Over => 409 "circle.over" "这个提议已经有结果了，去圈子列表看看吧。" "This proposal is over; have a look at the circles.";
        /// Signed before.
        SignedAlready => 409 "circle.signed_already" "你已经联署过了，转给朋友一起来吧。" "You have signed already; pass it on to your friends.";
        /// Somebody else owns it.
        OwnerFound { name: String } => 409 "circle.owner_found" "已经有人答应做群主了。" "Somebody has accepted to own it already.";
        /// The proposer cannot take his name off.
        ProposerStays => 409 "circle.proposer_stays" "你是发起人，不能撤回联署；没人响应的话到期会自动结束。" "You proposed it and cannot take your name off; if nobody joins, it lapses by itself.";
    }
}

/// The proposal of an id while it gathers, locked, with the actor.
async fn gathering(
    tx: &mut Tx,
    act: &Act,
    id: ProposalId,
) -> Outcome<(state::ProposalRow, MemberId, PersonaId)> {
    tx.lock(&[id.into()])?;
    let row = state::load(tx, id).await?.ok_or(LinkRefusal::NotFound)?;
    let (Some(member), Some(persona)) = (act.actor.member, act.actor.persona) else {
        return Err(LinkRefusal::SignIn.into());
    };
    if row.state != "gathering" || act.now >= row.lapses_at {
        return Err(FoundRefusal::Over.into());
    }
    Ok((row, member, persona))
}

async fn sign(tx: &mut Tx, act: &Act, id: ProposalId, member: MemberId, persona: PersonaId) -> Outcome<bool> {
    if state::signers(tx, id).await?.iter().any(|(_, m, _)| *m == member) {
        return Ok(false);
    }
    state::sign(tx, act, id, persona).await?;
    tx.append(act, SIGNED.on(id));
    Ok(true)
}

impl Command for Sign {
    const NAME: &'static str = "circle.sign";
    const SUMMARY: (&'static str, &'static str) = ("联署", "Sign a proposal");
    type Output = Stands;
    type Refusal = FoundRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Stands> {
        let (row, member, persona) = gathering(tx, act, self.proposal).await?;
        if !sign(tx, act, row.id, member, persona).await? {
            return Err(FoundRefusal::SignedAlready.into());
        }
        open_if_ready(tx, act, row.id).await
    }
}

/// Accepts to own the circle, and signs it.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct AcceptOffice {
    /// Which.
    pub proposal: ProposalId,
}

impl Command for AcceptOffice {
    const NAME: &'static str = "circle.accept_office";
    const SUMMARY: (&'static str, &'static str) = ("答应做群主", "Accept to own a circle");
    type Output = Stands;
    type Refusal = FoundRefusal;

    fn need(&self) -> Need {
        Need::Publisher
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Stands> {
        let (row, member, persona) = gathering(tx, act, self.proposal).await?;
        if let Some(owner) = row.owner {
            let known = crate::invitation::state::member_of(tx, owner).await?;
            let name = match known {
                Some(m) => space::state::member::name_of(tx, m).await?.unwrap_or_default(),
                None => String::new(),
            };
            return Err(FoundRefusal::OwnerFound { name }.into());
        }
        sign(tx, act, row.id, member, persona).await?;
        state::set_owner(tx, row.id, Some(persona))?;
        tx.append(act, OFFICE_ACCEPTED.on(row.id).with(row.proposer));
        open_if_ready(tx, act, row.id).await
    }
}

/// Takes my signature back while the proposal gathers.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Withdraw {
    /// Which.
    pub proposal: ProposalId,
}

impl Command for Withdraw {
    const NAME: &'static str = "circle.withdraw";
    const SUMMARY: (&'static str, &'static str) = ("撤回联署", "Take a signature back");
    type Output = Stands;
    type Refusal = FoundRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Stands> {
        let (row, member, _) = gathering(tx, act, self.proposal).await?;
        if crate::invitation::state::member_of(tx, row.proposer).await? == Some(member) {
            return Err(FoundRefusal::ProposerStays.into());
        }
        if state::unsign(tx, row.id, member).await? {
            tx.append(act, UNSIGNED.on(row.id));
        }
        if let Some(owner) = row.owner
            && crate::invitation::state::member_of(tx, owner).await? == Some(member)
        {
            state::set_owner(tx, row.id, None)?;
        }
        open_if_ready(tx, act, row.id).await
    }
}

/// Opens the circle when enough people have signed and one of them owns it.
pub(super) async fn open_if_ready(tx: &mut Tx, act: &Act, id: ProposalId) -> Outcome<Stands> {
    let needs = SIGNATURES.get(tx).await?;
    let row = state::load(tx, id).await?.ok_or(LinkRefusal::NotFound)?;
    let gathers = row.state == "gathering";
    let signers = state::signers(tx, id).await?;
    let signed = i64::try_from(signers.len()).unwrap_or(i64::MAX);
    let Some(owner) = row.owner.filter(|_| gathers && signed >= needs) else {
        return Ok(Stands { signed, needs, space: None });
    };
    let mut charter: Charter = serde_json::from_value(row.charter.clone()).unwrap_or_default();
    if charter.seeds.is_empty() {
        // Whoever has no name yet is inside all the same; a dash would be nobody's.
        let named = signers.iter().map(|(.., name)| name.clone()).filter(|name| !name.is_empty());
        charter.seeds = named.take(10).collect();
        if charter.seeds.is_empty() {
            charter.seeds.push(Text::new("联署的人", "those who signed").get(act.lang).to_owned());
        }
    }
    let founder = as_system(act);
    let beginning = Beginning { kind: "circle", name: &row.name, open_to_read: None, branch: None, owner };
    let space = space::begin(tx, &founder, beginning).await?;
    space::state::charter::write(tx, &founder, space, 1, &charter)?;
    space::publish(tx, &founder, space).await?;
    state::end(tx, id, "founded", Some(space))?;
    let mut event = FOUNDED.on(id).space(space);
    for (persona, ..) in &signers {
        event = event.with(*persona);
        if *persona != owner {
            let entry = Entry { via: "founder", inviter: None };
            space::enter(tx, &founder, space, *persona, entry).await?;
        }
    }
    tx.append(act, event);
    Ok(Stands { signed, needs, space: Some(space) })
}

/// The opening follows from the rule, so the system does it; ids go on from the act's own.
fn as_system(act: &Act) -> Act {
    let mut system = act.again();
    system.ctx = act.ctx.as_system();
    system
}

/// Opens what is ready without anybody's act: the brand asks for fewer signatures than before.
pub(super) async fn open_ready(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let needs = SIGNATURES.get(tx).await?;
    let ready = state::ready(tx, needs, SLICE).await?;
    for id in &ready {
        open_if_ready(tx, act, *id).await?;
    }
    Ok(ready.len())
}

pub(super) async fn lapse(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let due = state::lapsing(tx, act.now, SLICE).await?;
    for (id, proposer) in &due {
        state::end(tx, *id, "lapsed", None)?;
        tx.append(act, LAPSED.on(*id).with(*proposer));
    }
    Ok(due.len())
}
