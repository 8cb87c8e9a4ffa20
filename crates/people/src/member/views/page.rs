//! The one member page for every department: the same page for all, each field by permission.
//!
//! Rules: the page is read only after `member.open` has written who opened it (an event); what somebody may
//! not see is named with its owner, so that he can ask, but carries no value.

use crate::member::{
    SEE, VISIT_MINUTES,
    field::{self, Department, FIELDS, Field},
    state,
};
use crate::{identity, role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Permission, Query, Role, Tx, link::LinkRefusal};
use weilu_store::{Row, params, rows, sql};
use weilu_vocabulary::{
    BlobId, BranchId, Fault, MINUTE, MemberId, MergeId, Outcome, SpaceId, Text, Time, refusals,
};

refusals! {
    /// Why the page is not shown.
    pub enum PageRefusal {
        /// It was not opened, so nobody would know that it was read.
        NotOpened => 409 "member.not_opened" "请从成员列表打开这一页，打开会留下记录。" "Please open this page from the list of members; opening it is written down.";
    }
}

rows! {
    /// One value of a field.
    #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
    pub struct Item {
        /// The value.
        pub text: String,
        /// What it is exactly: kind of identity, of label, of keeper.
        pub kind: String,
        /// `said`, `observed`, `imported`, `inferred`, `staff`, or the channel it came by.
        pub source: String,
        /// From 0 to 100.
        pub confidence: i64,
        /// Since when, microseconds.
        pub at: Time,
        /// Until when, where it ended, microseconds.
        pub until: Option<Time>,
    }

    /// A merge that formed this record.
    #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
    pub struct Merged {
        /// Which; names it when it is undone.
        pub id: MergeId,
        /// The record that went in.
        pub source: MemberId,
        /// Its number.
        pub number: i64,
        /// Its name.
        pub name: String,
        /// Why.
        pub reason: String,
        /// When, microseconds.
        pub at: Time,
        /// When it was undone, microseconds.
        pub undone_at: Option<Time>,
    }
}

/// A field of the page.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PageField {
    /// Key.
    pub key: String,
    /// Name.
    pub name: Text,
    /// Whose it is.
    pub owner: Department,
    /// The owner's name.
    pub owner_name: Text,
    /// Whether I see it.
    pub visible: bool,
    /// State of my department's request: `waiting`, or none.
    pub request: Option<String>,
    /// Values; none when I do not see it.
    pub items: Vec<Item>,
}

/// A role somebody holds.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RoleAt {
    /// Which.
    pub role: Role,
    /// Its name.
    pub name: Text,
    /// In which space, if in one.
    pub space: Option<SpaceId>,
    /// In which branch, if in one.
    pub branch: Option<BranchId>,
}

/// The page.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Page {
    /// Which member.
    pub id: MemberId,
    /// Member number.
    pub number: i64,
    /// Name as shown.
    pub name: String,
    /// A line about himself.
    pub bio: String,
    /// Picture.
    pub avatar: Option<BlobId>,
    /// `active`, `suspended`, `merged`, `erased`.
    pub state: String,
    /// Into whom he was merged.
    pub merged_into: Option<MemberId>,
    /// When he came, microseconds.
    pub joined_at: Time,
    /// When he was last here, microseconds.
    pub seen_at: Time,
    /// The branch he belongs to.
    pub branch: Option<BranchId>,
    /// Its name.
    pub branch_name: Option<String>,
    /// The fields, in order.
    pub fields: Vec<PageField>,
    /// His roles.
    pub roles: Vec<RoleAt>,
    /// The records that were merged into this one.
    pub merges: Vec<Merged>,
}

/// The page of one member.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct MemberPage {
    /// Which.
    pub member: MemberId,
}

impl Query for MemberPage {
    const NAME: &'static str = "member.page";
    const SUMMARY: (&'static str, &'static str) =
        ("成员页：各部门看同一页，字段按权限显示", "The one member page, each field by permission");
    type Output = Page;

