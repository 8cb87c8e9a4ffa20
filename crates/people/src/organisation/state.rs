//! Rows of the tree and of exceptions to equal votes.

use crate::role::Site;
use weilu_kernel::{Act, Role};
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{BranchId, Fault, PersonaId, SpaceId, Time};

rows! {
    /// A branch.
    #[derive(Clone, Debug)]
    pub struct BranchRow {
        /// Which.
        pub id: BranchId,
        /// Above it.
        pub parent: Option<BranchId>,
        /// Name.
        pub name: String,
        /// `headquarters`, `branch`, `sub_branch`, `shop`, `dealer`, `department`, `team`.
        pub kind: String,
        /// When it was closed.
        pub closed_at: Option<Time>,
    }
}

/// A branch by its id.
///
/// # Errors
/// When the database fails.
pub async fn branch(tx: &mut Tx, id: BranchId) -> Result<Option<BranchRow>, Fault> {
    tx.one(
        sql!("select id, parent, name, kind, closed_at from branch where tenant = $tenant and id = $1"),
        params![id],
    )
    .await
}

/// A branch and everything above it, nearest first.
///
/// # Errors
/// When the database fails.
pub async fn line(tx: &mut Tx, id: BranchId) -> Result<Vec<BranchId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("with recursive line (id, parent, depth) as (select id, parent, cast(0 as bigint) from branch where tenant = $tenant and id = $1 union all select b.id, b.parent, l.depth + 1 from branch b join line l on b.id = l.parent where b.tenant = $tenant and l.depth < 20) select id from line order by depth"),
            params![id],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// Adds a branch.
///
/// # Errors
/// When the database fails.
pub fn add(
    tx: &mut Tx,
    act: &Act,
    id: BranchId,
    parent: Option<BranchId>,
    name: &str,
    kind: &str,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into branch (tenant, id, parent, name, kind, created_at) values ($tenant, $1, $2, $3, $4, $5)"),
        params![id, parent, name, kind, act.now],
    )
}

/// Changes a branch.
///
/// # Errors
/// When the database fails.
pub fn edit(
    tx: &mut Tx,
    id: BranchId,
    parent: Option<BranchId>,
    name: &str,
    kind: &str,
) -> Result<(), Fault> {
    tx.queue(
        sql!("update branch set parent = $2, name = $3, kind = $4 where tenant = $tenant and id = $1"),
        params![id, parent, name, kind],
    )
}

/// Closes a branch.
///
/// # Errors
/// When the database fails.
pub fn close(tx: &mut Tx, act: &Act, id: BranchId) -> Result<(), Fault> {
    tx.queue(
        sql!("update branch set closed_at = $2 where tenant = $tenant and id = $1 and closed_at is null"),
        params![id, act.now],
    )
}

/// Whether something still hangs on a branch: open branches below, roles, members.
///
/// # Errors
/// When the database fails.
pub async fn in_use(tx: &mut Tx, id: BranchId) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select (select count(*) from branch where tenant = $tenant and parent = $1 and closed_at is null) + (select count(*) from role_grant where tenant = $tenant and scope_kind = 'branch' and scope = $1) + (select count(*) from member_home where tenant = $tenant and branch = $1)"),
            params![id],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first::<i64>()).map(|n| n > 0)
}

/// How many hold a role on the whole site.
///
/// # Errors
/// When the database fails.
pub async fn holders_on_site(tx: &mut Tx, role: Role) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(distinct p.member) from role_grant g join persona p on p.tenant = g.tenant and p.id = g.persona join member m on m.tenant = p.tenant and m.id = p.member where g.tenant = $tenant and g.scope_kind = 'site' and g.scope = 0 and g.role = $1 and m.state = 'active'"),
            params![role.word()],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// States (or ends, at weight 1) an exception to equal votes.
///
/// # Errors
/// When the database fails.
pub fn set_weight(
    tx: &mut Tx,
    act: &Act,
    space: SpaceId,
    role: Role,
    weight: i64,
    reason: &str,
) -> Result<(), Fault> {
    if weight == 1 {
        return tx.queue(
            sql!("delete from vote_weight where tenant = $tenant and space = $1 and role = $2"),
            params![space, role.word()],
        );
    }
    tx.queue(
        sql!("insert into vote_weight (tenant, space, role, weight, reason, since, given_by) values ($tenant, $1, $2, $3, $4, $5, $6) on conflict (tenant, space, role) do update set weight = excluded.weight, reason = excluded.reason, since = excluded.since, given_by = excluded.given_by"),
        params![space, role.word(), weight, reason, act.now, act.actor.persona],
    )
}

/// How much the vote of a persona's person counts in a space: 1, or the largest stated exception.
///
/// # Errors
/// When the database fails.
pub async fn weight(tx: &mut Tx, space: SpaceId, persona: PersonaId) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select cast(coalesce(max(w.weight), 1) as bigint) from vote_weight w join role_grant g on g.tenant = w.tenant and g.scope_kind = 'space' and g.scope = w.space and g.role = w.role join persona p on p.tenant = g.tenant and p.id = g.persona join persona me on me.tenant = p.tenant and me.member = p.member where w.tenant = $tenant and w.space = $1 and me.id = $2"),
            params![space, persona],
        )
        .await?;
    row.map_or(Ok(1), |r| r.first())
}

/// The personas of a member that hold a role at a place.
///
/// # Errors
/// When the database fails.
pub async fn held_by(
    tx: &mut Tx,
    member: weilu_vocabulary::MemberId,
    role: Role,
    at: Site,
) -> Result<Vec<PersonaId>, Fault> {
    let (kind, scope) = at.columns();
    let rows: Vec<Row> = tx
        .all(
            sql!("select g.persona from role_grant g join persona p on p.tenant = g.tenant and p.id = g.persona where g.tenant = $tenant and p.member = $1 and g.role = $2 and g.scope_kind = $3 and g.scope = $4"),
            params![member, role.word(), kind, scope],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}
