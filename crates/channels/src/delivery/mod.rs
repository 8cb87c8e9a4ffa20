//! Delivery of single messages: a template in the reader's language goes out by SMS or mail.
//!
//! Rules: a message is a job and leaves after the commit; what a carrier did with it is written down. Where no
//! carrier is set up, messages land in the simulator's box, where the operator of a trial can read them.

mod check;
mod personal;
mod simulator;
mod state;
pub mod template;

use weilu_kernel::{CheckSpec, Drawer, Feature, JobSpec};

/// Delivery as a feature.
pub const FEATURE: Feature = Feature {
    name: "delivery",
    zh: "触达",
    en: "Delivery",
    schema: Some(include_str!("schema.sql")),
    jobs: &[
        JobSpec { kind: "sms.send", run: |app, job| Box::pin(simulator::deliver(app, job, "sms")) },
        JobSpec { kind: "mail.send", run: |app, job| Box::pin(simulator::deliver(app, job, "mail")) },
    ],
    drawer: Drawer::Messages,
    checks: &[CheckSpec { name: "delivery.carriers", look: |tx, act| Box::pin(check::carriers(tx, act)) }],
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