    fn need(&self) -> Need {
        Need::On(self.member.into(), &SEE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Page> {
        let viewer = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let opened = state::visited_at(tx, viewer, self.member).await?;
        let window = VISIT_MINUTES.get(tx).await? * MINUTE;
        if opened.is_none_or(|at| act.now.since(at) > window) {
            return Err(PageRefusal::NotOpened.into());
        }
        let member = state::load(tx, self.member).await?.ok_or(LinkRefusal::NotFound)?;
        let branch = state::home(tx, self.member).await?;
        Ok(Page {
            id: member.id,
            number: member.number,
            name: member.name,
            bio: member.bio,
            avatar: member.avatar,
            state: member.state,
            merged_into: member.merged_into,
            joined_at: member.created_at,
            seen_at: member.seen_at,
            branch_name: branch_name(tx, branch).await?,
            branch,
            fields: fields(tx, act, self.member).await?,
            roles: roles(tx, self.member).await?,
            merges: merges(tx, self.member).await?,
        })
    }
}

async fn branch_name(tx: &mut Tx, branch: Option<BranchId>) -> Result<Option<String>, Fault> {
    let Some(branch) = branch else { return Ok(None) };
    let row: Option<Row> =
        tx.one(sql!("select name from branch where tenant = $tenant and id = $1"), params![branch]).await?;
    row.map(|r| r.first()).transpose()
}

/// The roles somebody holds outside spaces: what decides which fields he sees.
///
/// # Errors
/// When the database fails.
pub async fn staff_roles(tx: &mut Tx, act: &Act) -> Result<Vec<Role>, Fault> {
    let held = role::held(tx, act).await?;
    Ok(held.iter().filter(|h| !matches!(h.site, role::Site::Space(_))).map(|h| h.role).collect())
}

/// Refuses unless somebody holds the permission anywhere outside spaces: for pages that belong to no branch.
///
/// # Errors
/// 401 or 403.
pub async fn check_staff(tx: &mut Tx, act: &Act, permission: &'static Permission) -> Outcome<Vec<Role>> {
    let roles = staff_roles(tx, act).await?;
    if act.actor.system || permission.roles.iter().any(|r| roles.contains(r)) {
        return Ok(roles);
    }
    if act.actor.member.is_none() {
        return Err(LinkRefusal::SignIn.into());
    }
    Err(LinkRefusal::forbidden(permission).into())
}

async fn fields(tx: &mut Tx, act: &Act, member: MemberId) -> Result<Vec<PageField>, Fault> {
    let mine = staff_roles(tx, act).await?;
    let grants = state::grants(tx).await?;
    let asked = waiting(tx, &field::departments_of(&mine)).await?;
    let mut out = Vec::with_capacity(FIELDS.len());
    for field in FIELDS {
        let visible = field::sees(field, &mine, &grants);
        let items = if visible { items(tx, field, member).await? } else { Vec::new() };
        out.push(PageField {
            key: field.key.to_owned(),
            name: Text::new(field.zh, field.en),
            owner: field.owner,
            owner_name: field.owner.text(),
            visible,
            request: asked.contains(&field.key.to_owned()).then(|| "waiting".to_owned()),
            items,
        });
    }
    Ok(out)
}

async fn waiting(tx: &mut Tx, departments: &[Department]) -> Result<Vec<String>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select field, department from field_request where tenant = $tenant and state = 'waiting'"),
            params![],
        )
        .await?;
    let mut out = Vec::new();
    for row in rows {
        let department = Department::from_word(&row.get::<String>("department")?);
        if department.is_some_and(|d| departments.contains(&d)) {
            out.push(row.get("field")?);
        }
    }
    Ok(out)
}

async fn items(tx: &mut Tx, field: &Field, member: MemberId) -> Result<Vec<Item>, Fault> {
    match field.key {
        "phone" | "mail" => addresses(tx, member, field.key).await,
        "identities" => identities(tx, member).await,
        "real_name" | "birth_year" | "last_order" => facts(tx, member, field.key).await,
        "labels" => labels(tx, member).await,
        "care" => care(tx, member).await,
        key => profile(tx, member, key).await,
    }
}

async fn addresses(tx: &mut Tx, member: MemberId, kind: &str) -> Result<Vec<Item>, Fault> {
    tx.all(
        sql!("select i.value as text, i.kind, case when i.verified_at is null then 'imported' else 'verified' end as source, cast(100 as bigint) as confidence, i.created_at as at, i.ended_at as until from identity i join persona p on p.tenant = i.tenant and p.id = i.persona where i.tenant = $tenant and p.member = $1 and i.kind = $2 order by i.ended_at is not null, i.created_at desc"),
        params![member, kind],
    )
    .await
}

