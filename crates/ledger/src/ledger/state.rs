//! Rows of accounts, transfers and holds.

use super::{
    Balance, Book, LedgerRefusal, Party,
    book::{owner, written},
};
use serde_json::{Value as Json, json};
use weilu_kernel::{Act, Tx, rows, sql};
use weilu_store::{Row, params};
use weilu_vocabulary::{Fault, HOUR, Id, LedgerAccountId, Outcome, Ref, RefKind, Time, TransferId};

/// What a line of the ledger does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Books.
    Move,
    /// Sets aside.
    Hold,
    /// Books what was set aside.
    Capture,
    /// Gives it back.
    Release,
    /// Gives it back because its time is over.
    Lapse,
}

impl Kind {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Kind::Move => "move",
            Kind::Hold => "hold",
            Kind::Capture => "capture",
            Kind::Release => "release",
            Kind::Lapse => "lapse",
        }
    }
}

rows! {
    /// An account.
    #[derive(Clone, Debug)]
    pub(super) struct Account {
        pub id: LedgerAccountId,
        pub role: String,
        pub owner_kind: String,
        pub owner: i64,
        pub floor: bool,
        pub posted: i64,
        pub held_in: i64,
        pub held_out: i64,
    }

    /// A line of the ledger.
    #[derive(Clone, Debug)]
    pub(super) struct TransferRow {
        pub id: TransferId,
        pub key: String,
        pub hash: Vec<u8>,
        pub kind: String,
        pub hold: Option<TransferId>,
        pub book: String,
        pub unit: i64,
        pub source: LedgerAccountId,
        pub target: LedgerAccountId,
        pub amount: i64,
        pub until: Option<Time>,
        pub reason: String,
        pub about_kind: Option<String>,
        pub about: Option<i64>,
        pub at: Time,
    }

    /// A line of an account's statement.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Line {
        /// Which transfer.
        pub id: TransferId,
        /// Its key.
        pub key: String,
        /// `move`, `hold`, `capture`, `release`, `lapse`.
        pub kind: String,
        /// What it changed: positive in, negative out; of a hold what it set aside.
        pub change: i64,
        /// Why, as stored.
        pub reason: String,
        /// About what: kind.
        pub about_kind: Option<String>,
        /// About what: number.
        pub about: Option<i64>,
        /// When, microseconds.
        pub at: Time,
    }
}

impl Account {
    pub(super) fn owner(&self) -> Option<Ref> {
        owner(&self.owner_kind, self.owner)
    }
}

impl Line {
    /// About what.
    #[must_use]
    pub fn about(&self) -> Option<Ref> {
        Some(Ref { kind: RefKind::from_word(self.about_kind.as_deref()?)?, id: self.about? })
    }
}

impl TransferRow {
    /// As it stands in the log.
    pub(super) fn body(&self, source: &Account, target: &Account) -> Json {
        let party = |account: &Account| written(&account.role, account.owner());
        written_line(self, &party(source), &party(target))
    }
}

/// A line of the ledger between two parties, as it stands in the log.
pub(super) fn written_line(row: &TransferRow, source: &str, target: &str) -> Json {
    json!({
        "key": row.key, "kind": row.kind, "hold": row.hold, "book": row.book, "unit": row.unit, "source": source,
        "target": target, "until": row.until, "reason": row.reason, "about_kind": row.about_kind, "about": row.about,
        "at": row.at,
    })
}

/// The account of a party, opened when it is not there yet.
pub(super) async fn account(
    tx: &mut Tx,
    act: &Act,
    place: (&Book, Option<Ref>),
    party: Party,
) -> Result<Account, Fault> {
    if let Some(account) = find(tx, place, party).await? {
        return Ok(account);
    }
    let id: LedgerAccountId = act.id();
    tx.exec(
        sql!("insert into ledger_account (tenant, id, book, unit, role, owner_kind, owner, floor, posted, held_in, held_out) values ($tenant, $1, $2, $3, $4, $5, $6, $7, 0, 0, 0) on conflict do nothing"),
        params![id, place.0.word, place.1.map_or(0, |unit| unit.id), party.role.word, party.owner_kind(), party.owner_id(), party.role.floor],
    )
    .await?;
    find(tx, place, party).await?.ok_or_else(|| Fault::new("an account that was opened is not there"))
}

async fn find(tx: &mut Tx, place: (&Book, Option<Ref>), party: Party) -> Result<Option<Account>, Fault> {
    tx.one(
        sql!("select id, role, owner_kind, owner, floor, posted, held_in, held_out from ledger_account where tenant = $tenant and owner = $5 and book = $1 and unit = $2 and role = $3 and owner_kind = $4"),
        params![place.0.word, place.1.map_or(0, |unit| unit.id), party.role.word, party.owner_kind(), party.owner_id()],
    )
    .await
}

/// What a party holds; nothing when it was never needed.
///
/// # Errors
/// When the database fails.
pub async fn balance(tx: &mut Tx, book: &Book, unit: Option<Ref>, party: Party) -> Result<Balance, Fault> {
    let account = find(tx, (book, unit), party).await?;
    Ok(account.map_or_else(Balance::default, |a| Balance {
        posted: a.posted,
        held_in: a.held_in,
        held_out: a.held_out,
    }))
}

/// Changes two accounts, each by what is posted, held for it and held from it; always in the same order, so that two who
/// book against one another do not wait for each other.
pub(super) async fn change(
    tx: &mut Tx,
    source: (&Account, [i64; 3]),
    target: (&Account, [i64; 3]),
) -> Outcome<()> {
    let mut both = [source, target];
    both.sort_unstable_by_key(|(account, _)| account.id);
    for (account, by) in both {
        change_one(tx, account, by).await?;
    }
    Ok(())
}

