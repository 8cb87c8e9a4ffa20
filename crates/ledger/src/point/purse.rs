//! What somebody has: giving, taking, taking back.

use super::{AVAILABLE, DEBT, DEBT_PAID, EXPIRED, ISSUED, PAST, POINTS, VALID_DAYS, state::lot};
use crate::ledger::{self, LedgerRefusal, Party, Reason, Transfer};
use weilu_kernel::{Act, Tx};
use weilu_people::identity;
use weilu_vocabulary::{DAY, Fault, MemberId, Outcome, PersonaId, Ref, Time, TransferId};

/// One change of somebody's points.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub key: String,
    pub persona: PersonaId,
    pub points: i64,
    pub reason: &'static Reason,
    pub about: Option<Ref>,
}

impl Entry {
    fn between(&self, from: Party, to: Party, points: i64) -> Transfer {
        Transfer {
            key: self.key.clone(),
            book: &POINTS,
            unit: None,
            from,
            to,
            amount: points,
            reason: self.reason,
            about: self.about,
        }
    }

    fn part(&self, name: &str, reason: &'static Reason) -> Entry {
        Entry { key: format!("{}:{name}", self.key), reason, ..self.clone() }
    }
}

fn own(persona: PersonaId) -> Party {
    Party::of(&AVAILABLE, persona)
}

async fn available(tx: &mut Tx, persona: PersonaId) -> Result<i64, Fault> {
    Ok(ledger::balance(tx, &POINTS, None, own(persona)).await?.available())
}

async fn owed(tx: &mut Tx, persona: PersonaId) -> Result<i64, Fault> {
    Ok(-ledger::balance(tx, &POINTS, None, Party::of(&DEBT, persona)).await?.posted)
}

/// A line of the ledger that was written, and whose.
pub(super) type Written = (TransferId, PersonaId);

/// Gives points; what the person owes is paid from them first.
pub(super) async fn give(tx: &mut Tx, act: &Act, entry: &Entry) -> Outcome<Vec<Written>> {
    let persona = entry.persona;
    let given = entry.between(Party::house(&ISSUED), own(persona), entry.points);
    let booked = ledger::transfer(tx, act, &given).await?;
    if !booked.fresh {
        return Ok(Vec::new());
    }
    let days = VALID_DAYS.get(tx).await?;
    let last = if days > 0 { act.now + days * DAY } else { Time(i64::MAX) };
    lot::open(tx, booked.transfer, persona, entry.points, last)?;
    let pays = owed(tx, persona).await?.min(entry.points);
    if pays > 0 {
        let paid = entry.part("debt", &DEBT_PAID);
        move_out(tx, act, &paid, Party::of(&DEBT, persona), pays).await?;
    }
    Ok(vec![(booked.transfer, persona)])
}

/// Takes points back, of whatever the person still has, and leaves the rest as a debt.
pub(super) async fn take_back(tx: &mut Tx, act: &Act, entry: &Entry) -> Outcome<()> {
    let has = available(tx, entry.persona).await?.clamp(0, entry.points);
    if has > 0 {
        move_out(tx, act, entry, Party::house(&ISSUED), has).await?;
    }
    let rest = entry.points - has;
    if rest > 0 {
        let owing = entry.part("debt", entry.reason);
        let debt = owing.between(Party::of(&DEBT, entry.persona), Party::house(&ISSUED), rest);
        ledger::transfer(tx, act, &debt).await?;
    }
    Ok(())
}

/// Lets points go that nobody spent in time.
pub(super) async fn let_go(
    tx: &mut Tx,
    act: &Act,
    lot: TransferId,
    persona: PersonaId,
    points: i64,
) -> Outcome<()> {
    let entry = Entry { key: format!("past:{lot}"), persona, points, reason: &PAST, about: None };
    ledger::transfer(tx, act, &entry.between(own(persona), Party::house(&EXPIRED), points)).await?;
    Ok(())
}

async fn move_out(tx: &mut Tx, act: &Act, entry: &Entry, to: Party, points: i64) -> Outcome<Written> {
    let booked = ledger::transfer(tx, act, &entry.between(own(entry.persona), to, points)).await?;
    if booked.fresh {
        lot::use_up(tx, entry.persona, points).await?;
    }
    Ok((booked.transfer, entry.persona))
}

/// What a member has over all of his personas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// What he can spend.
    pub available: i64,
    /// What he owes.
    pub owed: i64,
}

/// What a member has.
///
/// # Errors
/// When the database fails.
pub(super) async fn standing(tx: &mut Tx, member: MemberId) -> Result<Standing, Fault> {
    let mut sum = Standing::default();
    for persona in identity::state::personas(tx, member).await? {
        sum.available += available(tx, persona).await?;
        sum.owed += owed(tx, persona).await?;
    }
    Ok(sum)
}

/// Takes points of a member to another party, oldest first within each of his personas; says which lines were written.
///
/// # Errors
/// [`LedgerRefusal::Short`] when he has less.
pub(super) async fn take(
    tx: &mut Tx,
    act: &Act,
    member: MemberId,
    what: (&str, i64, &'static Reason),
    to: Party,
) -> Outcome<Vec<Written>> {
    let (key, points, reason) = what;
    let (mut left, mut lines) = (points, Vec::new());
    for persona in identity::state::personas(tx, member).await? {
        let part = available(tx, persona).await?.min(left);
        if part > 0 {
            let entry = Entry { key: format!("{key}:{persona}"), persona, points: part, reason, about: None };
            lines.push(move_out(tx, act, &entry, to, part).await?);
            left -= part;
        }
    }
    if left > 0 {
        return Err(LedgerRefusal::Short { have: points - left, need: points }.into());
    }
    Ok(lines)
}
