//! Rows around a member: facts, home branch, remarks, page visits, requests for fields, views.

use super::field::Department;
use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{BlobId, BranchId, Fault, FieldRequestId, MemberId, PersonaId, SpaceId, Time, ViewId};

rows! {
    /// A member as stored.
    #[derive(Clone, Debug)]
    pub struct MemberRow {
        /// Which.
        pub id: MemberId,
        /// Member number.
        pub number: i64,
        /// Name as shown.
        pub name: String,
        /// `active`, `suspended`, `merged`, `erased`.
        pub state: String,
        /// Picture.
        pub avatar: Option<BlobId>,
        /// A line about himself.
        pub bio: String,
        /// Into whom he was merged.
        pub merged_into: Option<MemberId>,
        /// When he came.
        pub created_at: Time,
        /// When he was last here.
        pub seen_at: Time,
    }

    /// A request to see a field.
    #[derive(Clone, Debug)]
    pub struct RequestRow {
        /// Which.
        pub id: FieldRequestId,
        /// Field key.
        pub field: String,
        /// Who asks.
        pub department: String,
        /// `waiting`, `granted`, `refused`, `ended`.
        pub state: String,
        /// By whom.
        pub asked_by: PersonaId,
    }
}

/// The member of an id in this brand.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, member: MemberId) -> Result<Option<MemberRow>, Fault> {
    tx.one(
        sql!("select id, number, name, state, avatar, bio, merged_into, created_at, seen_at from member where tenant = $tenant and id = $1"),
        params![member],
    )
    .await
}

/// The member an id leads to now: a record that was merged leads to the one it went into.
///
/// # Errors
/// When the database fails.
pub async fn load_now(tx: &mut Tx, member: MemberId) -> Result<Option<MemberRow>, Fault> {
    let mut row = load(tx, member).await?;
    // A chain of merges is short; its length is bounded all the same.
    for _ in 0..20 {
        match row.as_ref().and_then(|r| r.merged_into) {
            Some(into) => row = load(tx, into).await?,
            None => break,
        }
    }
    Ok(row)
}

/// The first persona of a member: what others write about him hangs on it.
///
/// # Errors
/// When the database fails.
pub async fn face(tx: &mut Tx, member: MemberId) -> Result<Option<PersonaId>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select id from persona where tenant = $tenant and member = $1 order by case when kind = 'member' then 0 else 1 end, id limit 1"),
            params![member],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

/// The branch a member belongs to; the latest of his personas counts.
///
/// # Errors
/// When the database fails.
pub async fn home(tx: &mut Tx, member: MemberId) -> Result<Option<BranchId>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select h.branch from member_home h join persona p on p.tenant = h.tenant and p.id = h.persona where h.tenant = $tenant and p.member = $1 order by h.since desc, h.persona desc limit 1"),
            params![member],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

/// Writes the branch a persona belongs to.
///
/// # Errors
/// When the database fails.
pub fn set_home(tx: &mut Tx, act: &Act, persona: PersonaId, branch: BranchId) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into member_home (tenant, persona, branch, since) values ($tenant, $1, $2, $3) on conflict (tenant, persona) do update set branch = excluded.branch, since = excluded.since"),
        params![persona, branch, act.now],
    )
}

/// Writes name, line and picture of a member.
///
/// # Errors
/// When the database fails.
pub fn edit(
    tx: &mut Tx,
    member: MemberId,
    name: &str,
    bio: &str,
    avatar: Option<BlobId>,
) -> Result<(), Fault> {
    tx.queue(
        sql!("update member set name = $2, bio = $3, avatar = $4 where tenant = $tenant and id = $1"),
        params![member, name, bio, avatar],
    )
}

/// Writes a recorded fact (`real_name`, `birth_year`, `last_order`) of a persona.
///
/// # Errors
/// When the database fails.
pub fn put_fact(
    tx: &mut Tx,
    act: &Act,
    persona: PersonaId,
    fact: (&str, &str),
    source: &str,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into member_fact (tenant, persona, kind, value, source, at) values ($tenant, $1, $2, $3, $4, $5) on conflict (tenant, persona, kind, value) do update set source = excluded.source, at = excluded.at"),
        params![persona, fact.0, fact.1, source, act.now],
    )
}

/// The recorded facts of one kind of a member, latest first.
///
/// # Errors
/// When the database fails.
pub async fn facts(tx: &mut Tx, member: MemberId, kind: &str) -> Result<Vec<String>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select f.value from member_fact f join persona p on p.tenant = f.tenant and p.id = f.persona where f.tenant = $tenant and p.member = $1 and f.kind = $2 order by f.at desc, f.value"),
            params![member, kind],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// Notes that somebody of the staff opened a member's page.
///
/// # Errors
/// When the database fails.
pub fn note_visit(tx: &mut Tx, act: &Act, viewer: PersonaId, member: MemberId) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into page_visit (tenant, viewer, member, at) values ($tenant, $1, $2, $3) on conflict (tenant, viewer, member) do update set at = excluded.at"),
        params![viewer, member, act.now],
    )
}

/// When somebody of the staff last opened a member's page.
///
/// # Errors
/// When the database fails.
pub async fn visited_at(tx: &mut Tx, viewer: PersonaId, member: MemberId) -> Result<Option<Time>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select at from page_visit where tenant = $tenant and viewer = $1 and member = $2"),
            params![viewer, member],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

