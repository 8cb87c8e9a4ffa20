//! The ledger 账本: accounts, transfers between them, and amounts held for a time.
//!
//! Rules: an account belongs to one book (points, fen, pieces of one article), plays one role there (available, held in
//! escrow, issued by the house) and has one owner or is the house's own. A transfer moves a positive amount from one
//! account to another of its book. It carries a key; the same key with the same content answers what it answered the
//! first time, for ever, and with another content it is refused. An amount can be held first and is then captured, in
//! whole or in part, or given back, once; what nobody captured until its end is given back by itself.
//!
//! Invariants, asked by [`verify`] on a living house: every book sums to zero, posted and held; an account with a floor
//! never goes below it, what is held counted as gone; what accounts say is the sum of their transfers; a hold is open
//! or ended once; every transfer stands in the log as it stands here, and the log is a chain.
//!
//! It deliberately knows no rule by which anything is earned or paid, and no person: an owner is a reference, and a
//! member's accounts are those of his personas.

mod book;
mod hold;
mod lapse;
mod state;
mod transfer;
mod views;

pub use book::{Balance, Book, Party, Reason, Role};
pub use hold::{capture, hold, release};
pub use state::{Line, balance, by_hour, lines};
pub use transfer::{Booked, LedgerRefusal, Transfer, transfer};
pub use views::{Doubt, Verified, verify};

use weilu_kernel::{Feature, ReconcilerSpec};
use weilu_vocabulary::{Audience, EventKind};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $word:literal $zh:literal $en:literal;)*) => {
        $($(#[$doc])* pub const $name: EventKind =
            EventKind { name: $word, zh: $zh, en: $en, weight: 0, audience: Audience::Concerned };)*
        /// Every kind of line the ledger writes.
        const EVENTS: &[EventKind] = &[$($name),*];
    };
}

kinds! {
    /// An amount went from one account to another.
    MOVED "ledger.moved" "入了账" "was booked";
    /// An amount was set aside.
    HELD "ledger.held" "冻结了一笔" "was set aside";
    /// What was set aside was booked, in whole or in part.
    CAPTURED "ledger.captured" "冻结的一笔已入账" "was booked from what was set aside";
    /// What was set aside was given back.
    RELEASED "ledger.released" "冻结的一笔已退回" "was given back";
    /// What was set aside was given back because its time was over.
    LAPSED "ledger.lapsed" "冻结的一笔到期退回" "was given back when its time was over";
}

/// The ledger as a feature.
pub const FEATURE: Feature = Feature {
    name: "ledger",
    zh: "账本",
    en: "Ledger",
    schema: Some(include_str!("schema.sql")),
    events: EVENTS,
    silent: EVENTS,
    reconcilers: &[ReconcilerSpec { name: "ledger.lapse", run: |tx, act| Box::pin(lapse::run(tx, act)) }],
    ..Feature::EMPTY
};
