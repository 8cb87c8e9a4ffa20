//! The tree and the holders of roles, as people read them.

use super::{
    EDIT, SEE,
    equality::{Exception, Privileged},
    rails::grantable,
    state,
};
use crate::{
    member::views::check_staff,
    role::{self, Held, Site},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weilu_kernel::{Act, Need, Query, Role, Tx};
use weilu_store::{Row, params, rows, sql};
use weilu_vocabulary::{BlobId, BranchId, Fault, MemberId, Outcome, SpaceId, Text, Time};

/// The tree, as far as I see it.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Tree {}

/// A branch in the tree.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BranchShown {
    /// Which.
    pub id: BranchId,
    /// Above it.
    pub parent: Option<BranchId>,
    /// Name.
    pub name: String,
    /// Kind of branch.
    pub kind: String,
    /// Members who belong here (not below).
    pub members: i64,
    /// People with a role here (not below).
    pub staff: i64,
    /// Whether I may change it.
    pub may_edit: bool,
}

/// The tree.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct TreeShown {
    /// Parents before children.
    pub items: Vec<BranchShown>,
    /// Whether I may add at the top.
    pub may_add_top: bool,
}

rows! {
    struct TreeRow { id: BranchId, parent: Option<BranchId>, name: String, kind: String, members: i64, staff: i64 }
    struct HolderRow {
        id: MemberId, name: String, avatar: Option<BlobId>, role: String, scope_kind: String, scope: i64, since: Time,
        given_by: Option<String>, branch_name: Option<String>,
    }
}

impl Query for Tree {
    const NAME: &'static str = "organisation.tree";
    const SUMMARY: (&'static str, &'static str) = ("组织树", "The organisation tree, as far as I see it");
    type Output = TreeShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<TreeShown> {
        check_staff(tx, act, &SEE).await?;
        let held = role::held(tx, act).await?;
        let rows: Vec<TreeRow> = tx
            .all(
                sql!("select b.id, b.parent, b.name, b.kind, (select count(*) from member_home h where h.tenant = $tenant and h.branch = b.id) as members, (select count(distinct g.persona) from role_grant g where g.tenant = $tenant and g.scope_kind = 'branch' and g.scope = b.id) as staff from branch b where b.tenant = $tenant and b.closed_at is null order by b.id limit 5000"),
                params![],
            )
            .await?;
        let above: BTreeMap<BranchId, Option<BranchId>> = rows.iter().map(|r| (r.id, r.parent)).collect();
        let may_add_top = on_line(&held, EDIT.roles, &[]);
        let items = rows
            .into_iter()
            .filter_map(|row| {
                let line = line_of(&above, row.id);
                on_line(&held, SEE.roles, &line).then(|| BranchShown {
                    may_edit: on_line(&held, EDIT.roles, &line),
                    id: row.id,
                    parent: row.parent,
                    name: row.name,
                    kind: row.kind,
                    members: row.members,
                    staff: row.staff,
                })
            })
            .collect();
        Ok(TreeShown { items, may_add_top })
    }
}

fn line_of(above: &BTreeMap<BranchId, Option<BranchId>>, branch: BranchId) -> Vec<BranchId> {
    let mut line = vec![branch];
    while let Some(Some(parent)) = line.last().and_then(|b| above.get(b)) {
        if line.contains(parent) {
            break;
        }
        line.push(*parent);
    }
    line
}

fn on_line(held: &[Held], roles: &[Role], line: &[BranchId]) -> bool {
    held.iter().any(|h| {
        roles.contains(&h.role)
            && match h.site {
                Site::Whole => true,
                Site::Branch(branch) => line.contains(&branch),
                Site::Space(_) => false,
            }
    })
}

/// Who holds which role on the site and on branches I see.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Holders {
    /// Only this role.
    #[serde(default)]
    pub role: Option<Role>,
    /// Only on this branch.
    #[serde(default)]
    pub branch: Option<BranchId>,
}

/// Somebody with a role.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Holder {
    /// Whom.
    pub id: MemberId,
    /// Name.
    pub name: String,
    /// Picture.
    pub avatar: Option<BlobId>,
    /// The role.
    pub role: Role,
    /// Its name.
    pub role_name: Text,
    /// The branch; none on the whole site.
    pub branch: Option<BranchId>,
    /// Its name.
    pub branch_name: Option<String>,
    /// Since when, microseconds.
    pub since: Time,
    /// Who gave it.
    pub given_by: Option<String>,
    /// Whether I may take it away.
    pub may_take: bool,
}

/// Holders.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct HoldersShown {
    /// At most 1,000.
    pub items: Vec<Holder>,
}

