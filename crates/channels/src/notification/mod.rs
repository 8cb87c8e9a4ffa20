//! Notices to members: what happened that concerns somebody, on the page and by mail.
//!
//! Rules: which event is told to whom, in which words, is declared by the feature whose event it is; this feature
//! names none. Nobody is told of what he did himself, of what he may not read, or of what he switched off, except
//! what is firm because it concerns his own standing. Several about one thing are one while unread. Letters wait
//! a few minutes for the page, and for the morning at night; the digest is opted into and ends with one tap. A
//! notice holds ids and words of the house only: names and quotes are looked up when it is read. Invariant: one
//! event tells one person once. It deliberately keeps no list of its own of what is unread in spaces.

mod choice;
mod choose;
mod letter;
mod personal;
pub(crate) mod quiet;
mod read;
mod sentence;
mod state;
mod tell;
mod views;
mod way_out;

pub use way_out::Unsubscribe;

use weilu_kernel::{Act, CommandSpec, Feature, Mode, ProcessorSpec, QuerySpec, ReconcilerSpec, Tx, settings};
use weilu_vocabulary::{Audience, EventKind, Failure};

settings! {
    pub QUIET_FROM: i64 = 22, "notification.quiet_from" "免打扰从几点开始" "Hour at which quiet hours begin";
    pub QUIET_UNTIL: i64 = 8, "notification.quiet_until" "免打扰到几点结束" "Hour at which quiet hours end";
    pub MAIL_DELAY_MINUTES: i64 = 5, "notification.mail_delay_minutes" "通知发邮件前等几分钟（期间读了就不发）" "Minutes a letter waits for the page (read meanwhile, it is not sent)";
    pub KEEP_DAYS: i64 = 365, "notification.keep_days" "通知保留天数" "Days notices are kept";
}

/// Somebody was told something that did not name him: his page hears of it by this.
pub const TOLD: EventKind = EventKind {
    name: "notification.told",
    zh: "收到了通知",
    en: "was told something",
    weight: 0,
    audience: Audience::Concerned,
};

/// Notices as a feature.
pub const FEATURE: Feature = Feature {
    name: "notification",
    zh: "通知",
    en: "Notices",
    schema: Some(include_str!("schema.sql")),
    steady: &["notification_choice"],
    commands: &[
        CommandSpec::of::<read::Read>(),
        CommandSpec::of::<read::ReadAll>(),
        CommandSpec::of::<read::ReadPage>(),
        CommandSpec::of::<choose::Choose>(),
        CommandSpec::of::<way_out::Unsubscribe>(),
    ],
    queries: &[
        QuerySpec::of::<views::list::List>(),
        QuerySpec::of::<views::list::Count>(),
        QuerySpec::of::<views::settings::Settings>(),
        QuerySpec::of::<way_out::WayOut>(),
    ],
    events: &[TOLD],
    processors: &[ProcessorSpec {
        name: "notification.tell",
        mode: Mode::Acts,
        clear: &[],
        handle: |tx, act, events| Box::pin(tell::handle(tx, act, events)),
    }],
    reconcilers: &[
        ReconcilerSpec { name: "notification.mail", run: |tx, act| Box::pin(letter::mail(tx, act)) },
        ReconcilerSpec { name: "notification.digest", run: |tx, act| Box::pin(letter::digest(tx, act)) },
        ReconcilerSpec { name: "notification.forget", run: |tx, act| Box::pin(forget(tx, act)) },
    ],
    settings: SETTINGS,
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};

async fn forget(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let days = KEEP_DAYS.get(tx).await?;
    letter::forget(tx, act, days).await
}
