//! Belonging 归属感 (S9): a month after somebody came in he is asked whether he is proud to belong.
//!
//! Rules: one question, five answers, asked once per space and only of those still inside; spaces with a gate
//! are compared with open ones, as they were when the question was asked. Below five answers on a side there is
//! not enough data. Nobody sees a single answer.

mod answer;
mod ask;
mod personal;
pub mod state;
mod views;

use weilu_kernel::{Category, CommandSpec, Drawer, Feature, NoticeSpec, QuerySpec, ReconcilerSpec, settings};
use weilu_vocabulary::{Audience, EventKind};

settings! {
    pub ASK_AFTER_DAYS: i64 = 30, "belonging.ask_after_days" "入群几天后问一次归属感" "Days after which belonging is asked";
    pub LEAST_ANSWERS: i64 = 5, "belonging.least_answers" "少于几份回答不显示结果" "Answers below which nothing is shown";
}

/// Somebody was asked.
pub const ASKED: EventKind = EventKind {
    name: "belonging.asked",
    zh: "想听听你在群里的感受",
    en: "asks how you feel in the space",
    weight: 0,
    audience: Audience::Concerned,
};
/// Somebody answered.
pub const ANSWERED: EventKind = EventKind {
    name: "belonging.answered",
    zh: "回答了归属感问题",
    en: "answered the question of belonging",
    weight: 1,
    audience: Audience::Nobody,
};

/// Belonging as a feature.
pub const FEATURE: Feature = Feature {
    name: "belonging",
    zh: "归属感",
    en: "Belonging",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<answer::Answer>()],
    queries: &[QuerySpec::of::<views::Mine>(), QuerySpec::of::<views::Compare>()],
    events: &[ASKED, ANSWERED],
    reconcilers: &[ReconcilerSpec { name: "belonging.ask", run: |tx, act| Box::pin(ask::ask(tx, act)) }],
    settings: SETTINGS,
    drawer: Drawer::Spaces,
    personal: personal::PERSONAL,
    notices: &[NoticeSpec {
        leads: |_| "/".to_owned(),
        mail: false,
        ..NoticeSpec::of(
            ASKED.name,
            Category::Space,
            "来{space}一阵子了，想听听你的感受",
            "You have been in {space} for a while; how do you feel there",
        )
    }],
    ..Feature::EMPTY
};
