//! Backups from the console: make one now, see how far it is, take it away.
//!
//! Rules: the file itself is made by the program's own archive, which comes in through a port; a backup holds the
//! whole installation, so only headquarters make and fetch one, and only where the house holds one brand. It runs
//! as a job beside the others, one at a time; what was being made when the process died is noted as failed. The
//! newest few are kept. Making and fetching are events. It does not restore: that wants an empty installation and
//! is the work of whoever runs the server.

mod check;
mod fetch;
mod make;
mod place;
mod run;
mod state;
mod views;

pub use fetch::{Fetched, fetch};
pub use place::{BackupPlace, Kept, Made, Place, Say};
pub use run::note_made;

use weilu_kernel::{
    CheckSpec, CommandSpec, Drawer, Feature, JobSpec, Permission, QuerySpec, ReconcilerSpec, Role, settings,
};
use weilu_vocabulary::{Audience, EventKind};

settings! {
    pub KEEP: i64 = 7, "backup.keep" "保留最近几份备份" "How many backups are kept";
    pub NIGHTLY: bool = false, "backup.nightly" "每天凌晨自动备份" "Make a backup every night";
}

const fn event(name: &'static str, zh: &'static str, en: &'static str) -> EventKind {
    EventKind { name, zh, en, weight: 0, audience: Audience::Staff }
}

/// A backup is being made.
pub const STARTED: EventKind = event("backup.started", "开始备份", "began a backup");
/// A backup is there.
pub const MADE: EventKind = event("backup.made", "备份好了", "the backup is there");
/// A backup failed.
pub const FAILED: EventKind = event("backup.failed", "备份没有成功", "the backup failed");
/// A backup was fetched.
pub const FETCHED: EventKind = event("backup.fetched", "下载了备份", "fetched a backup");

/// Making and fetching backups.
pub const MAKE: Permission = Permission {
    name: "backup.make",
    zh: "备份与下载备份",
    en: "make and fetch backups",
    roles: &[Role::Headquarters],
};

/// Backups as a feature.
pub const FEATURE: Feature = Feature {
    name: "backup",
    zh: "备份",
    en: "Backups",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<make::Make>()],
    queries: &[QuerySpec::of::<views::List>()],
    events: &[STARTED, MADE, FAILED, FETCHED],
    permissions: &[MAKE],
    reconcilers: &[
        ReconcilerSpec { name: "backup.give_up", run: |tx, act| Box::pin(run::give_up(tx, act)) },
        ReconcilerSpec { name: "backup.nightly", run: |tx, act| Box::pin(make::nightly(tx, act)) },
    ],
    jobs: &[JobSpec { kind: "backup.make", run: |app, job| Box::pin(run::run(app, job)) }],
    settings: SETTINGS,
    drawer: Drawer::Law,
    checks: &[CheckSpec { name: "backup.recent", look: |tx, act| Box::pin(check::recent(tx, act)) }],
    ..Feature::EMPTY
};
