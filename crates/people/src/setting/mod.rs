//! Settings of a brand, all on one page: every threshold of every feature, with its default.
//!
//! Rules: what can be set is declared by the features, this only lists and writes it; a value is checked against
//! its kind before it is kept; every change is an event with before and after; a secret is never shown again
//! and stands in no event. It knows no setting by name.

mod change;
mod views;

use weilu_kernel::{CommandSpec, Feature, Permission, QuerySpec, Role};
use weilu_vocabulary::{Audience, EventKind};

/// A setting was changed.
pub const CHANGED: EventKind = EventKind {
    name: "setting.changed",
    zh: "修改了设置",
    en: "changed a setting",
    weight: 0,
    audience: Audience::Staff,
};

/// Reading and changing settings.
pub const CHANGE: Permission = Permission {
    name: "setting.change",
    zh: "修改设置",
    en: "change settings",
    roles: &[Role::Headquarters, Role::Operator],
};

/// Whether a setting holds a secret, by the last word of its name.
fn is_secret(name: &str) -> bool {
    ["password", "secret", "key", "token"].iter().any(|word| name.ends_with(&format!("_{word}")))
}

/// Settings as a feature.
pub const FEATURE: Feature = Feature {
    name: "setting",
    zh: "设置",
    en: "Settings",
    commands: &[CommandSpec::of::<change::Change>(), CommandSpec::of::<change::Reset>()],
    queries: &[QuerySpec::of::<views::List>()],
    events: &[CHANGED],
    permissions: &[CHANGE],
    ..Feature::EMPTY
};
