//! The members' list: filters, search, order, pages by key.

pub(super) mod found;
mod page;
mod small;

pub use page::{MemberPage, Page, PageField, check_staff, staff_roles};
pub use small::{FieldRequests, Names, Views};

use super::{LIST, typed};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weilu_kernel::{Act, Need, Query, Role, Tx, searchable};
use weilu_store::{Row, Sql, Value, params, rows, sql};
use weilu_vocabulary::{BlobId, BranchId, Fault, Id, LabelId, MemberId, Outcome, SpaceId, Time};

/// Members in one page of the list.
pub const PAGE: i64 = 100;

/// Which members are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Filter {
    /// Part of the name, a member number, or a phone number (whole, or its last four digits).
    #[serde(default, deserialize_with = "typed::text")]
    #[schemars(with = "Option<String>")]
    pub search: Option<String>,
    /// `active`, `suspended`, `merged`, `erased`; without it active and suspended.
    #[serde(default)]
    pub state: Option<String>,
    /// Carries this label.
    #[serde(default)]
    pub label: Option<LabelId>,
    /// Lives in this region.
    #[serde(default, deserialize_with = "typed::text")]
    #[schemars(with = "Option<String>")]
    pub region: Option<String>,
    /// Holds this role anywhere.
    #[serde(default)]
    pub role: Option<Role>,
    /// Came at or after this time, microseconds.
    #[serde(default)]
    pub joined_from: Option<Time>,
    /// Came before this time, microseconds.
    #[serde(default)]
    pub joined_to: Option<Time>,
    /// Was last here at or after this time, microseconds.
    #[serde(default)]
    pub seen_from: Option<Time>,
    /// Was last here before this time, microseconds.
    #[serde(default)]
    pub seen_to: Option<Time>,
    /// Is in this space.
    #[serde(default)]
    pub space: Option<SpaceId>,
    /// Belongs to this branch or one below it.
    #[serde(default)]
    pub branch: Option<BranchId>,
}

impl Filter {
    /// What reading such a list asks of its reader.
    #[must_use]
    pub fn need(&self, permission: &'static weilu_kernel::Permission) -> Need {
        self.branch.map_or(Need::Site(permission), |b| Need::On(b.into(), permission))
    }

    /// Whether it leaves nobody out.
    fn is_everybody(&self) -> bool {
        *self == Filter::default()
    }

    fn values(&self, act: &Act) -> Vec<Value> {
        // A sign that stands for others in a pattern is meant as it is written.
        let search =
            self.search.as_ref().map(|s| s.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        // A member's number is written without zeros in front; the end of a phone number may have them.
        let number = search.as_ref().and_then(|s| s.parse::<i64>().ok().filter(|n| n.to_string() == *s));
        let digits = search.clone().filter(|s| s.len() >= 4 && s.bytes().all(|b| b.is_ascii_digit()));
        vec![
            search.into(),
            digits.into(),
            self.state.as_deref().unwrap_or("active").into(),
            self.label.into(),
            self.region.clone().into(),
            self.role.map(Role::word).into(),
            self.joined_from.into(),
            self.joined_to.into(),
            self.seen_from.into(),
            self.seen_to.into(),
            self.space.into(),
            self.branch.into(),
            act.actor.member.map_or(-1, Id::raw).into(),
            number.unwrap_or(-1).into(),
            self.state.as_deref().unwrap_or("suspended").into(),
        ]
    }
}

// What leaves out most at the least cost stands first: it is asked of every member.
macro_rules! fits {
    () => {
        "m.tenant = $tenant
           and (cast($6 as text) is null or m.id in (select q.member from (select distinct g.persona from role_grant g where g.tenant = $tenant and g.role = $6) h join persona q on q.tenant = $tenant and q.id = h.persona))
           and (cast($4 as bigint) is null or m.id in (select q.member from member_label l join persona q on q.tenant = l.tenant and q.id = l.persona where l.tenant = $tenant and l.label = $4))
           and m.state in ($3, $15)
           and (cast($1 as text) is null or m.name ilike '%' || $1 || '%' escape '\\' or m.number = $14
                or m.id in (select q.member from persona me join remark r on r.tenant = me.tenant and r.persona = me.id join persona q on q.tenant = r.tenant and q.id = r.about where me.tenant = $tenant and me.member = $13 and r.name ilike '%' || $1 || '%' escape '\\')
                or (cast($2 as text) is not null and exists (select 1 from persona q join identity i on i.tenant = q.tenant and i.persona = q.id where q.tenant = $tenant and q.member = m.id and i.kind = 'phone' and i.ended_at is null and (i.value = $2 or (length($2) = 4 and i.value like '%' || $2)))))
           and (cast($5 as text) is null or exists (select 1 from persona q join profile_value v on v.tenant = q.tenant and v.persona = q.id where q.tenant = $tenant and q.member = m.id and v.field = 'region' and v.value = $5))
           and (cast($7 as bigint) is null or m.created_at >= $7) and (cast($8 as bigint) is null or m.created_at < $8)
           and (cast($9 as bigint) is null or m.seen_at >= $9) and (cast($10 as bigint) is null or m.seen_at < $10)
           and (cast($11 as bigint) is null or exists (select 1 from persona q join role_grant g on g.tenant = q.tenant and g.persona = q.id where q.tenant = $tenant and q.member = m.id and g.scope_kind = 'space' and g.scope = $11))
           and (cast($12 as bigint) is null or exists (select 1 from persona q join member_home h on h.tenant = q.tenant and h.persona = q.id where q.tenant = $tenant and q.member = m.id and h.branch in (
                with recursive below (id, depth) as (select id, cast(0 as bigint) from branch where tenant = $tenant and id = $12 union all select b.id, w.depth + 1 from branch b join below w on b.parent = w.id where b.tenant = $tenant and w.depth < 20) select id from below)))"
    };
}

macro_rules! list {
    ($after:literal, $order:literal) => {
        sql!(concat!(
            "select m.id from member m where ",
            fits!(),
            " and ",
            $after,
            " order by ",
            $order,
            " limit $18"
        ))
    };
}

/// In which order members stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Order {
    /// Newest first.
    #[default]
    #[serde(rename = "-joined")]
    Newest,
    /// Oldest first.
    #[serde(rename = "joined")]
    Oldest,
    /// Last here first.
    #[serde(rename = "-seen")]
    LastSeen,
    /// Longest away first.
    #[serde(rename = "seen")]
    LongestAway,
}

