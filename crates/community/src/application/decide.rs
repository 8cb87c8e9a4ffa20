//! Deciding applications: one or many at once, with a reason for every no.

use super::{
    ACCEPTED, REFUSED,
    stage::{Stage, Step},
    state,
    state::ApplicationRow,
};
use crate::{
    entry_code, invitation,
    space::{self, RUN, state::member::Entry},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link};
use weilu_vocabulary::{ApplicationId, Failure, Outcome, refusals};

const MOST_AT_ONCE: usize = 100;

/// Decides applications of spaces that I run.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Decide {
    /// Which, up to 100.
    pub applications: Vec<ApplicationId>,
    /// Yes or no.
    pub accept: bool,
    /// Why; required for a no, up to 200 characters.
    #[serde(default)]
    pub reason: String,
}

/// What became of one.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Decided {
    /// Which.
    pub application: ApplicationId,
    /// Stage it is in now.
    pub state: String,
    /// Whether this act brought it there; false when it was decided before.
    pub changed: bool,
}

/// What became of all.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct AllDecided {
    /// One by one.
    pub items: Vec<Decided>,
}

refusals! {
    /// Why nothing was decided.
    pub enum DecideRefusal {
        /// None or too many.
        BadCount { most: usize } => 422 "application.bad_count" "一次请选 1 到 {most} 份申请。" "Choose 1 to {most} applications at a time.";
        /// A no needs a reason.
        NoReason => 422 "application.no_reason" "不通过时请写一句原因，对方会看到。" "Please give a reason for a no; the applicant will read it.";
        /// Decided before.
        Decided { state: String } => 409 "application.decided" "这份申请已经有结果了：{state}。" "This application has been decided already: {state}.";
    }
}

impl Command for Decide {
    const NAME: &'static str = "application.decide";
    const SUMMARY: (&'static str, &'static str) = ("审批入群申请", "Decide applications");
    type Output = AllDecided;
    type Refusal = DecideRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<AllDecided> {
        if !(1..=MOST_AT_ONCE).contains(&self.applications.len()) {
            return Err(DecideRefusal::BadCount { most: MOST_AT_ONCE }.into());
        }
        let reason = self.reason.trim();
        let length = reason.chars().count();
        if length > 200 || (!self.accept && length < 2) {
            return Err(DecideRefusal::NoReason.into());
        }
        let mut items = Vec::with_capacity(self.applications.len());
        for id in &self.applications {
            items.push(one(tx, act, *id, self.accept, reason).await?);
        }
        if let [only] = items.as_slice()
            && !only.changed
        {
            return Err(DecideRefusal::Decided { state: only.state.clone() }.into());
        }
        Ok(AllDecided { items })
    }
}

async fn one(tx: &mut Tx, act: &Act, id: ApplicationId, accept: bool, reason: &str) -> Outcome<Decided> {
    link::check(tx, act, Need::On(id.into(), &RUN)).await?;
    tx.lock(&[id.into()])?;
    let row = state::load(tx, id).await?.ok_or(link::LinkRefusal::NotFound)?;
    let step = if accept { Step::Accept } else { Step::Refuse };
    let Some(to) = row.stage().after(step) else {
        return Ok(Decided { application: id, state: row.state, changed: false });
    };
    state::step(tx, act, id, to, reason, None, act.actor.persona)?;
    let event = if accept { ACCEPTED } else { REFUSED };
    tx.append(act, event.on(id).space(row.space).with(row.persona));
    if to == Stage::Accepted {
        let_in(tx, act, &row).await?;
    }
    Ok(Decided { application: id, state: to.word().to_owned(), changed: true })
}

async fn let_in(tx: &mut Tx, act: &Act, row: &ApplicationRow) -> Outcome<()> {
    if let Some(member) = invitation::state::member_of(tx, row.persona).await? {
        space::state::member::lift_removal(tx, act, row.space, member)?;
    }
    let invited = match row.invitation {
        Some(id) => invitation::state::unused(tx, id).await?,
        None => None,
    };
    let inviter = invited.as_ref().map(|i| i.inviter);
    let entry = Entry { via: "application", inviter };
    match space::enter(tx, act, row.space, row.persona, entry).await {
        Ok(_) => {}
        Err(Failure::Refused(refusal)) if refusal.code == "space.already_in" => return Ok(()),
        Err(failure) => return Err(failure),
    }
    if let Some(invited) = &invited {
        invitation::use_up(tx, act, invited, row.persona)?;
    }
    if let Some(code) = row.entry_code {
        entry_code::count_join(tx, code)?;
    }
    Ok(())
}
