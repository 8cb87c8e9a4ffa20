//! Measures 处分: a warning, silence in a space, a suspended account; each with reason, term and evidence.
//!
//! Rules: whoever runs a space warns and silences there; only the site suspends, and never its own staff; every
//! measure is told, can be undone and appealed; silence stands in the public log of the space (V25). Invariant: a
//! measure in force has no end; what ended it and why is kept. It deliberately decides nothing by itself.

mod acts;
mod give;
mod personal;
pub mod state;
mod views;

pub use give::{Kind, NewSanction, give, lift, lift_of_case};
pub use views::{SanctionShown, of_member};

use weilu_kernel::{Category, CommandSpec, Feature, Locator, NoticeSpec, Permission, Place, QuerySpec, Role};
use weilu_vocabulary::{Audience, EventKind, RefKind, SanctionId};

/// A measure was given.
pub const GIVEN: EventKind = EventKind {
    name: "sanction.given",
    zh: "给出了处分",
    en: "gave a measure",
    weight: 0,
    audience: Audience::Concerned,
};
/// A measure was lifted.
pub const LIFTED: EventKind = EventKind {
    name: "sanction.lifted",
    zh: "解除了处分",
    en: "lifted a measure",
    weight: 0,
    audience: Audience::Concerned,
};

/// Giving measures where one runs things.
pub const GIVE: Permission = Permission {
    name: "sanction.give",
    zh: "给出处分",
    en: "give measures",
    roles: &[Role::Owner, Role::Admin, Role::Operator, Role::Headquarters],
};

/// Measures as a feature.
pub const FEATURE: Feature = Feature {
    name: "sanction",
    zh: "处分",
    en: "Measures",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<acts::Give>(), CommandSpec::of::<acts::Lift>()],
    queries: &[QuerySpec::of::<views::List>(), QuerySpec::of::<views::Repeat>()],
    events: &[GIVEN, LIFTED],
    permissions: &[GIVE],
    locators: &[Locator {
        kind: RefKind::Sanction,
        locate: |tx, id| {
            Box::pin(async move {
                let found = state::load(tx, SanctionId::new(id)).await?;
                Ok(found.map(|s| Place { space: s.space, branch: None, author: Some(s.persona) }))
            })
        },
    }],
    personal: personal::PERSONAL,
    notices: &[NoticeSpec {
        // Silence in a space is told of by the space.
        when: |event| event.body.get("kind").and_then(serde_json::Value::as_str) != Some("mute"),
        leads: |_| "/me/decisions".to_owned(),
        firm: true,
        ..NoticeSpec::of(
            GIVEN.name,
            Category::Moderation,
            "你收到一项处分，去看理由，也可以申诉",
            "A measure was given to you; read why, and appeal if you like",
        )
    }],
    ..Feature::EMPTY
};