/// Writes or removes (empty name) what I call somebody.
///
/// # Errors
/// When the database fails.
pub fn put_remark(
    tx: &mut Tx,
    act: &Act,
    mine: PersonaId,
    about: PersonaId,
    name: &str,
) -> Result<(), Fault> {
    if name.is_empty() {
        return tx.queue(
            sql!("delete from remark where tenant = $tenant and about in (select b.id from persona a join persona b on b.tenant = a.tenant and b.member = a.member where a.tenant = $tenant and a.id = $2) and persona in (select b.id from persona a join persona b on b.tenant = a.tenant and b.member = a.member where a.tenant = $tenant and a.id = $1)"),
            params![mine, about],
        );
    }
    tx.queue(
        sql!("insert into remark (tenant, persona, about, name, at) values ($tenant, $1, $2, $3, $4) on conflict (tenant, persona, about) do update set name = excluded.name, at = excluded.at"),
        params![mine, about, name, act.now],
    )
}

/// Writes what a persona is called in one space; an empty name removes it.
///
/// # Errors
/// When the database fails.
pub fn put_group_name(
    tx: &mut Tx,
    act: &Act,
    space: SpaceId,
    mine: PersonaId,
    name: &str,
) -> Result<(), Fault> {
    if name.is_empty() {
        return tx.queue(
            sql!("delete from group_name where tenant = $tenant and space = $1 and persona = $2"),
            params![space, mine],
        );
    }
    tx.queue(
        sql!("insert into group_name (tenant, space, persona, name, at) values ($tenant, $1, $2, $3, $4) on conflict (tenant, space, persona) do update set name = excluded.name, at = excluded.at"),
        params![space, mine, name, act.now],
    )
}

/// What owners granted: field key and department.
///
/// # Errors
/// When the database fails.
pub async fn grants(tx: &mut Tx) -> Result<Vec<(String, Department)>, Fault> {
    let rows: Vec<Row> =
        tx.all(sql!("select field, department from field_grant where tenant = $tenant"), params![]).await?;
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(department) = Department::from_word(&row.get::<String>("department")?) {
            out.push((row.get("field")?, department));
        }
    }
    Ok(out)
}

/// Opens or closes a field for a department.
///
/// # Errors
/// When the database fails.
pub fn set_grant(tx: &mut Tx, act: &Act, field: &str, department: &str, open: bool) -> Result<(), Fault> {
    if !open {
        return tx.queue(
            sql!("delete from field_grant where tenant = $tenant and field = $1 and department = $2"),
            params![field, department],
        );
    }
    tx.queue(
        sql!("insert into field_grant (tenant, field, department, since, given_by) values ($tenant, $1, $2, $3, $4) on conflict (tenant, field, department) do nothing"),
        params![field, department, act.now, act.actor.persona],
    )
}

/// The waiting or granted request of a department for a field.
///
/// # Errors
/// When the database fails.
pub async fn live_request(tx: &mut Tx, field: &str, department: &str) -> Result<Option<RequestRow>, Fault> {
    tx.one(
        sql!("select id, field, department, state, asked_by from field_request where tenant = $tenant and field = $1 and department = $2 and state in ('waiting', 'granted') order by id desc limit 1"),
        params![field, department],
    )
    .await
}

/// A request by its id.
///
/// # Errors
/// When the database fails.
pub async fn request(tx: &mut Tx, id: FieldRequestId) -> Result<Option<RequestRow>, Fault> {
    tx.one(
        sql!("select id, field, department, state, asked_by from field_request where tenant = $tenant and id = $1"),
        params![id],
    )
    .await
}

/// Writes a new request.
///
/// # Errors
/// When the database fails.
pub fn add_request(
    tx: &mut Tx,
    act: &Act,
    id: FieldRequestId,
    wish: (&str, Department, &str),
    asked_by: PersonaId,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into field_request (tenant, id, field, department, reason, state, asked_by, asked_at) values ($tenant, $1, $2, $3, $4, 'waiting', $5, $6)"),
        params![id, wish.0, wish.1.word(), wish.2, asked_by, act.now],
    )
}

/// Moves a request from one state to another; false when it had moved before.
///
/// # Errors
/// When the database fails.
pub async fn move_request(
    tx: &mut Tx,
    act: &Act,
    id: FieldRequestId,
    step: (&str, &str),
    note: &str,
) -> Result<bool, Fault> {
    let moved = tx
        .exec(
            sql!("update field_request set state = $3, decided_by = $4, decided_at = $5, note = $6 where tenant = $tenant and id = $1 and state = $2"),
            params![id, step.0, step.1, act.actor.persona, act.now, note],
        )
        .await?;
    Ok(moved > 0)
}

/// Keeps a view of the list.
///
/// # Errors
/// When the database fails.
pub fn put_view(
    tx: &mut Tx,
    act: &Act,
    id: ViewId,
    mine: PersonaId,
    view: (&str, &str, &str, &str),
) -> Result<(), Fault> {
    tx.queue(
        sql!("delete from member_view where tenant = $tenant and persona = $1 and name = $2"),
        params![mine, view.0],
    )?;
    tx.queue(
        sql!("insert into member_view (tenant, id, persona, name, columns, filters, sort, created_at) values ($tenant, $1, $2, $3, $4, $5, $6, $7)"),
        params![id, mine, view.0, view.1, view.2, view.3, act.now],
    )
}

/// Forgets a view of mine.
///
/// # Errors
/// When the database fails.
pub async fn drop_view(tx: &mut Tx, id: ViewId, member: MemberId) -> Result<bool, Fault> {
    let gone = tx
        .exec(
            sql!("delete from member_view where tenant = $tenant and id = $1 and persona in (select id from persona where tenant = $tenant and member = $2)"),
            params![id, member],
        )
        .await?;
    Ok(gone > 0)
}

/// Moves the time a member was last here forward.
///
/// # Errors
/// When the database fails.
pub fn seen(tx: &mut Tx, member: MemberId, at: Time) -> Result<(), Fault> {
    tx.queue(
        sql!("update member set seen_at = $2 where tenant = $tenant and id = $1 and seen_at < $2"),
        params![member, at],
    )
}
