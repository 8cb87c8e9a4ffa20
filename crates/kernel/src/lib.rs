//! The four habits through which everything passes, and the contract a feature fulfils.
//!
//! * 链接 [`link`]: who acts, on what, where, and whether they may. It stores no behaviour.
//! * 参与 [`command`]: the one way to change anything. It cannot be bypassed.
//! * 实时 [`realtime`]: tells those concerned after the commit. It carries nothing that is not in the log.
//! * 沉淀 the event log of `weilu-store`, read here by [`processor`]s. It is never updated, only redacted.
//!
//! A feature is plain data ([`Feature`]); routes, the API document, permissions, audit, catalogues, export
//! and erasure are derived from it. The kernel names no feature.

pub mod app;
pub mod catalogue;
pub mod check;
pub mod command;
pub mod counter;
pub mod feature;
pub mod flaw;
pub mod follower;
pub mod form;
pub mod job;
pub mod link;
pub mod machine;
pub mod notice;
pub mod personal;
pub mod processor;
pub mod query;
pub mod realtime;
pub mod reconciler;
pub mod role;
pub mod rule;
pub mod searchable;
pub mod setting;
pub mod share;
pub mod tenant;
#[cfg(test)]
mod tests;
pub mod touched;

pub use app::{Act, App, AppParts};
pub use check::{CheckSpec, Finding};
pub use command::{Answer, Command, CommandSpec};
pub use feature::Feature;
pub use flaw::Flaw;
pub use follower::FollowerSpec;
pub use job::{JobError, JobSpec};
pub use link::{Grants, Locator, Need, Permission, Place, Seers, Verdict, Viewer};
pub use machine::Machine;
pub use notice::{Category, HighlightSpec, Namer, NoticeSpec, SilenceSpec, Whom};
pub use personal::{Kept, Personal};
pub use processor::{Mode, ProcessorSpec};
pub use query::{Query, QuerySpec};
pub use reconciler::ReconcilerSpec;
pub use role::Role;
pub use rule::{LeafSpec, Rule};
pub use searchable::Searchable;
pub use setting::{Drawer, Setting, SettingSpec};
pub use share::{ShareCard, ShareSpec};
pub use weilu_store::{Tx, Work, params, rows, sql};

use weilu_store::Schema;

/// The kernel's own tables.
pub const SCHEMA: Schema =
    Schema { feature: "kernel", text: include_str!("schema.sql"), steady: &["setting"] };

/// The mechanisms of the kernel that have tables, queries or reconcilers of their own.
pub const FEATURES: &[&Feature] =
    &[&tenant::FEATURE, &form::FEATURE, &machine::FEATURE, &rule::FEATURE, &share::FEATURE, &check::FEATURE];
