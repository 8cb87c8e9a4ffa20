//! Small answers around members: requests for fields, saved views, what I call whom.

use crate::member::{
    LIST, SEE,
    field::{self, Department},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_store::{Row, params, rows, sql};
use weilu_vocabulary::{FieldRequestId, Id, MemberId, Outcome, Text, Time, ViewId};

/// Requests of departments for fields.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct FieldRequests {}

/// One request.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FieldRequestShown {
    /// Which.
    pub id: FieldRequestId,
    /// Field key.
    pub field: String,
    /// Field name.
    pub field_name: Text,
    /// Who asks.
    pub department: Department,
    /// Their name.
    pub department_name: Text,
    /// Whose the field is.
    pub owner_name: Text,
    /// Why.
    pub reason: String,
    /// `waiting`, `granted`, `refused`, `ended`.
    pub state: String,
    /// Who asked, as known now.
    pub asked_by: String,
    /// When, microseconds.
    pub asked_at: Time,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When, microseconds.
    pub decided_at: Option<Time>,
    /// What the owner said.
    pub note: String,
    /// Whether I may decide.
    pub mine_to_decide: bool,
}

rows! {
    struct AskRow {
        id: FieldRequestId, field: String, department: String, reason: String, state: String, asked_by: Option<String>,
        asked_at: Time, decided_by: Option<String>, decided_at: Option<Time>, note: String,
    }
}

/// Requests, waiting ones first.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct FieldRequestsShown {
    /// At most 200.
    pub items: Vec<FieldRequestShown>,
}

impl Query for FieldRequests {
    const NAME: &'static str = "member.field_requests";
    const SUMMARY: (&'static str, &'static str) =
        ("各部门的字段申请", "Requests of departments to see a field");
    type Output = FieldRequestsShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<FieldRequestsShown> {
        let roles = super::check_staff(tx, act, &SEE).await?;
        let rows: Vec<AskRow> = tx
            .all(
                sql!("select r.id, r.field, r.department, r.reason, r.state, m.name as asked_by, r.asked_at, d.name as decided_by, r.decided_at, r.note from field_request r left join persona a on a.tenant = r.tenant and a.id = r.asked_by left join member m on m.tenant = a.tenant and m.id = a.member left join persona b on b.tenant = r.tenant and b.id = r.decided_by left join member d on d.tenant = b.tenant and d.id = b.member where r.tenant = $tenant order by case when r.state = 'waiting' then 0 else 1 end, r.id desc limit 200"),
                params![],
            )
            .await?;
        Ok(FieldRequestsShown { items: rows.into_iter().filter_map(|row| shown(row, &roles)).collect() })
    }
}

fn shown(row: AskRow, roles: &[weilu_kernel::Role]) -> Option<FieldRequestShown> {
    let field = field::field(&row.field)?;
    let department = Department::from_word(&row.department)?;
    Some(FieldRequestShown {
        id: row.id,
        field_name: Text::new(field.zh, field.en),
        field: row.field,
        department,
        department_name: department.text(),
        owner_name: field.owner.text(),
        reason: row.reason,
        mine_to_decide: row.state == "waiting" && field::decides(field, roles),
        state: row.state,
        asked_by: row.asked_by.unwrap_or_default(),
        asked_at: row.asked_at,
        decided_by: row.decided_by,
        decided_at: row.decided_at,
        note: row.note,
    })
}

/// My saved views of the list.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Views {}

rows! {
    /// A saved view.
    #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
    pub struct View {
        /// Which.
        pub id: ViewId,
        /// Name.
        pub name: String,
        /// Columns shown, as JSON.
        pub columns: serde_json::Value,
        /// Filters by name, as JSON.
        pub filters: serde_json::Value,
        /// Sort, as in the address.
        pub sort: String,
    }
}

/// Views, by name.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ViewsShown {
    /// At most 50.
    pub items: Vec<View>,
}

impl Query for Views {
    const NAME: &'static str = "member.views";
    const SUMMARY: (&'static str, &'static str) = ("我保存的成员视图", "My saved views of the members' list");
    type Output = ViewsShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<ViewsShown> {
        super::check_staff(tx, act, &LIST).await?;
        let items = tx
            .all(
                sql!("select v.id, v.name, v.columns, v.filters, v.sort from member_view v join persona p on p.tenant = v.tenant and p.id = v.persona where v.tenant = $tenant and p.member = $1 order by v.name limit 50"),
                params![act.actor.member.map_or(-1, Id::raw)],
            )
            .await?;
        Ok(ViewsShown { items })
    }
}

/// What I call others.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Names {}

rows! {
    /// My own name for somebody.
    #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
    pub struct Remark {
        /// Whom.
        pub member: MemberId,
        /// What I call him.
        pub name: String,
    }
}

/// My names for others.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct NamesShown {
    /// At most 2,000.
    pub items: Vec<Remark>,
}

impl Query for Names {
    const NAME: &'static str = "member.remarks";
    const SUMMARY: (&'static str, &'static str) = ("我给别人的备注名", "What I call others");
    type Output = NamesShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<NamesShown> {
        let rows: Vec<Row> = tx
            .all(
                sql!("select q.member, r.name from remark r join persona q on q.tenant = r.tenant and q.id = r.about join persona me on me.tenant = r.tenant and me.id = r.persona where r.tenant = $tenant and me.member = $1 and q.member is not null order by r.at limit 2000"),
                params![act.actor.member.map_or(-1, Id::raw)],
            )
            .await?;
        // Two of my personas, or two of his, may carry a name: the latest stands.
        let mut latest: std::collections::BTreeMap<MemberId, String> = std::collections::BTreeMap::new();
        for row in rows {
            latest.insert(row.get("member")?, row.get("name")?);
        }
        Ok(NamesShown { items: latest.into_iter().map(|(member, name)| Remark { member, name }).collect() })
    }
}
