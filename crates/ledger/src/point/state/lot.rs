//! Lots: points that were given together and have one last day. The ones that end first are used first.

use weilu_kernel::{Tx, rows, sql};
use weilu_store::{Row, params};
use weilu_vocabulary::{Fault, MemberId, PersonaId, Time, TransferId};

const AT_ONCE: i64 = 50;

rows! {
    /// What remains of a lot.
    #[derive(Clone, Copy, Debug)]
    pub(in crate::point) struct Lot {
        pub transfer: TransferId,
        pub persona: PersonaId,
        pub remaining: i64,
    }
}

pub(in crate::point) fn open(
    tx: &mut Tx,
    transfer: TransferId,
    persona: PersonaId,
    points: i64,
    expires_at: Time,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into point_lot (tenant, transfer, persona, remaining, expires_at) values ($tenant, $1, $2, $3, $4)"),
        params![transfer, persona, points, expires_at],
    )
}

/// Uses points up, those that end first before the others.
pub(in crate::point) async fn use_up(tx: &mut Tx, persona: PersonaId, points: i64) -> Result<(), Fault> {
    let mut left = points;
    while left > 0 {
        let lots = next(tx, persona).await?;
        if lots.is_empty() {
            return Err(Fault::new("somebody spent points that lie in no lot"));
        }
        for lot in lots {
            let part = lot.remaining.min(left);
            left -= part;
            shrink(tx, &lot, part).await?;
            if left == 0 {
                break;
            }
        }
    }
    Ok(())
}

async fn next(tx: &mut Tx, persona: PersonaId) -> Result<Vec<Lot>, Fault> {
    tx.all(
        sql!("select transfer, persona, remaining from point_lot where tenant = $tenant and persona = $1 order by expires_at, transfer limit $2"),
        params![persona, AT_ONCE],
    )
    .await
}

async fn shrink(tx: &mut Tx, lot: &Lot, by: i64) -> Result<(), Fault> {
    if by == lot.remaining {
        return close(tx, lot.transfer);
    }
    tx.queue(
        sql!("update point_lot set remaining = remaining - $2 where tenant = $tenant and transfer = $1"),
        params![lot.transfer, by],
    )
}

pub(in crate::point) fn close(tx: &mut Tx, transfer: TransferId) -> Result<(), Fault> {
    tx.queue(sql!("delete from point_lot where tenant = $tenant and transfer = $1"), params![transfer])
}

/// Lots whose last day is over.
pub(in crate::point) async fn over(tx: &mut Tx, now: Time) -> Result<Vec<Lot>, Fault> {
    tx.all(
        sql!("select transfer, persona, remaining from point_lot where tenant = $tenant and expires_at <= $1 order by expires_at, transfer limit $2"),
        params![now, AT_ONCE],
    )
    .await
}

/// How many points of a member end before a moment, and when the first of them do.
pub(in crate::point) async fn ending(
    tx: &mut Tx,
    member: MemberId,
    before: Time,
) -> Result<(i64, Option<Time>), Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select cast(coalesce(sum(l.remaining), 0) as bigint) as points, min(l.expires_at) as first from persona p join point_lot l on l.tenant = p.tenant and l.persona = p.id where p.tenant = $tenant and p.member = $1 and l.expires_at < $2"),
            params![member, before],
        )
        .await?;
    row.map_or(Ok((0, None)), |row| Ok((row.get("points")?, row.get("first")?)))
}
