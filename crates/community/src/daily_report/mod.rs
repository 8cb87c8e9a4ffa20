//! Daily report 群日报 (S33): what an owner reads each morning about the day before.
//!
//! Rules: from eight o'clock of the brand's calendar every open space gets one report of yesterday, counted from
//! the log; owners and administrators are told. A report once written stays as it was read. It deliberately
//! gives no advice: figures that do not stand in the log are not in it.

pub mod state;
mod views;
mod write;

use weilu_kernel::{
    Category, Drawer, Feature, NoticeSpec, QuerySpec, ReconcilerSpec, notice::to_space, settings,
};
use weilu_vocabulary::{Audience, EventKind};

settings! {
    pub HOUR_OF_DAY: i64 = 8, "daily_report.hour" "群日报送达的钟点" "Hour of the day at which the report comes";
}

/// A report was written.
pub const WRITTEN: EventKind = EventKind {
    name: "daily_report.written",
    zh: "昨天的群日报到了",
    en: "yesterday's report is here",
    weight: 0,
    audience: Audience::Concerned,
};

/// Daily reports as a feature.
pub const FEATURE: Feature = Feature {
    name: "daily_report",
    zh: "群日报",
    en: "Daily reports",
    schema: Some(include_str!("schema.sql")),
    queries: &[QuerySpec::of::<views::Show>()],
    events: &[WRITTEN],
    reconcilers: &[ReconcilerSpec {
        name: "daily_report.write",
        run: |tx, act| Box::pin(write::write(tx, act)),
    }],
    settings: SETTINGS,
    notices: &[NoticeSpec {
        leads: |event| to_space(event, "/report"),
        mail: false,
        ..NoticeSpec::of(
            WRITTEN.name,
            Category::Space,
            "{space}昨天的群日报到了",
            "Yesterday's report of {space} is here",
        )
    }],
    drawer: Drawer::Spaces,
    ..Feature::EMPTY
};
