//! Whether the ledger of a living house is right: asked by `weilu money verify`, by the checks of the installation and
//! by the simulator after every step. It reads and mends nothing.

use super::{
    book::{owner, written},
    state::written_line,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Tx, rows, sql};
use weilu_store::{Row, Value};
use weilu_vocabulary::{Fault, Id, LedgerAccountId, SECOND, Text, Time, TransferId};

/// Lines of the ledger compared with the log at once.
const PAGE: i64 = 500;
/// Doubts named; what is wrong in more places is wrong in the same way.
const NAMED: usize = 100;

/// Microseconds after which a committed line certainly has its place in the log.
const SEALED_WITHIN: i64 = 10 * SECOND;

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Doubt {
    /// `sum`, `floor`, `balance`, `hold`, `log`.
    pub rule: String,
    /// The account, transfer or book.
    pub what: String,
    /// What is wrong with it.
    pub text: Text,
}

impl Doubt {
    fn new(rule: &str, what: impl ToString, text: Text) -> Doubt {
        Doubt { rule: rule.to_owned(), what: what.to_string(), text }
    }
}

/// What was looked at, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Verified {
    /// Accounts looked at.
    pub accounts: i64,
    /// Transfers compared with the log.
    pub transfers: i64,
    /// What is not as it must be, a hundred at most; empty when all is right.
    pub doubts: Vec<Doubt>,
}

/// Looks through the whole ledger of one brand.
///
/// # Errors
/// When the database fails.
pub async fn verify(tx: &mut Tx, now: Time) -> Result<Verified, Fault> {
    let counted: Option<Row> =
        tx.one(sql!("select count(*) as accounts from ledger_account where tenant = $tenant"), &[]).await?;
    let mut seen =
        Verified { accounts: counted.map_or(Ok(0), |row| row.get("accounts"))?, ..Verified::default() };
    seen.doubts.extend(sums(tx).await?);
    seen.doubts.extend(floors(tx).await?);
    seen.doubts.extend(balances(tx).await?);
    seen.doubts.extend(holds(tx).await?);
    let mut after = 0;
    while seen.doubts.len() < NAMED {
        let lines = page(tx, after).await?;
        let Some(last) = lines.last() else { break };
        after = last.id.raw();
        seen.transfers += i64::try_from(lines.len()).unwrap_or(i64::MAX);
        seen.doubts.extend(lines.iter().filter_map(|line| line.doubt(now)));
    }
    seen.doubts.truncate(NAMED);
    Ok(seen)
}

async fn sums(tx: &mut Tx) -> Result<Vec<Doubt>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select book, unit, cast(sum(posted) as bigint) as posted, cast(sum(held_in) - sum(held_out) as bigint) as held from ledger_account where tenant = $tenant group by book, unit having sum(posted) <> 0 or sum(held_in) <> sum(held_out) limit 100"),
            &[],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let (book, unit): (String, i64) = (row.get("book")?, row.get("unit")?);
            Ok(Doubt::new(
                "sum",
                format!("{book} {unit}"),
                Text::new("这本账借贷不平。", "This book does not sum to zero."),
            ))
        })
        .collect()
}

async fn floors(tx: &mut Tx) -> Result<Vec<Doubt>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select id from ledger_account where tenant = $tenant and ((floor and posted < held_out) or held_in < 0 or held_out < 0) limit 100"),
            &[],
        )
        .await?;
    accounts(
        &rows,
        "floor",
        &Text::new(
            "这个账户低于零，或冻结的比有的多。",
            "This account is below zero, or more is set aside than it has.",
        ),
    )
}

/// Accounts whose figures are not the sum of their transfers.
async fn balances(tx: &mut Tx) -> Result<Vec<Doubt>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("with moved (account, posted, held_in, held_out) as (
                select target, amount, cast(0 as bigint), cast(0 as bigint) from ledger_transfer where tenant = $tenant and kind in ('move', 'capture')
                union all select source, -amount, cast(0 as bigint), cast(0 as bigint) from ledger_transfer where tenant = $tenant and kind in ('move', 'capture')
                union all select t.target, cast(0 as bigint), t.amount, cast(0 as bigint) from ledger_hold h join ledger_transfer t on t.tenant = h.tenant and t.id = h.transfer where h.tenant = $tenant
                union all select t.source, cast(0 as bigint), cast(0 as bigint), t.amount from ledger_hold h join ledger_transfer t on t.tenant = h.tenant and t.id = h.transfer where h.tenant = $tenant)
              select a.id from ledger_account a left join (select account, cast(sum(posted) as bigint) as posted, cast(sum(held_in) as bigint) as held_in, cast(sum(held_out) as bigint) as held_out from moved group by account) m on m.account = a.id
              where a.tenant = $tenant and (a.posted <> coalesce(m.posted, 0) or a.held_in <> coalesce(m.held_in, 0) or a.held_out <> coalesce(m.held_out, 0)) limit 100"),
            &[],
        )
        .await?;
    accounts(
        &rows,
        "balance",
        &Text::new(
            "这个账户的余额与流水不符。",
            "The balance of this account is not the sum of its transfers.",
        ),
    )
}

