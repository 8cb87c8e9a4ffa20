//! Booking: one amount from one account to another, once for each key.

use super::{
    Book, MOVED, Party, Reason,
    state::{self, Account, Kind, TransferRow},
};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{Fault, Outcome, PersonaId, Ref, RefKind, Time, TransferId, refusals};

/// An amount that is to go from one account to another.
#[derive(Clone, Debug)]
pub struct Transfer {
    /// Chosen by whoever books, and kept for ever: the same thing is never booked twice under it.
    pub key: String,
    /// In which book.
    pub book: &'static Book,
    /// Of which unit of the book, where it counts several: the article, the kind of coupon.
    pub unit: Option<Ref>,
    /// From which account.
    pub from: Party,
    /// To which account.
    pub to: Party,
    /// How much, in units of the book; positive.
    pub amount: i64,
    /// Why.
    pub reason: &'static Reason,
    /// About what: the order, the post, the activity.
    pub about: Option<Ref>,
}

/// What stands in the ledger now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Booked {
    /// Which transfer.
    pub transfer: TransferId,
    /// Whether it was booked just now, and not the first time this key came.
    pub fresh: bool,
}

refusals! {
    /// Why something was not booked.
    pub enum LedgerRefusal {
        /// There is not that much.
        Short { have: i64, need: i64 } => 409 "ledger.short" "余额不够：可用 {have}，需要 {need}。" "There is not enough: {have} available, {need} needed.";
        /// The key stands for something else.
        KeyReused => 409 "ledger.key_reused" "这笔账的编号已经用于另一笔，没有入账；请刷新后重试。" "The key of this entry stands for another one, so nothing was booked; reload and try again.";
        /// What was set aside was booked or given back already, or its time is over.
        HoldOver => 409 "ledger.hold_over" "这笔冻结已经处理过或已到期。" "What was set aside has been dealt with already, or its time is over.";
        /// More than was set aside.
        OverHold { held: i64 } => 422 "ledger.over_hold" "最多只能入账冻结的 {held}。" "No more can be booked than the {held} that were set aside.";
    }
}

/// Books a transfer.
///
/// # Errors
/// [`LedgerRefusal::Short`] when an account with a floor has less, [`LedgerRefusal::KeyReused`]; a fault when the amount
/// is not positive or both sides are the same account: mistakes of the caller.
pub async fn transfer(tx: &mut Tx, act: &Act, wanted: &Transfer) -> Outcome<Booked> {
    let line = Drawn::new(wanted, Kind::Move, None)?;
    if let Some(known) = line.known(tx).await? {
        return Ok(known);
    }
    let (source, target) = line.accounts(tx, act).await?;
    let amount = wanted.amount;
    state::change(tx, (&source, [-amount, 0, 0]), (&target, [amount, 0, 0])).await?;
    line.write(tx, act, (&source, &target))
}

/// A line of the ledger before it is written.
pub(super) struct Drawn<'t> {
    pub wanted: &'t Transfer,
    pub kind: Kind,
    pub until: Option<Time>,
    pub hash: Vec<u8>,
}

impl<'t> Drawn<'t> {
    pub(super) fn new(wanted: &'t Transfer, kind: Kind, until: Option<Time>) -> Result<Drawn<'t>, Fault> {
        if wanted.amount <= 0 || wanted.from == wanted.to {
            return Err(Fault::new(format!("{} would book {} in a circle", wanted.key, wanted.amount)));
        }
        Ok(Drawn { wanted, kind, until, hash: hash(wanted, kind, until) })
    }

    /// What was booked under its key before.
    pub(super) async fn known(&self, tx: &mut Tx) -> Outcome<Option<Booked>> {
        let Some(row) = state::by_key(tx, &self.wanted.key).await? else { return Ok(None) };
        if row.hash != self.hash {
            return Err(LedgerRefusal::KeyReused.into());
        }
        Ok(Some(Booked { transfer: row.id, fresh: false }))
    }

    pub(super) async fn accounts(&self, tx: &mut Tx, act: &Act) -> Outcome<(Account, Account)> {
        let place = (self.wanted.book, self.wanted.unit);
        let source = state::account(tx, act, place, self.wanted.from).await?;
        let target = state::account(tx, act, place, self.wanted.to).await?;
        Ok((source, target))
    }

    pub(super) fn write(&self, tx: &mut Tx, act: &Act, accounts: (&Account, &Account)) -> Outcome<Booked> {
        let (source, target) = accounts;
        let row = TransferRow {
            id: act.id(),
            key: self.wanted.key.clone(),
            hash: self.hash.clone(),
            kind: self.kind.word().to_owned(),
            hold: None,
            book: self.wanted.book.word.to_owned(),
            unit: self.wanted.unit.map_or(0, |unit| unit.id),
            source: source.id,
            target: target.id,
            amount: self.wanted.amount,
            until: self.until,
            reason: self.wanted.reason.word.to_owned(),
            about_kind: self.wanted.about.map(|about| about.kind.word().to_owned()),
            about: self.wanted.about.map(|about| about.id),
            at: act.now,
        };
        state::insert(tx, &row)?;
        let event = if self.kind == Kind::Hold { super::HELD } else { MOVED };
        log(tx, act, event, &row, accounts);
        Ok(Booked { transfer: row.id, fresh: true })
    }
}

/// Writes a line of the ledger into the log, where the chain of hashes holds it.
pub(super) fn log(
    tx: &mut Tx,
    act: &Act,
    kind: weilu_vocabulary::EventKind,
    row: &TransferRow,
    accounts: (&Account, &Account),
) {
    let owners = [accounts.0.owner(), accounts.1.owner()].into_iter().flatten();
    let people: Vec<Ref> = owners.filter(|owner| owner.kind == RefKind::Persona).collect();
    let mut event = kind.on(row.id).value(row.amount).body(row.body(accounts.0, accounts.1));
    for persona in people.iter().filter_map(|owner| owner.get::<PersonaId>()) {
        event = event.with(persona);
    }
    tx.append(act, event);
}

/// What the key stands for: everything but the moment.
fn hash(wanted: &Transfer, kind: Kind, until: Option<Time>) -> Vec<u8> {
    let show = |thing: Option<Ref>| thing.map_or_else(String::new, |thing| thing.to_string());
    let parts = [
        kind.word().to_owned(),
        wanted.book.word.to_owned(),
        show(wanted.unit),
        wanted.from.written(),
        wanted.to.written(),
        wanted.amount.to_string(),
        until.map_or_else(String::new, |until| until.0.to_string()),
        wanted.reason.word.to_owned(),
        show(wanted.about),
    ];
    blake3::hash(parts.join("\n").as_bytes()).as_bytes().to_vec()
}
