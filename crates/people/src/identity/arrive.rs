//! A record arrives by a channel, an import or the till: is it somebody we know?
//!
//! Every record with an id that is new gets a persona and a record of its own first; being the same person is
//! a merge, so that it can be undone like any other. Ids that somebody else holds are kept as claims.

use super::{
    ACTIVE_DAYS, ARRIVE, ARRIVED, CASE_OPENED, RELEASED,
    decide::{Arriving, Decision, Known, Reason, decide},
    kind::{self, IdentityKind},
    merge::merge,
    state::{self, Holder},
};
use crate::member;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{MemberId, MergeCaseId, Outcome, PersonaId, Time, refusals};

/// An id as the record brings it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ArrivingId {
    /// Kind.
    pub kind: IdentityKind,
    /// The id, number or address.
    pub value: String,
    /// Whether its holder proved it by a code.
    #[serde(default)]
    pub verified: bool,
}

/// A record arrives.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Arrive {
    /// Where it comes from: `official_account`, `wecom`, `till`, `import` and the like.
    pub source: String,
    /// Its ids, 1 to 10.
    pub identities: Vec<ArrivingId>,
    /// Recorded name.
    #[serde(default)]
    pub name: Option<String>,
    /// Year of birth.
    #[serde(default)]
    pub birth_year: Option<i64>,
    /// Its last order.
    #[serde(default)]
    pub last_order: Option<String>,
    /// When this record was last active, microseconds; now when not given.
    #[serde(default)]
    pub active_at: Option<Time>,
}

/// What became of it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Arrived {
    /// `known`: every id was known; `merged`: found to be somebody; `new`: nobody we know.
    pub outcome: String,
    /// The person, as known now.
    pub member: MemberId,
    /// The face of this record.
    pub persona: PersonaId,
    /// Cases opened for people to decide.
    pub cases: Vec<MergeCaseId>,
}

refusals! {
    /// Why the record was not taken.
    pub enum ArriveRefusal {
        /// No ids, or too many.
        NoIds => 422 "identity.no_ids" "一条记录要带 1 到 10 个来源编号。" "A record brings 1 to 10 ids.";
        /// An id is no id.
        BadId { kind: String } => 422 "identity.bad_id" "「{kind}」的内容不对，请检查这一行。" "The value of “{kind}” is not one; check this line.";
        /// The year is not one.
        BadYear => 422 "identity.bad_year" "出生年份应在 1900 到今年之间。" "The year of birth lies between 1900 and this year.";
        /// The source has no name.
        BadSource => 422 "identity.bad_source" "请写明来源，最多 40 个字。" "Name the source in at most 40 characters.";
    }
}

impl Command for Arrive {
    const NAME: &'static str = "identity.arrive";
    const SUMMARY: (&'static str, &'static str) =
        ("一条来源记录到达：认人、归并或排队", "A record arrives: recognise, merge or queue");
    type Output = Arrived;
    type Refusal = ArriveRefusal;

