//! Reports 举报: a member points at something in two taps, and is told what became of it.
//!
//! Rules: one report a person and thing, so many a day; a report weighs more the more its author is trusted and
//! the more often he was right; when the weight reaches a setting the thing is out of sight until somebody has
//! looked. Invariants: who reported is told to nobody but those who review. A report alone punishes nobody.

mod personal;
mod send;
mod state;
mod statistics;
mod weigh;

pub use send::Reason;
pub use state::{ReportShown, of_case, settle};

use weilu_kernel::{Category, CommandSpec, Feature, NoticeSpec, QuerySpec, settings};
use weilu_vocabulary::{Audience, Event, EventKind, Text};

settings! {
    pub A_DAY: i64 = 20, "report.a_day" "每人每天最多举报几次" "Reports a person and day";
    pub HIDE_AT: i64 = 60, "report.hide_at" "举报权重累计到多少先收起（新人一次 10，信任每高一级多 10）" "Weight of reports at which a thing is out of sight until reviewed (a newcomer weighs 10, each trust level 10 more)";
}

const fn event(name: &'static str, zh: &'static str, en: &'static str, audience: Audience) -> EventKind {
    EventKind { name, zh, en, weight: 0, audience }
}

/// Somebody pointed at something.
pub const SENT: EventKind = event("report.sent", "举报了内容", "reported something", Audience::Staff);
/// The reporter is told what became of it.
pub const ANSWERED: EventKind =
    event("report.answered", "处理了你的举报", "answered your report", Audience::Concerned);

fn result_of(event: &Event) -> Text {
    match event.body.get("right").and_then(serde_json::Value::as_bool) {
        Some(true) => Text::new("属实，已经处理", "it was right, and something was done"),
        _ => Text::new("没有发现违反公约", "nothing was found to be against the rules"),
    }
}

/// Reports as a feature.
pub const FEATURE: Feature = Feature {
    name: "report",
    zh: "举报",
    en: "Reports",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<send::Send>()],
    queries: &[QuerySpec::of::<state::Mine>(), QuerySpec::of::<statistics::Statistics>()],
    events: &[SENT, ANSWERED],
    settings: SETTINGS,
    personal: personal::PERSONAL,
    notices: &[NoticeSpec {
        leads: |_| "/me/decisions".to_owned(),
        values: |event| vec![("result", result_of(event))],
        ..NoticeSpec::of(
            ANSWERED.name,
            Category::Moderation,
            "你的举报有结果了：{result}",
            "Your report was answered: {result}",
        )
    }],
    ..Feature::EMPTY
};
