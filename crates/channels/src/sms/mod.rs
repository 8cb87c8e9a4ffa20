//! Short messages: the port to a carrier, and what a message must be so that a carrier takes it.
//!
//! Rules (as mainland carriers have them): every message opens with the 【signature】 of who sends it; only texts of
//! approved templates go out, filled with short values; 70 characters fit into one part, 67 into each of several;
//! one number gets one message a minute, five an hour, ten a day. Without a contract with a carrier the
//! simulator stands in, which enforces the same and keeps what it takes in its box.

mod check;
mod simulator;

pub use check::{PART, PART_OF_MANY, approve, parts, too_often};
pub use simulator::SmsSimulator;

use futures_util::future::BoxFuture;
use std::sync::Arc;
use weilu_kernel::App;
use weilu_vocabulary::{Fault, JobId, TenantId, Text};

/// One message, ready to go.
#[derive(Clone, Debug)]
pub struct Sms {
    /// For which brand.
    pub tenant: TenantId,
    /// Which job sends it: the carrier's idempotency key.
    pub job: JobId,
    /// Eleven digits.
    pub to: String,
    /// Who sends it, without the brackets.
    pub signature: String,
    /// Name of the approved template.
    pub template: String,
    /// The values it was filled with.
    pub values: Vec<String>,
    /// The filled text, without the signature.
    pub text: String,
}

impl Sms {
    /// As it arrives.
    #[must_use]
    pub fn arrives(&self) -> String {
        format!("【{}】{}", self.signature, self.text)
    }
}

/// Why a carrier did not take a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmsRefused {
    /// The carrier's code.
    pub code: &'static str,
    /// The carrier's own words.
    pub words: Text,
    /// What an operator does about it.
    pub advice: Text,
}

/// Why a message did not go out.
#[derive(Debug)]
pub enum SmsError {
    /// The carrier said no.
    Refused(SmsRefused),
    /// The world failed: another try may go through.
    Fault(Fault),
}

impl From<Fault> for SmsError {
    fn from(fault: Fault) -> SmsError {
        SmsError::Fault(fault)
    }
}

/// The port to a carrier of short messages; the wiring fills it.
pub trait SmsCarrier: Send + Sync {
    /// What it is called.
    fn name(&self) -> Text;
    /// Whether messages reach real phones.
    fn is_real(&self) -> bool;
    /// Sends one; answers into how many parts it was cut.
    fn send<'a>(&'a self, app: &'a Arc<App>, sms: Sms) -> BoxFuture<'a, Result<i64, SmsError>>;
}

/// The port as the wiring holds it.
pub type SmsPort = Arc<dyn SmsCarrier>;
