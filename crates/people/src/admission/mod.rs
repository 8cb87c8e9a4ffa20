//! Becoming a member 入会: whether anybody may, only those who were invited, or those whom people approved.
//!
//! Rules: the mode is one setting of the brand and counts for every way in that would open a new account; whoever
//! is a member already always comes in. By invitation: what opens the door is a token that the rooms vouch for
//! (an invitation of a member, once for one person; a printed entry code, for many). By approval: the person
//! proves his address with a code, says who he is, and waits; he hears the answer at that address. Nothing is
//! told about an address to somebody who did not prove it. An answer without a yes is forgotten after some days.

mod ask;
mod decide;
mod forget;
mod personal;
mod port;
pub mod state;
mod views;
mod vouch;

pub use port::{Door, Invites, Vouches};
pub use vouch::{AdmissionRefusal, Vouched, note_used, vouch};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{
    CommandSpec, Drawer, Feature, Locator, Permission, Place, QuerySpec, ReconcilerSpec, Role, settings,
};
use weilu_vocabulary::{AdmissionId, Audience, EventKind, RefKind};

/// Who may become a member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AdmissionMode")]
pub enum Mode {
    /// Anybody.
    #[default]
    Open,
    /// Those who bring an invitation or scanned an entry code.
    Invitation,
    /// Those whom people approved.
    Approval,
}

settings! {
    pub MODE: Mode = Mode::default(), "admission.mode" "谁可以注册（open 谁都可以；invitation 凭邀请；approval 审核通过）" "Who may join (open: anybody; invitation: by invitation; approval: after approval)";
    pub FORGET_DAYS: i64 = 30, "admission.forget_days" "没通过的入会申请保留天数" "Days an application without a yes is kept";
}

const fn event(name: &'static str, zh: &'static str, en: &'static str, audience: Audience) -> EventKind {
    EventKind { name, zh, en, weight: 0, audience }
}

/// Somebody asks to become a member.
pub const ASKED: EventKind =
    event("admission.asked", "有人申请加入", "somebody asked to join", Audience::Staff);
/// He may.
pub const APPROVED: EventKind =
    event("admission.approved", "通过了入会申请", "approved somebody", Audience::Staff);
/// He may not.
pub const REFUSED: EventKind =
    event("admission.refused", "没有通过入会申请", "did not approve somebody", Audience::Staff);

/// Answering those who ask.
pub const DECIDE: Permission = Permission {
    name: "admission.decide",
    zh: "审核入会申请",
    en: "approve those who ask to join",
    roles: &[Role::Headquarters, Role::Operator],
};

/// Admission as a feature.
pub const FEATURE: Feature = Feature {
    name: "admission",
    zh: "入会审核",
    en: "Joining",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<ask::Ask>(), CommandSpec::of::<decide::Decide>()],
    queries: &[QuerySpec::of::<views::List>()],
    events: &[ASKED, APPROVED, REFUSED],
    permissions: &[DECIDE],
    reconcilers: &[ReconcilerSpec {
        name: "admission.forget",
        run: |tx, act| Box::pin(forget::forget(tx, act)),
    }],
    settings: SETTINGS,
    drawer: Drawer::Entry,
    locators: &[Locator {
        kind: RefKind::Admission,
        locate: |tx, id| {
            Box::pin(
                async move { Ok(state::load(tx, AdmissionId::new(id)).await?.map(|_| Place::default())) },
            )
        },
    }],
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
