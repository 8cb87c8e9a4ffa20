//! Setting a house up 开张: the few steps after the first sign-in of an empty brand, and later from the settings.
//!
//! Rules: each step saves by the command that the settings use, so that nothing exists twice; what belongs to this
//! feature alone is how far somebody has come, and the ready spaces that he ticks. A ready space is made once for
//! ever, whoever ticks it again, also after it was archived: a second wizard makes no second lounge. It may be left
//! at any step and taken up there. A brand that already has spaces is never asked to begin.

mod finish;
mod make;
mod reach;
pub mod state;
pub mod template;
mod views;

pub use state::is_open;

use weilu_kernel::{CheckSpec, CommandSpec, Feature, Finding, Permission, QuerySpec, Role, Tx};
use weilu_vocabulary::{Audience, EventKind, Fault, Text};

const fn event(name: &'static str, zh: &'static str, en: &'static str) -> EventKind {
    EventKind { name, zh, en, weight: 0, audience: Audience::Staff }
}

/// Ready spaces were made; the value says how many.
pub const SPACES_MADE: EventKind =
    event("setup.spaces_made", "开好了一批社群", "opened a set of ready spaces");
/// The house is set up.
pub const FINISHED: EventKind = event("setup.finished", "完成了开张设置", "finished setting up");

/// Setting the house up.
pub const RUN: Permission = Permission {
    name: "setup.run",
    zh: "做开张设置",
    en: "set the house up",
    roles: &[Role::Headquarters, Role::Operator],
};

/// Setting up as a feature.
pub const FEATURE: Feature = Feature {
    name: "setup",
    zh: "开张设置",
    en: "Setting up",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<reach::Reach>(),
        CommandSpec::of::<make::MakeSpaces>(),
        CommandSpec::of::<finish::Finish>(),
    ],
    queries: &[QuerySpec::of::<views::Show>()],
    events: &[SPACES_MADE, FINISHED],
    permissions: &[RUN],
    checks: &[CheckSpec { name: "setup.open", look: |tx, _| Box::pin(unfinished(tx)) }],
    ..Feature::EMPTY
};

async fn unfinished(tx: &mut Tx) -> Result<Vec<Finding>, Fault> {
    if !is_open(tx).await? {
        return Ok(Vec::new());
    }
    let text = Text::new(
        "开张设置还没有走完，从上次停下的地方接着来。",
        "Setting up is not finished; go on where you stopped.",
    );
    Ok(vec![Finding::new("setup.open", "/console/setup", text).grave()])
}
