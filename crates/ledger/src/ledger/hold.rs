//! Setting aside, booking what was set aside, giving it back.

use super::{
    Booked, CAPTURED, LAPSED, LedgerRefusal, RELEASED, Transfer,
    state::{self, Kind, TransferRow},
    transfer::{Drawn, log},
};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{Fault, Outcome, Time, TransferId};

/// Sets an amount aside until a moment: nobody else can take it from its account.
///
/// # Errors
/// As [`super::transfer`]; a fault when the moment is not in the future.
pub async fn hold(tx: &mut Tx, act: &Act, wanted: &Transfer, until: Time) -> Outcome<Booked> {
    let line = Drawn::new(wanted, Kind::Hold, Some(until))?;
    if let Some(known) = line.known(tx).await? {
        return Ok(known);
    }
    if until <= act.now {
        return Err(Fault::new(format!("{} would be over before it began", wanted.key)).into());
    }
    let (source, target) = line.accounts(tx, act).await?;
    state::change(tx, (&source, [0, 0, wanted.amount]), (&target, [0, wanted.amount, 0])).await?;
    let booked = line.write(tx, act, (&source, &target))?;
    state::open_hold(tx, booked.transfer, until)?;
    Ok(booked)
}

/// Books what was set aside, or a part of it; the rest is given back.
///
/// # Errors
/// [`LedgerRefusal::HoldOver`], [`LedgerRefusal::OverHold`], [`LedgerRefusal::KeyReused`].
pub async fn capture(
    tx: &mut Tx,
    act: &Act,
    key: &str,
    held: TransferId,
    amount: Option<i64>,
) -> Outcome<Booked> {
    end(tx, act, Ending { key, held, kind: Kind::Capture, amount }).await
}

/// Gives back what was set aside.
///
/// # Errors
/// [`LedgerRefusal::HoldOver`], [`LedgerRefusal::KeyReused`].
pub async fn release(tx: &mut Tx, act: &Act, key: &str, held: TransferId) -> Outcome<Booked> {
    end(tx, act, Ending { key, held, kind: Kind::Release, amount: None }).await
}

/// How a hold ends.
pub(super) struct Ending<'t> {
    pub key: &'t str,
    pub held: TransferId,
    pub kind: Kind,
    /// How much of it is booked; all without.
    pub amount: Option<i64>,
}

pub(super) async fn end(tx: &mut Tx, act: &Act, ending: Ending<'_>) -> Outcome<Booked> {
    let held = state::by_id(tx, ending.held).await?.ok_or(LedgerRefusal::HoldOver)?;
    if held.kind != Kind::Hold.word() {
        return Err(Fault::new(format!("{} is no hold", held.key)).into());
    }
    let amount = ending.amount.unwrap_or(held.amount);
    let hash = hash(&ending, amount);
    if let Some(known) = state::by_key(tx, ending.key).await? {
        let same = known.hash == hash;
        return if same {
            Ok(Booked { transfer: known.id, fresh: false })
        } else {
            Err(LedgerRefusal::KeyReused.into())
        };
    }
    if amount <= 0 || amount > held.amount {
        return Err(LedgerRefusal::OverHold { held: held.amount }.into());
    }
    // What lapses is over; nothing else ends a hold whose time is over.
    let lasts = if ending.kind == Kind::Lapse { Time(i64::MIN) } else { act.now };
    if !state::end_hold(tx, held.id, lasts).await? {
        return Err(LedgerRefusal::HoldOver.into());
    }
    book(tx, act, &held, TransferRow { amount, hash, ..ended(&held, act, &ending) }).await
}

fn ended(held: &TransferRow, act: &Act, ending: &Ending<'_>) -> TransferRow {
    TransferRow {
        id: act.id(),
        key: ending.key.to_owned(),
        kind: ending.kind.word().to_owned(),
        hold: Some(held.id),
        until: None,
        at: act.now,
        ..held.clone()
    }
}

async fn book(tx: &mut Tx, act: &Act, held: &TransferRow, row: TransferRow) -> Outcome<Booked> {
    let source = state::account_of(tx, held.source).await?;
    let target = state::account_of(tx, held.target).await?;
    let (booked, event) = match row.kind.as_str() {
        "capture" => (row.amount, CAPTURED),
        "lapse" => (0, LAPSED),
        _ => (0, RELEASED),
    };
    let (out, into) = ([-booked, 0, -held.amount], [booked, -held.amount, 0]);
    state::change(tx, (&source, out), (&target, into)).await?;
    state::insert(tx, &row)?;
    log(tx, act, event, &row, (&source, &target));
    Ok(Booked { transfer: row.id, fresh: true })
}

fn hash(ending: &Ending<'_>, amount: i64) -> Vec<u8> {
    let text = format!("{}\n{}\n{amount}", ending.kind.word(), ending.held);
    blake3::hash(text.as_bytes()).as_bytes().to_vec()
}
