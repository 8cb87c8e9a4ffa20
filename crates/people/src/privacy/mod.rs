//! A person's power over his data (V36, t12, t13): take it along, see who read it, have it erased.
//!
//! Rules: an export holds what every feature declares as personal, only its owner can fetch it, and it expires. An
//! erasure is asked for, waits through a cooling-off time in which it can be taken back, and then follows every
//! feature's `personal` list, the log's bodies, files, jobs and remembered answers; what the law wants kept is
//! sealed first, without profile, and opens only for two officers together. Each erasure is also written to a
//! file beside the database, and applied again whenever an older copy of the database is opened. Envelopes of
//! the log stay: they hold ids only. Reading somebody else's data by staff is an event he can see.

mod archive;
mod ask_erasure;
mod ask_export;
mod bundle;
mod erase;
mod erasure_file;
mod export;
mod finish;
mod personal;
mod state;
mod views;

pub use erase::apply_again;
pub use erasure_file::ErasureFile;
pub use export::{Download, download};
pub use weilu_kernel::personal::ERASED;

use weilu_kernel::{
    Category, CommandSpec, Drawer, Feature, JobSpec, NoticeSpec, Permission, QuerySpec, ReconcilerSpec, Role,
    personal::DATA_READ, settings,
};
use weilu_vocabulary::{Audience, EventKind};

settings! {
    pub COOLING_DAYS: i64 = 7, "privacy.cooling_days" "注销冷静期天数" "Days of cooling off before an account is erased";
    pub EXPORT_DAYS: i64 = 7, "privacy.export_days" "导出文件保留天数" "Days an export can be fetched";
}

/// Somebody wants to leave.
pub const ERASURE_ASKED: EventKind = EventKind {
    name: "privacy.erasure_asked",
    zh: "申请了注销账号",
    en: "asked to close the account",
    weight: 0,
    audience: Audience::Concerned,
};
/// He stays after all.
pub const ERASURE_TAKEN_BACK: EventKind = EventKind {
    name: "privacy.erasure_taken_back",
    zh: "取消了注销",
    en: "decided to stay",
    weight: 0,
    audience: Audience::Concerned,
};
/// An export can be fetched.
pub const EXPORTED: EventKind = EventKind {
    name: "privacy.exported",
    zh: "数据导出好了",
    en: "the export is ready",
    weight: 0,
    audience: Audience::Concerned,
};
/// Two officers opened a sealed record.
pub const ARCHIVE_OPENED: EventKind = EventKind {
    name: "privacy.archive_opened",
    zh: "打开了封存记录",
    en: "opened a sealed record",
    weight: 0,
    audience: Audience::Staff,
};

/// Opening sealed records, together with another officer.
pub const ARCHIVE: Permission = Permission {
    name: "privacy.archive",
    zh: "会同另一位负责人打开封存记录",
    en: "open sealed records together with another officer",
    roles: &[Role::Auditor, Role::Headquarters],
};

/// Privacy as a feature.
pub const FEATURE: Feature = Feature {
    name: "privacy",
    zh: "隐私",
    en: "Privacy",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<ask_export::AskExport>(),
        CommandSpec::of::<ask_erasure::AskErasure>(),
        CommandSpec::of::<ask_erasure::TakeBackErasure>(),
        CommandSpec::of::<archive::OpenArchive>(),
    ],
    queries: &[QuerySpec::of::<views::Mine>(), QuerySpec::of::<views::Archive>()],
    events: &[ERASURE_ASKED, ERASURE_TAKEN_BACK, ERASED, EXPORTED, ARCHIVE_OPENED, DATA_READ],
    silent: &[EXPORTED, ARCHIVE_OPENED, DATA_READ],
    sweeping: &[ERASED],
    permissions: &[ARCHIVE],
    reconcilers: &[
        ReconcilerSpec { name: "privacy.erase", run: |tx, act| Box::pin(erase::step(tx, act)) },
        ReconcilerSpec { name: "privacy.expire", run: |tx, act| Box::pin(finish::expire(tx, act)) },
    ],
    jobs: &[
        JobSpec { kind: "privacy.export", run: |app, job| Box::pin(export::run(app, job)) },
        JobSpec { kind: "privacy.finish_erasure", run: |app, job| Box::pin(finish::run(app, job)) },
        JobSpec { kind: "privacy.drop_file", run: |app, job| Box::pin(finish::drop_file(app, job)) },
    ],
    settings: SETTINGS,
    drawer: Drawer::Law,
    personal: personal::PERSONAL,
    notices: &[NoticeSpec {
        leads: |_| "/me/privacy".to_owned(),
        firm: true,
        ..NoticeSpec::of(
            EXPORTED.name,
            Category::Account,
            "你要的数据打包好了，来取吧",
            "The file with your data is ready",
        )
    }],
    ..Feature::EMPTY
};
