//! Rows of roles.

use super::{GIVEN, TAKEN};
use weilu_kernel::{Act, Role};
use weilu_store::{Row, Tx, params, sql};
use weilu_vocabulary::{BranchId, EventKind, Fault, Id, PersonaId, SpaceId};

/// Stands for everybody, signed in or not.
pub const ANYONE: PersonaId = PersonaId::new(0);

/// Where a role counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Site {
    /// Everywhere in the brand.
    Whole,
    /// In a branch and everything below it.
    Branch(BranchId),
    /// In one space.
    Space(SpaceId),
}

impl Site {
    pub(crate) fn columns(self) -> (&'static str, i64) {
        match self {
            Site::Whole => ("site", 0),
            Site::Branch(b) => ("branch", b.raw()),
            Site::Space(s) => ("space", s.raw()),
        }
    }

    /// The space, when it is one.
    pub(super) fn space(self) -> Option<SpaceId> {
        if let Site::Space(space) = self { Some(space) } else { None }
    }

    fn read(kind: &str, id: i64) -> Site {
        match kind {
            "branch" => Site::Branch(BranchId::new(id)),
            "space" => Site::Space(SpaceId::new(id)),
            _ => Site::Whole,
        }
    }
}

/// A role that somebody holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Which.
    pub role: Role,
    /// Where.
    pub site: Site,
    /// By which of his personas.
    pub persona: PersonaId,
}

/// Gives a role; true when he did not hold it before.
///
/// # Errors
/// When the database fails.
pub async fn grant(
    tx: &mut Tx,
    act: &Act,
    persona: PersonaId,
    role: Role,
    site: Site,
) -> Result<bool, Fault> {
    let (kind, scope) = site.columns();
    let touched = tx
        .exec(
            sql!("insert into role_grant (tenant, persona, role, scope_kind, scope, since, given_by) values ($tenant, $1, $2, $3, $4, $5, $6) on conflict (tenant, persona, role, scope_kind, scope) do nothing"),
            params![persona, role.word(), kind, scope, act.now, act.actor.persona],
        )
        .await?;
    tx.touch_rights();
    if touched > 0 && persona != ANYONE {
        tx.append(act, on(&GIVEN, persona, role, site));
    }
    Ok(touched > 0)
}

/// Takes a role away; true when he held it.
///
/// # Errors
/// When the database fails.
pub async fn revoke(
    tx: &mut Tx,
    act: &Act,
    persona: PersonaId,
    role: Role,
    site: Site,
) -> Result<bool, Fault> {
    let (kind, scope) = site.columns();
    let touched = tx
        .exec(
            sql!("delete from role_grant where tenant = $tenant and persona = $1 and role = $2 and scope_kind = $3 and scope = $4"),
            params![persona, role.word(), kind, scope],
        )
        .await?;
    tx.touch_rights();
    if touched > 0 && persona != ANYONE {
        tx.append(act, on(&TAKEN, persona, role, site));
    }
    Ok(touched > 0)
}

/// Takes every role a persona holds at one place.
///
/// # Errors
/// When the database fails.
pub async fn revoke_all_in(tx: &mut Tx, act: &Act, persona: PersonaId, site: Site) -> Result<(), Fault> {
    for role in Role::ALL {
        revoke(tx, act, persona, *role, site).await?;
    }
    Ok(())
}

fn on(kind: &EventKind, persona: PersonaId, role: Role, site: Site) -> weilu_vocabulary::NewEvent {
    let event = kind.on(persona).body(serde_json::json!({ "role": role.word() }));
    match site {
        Site::Whole => event,
        Site::Branch(branch) => event.branch(branch),
        Site::Space(space) => event.space(space),
    }
}

