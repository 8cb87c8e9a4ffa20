//! Ways in that a carrier vouches for (WeChat): who comes with ids that somebody else proved.
//!
//! Rules (charter P1): the same id or the same union id is the same person, and records that share one are
//! merged; nobody gets an account without consent, however well he is known elsewhere; a way in that stands
//! with another living account is not taken from it. Phones and mail addresses go through codes instead.

use super::{
    Noted, SignedIn, WAY_ADDED, add_address::myself, enter::enter, sign_in::SignInRefusal, state, tell,
};
use crate::{
    consent::{self, Purpose},
    identity::{self, Arrive, ArrivingId, IdentityKind},
};
use weilu_kernel::{Act, Command, Tx};
use weilu_vocabulary::{Actor, Fault, MemberId, Outcome, Text, refusals};

/// Ids that a carrier proved, and its name.
#[derive(Clone, Debug)]
pub struct Vouched {
    /// Where they come from, as the record will say.
    pub source: &'static str,
    /// The carrier's own id first.
    pub ids: Vec<ArrivingId>,
}

/// Who comes.
#[derive(Debug)]
pub enum Comes {
    /// He is in.
    In(Box<SignedIn>),
    /// He has no account yet: consent is needed for one.
    New,
}

refusals! {
    /// Why a way in of a carrier was not added.
    pub enum OutsideRefusal {
        /// Another account is reached by it.
        Taken => 409 "account.outside_taken" "它已经登录着另一个账号。用它登录那个账号，在「账号安全」里移除后再回来绑定。" "Another account signs in with it. Sign in with it there, remove it under Account safety, then add it here.";
        /// One has it, or another of its kind, already.
        Mine => 409 "account.outside_mine" "你的账号已经绑定了一个。要换一个，先在「账号安全」里移除现在的。" "Your account has one already. To use another, remove that one under Account safety first.";
    }
}

impl Vouched {
    /// The carrier's own id.
    fn own(&self) -> Option<&ArrivingId> {
        self.ids.iter().find(|id| id.kind.is_own())
    }

    /// The people who hold one of the ids, first the holder of the carrier's own.
    async fn holders(&self, tx: &mut Tx) -> Result<Vec<MemberId>, Fault> {
        let mut out = Vec::new();
        for id in &self.ids {
            if let Some(holder) = identity::state::holder(tx, id.kind.word(), &id.value).await?
                && !out.contains(&holder.member)
            {
                out.push(holder.member);
            }
        }
        Ok(out)
    }

    /// Lets the record arrive as the carrier hands it in: recognised, merged, or new.
    async fn arrive(&self, tx: &mut Tx, act: &Act) -> Outcome<state::Known> {
        let mut system = act.again();
        system.ctx.actor = Actor { system: true, ..Actor::default() };
        let record = Arrive {
            source: self.source.to_owned(),
            identities: self.ids.clone(),
            name: None,
            birth_year: None,
            last_order: None,
            active_at: None,
        };
        let arrived = record.perform(tx, &system).await?;
        Ok(state::Known { persona: arrived.persona, member: arrived.member })
    }
}

/// Opens a session for whoever comes with these ids; a new account only with consent.
///
/// # Errors
/// A suspended account is refused; or the fault of the database.
pub async fn come_in(
    tx: &mut Tx,
    act: &Act,
    vouched: &Vouched,
    consented: bool,
    device: &str,
) -> Outcome<Comes> {
    let mut joined = false;
    for member in vouched.holders(tx).await? {
        joined |= consent::has(tx, member, Purpose::Terms).await?;
    }
    if !joined && !consented {
        return Ok(Comes::New);
    }
    let known = vouched.arrive(tx, act).await?;
    if !joined {
        consent::accept_current(tx, act, known.persona).await?;
    }
    Ok(Comes::In(Box::new(enter(tx, act, known, device, !joined).await?)))
}

/// Notes that somebody known came again, perhaps with one more id: it may tell that two records are one person.
///
/// # Errors
/// When the database fails.
pub async fn come_again(tx: &mut Tx, act: &Act, vouched: &Vouched) -> Outcome<()> {
    vouched.arrive(tx, act).await.map(drop)
}

/// The refusal of somebody who did not accept the terms.
#[must_use]
pub fn consent_missing() -> weilu_vocabulary::Failure {
    SignInRefusal::ConsentMissing.into()
}

/// Adds a carrier's way in to one's own account. A record that only the carrier knew is merged into it.
///
/// # Errors
/// [`OutsideRefusal`].
pub async fn add_outside(tx: &mut Tx, act: &Act, vouched: &Vouched, way: &Text) -> Outcome<()> {
    let (me, persona) = myself(act)?;
    let own = vouched.own().ok_or_else(|| Fault::new("a carrier vouched for nobody"))?;
    tx.lock(&[me.into()])?;
    let before = state::way::of_member(tx, me).await?;
    if before.iter().any(|w| w.kind == own.kind.word()) {
        return Err(OutsideRefusal::Mine.into());
    }
    for other in vouched.holders(tx).await?.into_iter().filter(|m| *m != me) {
        if consent::has(tx, other, Purpose::Terms).await? {
            return Err(OutsideRefusal::Taken.into());
        }
        identity::merge::merge(tx, act, other, me, "same_id").await?;
    }
    for id in &vouched.ids {
        let pair = (id.kind.word(), id.value.as_str());
        match identity::state::holder(tx, pair.0, pair.1).await? {
            Some(_) => identity::state::seen_again(tx, act, pair, id.verified, act.now)?,
            None => identity::state::attach(tx, act, persona, pair, id.verified, act.now)?,
        }
    }
    state::session::mark_stale(tx, me)?;
    let values = serde_json::json!({ "new": way.get(act.lang) });
    tell::send_to_all(tx, act, &before, "way_added", &values)?;
    tell::note(tx, act, persona, Noted::WayAdded)?;
    tx.append(act, WAY_ADDED.on(me));
    Ok(())
}

/// Whether an id of a carrier is a person's.
///
/// # Errors
/// When the database fails.
pub async fn is_mine(tx: &mut Tx, act: &Act, kind: IdentityKind, value: &str) -> Result<bool, Fault> {
    let holder = identity::state::holder(tx, kind.word(), value).await?;
    Ok(holder.is_some_and(|h| Some(h.member) == act.actor.member))
}
