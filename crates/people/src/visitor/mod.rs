//! Visitors (charter P10): followed under an anonymous id with consent; the trail joins the member who signs up.
//!
//! Rules: without consent nothing is kept; a trail holds which page and when, nothing else; the three kinds of
//! market person are read from acts: a direct consumer shows a real need, a potential one watches, a casual
//! one came by chance. Nothing here identifies a device.

mod commands;
mod personal;
pub mod state;
mod views;

use weilu_kernel::{CommandSpec, Drawer, Feature, QuerySpec, settings};
use weilu_vocabulary::{Audience, EventKind};

settings! {
    pub WINDOW_DAYS: i64 = 90, "visitor.window_days" "市场人群看最近多少天的行为" "Days of acts the kinds of market person are read from";
    pub WATCH_VIEWS: i64 = 3, "visitor.watch_views" "看过多少次算潜在消费者" "Views that make a potential consumer";
    pub WATCH_DAYS: i64 = 2, "visitor.watch_days" "在多少个不同日子来过算潜在消费者" "Different days that make a potential consumer";
}

/// Somebody agreed to be followed under an anonymous id.
pub const STARTED: EventKind = EventKind {
    name: "visitor.started",
    zh: "一位访客来了",
    en: "a visitor came",
    weight: 0,
    audience: Audience::Nobody,
};
/// A visitor looked at something or showed a need.
pub const STEPPED: EventKind = EventKind {
    name: "visitor.stepped",
    zh: "访客看了看",
    en: "a visitor looked at something",
    weight: 0,
    audience: Audience::Nobody,
};
/// A visitor's trail joined a member.
pub const JOINED: EventKind = EventKind {
    name: "visitor.joined",
    zh: "访客成为成员",
    en: "a visitor's trail joined a member",
    weight: 0,
    audience: Audience::Nobody,
};

const EVENTS: &[EventKind] = &[STARTED, STEPPED, JOINED];

/// Visitors as a feature.
pub const FEATURE: Feature = Feature {
    name: "visitor",
    zh: "访客",
    en: "Visitors",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<commands::Start>(),
        CommandSpec::of::<commands::Step>(),
        CommandSpec::of::<commands::Join>(),
        CommandSpec::of::<commands::Forget>(),
    ],
    queries: &[QuerySpec::of::<views::Market>(), QuerySpec::of::<views::Trail>()],
    events: EVENTS,
    silent: EVENTS,
    settings: SETTINGS,
    drawer: Drawer::Law,
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
