//! The hot list 热榜 (C16, charter def-27): what grows fastest now, per space and whole.
//!
//! Rules: the heat of a thread is the sum of different people's acts on it, each fading by half in twelve minutes,
//! divided by its usual level of the seven days before plus one: an hour without acts leaves 3 %. Somebody who acts
//! again within twelve minutes counts once. Any event with a weight that names a post counts, so that features to
//! come count too; votes down do not. Topics are as hot as their threads. A reader sees what he may read.
//! Invariants: `hot_thread` holds a sum and the time it is of, so that it is exact at any later moment without
//! ticking; it is worked out from the acts of six hours and comes out the same when rebuilt, also after a merge.

pub mod heat;
mod moment;
mod state;
mod views;
mod warm;

use weilu_kernel::{Feature, Mode, ProcessorSpec, QuerySpec, ReconcilerSpec, settings};

settings! {
    pub REFRESH_SECONDS: i64 = 10, "hot_list.refresh_seconds" "热榜页面几秒刷新一次" "Seconds after which the page of the hot list looks again";
    pub KEEP_DAYS: i64 = 30, "hot_list.keep_days" "热榜的历史保留几天" "Days for which it is kept what was hot when";
}

/// The hot list as a feature.
pub const FEATURE: Feature = Feature {
    name: "hot_list",
    zh: "热榜",
    en: "Hot list",
    schema: Some(include_str!("schema.sql")),
    queries: &[QuerySpec::of::<views::Show>(), QuerySpec::of::<views::History>()],
    processors: &[ProcessorSpec {
        name: "hot_list.warm",
        mode: Mode::Knows,
        clear: &[state::clear_acts, state::clear_days, state::clear_threads],
        handle: |tx, act, events| Box::pin(warm::handle(tx, act, events)),
    }],
    reconcilers: &[ReconcilerSpec { name: "hot_list.keep", run: |tx, act| Box::pin(moment::keep(tx, act)) }],
    settings: SETTINGS,
    ..Feature::EMPTY
};
