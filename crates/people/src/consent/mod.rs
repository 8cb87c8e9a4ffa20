//! Consent, one purpose at a time (V36): what somebody agreed to, in which version, and when he took it back.
//!
//! Rules: nothing is agreed to until the person says so; every giving and taking back is a line that is never
//! changed, and the newest line of a purpose counts; terms and privacy are accepted in their present version or
//! asked for again; they cannot be withdrawn alone, since without them there is no account: closing it is the
//! way. Other features ask [`has`] before they use data for a purpose.

mod change;
mod personal;
mod state;
mod views;

pub use state::{Purpose, accept_current, accept_versions, current_versions, due, has};

use weilu_kernel::{CommandSpec, Feature, QuerySpec};
use weilu_vocabulary::{Audience, EventKind};

/// Somebody agreed to a use of his data.
pub const GIVEN: EventKind = EventKind {
    name: "consent.given",
    zh: "给出了同意",
    en: "gave a consent",
    weight: 0,
    audience: Audience::Concerned,
};
/// Somebody took a consent back.
pub const WITHDRAWN: EventKind = EventKind {
    name: "consent.withdrawn",
    zh: "撤回了同意",
    en: "withdrew a consent",
    weight: 0,
    audience: Audience::Concerned,
};

/// Consents as a feature.
pub const FEATURE: Feature = Feature {
    name: "consent",
    zh: "授权同意",
    en: "Consents",
    schema: Some(include_str!("schema.sql")),
    steady: &["consent_act"],
    commands: &[CommandSpec::of::<change::Give>(), CommandSpec::of::<change::Withdraw>()],
    queries: &[QuerySpec::of::<views::Mine>()],
    events: &[GIVEN, WITHDRAWN],
    personal: personal::PERSONAL,
    kept: personal::KEPT,
    ..Feature::EMPTY
};
