//! Drafts 草稿: what somebody wrote and has not sent yet, kept on the server so that he finds it on his other device.
//!
//! Rules: one draft a place (a space, a reply, his own page); only its author ever reads it; an empty one is gone.
//! It appends no events: nothing has happened yet.

mod acts;
mod personal;
mod state;
mod views;

use weilu_kernel::{CommandSpec, Feature, QuerySpec};

/// Drafts as a feature.
pub const FEATURE: Feature = Feature {
    name: "draft",
    zh: "草稿",
    en: "Drafts",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<acts::Save>()],
    queries: &[QuerySpec::of::<views::List>(), QuerySpec::of::<views::Show>()],
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