impl Query for Holders {
    const NAME: &'static str = "organisation.holders";
    const SUMMARY: (&'static str, &'static str) = ("谁在哪里担任什么角色", "Who holds which role where");
    type Output = HoldersShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<HoldersShown> {
        check_staff(tx, act, &SEE).await?;
        let held = role::held(tx, act).await?;
        let rows: Vec<HolderRow> = tx
            .all(
                sql!("select m.id, m.name, m.avatar, g.role, g.scope_kind, g.scope, g.since, gm.name as given_by, b.name as branch_name from role_grant g join persona p on p.tenant = g.tenant and p.id = g.persona join member m on m.tenant = p.tenant and m.id = p.member left join persona gp on gp.tenant = g.tenant and gp.id = g.given_by left join member gm on gm.tenant = gp.tenant and gm.id = gp.member left join branch b on b.tenant = g.tenant and g.scope_kind = 'branch' and b.id = g.scope where g.tenant = $tenant and g.scope_kind in ('site', 'branch') and (cast($1 as text) is null or g.role = $1) and (cast($2 as bigint) is null or (g.scope_kind = 'branch' and g.scope = $2)) order by g.scope_kind desc, g.scope, g.role, m.number limit 1000"),
                params![self.role.map(Role::word), self.branch],
            )
            .await?;
        let above = parents(tx).await?;
        Ok(HoldersShown { items: rows.into_iter().filter_map(|row| holder(row, &held, &above)).collect() })
    }
}

async fn parents(tx: &mut Tx) -> Result<BTreeMap<BranchId, Option<BranchId>>, Fault> {
    let rows: Vec<Row> =
        tx.all(sql!("select id, parent from branch where tenant = $tenant limit 5000"), params![]).await?;
    rows.iter().map(|r| Ok((r.get("id")?, r.get("parent")?))).collect()
}

fn holder(row: HolderRow, held: &[Held], above: &BTreeMap<BranchId, Option<BranchId>>) -> Option<Holder> {
    let role = Role::from_word(&row.role)?;
    let branch = (row.scope_kind == "branch").then(|| BranchId::new(row.scope));
    let line = branch.map(|b| line_of(above, b)).unwrap_or_default();
    if !on_line(held, SEE.roles, &line) {
        return None;
    }
    let site = branch.map_or(Site::Whole, Site::Branch);
    Some(Holder {
        id: row.id,
        name: row.name,
        avatar: row.avatar,
        role,
        role_name: role.text(),
        branch,
        branch_name: row.branch_name,
        since: row.since,
        given_by: row.given_by,
        may_take: grantable(held, site, &line).contains(&role),
    })
}

/// The roles I may give at a place.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Grantable {
    /// On this branch; on the whole site when neither is given.
    #[serde(default)]
    pub branch: Option<BranchId>,
    /// In this space.
    #[serde(default)]
    pub space: Option<SpaceId>,
}

/// A role I may give.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RoleChoice {
    /// The role.
    pub role: Role,
    /// Its name.
    pub name: Text,
}

/// Roles.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct GrantableShown {
    /// In the order of the charter.
    pub items: Vec<RoleChoice>,
}

impl Query for Grantable {
    const NAME: &'static str = "organisation.grantable";
    const SUMMARY: (&'static str, &'static str) = ("我可以授予的角色", "The roles I may give here");
    type Output = GrantableShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<GrantableShown> {
        let held = role::held(tx, act).await?;
        let (site, line) = match (self.branch, self.space) {
            (Some(branch), _) => (Site::Branch(branch), state::line(tx, branch).await?),
            (None, Some(space)) => (Site::Space(space), Vec::new()),
            (None, None) => (Site::Whole, Vec::new()),
        };
        let items =
            grantable(&held, site, &line).into_iter().map(|role| RoleChoice { role, name: role.text() });
        Ok(GrantableShown { items: items.collect() })
    }
}

/// Everybody in a space with more rights than its members, by role.
///
/// # Errors
/// When the database fails.
pub(super) async fn exceptions(
    tx: &mut Tx,
    space: SpaceId,
    what: fn(Role) -> Option<Text>,
) -> Result<Vec<Exception>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select g.role, m.id, m.name, min(g.since) as since, max(w.reason) as reason, cast(coalesce(max(w.weight), 1) as bigint) as weight from role_grant g join persona p on p.tenant = g.tenant and p.id = g.persona join member m on m.tenant = p.tenant and m.id = p.member left join vote_weight w on w.tenant = g.tenant and w.space = g.scope and w.role = g.role where g.tenant = $tenant and g.scope_kind = 'space' and g.scope = $1 and g.role <> 'member' and g.role <> 'visitor' group by g.role, m.id, m.name order by g.role, m.id limit 500"),
            params![space],
        )
        .await?;
    let mut out: Vec<Exception> = Vec::new();
    for row in rows {
        let Some(role) = Role::from_word(&row.get::<String>("role")?) else { continue };
        let Some(what) = what(role) else { continue };
        let person = Privileged { id: row.get("id")?, name: row.get("name")?, since: row.get("since")? };
        match out.iter_mut().find(|e| e.role == role) {
            Some(exception) => exception.people.push(person),
            None => out.push(Exception {
                role,
                name: role.text(),
                what,
                reason: row.get("reason")?,
                weight: row.get("weight")?,
                people: vec![person],
            }),
        }
    }
    Ok(out)
}
