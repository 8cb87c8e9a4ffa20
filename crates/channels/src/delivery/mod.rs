//! Delivery of single messages: a template or a letter in the reader's language goes out by SMS or mail.
//!
//! Rules: a message is a job and leaves after the commit; what a carrier did with it is written down, in its own
//! words and with what to do about it; an address that was refused for good gets no more letters. Letters wait
//! while their reader sleeps, codes and what concerns the safety of an account never do. Where no carrier is set
//! up, messages land in the simulator's box, where the operator of a trial can read them; whoever looks at
//! somebody's messages there leaves a trace for him. It does not track whether a message was read.

mod check;
mod order;
mod personal;
mod send;
pub(crate) mod setup;
pub(crate) mod state;
pub mod template;
mod test;
mod views;

use weilu_kernel::{
    CheckSpec, CommandSpec, Drawer, Feature, JobSpec, Permission, QuerySpec, ReconcilerSpec, Role, Tx,
};
use weilu_vocabulary::{Audience, DAY, EventKind, Failure};

/// A test message went out, or did not.
pub const TESTED: EventKind = EventKind {
    name: "delivery.tested",
    zh: "试发了一条消息",
    en: "tried a message",
    weight: 0,
    audience: Audience::Concerned,
};

/// Setting up how messages go out.
pub const SET_UP: Permission = Permission {
    name: "delivery.set_up",
    zh: "设置邮件与短信",
    en: "set up mail and SMS",
    roles: &[Role::Headquarters, Role::Operator],
};
/// Reading the simulator's box: one-time codes lie in it.
pub const READ_BOX: Permission = Permission {
    name: "delivery.read_box",
    zh: "查看模拟器信箱",
    en: "read the simulator's box",
    roles: &[Role::Headquarters],
};

/// Delivery as a feature.
pub const FEATURE: Feature = Feature {
    name: "delivery",
    zh: "触达",
    en: "Delivery",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<test::SendTest>()],
    queries: &[
        QuerySpec::of::<views::Setup>(),
        QuerySpec::of::<views::TestResult>(),
        QuerySpec::of::<views::ShowBox>(),
    ],
    events: &[TESTED],
    permissions: &[SET_UP, READ_BOX],
    jobs: &[
        JobSpec { kind: "sms.send", run: |app, job| Box::pin(send::run(app, job, send::Carrier::Sms)) },
        JobSpec { kind: "mail.send", run: |app, job| Box::pin(send::run(app, job, send::Carrier::Mail)) },
        JobSpec { kind: "delivery.test", run: |app, job| Box::pin(test::run(app, job)) },
    ],
    reconcilers: &[ReconcilerSpec { name: "delivery.forget", run: |tx, act| Box::pin(forget(tx, act)) }],
    settings: setup::SETTINGS,
    drawer: Drawer::Messages,
    checks: &[CheckSpec { name: "delivery.carriers", look: |tx, act| Box::pin(check::carriers(tx, act)) }],
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};

async fn forget(tx: &mut Tx, act: &weilu_kernel::Act) -> Result<usize, Failure> {
    let before = act.now - setup::BOX_DAYS.get(tx).await?.max(1) * DAY;
    Ok(usize::try_from(state::forget(tx, before).await?).unwrap_or(0))
}