impl Order {
    fn statement(self) -> &'static Sql {
        match self {
            Order::Newest => {
                list!(
                    "(cast($16 as bigint) is null or m.number < $16 or (m.number = $16 and m.id < $17))",
                    "m.number desc, m.id desc"
                )
            }
            Order::Oldest => {
                list!(
                    "(cast($16 as bigint) is null or m.number > $16 or (m.number = $16 and m.id > $17))",
                    "m.number, m.id"
                )
            }
            Order::LastSeen => {
                list!(
                    "(cast($16 as bigint) is null or m.seen_at < $16 or (m.seen_at = $16 and m.id < $17))",
                    "m.seen_at desc, m.id desc"
                )
            }
            Order::LongestAway => {
                list!(
                    "(cast($16 as bigint) is null or m.seen_at > $16 or (m.seen_at = $16 and m.id > $17))",
                    "m.seen_at, m.id"
                )
            }
        }
    }

    fn key(self, row: &MemberLine) -> i64 {
        match self {
            Order::Newest | Order::Oldest => row.number,
            Order::LastSeen | Order::LongestAway => row.seen_at.0,
        }
    }
}

/// A member in the list.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MemberLine {
    /// Which.
    pub id: MemberId,
    /// Member number.
    pub number: i64,
    /// Name as shown; empty until chosen.
    pub name: String,
    /// What I call him.
    pub remark: Option<String>,
    /// `active`, `suspended`, `merged`, `erased`.
    pub state: String,
    /// Picture.
    pub avatar: Option<BlobId>,
    /// When he came, microseconds.
    pub joined_at: Time,
    /// When he was last here, microseconds.
    pub seen_at: Time,
    /// Phone, masked.
    pub phone: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// Names of his labels.
    pub labels: Vec<String>,
}

rows! {
    struct LineRow {
        id: MemberId, number: i64, name: String, state: String, avatar: Option<BlobId>, created_at: Time,
        seen_at: Time, phone: Option<String>, region: Option<String>, remark: Option<String>,
    }
}

/// A page of members; `phones` leaves the numbers whole.
///
/// # Errors
/// When the database fails.
pub async fn lines(
    tx: &mut Tx,
    act: &Act,
    filter: &Filter,
    page: (Order, Option<(i64, MemberId)>, i64),
    phones: bool,
) -> Result<Vec<MemberLine>, Fault> {
    let (order, after, most) = page;
    let mut values = filter.values(act);
    values.extend([after.map(|a| a.0).into(), after.map(|a| a.1).into(), most.into()]);
    let found: Vec<Row> = tx.all(order.statement(), &values).await?;
    let ids: Vec<i64> = found.iter().map(Row::first).collect::<Result<_, _>>()?;
    let mut lines = Vec::with_capacity(ids.len());
    for some in ids.chunks(searchable::AT_ONCE) {
        let mut of: BTreeMap<MemberId, Vec<String>> = BTreeMap::new();
        for mark in labels(tx, some).await? {
            of.entry(mark.get("member")?).or_default().push(mark.get("name")?);
        }
        let mut rows: BTreeMap<i64, LineRow> =
            rows(tx, act, some).await?.into_iter().map(|row| (row.id.raw(), row)).collect();
        let in_order = some.iter().filter_map(|id| rows.remove(id));
        lines.extend(in_order.map(|row| line(row, &mut of, phones)));
    }
    Ok(lines)
}