async fn identities(tx: &mut Tx, member: MemberId) -> Result<Vec<Item>, Fault> {
    let mut items: Vec<Item> = tx
        .all(
            sql!("select i.value as text, i.kind, case when i.verified_at is null then 'imported' else 'verified' end as source, cast(100 as bigint) as confidence, i.created_at as at, i.ended_at as until from identity i join persona p on p.tenant = i.tenant and p.id = i.persona where i.tenant = $tenant and p.member = $1 union all select c.value as text, c.kind, c.source, cast(50 as bigint) as confidence, c.at, cast(null as bigint) as until from identity_claim c join persona p on p.tenant = c.tenant and p.id = c.persona where c.tenant = $tenant and p.member = $1 order by at, text"),
            params![member],
        )
        .await?;
    for item in &mut items {
        item.text = identity::masked(&item.kind, &item.text);
    }
    Ok(items)
}

async fn facts(tx: &mut Tx, member: MemberId, kind: &str) -> Result<Vec<Item>, Fault> {
    tx.all(
        sql!("select f.value as text, f.kind, f.source, cast(90 as bigint) as confidence, f.at, cast(null as bigint) as until from member_fact f join persona p on p.tenant = f.tenant and p.id = f.persona where f.tenant = $tenant and p.member = $1 and f.kind = $2 order by f.at desc, f.value"),
        params![member, kind],
    )
    .await
}

async fn profile(tx: &mut Tx, member: MemberId, field: &str) -> Result<Vec<Item>, Fault> {
    tx.all(
        sql!("select v.value as text, v.field as kind, v.source, v.confidence, v.at, cast(null as bigint) as until from profile_value v join persona p on p.tenant = v.tenant and p.id = v.persona where v.tenant = $tenant and p.member = $1 and v.field = $2 order by v.confidence desc, v.at desc"),
        params![member, field],
    )
    .await
}

async fn labels(tx: &mut Tx, member: MemberId) -> Result<Vec<Item>, Fault> {
    tx.all(
        sql!("select l.name as text, l.kind, x.source, cast(100 as bigint) as confidence, x.at, cast(null as bigint) as until from member_label x join label l on l.tenant = x.tenant and l.id = x.label join persona p on p.tenant = x.tenant and p.id = x.persona where x.tenant = $tenant and p.member = $1 order by l.kind, l.name"),
        params![member],
    )
    .await
}

async fn care(tx: &mut Tx, member: MemberId) -> Result<Vec<Item>, Fault> {
    tx.all(
        sql!("select m.name as text, c.kind, 'staff' as source, cast(100 as bigint) as confidence, c.since as at, c.until from care c join persona p on p.tenant = c.tenant and p.id = c.client join persona k on k.tenant = c.tenant and k.id = c.keeper join member m on m.tenant = k.tenant and m.id = k.member where c.tenant = $tenant and p.member = $1 order by c.until is not null, c.since desc"),
        params![member],
    )
    .await
}

async fn roles(tx: &mut Tx, member: MemberId) -> Result<Vec<RoleAt>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select g.role, g.scope_kind, g.scope from role_grant g join persona p on p.tenant = g.tenant and p.id = g.persona where g.tenant = $tenant and p.member = $1 group by g.role, g.scope_kind, g.scope order by g.scope_kind desc, g.scope, g.role limit 200"),
            params![member],
        )
        .await?;
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(role) = Role::from_word(&row.get::<String>("role")?) else { continue };
        let (kind, scope): (String, i64) = (row.get("scope_kind")?, row.get("scope")?);
        out.push(RoleAt {
            role,
            name: role.text(),
            space: (kind == "space").then(|| SpaceId::new(scope)),
            branch: (kind == "branch").then(|| BranchId::new(scope)),
        });
    }
    Ok(out)
}

async fn merges(tx: &mut Tx, member: MemberId) -> Result<Vec<Merged>, Fault> {
    tx.all(
        sql!("select g.id, g.source, s.number, s.name, g.reason, g.at, g.undone_at from member_merge g join member s on s.tenant = g.tenant and s.id = g.source where g.tenant = $tenant and (g.target = $1 or g.source = $1) order by g.id desc limit 50"),
        params![member],
    )
    .await
}