/// The floor is asked in the statement itself: two who take at once cannot both pass it.
async fn change_one(tx: &mut Tx, account: &Account, by: [i64; 3]) -> Outcome<()> {
    let [posted, held_in, held_out] = by;
    let done = tx
        .exec(
            sql!("update ledger_account set posted = posted + $2, held_in = held_in + $3, held_out = held_out + $4 where tenant = $tenant and id = $1 and (not floor or cast($5 as bigint) >= 0 or posted - held_out + $5 >= 0)"),
            params![account.id, posted, held_in, held_out, posted - held_out],
        )
        .await?;
    if done == 1 {
        return Ok(());
    }
    let row: Option<Row> = tx
        .one(
            sql!("select posted - held_out as have from ledger_account where tenant = $tenant and id = $1"),
            params![account.id],
        )
        .await?;
    let have = row.map_or(Ok(0), |row| row.first())?;
    Err(LedgerRefusal::Short { have, need: held_out - posted }.into())
}

pub(super) async fn by_key(tx: &mut Tx, key: &str) -> Result<Option<TransferRow>, Fault> {
    tx.one(
        sql!("select id, key, hash, kind, hold, book, unit, source, target, amount, until, reason, about_kind, about, at from ledger_transfer where tenant = $tenant and key = $1"),
        params![key],
    )
    .await
}

pub(super) async fn by_id(tx: &mut Tx, id: TransferId) -> Result<Option<TransferRow>, Fault> {
    tx.one(
        sql!("select id, key, hash, kind, hold, book, unit, source, target, amount, until, reason, about_kind, about, at from ledger_transfer where tenant = $tenant and id = $1"),
        params![id],
    )
    .await
}

pub(super) async fn account_of(tx: &mut Tx, id: LedgerAccountId) -> Result<Account, Fault> {
    let found = tx
        .one(
            sql!("select id, role, owner_kind, owner, floor, posted, held_in, held_out from ledger_account where tenant = $tenant and id = $1"),
            params![id],
        )
        .await?;
    found.ok_or_else(|| Fault::new("a transfer names an account that is not there"))
}

pub(super) fn insert(tx: &mut Tx, row: &TransferRow) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into ledger_transfer (tenant, id, key, hash, kind, hold, book, unit, source, target, amount, until, reason, about_kind, about, at) values ($tenant, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"),
        params![
            row.id, &row.key, row.hash.clone(), &row.kind, row.hold, &row.book, row.unit, row.source, row.target, row.amount,
            row.until, &row.reason, row.about_kind.clone(), row.about, row.at
        ],
    )
}

pub(super) fn open_hold(tx: &mut Tx, transfer: TransferId, until: Time) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into ledger_hold (tenant, transfer, until) values ($tenant, $1, $2)"),
        params![transfer, until],
    )
}

/// Ends a hold; whether it was open, and lasts longer than until a moment.
pub(super) async fn end_hold(tx: &mut Tx, transfer: TransferId, now: Time) -> Result<bool, Fault> {
    let ended = tx
        .exec(
            sql!("delete from ledger_hold where tenant = $tenant and transfer = $1 and until > $2"),
            params![transfer, now],
        )
        .await?;
    Ok(ended == 1)
}

/// Holds whose time is over, oldest first.
pub(super) async fn late_holds(tx: &mut Tx, now: Time, most: i64) -> Result<Vec<TransferId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select transfer from ledger_hold where tenant = $tenant and until <= $1 order by until, transfer limit $2"),
            params![now, most],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// The statement of a party, newest first, before a transfer where one is given.
///
/// # Errors
/// When the database fails.
pub async fn lines(
    tx: &mut Tx,
    book: &Book,
    party: Party,
    before: Option<TransferId>,
    most: i64,
) -> Result<Vec<Line>, Fault> {
    let Some(account) = find(tx, (book, None), party).await? else { return Ok(Vec::new()) };
    let last = before.map_or(i64::MAX, Id::raw);
    tx.all(
        sql!("select id, key, kind, case when kind = 'hold' then -amount when kind in ('release', 'lapse') then amount when kind = 'capture' then 0 else -amount end as change, reason, about_kind, about, at from (select * from ledger_transfer where tenant = $tenant and source = $1 and id < $2 order by id desc limit $3) o
              union all select id, key, kind, amount as change, reason, about_kind, about, at from (select * from ledger_transfer where tenant = $tenant and target = $1 and id < $2 and kind in ('move', 'capture') order by id desc limit $3) i
              order by id desc limit $3"),
        params![account.id, last, most],
    )
    .await
}

/// What changed an account since a moment, hour by hour: the hour's beginning and the sum.
///
/// # Errors
/// When the database fails.
pub async fn by_hour(tx: &mut Tx, book: &Book, party: Party, since: Time) -> Result<Vec<(Time, i64)>, Fault> {
    let Some(account) = find(tx, (book, None), party).await? else { return Ok(Vec::new()) };
    let rows: Vec<Row> = tx
        .all(
            sql!("select at / 3600000000 as hour, cast(sum(case when target = $1 then amount else -amount end) as bigint) as change from ledger_transfer where tenant = $tenant and (source = $1 or target = $1) and kind in ('move', 'capture') and at >= $2 group by at / 3600000000"),
            params![account.id, since],
        )
        .await?;
    rows.iter().map(|row| Ok((Time(row.get::<i64>("hour")? * HOUR), row.get("change")?))).collect()
}