/// What stands in the lines of these members, twenty at most.
async fn rows(tx: &mut Tx, act: &Act, members: &[i64]) -> Result<Vec<LineRow>, Fault> {
    let mut values = searchable::twenty(members);
    values.push(act.actor.member.map_or(-1, Id::raw).into());
    tx.all(
        sql!("select m.id, m.number, m.name, m.state, m.avatar, m.created_at, m.seen_at,
             (select i.value from identity i join persona q on q.tenant = i.tenant and q.id = i.persona where i.tenant = $tenant and q.member = m.id and i.kind = 'phone' and i.ended_at is null order by i.id limit 1) as phone,
             (select v.value from profile_value v join persona q on q.tenant = v.tenant and q.id = v.persona where v.tenant = $tenant and q.member = m.id and v.field = 'region' order by v.confidence desc, v.at desc limit 1) as region,
             (select r.name from remark r join persona q on q.tenant = r.tenant and q.id = r.about join persona me on me.tenant = r.tenant and me.id = r.persona where r.tenant = $tenant and q.member = m.id and me.member = $21 order by r.at desc limit 1) as remark
           from member m where m.tenant = $tenant and m.id in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"),
        &values,
    )
    .await
}

/// Names of the labels of these members, twenty at most.
async fn labels(tx: &mut Tx, members: &[i64]) -> Result<Vec<Row>, Fault> {
    tx.all(
        sql!("select q.member, l.name from persona q cross join member_label x cross join label l where q.tenant = $tenant and q.member in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) and x.tenant = $tenant and x.persona = q.id and l.tenant = $tenant and l.id = x.label order by q.member, l.name"),
        &searchable::twenty(members),
    )
    .await
}

fn line(row: LineRow, labels: &mut BTreeMap<MemberId, Vec<String>>, phones: bool) -> MemberLine {
    let phone = row.phone.map(|p| if phones { p } else { crate::account::Address::Phone(p).masked() });
    MemberLine {
        labels: labels.remove(&row.id).unwrap_or_default(),
        id: row.id,
        number: row.number,
        name: row.name,
        remark: row.remark,
        state: row.state,
        avatar: row.avatar,
        joined_at: row.created_at,
        seen_at: row.seen_at,
        phone,
        region: row.region,
    }
}

/// The members that fit, a page at a time.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct List {
    /// Which members.
    #[serde(flatten)]
    pub filter: Filter,
    /// In which order.
    #[serde(default)]
    pub order: Order,
    /// Where the page begins: what the page before said.
    #[serde(default)]
    pub before: Option<String>,
}

/// A page of members.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Listed {
    /// In the order asked for.
    pub items: Vec<MemberLine>,
    /// Where the next page begins.
    pub next: Option<String>,
}

impl Query for List {
    const NAME: &'static str = "member.list";
    const SUMMARY: (&'static str, &'static str) = ("成员列表", "The members that fit, a page at a time");
    type Output = Listed;

    fn need(&self) -> Need {
        self.filter.need(&LIST)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Listed> {
        let after = self.before.as_deref().and_then(read_key);
        let mut items = lines(tx, act, &self.filter, (self.order, after, PAGE + 1), false).await?;
        let more = items.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
        if more {
            items.pop();
        }
        let last = items.last().filter(|_| more);
        let next = last.map(|l| format!("{}.{}", self.order.key(l), l.id));
        Ok(Listed { items, next })
    }
}

fn read_key(text: &str) -> Option<(i64, MemberId)> {
    let (key, id) = text.split_once('.')?;
    Some((key.parse().ok()?, id.parse().ok()?))
}

/// The key behind a line, to go on after it.
#[must_use]
pub fn key_after(order: Order, line: &MemberLine) -> (i64, MemberId) {
    (order.key(line), line.id)
}

/// How many members fit.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Count {
    /// Which members.
    #[serde(flatten)]
    pub filter: Filter,
}

/// A number of members.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Counted {
    /// How many fit.
    pub total: i64,
}

impl Query for Count {
    const NAME: &'static str = "member.count";
    const SUMMARY: (&'static str, &'static str) = ("符合条件的成员数", "How many members fit");
    type Output = Counted;

    fn need(&self) -> Need {
        self.filter.need(&LIST)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Counted> {
        let row: Option<Row> = if self.filter.is_everybody() {
            tx.one(
                sql!(
                    "select count(*) from member where tenant = $tenant and state in ('active', 'suspended')"
                ),
                &[],
            )
            .await?
        } else {
            tx.one(sql!(concat!("select count(*) from member m where ", fits!())), &self.filter.values(act))
                .await?
        };
        let total = row.map(|r| r.first()).transpose()?.unwrap_or(0);
        Ok(Counted { total })
    }
}

/// The regions members said they live in, for the filter.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Regions {}

/// Regions, most frequent first.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct RegionsShown {
    /// Names.
    pub items: Vec<String>,
}

impl Query for Regions {
    const NAME: &'static str = "member.regions";
    const SUMMARY: (&'static str, &'static str) = ("成员所在的地域", "The regions members live in");
    type Output = RegionsShown;

    fn need(&self) -> Need {
        Need::Site(&LIST)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<RegionsShown> {
        let rows: Vec<Row> = tx
            .all(
                sql!("select value, count(*) as n from profile_value where tenant = $tenant and field = 'region' group by value order by n desc, value limit 100"),
                params![],
            )
            .await?;
        let items = rows.iter().map(Row::first).collect::<Result<_, _>>()?;
        Ok(RegionsShown { items })
    }
}