/// Every role of the acting person, through any of his personas. Roles of anyone are not among them.
///
/// # Errors
/// When the database fails.
pub async fn held(tx: &mut Tx, act: &Act) -> Result<Vec<Held>, Fault> {
    let Some(member) = act.actor.member else { return Ok(Vec::new()) };
    let rows: Vec<Row> = tx
        .all(
            sql!("select g.persona, g.role, g.scope_kind, g.scope from persona p join role_grant g on g.tenant = p.tenant and g.persona = p.id where p.tenant = $tenant and p.member = $1"),
            params![member],
        )
        .await?;
    read(&rows)
}

/// The roles that the acting person holds on the whole site.
///
/// # Errors
/// When the database fails.
pub async fn held_on_site(tx: &mut Tx, act: &Act) -> Result<Vec<Role>, Fault> {
    let Some(member) = act.actor.member else { return Ok(Vec::new()) };
    let rows: Vec<Row> = tx
        .all(
            sql!("select g.role from persona p cross join role_grant g where p.tenant = $tenant and p.member = $1 and g.tenant = $tenant and g.persona = p.id and g.scope_kind = 'site'"),
            params![member],
        )
        .await?;
    let roles = rows.iter().map(|row| Ok(Role::from_word(&row.first::<String>()?)));
    Ok(roles.collect::<Result<Vec<_>, Fault>>()?.into_iter().flatten().collect())
}

/// The roles that anyone holds at one place: how a space is open to strangers.
///
/// # Errors
/// When the database fails.
pub async fn open_at(tx: &mut Tx, site: Site) -> Result<Vec<Held>, Fault> {
    let (kind, scope) = site.columns();
    let rows: Vec<Row> = tx
        .all(
            sql!("select persona, role, scope_kind, scope from role_grant where tenant = $tenant and persona = 0 and scope_kind = $1 and scope = $2"),
            params![kind, scope],
        )
        .await?;
    read(&rows)
}

/// Every role that anyone holds.
///
/// # Errors
/// When the database fails.
pub(super) async fn open_everywhere(tx: &mut Tx) -> Result<Vec<Held>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select persona, role, scope_kind, scope from role_grant where tenant = $tenant and persona = 0"),
            &[],
        )
        .await?;
    read(&rows)
}

/// Every persona of the acting person.
///
/// # Errors
/// When the database fails.
pub(super) async fn faces(tx: &mut Tx, act: &Act) -> Result<Vec<PersonaId>, Fault> {
    let member = act.actor.member.map_or(-1, Id::raw);
    let rows: Vec<Row> = tx
        .all(sql!("select id from persona where tenant = $tenant and member = $1"), params![member])
        .await?;
    rows.iter().map(Row::first).collect()
}

fn read(rows: &[Row]) -> Result<Vec<Held>, Fault> {
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(role) = Role::from_word(&row.get::<String>("role")?) else { continue };
        let site = Site::read(&row.get::<String>("scope_kind")?, row.get("scope")?);
        out.push(Held { role, site, persona: row.get("persona")? });
    }
    Ok(out)
}

/// The personas that hold a role at one place.
///
/// # Errors
/// When the database fails.
pub async fn holders(tx: &mut Tx, role: Role, site: Site) -> Result<Vec<PersonaId>, Fault> {
    let (kind, scope) = site.columns();
    let rows: Vec<Row> = tx
        .all(
            sql!("select persona from role_grant where tenant = $tenant and scope_kind = $1 and scope = $2 and role = $3 and persona <> 0 order by persona"),
            params![kind, scope, role.word()],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// A branch and everything above it.
///
/// # Errors
/// When the database fails.
pub(super) async fn branch_line(tx: &mut Tx, branch: BranchId) -> Result<Vec<BranchId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("with recursive line (id, parent, depth) as (select id, parent, cast(0 as bigint) from branch where tenant = $tenant and id = $1 union all select b.id, b.parent, l.depth + 1 from branch b join line l on b.id = l.parent where b.tenant = $tenant and l.depth < 20) select id from line order by depth"),
            params![branch],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}
