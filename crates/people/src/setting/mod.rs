//! Settings of a brand, all on one page: every threshold of every feature, with its default.
//!
//! Rules: what can be set is declared by the features, this only lists and writes it; a value is checked against
//! its kind before it is kept; every change is an event with before and after; a secret is never shown again
//! and stands in no event. It knows no setting by name.

mod change;
mod views;

use schemars::generate::SchemaSettings;
use weilu_kernel::{CommandSpec, Feature, Permission, QuerySpec, Role, SettingSpec};
use weilu_vocabulary::{Audience, EventKind, RefKind};

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

/// Whether a setting is a picture, by the shape of its value.
fn is_picture(spec: &SettingSpec) -> bool {
    let mut generator = SchemaSettings::draft2020_12().with(|s| s.inline_subschemas = true).into_generator();
    let schema = (spec.schema)(&mut generator).to_value();
    let pattern = schema.get("pattern").and_then(|pattern| pattern.as_str());
    pattern.is_some_and(|pattern| {
        pattern.strip_prefix('^').is_some_and(|p| p.starts_with(RefKind::Blob.prefix()))
    })
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
