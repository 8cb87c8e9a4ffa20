//! Rows of entry codes and their targets.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{EntryCodeId, Fault, Id, SpaceId, Time};

rows! {
    /// A code.
    #[derive(Clone, Debug)]
    pub struct CodeRow {
        /// Which.
        pub id: EntryCodeId,
        /// For which space.
        pub space: SpaceId,
        /// Channel it hangs in.
        pub name: String,
        /// What stands in its address.
        pub token: String,
        /// How often it was scanned.
        pub scans: i64,
        /// How many came in by it.
        pub joins: i64,
        /// When it was stopped.
        pub stopped_at: Option<Time>,
        /// When it was made.
        pub created_at: Time,
    }

    /// Somewhere a code may lead.
    #[derive(Clone, Debug)]
    pub struct TargetRow {
        /// Place in the order.
        pub seq: i64,
        /// A space of ours.
        pub space: Option<SpaceId>,
        /// Its state, when it is ours.
        pub space_state: Option<String>,
        /// How many are in, when it is ours.
        pub members: Option<i64>,
        /// What it is called.
        pub title: String,
        /// Address of an outside group's code; empty for ours.
        pub url: String,
        /// Full at so many members.
        pub most_members: Option<i64>,
        /// When the outside code lapses.
        pub lapses_at: Option<Time>,
        /// When somebody was warned of it.
        pub warned_at: Option<Time>,
    }

    /// A target that lapses soon.
    #[derive(Clone, Debug)]
    pub struct Lapsing {
        /// Of which code.
        pub code: EntryCodeId,
        /// Its place in the order.
        pub seq: i64,
        /// For which space.
        pub space: SpaceId,
        /// When.
        pub lapses_at: Time,
    }
}

impl TargetRow {
    /// Whether a scan may go there now.
    #[must_use]
    pub fn takes(&self, now: Time) -> bool {
        let open = self.space.is_none() || self.space_state.as_deref() == Some("open");
        let room = self.most_members.is_none_or(|most| self.members.unwrap_or(0) < most);
        let valid = self.lapses_at.is_none_or(|at| now < at);
        open && room && valid
    }
}

/// The code of an id.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, id: EntryCodeId) -> Result<Option<CodeRow>, Fault> {
    tx.one(
        sql!("select id, space, name, token, scans, joins, stopped_at, created_at from entry_code where tenant = $tenant and id = $1"),
        params![id],
    )
    .await
}

/// The code of a token.
///
/// # Errors
/// When the database fails.
pub async fn by_token(tx: &mut Tx, token: &str) -> Result<Option<CodeRow>, Fault> {
    tx.one(
        sql!("select id, space, name, token, scans, joins, stopped_at, created_at from entry_code where tenant = $tenant and token = $1"),
        params![token],
    )
    .await
}

/// The codes of a space, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_space(tx: &mut Tx, space: SpaceId) -> Result<Vec<CodeRow>, Fault> {
    tx.all(
        sql!("select id, space, name, token, scans, joins, stopped_at, created_at from entry_code where tenant = $tenant and space = $1 order by id desc limit 200"),
        params![space],
    )
    .await
}

/// Writes a code.
///
/// # Errors
/// When the database fails.
pub fn insert(
    tx: &mut Tx,
    act: &Act,
    id: EntryCodeId,
    space: SpaceId,
    name: &str,
    token: &str,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into entry_code (tenant, id, space, name, token, scans, joins, created_by, created_at) values ($tenant, $1, $2, $3, $4, 0, 0, $5, $6)"),
        params![id, space, name, token, act.actor.persona, act.now],
    )
}

/// Stops a code or lets it lead on.
///
/// # Errors
/// When the database fails.
pub fn set_stopped(tx: &mut Tx, id: EntryCodeId, at: Option<Time>) -> Result<(), Fault> {
    tx.queue(
        sql!("update entry_code set stopped_at = $2 where tenant = $tenant and id = $1"),
        params![id, at],
    )
}

