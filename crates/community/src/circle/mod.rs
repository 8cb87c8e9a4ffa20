//! Founding a circle 开圈 (S11, S12): any member proposes one, others sign, and it opens by itself.
//!
//! Rules: a proposal carries a whole charter, from a starter pack or of one's own; it opens as soon as enough
//! people have signed and one of them has accepted the office of owner, in that act; everybody who signed is
//! inside. It lapses after some weeks. Invariants: one signature per person; a proposal opens once.

mod found;
pub mod order;
mod personal;
mod propose;
mod share;
pub mod state;
mod tell;
pub mod template;
mod views;

use weilu_kernel::{CommandSpec, Drawer, Feature, QuerySpec, ReconcilerSpec, settings};
use weilu_vocabulary::{Audience, EventKind};

settings! {
    pub SIGNATURES: i64 = 10, "circle.signatures" "开圈需要多少人联署" "Signatures a new circle needs";
    pub LAPSE_DAYS: i64 = 30, "circle.lapse_days" "联署有效天数" "Days a proposal gathers signatures";
    pub MOST_PROPOSALS: i64 = 3, "circle.most_proposals" "每人同时最多发起几个" "Proposals one person has at a time";
}

const fn event(name: &'static str, zh: &'static str, en: &'static str, weight: i64) -> EventKind {
    EventKind { name, zh, en, weight, audience: Audience::Concerned }
}

/// A circle was proposed.
pub const PROPOSED: EventKind = event("circle.proposed", "发起了一个新圈子", "proposed a circle", 3);
/// A proposal was signed.
pub const SIGNED: EventKind = event("circle.signed", "联署了新圈子", "signed a proposal", 1);
/// A signature was taken back.
pub const UNSIGNED: EventKind = event("circle.unsigned", "撤回了联署", "took a signature back", 0);
/// Somebody accepted the office of owner.
pub const OFFICE_ACCEPTED: EventKind =
    event("circle.office_accepted", "答应做群主", "accepted to own the circle", 3);
/// A proposal became a circle.
pub const FOUNDED: EventKind = event("circle.founded", "圈子开张了", "the circle opened", 3);
/// A proposal was taken out of sight by those who keep order.
pub const HIDDEN: EventKind = event("circle.hidden", "开圈提议被收起", "a proposal was hidden", 0);
/// A proposal came back into sight.
pub const UNHIDDEN: EventKind = event("circle.unhidden", "开圈提议恢复显示", "a proposal was shown again", 0);
/// A proposal lapsed.
pub const LAPSED: EventKind = event("circle.lapsed", "联署到期", "the proposal lapsed", 0);

/// Founding of circles as a feature.
pub const FEATURE: Feature = Feature {
    name: "circle",
    zh: "开圈",
    en: "Founding circles",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<propose::Propose>(),
        CommandSpec::of::<found::Sign>(),
        CommandSpec::of::<found::AcceptOffice>(),
        CommandSpec::of::<found::Withdraw>(),
    ],
    queries: &[
        QuerySpec::of::<views::Templates>(),
        QuerySpec::of::<views::Proposals>(),
        QuerySpec::of::<views::Show>(),
    ],
    events: &[PROPOSED, SIGNED, UNSIGNED, OFFICE_ACCEPTED, FOUNDED, LAPSED, HIDDEN, UNHIDDEN],
    reconcilers: &[
        ReconcilerSpec { name: "circle.lapse", run: |tx, act| Box::pin(found::lapse(tx, act)) },
        ReconcilerSpec { name: "circle.open", run: |tx, act| Box::pin(found::open_ready(tx, act)) },
    ],
    settings: SETTINGS,
    drawer: Drawer::Spaces,
    personal: personal::PERSONAL,
    notices: tell::NOTICES,
    namers: &[tell::NAMER],
    shares: &[share::SHARE],
    ..Feature::EMPTY
};