/// Holds that are neither open nor ended once, and ends that booked more than was set aside.
async fn holds(tx: &mut Tx) -> Result<Vec<Doubt>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select t.id from ledger_transfer t where t.tenant = $tenant and t.kind = 'hold' and
                    (select count(*) from ledger_hold h where h.tenant = $tenant and h.transfer = t.id) + (select count(*) from ledger_transfer e where e.tenant = $tenant and e.hold = t.id) <> 1
                  union all select e.id from ledger_transfer e join ledger_transfer t on t.tenant = e.tenant and t.id = e.hold where e.tenant = $tenant and (e.amount > t.amount or t.kind <> 'hold') limit 100"),
            &[],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let text =
                Text::new("这笔冻结没有恰好处理一次。", "This hold is neither open nor ended exactly once.");
            Ok(Doubt::new("hold", row.first::<TransferId>()?, text))
        })
        .collect()
}

fn accounts(rows: &[Row], rule: &str, text: &Text) -> Result<Vec<Doubt>, Fault> {
    rows.iter().map(|row| Ok(Doubt::new(rule, row.first::<LedgerAccountId>()?, text.clone()))).collect()
}

rows! {
    /// A transfer beside what the log says of it.
    struct Compared {
        id: TransferId, key: String, hash: Vec<u8>, kind: String, hold: Option<TransferId>, book: String, unit: i64,
        source: LedgerAccountId, target: LedgerAccountId, amount: i64, until: Option<Time>, reason: String,
        about_kind: Option<String>, about: Option<i64>, at: Time, source_role: String, source_kind: String,
        source_owner: i64, target_role: String, target_kind: String, target_owner: i64, logged: Option<i64>,
        body: Option<String>, body_hash: Option<Vec<u8>>,
    }
}

async fn page(tx: &mut Tx, after: i64) -> Result<Vec<Compared>, Fault> {
    tx.all(
        sql!("select t.id, t.key, t.hash, t.kind, t.hold, t.book, t.unit, t.source, t.target, t.amount, t.until, t.reason, t.about_kind, t.about, t.at,
                s.role as source_role, s.owner_kind as source_kind, s.owner as source_owner, g.role as target_role, g.owner_kind as target_kind, g.owner as target_owner,
                e.value as logged, b.body, e.body_hash
              from (select * from ledger_transfer where tenant = $tenant and id > $1 order by id limit $2) t
              join ledger_account s on s.tenant = $tenant and s.id = t.source join ledger_account g on g.tenant = $tenant and g.id = t.target
              left join event e on e.object = t.id and e.object_kind = 'transfer' and e.tenant = $tenant left join event_body b on b.pos = e.pos
              order by t.id"),
        &[Value::Int(after), Value::Int(PAGE)],
    )
    .await
}

impl Compared {
    fn doubt(&self, now: Time) -> Option<Doubt> {
        let Some(body) = &self.body else {
            if now.since(self.at) < SEALED_WITHIN {
                return None;
            }
            let text = Text::new("日志里没有这笔账。", "The log does not hold this transfer.");
            return Some(Doubt::new("log", self.id, text));
        };
        let written_text = self.written().to_string();
        let hash = blake3::hash(body.as_bytes()).as_bytes().to_vec();
        let same = self.logged == Some(self.amount)
            && self.body_hash.as_ref() == Some(&hash)
            && *body == written_text;
        let text = Text::new(
            "这笔账与日志不符，被改过。",
            "This transfer is not what the log says: it was changed.",
        );
        (!same).then(|| Doubt::new("log", self.id, text))
    }

    fn written(&self) -> serde_json::Value {
        let row = super::state::TransferRow {
            id: self.id,
            key: self.key.clone(),
            hash: self.hash.clone(),
            kind: self.kind.clone(),
            hold: self.hold,
            book: self.book.clone(),
            unit: self.unit,
            source: self.source,
            target: self.target,
            amount: self.amount,
            until: self.until,
            reason: self.reason.clone(),
            about_kind: self.about_kind.clone(),
            about: self.about,
            at: self.at,
        };
        let source = written(&self.source_role, owner(&self.source_kind, self.source_owner));
        let target = written(&self.target_role, owner(&self.target_kind, self.target_owner));
        written_line(&row, &source, &target)
    }
}
