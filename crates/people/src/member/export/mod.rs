//! Taking the members' list out as a file.
//!
//! Rules: an export is asked for, written by a job, kept some hours and handed only to who asked; phones come
//! whole only with their own permission and a reason; every export is an event that auditors read.

mod build;
pub mod sheet;
mod state;

use super::views::Filter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{
    Act, Command, CommandSpec, Drawer, Feature, JobSpec, Mode, Need, Permission, Place, ProcessorSpec, Query,
    QuerySpec, ReconcilerSpec, Role, Tx, link, link::LinkRefusal, settings,
};
use weilu_store::NewJob;
use weilu_vocabulary::{Audience, EventKind, ExportId, Outcome, Text, refusals};

settings! {
    pub KEPT_HOURS: i64 = 24, "export.kept_hours" "导出的文件保留多少小时" "Hours an exported file is kept";
}

/// Somebody took the members' list out.
pub const EXPORTED: EventKind = EventKind {
    name: "export.asked",
    zh: "导出了成员名单",
    en: "exported the members' list",
    weight: 0,
    audience: Audience::Staff,
};

/// Taking the list out.
pub const EXPORT: Permission = Permission {
    name: "export.members",
    zh: "导出成员名单",
    en: "export the members' list",
    roles: &[Role::Operator, Role::Headquarters, Role::Marketer, Role::Service, Role::BranchHead],
};
/// Taking whole phone numbers out.
pub const PHONES: Permission = Permission {
    name: "export.phones",
    zh: "导出完整手机号",
    en: "export whole phone numbers",
    roles: &[Role::Headquarters, Role::Service],
};

/// A column of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Id.
    Id,
    /// Name.
    Name,
    /// Member number.
    Number,
    /// Phone.
    Phone,
    /// Region.
    Region,
    /// Labels.
    Labels,
    /// Day he came.
    Joined,
    /// Day he was last here.
    Seen,
    /// State.
    State,
}

impl Column {
    /// Head of the column.
    #[must_use]
    pub const fn text(self) -> Text {
        match self {
            Column::Id => Text::new("编号", "Id"),
            Column::Name => Text::new("名字", "Name"),
            Column::Number => Text::new("会员号", "Number"),
            Column::Phone => Text::new("手机号", "Phone"),
            Column::Region => Text::new("地域", "Region"),
            Column::Labels => Text::new("标签", "Labels"),
            Column::Joined => Text::new("加入日期", "Joined"),
            Column::Seen => Text::new("最近来过", "Last here"),
            Column::State => Text::new("状态", "State"),
        }
    }
}

/// Format of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Comma-separated, UTF-8 with its mark.
    Csv,
    /// Excel.
    Xlsx,
}

refusals! {
    /// Why nothing is exported.
    pub enum ExportRefusal {
        /// No columns.
        NoColumns => 422 "export.no_columns" "至少选一列。" "Choose at least one column.";
        /// Phones without a reason.
        NoReason => 422 "export.no_reason" "导出完整手机号要写明用途（5 到 200 字），会留在记录里。" "Whole phone numbers need a reason of 5 to 200 characters; it stays on record.";
    }
}

/// Asks for the members that fit as a file.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct AskExport {
    /// Which members.
    #[serde(default)]
    pub filter: Filter,
    /// Which columns, in order.
    pub columns: Vec<Column>,
    /// Format.
    pub format: Format,
    /// Whether phones are whole.
    #[serde(default)]
    pub phones: bool,
    /// Why whole phones are needed.
    #[serde(default)]
    pub reason: String,
}

/// The export.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ExportAsked {
    /// Its id.
    pub export: ExportId,
}

impl Command for AskExport {
    const NAME: &'static str = "export.ask";
    const SUMMARY: (&'static str, &'static str) = ("导出成员名单", "Ask for the members that fit as a file");
    type Output = ExportAsked;
    type Refusal = ExportRefusal;

    fn need(&self) -> Need {
        self.filter.need(&EXPORT)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<ExportAsked> {
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        if self.columns.is_empty() {
            return Err(ExportRefusal::NoColumns.into());
        }
        let reason = self.reason.trim();
        if self.phones {
            link::may(tx, act, &PHONES, Place { space: None, branch: self.filter.branch, author: None })
                .await?;
            if !(5..=200).contains(&reason.chars().count()) {
                return Err(ExportRefusal::NoReason.into());
            }
        }
        let export: ExportId = act.id();
        let wanted = state::Wanted {
            format: if self.format == Format::Csv { "csv" } else { "xlsx" },
            columns: serde_json::json!(self.columns).to_string(),
            filters: serde_json::json!(self.filter).to_string(),
            phones: self.phones,
            reason: reason.to_owned(),
        };
        state::add(tx, act, export, persona, &wanted)?;
        let payload = serde_json::json!({ "export": export, "lang": act.lang.code() });
        tx.enqueue(act, NewJob { kind: "export.build", key: export.to_string(), payload, run_at: act.now })?;
        let body = serde_json::json!({ "phones": self.phones, "columns": self.columns, "reason": reason });
        tx.append(act, EXPORTED.on(export).body(body));
        Ok(ExportAsked { export })
    }
}

/// How far an export of mine has come, and its file once it is ready.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ExportOf {
    /// Which.
    pub export: ExportId,
    /// Whether to hand over the file.
    #[serde(default)]
    pub file: bool,
}

/// An export.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ExportShown {
    /// Which.
    pub id: ExportId,
    /// `working`, `ready`, `gone`.
    pub state: String,
    /// Lines so far.
    pub lines: i64,
    /// Name of the file.
    pub name: String,
    /// Its kind.
    pub mime: String,
    /// Its bytes in base64, when asked for and ready.
    pub file: Option<String>,
}

impl Query for ExportOf {
    const NAME: &'static str = "export.show";
    const SUMMARY: (&'static str, &'static str) = ("我的导出与文件", "An export of mine, and its file");
    type Output = ExportShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<ExportShown> {
        let row = state::load(tx, self.export).await?.filter(|e| e.member == act.actor.member);
        let row = row.ok_or(LinkRefusal::NotFound)?;
        let file = match &row.hash {
            Some(hash) if self.file => act.app.blobs.get(hash)?,
            _ => None,
        };
        let mime = if row.format == "csv" {
            "text/csv; charset=utf-8"
        } else {
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        };
        let day: String = row.created_at.rfc3339().chars().take(10).collect();
        Ok(ExportShown {
            id: row.id,
            state: row.state,
            lines: row.lines,
            name: format!("members-{day}.{}", row.format),
            mime: mime.to_owned(),
            file: file.map(|bytes| data_encoding::BASE64.encode(&bytes)),
        })
    }
}

/// Exports as a feature.
pub const FEATURE: Feature = Feature {
    name: "export",
    zh: "名单导出",
    en: "Exports of lists",
    commands: &[CommandSpec::of::<AskExport>()],
    queries: &[QuerySpec::of::<ExportOf>()],
    events: &[EXPORTED],
    permissions: &[EXPORT, PHONES],
    settings: SETTINGS,
    drawer: Drawer::Law,
    jobs: &[JobSpec { kind: "export.build", run: |app, job| Box::pin(build::run(app, job)) }],
    processors: &[ProcessorSpec {
        name: "export.forget_erased",
        mode: Mode::Knows,
        clear: &[],
        handle: |tx, act, events| Box::pin(build::forget_after_erasure(tx, act, events)),
    }],
    reconcilers: &[ReconcilerSpec {
        name: "export.forget",
        run: |tx, act| Box::pin(build::forget_old(tx, act)),
    }],
    ..Feature::EMPTY
};
