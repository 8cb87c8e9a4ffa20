//! Rows of rosters and their lines.

use weilu_kernel::{Act, Tx, params, rows, sql};
use weilu_store::Row;
use weilu_vocabulary::{Fault, PersonaId, PostId, RosterId, RosterLineId, SpaceId, Time};

rows! {
    /// Where a roster stands.
    #[derive(Clone, Debug)]
    pub struct RosterRow {
        /// Which.
        pub id: RosterId,
        /// The post it stands on.
        pub post: PostId,
        /// In which space.
        pub space: Option<SpaceId>,
        /// What each line counts; empty where nothing is counted.
        pub unit: String,
        /// Whether lines count.
        pub counted: bool,
        /// How much it holds; 0 for no limit.
        pub most: i64,
        /// When it closes.
        pub closes_at: Time,
        /// When it closed.
        pub closed_at: Option<Time>,
    }

    /// A line.
    #[derive(Clone, Debug)]
    pub struct LineRow {
        /// Which.
        pub id: RosterLineId,
        /// Of which roster.
        pub roster: RosterId,
        /// Whose.
        pub persona: PersonaId,
        /// How many he stands for.
        pub count: i64,
    }

    /// What stands on a roster.
    #[derive(Clone, Copy, Debug, Default)]
    pub struct Taken {
        /// Lines.
        pub lines: i64,
        /// What they count in all.
        pub counted: i64,
    }
}

/// The roster of an id.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, id: RosterId) -> Result<Option<RosterRow>, Fault> {
    tx.one(
        sql!("select id, post, space, unit, counted, most, closes_at, closed_at from roster where tenant = $tenant and id = $1"),
        params![id],
    )
    .await
}

/// The roster that stands on a post.
///
/// # Errors
/// When the database fails.
pub async fn of_post(tx: &mut Tx, post: PostId) -> Result<Option<RosterRow>, Fault> {
    tx.one(
        sql!("select id, post, space, unit, counted, most, closes_at, closed_at from roster where tenant = $tenant and post = $1"),
        params![post],
    )
    .await
}

/// Who opened a roster.
///
/// # Errors
/// When the database fails.
pub async fn opener(tx: &mut Tx, id: RosterId) -> Result<Option<PersonaId>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select p.author from roster r join post p on p.tenant = r.tenant and p.id = r.post where r.tenant = $tenant and r.id = $1"),
            params![id],
        )
        .await?;
    row.map(|row| row.first()).transpose()
}

pub(super) fn insert(tx: &mut Tx, row: &RosterRow) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into roster (tenant, id, post, space, unit, counted, most, closes_at) values ($tenant, $1, $2, $3, $4, $5, $6, $7)"),
        params![row.id, row.post, row.space, &row.unit, row.counted, row.most, row.closes_at],
    )
}

/// What stands on a roster now. The caller holds its lock.
///
/// # Errors
/// When the database fails.
pub async fn taken(tx: &mut Tx, roster: RosterId) -> Result<Taken, Fault> {
    let found = tx
        .one(
            sql!("select count(*) as lines, cast(coalesce(sum(count), 0) as bigint) as counted from roster_line where tenant = $tenant and roster = $1"),
            params![roster],
        )
        .await?;
    Ok(found.unwrap_or_default())
}

/// The line of a person, whatever face he wore.
pub(super) async fn line_of(
    tx: &mut Tx,
    roster: RosterId,
    persona: PersonaId,
) -> Result<Option<LineRow>, Fault> {
    tx.one(
        sql!("select l.id, l.roster, l.persona, l.count from persona me join persona o on o.tenant = me.tenant and o.member = me.member join roster_line l on l.tenant = o.tenant and l.persona = o.id where me.tenant = $tenant and me.id = $2 and l.roster = $1 order by l.id limit 1"),
        params![roster, persona],
    )
    .await
}

pub(super) async fn line(tx: &mut Tx, line: RosterLineId) -> Result<Option<LineRow>, Fault> {
    tx.one(
        sql!("select id, roster, persona, count from roster_line where tenant = $tenant and id = $1"),
        params![line],
    )
    .await
}

pub(super) fn add(
    tx: &mut Tx,
    act: &Act,
    whose: (RosterId, PersonaId),
    text: &str,
    count: i64,
) -> Result<(), Fault> {
    let line: RosterLineId = act.id();
    tx.queue(
        sql!("insert into roster_line (tenant, id, roster, persona, text, count, at) values ($tenant, $1, $2, $3, $4, $5, $6)"),
        params![line, whose.0, whose.1, text, count, act.now],
    )
}

pub(super) fn change(
    tx: &mut Tx,
    act: &Act,
    line: RosterLineId,
    text: &str,
    count: i64,
) -> Result<(), Fault> {
    tx.queue(
        sql!(
            "update roster_line set text = $2, count = $3, edited_at = $4 where tenant = $tenant and id = $1"
        ),
        params![line, text, count, act.now],
    )
}

pub(super) fn take_out(tx: &mut Tx, line: RosterLineId) -> Result<(), Fault> {
    tx.queue(sql!("delete from roster_line where tenant = $tenant and id = $1"), params![line])
}

/// Open rosters whose time has come.
pub(super) async fn due(tx: &mut Tx, now: Time, most: i64) -> Result<Vec<RosterRow>, Fault> {
    tx.all(
        sql!("select id, post, space, unit, counted, most, closes_at, closed_at from roster where tenant = $tenant and closed_at is null and closes_at <= $1 order by closes_at, id limit $2"),
        params![now, most],
    )
    .await
}

pub(super) fn close(tx: &mut Tx, act: &Act, roster: RosterId) -> Result<(), Fault> {
    tx.queue(
        sql!("update roster set closed_at = $2 where tenant = $tenant and id = $1 and closed_at is null"),
        params![roster, act.now],
    )
}