/// Adds to the figures of a code.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx, id: EntryCodeId, scans: i64, joins: i64) -> Result<(), Fault> {
    tx.queue(
        sql!(
            "update entry_code set scans = scans + $2, joins = joins + $3 where tenant = $tenant and id = $1"
        ),
        params![id, scans, joins],
    )
}

/// The targets of a code in order.
///
/// # Errors
/// When the database fails.
pub async fn targets(tx: &mut Tx, id: EntryCodeId) -> Result<Vec<TargetRow>, Fault> {
    tx.all(
        sql!("select t.seq, t.space, s.state as space_state, s.members, t.title, t.url, t.most_members, t.lapses_at, t.warned_at from entry_code_target t left join space s on s.tenant = t.tenant and s.id = t.space where t.tenant = $tenant and t.code = $1 order by t.seq"),
        params![id],
    )
    .await
}

/// Whether a code may lead into a space.
///
/// # Errors
/// When the database fails.
pub async fn leads_to(tx: &mut Tx, id: EntryCodeId, space: SpaceId) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select seq from entry_code_target where tenant = $tenant and code = $1 and space = $2 limit 1"),
            params![id, space],
        )
        .await?;
    Ok(row.is_some())
}

/// A target to be written.
#[derive(Clone, Debug)]
pub struct NewTarget<'a> {
    /// A space of ours.
    pub space: Option<SpaceId>,
    /// What it is called.
    pub title: &'a str,
    /// Address of an outside group's code.
    pub url: &'a str,
    /// Full at so many members.
    pub most_members: Option<i64>,
    /// When the outside code lapses.
    pub lapses_at: Option<Time>,
}

/// Replaces the targets of a code.
///
/// # Errors
/// When the database fails.
pub fn set_targets(tx: &mut Tx, id: EntryCodeId, targets: &[NewTarget<'_>]) -> Result<(), Fault> {
    tx.queue(sql!("delete from entry_code_target where tenant = $tenant and code = $1"), params![id])?;
    for (seq, target) in (1_i64..).zip(targets) {
        tx.queue(
            sql!("insert into entry_code_target (tenant, code, seq, space, title, url, most_members, lapses_at) values ($tenant, $1, $2, $3, $4, $5, $6, $7)"),
            params![id, seq, target.space.map(Id::raw), target.title, target.url, target.most_members, target.lapses_at],
        )?;
    }
    Ok(())
}

/// Targets that lapse before a time and of which nobody was warned.
///
/// # Errors
/// When the database fails.
pub async fn lapsing(tx: &mut Tx, before: Time, limit: i64) -> Result<Vec<Lapsing>, Fault> {
    tx.all(
        sql!("select t.code, t.seq, c.space, t.lapses_at from entry_code_target t join entry_code c on c.tenant = t.tenant and c.id = t.code where t.tenant = $tenant and t.lapses_at <= $1 and t.warned_at is null and c.stopped_at is null order by t.lapses_at limit $2"),
        params![before, limit],
    )
    .await
}

/// Marks a target as warned of.
///
/// # Errors
/// When the database fails.
pub fn mark_warned(tx: &mut Tx, act: &Act, lapsing: &Lapsing) -> Result<(), Fault> {
    tx.queue(
        sql!("update entry_code_target set warned_at = $3 where tenant = $tenant and code = $1 and seq = $2"),
        params![lapsing.code, lapsing.seq, act.now],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(state: &str, members: i64, most: Option<i64>) -> TargetRow {
        TargetRow {
            seq: 1,
            space: Some(SpaceId::new(1)),
            space_state: Some(state.into()),
            members: Some(members),
            title: String::new(),
            url: String::new(),
            most_members: most,
            lapses_at: None,
            warned_at: None,
        }
    }

    #[test]
    fn a_full_or_lapsed_or_closed_target_takes_nobody() {
        let now = Time(100);
        assert!(ours("open", 199, Some(200)).takes(now));
        assert!(!ours("open", 200, Some(200)).takes(now));
        assert!(!ours("archived", 1, None).takes(now));
        let outside =
            |at| TargetRow { space: None, space_state: None, lapses_at: Some(Time(at)), ..ours("", 0, None) };
        assert!(outside(101).takes(now) && !outside(100).takes(now));
    }
}