    fn need(&self) -> Need {
        Need::Site(&ARRIVE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Arrived> {
        let ids = self.checked(act)?;
        let shares = self.shares(tx, &ids).await?;
        let mut known: Vec<Known> = Vec::new();
        for (member, reasons) in shares {
            known.extend(state::known(tx, member, reasons).await?);
        }
        let decision = decide(&self.arriving(&ids), &known, act.now, ACTIVE_DAYS.get(tx).await?);
        self.take(tx, act, &ids, decision).await
    }
}

impl Arrive {
    fn checked(&self, act: &Act) -> Outcome<Vec<ArrivingId>> {
        if !(1..=10).contains(&self.identities.len()) {
            return Err(ArriveRefusal::NoIds.into());
        }
        if !(1..=40).contains(&self.source.trim().chars().count()) {
            return Err(ArriveRefusal::BadSource.into());
        }
        let this_year = act.now.civil(&jiff::tz::TimeZone::UTC).map_or(2_100, |d| i64::from(d.year()));
        if self.birth_year.is_some_and(|y| !(1900..=this_year).contains(&y)) {
            return Err(ArriveRefusal::BadYear.into());
        }
        let mut ids = Vec::with_capacity(self.identities.len());
        for id in &self.identities {
            let value = kind::normal(id.kind, &id.value)
                .ok_or_else(|| ArriveRefusal::BadId { kind: id.kind.text().get(act.lang).to_owned() })?;
            ids.push(ArrivingId { value, ..id.clone() });
        }
        Ok(ids)
    }

    fn arriving(&self, ids: &[ArrivingId]) -> Arriving {
        let first = |kind| ids.iter().find(|i| i.kind == kind).map(|i| i.value.clone());
        Arriving {
            union_id: first(IdentityKind::UnionId),
            name: self.name.clone().filter(|n| !n.trim().is_empty()),
            birth_year: self.birth_year.map(|y| y.to_string()),
            last_order: self.last_order.clone(),
            card: first(IdentityKind::Card),
        }
    }

    /// The members that share something with the record, and what.
    async fn shares(&self, tx: &mut Tx, ids: &[ArrivingId]) -> Outcome<BTreeMap<MemberId, Vec<Reason>>> {
        let mut out: BTreeMap<MemberId, Vec<Reason>> = BTreeMap::new();
        for id in ids {
            if let Some(holder) = state::holder(tx, id.kind.word(), &id.value).await? {
                let proven = id.verified && holder.verified_at.is_some();
                out.entry(holder.member).or_default().push(kind::reason(id.kind, proven));
            }
        }
        if let (Some(name), Some(year)) = (&self.name, self.birth_year) {
            for member in state::named(tx, name.trim(), &year.to_string()).await? {
                out.entry(member).or_default().push(Reason::SameNameAndYear);
            }
        }
        Ok(out)
    }

    async fn take(&self, tx: &mut Tx, act: &Act, ids: &[ArrivingId], decision: Decision) -> Outcome<Arrived> {
        let seen_at = self.active_at.unwrap_or(act.now);
        let home = decision.same.first().map(|s| s.0);
        let (face, fresh) = self.face(tx, act, ids, home, seen_at).await?;
        self.write_ids(tx, act, ids, &decision, &face, seen_at).await?;
        self.write_facts(tx, act, &face)?;
        let mut member = face.member;
        for (same, reason) in decision.same {
            if same != member {
                let (source, target) =
                    if fresh && member == face.member { (member, same) } else { (same, member) };
                if merge(tx, act, source, target, kind::word_of(reason)).await?.is_some() {
                    member = target;
                }
            }
        }
        let mut cases = Vec::new();
        for (known, reasons) in decision.perhaps {
            if known != member
                && let Some(case) = state::open_case(tx, act, known, member, &reasons).await?
            {
                tx.append(act, CASE_OPENED.on(case));
                cases.push(case);
            }
        }
        let outcome = if !fresh {
            "known"
        } else if home.is_some() {
            "merged"
        } else {
            "new"
        };
        Ok(Arrived { outcome: outcome.to_owned(), member, persona: face.persona, cases })
    }

    /// The face the record acts under: a known one when all its own ids are known and sit together.
    async fn face(
        &self,
        tx: &mut Tx,
        act: &Act,
        ids: &[ArrivingId],
        home: Option<MemberId>,
        seen_at: Time,
    ) -> Outcome<(Holder, bool)> {
        let mut held: Option<Holder> = None;
        let mut all = true;
        for id in ids.iter().filter(|i| i.kind.is_own()) {
            match state::holder(tx, id.kind.word(), &id.value).await? {
                Some(holder) => held = held.or(Some(holder)),
                None => all = false,
            }
        }
        if let Some(holder) = held.filter(|h| all && Some(h.member) == home) {
            member::state::seen(tx, holder.member, seen_at)?;
            return Ok((holder, false));
        }
        let face = state::create(tx, act, self.source.trim(), "", seen_at).await?;
        tx.append(act, ARRIVED.on(face.member).with(face.persona));
        Ok((face, true))
    }

    async fn write_ids(
        &self,
        tx: &mut Tx,
        act: &Act,
        ids: &[ArrivingId],
        decision: &Decision,
        face: &Holder,
        seen_at: Time,
    ) -> Outcome<()> {
        for id in ids {
            let pair = (id.kind.word(), id.value.as_str());
            match state::holder(tx, pair.0, pair.1).await? {
                None => state::attach(tx, act, face.persona, pair, id.verified, seen_at)?,
                Some(h) if h.member == face.member || decision.same.iter().any(|s| s.0 == h.member) => {
                    state::seen_again(tx, act, pair, id.verified, seen_at)?;
                }
                Some(h) if id.verified && id.kind.is_address() => {
                    // Whoever proves the number by a code has it now; the former holder's past stays his.
                    state::release(tx, act, pair.0, pair.1)?;
                    state::attach(tx, act, face.persona, pair, true, seen_at)?;
                    tx.append(act, RELEASED.on(h.member).with(h.persona));
                }
                Some(_) => state::claim(tx, act, face.persona, pair, self.source.trim())?,
            }
        }
        Ok(())
    }

    fn write_facts(&self, tx: &mut Tx, act: &Act, face: &Holder) -> Outcome<()> {
        let year = self.birth_year.map(|y| y.to_string());
        let facts = [("real_name", &self.name), ("birth_year", &year), ("last_order", &self.last_order)];
        for (kind, value) in facts {
            if let Some(value) = value.as_deref().map(str::trim).filter(|v| !v.is_empty()) {
                member::state::put_fact(tx, act, face.persona, (kind, value), self.source.trim())?;
            }
        }
        Ok(())
    }
}
